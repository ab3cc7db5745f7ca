/* arena.h - memory that is freed all at once. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_ARENA_H
#define LITMUSC_ARENA_H

#include <stddef.h>

struct arena_chunk;

/* Starts as {0}. Memory is zeroed and stays where it is until arena_free. */
struct arena {
	struct arena_chunk *chunks;
};

/* Never returns NULL: without memory the program ends with exit status 2. */
void *arena_alloc(struct arena *arena, size_t size);

/* The first length bytes of text, and a NUL. */
char *arena_copy(struct arena *arena, const char *text, size_t length);

char *arena_format(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

void arena_free(struct arena *arena);

#endif

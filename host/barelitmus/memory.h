/* memory.h - allocate or end the program: a host tool has no better answer. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_MEMORY_H
#define HOST_BARELITMUS_MEMORY_H

#include <stddef.h>

/* An array of count items of size bytes: items or a new one, grown by doubling. */
void *memory_grow(void *items, size_t count, size_t *capacity, size_t size);

/* An array of count items of size bytes, all 0; count may be 0. */
void *memory_zeroed(size_t count, size_t size);

/* The whole text, to be freed by the caller. */
char *memory_copy(const char *text);

/* The first n characters of text, to be freed by the caller. */
char *memory_text(const char *text, size_t n);

/* One text behind the other, to be freed by the caller. */
char *memory_join(const char *first, const char *second);

#endif

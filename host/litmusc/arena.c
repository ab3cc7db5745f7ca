/* arena.c - memory that is freed all at once: a list of chunks. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/arena.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CHUNK_SIZE = 1 << 16 };

struct arena_chunk {
	struct arena_chunk *next;
	size_t used, size;
	max_align_t data[];
};

static struct arena_chunk *chunk_new(size_t size, struct arena_chunk *next)
{
	struct arena_chunk *chunk = calloc(1, sizeof(*chunk) + size);

	if (!chunk) {
		fputs("litmusc: out of memory\n", stderr);
		exit(2);
	}
	chunk->next = next;
	chunk->size = size;
	return chunk;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	const size_t unit = sizeof(max_align_t);
	struct arena_chunk *chunk = arena->chunks;
	void *memory;

	size = (size + unit - 1) / unit * unit;
	if (!chunk || chunk->size - chunk->used < size) {
		chunk = chunk_new(size > CHUNK_SIZE ? size : CHUNK_SIZE, chunk);
		arena->chunks = chunk;
	}
	memory = (char *)chunk->data + chunk->used;
	chunk->used += size;
	return memory;
}

char *arena_copy(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_alloc(arena, length + 1);

	memcpy(copy, text, length);
	return copy;
}

char *arena_format(struct arena *arena, const char *format, ...)
{
	va_list measure, print;
	char *text;
	int length;

	va_start(measure, format);
	va_copy(print, measure);
	length = vsnprintf(NULL, 0, format, measure);
	text = arena_alloc(arena, (size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, print);
	va_end(print);
	va_end(measure);
	return text;
}

void arena_free(struct arena *arena)
{
	while (arena->chunks) {
		struct arena_chunk *next = arena->chunks->next;

		free(arena->chunks);
		arena->chunks = next;
	}
}

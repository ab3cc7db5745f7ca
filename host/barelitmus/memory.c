/* memory.c - allocate or end the program. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *check(void *memory)
{
	if (!memory) {
		fputs("barelitmus: out of memory\n", stderr);
		exit(1);
	}
	return memory;
}

void *memory_grow(void *items, size_t count, size_t *capacity, size_t size)
{
	if (count < *capacity)
		return items;
	*capacity = *capacity ? 2 * *capacity : 16;
	return check(realloc(items, *capacity * size));
}

void *memory_zeroed(size_t count, size_t size)
{
	return check(calloc(count ? count : 1, size));
}

char *memory_copy(const char *text)
{
	return memory_text(text, strlen(text));
}

char *memory_text(const char *text, size_t n)
{
	char *copy = check(malloc(n + 1));

	memcpy(copy, text, n);
	copy[n] = '\0';
	return copy;
}

char *memory_join(const char *first, const char *second)
{
	size_t n = strlen(first);
	size_t m = strlen(second);
	char *both = check(malloc(n + m + 1));

	memcpy(both, first, n);
	memcpy(both + n, second, m + 1);
	return both;
}

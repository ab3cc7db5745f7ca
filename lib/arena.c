/* arena.c - memory handed out in order and given back in one piece. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "lib/arena.h"

#include <string.h>

void *arena_take_dirty(struct arena *arena, size_t size, size_t align)
{
	uintptr_t start = (arena->next + align - 1) & ~(uintptr_t)(align - 1);

	if (start < arena->next || start > arena->end || size > arena->end - start)
		return NULL;
	arena->next = start + size;
	return (void *)start;
}

void *arena_take(struct arena *arena, size_t size, size_t align)
{
	void *memory = arena_take_dirty(arena, size, align);

	return memory ? memset(memory, 0, size) : NULL;
}

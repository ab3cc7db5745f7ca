/* arena.h - memory handed out in order and given back in one piece. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LIB_ARENA_H
#define LIB_ARENA_H

#include <stddef.h>
#include <stdint.h>

/* Only core 0 allocates. next <= end always. */
struct arena {
	uintptr_t next;
	uintptr_t end;
};

/* Zeroed memory of size bytes, aligned to align (a power of two); NULL when it is full. */
void *arena_take(struct arena *arena, size_t size, size_t align);

/* The same, but whatever was in it is still there. */
void *arena_take_dirty(struct arena *arena, size_t size, size_t align);

#endif

/* region.h - pieces of memory: added, cut out, aligned. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PLATFORMS_REGION_H
#define PLATFORMS_REGION_H

#include <stdint.h>

/* Physical addresses base..base+size-1. */
struct region {
	uint64_t base;
	uint64_t size;
};

enum { REGIONS_MAX = 64 };

/* Regions without order, none touching what was cut out of it. */
struct region_list {
	struct region at[REGIONS_MAX];
	unsigned count;
};

/* -E_BADDT: one too many, or past the last address. A size of 0 adds nothing. */
int region_add(struct region_list *list, uint64_t base, uint64_t size);

/* Takes hole out of every region; what is left right of it becomes a region of its own. */
int region_cut(struct region_list *list, struct region hole);

/*
 * Cuts taken out of list and shrinks the rest to multiples of align (a power of two).
 * How many were written to free, REGIONS_MAX at most, or -E_BADDT.
 */
int region_free(struct region_list *list, const struct region *taken,
		unsigned taken_count, uint64_t align, struct region *free);

#endif

/* region.c - pieces of memory: added, cut out, aligned. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "platforms/region.h"
#include "lib/err.h"

int region_add(struct region_list *list, uint64_t base, uint64_t size)
{
	if (!size)
		return 0;
	if (list->count == REGIONS_MAX || base + size < base)
		return -E_BADDT;
	list->at[list->count++] = (struct region){base, size};
	return 0;
}

int region_cut(struct region_list *list, struct region hole)
{
	uint64_t hole_end = hole.base + hole.size;

	if (hole_end < hole.base)
		return -E_BADDT;
	for (unsigned i = 0; hole.size && i < list->count; i++) {
		struct region *r = &list->at[i];
		uint64_t end = r->base + r->size;

		if (hole_end <= r->base || hole.base >= end)
			continue;
		r->size = hole.base > r->base ? hole.base - r->base : 0;
		if (hole_end < end && region_add(list, hole_end, end - hole_end))
			return -E_BADDT;
	}
	return 0;
}

int region_free(struct region_list *list, const struct region *taken,
		unsigned taken_count, uint64_t align, struct region *free)
{
	int count = 0;

	for (unsigned i = 0; i < taken_count; i++)
		if (region_cut(list, taken[i]))
			return -E_BADDT;
	for (unsigned i = 0; i < list->count; i++) {
		uint64_t base = list->at[i].base;
		uint64_t start = (base + align - 1) & ~(align - 1);
		uint64_t end = (base + list->at[i].size) & ~(align - 1);

		/* Near the last address start may have wrapped around. */
		if (start >= base && end > start)
			free[count++] = (struct region){start, end - start};
	}
	return count;
}

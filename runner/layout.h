/* layout.h - where the locations of an instance lie. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_LAYOUT_H
#define RUNNER_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#include "runner/test.h"

/*
 * All instances of a batch lie in one piece of memory; location l of instance i is at
 * offset[l] + i * stride. So one addition per location and instance serves any layout.
 */
enum layout {
	LAYOUT_AUTO,   /* the scheme's default */
	LAYOUT_OWN,    /* each location on its own line, lines of an instance adjacent */
	LAYOUT_PAIRS,  /* each location on a pair of lines of its own */
	LAYOUT_SAME,   /* all locations of an instance on one line */
	LAYOUT_PACKED, /* litmus7's arrays x[], y[]: instances share lines */
	LAYOUT_PAGE,   /* locations a page and more apart, each on its own line */
	LAYOUT_RANDOM, /* own lines, arrays moved against each other, anew every batch */
	LAYOUT_COUNT,
};

enum {
	LAYOUT_LINE =
		64, /* bytes: the cache line of the cores we know; 128 still works */
	LAYOUT_STRIDE =
		128, /* instances begin at multiples: prefetchers fetch pairs of lines */
	LAYOUT_PAGE_SIZE = 4096,
};

struct placement {
	size_t offset[TEST_MAX_LOCATIONS];
	ptrdiff_t stride;
	size_t size; /* bytes that a batch needs, whatever random offsets come */
};

/* "own"; the word of the arguments and the log. */
const char *layout_name(enum layout layout);

/* Places a batch of n instances; random is used and moved by LAYOUT_RANDOM alone. */
void layout_place(enum layout layout, const struct test *test, uint32_t n,
		  uint64_t *random, struct placement *placement);

/* Bytes that suffice for a batch of up to n instances in any layout. */
size_t layout_bytes(const struct test *test, uint32_t n);

#endif

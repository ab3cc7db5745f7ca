/* gaps.h - many lengths of time, counted so that their percentiles are known to 1/16. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_GAPS_H
#define RUNNER_GAPS_H

#include <stdint.h>

/*
 * Lengths below 16 have a bucket each; from each power of two to the next there are 16 of
 * equal width. All zero is empty.
 */
enum { GAPS_EACH = 16, GAPS_BUCKETS = 61 * GAPS_EACH };

struct gaps {
	uint64_t counts[GAPS_BUCKETS];
	uint64_t total;
	uint64_t largest;
};

static inline uint32_t gaps_bucket(uint64_t length)
{
	uint32_t shift = 0;

	/* The first five bits remain; most lengths are short. */
	for (; length >= 2 * GAPS_EACH; length >>= 1)
		shift++;
	return shift * GAPS_EACH + (uint32_t)length;
}

/* Any core; gaps is its own. */
static inline void gaps_add(struct gaps *gaps, uint64_t length)
{
	gaps->counts[gaps_bucket(length)]++;
	gaps->total++;
	if (length > gaps->largest)
		gaps->largest = length;
}

/*
 * The least length that so many millionths of all do not exceed, or up to 1/16 more, but
 * never more than the largest; 0 where there are none.
 */
uint64_t gaps_percentile(const struct gaps *gaps, uint32_t millionths);

#endif

/* gaps.c - many lengths of time, counted so that their percentiles are known to 1/16. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/gaps.h"

/* The largest length that has this bucket. */
static uint64_t bucket_end(uint32_t bucket)
{
	uint32_t shift = bucket / GAPS_EACH;

	if (shift < 2)
		return bucket;
	shift--;
	return ((uint64_t)(bucket % GAPS_EACH + GAPS_EACH + 1) << shift) - 1;
}

uint64_t gaps_percentile(const struct gaps *gaps, uint32_t millionths)
{
	uint64_t wanted = gaps->total / 1000000 * millionths +
			  (gaps->total % 1000000 * millionths + 999999) / 1000000;
	uint64_t below = 0;

	for (uint32_t b = 0; b < GAPS_BUCKETS; b++) {
		below += gaps->counts[b];
		if (below && below >= wanted)
			return bucket_end(b) < gaps->largest ? bucket_end(b)
							     : gaps->largest;
	}
	return gaps->largest;
}

/* interval.c - what a share that was seen says of the one behind it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/interval.h"

#include <math.h>

/* The quantile of the normal distribution that leaves 2.5 % above it. */
static const double z = 1.959963984540054;

struct interval interval_of(uint64_t seen, uint64_t n)
{
	double trials = (double)n;
	double share = (double)seen / trials;
	double scale = 1 + z * z / trials;
	double middle = (share + z * z / (2 * trials)) / scale;
	double half = z / scale *
		      sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials));

	if (!n)
		return (struct interval){0, 1};
	if (!seen)
		return (struct interval){0, n < 3 ? 1 : 3 / trials};
	return (struct interval){middle - half, seen == n ? 1 : middle + half};
}

bool interval_apart(struct interval a, struct interval b)
{
	return a.high < b.low || b.high < a.low;
}

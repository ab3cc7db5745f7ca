/* placement.c - which core runs which thread of which group. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/placement.h"

const char *placing_name(enum placing placing)
{
	static const char *const names[MAP_COUNT] = {
		[MAP_AUTO] = "auto",
		[MAP_NEAR] = "near",
		[MAP_ROTATED] = "rotated",
		[MAP_SPREAD] = "spread",
	};

	return names[placing];
}

unsigned placing_core(enum placing placing, unsigned groups, unsigned threads,
		      unsigned group, unsigned thread)
{
	if (placing == MAP_SPREAD)
		return thread * groups + group;
	if (placing == MAP_ROTATED)
		thread = (thread + threads - 1) % threads;
	return group * threads + thread;
}

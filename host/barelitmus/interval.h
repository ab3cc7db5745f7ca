/* interval.h - what a share that was seen says of the one behind it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_INTERVAL_H
#define HOST_BARELITMUS_INTERVAL_H

#include <stdbool.h>
#include <stdint.h>

/* A share, 0 to 1, lies between these with 95 % confidence. */
struct interval {
	double low;
	double high;
};

/*
 * Seen so often in n independent trials: Wilson's score interval; for a zero, up to the
 * 3/n that the logs have. Nothing is known where n is 0.
 */
struct interval interval_of(uint64_t seen, uint64_t n);

/* They have no share in common. */
bool interval_apart(struct interval a, struct interval b);

#endif

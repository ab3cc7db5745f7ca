/* sample.h - what the outcomes of a job are worth to the search for a better tuning. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_SAMPLE_H
#define RUNNER_SAMPLE_H

#include <stdint.h>

#include "runner/histogram.h"

/* What a job showed. */
struct sample {
	uint64_t iterations;
	uint64_t nanoseconds; /* > 0 */
	uint64_t target;      /* iterations with the outcome that the test asks about */
	uint64_t balance; /* how often the rare ones of the other outcomes were seen */
};

/* Outcomes that satisfy the proposition, and the filter if there is one. */
uint64_t sample_matching(const struct histogram *h);

/* Of a job whose outcomes, so many, are all in h, and that took so long. */
struct sample sample_of(const struct histogram *h, uint64_t iterations,
			uint64_t nanoseconds);

#endif

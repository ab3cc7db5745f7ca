/* clock.c - how fast the processor's clock goes, by Linux's. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/linux/process.h"

#include <time.h>

#include "cpu.h"

enum {
	MEASURE_NS = 50000000, /* the two readings are apart: 1 us of error is 20 ppm */
	TRIES = 100,           /* of a reading: the quickest was not interrupted */
};

struct instant {
	uint64_t ticks;
	uint64_t ns;
};

static uint64_t monotonic_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

/* Both clocks at one time. */
static struct instant instant_now(void)
{
	struct instant best = {0, 0};
	uint64_t shortest = UINT64_MAX;

	for (int i = 0; i < TRIES; i++) {
		uint64_t before = cpu_clock();
		uint64_t ns = monotonic_ns();
		uint64_t took = cpu_clock() - before;

		if (took < shortest) {
			shortest = took;
			best = (struct instant){before + took / 2, ns};
		}
	}
	return best;
}

uint64_t clock_measure(void)
{
	const struct timespec pause = {.tv_nsec = MEASURE_NS};
	struct instant first = instant_now(), last;

	nanosleep(&pause, NULL);
	last = instant_now();
	return (uint64_t)((double)(last.ticks - first.ticks) * 1e9 /
			  (double)(last.ns - first.ns));
}

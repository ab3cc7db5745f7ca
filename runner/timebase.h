/* timebase.h - the clock by which threads on different cores start at the same time. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_TIMEBASE_H
#define RUNNER_TIMEBASE_H

#include <stdbool.h>
#include <stdint.h>

#include "runner/clocks.h"

/* What SCHEME_DEADLINE can bear of a clock; it is refused one that is worse. */
enum {
	TIMEBASE_GRAIN_NS = 50,    /* a step of it: arm64 boards have 18 to 52 ns */
	TIMEBASE_COST_NS = 1000,   /* a read; a trap to the firmware takes longer */
	TIMEBASE_WITHIN_NS = 2000, /* the doubt about the offset between two cores */
	TIMEBASE_FINE_NS = 12,     /* steps that need no trial: it is the default */
	TIMEBASE_WHY_MAX = 320,    /* bytes of the reason with its NUL */
};

struct timebase {
	const struct clock_traits *traits; /* of the clock; NULL: none serves */
	enum clock_kind kind;
	const struct clocks *clocks; /* all that were looked at, */
	unsigned cores;              /* on so many cores */
};

/*
 * Chooses the clock for the cores below cores, the finest that will do. Core 0; clocks
 * must outlive the timebase.
 */
void timebase_init(struct timebase *timebase, const struct clocks *clocks,
		   unsigned cores);

/* What is wrong with each clock, where none serves. */
void timebase_explain(char out[TIMEBASE_WHY_MAX], const struct timebase *timebase);

/* Is there one so fine that threads will start together by it? */
bool timebase_is_fine(const struct timebase *timebase);

/* Nanoseconds as ticks of it, at least 1; ticks as nanoseconds, rounded up. */
uint64_t timebase_ticks(const struct timebase *timebase, uint64_t ns);
uint64_t timebase_ns(const struct timebase *timebase, uint64_t ticks);

/* The time that all cores share, in ticks of it, read by the core that calls. Inline: it
 * is read between the phases of a batch. */
static inline uint64_t timebase_now(const struct timebase *timebase, unsigned core)
{
	return clocks_read(timebase->kind) -
	       (uint64_t)timebase->traits->offsets[core].ticks;
}

#endif

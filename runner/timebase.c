/* timebase.c - the clock by which threads on different cores start at the same time. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/timebase.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* Ticks as nanoseconds, rounded up; saturates. */
static uint64_t nanoseconds(const struct clock_traits *traits, uint64_t ticks)
{
	if (ticks > UINT64_MAX / 1000000000 - 1)
		return UINT64_MAX;
	return (ticks * 1000000000 + traits->hz - 1) / traits->hz;
}

/* The core whose offset to core 0 is least certain. */
static unsigned doubtful_core(const struct clock_traits *traits, unsigned cores)
{
	unsigned worst = 0;

	for (unsigned i = 1; i < cores; i++)
		if (traits->offsets[i].within > traits->offsets[worst].within)
			worst = i;
	return worst;
}

/* What is wrong with a clock, as the end of a sentence in out; false: nothing. */
static bool complain(const struct clock_traits *traits, unsigned cores, char *out,
		     size_t size)
{
	unsigned core;
	uint64_t within;

	if (!traits->hz)
		return snprintf(out, size, "is absent") > 0;
	if (traits->backwards)
		return snprintf(out, size, "ran backwards %" PRIu64 " times",
				traits->backwards) > 0;
	if (nanoseconds(traits, traits->granularity) > TIMEBASE_GRAIN_NS)
		return snprintf(out, size,
				"has steps of %" PRIu64 " ns, at most %d serve",
				nanoseconds(traits, traits->granularity),
				TIMEBASE_GRAIN_NS) > 0;
	if (traits->cost_ps > (uint64_t)TIMEBASE_COST_NS * 1000)
		return snprintf(out, size,
				"takes %" PRIu64 " ns to read, at most %d serve",
				traits->cost_ps / 1000, TIMEBASE_COST_NS) > 0;
	core = doubtful_core(traits, cores);
	within = traits->offsets[core].within;
	if (within == CLOCK_UNKNOWN)
		return snprintf(out, size, "of core %u was not compared with core 0's",
				core) > 0;
	if (nanoseconds(traits, within) > TIMEBASE_WITHIN_NS)
		return snprintf(out, size,
				"of core %u is %" PRId64 " ticks off core 0's within "
				"%" PRIu64 " ns, at most %d serve",
				core, traits->offsets[core].ticks,
				nanoseconds(traits, within), TIMEBASE_WITHIN_NS) > 0;
	return false;
}

void timebase_init(struct timebase *timebase, const struct clocks *clocks, unsigned cores)
{
	/* The cycles first: where there are any, they are the finer clock. */
	static const struct {
		enum clock_kind kind;
		const char *name;
	} order[] = {{CLOCK_CYCLES, "cycles"}, {CLOCK_SHARED, "shared"}};
	size_t used = 0;

	*timebase = (struct timebase){0};
	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		const struct clock_traits *traits = &clocks->traits[order[i].kind];
		char reason[TIMEBASE_WHY_MAX / 2 - 16];

		if (!complain(traits, cores, reason, sizeof(reason))) {
			timebase->traits = traits;
			timebase->kind = order[i].kind;
			return;
		}
		snprintf(timebase->why + used, sizeof(timebase->why) - used,
			 "%sclock %s %s", i ? "; " : "", order[i].name, reason);
		used = strlen(timebase->why);
	}
}

uint64_t timebase_ticks(const struct timebase *timebase, uint64_t ns)
{
	uint64_t hz = timebase->traits->hz;
	uint64_t ticks =
		ns / 1000000000 * hz + (ns % 1000000000 * hz + 500000000) / 1000000000;

	return ticks ? ticks : 1;
}

uint64_t timebase_ns(const struct timebase *timebase, uint64_t ticks)
{
	return nanoseconds(timebase->traits, ticks);
}

bool timebase_is_fine(const struct timebase *timebase)
{
	return timebase->traits &&
	       timebase_ns(timebase, timebase->traits->granularity) <= TIMEBASE_FINE_NS;
}

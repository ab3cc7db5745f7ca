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

enum flaw { NONE, ABSENT, BACKWARDS, COARSE, SLOW, NOT_COMPARED, DOUBTFUL };

static enum flaw find_flaw(const struct clock_traits *traits, unsigned cores)
{
	uint64_t within;

	if (!traits->hz)
		return ABSENT;
	if (traits->backwards)
		return BACKWARDS;
	if (nanoseconds(traits, traits->granularity) > TIMEBASE_GRAIN_NS)
		return COARSE;
	if (traits->cost_ps > (uint64_t)TIMEBASE_COST_NS * 1000)
		return SLOW;
	within = traits->offsets[doubtful_core(traits, cores)].within;
	if (within == CLOCK_UNKNOWN)
		return NOT_COMPARED;
	return nanoseconds(traits, within) > TIMEBASE_WITHIN_NS ? DOUBTFUL : NONE;
}

/* The end of a sentence that begins with the name of the clock. */
static void describe_flaw(const struct clock_traits *traits, unsigned cores, char *out,
			  size_t size)
{
	unsigned core;

	switch (find_flaw(traits, cores)) {
	case ABSENT:
		snprintf(out, size, "is absent");
		break;
	case BACKWARDS:
		snprintf(out, size, "ran backwards %" PRIu64 " times", traits->backwards);
		break;
	case COARSE:
		snprintf(out, size, "has steps of %" PRIu64 " ns, at most %d serve",
			 nanoseconds(traits, traits->granularity), TIMEBASE_GRAIN_NS);
		break;
	case SLOW:
		snprintf(out, size, "takes %" PRIu64 " ns to read, at most %d serve",
			 traits->cost_ps / 1000, TIMEBASE_COST_NS);
		break;
	case NOT_COMPARED:
		snprintf(out, size, "of core %u was not compared with core 0's",
			 doubtful_core(traits, cores));
		break;
	case DOUBTFUL:
		core = doubtful_core(traits, cores);
		snprintf(out, size,
			 "of core %u is %" PRId64 " ticks off core 0's within %" PRIu64
			 " ns, at most %d serve",
			 core, traits->offsets[core].ticks,
			 nanoseconds(traits, traits->offsets[core].within),
			 TIMEBASE_WITHIN_NS);
		break;
	case NONE:
		snprintf(out, size, "serves");
		break;
	}
}

/* The cycles first: where there are any, they are the finer clock. */
static const struct {
	enum clock_kind kind;
	const char *name;
} order[] = {{CLOCK_CYCLES, "cycles"}, {CLOCK_SHARED, "shared"}};

enum { ORDER = sizeof(order) / sizeof(order[0]) };

void timebase_init(struct timebase *timebase, const struct clocks *clocks, unsigned cores)
{
	*timebase = (struct timebase){.clocks = clocks, .cores = cores};
	for (size_t i = 0; i < ORDER && !timebase->traits; i++) {
		timebase->kind = order[i].kind;
		if (!find_flaw(&clocks->traits[order[i].kind], cores))
			timebase->traits = &clocks->traits[order[i].kind];
	}
}

void timebase_explain(char out[TIMEBASE_WHY_MAX], const struct timebase *timebase)
{
	size_t used = 0;

	for (size_t i = 0; i < ORDER; i++) {
		char flaw[TIMEBASE_WHY_MAX / 2 - 16];

		describe_flaw(&timebase->clocks->traits[order[i].kind], timebase->cores,
			      flaw, sizeof(flaw));
		snprintf(out + used, TIMEBASE_WHY_MAX - used, "%sclock %s %s",
			 i ? "; " : "", order[i].name, flaw);
		used = strlen(out);
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

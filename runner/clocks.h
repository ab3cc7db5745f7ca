/* clocks.h - what the clocks of the cores are good for, measured before the first test. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_CLOCKS_H
#define RUNNER_CLOCKS_H

#include <stdint.h>

#include "runner/machine.h"

#include "cpu.h"

enum clock_kind {
	CLOCK_SHARED, /* cpu_clock(): what all cores share, and deadlines of waits are in */
	CLOCK_CYCLES, /* cpu_cycles(): a clock of each core, where there is CORE_CYCLES */
	CLOCK_KINDS,
};

/* How a core's clock stands to that of core 0. */
struct clock_offset {
	int64_t ticks;   /* core's - core 0's, at the same time */
	uint64_t within; /* ticks: the truth lies in ticks +- within; CLOCK_UNKNOWN */
};

#define CLOCK_UNKNOWN UINT64_MAX /* the cores were not compared */

/*
 * One exchange: core 0's clock when it asked, the other's when it answered, and core 0's
 * when it had the answer. Whatever happened in between, the other's clock was read then:
 * the quickest exchange says most.
 */
void clock_offset_learn(struct clock_offset *offset, uint64_t asked, uint64_t answer,
			uint64_t answered);

struct clock_traits {
	uint64_t hz; /* ticks a second; 0: there is no such clock, or it stands */
	uint64_t granularity; /* ticks: all steps that were seen are multiples of it */
	uint64_t cost_ps;     /* of a read, picoseconds */
	uint64_t backwards;   /* reads below the one before, on the same core */
	struct clock_offset *offsets; /* by core, all of the machine; [0] is 0 within 0 */
};

struct clocks {
	struct clock_traits traits[CLOCK_KINDS];
};

static inline uint64_t clocks_read(enum clock_kind kind)
{
	return kind == CLOCK_CYCLES ? cpu_cycles() : cpu_clock();
}

/*
 * Measures all that; takes a few milliseconds, and at most a few seconds however busy an
 * emulator's host is. Cores from compared on, which cannot run at the same time as core 0
 * there, are not looked at. 0, -E_NOMEM, or -E_TIMEOUT: a core did not come back, nothing else can run.
 * Core 0 only, while the others have no job.
 */
int clocks_measure(struct clocks *clocks, const struct machine *machine,
		   unsigned compared);

/*
 * Takes for granted that the clock of a simulation has no flaw: every tick can be read, at
 * no cost, and all cores read the same. 0 or -E_NOMEM. Core 0 only.
 */
int clocks_assume(struct clocks *clocks, const struct machine *machine);

/* "# clock …": a line for each clock there is. */
void clocks_print(const struct clocks *clocks, const struct machine *machine);

/* The clock that short times are best taken with. */
enum clock_kind clocks_finest(const struct clocks *clocks);

/* Ticks, up to ten thousand million, as picoseconds; the clock is there. */
uint64_t clocks_ps(const struct clock_traits *traits, uint64_t ticks);

/* Adds " <key>=<ns>" with one digit after the point to the line. */
void clocks_log_ns(struct log *log, const char *key, uint64_t ps);

/*
 * What one of the operations costs that work(context) does so many of, in picoseconds:
 * the best of a few windows of time. Any core.
 */
uint64_t clocks_cost_ps(void (*work)(void *context), void *context, uint32_t operations);

#endif

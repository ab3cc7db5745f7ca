/* scheme.h - how the threads of a group are paced through a batch. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_SCHEME_H
#define RUNNER_SCHEME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runner/clocks.h"
#include "runner/flags.h"

enum scheme {
	SCHEME_AUTO,
	SCHEME_DEADLINE, /* each group of k instances at a time by the thread's own clock */
	SCHEME_SYNC,     /* symmetric flags before each group of k instances */
	SCHEME_BATCH,    /* threads start a batch together, then run free */
	SCHEME_USER,  /* litmus7's "user": one thread releases the others; the baseline */
	SCHEME_TURNS, /* one thread alone, the others one after another: runner/turns.h */
	SCHEME_PERPETUAL, /* one instance, no resets, no pace: runner/perpetual.h */
	SCHEME_COUNT,
};

/* "sync"; the word of the arguments and the log. */
const char *scheme_name(enum scheme scheme);

/* How many cores run a group of so many threads. */
unsigned scheme_cores(enum scheme scheme, unsigned threads);

/*
 * Does a skew mean something? With SCHEME_SYNC the thread that comes last waits for so
 * long: the others notice it one line transfer later, and would start later. With
 * SCHEME_DEADLINE each thread starts at a random time up to so long after the deadline.
 */
bool scheme_has_skew(enum scheme scheme);

/* What a pace function needs; one per thread, written between batches alone. */
struct pacer {
	struct flag *flags;        /* of the group, one per thread */
	_Atomic uint32_t *release; /* SCHEME_USER: a word per group of instances */
	struct watch *watch;
	unsigned self;
	unsigned threads;
	uint32_t ticket; /* of the last meeting before this batch */
	uint32_t skew;   /* SCHEME_SYNC: turns of pace_delay(), SCHEME_DEADLINE: ticks */
	uint64_t start;  /* SCHEME_DEADLINE: of group 0, in ticks of this core's clock */
	uint64_t period; /* likewise: ticks */
	uint64_t random; /* for the skew; moved by the pace function */
	const struct late_cell *late; /* LATE_CELLS that another core wrote; NULL: none */
};

enum { LATE_CELLS = 256 };

/* Holds 0 for whoever may have to wait for it. */
struct late_cell {
	_Alignas(128) ptrdiff_t zero;
};

/* Waits for so many turns of a loop that touches no memory. */
static inline void pace_delay(uint32_t turns)
{
	for (; turns; turns--)
		__asm__ volatile("" : "+r"(turns));
}

/*
 * For thread_args.pace, with a struct pacer: called before each group of instances. 0, from
 * the group's cell if there are any.
 */
typedef ptrdiff_t pace_fn(void *pacer, uint32_t group);

/* clock: the one that SCHEME_DEADLINE goes by. */
pace_fn *scheme_pace(enum scheme scheme, enum clock_kind clock);

#endif

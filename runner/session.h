/* session.h - one test in one mix: its groups run, and its outcomes are reported. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_SESSION_H
#define RUNNER_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "runner/group.h"
#include "runner/machine.h"
#include "runner/memo.h"
#include "runner/search.h"
#include "runner/settings.h"

/* All of it is core 0's. */
struct session {
	const struct machine *machine;
	const struct settings *settings;
	struct memo *memo;
	struct run run;
	struct group *groups;
	unsigned group_count;
	const struct log_sensitivity *sensitivity; /* NULL: controls were not asked for */
	/* A control: id of the test beside which it runs; else NULL. */
	const char *beside;
	uint32_t seq;   /* of this test and mix in the log */
	const char *id; /* likewise */
	uint64_t seed;  /* of group 0; each next group has one more */
	struct circumstances circumstances;
	struct search *search;   /* what each job is run with */
	struct histogram total;  /* of all jobs */
	struct histogram sample; /* of the last one */
	uint32_t tuned_trip_ns;  /* as it was when the heats began */
	uint64_t next_progress;  /* ticks: when the next line is due, */
	uint64_t next_trip;      /* the next look at the round trip, */
	uint64_t next_partial;   /* at which partial counts are due, */
	uint64_t next_between;   /* and at what else is there between batches */
	bool interrupted;        /* the run is to end */
	unsigned busy;           /* jobs that were slow because the host was busy */
	uint64_t iterations;     /* done */
	uint64_t nanoseconds;    /* spent in jobs */
	uint64_t round_trip_ns;  /* of a line between threads 0 and 1; 0: not measured */
	uint64_t seen;           /* outcomes with the target, by session_report() */
};

/*
 * Plans groups, with memory from the arena: -E_NOMEM. machine, settings, memo, seq, id,
 * seed, and of run test, mix, timebase, turn_ps and sweep are set by the caller; the
 * test's threads fit the cores. -E_REFUSED: the scheme that was asked for cannot be had.
 */
int session_init(struct session *session);

/* Runs until the iterations that the settings want are done, or the run is to end. 0, or -E_TIMEOUT. */
int session_run(struct session *session);

/* After -E_TIMEOUT: names the cores that came late; how many never came back. */
unsigned session_missing(const struct session *session);

/*
 * Prints the block. timed_out: the verdict is hang, whatever the counts say. Returns the
 * verdict; V_FAULT where memory did not suffice (then only the test's line is printed).
 */
enum log_verdict session_report(struct session *session, bool timed_out);

/* Prints what there is so far, between jobs; nothing where memory does not suffice. */
void session_report_partial(struct session *session);

#endif

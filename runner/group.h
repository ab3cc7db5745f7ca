/* group.h - one set of threads that runs batches of a test on memory of its own. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_GROUP_H
#define RUNNER_GROUP_H

#include <stdint.h>

#include "lib/arena.h"
#include "runner/flags.h"
#include "runner/histogram.h"
#include "runner/layout.h"
#include "runner/mix.h"
#include "runner/phases.h"
#include "runner/timebase.h"
#include "runner/tuning.h"

/* What all groups of a run share; read-only while they run. */
struct run {
	const struct test *test;
	const struct mix *mix;
	struct tuning tuning; /* of the present job */
	uint32_t batches;     /* likewise */
	uint32_t round_trips; /* likewise, of a job that measures them */
	uint32_t capacity;    /* instances that a batch may have in any job */
	const struct timebase *timebase;
	uint64_t lead_ns;  /* from the last thread's arrival to the first deadline */
	uint64_t turn_ps;  /* of pace_delay() */
	const char *sweep; /* OWNERSHIP_SWEEP bytes that nobody writes */
};

/* What one thread keeps between batches: on lines of its own, written by it alone. */
struct member {
	_Alignas(128) struct group *group;
	struct thread_args args;
	struct pacer pacer;
	struct histogram histogram;
	struct phases phases;
	uint64_t random;     /* the same in all members: they place a batch alike */
	uint32_t thread;     /* which one it is */
	uint32_t core;       /* that runs it in the present job */
	uint32_t turns;      /* SCHEME_TURNS: batches that this core has run, ever */
	uint32_t meetings;   /* tickets used up at the phase flags */
	uint32_t gave_up;    /* a copy of specimen_gave_up, from before a meeting */
	uint64_t iterations; /* counted by this member, ever */
	uint64_t ahead;      /* ticks: most that another's clock was found ahead, ever */
};

struct group {
	const struct run *run;
	struct flag *phase_flags; /* one per thread */
	struct flag *pace_flags;
	struct watch watch;
	struct member *members; /* one per thread */
	char *memory;           /* of the batch */
	struct late_cell *late; /* LATE_CELLS a thread */
	const char **logs;      /* by thread */
	char *rcu;              /* TEST_RCU_APART bytes a thread */
};

/*
 * A group for jobs of run, with all memory from the arena, lines shared with nobody:
 * -E_NOMEM. run->tuning may then change between jobs, within run->capacity; but
 * SCHEME_TURNS is that of all jobs or of none.
 */
int group_init(struct group *group, const struct run *run, uint64_t seed,
	       struct arena *arena);

/*
 * One thread's part of a job of run->batches batches: reset, run, count, each phase
 * together with the others. Stops early, without counting, once the watch ran out. Any
 * core; all threads of the group must be in it at once.
 */
void member_run(void *member);

/*
 * What a batch is made of, for runner/turns.c too. member_tune() makes ready for a job, as
 * run->tuning wants it. member_place() puts the batch where the layout wants it: all members
 * do, and come to the same result. member_reset() gives initial values to the locations that
 * are this member's, member_share() reads all locations, for CACHE_SHARED; member_count()
 * counts this member's share of the instances.
 */
void member_tune(struct member *member);
void member_place(struct member *member);
void member_reset(const struct member *member);
void member_share(const struct member *member);
void member_count(struct member *member);

/*
 * The cores of the group meet, each with the member that it was given. False: somebody did
 * not come in time, to this meeting or to an earlier one.
 */
bool member_meet(struct member *member);

/* Did a core of this group find, at the end of the batch, that a wait was given up? */
bool batch_is_spoilt(const struct group *group);

/* Threads 0 and 1 send a line there and back run->round_trips times, for whoever times it. */
void member_round_trips(void *member);

#endif

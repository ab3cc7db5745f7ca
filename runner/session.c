/* session.c - one test in one mix: its groups run. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/session.h"
#include "lib/err.h"
#include "runner/condition.h"
#include "runner/crew.h"

#include "cpu.h"

enum {
	JOB_US = 250000,       /* what a job aims at: so often a run can be looked at */
	PROGRESS_US = 1000000, /* between two progress lines */
	LEAVE_US = 2000000,    /* for the others to leave after one hung */
	HANG_US = 60000000,    /* a job that takes longer hangs */
	INSTANCES = 1024,      /* of a batch */
	GROUP = 4,             /* instances a pace: twice the rate of 1, and as weak */
	INSTANCES_SHARED = 16384, /* of a batch whose threads share processors */
	BUSY_NS = 2000,           /* an iteration: an emulator's host has other work */
	BUSY_SAMPLE_US = 10000,   /* of a job, before it can tell */
	GROUP_GROWTH = 4,
};

/* The core that runs a thread of a group: neighbours, core 0 first. */
static unsigned session_core(const struct session *s, unsigned group, unsigned thread)
{
	return group * s->run.test->threads + thread;
}

unsigned session_missing(const struct session *s)
{
	const struct machine *machine = s->machine;
	unsigned missing = 0;

	for (unsigned g = 0; g < s->group_count; g++)
		for (unsigned t = 0; t < s->run.test->threads; t++) {
			unsigned core = session_core(s, g, t);

			if (core && !crew_done(core)) {
				log_hang(machine->log, core, s->id, "the core is lost");
				missing++;
			} else if (s->groups[g].watch.late == t + 1) {
				log_hang(machine->log, core, s->id,
					 "the core came too late");
			}
		}
	return missing;
}

/* Runs a job on all cores of the session, core 0 with them: 0 or -E_TIMEOUT. */
static int session_job(struct session *s, job_fn *job)
{
	unsigned cores = s->group_count * s->run.test->threads;
	uint64_t deadline = clock_after_us(HANG_US), start = cpu_clock();
	uint64_t gone = clock_after_us(HANG_US + LEAVE_US);
	bool late = false;

	specimen_gave_up = 0;
	for (unsigned g = 0; g < s->group_count; g++)
		s->groups[g].watch.deadline = deadline;
	for (unsigned i = 1; i < cores; i++) {
		struct group *group = &s->groups[i / s->run.test->threads];

		if (crew_post(i, job, &group->members[i % s->run.test->threads],
			      s->machine->wake))
			late = true;
	}
	job(&s->groups[0].members[0]);
	for (unsigned i = 1; i < cores; i++)
		while (!crew_done(i)) {
			if (clock_passed(gone)) {
				late = true;
				break;
			}
			cpu_relax();
		}
	if (specimen_gave_up) {
		log_error(s->machine->log, "%s: a lock or a grace period did not come",
			  s->id);
		late = true;
	}
	for (unsigned g = 0; g < s->group_count; g++)
		late = late || s->groups[g].watch.late;
	s->microseconds += clock_us(cpu_clock() - start);
	return late ? -E_TIMEOUT : 0;
}

/* How many threads may run at once. */
static unsigned threads_at_once(const struct session *s)
{
	unsigned host = s->settings->host;

	return host && host < s->machine->cores ? host : s->machine->cores;
}

/* More threads than processors: whoever spins keeps another from running. */
static bool threads_share(const struct session *s)
{
	return s->settings->host && s->settings->host < s->run.test->threads;
}

static void choose_pacing(struct session *s)
{
	const struct settings *settings = s->settings;
	bool shared = threads_share(s);
	uint64_t each;

	s->run.scheme = settings->scheme;
	if (s->run.scheme == SCHEME_AUTO)
		s->run.scheme = shared ? SCHEME_BATCH : SCHEME_SYNC;
	s->run.layout = settings->layout;
	if (s->run.layout == LAYOUT_AUTO)
		s->run.layout = s->run.scheme == SCHEME_USER ? LAYOUT_PACKED : LAYOUT_OWN;
	s->run.instances = settings->instances;
	if (!s->run.instances)
		s->run.instances = shared ? INSTANCES_SHARED : INSTANCES;
	each = (settings->iterations + s->group_count - 1) / s->group_count;
	if (s->run.instances > each)
		s->run.instances = (uint32_t)each;
	s->run.k = settings->k ? settings->k : GROUP;
	if (s->run.scheme == SCHEME_USER)
		s->run.k = 1; /* as litmus7 has it */
	if (s->run.scheme == SCHEME_BATCH || s->run.k > s->run.instances)
		s->run.k = s->run.instances;
	s->run.instances -= s->run.instances % s->run.k; /* k divides a batch */
}

int session_init(struct session *s)
{
	struct arena *arena = s->machine->arena;

	s->group_count = threads_at_once(s) / s->run.test->threads;
	if (!s->group_count)
		s->group_count = 1;
	choose_pacing(s);
	s->groups = arena_take(arena, s->group_count * sizeof(*s->groups), 128);
	if (!s->groups)
		return -E_NOMEM;
	for (unsigned g = 0; g < s->group_count; g++) {
		int error = group_init(&s->groups[g], &s->run, s->seed + g, arena);

		if (error)
			return error;
	}
	return 0;
}

/* Iterations that were counted by all. */
static uint64_t session_iterations(const struct session *s)
{
	uint64_t sum = 0;

	for (unsigned g = 0; g < s->group_count; g++)
		for (unsigned t = 0; t < s->run.test->threads; t++)
			sum += s->groups[g].members[t].iterations;
	return sum;
}

/* Outcomes so far that satisfy the proposition, and the filter if there is one. */
static uint64_t histogram_matching(const struct histogram *h)
{
	const struct test *test = h->test;
	int64_t values[TEST_MAX_ITEMS];
	uint64_t count, sum = 0;
	uint32_t cursor = 0;

	while (histogram_next(h, &cursor, values, &count))
		if ((!test->filter ||
		     condition_holds(test->filter, test->filter_ops, values)) &&
		    condition_holds(test->condition, test->condition_ops, values))
			sum += count;
	return sum;
}

static void session_progress(const struct session *s)
{
	uint64_t seen = 0;

	for (unsigned g = 0; g < s->group_count; g++)
		for (unsigned t = 0; t < s->run.test->threads; t++)
			seen += histogram_matching(&s->groups[g].members[t].histogram);
	log_progress(s->machine->log, s->seq, s->id, s->iterations,
		     s->settings->iterations, seen);
}

/*
 * On a busy host the emulator's cores rarely run at the same time, and each meeting costs
 * a time slice: fewer of them then. Only where neither k nor a scheme was asked for.
 */
static void adapt_group(struct session *s, uint64_t iterations, uint64_t microseconds)
{
	const struct settings *settings = s->settings;
	struct run *run = &s->run;

	if (!settings->host || settings->k || settings->scheme != SCHEME_AUTO ||
	    microseconds < BUSY_SAMPLE_US || microseconds * 1000 < iterations * BUSY_NS ||
	    run->k * GROUP_GROWTH > run->instances ||
	    run->instances % (run->k * GROUP_GROWTH))
		return;
	run->k *= GROUP_GROWTH;
	for (unsigned g = 0; g < s->group_count; g++)
		for (unsigned t = 0; t < run->test->threads; t++) {
			struct thread_args *args = &s->groups[g].members[t].args;

			args->k = run->k;
			args->groups = run->instances / run->k;
		}
}

/* One job of batches, and how large the next one should be. 0 or -E_TIMEOUT. */
static int session_step(struct session *s)
{
	uint64_t per_batch = (uint64_t)s->run.instances * s->group_count;
	uint64_t left =
		(s->settings->iterations - s->iterations + per_batch - 1) / per_batch;
	uint64_t before = s->microseconds, done = s->iterations, took;
	int error;

	if (s->run.batches > left)
		s->run.batches = (uint32_t)left;
	error = session_job(s, member_run);
	s->iterations = session_iterations(s);
	took = s->microseconds - before;
	if (!error)
		adapt_group(s, s->iterations - done, took);
	if (took < JOB_US / 2 && s->run.batches < UINT32_MAX / 2)
		s->run.batches *= 2;
	else if (took > JOB_US * 2 && s->run.batches > 1)
		s->run.batches /= 2;
	return error;
}

int session_run(struct session *s)
{
	uint64_t progress = clock_after_us(PROGRESS_US);
	int error = 0;

	session_progress(s); /* should the machine fall silent, this names the test */
	if (s->run.test->threads > 1 && !threads_share(s)) {
		error = session_job(s, member_round_trips);
		s->round_trip_ns = s->microseconds * 1000 / ROUND_TRIPS;
		s->microseconds = 0;
	}
	s->run.batches = 1;
	while (!error && s->iterations < s->settings->iterations) {
		error = session_step(s);
		if (clock_passed(progress)) {
			session_progress(s);
			progress = clock_after_us(PROGRESS_US);
		}
	}
	return error;
}

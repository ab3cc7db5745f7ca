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
	PERIOD_NS = 500,       /* where no round trip is known, else two of them, */
	PERIOD_MOST_NS = 2000, /* but not more: a busy host also delays those */
	LEAD_NS = 1000,        /* added to two round trips */
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

/* The thread that a core runs, and the other way round. */
static struct member *session_member(const struct session *s, unsigned core)
{
	struct group *group = &s->groups[core / s->run.test->threads];
	struct member *member = &group->members[core % s->run.test->threads];

	member->core = core;
	return member;
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
	for (unsigned i = 1; i < cores; i++)
		if (crew_post(i, job, session_member(s, i), s->machine->wake))
			late = true;
	job(session_member(s, 0));
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

/* Of a batch, at most: as asked for, or what suits the machine and the iterations. */
static uint32_t batch_capacity(const struct session *s)
{
	uint64_t each = (s->settings->iterations + s->group_count - 1) / s->group_count;
	uint32_t n = s->settings->tuning.instances;

	if (!n)
		n = threads_share(s) ? INSTANCES_SHARED : INSTANCES;
	return n > each ? (uint32_t)each : n;
}

/* What was not asked for, by the scheme; and k divides a batch. */
static void fill_tuning(const struct session *s, struct tuning *t)
{
	if (t->scheme == SCHEME_AUTO && threads_share(s))
		t->scheme = SCHEME_BATCH;
	if (t->scheme == SCHEME_AUTO)
		t->scheme =
			timebase_is_fine(s->run.timebase) ? SCHEME_DEADLINE : SCHEME_SYNC;
	if (t->layout == LAYOUT_AUTO)
		t->layout = t->scheme == SCHEME_USER ? LAYOUT_PACKED : LAYOUT_OWN;
	t->instances = s->run.capacity;
	if (!t->k)
		t->k = GROUP;
	if (t->scheme == SCHEME_USER)
		t->k = 1; /* as litmus7 has it */
	if (t->scheme == SCHEME_BATCH || t->k > t->instances)
		t->k = t->instances;
	t->instances -= t->instances % t->k;
	if (t->skew == SKEW_AUTO || !scheme_has_skew(t->scheme))
		t->skew = 0;
}

int session_init(struct session *s)
{
	struct arena *arena = s->machine->arena;

	s->group_count = threads_at_once(s) / s->run.test->threads;
	if (!s->group_count)
		s->group_count = 1;
	s->run.tuning = s->settings->tuning;
	s->run.capacity = batch_capacity(s);
	fill_tuning(s, &s->run.tuning);
	if (s->run.tuning.scheme == SCHEME_DEADLINE && threads_share(s))
		return -E_REFUSED;
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
	struct tuning *tuning = &s->run.tuning;

	if (!settings->host || settings->tuning.k ||
	    settings->tuning.scheme != SCHEME_AUTO || microseconds < BUSY_SAMPLE_US ||
	    microseconds * 1000 < iterations * BUSY_NS ||
	    tuning->k * GROUP_GROWTH > tuning->instances ||
	    tuning->instances % (tuning->k * GROUP_GROWTH))
		return;
	tuning->k *= GROUP_GROWTH;
}

/* One job of batches, and how large the next one should be. 0 or -E_TIMEOUT. */
static int session_step(struct session *s)
{
	uint64_t per_batch = (uint64_t)s->run.tuning.instances * s->group_count;
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

/* Clocks may drift apart after they were compared: then deadlines are not what they seem. */
static void check_clocks(const struct session *s)
{
	for (unsigned g = 0; g < s->group_count; g++)
		for (unsigned t = 0; t < s->run.test->threads; t++) {
			const struct member *m = &s->groups[g].members[t];
			uint64_t ns =
				m->ahead ? timebase_ns(s->run.timebase, m->ahead) : 0;

			if (ns > TIMEBASE_WITHIN_NS)
				log_note(s->machine->log,
					 "%s: scheme=deadline: core %u met a clock that "
					 "was "
					 "%llu ns ahead of its own, at most %d serve",
					 s->id, m->core, (unsigned long long)ns,
					 TIMEBASE_WITHIN_NS);
		}
}

/* How long a line takes from one core to another decides how close starts can be. */
static int measure_round_trip(struct session *s)
{
	struct tuning *tuning = &s->run.tuning;
	uint64_t two = PERIOD_NS;
	int error;

	if (s->run.test->threads > 1 && !threads_share(s)) {
		error = session_job(s, member_round_trips);
		if (error)
			return error;
		s->round_trip_ns = s->microseconds * 1000 / ROUND_TRIPS;
		s->microseconds = 0;
		two = 2 * s->round_trip_ns;
	}
	if (two > PERIOD_MOST_NS)
		two = PERIOD_MOST_NS;
	s->run.lead_ns = LEAD_NS + two;
	if (!tuning->period)
		tuning->period = (uint32_t)two;
	return 0;
}

int session_run(struct session *s)
{
	uint64_t progress = clock_after_us(PROGRESS_US);
	int error;

	session_progress(s); /* should the machine fall silent, this names the test */
	error = measure_round_trip(s);
	s->run.batches = 1;
	while (!error && s->iterations < s->settings->iterations) {
		error = session_step(s);
		if (clock_passed(progress)) {
			session_progress(s);
			progress = clock_after_us(PROGRESS_US);
		}
	}
	check_clocks(s);
	return error;
}

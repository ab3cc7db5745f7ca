/* session.c - one test in one mix: its groups run. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/session.h"
#include "lib/err.h"
#include "runner/crew.h"
#include "runner/turns.h"

#include "cpu.h"

enum {
	PROGRESS_US = 1000000, /* between two progress lines */
	TRIP_US = 250000,      /* between two looks at the round trip */
	BETWEEN_US = 10000,    /* at watchdogs, and whether the run is to end */
	TRIPS = 1000,
	TRIPS_FIRST = 16,
	TRIPS_FIRST_NS = 2000000,  /* if they take no longer, the others follow */
	LEAVE_US = 2000000,        /* for the others to leave after one hung */
	HANG_US = 60000000,        /* a job that takes longer hangs */
	INSTANCES = 1024,          /* of a batch */
	INSTANCES_SHARED = 16384,  /* of a batch whose threads share processors, */
	INSTANCES_TURNS = 4096,    /* and take turns: who is alone changes sooner */
	FRAMES = 16384,            /* of a perpetual run */
	BUSY_NS = 2000,            /* an iteration: an emulator's host has other work */
	BUSY_SAMPLE_NS = 10000000, /* of a job, before it can tell */
	BUSY_LONG_NS = 200000000,  /* of one that says it all, */
	BUSY_TIMES = 3,            /* else it has to happen so often */
	GROUP_GROWTH = 4,
	LEAD_NS = 1000,              /* added to two round trips, */
	LEAD_MOST_NS = 3000,         /* but not more than that */
	CONTROL_SHORT_NS = 50000000, /* of a control, once its target was seen */
	CONTROL_LONG_NS = 600000000, /* and at most, but for the job that passes it */
	TUNING_SHARE = 4,            /* no more than a quarter of the iterations tune */
};

unsigned session_missing(const struct session *s)
{
	const struct machine *machine = s->machine;
	unsigned missing = 0;

	for (unsigned g = 0; g < s->group_count; g++)
		for (unsigned t = 0; t < s->run.test->threads; t++) {
			unsigned core = s->groups[g].members[t].core;

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

static unsigned cores_of_group(const struct session *s)
{
	return scheme_cores(s->run.tuning.scheme, s->run.test->threads);
}

/* Gives every other core its thread; returns the one that core 0 is to run. */
static struct member *post_all(struct session *s, job_fn *job, bool *late)
{
	unsigned cores = cores_of_group(s);
	struct member *mine = NULL;

	for (unsigned g = 0; g < s->group_count; g++)
		for (unsigned t = 0; t < cores; t++) {
			struct member *m = &s->groups[g].members[t];

			m->core = placing_core(s->run.tuning.map, s->group_count, cores,
					       g, t);
			if (!m->core)
				mine = m;
			else if (crew_post(m->core, job, m, s->machine->wake))
				*late = true;
		}
	return mine;
}

/* Runs a job on all cores of the session, core 0 with them: 0 or -E_TIMEOUT. */
static int session_job(struct session *s, job_fn *job, uint64_t *nanoseconds)
{
	unsigned cores = s->group_count * cores_of_group(s);
	uint64_t deadline = clock_after_us(HANG_US), start = cpu_clock();
	uint64_t gone = clock_after_us(HANG_US + LEAVE_US);
	bool late = false;

	specimen_gave_up = 0;
	for (unsigned g = 0; g < s->group_count; g++)
		s->groups[g].watch.deadline = deadline;
	job(post_all(s, job, &late));
	for (unsigned i = 1; i < cores; i++)
		if (crew_await(i, gone))
			late = true;
	if (specimen_gave_up) {
		log_error(s->machine->log, "%s: a lock or a grace period did not come",
			  s->id);
		late = true;
	}
	for (unsigned g = 0; g < s->group_count; g++)
		late = late || s->groups[g].watch.late;
	*nanoseconds = clock_ns(cpu_clock() - start);
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

/* Of a batch, if it was not asked for. */
static uint32_t default_instances(const struct session *s, enum scheme scheme)
{
	if (scheme == SCHEME_PERPETUAL)
		return FRAMES;
	if (scheme == SCHEME_TURNS)
		return INSTANCES_TURNS;
	return threads_share(s) ? INSTANCES_SHARED : INSTANCES;
}

/* Of a batch, at most: as asked for, or what suits the machine and the iterations. */
static uint32_t batch_capacity(const struct session *s, enum scheme scheme)
{
	uint64_t each = (s->settings->iterations + s->group_count - 1) / s->group_count;
	uint32_t n = s->settings->tuning.instances;

	if (!n)
		n = default_instances(s, scheme);
	if (n > each)
		n = (uint32_t)each;
	return scheme == SCHEME_PERPETUAL && n < TEST_PERPETUAL_COPIES
		       ? TEST_PERPETUAL_COPIES
		       : n;
}

static int init_groups(struct session *s)
{
	struct arena *arena = s->machine->arena;

	s->groups = arena_take(arena, s->group_count * sizeof(*s->groups), 128);
	s->search = arena_take_dirty(arena, sizeof(*s->search), 128);
	if (!s->groups || !s->search || histogram_init(&s->total, s->run.test, arena) ||
	    histogram_init(&s->sample, s->run.test, arena))
		return -E_NOMEM;
	for (unsigned g = 0; g < s->group_count; g++)
		if (group_init(&s->groups[g], &s->run, s->seed + g, arena))
			return -E_NOMEM;
	return 0;
}

int session_init(struct session *s)
{
	struct circumstances *c = &s->circumstances;

	s->group_count = threads_at_once(s) / s->run.test->threads;
	if (!s->group_count)
		s->group_count = 1;
	*c = (struct circumstances){
		.wanted = s->settings->tuning,
		.groups = s->group_count,
		.share = threads_share(s),
		.turns = !turns_why_not(s->run.test, threads_at_once(s)),
		.has_clock = s->run.timebase->traits != NULL,
		.clock_is_fine = timebase_is_fine(s->run.timebase),
	};
	c->capacity = batch_capacity(s, tuning_scheme(c));
	s->run.capacity = c->capacity;
	s->run.tuning = (struct tuning){.skew = SKEW_AUTO};
	if (!tuning_complete(&s->run.tuning, c))
		return -E_REFUSED;
	return init_groups(s);
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

static void session_progress(const struct session *s)
{
	log_progress(s->machine->log, s->seq, s->id, s->iterations,
		     s->settings->iterations, sample_matching(&s->total));
}

/* A control ends once it has told what it can tell. */
static bool session_done(const struct session *s)
{
	if (s->iterations >= s->settings->iterations)
		return true;
	return s->beside &&
	       (s->nanoseconds >= CONTROL_LONG_NS ||
		(s->nanoseconds >= CONTROL_SHORT_NS && s->search->heat == HEAT_OVER &&
		 sample_matching(&s->total)));
}

/* Moves what the members have counted into the sample of the job, and the total. */
static void gather(struct session *s)
{
	histogram_clear(&s->sample);
	for (unsigned g = 0; g < s->group_count; g++)
		for (unsigned t = 0; t < s->run.test->threads; t++) {
			struct histogram *h = &s->groups[g].members[t].histogram;

			histogram_merge(&s->sample, h);
			histogram_clear(h);
		}
	histogram_merge(&s->total, &s->sample);
}

/* What the job has shown that took so long. */
static struct sample take_sample(struct session *s, uint64_t nanoseconds)
{
	uint64_t iterations = session_iterations(s) - s->iterations;

	gather(s);
	s->iterations += iterations;
	s->nanoseconds += nanoseconds;
	return sample_of(&s->sample, iterations, nanoseconds);
}

/* Did the host do something else while the job ran, so that threads waited for slices? */
static bool is_busy(struct session *s, const struct sample *sample)
{
	if (!s->settings->host || sample->nanoseconds < BUSY_SAMPLE_NS ||
	    sample->nanoseconds < sample->iterations * BUSY_NS)
		return false;
	s->busy++;
	return s->search->heat == HEAT_OVER || s->busy >= BUSY_TIMES ||
	       sample->nanoseconds >= BUSY_LONG_NS;
}

/*
 * On a busy host the emulator's cores rarely run at the same time, and each meeting costs
 * a time slice: no time for trials, and fewer meetings. Only where neither k nor a scheme
 * was asked for.
 */
static void mind_busy_host(struct session *s, const struct sample *sample)
{
	const struct tuning *wanted = &s->circumstances.wanted;
	struct tuning *best = &s->search->best;

	if (!is_busy(s, sample))
		return;
	search_end(s->search);
	if (wanted->k || wanted->scheme != SCHEME_AUTO || best->scheme == SCHEME_TURNS ||
	    best->k * GROUP_GROWTH > best->instances ||
	    best->instances % (best->k * GROUP_GROWTH))
		return;
	best->k *= GROUP_GROWTH;
	best->scheme = SCHEME_SYNC;
	best->period = 0;
	s->search->explores = false;
}

/* Batches that take as long as planned. */
static uint32_t planned_batches(const struct session *s, const struct job_plan *plan)
{
	uint64_t iterations = (uint64_t)plan->tuning.instances * s->group_count;
	uint64_t left =
		(s->settings->iterations - s->iterations + iterations - 1) / iterations;
	uint64_t batch_ns = iterations * plan->iteration_ps / 1000;
	uint64_t batches = batch_ns ? plan->nanoseconds / batch_ns : 1;

	if (batches > left)
		batches = left;
	return batches ? (uint32_t)batches : 1;
}

/* One job of batches: 0 or -E_TIMEOUT. */
static int session_step(struct session *s)
{
	const struct job_plan *plan = search_next(s->search);
	struct sample sample;
	uint64_t nanoseconds;
	int error;

	s->run.tuning = plan->tuning;
	s->run.batches = planned_batches(s, plan);
	error = session_job(s,
			    s->run.tuning.scheme == SCHEME_TURNS ? turns_run : member_run,
			    &nanoseconds);
	if (error)
		return error;
	sample = take_sample(s, nanoseconds);
	search_learn(s->search, &sample);
	mind_busy_host(s, &sample);
	return 0;
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

/*
 * How long a line takes from one core to another decides how close starts can be. A few
 * trips first: on a busy host each may cost time slices, and more would take a minute.
 */
static int measure_round_trip(struct session *s)
{
	uint64_t nanoseconds, trip, lead;
	int error;

	if (s->run.test->threads < 2 || s->circumstances.share || s->settings->brief)
		return 0;
	s->run.round_trips = TRIPS_FIRST;
	error = session_job(s, member_round_trips, &nanoseconds);
	if (!error && nanoseconds < TRIPS_FIRST_NS) {
		s->run.round_trips = TRIPS;
		error = session_job(s, member_round_trips, &nanoseconds);
	}
	if (error)
		return error;
	trip = nanoseconds / s->run.round_trips;
	lead = LEAD_NS + 2 * trip;
	s->run.lead_ns = lead < LEAD_MOST_NS ? lead : LEAD_MOST_NS;
	s->circumstances.trip_ns = trip < UINT32_MAX ? (uint32_t)trip : UINT32_MAX;
	if (!s->round_trip_ns)
		s->round_trip_ns = trip;
	return 0;
}

/* Is a tuning that won at one round trip still to be believed at the other? */
static bool is_near(uint64_t trip, uint64_t other)
{
	return trip * 2 >= other && other * 2 >= trip;
}

static void begin_search(struct session *s)
{
	const struct circumstances *c = &s->circumstances;
	const struct memo_entry *won = memo_find(s->memo, s->run.test);
	struct tuning first = {.skew = SKEW_AUTO};
	enum scheme scheme = tuning_scheme(c);
	bool tune = s->settings->tune && s->run.test->threads > 1 &&
		    scheme != SCHEME_USER && scheme != SCHEME_TURNS &&
		    scheme != SCHEME_PERPETUAL;

	if (won && tune)
		first = won->tuning;
	tuning_complete(&first, c);
	search_init(s->search, c, &first, tune, s->settings->iterations / TUNING_SHARE,
		    s->seed);
	if (!won || !won->settled || !is_near(c->trip_ns, won->trip_ns))
		return;
	if (won->of_control && !s->beside)
		search_prove(s->search, &first);
	else
		search_end(s->search);
}

/*
 * A virtual machine's processors may move to where lines travel at another speed: what won
 * before is then no longer the best. On a busy host nobody can tell.
 */
static int mind_round_trip(struct session *s)
{
	uint32_t before = s->circumstances.trip_ns;
	int error;

	if (s->search->heat != HEAT_OVER || !s->search->explores || s->busy)
		return 0;
	error = measure_round_trip(s);
	if (error || is_near(s->tuned_trip_ns, s->circumstances.trip_ns))
		return error;
	/* Twice: a time slice that went to another process looks the same. */
	if (!is_near(before, s->tuned_trip_ns)) {
		s->tuned_trip_ns = s->circumstances.trip_ns;
		search_again(s->search, &s->circumstances,
			     (s->settings->iterations - s->iterations) / TUNING_SHARE);
	}
	return 0;
}

/* What is looked at between jobs, every now and then. */
static int look_around(struct session *s)
{
	if (clock_passed(s->next_progress)) {
		session_progress(s);
		s->next_progress = clock_after_us(PROGRESS_US);
	}
	if (s->settings->every_us && !s->beside && clock_passed(s->next_partial)) {
		session_report_partial(s);
		s->next_partial = clock_after_us(s->settings->every_us);
	}
	if (clock_passed(s->next_between)) {
		s->interrupted = machine_interrupted(s->machine);
		s->next_between = clock_after_us(BETWEEN_US);
	}
	if (!clock_passed(s->next_trip))
		return 0;
	s->next_trip = clock_after_us(TRIP_US);
	return mind_round_trip(s);
}

int session_run(struct session *s)
{
	int error;

	if (!s->settings->brief) /* should the machine fall silent, this names the test */
		session_progress(s);
	s->next_progress = clock_after_us(PROGRESS_US);
	s->next_trip = clock_after_us(TRIP_US);
	s->next_between = clock_after_us(0);
	s->next_partial = clock_after_us(s->settings->every_us);
	error = measure_round_trip(s);
	s->tuned_trip_ns = s->circumstances.trip_ns;
	begin_search(s);
	while (!error && !s->interrupted && !session_done(s)) {
		error = session_step(s);
		if (!error)
			error = look_around(s);
	}
	search_end(s->search);
	if (s->search->samples)
		memo_keep(s->memo, s->run.test, &s->search->best, s->tuned_trip_ns,
			  s->search->by_target && s->search->finished);
	check_clocks(s);
	return error;
}

/* group.c - one set of threads that runs batches of a test on memory of its own. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/group.h"
#include "lib/err.h"
#include "lib/random.h"
#include "runner/perpetual.h"

#include <string.h>

enum { LINE_PAIR = 128 }; /* bytes: no two owners within it */

volatile uint32_t specimen_gave_up;

static size_t log_bytes(const struct run *run, unsigned thread)
{
	/* The record behind the last: perpetual_end(). */
	return ((size_t)run->capacity + 1) * run->test->log_size[thread];
}

/* Instances that have memory. */
static uint32_t instances_placed(const struct run *run, uint32_t instances)
{
	return run->tuning.scheme == SCHEME_PERPETUAL ? 1 : instances;
}

static int member_init(struct group *group, unsigned thread, uint64_t seed,
		       struct arena *arena)
{
	const struct run *run = group->run;
	struct member *m = &group->members[thread];
	char *log = arena_take_dirty(arena, log_bytes(run, thread), LINE_PAIR);

	if (!log)
		return -E_NOMEM;
	group->logs[thread] = log;
	m->group = group;
	m->thread = thread;
	m->random = seed;
	m->pacer = (struct pacer){
		.flags = group->pace_flags,
		.watch = &group->watch,
		.self = thread,
		.threads = run->test->threads,
		.ticket = 1,
	};
	m->args = (struct thread_args){
		.log = log,
		.rcu = group->rcu,
		.pacer = &m->pacer,
	};
	return histogram_init(&m->histogram, run->test, arena);
}

int group_init(struct group *group, const struct run *run, uint64_t seed,
	       struct arena *arena)
{
	unsigned threads = run->test->threads;
	_Atomic uint32_t *release;

	*group = (struct group){
		.run = run,
		.phase_flags =
			arena_take(arena, threads * sizeof(struct flag), LINE_PAIR),
		.pace_flags = arena_take(arena, threads * sizeof(struct flag), LINE_PAIR),
		.members = arena_take(arena, threads * sizeof(struct member), LINE_PAIR),
		.logs = arena_take(arena, threads * sizeof(*group->logs), LINE_PAIR),
		.late = arena_take_dirty(arena,
					 threads * LATE_CELLS * sizeof(struct late_cell),
					 LINE_PAIR),
		.rcu = arena_take(arena, (size_t)threads * TEST_RCU_APART, LINE_PAIR),
		.memory = arena_take_dirty(
			arena,
			layout_bytes(run->test, instances_placed(run, run->capacity)),
			LAYOUT_PAGE_SIZE),
	};
	release = arena_take(arena, run->capacity * sizeof(*release), LINE_PAIR);
	if (!group->phase_flags || !group->pace_flags || !group->members ||
	    !group->logs || !group->rcu || !group->late || !group->memory || !release)
		return -E_NOMEM;
	for (unsigned t = 0; t < threads; t++) {
		int error = member_init(group, t, seed, arena);

		if (error)
			return error;
		group->members[t].pacer.release = release;
	}
	return 0;
}

void member_tune(struct member *m)
{
	const struct run *run = m->group->run;
	const struct tuning *tuning = &run->tuning;

	m->pacer.late = tuning->late == LATE_ON
				? m->group->late + (size_t)m->thread * LATE_CELLS
				: NULL;
	if (tuning->scheme == SCHEME_PERPETUAL)
		perpetual_end(m->args.log, run->test->log_size[m->thread],
			      tuning->instances);
	m->args.groups =
		tuning->scheme == SCHEME_TURNS ? 1 : tuning->instances / tuning->k;
	m->args.k = tuning->k;
	m->args.pace = scheme_pace(tuning->scheme, run->timebase->kind);
	if (tuning->scheme == SCHEME_DEADLINE) {
		m->pacer.period = timebase_ticks(run->timebase, tuning->period);
		m->pacer.skew = tuning->skew ? (uint32_t)timebase_ticks(run->timebase,
									tuning->skew)
					     : 0;
	} else {
		m->pacer.skew = (uint32_t)(tuning->skew * UINT64_C(1000) / run->turn_ps);
	}
}

void member_place(struct member *m)
{
	const struct run *run = m->group->run;
	struct placement placement;

	layout_place(run->tuning.layout, run->test,
		     instances_placed(run, run->tuning.instances), &m->random,
		     &placement);
	for (unsigned l = 0; l < run->test->location_count; l++)
		m->args.location[l] = m->group->memory + placement.offset[l];
	m->args.stride = placement.stride;
}

bool member_meet(struct member *m)
{
	struct group *group = m->group;
	unsigned cores =
		scheme_cores(group->run->tuning.scheme, group->run->test->threads);

	/* Whoever is late finds all the others' tickets, though they have left. */
	return flags_meet(group->phase_flags, m->thread, cores, ++m->meetings,
			  &group->watch) &&
	       !atomic_load_explicit(&group->watch.late, memory_order_relaxed);
}

/*
 * Draws the location whose address will be late in this batch, and for whom: one thread or
 * all. The draws are the same in all members. The cells that the next thread will read are
 * written here, so that they are in this core's cache.
 */
static void member_make_late(struct member *m)
{
	const struct test *test = m->group->run->test;
	uint32_t location, who, next = (m->thread + 1) % test->threads;
	struct late_cell *cells = m->group->late + (size_t)next * LATE_CELLS;

	memset(m->args.late, 0, sizeof(m->args.late));
	if (m->group->run->tuning.late != LATE_ON || !test->location_count)
		return;
	location = random_below(&m->random, test->location_count);
	who = random_below(&m->random, test->threads + 1u);
	if (who == m->thread || who == test->threads)
		m->args.late[location] = -1;
	for (uint32_t i = 0; i < LATE_CELLS; i++)
		*(volatile ptrdiff_t *)&cells[i].zero = 0;
}

static struct batch batch_of(const struct member *m)
{
	const struct run *run = m->group->run;

	return (struct batch){
		.test = run->test,
		.args = &m->args,
		.instances = run->tuning.instances,
		.ownership = run->tuning.cache,
		.sweep = run->sweep,
	};
}

void member_reset(const struct member *m)
{
	const struct batch batch = batch_of(m);

	ownership_reset(&batch, m->thread);
}

void member_share(const struct member *m)
{
	const struct batch batch = batch_of(m);

	ownership_share(&batch);
}

/* Initial values, in the caches where they should be; false: somebody did not come. */
static bool member_prepare(struct member *m)
{
	const struct run *run = m->group->run;

	if (run->tuning.scheme == SCHEME_PERPETUAL) {
		perpetual_reset(run->test, m->args.location, m->thread);
		return true;
	}
	member_reset(m);
	if (run->tuning.cache != CACHE_SHARED)
		return true;
	if (!member_meet(m))
		return false;
	member_share(m);
	return true;
}

/* Says to the others when it came. */
static void member_stamp(const struct member *m)
{
	m->group->phase_flags[m->thread].stamp =
		timebase_now(m->group->run->timebase, m->core);
}

/*
 * All threads come to the same first deadline: it follows from the last one's arrival.
 * None can have come in the future; as far as one seems to, its clock is ahead.
 */
static void member_schedule(struct member *m)
{
	const struct run *run = m->group->run;
	const struct flag *flags = m->group->phase_flags;
	uint64_t last = flags[0].stamp, now;

	for (unsigned t = 1; t < run->test->threads; t++)
		if ((int64_t)(flags[t].stamp - last) > 0)
			last = flags[t].stamp;
	now = timebase_now(run->timebase, m->core);
	if ((int64_t)(last - now) > (int64_t)m->ahead)
		m->ahead = last - now;
	m->pacer.start = last + timebase_ticks(run->timebase, run->lead_ns) +
			 (uint64_t)run->timebase->traits->offsets[m->core].ticks;
}

/* The phase between reset and count; false: somebody did not come in time. */
static bool member_bodies(struct member *m)
{
	const struct run *run = m->group->run;
	bool timed = run->tuning.scheme == SCHEME_DEADLINE;
	bool perpetual = run->tuning.scheme == SCHEME_PERPETUAL;

	if (timed)
		member_stamp(m);
	if (!member_meet(m))
		return false;
	if (timed)
		member_schedule(m);
	(perpetual ? run->mix->perpetual : run->mix->threads)[m->thread](&m->args);
	m->pacer.ticket += m->args.groups; /* one was used up by each pace */
	m->gave_up = specimen_gave_up;
	phases_end(&m->phases, PHASE_RUN);
	return member_meet(m);
}

void member_count(struct member *m)
{
	const struct run *run = m->group->run;
	uint32_t threads = run->test->threads;
	uint32_t first =
		(uint32_t)((uint64_t)run->tuning.instances * m->thread / threads);
	uint32_t end =
		(uint32_t)((uint64_t)run->tuning.instances * (m->thread + 1) / threads);
	struct batch_view view = {
		.location = m->args.location,
		.stride = m->args.stride,
		.log = m->group->logs,
	};

	histogram_count(&m->histogram, &view, first, end);
	m->iterations += end - first;
}

static void member_count_frames(struct member *m)
{
	const struct run *run = m->group->run;
	struct perpetual_run frames = {
		.test = run->test,
		.log = m->group->logs,
		.frames = run->tuning.instances,
	};
	struct perpetual_share share = {m->thread, run->test->threads, PERPETUAL_BLOCK};
	struct perpetual_count count = perpetual_count(&frames, share);

	perpetual_tally(&m->histogram, count);
	m->iterations += count.iterations;
}

bool batch_is_spoilt(const struct group *group)
{
	for (unsigned t = 0; t < group->run->test->threads; t++)
		if (group->members[t].gave_up)
			return true;
	return false;
}

void member_run(void *member)
{
	struct member *m = member;
	const struct run *run = m->group->run;

	member_tune(m);
	phases_begin(&m->phases);
	for (uint32_t b = 0; b < run->batches; b++) {
		member_place(m);
		member_make_late(m);
		if (!member_prepare(m))
			return;
		phases_end(&m->phases, PHASE_RESET);
		if (!member_bodies(m) || batch_is_spoilt(m->group))
			return;
		phases_end(&m->phases, PHASE_WAIT);
		if (run->tuning.scheme == SCHEME_PERPETUAL)
			member_count_frames(m);
		else
			member_count(m);
		phases_end(&m->phases, PHASE_COUNT);
		/* The next reset must not meet a count that still reads. */
		if (!member_meet(m))
			return;
	}
}

void member_round_trips(void *member)
{
	struct member *m = member;
	struct flag *mine = &m->pacer.flags[m->thread];
	uint32_t trips = m->group->run->round_trips;

	for (uint32_t i = 0; i < trips && m->thread < 2; i++) {
		uint32_t ticket = m->pacer.ticket + 1 + i;

		/* One speaks first, the other answers: two line transfers each time. */
		if (m->thread == 1 &&
		    !flag_await(m->pacer.flags, 0, ticket, m->pacer.watch))
			return;
		atomic_store_explicit(&mine->ticket, ticket, memory_order_relaxed);
		if (m->thread == 0 &&
		    !flag_await(m->pacer.flags, 1, ticket, m->pacer.watch))
			return;
	}
	m->pacer.ticket += trips;
}

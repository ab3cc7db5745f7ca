/* turns.c - the threads of a test on two cores: one alone, the others in turn. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/turns.h"

/* What one core runs in a batch, in this order. */
struct turn {
	struct member *members[TEST_MAX_THREADS];
	unsigned count;
};

const char *turns_why_not(const struct test *test, unsigned at_once)
{
	if (test->threads < 2)
		return "it has one thread";
	if (test->waits)
		return "a thread waits for another";
	return at_once < 2 ? "one thread runs at a time" : NULL;
}

/*
 * Batches go through all threads that can be alone. In every second round the others come
 * in the order in which tests name them along their cycle; else in all rotations of that
 * and both directions, which up to four threads is every order.
 */
static void choose_turn(struct turn *turn, const struct member *core)
{
	struct member *members = core->group->members;
	unsigned threads = core->group->run->test->threads, others = threads - 1;
	unsigned round = core->turns / threads, alone = core->turns % threads;
	unsigned order = round % 2 ? round / 2 : 0, first = order % others;
	bool back = order / others % 2;

	turn->count = 0;
	if (core->thread == 1) {
		turn->members[turn->count++] = &members[alone];
		return;
	}
	for (unsigned i = 0; i < others; i++) {
		unsigned place = back ? others - 1 - i : i;

		turn->members[turn->count++] =
			&members[(alone + 1 + (first + place) % others) % threads];
	}
}

/* Runs k instances of a thread; its arguments then stand at the next. */
static void step(struct member *m, const struct run *run)
{
	struct thread_args *args = &m->args;

	run->mix->threads[m->thread](args);
	for (unsigned l = 0; l < run->test->location_count; l++)
		args->location[l] += args->stride * (ptrdiff_t)run->tuning.k;
	args->log = (char *)args->log +
		    (size_t)run->test->log_size[m->thread] * run->tuning.k;
}

/*
 * Between two turns a full fence. Without it a thread could read, from the buffer of the
 * core that both run on, what the one before it has stored and the thread on the other core
 * cannot see yet: two threads of the test would not agree on when a store happened, which
 * the machine forbids where they are on two cores. An operating system has such a fence
 * where it puts one thread in the place of another.
 */
static void run_turn(const struct turn *turn, const struct run *run)
{
	for (unsigned t = 0; t < turn->count; t++) {
		if (t)
			flags_fence();
		step(turn->members[t], run);
	}
}

/* The cores meet before each k instances. */
static void run_batch(struct member *core, const struct turn *turn)
{
	const struct run *run = core->group->run;
	struct pacer *p = &core->pacer;
	unsigned cores = scheme_cores(SCHEME_TURNS, run->test->threads);

	for (uint32_t i = 0; i < run->tuning.instances; i += run->tuning.k) {
		if (!flags_pace(p->flags, core->thread, cores, ++p->ticket, p->watch))
			return;
		run_turn(turn, run);
	}
}

static void prepare(const struct turn *turn)
{
	for (unsigned t = 0; t < turn->count; t++) {
		member_tune(turn->members[t]);
		member_place(turn->members[t]);
		member_reset(turn->members[t]);
	}
}

/* Back to the first instance. */
static void rewind_args(struct member *m)
{
	const struct run *run = m->group->run;

	for (unsigned l = 0; l < run->test->location_count; l++)
		m->args.location[l] -= m->args.stride * (ptrdiff_t)run->tuning.instances;
	m->args.log = (void *)m->group->logs[m->thread];
}

static void count(const struct turn *turn)
{
	for (unsigned t = 0; t < turn->count; t++) {
		rewind_args(turn->members[t]);
		member_count(turn->members[t]);
	}
}

/* False: somebody did not come in time, or a wait was given up. */
static bool run_and_count(struct member *core)
{
	bool share = core->group->run->tuning.cache == CACHE_SHARED;
	struct turn turn;

	choose_turn(&turn, core);
	core->turns++;
	prepare(&turn);
	if (share && !member_meet(core))
		return false;
	if (share)
		member_share(turn.members[0]);
	phases_end(&core->phases, PHASE_RESET);
	if (!member_meet(core))
		return false;
	run_batch(core, &turn);
	core->gave_up = specimen_gave_up;
	phases_end(&core->phases, PHASE_RUN);
	if (!member_meet(core) || batch_is_spoilt(core->group))
		return false;
	phases_end(&core->phases, PHASE_WAIT);
	count(&turn);
	phases_end(&core->phases, PHASE_COUNT);
	return member_meet(core);
}

void turns_run(void *member)
{
	struct member *core = member;

	phases_begin(&core->phases);
	for (uint32_t b = 0; b < core->group->run->batches; b++)
		if (!run_and_count(core))
			return;
}

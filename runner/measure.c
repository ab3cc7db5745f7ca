/* measure.c - what a line transfer and a fence cost on this machine. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/measure.h"
#include "lib/clock.h"
#include "lib/err.h"
#include "runner/crew.h"
#include "runner/talk.h"

#include <stdlib.h>

enum {
	SAMPLES = 64, /* of which least and median are printed */
	TIMES = 16,   /* a sample: what the clock's steps do to it is small then */
	FENCES = 64,
	SAMPLES_US = 50000, /* for all of a line's; fewer on a host that is too busy */
	LEAVE_US = 2000000, /* for the other cores to leave after that */
};

/* How long TIMES of something took, some times over. */
struct samples {
	const struct clock_traits *clock;
	enum clock_kind kind;
	uint64_t until; /* no more of them then */
	uint64_t ticks[SAMPLES];
	unsigned count;
};

static void samples_begin(struct samples *samples, const struct clocks *clocks)
{
	*samples = (struct samples){
		.kind = clocks_finest(clocks),
		.until = clock_after_us(SAMPLES_US),
	};
	samples->clock = &clocks->traits[samples->kind];
}

static bool samples_wanted(const struct samples *samples)
{
	return samples->count < SAMPLES && !clock_passed(samples->until);
}

static int by_ticks(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

/* " min=<ns> median=<ns> samples=<n>", the end of a line; 0.0 where there are none. */
static void samples_print(struct samples *samples, struct log *log)
{
	uint64_t *ticks = samples->ticks;

	qsort(ticks, samples->count, sizeof(*ticks), by_ticks);
	clocks_log_ns(log, "min", clocks_ps(samples->clock, ticks[0]) / TIMES);
	clocks_log_ns(log, "median",
		      clocks_ps(samples->clock, ticks[samples->count / 2]) / TIMES);
	log_line_add(log, " samples=%u", samples->count);
	log_line_end(log);
}

/* --- a line there and back --- */

static void echo(void *context)
{
	struct talk *talk = context;

	for (uint32_t i = 1; talk_listen(talk, i); i++)
		talk_reply(talk, i);
}

static void ask_often(struct talk *talk, struct samples *samples)
{
	uint32_t i = 0;

	while (samples_wanted(samples)) {
		uint64_t start = clocks_read(samples->kind);

		for (int n = 0; n < TIMES; n++)
			if (!talk_ask(talk, ++i))
				return;
		samples->ticks[samples->count++] = clocks_read(samples->kind) - start;
	}
	talk_end(talk);
}

static int print_round_trip(const struct clocks *clocks, const struct machine *machine,
			    unsigned core)
{
	static struct talk talk; /* a core that is lost may still write to it */
	struct samples samples;
	int error;

	samples_begin(&samples, clocks);
	talk = (struct talk){.watch.deadline = samples.until};
	error = crew_post(core, echo, &talk, machine->wake);
	if (error)
		return error;
	ask_often(&talk, &samples);
	error = crew_await(core, clock_after_us(LEAVE_US));
	log_line_add(machine->log, "# round-trip from=0 to=%u", core);
	samples_print(&samples, machine->log);
	return error;
}

/* Core 0 with 1, 2, 4, … and the last: siblings and clusters show, and lines are few. */
static int print_round_trips(const struct clocks *clocks, const struct machine *machine,
			     unsigned cores)
{
	for (unsigned core = 1; core < cores;) {
		int error = print_round_trip(clocks, machine, core);

		if (error)
			return error;
		core = core * 2 < cores || core == cores - 1 ? core * 2 : cores - 1;
	}
	return 0;
}

/* --- a fence, between a store and what follows --- */

static void store(void *context)
{
	volatile uint32_t *word = context;

#pragma GCC unroll 16
	for (uint32_t i = 0; i < FENCES; i++)
		*word = i;
}

static void store_and_fence(void *context)
{
	volatile uint32_t *word = context;

#pragma GCC unroll 16
	for (uint32_t i = 0; i < FENCES; i++) {
		*word = i;
		cpu_full_fence();
	}
}

static void print_fence(const struct machine *machine)
{
	uint32_t word;
	uint64_t without = clocks_cost_ps(store, &word, FENCES);
	uint64_t with = clocks_cost_ps(store_and_fence, &word, FENCES);

	log_line_add(machine->log, "# fence");
	clocks_log_ns(machine->log, "cost", with > without ? with - without : 0);
	log_line_end(machine->log);
}

/* --- a meeting at the symmetric flags --- */

struct meeting {
	struct flag *flags;
	struct watch watch;
	unsigned cores;
};

struct visitor {
	struct meeting *meeting;
	unsigned core;
};

/* Core 0's flag says TALK_END where there is no more meeting. */
static void meet(void *context)
{
	const struct visitor *v = context;
	struct meeting *m = v->meeting;

	for (uint32_t i = 1; flags_pace(m->flags, v->core, m->cores, i, &m->watch); i++)
		if (atomic_load_explicit(&m->flags[0].ticket, memory_order_relaxed) ==
		    TALK_END)
			return;
}

static void meet_often(struct meeting *m, struct samples *samples)
{
	uint32_t i = 0;

	while (samples_wanted(samples)) {
		uint64_t start = clocks_read(samples->kind);

		for (int n = 0; n < TIMES; n++)
			if (!flags_pace(m->flags, 0, m->cores, ++i, &m->watch))
				return;
		samples->ticks[samples->count++] = clocks_read(samples->kind) - start;
	}
	atomic_store_explicit(&m->flags[0].ticket, TALK_END, memory_order_relaxed);
}

static int print_barrier(const struct clocks *clocks, const struct machine *machine,
			 unsigned cores)
{
	struct arena *arena = machine->arena;
	struct meeting *m = arena_take(arena, sizeof(*m), 128);
	struct visitor *visitors = arena_take(arena, cores * sizeof(*visitors), 128);
	struct samples samples;
	int error = 0;

	if (!m || !visitors)
		return -E_NOMEM;
	m->flags = arena_take(arena, cores * sizeof(*m->flags), 128);
	if (!m->flags)
		return -E_NOMEM;
	m->cores = cores;
	samples_begin(&samples, clocks);
	m->watch.deadline = samples.until;
	for (unsigned i = 1; i < cores && !error; i++) {
		visitors[i] = (struct visitor){m, i};
		error = crew_post(i, meet, &visitors[i], machine->wake);
	}
	if (error)
		return error;
	meet_often(m, &samples);
	for (unsigned i = 1; i < cores && !error; i++)
		error = crew_await(i, clock_after_us(LEAVE_US));
	log_line_add(machine->log, "# barrier cores=%u", cores);
	samples_print(&samples, machine->log);
	return error;
}

/* A pair, and all of them. */
static int print_barriers(const struct clocks *clocks, const struct machine *machine,
			  unsigned cores)
{
	struct arena mark = *machine->arena;
	int error = print_barrier(clocks, machine, 2);

	if (!error && cores > 2)
		error = print_barrier(clocks, machine, cores);
	if (!error) /* else a core may still be there */
		*machine->arena = mark;
	return error;
}

int measure_print(const struct clocks *clocks, const struct machine *machine,
		  unsigned cores)
{
	int error;

	print_fence(machine);
	if (cores < 2)
		return 0;
	error = print_round_trips(clocks, machine, cores);
	return error ? error : print_barriers(clocks, machine, cores);
}

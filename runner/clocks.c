/* clocks.c - what the clocks of the cores are good for, measured before the first test. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/clocks.h"
#include "lib/clock.h"
#include "lib/err.h"
#include "runner/crew.h"
#include "runner/talk.h"
#include "runner/test.h"

#include <inttypes.h>

enum {
	READS = 256,        /* in a row: steps enough to find what they have in common */
	WINDOWS = 4,        /* of time; the best is the one that nothing disturbed */
	WINDOW_US = 100,    /* at least, and */
	WINDOW_TICKS = 256, /* so many: a coarse clock still says it within 1 % */
	READ_PAIRS =
		8, /* of two clocks; the quickest is the one that nothing came between */
	HZ_US = 2000,   /* to compare the rates of two clocks */
	EXCHANGES = 64, /* at least, with each core; the quickest one counts */
	GOOD_HZ =
		1000000, /* quick enough: less than a tick of such a clock; else go on */
	PATIENCE_US = 20000, /* for so long: the host has let one of the two wait */
	COMPARE_US = 200000, /* for all of them, on a host that is too busy */
	LEAVE_US = 2000000,  /* for the last of them to leave after that */
};

uint64_t clocks_cost_ps(void (*work)(void *context), void *context, uint32_t operations)
{
	uint64_t window = clock_after_us(WINDOW_US) - clock_after_us(0);
	uint64_t best = UINT64_MAX;

	if (window < WINDOW_TICKS)
		window = WINDOW_TICKS;
	for (int w = 0; w < WINDOWS; w++) {
		uint64_t start = cpu_clock(), took, done = 0, cost;

		do {
			work(context);
			done += operations;
			took = cpu_clock() - start;
		} while (took < window);
		cost = clock_ns(took * 1000) / done;
		best = cost < best ? cost : best;
	}
	return best;
}

struct reads {
	enum clock_kind kind;
	uint64_t at[READS];
};

static void read_often(void *context)
{
	struct reads *reads = context;

	if (reads->kind == CLOCK_CYCLES)
		for (int i = 0; i < READS; i++)
			reads->at[i] = cpu_cycles();
	else
		for (int i = 0; i < READS; i++)
			reads->at[i] = cpu_clock();
}

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/* Two reads one after the other, by the same core. */
static void learn_step(struct clock_traits *traits, uint64_t before, uint64_t after)
{
	if ((int64_t)(after - before) < 0)
		traits->backwards++;
	else
		traits->granularity = common_divisor(traits->granularity, after - before);
}

/* A clock and the shared one at the same time, as well as that can be done. */
struct moment {
	uint64_t ticks;
	uint64_t shared;
	uint64_t took;
};

static struct moment read_both(enum clock_kind kind)
{
	struct moment best = {.took = UINT64_MAX};

	for (int i = 0; i < READ_PAIRS; i++) {
		struct moment now = {.shared = cpu_clock()};

		now.ticks = clocks_read(kind);
		now.took = cpu_clock() - now.shared;
		if (now.took < best.took)
			best = now;
	}
	return best;
}

static uint64_t measure_hz(enum clock_kind kind)
{
	struct moment start = read_both(kind), end;
	uint64_t until = clock_after_us(HZ_US);

	while (!clock_passed(until))
		cpu_relax();
	end = read_both(kind);
	return (end.ticks - start.ticks) * 1000000 / clock_us(end.shared - start.shared);
}

/* What core 0 can say of a clock alone. */
static void measure_alone(struct clock_traits *traits, enum clock_kind kind)
{
	struct reads reads = {.kind = kind};

	traits->hz = kind == CLOCK_SHARED ? clock_hz() : measure_hz(kind);
	if (!traits->hz)
		return;
	traits->cost_ps = clocks_cost_ps(read_often, &reads, READS);
	for (int i = 1; i < READS; i++)
		learn_step(traits, reads.at[i - 1], reads.at[i]);
}

void clock_offset_learn(struct clock_offset *offset, uint64_t asked, uint64_t answer,
			uint64_t answered)
{
	uint64_t half = (answered - asked + 1) / 2;

	if (half >= offset->within)
		return;
	offset->within = half;
	offset->ticks = (int64_t)(answer - asked - half);
}

/* The other core's clock is what is asked for. */
struct comparison {
	struct talk talk;
	enum clock_kind kind;
	uint32_t count;
	uint64_t answer;
	uint64_t answers[EXCHANGES]; /* the first ones */
};

static void comparison_answer(void *context)
{
	struct comparison *c = context;

	for (uint32_t i = 1; talk_listen(&c->talk, i); i++) {
		flags_fence(); /* the clock is read after the question */
		c->answer = clocks_read(c->kind);
		if (i <= EXCHANGES)
			c->answers[c->count++] = c->answer;
		/* Pairs with the fence in comparison_ask(), which then reads answer. */
		flags_fence();
		talk_reply(&c->talk, i);
	}
}

/* Until an exchange was quicker than good ticks, or patience is at an end. */
static void comparison_ask(struct comparison *c, uint64_t good,
			   struct clock_offset *offset)
{
	uint64_t patience = clock_after_us(PATIENCE_US);

	for (uint32_t i = 1;
	     i <= EXCHANGES || (offset->within > good && !clock_passed(patience)); i++) {
		uint64_t asked;

		/* The last answer was read before the next one can take its place. */
		flags_fence();
		asked = clocks_read(c->kind);
		if (!talk_ask(&c->talk, i))
			return;
		/* Pairs with the fence in comparison_answer(); the clock is read after it. */
		flags_fence();
		clock_offset_learn(offset, asked, c->answer, clocks_read(c->kind));
		/* Pairs with the first one there: this answer is read before the next. */
		flags_fence();
	}
	talk_end(&c->talk);
}

/* Compares core i with core 0 by one clock; -E_TIMEOUT: it did not come back. */
static int compare(struct clock_traits *traits, enum clock_kind kind, unsigned i,
		   const struct machine *machine, uint64_t deadline)
{
	static struct comparison c; /* a core that is lost may still write to it */
	int error;

	c = (struct comparison){.talk.watch.deadline = deadline, .kind = kind};
	error = crew_post(i, comparison_answer, &c, machine->wake);
	if (error)
		return error;
	comparison_ask(&c, traits->hz / GOOD_HZ + 1, &traits->offsets[i]);
	error = crew_await(i, clock_after_us(LEAVE_US));
	for (uint32_t n = 1; !error && n < c.count; n++)
		learn_step(traits, c.answers[n - 1], c.answers[n]);
	return error;
}

static int measure_kind(struct clock_traits *traits, enum clock_kind kind,
			const struct machine *machine, unsigned compared)
{
	uint64_t deadline;

	traits->offsets =
		arena_take(machine->arena, machine->cores * sizeof(*traits->offsets), 16);
	if (!traits->offsets)
		return -E_NOMEM;
	measure_alone(traits, kind);
	for (unsigned i = 1; i < machine->cores; i++)
		traits->offsets[i].within = CLOCK_UNKNOWN;
	deadline = clock_after_us(COMPARE_US);
	for (unsigned i = 1; traits->hz && i < compared && !clock_passed(deadline); i++) {
		int error = compare(traits, kind, i, machine, deadline);

		if (error)
			return error;
	}
	return 0;
}

int clocks_measure(struct clocks *clocks, const struct machine *machine,
		   unsigned compared)
{
	int error;

	*clocks = (struct clocks){0};
	error = measure_kind(&clocks->traits[CLOCK_SHARED], CLOCK_SHARED, machine,
			     compared);
	if (!error && machine->features & CORE_CYCLES)
		error = measure_kind(&clocks->traits[CLOCK_CYCLES], CLOCK_CYCLES, machine,
				     compared);
	return error;
}

int clocks_assume(struct clocks *clocks, const struct machine *machine)
{
	struct clock_traits *shared = &clocks->traits[CLOCK_SHARED];

	*clocks = (struct clocks){0};
	shared->offsets =
		arena_take(machine->arena, machine->cores * sizeof(*shared->offsets), 16);
	shared->hz = clock_hz();
	shared->granularity = 1;
	return shared->offsets ? 0 : -E_NOMEM;
}

enum clock_kind clocks_finest(const struct clocks *clocks)
{
	const struct clock_traits *cycles = &clocks->traits[CLOCK_CYCLES];

	return cycles->hz > clock_hz() ? CLOCK_CYCLES : CLOCK_SHARED;
}

uint64_t clocks_ps(const struct clock_traits *traits, uint64_t ticks)
{
	return ticks * 1000000000 / (traits->hz / 1000);
}

void clocks_log_ns(struct log *log, const char *key, uint64_t ps)
{
	log_line_add(log, " %s=%" PRIu64 ".%" PRIu64, key, ps / 1000, ps % 1000 / 100);
}

static void print_offsets(const struct clock_traits *traits,
			  const struct machine *machine)
{
	int64_t least = 0, most = 0;
	uint64_t within = 0;
	unsigned compared = 1;

	for (unsigned i = 1; i < machine->cores; i++) {
		const struct clock_offset *offset = &traits->offsets[i];

		if (offset->within == CLOCK_UNKNOWN)
			continue;
		compared++;
		least = offset->ticks < least ? offset->ticks : least;
		most = offset->ticks > most ? offset->ticks : most;
		within = offset->within > within ? offset->within : within;
	}
	log_line_add(machine->log,
		     " offset=%" PRId64 "..%" PRId64 " within=%" PRIu64 " cores=%u",
		     least, most, within, compared);
}

void clocks_print(const struct clocks *clocks, const struct machine *machine)
{
	static const char *const names[CLOCK_KINDS] = {"shared", "cycles"};

	for (int kind = 0; kind < CLOCK_KINDS; kind++) {
		const struct clock_traits *traits = &clocks->traits[kind];

		if (!traits->hz)
			continue;
		log_line_add(machine->log,
			     "# clock %s hz=%" PRIu64 " granularity=%" PRIu64,
			     names[kind], traits->hz, traits->granularity);
		clocks_log_ns(machine->log, "cost", traits->cost_ps);
		log_line_add(machine->log, " backwards=%" PRIu64, traits->backwards);
		print_offsets(traits, machine);
		log_line_end(machine->log);
	}
}

/* test_runner_perpetual.c - the counting rule against a search of all frames. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/random.h"
#include "runner/perpetual.h"

#include <stdlib.h>
#include <string.h>

/* --- shapes --- */

enum { THREADS = 4, READS = 4, STEPS = 4, LOCATIONS = 3 };
enum { MAX_FRAMES = 64 };

enum op { END, STORE, LOAD };

/* In program order: what is done, and to which location. */
struct step {
	enum op op;
	unsigned location;
};

/* What a machine with store buffers may show. */
enum tso { EITHER, SEEN, NEVER };

struct shape {
	const char *name;
	enum tso tso;
	unsigned threads, shift, by;
	struct step steps[THREADS][STEPS];
	/* Wanted of the loads, thread by thread: the writer, and the store or 0. */
	struct {
		unsigned writer, store;
	} reads[READS];
	bool wide; /* registers of 8 bytes */
};

#define W(l)                                                                             \
	{                                                                                \
		STORE, l                                                                 \
	}
#define R(l)                                                                             \
	{                                                                                \
		LOAD, l                                                                  \
	}
/* clang-format off */
static const struct shape shapes[] = {
	{"SB", SEEN, 2, 0, 1,
	 {{W(0), R(1)}, {W(1), R(0)}}, {{1, 0}, {0, 0}}, false},
	{"SB by P0", SEEN, 2, 0, 0,
	 {{W(0), R(1)}, {W(1), R(0)}}, {{1, 0}, {0, 0}}, true},
	{"SB, 1:r0=1", EITHER, 2, 0, 1,
	 {{W(0), R(1)}, {W(1), R(0)}}, {{1, 0}, {0, 1}}, false},
	{"SB and its own store", SEEN, 2, 0, 1,
	 {{W(0), R(0), R(1)}, {W(1), R(1), R(0)}}, {{0, 1}, {1, 0}, {1, 1}, {0, 0}}, false},
	{"MP", NEVER, 2, 0, 1,
	 {{W(0), W(1)}, {R(1), R(0)}}, {{0, 1}, {0, 0}}, false},
	{"MP, read in order", EITHER, 2, 0, 1,
	 {{W(0), W(1)}, {R(0), R(1)}}, {{0, 0}, {0, 1}}, false},
	{"MP, two stores to y", NEVER, 2, 1, 1,
	 {{W(0), W(1), W(1)}, {R(1), R(0)}}, {{0, 1}, {0, 0}}, false},
	{"MP of two writers", EITHER, 3, 0, 1,
	 {{W(0)}, {R(1), R(0)}, {W(1)}}, {{2, 1}, {0, 0}}, false},
	{"MP of its own", NEVER, 2, 0, 1,
	 {{W(1)}, {W(0), R(0), R(0)}}, {{1, 1}, {1, 0}}, false},
	{"a chain", EITHER, 3, 0, 1,
	 {{W(0)}, {R(0), W(1)}, {R(1)}}, {{0, 1}, {1, 1}}, false},
	{"a chain by P2", EITHER, 3, 0, 2,
	 {{W(0)}, {R(0), W(1)}, {R(1)}}, {{0, 1}, {1, 1}}, false},
	{"MP, all old", EITHER, 2, 0, 1,
	 {{W(0), W(1)}, {R(1), R(0)}}, {{0, 0}, {0, 0}}, false},
	{"MP, all new", EITHER, 2, 0, 1,
	 {{W(0), W(1)}, {R(1), R(0)}}, {{0, 1}, {0, 1}}, true},
	{"LB", NEVER, 2, 0, 1,
	 {{R(0), W(1)}, {R(1), W(0)}}, {{1, 1}, {0, 1}}, false},
	{"LB by P0", NEVER, 2, 0, 0,
	 {{R(0), W(1)}, {R(1), W(0)}}, {{1, 1}, {0, 1}}, false},
	{"CoRR of two stores", NEVER, 2, 1, 1,
	 {{W(0), W(0)}, {R(0), R(0)}}, {{0, 2}, {0, 1}}, false},
	{"CoRR", NEVER, 2, 0, 1,
	 {{W(0)}, {R(0), R(0)}}, {{0, 1}, {0, 0}}, false},
	{"WRC", NEVER, 3, 0, 2,
	 {{W(0)}, {R(0), W(1)}, {R(1), R(0)}}, {{0, 1}, {1, 1}, {0, 0}}, false},
	{"RWC", SEEN, 3, 0, 2,
	 {{W(0)}, {R(0), R(1)}, {W(1), R(0)}}, {{0, 1}, {2, 0}, {0, 0}}, false},
	{"ISA2, a second store to y", NEVER, 3, 1, 2,
	 {{W(0), W(1), W(1)}, {R(1), W(2)}, {R(2), R(0)}}, {{0, 2}, {1, 1}, {0, 0}}, true},
	{"3.SB", SEEN, 3, 0, 2,
	 {{W(0), R(1)}, {W(1), R(2)}, {W(2), R(0)}}, {{1, 0}, {2, 0}, {0, 0}}, false},
	{"IRIW", NEVER, 4, 0, 3,
	 {{W(0)}, {R(0), R(1)}, {W(1)}, {R(1), R(0)}}, {{0, 1}, {2, 0}, {2, 1}, {0, 0}},
	 false},
};
/* clang-format on */

/* --- a run of one --- */

struct setup {
	const struct shape *shape;
	struct test_item items[READS];
	struct test_read reads[READS];
	uint16_t log_size[THREADS];
	struct test test;
	int64_t log[THREADS][MAX_FRAMES][READS]; /* of each thread's loads */
	char *records[THREADS]; /* of just the size they need: asan looks */
	uint32_t frames;
};

static void setup_run(struct setup *s, const struct shape *shape, uint32_t frames)
{
	unsigned width = shape->wide ? 8 : 4, count = 0;

	memset(s, 0, sizeof(*s));
	s->shape = shape;
	s->frames = frames;
	for (unsigned t = 0; t < shape->threads; t++) {
		unsigned loads = 0;

		for (unsigned i = 0; i < STEPS; i++) {
			if (shape->steps[t][i].op != LOAD)
				continue;
			s->items[count] =
				(struct test_item){.thread = (int8_t)t,
						   .width = (uint8_t)width,
						   .where = (uint16_t)(loads * width)};
			s->reads[count] = (struct test_read){
				(uint8_t)count, (uint8_t)shape->reads[count].writer,
				(uint8_t)shape->reads[count].store};
			loads++;
			count++;
		}
		s->log_size[t] = (uint16_t)(loads * width);
		s->records[t] = malloc((frames + 1) * s->log_size[t] + 1);
		assert_non_null(s->records[t]);
		perpetual_end(s->records[t], s->log_size[t], frames);
	}
	s->test = (struct test){
		.items = s->items,
		.item_count = (uint8_t)count,
		.log_size = s->log_size,
		.threads = (uint8_t)shape->threads,
		.perpetual = {.reads = s->reads,
			      .read_count = (uint8_t)count,
			      .shift = (uint8_t)shape->shift,
			      .by = (uint8_t)shape->by},
	};
}

static void free_run(struct setup *s)
{
	for (unsigned t = 0; t < s->shape->threads; t++)
		free(s->records[t]);
}

/* As the thread's function would have written it. */
static void log_load(struct setup *s, unsigned thread, uint32_t frame, unsigned load,
		     int64_t value)
{
	char *at = s->records[thread] + frame * s->log_size[thread];
	int32_t narrow = (int32_t)value;

	s->log[thread][frame][load] = value;
	if (s->shape->wide)
		memcpy(at + load * 8, &value, 8);
	else
		memcpy(at + load * 4, &narrow, 4);
}

/* Where a thread of the simulated machine is, and what it has not yet stored. */
struct place {
	uint32_t frame, head, tail;
	unsigned step, loads, stores[LOCATIONS];
	struct {
		unsigned location;
		int64_t value;
	} buffer[MAX_FRAMES * STEPS];
};

static int64_t load_from(const struct place *p, unsigned location, const int64_t *memory)
{
	for (uint32_t i = p->tail; i > p->head; i--)
		if (p->buffer[i - 1].location == location)
			return p->buffer[i - 1].value;
	return memory[location];
}

/* One step of a thread; false: it is at the end. */
static bool place_step(struct setup *s, unsigned thread, struct place *p, int64_t *memory)
{
	const struct step *step = &s->shape->steps[thread][p->step];

	if (p->step == STEPS || step->op == END) {
		p->frame++;
		p->step = p->loads = 0;
		memset(p->stores, 0, sizeof(p->stores));
	}
	if (p->frame == s->frames)
		return false;
	step = &s->shape->steps[thread][p->step++];
	if (step->op == LOAD)
		log_load(s, thread, p->frame, p->loads++,
			 load_from(p, step->location, memory));
	else
		p->buffer[p->tail++] = (typeof(p->buffer[0])){
			step->location, ((int64_t)p->frame << s->shape->shift) +
						++p->stores[step->location]};
	return true;
}

/* A machine with store buffers: at random a thread takes a step, or one store leaves. */
static void run_tso(struct setup *s, uint64_t *seed)
{
	static struct place places[THREADS];
	int64_t memory[LOCATIONS] = {0};
	unsigned busy = s->shape->threads;

	memset(places, 0, sizeof(places));
	while (busy) {
		uint64_t random = random_next(seed);
		struct place *p = &places[random % s->shape->threads];

		if (p->frame == s->frames)
			continue;
		if (random >> 32 & 3 && p->head < p->tail) {
			memory[p->buffer[p->head].location] = p->buffer[p->head].value;
			p->head++;
		} else if (!place_step(s, (unsigned)(random % s->shape->threads), p,
				       memory)) {
			busy--;
		}
	}
}

/* No machine at all: each load finds values that grow, as only coherence promises. */
static void run_wild(struct setup *s, uint64_t *seed)
{
	unsigned count = 0;

	for (unsigned t = 0; t < s->shape->threads; t++) {
		unsigned loads = s->log_size[t] / (s->shape->wide ? 8 : 4);

		for (unsigned l = 0; l < loads; l++, count++) {
			uint64_t most = (uint64_t)s->frames << s->shape->shift;
			uint64_t value = random_next(seed) % 3;

			for (uint32_t f = 0; f < s->frames; f++) {
				if (value > most)
					value = most;
				log_load(s, t, f, l, (int64_t)value);
				value += random_next(seed) %
					 (UINT64_C(3) << s->shape->shift);
			}
		}
	}
}

/* --- the search of all frames --- */

/* margin 0 is the rule; 1 and -1 are one off. */
static bool frame_holds(const struct setup *s, const uint32_t *n, int margin)
{
	unsigned load[THREADS] = {0};

	for (unsigned i = 0; i < s->test.item_count; i++) {
		unsigned reader = (unsigned)s->items[i].thread;
		int64_t value = s->log[reader][n[reader]][load[reader]++];
		int64_t before = (int64_t)n[s->reads[i].writer] << s->shape->shift;

		if (s->reads[i].store ? value != before + s->reads[i].store + margin
				      : value > before + margin)
			return false;
	}
	return true;
}

static bool has_witness(const struct setup *s, uint32_t by, int margin)
{
	uint32_t n[THREADS] = {0};
	uint64_t all = 1;

	for (unsigned t = 0; t < s->shape->threads; t++)
		all *= t == s->shape->by ? 1 : s->frames;
	for (uint64_t i = 0; i < all; i++) {
		uint64_t rest = i;

		for (unsigned t = 0; t < s->shape->threads; t++) {
			n[t] = t == s->shape->by ? by : (uint32_t)(rest % s->frames);
			rest /= t == s->shape->by ? 1 : s->frames;
		}
		if (frame_holds(s, n, margin))
			return true;
	}
	return false;
}

static uint32_t search_all(const struct setup *s, struct perpetual_share share,
			   int margin)
{
	uint32_t count = 0;

	for (uint32_t n = 0; n < s->frames; n++)
		if (n / share.block % share.shares == share.share)
			count += has_witness(s, n, margin);
	return count;
}

/* --- tests --- */

static uint32_t counted(const struct setup *s, struct perpetual_share share)
{
	const struct perpetual_run run = {&s->test, (const char *const *)s->records,
					  s->frames};
	struct perpetual_count count = perpetual_count(&run, share);
	uint32_t in_share = 0;

	for (uint32_t n = 0; n < s->frames; n++)
		in_share += n / share.block % share.shares == share.share;
	assert_int_equal(count.iterations, in_share);
	return count.witnesses;
}

/* Frames of all threads but one, in a search of all: as many as it can stand. */
static uint32_t frames_for(const struct shape *shape, uint64_t random)
{
	static const uint32_t most[] = {0, 0, MAX_FRAMES, 20, 9};

	return 1 + (uint32_t)(random % most[shape->threads]);
}

typedef void run_fn(struct setup *s, uint64_t *seed);

/* The sum of what was counted, each time as many as all frames say. */
static uint64_t compare(const struct shape *shape, run_fn *run, unsigned runs,
			uint64_t *differs)
{
	static const struct perpetual_share whole = {0, 1, MAX_FRAMES};
	static struct setup s;
	uint64_t seed = 7, sum = 0;

	for (unsigned i = 0; i < runs; i++) {
		struct perpetual_share part;
		uint32_t all;

		setup_run(&s, shape, frames_for(shape, random_next(&seed)));
		run(&s, &seed);
		part.shares = 1 + random_below(&seed, 3);
		part.share = random_below(&seed, part.shares);
		part.block = 1 + random_below(&seed, 6);
		all = counted(&s, whole);
		if (all != search_all(&s, whole, 0) ||
		    counted(&s, part) != search_all(&s, part, 0))
			fail_msg("%s: run %u: %u frames: %u counted, %u are there",
				 shape->name, i, s.frames, all, search_all(&s, whole, 0));
		sum += all;
		differs[0] += search_all(&s, whole, 1) != all;
		differs[1] += search_all(&s, whole, -1) != all;
		free_run(&s);
	}
	return sum;
}

/* Values at random reach each shape's target, and tell a rule that is one off. */
static void test_wild(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		uint64_t differs[2] = {0};

		if (!compare(&shapes[i], run_wild, 100, differs))
			fail_msg("%s was never seen", shapes[i].name);
		if (!differs[0] || !differs[1])
			fail_msg("%s: nothing tells a rule that is one off",
				 shapes[i].name);
	}
}

/* What SB and its kin show, and no other. */
static void test_tso(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		uint64_t differs[2] = {0};
		uint64_t sum = compare(&shapes[i], run_tso, 100, differs);

		if (shapes[i].tso != EITHER && (shapes[i].tso == SEEN) != (sum > 0))
			fail_msg("%s was seen %llu times", shapes[i].name,
				 (unsigned long long)sum);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wild),
		cmocka_unit_test(test_tso),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

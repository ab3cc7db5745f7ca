/* test_runner_group.c - batches of fake tests, run by real threads. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/err.h"
#include "runner/group.h"
#include "tests/unit/threads.h"

#include "cpu.h"

#include <stdlib.h>
#include <string.h>

#define LONG_US UINT64_C(30000000) /* never reached by a test that passes */

enum { ARENA_SIZE = 16 << 20 };

/*
 * The fake tests. Thread t logs what it finds in the locations it reads, and leaves
 * garbage there; another thread resets them. It also logs, and stores in a location that
 * nobody else touches, numbers that follow from the instance alone.
 */
enum { X, P, Z, OWN0, OWN1, OWN2, LOCATIONS };

static const struct test_location locations[LOCATIONS] = {
	[X] = {"x", 0x1234567, 4, 1},
	[P] = {"p", VALUE_ADDRESS(Z), 8, 1},
	[Z] = {"z", -5, 2, 0},
	[OWN0] = {"own0", 0, 1, 0},
	[OWN1] = {"own1", INT64_C(1) << 40, 8, 1},
	[OWN2] = {"own2", VALUE_ADDRESS(OWN2), 8, 2}, /* of three threads only */
};

/* Of thread 0 and the others. */
struct record {
	int64_t pointer;
	int32_t number;
	int16_t found;
	int8_t mark;
};
static const uint16_t log_size[] = {sizeof(struct record), sizeof(struct record), 0};

static const struct test_item items[] = {
	{"0:p", 0, 8, 2, 1, offsetof(struct record, pointer)},
	{"0:x", 0, 4, 2, 0, offsetof(struct record, number)},
	{"1:z", 1, 2, 2, 0, offsetof(struct record, found)},
	{"0:mark", 0, 1, 4, 0, offsetof(struct record, mark)},
	{"[own0]", ITEM_MEMORY, 1, 3, 0, OWN0},
	{"[own1]", ITEM_MEMORY, 8, 2, 0, OWN1},
	{"[own2]", ITEM_MEMORY, 8, 2, 1, OWN2},
};

static const struct test pair = {
	.locations = locations,
	.items = items,
	.log_size = log_size,
	.threads = 2,
	.location_count = OWN2,
	.item_count = 6,
};
static const struct test triple = {
	.locations = locations,
	.items = items,
	.log_size = log_size,
	.threads = 3,
	.location_count = LOCATIONS,
	.item_count = 7,
};

/* What an item must be in instance i. */
static int64_t expected(unsigned item, uint32_t i)
{
	switch (item) {
	case 0:
		return VALUE_ADDRESS(Z);
	case 1:
		return 0x1234567;
	case 2:
		return -5;
	case 3:
		return i % 4;
	case 4:
		return (int64_t)(i % 5) - 1;
	case 5:
		return (INT64_C(1) << 40) + i % 2;
	default:
		return i % 3 ? VALUE_ADDRESS(X) : VALUE_ADDRESS(OWN2);
	}
}

typedef void body_fn(const struct thread_args *args, uint32_t i);

#define AT(type, l) ((type *)(args->location[l] + (ptrdiff_t)i * args->stride))

static void body0(const struct thread_args *args, uint32_t i)
{
	struct record *record = (struct record *)args->log + i;

	record->pointer = *AT(intptr_t, P);
	record->number = *AT(int32_t, X);
	record->mark = (int8_t)(i % 4);
	*AT(intptr_t, P) = -1;
	*AT(int32_t, X) = -1;
	*AT(int8_t, OWN0) = (int8_t)(i % 5 - 1);
}

static void body1(const struct thread_args *args, uint32_t i)
{
	struct record *record = (struct record *)args->log + i;

	record->found = *AT(int16_t, Z);
	*AT(int16_t, Z) = 0x7777;
	*AT(int64_t, OWN1) += i % 2;
}

static void body2(const struct thread_args *args, uint32_t i)
{
	if (i % 3 && *AT(intptr_t, OWN2) == (intptr_t)AT(char, OWN2))
		*AT(intptr_t, OWN2) = (intptr_t)AT(char, X);
}

/* Three cores that go by the host's clock. */
static struct clock_offset offsets[3];
static const struct clock_traits traits = {.hz = 1000000000, .offsets = offsets};
static const struct timebase timebase = {.traits = &traits};

static const char sweep[OWNERSHIP_SWEEP];

static struct run run;
static struct group group;

/* Groups of instances that each thread has come to, and those begun too early. */
static _Atomic uint32_t begun[THREADS_MAX];
static _Atomic uint32_t early;

/* Locations that were late, over all threads and batches; paces that did not return 0. */
static _Atomic uint32_t delayed;
static _Atomic uint32_t wrong;

/* Once its own pace is done, SCHEME_SYNC promises, so is everybody's arrival. */
static void check_pace(unsigned self)
{
	uint32_t mine = atomic_load_explicit(&begun[self], memory_order_relaxed);

	for (unsigned t = 0; t < run.test->threads && run.tuning.scheme == SCHEME_SYNC;
	     t++)
		if (atomic_load_explicit(&begun[t], memory_order_relaxed) < mine)
			atomic_fetch_add(&early, 1);
}

/* As litmusc makes it: a pace, then k bodies. */
static void run_bodies(const struct thread_args *args, unsigned self, body_fn *body)
{
	for (unsigned l = 0; l < TEST_MAX_LOCATIONS; l++)
		if (args->late[l])
			atomic_fetch_add(&delayed, 1);
	for (uint32_t g = 0; g < args->groups; g++) {
		atomic_fetch_add_explicit(&begun[self], 1, memory_order_relaxed);
		/* Pairs with the other fence, through what pace() writes: it orders
		 * nothing itself. */
		atomic_thread_fence(memory_order_seq_cst);
		if (args->pace(args->pacer, g))
			atomic_fetch_add(&wrong, 1);
		atomic_thread_fence(memory_order_seq_cst);
		check_pace(self);
		for (uint32_t j = 0; j < args->k; j++)
			body(args, g * args->k + j);
	}
}

static void thread0(const struct thread_args *args)
{
	run_bodies(args, 0, body0);
}

static void thread1(const struct thread_args *args)
{
	run_bodies(args, 1, body1);
}

static void thread2(const struct thread_args *args)
{
	run_bodies(args, 2, body2);
}

/* Comes back when the others have given it up. */
static void thread2_late(const struct thread_args *args)
{
	run_bodies(args, 2, body2);
	while (!atomic_load(&group.watch.late))
		cpu_relax();
}

static const struct mix mix = {.name = "fake", .threads = {thread0, thread1, thread2}};
static const struct mix late_mix = {.name = "late",
				    .threads = {thread0, thread1, thread2_late}};

static char *arena_memory;
static struct arena arena;

static int set_up(void **state)
{
	(void)state;
	clock_init(UINT64_C(1000000000));
	arena_memory = aligned_alloc(4096, ARENA_SIZE);
	return arena_memory ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	free(arena_memory);
	return 0;
}

static void init(const struct test *test, enum scheme scheme, enum layout layout,
		 uint32_t k, uint32_t instances)
{
	arena = (struct arena){(uintptr_t)arena_memory,
			       (uintptr_t)arena_memory + ARENA_SIZE};
	run = (struct run){
		.test = test,
		.mix = &mix,
		.tuning = {.scheme = scheme,
			   .layout = layout,
			   .k = k,
			   .instances = instances,
			   .period = 1000,
			   .skew = 10},
		.capacity = instances,
		.timebase = &timebase,
		.turn_ps = 300,
		.sweep = sweep,
	};
	assert_int_equal(group_init(&group, &run, 11, &arena), 0);
	memset(offsets, 0, sizeof(offsets));
	for (unsigned t = 0; t < test->threads; t++)
		group.members[t].core = t;
	group.watch.deadline = clock_after_us(LONG_US);
	memset(begun, 0, sizeof(begun));
	atomic_store(&early, 0);
	atomic_store(&delayed, 0);
	atomic_store(&wrong, 0);
}

static void *start_run(void *member)
{
	member_run(member);
	return NULL;
}

static void *start_round_trips(void *member)
{
	member_round_trips(member);
	return NULL;
}

static void run_job(uint32_t batches)
{
	run.batches = batches;
	threads_run(run.test->threads, start_run, group.members,
		    sizeof(group.members[0]));
}

static uint64_t iterations(void)
{
	uint64_t sum = 0;

	for (unsigned t = 0; t < run.test->threads; t++)
		sum += group.members[t].iterations;
	return sum;
}

/* Merges all into the histogram of thread 0, as the runner does. */
static const struct histogram *merged(void)
{
	struct histogram *h = &group.members[0].histogram;

	for (unsigned t = 1; t < run.test->threads; t++)
		histogram_merge(h, &group.members[t].histogram);
	return h;
}

/* How many instances of a batch must have this outcome. */
static uint64_t expected_count(const int64_t *values)
{
	uint64_t count = 0;

	for (uint32_t i = 0; i < run.tuning.instances; i++) {
		unsigned item = 0;

		while (item < run.test->item_count && values[item] == expected(item, i))
			item++;
		count += item == run.test->item_count;
	}
	return count;
}

static void check_counts(uint64_t batches)
{
	const struct histogram *h = merged();
	int64_t values[TEST_MAX_ITEMS];
	uint32_t cursor = 0;
	uint64_t count, sum = 0;

	while (histogram_next(h, &cursor, values, &count)) {
		assert_int_equal(count, batches * expected_count(values));
		sum += count;
	}
	assert_int_equal(sum, batches * run.tuning.instances);
	assert_int_equal(iterations(), sum);
	assert_int_equal(h->lost, 0);
	assert_int_equal(atomic_load(&group.watch.late), 0);
	assert_int_equal(atomic_load(&early), 0);
	for (unsigned t = 0; t < run.test->threads; t++)
		assert_int_equal(atomic_load(&begun[t]),
				 batches * (run.tuning.instances / run.tuning.k));
}

/* Nothing is lost, and nothing counted twice; not what the instances were. */
static void check_sum(uint64_t sum)
{
	assert_int_equal(iterations(), sum);
	assert_int_equal(atomic_load(&group.watch.late), 0);
	assert_int_equal(atomic_load(&early), 0);
}

static void check_run(const struct test *test, enum scheme scheme, enum layout layout,
		      uint32_t k, uint32_t instances)
{
	init(test, scheme, layout, k, instances);
	run_job(1);
	run_job(3);
	check_counts(4);
}

static void test_schemes(void **state)
{
	(void)state;
	check_run(&pair, SCHEME_SYNC, LAYOUT_OWN, 1, 500);
	check_run(&pair, SCHEME_BATCH, LAYOUT_OWN, 500, 500);
	check_run(&pair, SCHEME_USER, LAYOUT_OWN, 1, 24);
	check_run(&triple, SCHEME_SYNC, LAYOUT_OWN, 1, 200);
	check_run(&triple, SCHEME_BATCH, LAYOUT_OWN, 500, 500);
	check_run(&triple, SCHEME_USER, LAYOUT_OWN, 1, 9);
	check_run(&pair, SCHEME_DEADLINE, LAYOUT_OWN, 4, 400);
	check_run(&triple, SCHEME_DEADLINE, LAYOUT_OWN, 1, 200);
}

/* Whoever sets the locations, and whatever is done to their lines. */
static void test_ownership(void **state)
{
	(void)state;
	for (int cache = CACHE_READER; cache < CACHE_COUNT; cache++)
		for (int threads = 2; threads <= 3; threads++) {
			init(threads == 2 ? &pair : &triple, SCHEME_BATCH, LAYOUT_OWN, 64,
			     64);
			run.tuning.cache = (enum ownership)cache;
			run_job(3);
			check_counts(3);
		}
}

/* In each batch one location is late, for one thread or for all three. */
static void test_late_addresses(void **state)
{
	static const enum scheme schemes[] = {SCHEME_SYNC, SCHEME_BATCH, SCHEME_DEADLINE};

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		init(&triple, schemes[i], LAYOUT_OWN, 16, 16);
		run_job(5);
		assert_int_equal(atomic_load(&delayed), 0);
		run.tuning.late = LATE_ON;
		run_job(40);
		assert_true(atomic_load(&delayed) > 40);
		assert_true(atomic_load(&delayed) < 3 * 40);
		assert_int_equal(atomic_load(&wrong), 0);
		check_counts(45);
	}
}

/* What a job is run with may change from one to the next. */
static void test_tuning_changes(void **state)
{
	(void)state;
	init(&triple, SCHEME_DEADLINE, LAYOUT_OWN, 2, 60);
	run_job(1);
	run.tuning.scheme = SCHEME_SYNC;
	run.tuning.layout = LAYOUT_PAGE;
	run.tuning.k = 30;
	run_job(2);
	run.tuning.scheme = SCHEME_BATCH;
	run.tuning.layout = LAYOUT_PACKED;
	run_job(1);
	check_sum(4 * 60);
	run.tuning.instances = 30;
	run_job(3);
	check_sum(7 * 60 - 3 * 30);
}

/* All threads mean the same time by the first deadline, whatever their clocks show. */
static void test_deadlines_agree(void **state)
{
	(void)state;
	init(&triple, SCHEME_DEADLINE, LAYOUT_OWN, 4, 8);
	offsets[1].ticks = -70;
	offsets[2].ticks = 12345;
	run_job(3);
	for (unsigned t = 1; t < 3; t++)
		assert_int_equal(group.members[t].pacer.start -
					 group.members[0].pacer.start,
				 offsets[t].ticks);
}

/* A clock that is ahead of what was measured is noticed by the others, by how much. */
static void test_clock_ahead(void **state)
{
	(void)state;
	init(&pair, SCHEME_DEADLINE, LAYOUT_OWN, 4, 8);
	run_job(20);
	assert_int_equal(group.members[0].ahead, 0);
	assert_int_equal(group.members[1].ahead, 0);
	offsets[1].ticks = -2000000000; /* two seconds: no time slice takes so long */
	run_job(1);
	assert_true(group.members[0].ahead > 1000000000);
	assert_true(group.members[0].ahead <= 2000000000);
	assert_int_equal(group.members[1].ahead, 0);
}

/* SB of which half the iterations of P1 have a witness. */
static const struct test sb = {
	.locations = (const struct test_location[]){{"x", 5, 4, 1}, {"y", 6, 8, 0}},
	.items = (const struct test_item[]){{"0:r0", 0, 4, 3, 0, 0},
					    {"1:r0", 1, 4, 3, 0, 0}},
	.condition = (const struct cond_op[]){{COND_EQ, 0, 6},
					      {COND_EQ, 1, 5},
					      {COND_AND, 0, 0}},
	.condition_ops = 3,
	.log_size = (const uint16_t[]){4, 4},
	.threads = 2,
	.location_count = 2,
	.item_count = 2,
	.perpetual = {.reads = (const struct test_read[]){{0, 1, 0}, {1, 0, 0}},
		      .read_count = 2,
		      .by = 1},
};

/* Iteration n of thread t saw the other's n * (t + 1) / 2 and all before it. */
static void sb_thread(const struct thread_args *args, uint32_t t)
{
	uint32_t frames = args->groups * TEST_PERPETUAL_COPIES, *log = args->log;
	char *mine = args->location[t];

	assert_true(t ? *(int64_t *)mine == 0 : *(int32_t *)mine == 0);
	memset(mine, 0x55, t ? 8 : 4);
	for (uint32_t n = 0; n < frames; n++) {
		uint32_t seen = t ? 2 * n : n / 2;

		log[n] = seen < frames ? seen : frames;
	}
}

static void sb_thread0(const struct thread_args *args)
{
	sb_thread(args, 0);
}

static void sb_thread1(const struct thread_args *args)
{
	sb_thread(args, 1);
}

static void test_perpetual(void **state)
{
	static const struct mix sb_mix = {.perpetual = {sb_thread0, sb_thread1}};
	static const int64_t target[] = {6, 5};
	const uint32_t frames = 40;
	int64_t values[TEST_MAX_ITEMS];
	const struct histogram *h;
	uint32_t cursor = 0;
	uint64_t count;

	(void)state;
	init(&sb, SCHEME_PERPETUAL, LAYOUT_OWN, TEST_PERPETUAL_COPIES, frames);
	run.mix = &sb_mix;
	run_job(3);
	h = merged();
	assert_int_equal(iterations(), 3 * frames);
	for (unsigned outcomes = 0; histogram_next(h, &cursor, values, &count);
	     outcomes++) {
		assert_true(outcomes < 2);
		assert_int_equal(count, 3 * frames / 2);
		if (values[0] == VALUE_ANY)
			assert_true(values[1] == VALUE_ANY);
		else
			assert_memory_equal(values, target, sizeof(target));
	}
	assert_int_equal(h->used, 2);
}

static void test_layouts(void **state)
{
	(void)state;
	for (enum layout layout = LAYOUT_OWN; layout < LAYOUT_COUNT; layout++) {
		check_run(&pair, SCHEME_BATCH, layout, 128, 128);
		check_run(&triple, SCHEME_BATCH, layout, 128, 128);
	}
}

/* Shares that do not come out even, blocks of counting that are not full. */
static void test_sizes(void **state)
{
	static const struct {
		uint32_t k;
		uint32_t instances;
	} sizes[] = {{1, 1}, {2, 2}, {5, 5}, {4, 100}, {7, 133}, {100, 1000}};

	(void)state;
	for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
		check_run(&pair, SCHEME_SYNC, LAYOUT_PACKED, sizes[s].k,
			  sizes[s].instances);
		check_run(&triple, SCHEME_BATCH, LAYOUT_PACKED, sizes[s].k,
			  sizes[s].instances);
	}
}

static void test_round_trips(void **state)
{
	static const struct test *const tests[] = {&pair, &triple};

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		init(tests[i], SCHEME_SYNC, LAYOUT_OWN, 1, 64);
		run.round_trips = 1000;
		threads_run(tests[i]->threads, start_round_trips, group.members,
			    sizeof(group.members[0]));
		assert_int_equal(atomic_load(&group.watch.late), 0);
		assert_int_equal(atomic_load(&group.pace_flags[0].ticket),
				 atomic_load(&group.pace_flags[1].ticket));
		assert_true(atomic_load(&group.pace_flags[0].ticket) >= 1000);
		/* The tickets still agree afterwards. */
		run_job(2);
		check_counts(2);
	}
}

static void test_random_places(void **state)
{
	char *before[LOCATIONS];
	unsigned moved = 0;

	(void)state;
	init(&triple, SCHEME_BATCH, LAYOUT_RANDOM, 8, 8);
	for (unsigned batch = 0; batch < 20; batch++) {
		memcpy(before, group.members[0].args.location, sizeof(before));
		run_job(1);
		for (unsigned t = 1; t < 3; t++)
			assert_memory_equal(group.members[t].args.location,
					    group.members[0].args.location,
					    sizeof(before));
		moved += memcmp(before, group.members[0].args.location, sizeof(before)) !=
			 0;
	}
	assert_int_equal(moved, 20);
	check_counts(20);
}

/* One thread does not come: the others leave, name it, and have counted nothing. */
static void test_missing_thread(void **state)
{
	(void)state;
	init(&triple, SCHEME_SYNC, LAYOUT_OWN, 1, 64);
	run_job(2);
	group.watch.deadline = clock_after_us(20000);
	run.batches = 1;
	threads_run(2, start_run, group.members, sizeof(group.members[0]));
	assert_int_equal(atomic_load(&group.watch.late), 3);
	assert_int_equal(iterations(), 2 * 64);
	/* Nor is there a line to be had from a missing one. */
	init(&pair, SCHEME_SYNC, LAYOUT_OWN, 1, 64);
	group.watch.deadline = clock_after_us(20000);
	run.round_trips = 10;
	member_round_trips(&group.members[0]);
	assert_int_equal(atomic_load(&group.watch.late), 2);
}

/* A thread that is late within a batch: that batch counts for nobody, nor for itself. */
static void test_late_thread(void **state)
{
	(void)state;
	init(&triple, SCHEME_BATCH, LAYOUT_OWN, 64, 64);
	run_job(2);
	run.mix = &late_mix;
	group.watch.deadline = clock_after_us(20000);
	run_job(1);
	assert_int_equal(atomic_load(&group.watch.late), 3);
	assert_int_equal(iterations(), 2 * 64);
}

static void check_apart(const void *a, const void *b)
{
	uintptr_t low = (uintptr_t)a, high = (uintptr_t)b;

	assert_int_equal(low % 128, 0);
	assert_int_equal(high % 128, 0);
	assert_true(low + 128 <= high || high + 128 <= low);
}

static void test_no_shared_lines(void **state)
{
	(void)state;
	init(&triple, SCHEME_SYNC, LAYOUT_OWN, 1, 64);
	check_apart(group.phase_flags, group.pace_flags);
	check_apart(group.pace_flags, group.members);
	check_apart(group.logs[0], group.logs[1]);
	check_apart(group.memory, group.logs[0]);
	for (unsigned t = 1; t < 3; t++) {
		check_apart(&group.phase_flags[t - 1], &group.phase_flags[t]);
		check_apart(&group.members[t - 1], &group.members[t]);
		check_apart(group.members[t - 1].histogram.counts,
			    group.members[t].histogram.counts);
	}
	assert_int_equal((uintptr_t)group.memory % LAYOUT_PAGE_SIZE, 0);
}

static void test_no_memory(void **state)
{
	uintptr_t used, needed;

	(void)state;
	init(&triple, SCHEME_SYNC, LAYOUT_OWN, 1, 64);
	needed = arena.next - (uintptr_t)arena_memory;
	for (used = 0; used < needed; used += 1024) {
		arena.next = (uintptr_t)arena_memory;
		arena.end = (uintptr_t)arena_memory + used;
		assert_int_equal(group_init(&group, &run, 11, &arena), -E_NOMEM);
		assert_true(arena.next <= arena.end);
	}
	arena.next = (uintptr_t)arena_memory;
	arena.end = (uintptr_t)arena_memory + needed;
	assert_int_equal(group_init(&group, &run, 11, &arena), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_schemes),
		cmocka_unit_test(test_ownership),
		cmocka_unit_test(test_late_addresses),
		cmocka_unit_test(test_tuning_changes),
		cmocka_unit_test(test_deadlines_agree),
		cmocka_unit_test(test_clock_ahead),
		cmocka_unit_test(test_perpetual),
		cmocka_unit_test(test_layouts),
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_round_trips),
		cmocka_unit_test(test_random_places),
		cmocka_unit_test(test_missing_thread),
		cmocka_unit_test(test_late_thread),
		cmocka_unit_test(test_no_shared_lines),
		cmocka_unit_test(test_no_memory),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}

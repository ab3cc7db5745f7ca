/* test_runner_turns.c - two cores run a group of more threads: each once, in all orders. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/turns.h"
#include "tests/unit/threads.h"

#include <stdlib.h>
#include <string.h>

enum {
	CORES = 2,
	THREADS = 4,
	ORDERS = 24,
	INSTANCES = 8,
	ROUNDS = 12,
	BATCHES = ROUNDS * THREADS
};

/* The threads on the core of member 0 append themselves to "order"; all count in "runs". */
static const struct test_location locations[] = {
	{"order", 0, 8, 0},
	{"runs", 0, 4, 3},
};
static const struct test_item items[] = {
	{"[order]", ITEM_MEMORY, 8, 2, 0, 0},
	{"[runs]", ITEM_MEMORY, 4, 2, 0, 1},
};
static const uint16_t log_size[THREADS] = {0};
static const struct test four = {
	.locations = locations,
	.items = items,
	.log_size = log_size,
	.threads = THREADS,
	.location_count = 2,
	.item_count = 2,
};

static _Thread_local unsigned core;

static void run_thread(const struct thread_args *args, int thread)
{
	for (uint32_t g = 0; g < args->groups; g++) {
		args->pace(args->pacer, g);
		for (uint32_t i = 0; i < args->k; i++) {
			ptrdiff_t at = args->stride * (ptrdiff_t)(g * args->k + i);
			int64_t *order = (int64_t *)(args->location[0] + at);

			if (core == 0)
				*order = *order * 10 + thread + 1;
			atomic_fetch_add((_Atomic int32_t *)(args->location[1] + at), 1);
		}
	}
}

#define THREAD(n)                                                                        \
	static void thread##n(const struct thread_args *args)                            \
	{                                                                                \
		run_thread(args, n);                                                     \
	}
THREAD(0)
THREAD(1)
THREAD(2)
THREAD(3)

static void *start(void *argument)
{
	struct member *member = argument;

	core = member->thread;
	turns_run(member);
	return NULL;
}

/* "341": thread 2 was alone, the others came in the order in which they have their names. */
static bool is_natural(int64_t order)
{
	int64_t first = order / 100, second = order / 10 % 10, third = order % 10;

	return second == first % THREADS + 1 && third == second % THREADS + 1;
}

static void init(struct group *group, struct run *run, uint32_t k, enum ownership cache)
{
	_Alignas(4096) static char memory[1 << 20];
	static const struct mix mix = {.threads = {thread0, thread1, thread2, thread3}};
	static const struct timebase timebase = {.traits = NULL};
	struct arena arena = {(uintptr_t)memory, (uintptr_t)memory + sizeof(memory)};

	*run = (struct run){.test = &four,
			    .mix = &mix,
			    .tuning = {.scheme = SCHEME_TURNS,
				       .layout = LAYOUT_OWN,
				       .cache = cache,
				       .k = k,
				       .instances = INSTANCES},
			    .capacity = INSTANCES,
			    .timebase = &timebase,
			    .turn_ps = 1,
			    .batches = BATCHES / 2};
	memset(memory, 0, sizeof(memory));
	clock_init(UINT64_C(1000000000));
	assert_int_equal(group_init(group, run, 1, &arena), 0);
	group->watch.deadline = clock_after_us(20000000);
}

static void check(uint32_t k, enum ownership cache)
{
	struct run run;
	struct group group;
	struct histogram *sum;
	int64_t values[TEST_MAX_ITEMS];
	uint64_t count, all = 0;
	uint32_t cursor = 0;
	unsigned orders = 0;

	init(&group, &run, k, cache);
	for (int job = 0; job < 2; job++)
		threads_run(CORES, start, group.members, sizeof(group.members[0]));
	sum = &group.members[0].histogram;
	for (unsigned t = 1; t < THREADS; t++)
		histogram_merge(sum, &group.members[t].histogram);
	while (histogram_next(sum, &cursor, values, &count)) {
		assert_int_equal(values[1], THREADS);
		assert_int_equal(count, INSTANCES * (is_natural(values[0]) ? 7 : 1));
		orders++;
		all += count;
	}
	assert_int_equal(orders, ORDERS);
	assert_int_equal(all, BATCHES * INSTANCES);
	assert_int_equal(atomic_load(&group.watch.late), 0);
}

static void test_every_order(void **state)
{
	(void)state;
	check(1, CACHE_READER);
	check(4, CACHE_READER);
	check(1, CACHE_SHARED);
}

/* Who does not come is named, and nothing is counted. */
static void test_missing_core(void **state)
{
	struct group group;
	struct run run;

	(void)state;
	init(&group, &run, 1, CACHE_READER);
	group.watch.deadline = clock_after_us(20000);
	turns_run(&group.members[0]);
	assert_int_equal(atomic_load(&group.watch.late), 2);
	for (unsigned t = 0; t < THREADS; t++)
		assert_int_equal(group.members[t].iterations, 0);
}

static void test_why_not(void **state)
{
	struct test test = four;

	(void)state;
	assert_null(turns_why_not(&test, 2));
	assert_string_equal(turns_why_not(&test, 1), "one thread runs at a time");
	test.waits = true;
	assert_string_equal(turns_why_not(&test, 2), "a thread waits for another");
	test.threads = 1;
	assert_string_equal(turns_why_not(&test, 2), "it has one thread");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_order),
		cmocka_unit_test(test_missing_core),
		cmocka_unit_test(test_why_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

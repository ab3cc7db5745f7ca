/* test_runner_flags.c - threads that meet by symmetric flags. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/flags.h"
#include "tests/unit/threads.h"

#include <string.h>

#define LONG_US UINT64_C(30000000) /* never reached by a test that passes */

static struct flag flags[THREADS_MAX];
static struct watch watch;

/* Written between two meetings, without any atomic: the meetings alone must order it. */
static struct {
	_Alignas(128) uint32_t phase;
} phases[THREADS_MAX];

/* On a busy host a meeting can take milliseconds: thread 0 then calls it a day. */
static uint64_t enough;
static bool last_round;

struct visitor {
	unsigned self;
	unsigned threads;
	uint32_t first;     /* ticket of the first meeting */
	uint32_t rounds;    /* at most; then, how many there were */
	uint64_t strangers; /* phases seen that are not the present one */
	bool met;           /* all meetings */
};

static int set_up(void **state)
{
	(void)state;
	clock_init(UINT64_C(1000000000));
	memset(flags, 0, sizeof(flags));
	watch.deadline = clock_after_us(LONG_US);
	atomic_store(&watch.late, 0);
	return 0;
}

/* Says where it is, meets, looks where the others are, meets: so they cannot be ahead. */
static void *meet_often(void *ctx)
{
	struct visitor *v = ctx;
	uint32_t ticket = v->first, round = 0;

	v->met = true;
	while (v->met && round < v->rounds && !last_round) {
		phases[v->self].phase = ++round;
		v->met &= flags_meet(flags, v->self, v->threads, ticket++, &watch);
		for (unsigned t = 0; t < v->threads; t++)
			v->strangers += phases[t].phase != round;
		if (!v->self)
			last_round = clock_passed(enough);
		v->met &= flags_meet(flags, v->self, v->threads, ticket++, &watch);
	}
	v->rounds = round;
	return NULL;
}

/* Returns how often they met. */
static uint32_t meet(unsigned threads, uint32_t first, uint32_t meetings)
{
	struct visitor visitors[THREADS_MAX];

	for (unsigned t = 0; t < threads; t++) {
		atomic_store(&flags[t].ticket, first - 1);
		visitors[t] = (struct visitor){t, threads, first, meetings / 2, 0, false};
	}
	last_round = false;
	enough = clock_after_us(3000000);
	threads_run(threads, meet_often, visitors, sizeof(visitors[0]));
	for (unsigned t = 0; t < threads; t++) {
		assert_true(visitors[t].met);
		assert_int_equal(visitors[t].strangers, 0);
		assert_int_equal(visitors[t].rounds, visitors[0].rounds);
		assert_int_equal(atomic_load(&flags[t].ticket),
				 first + 2 * visitors[t].rounds - 1);
	}
	assert_int_equal(atomic_load(&watch.late), 0);
	return 2 * visitors[0].rounds;
}

static void test_two_meet(void **state)
{
	(void)state;
	assert_in_range(meet(2, 1, 100000), 100, 100000);
}

/* More threads than some hosts have processors. */
static void test_four_meet(void **state)
{
	(void)state;
	assert_in_range(meet(4, 1, 100000), 100, 100000);
}

static void test_one_meets_nobody(void **state)
{
	(void)state;
	assert_int_equal(meet(1, 1, 10), 10);
}

/* Also where the difference of two tickets changes its sign. */
static void test_wrap_around(void **state)
{
	(void)state;
	assert_in_range(meet(2, UINT32_MAX - 20, 1000), 60, 1000);
	assert_in_range(meet(4, UINT32_MAX - 20, 1000), 60, 1000);
	assert_in_range(meet(3, INT32_MAX - 20u, 1000), 60, 1000);
}

static void *meet_once(void *ctx)
{
	struct visitor *v = ctx;

	v->met = flags_meet(flags, v->self, v->threads, v->first, &watch);
	return NULL;
}

/* All but one come; it is named, and nobody stays. */
static void check_missing(unsigned threads, unsigned missing, uint32_t ticket)
{
	struct visitor visitors[THREADS_MAX];
	unsigned come = 0;

	for (unsigned t = 0; t < threads; t++) {
		atomic_store(&flags[t].ticket, ticket - 1);
		if (t != missing)
			visitors[come++] = (struct visitor){
				.self = t, .threads = threads, .first = ticket};
	}
	atomic_store(&watch.late, 0);
	watch.deadline = clock_after_us(20000);
	threads_run(come, meet_once, visitors, sizeof(visitors[0]));
	assert_true(clock_passed(watch.deadline));
	assert_int_equal(atomic_load(&watch.late), missing + 1);
	for (unsigned t = 0; t < come; t++)
		assert_false(visitors[t].met);
}

static void test_missing_thread(void **state)
{
	(void)state;
	check_missing(2, 0, 1);
	check_missing(3, 1, 0); /* the ticket after UINT32_MAX */
}

/* Once somebody is late there is no waiting for the deadline. */
static void test_leave_with_the_others(void **state)
{
	(void)state;
	atomic_store(&watch.late, 3);
	assert_false(flags_meet(flags, 0, 2, 1, &watch));
	assert_int_equal(atomic_load(&watch.late), 3);
	assert_false(clock_passed(watch.deadline));
}

/* One that has already been at a later meeting counts for this one. */
static void test_the_others_may_be_ahead(void **state)
{
	(void)state;
	atomic_store(&flags[1].ticket, 9);
	assert_true(flags_pace(flags, 0, 2, 8, &watch));
	assert_true(flags_pace(flags, 0, 2, 9, &watch));
	assert_int_equal(atomic_load(&flags[0].ticket), 9);
	assert_true(flag_await(flags, 1, 9, &watch));
	watch.deadline = clock_after_us(0);
	assert_false(flag_await(flags, 1, 10, &watch));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_two_meet, set_up),
		cmocka_unit_test_setup(test_four_meet, set_up),
		cmocka_unit_test_setup(test_one_meets_nobody, set_up),
		cmocka_unit_test_setup(test_wrap_around, set_up),
		cmocka_unit_test_setup(test_missing_thread, set_up),
		cmocka_unit_test_setup(test_leave_with_the_others, set_up),
		cmocka_unit_test_setup(test_the_others_may_be_ahead, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

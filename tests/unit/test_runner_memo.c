/* test_runner_memo.c - tunings that won before, and where threads are placed. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/memo.h"

#include <stdio.h>
#include <string.h>

static struct memo memo;

static int set_up(void **state)
{
	(void)state;
	memset(&memo, 0, sizeof(memo));
	return 0;
}

static const struct test sb = {
	.name = "SB+mbonceonces", .threads = 2, .location_count = 2};

static void keep(const struct test *test, uint32_t k, bool settled)
{
	struct tuning tuning = {.k = k};

	memo_keep(&memo, test, &tuning, 300, settled);
}

static void check_found(const struct test *test, uint32_t k)
{
	const struct memo_entry *entry = memo_find(&memo, test);

	if (!k) {
		assert_null(entry);
		return;
	}
	assert_non_null(entry);
	assert_int_equal(entry->tuning.k, k);
	assert_int_equal(entry->trip_ns, 300);
}

static void test_shapes(void **state)
{
	struct test test = sb;

	(void)state;
	check_found(&sb, 0);
	keep(&sb, 7, true);
	check_found(&sb, 7);
	test.name = "SB";
	check_found(&test, 7);
	test.name = "SBx+mbonceonces";
	check_found(&test, 0);
	test.name = "S+mbonceonces";
	check_found(&test, 0);
	test = sb;
	test.threads = 3;
	check_found(&test, 0);
	test = sb;
	test.location_count = 3;
	check_found(&test, 0);
	keep(&test, 9, true);
	check_found(&test, 9);
	check_found(&sb, 7);
}

static void test_settled_stays(void **state)
{
	(void)state;
	keep(&sb, 1, false);
	keep(&sb, 2, false);
	check_found(&sb, 2);
	assert_false(memo_find(&memo, &sb)->settled);
	keep(&sb, 3, true);
	keep(&sb, 4, false);
	check_found(&sb, 3);
	keep(&sb, 5, true);
	check_found(&sb, 5);
	assert_int_equal(memo.count, 1);
}

/* A control's winner serves until a test of the shape has one of its own. */
static void test_controls(void **state)
{
	struct test control = sb;

	(void)state;
	control.control_of = sb.name;
	keep(&control, 1, true);
	check_found(&sb, 1);
	assert_true(memo_find(&memo, &sb)->of_control);
	keep(&control, 2, true);
	check_found(&sb, 2);
	keep(&sb, 3, false);
	check_found(&sb, 2);
	keep(&sb, 4, true);
	check_found(&sb, 4);
	assert_false(memo_find(&memo, &sb)->of_control);
	keep(&control, 5, true);
	check_found(&sb, 4);
}

/* Names may be long, and there may be more shapes than places. */
static void test_limits(void **state)
{
	char name[64];
	struct test test = sb;

	(void)state;
	test.name = name;
	for (unsigned i = 0; i < MEMO_MAX + 5; i++) {
		snprintf(name, sizeof(name), "%u-a-name-that-is-rather-long+po", i);
		keep(&test, i + 1, true);
	}
	for (unsigned i = 0; i < MEMO_MAX + 5; i++) {
		snprintf(name, sizeof(name), "%u-a-name-that-is-rather-long+po", i);
		check_found(&test, i < MEMO_MAX ? i + 1 : 0);
	}
}

/* Each core runs one thread, whatever the placement. */
static void test_placements(void **state)
{
	enum { GROUPS = 5, THREADS = 3 };

	(void)state;
	for (int map = MAP_AUTO + 1; map < MAP_COUNT; map++) {
		bool taken[GROUPS * THREADS] = {false};

		for (unsigned g = 0; g < GROUPS; g++)
			for (unsigned t = 0; t < THREADS; t++) {
				unsigned core = placing_core((enum placing)map, GROUPS,
							     THREADS, g, t);

				assert_true(core < GROUPS * THREADS);
				assert_false(taken[core]);
				taken[core] = true;
			}
	}
	assert_int_equal(placing_core(MAP_NEAR, GROUPS, THREADS, 2, 1), 7);
	assert_int_equal(placing_core(MAP_ROTATED, GROUPS, THREADS, 2, 1), 6);
	assert_int_equal(placing_core(MAP_ROTATED, GROUPS, THREADS, 2, 0), 8);
	assert_int_equal(placing_core(MAP_SPREAD, GROUPS, THREADS, 2, 1), 7);
	assert_int_equal(placing_core(MAP_SPREAD, GROUPS, THREADS, 4, 2), 14);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_shapes, set_up),
		cmocka_unit_test_setup(test_settled_stays, set_up),
		cmocka_unit_test_setup(test_controls, set_up),
		cmocka_unit_test_setup(test_limits, set_up),
		cmocka_unit_test(test_placements),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_runner_timebase.c - which clock serves for deadlines, and why another does not. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/timebase.h"

#include <string.h>

enum { CORES = 3 };

static struct clock_offset offsets[CLOCK_KINDS][CORES];
static struct clocks clocks;
static struct timebase timebase;

/* A good clock of each kind. */
static int set_up(void **state)
{
	(void)state;
	memset(offsets, 0, sizeof(offsets));
	clocks.traits[CLOCK_SHARED] =
		(struct clock_traits){.hz = 24000000, .granularity = 1, .cost_ps = 20000};
	clocks.traits[CLOCK_CYCLES] = (struct clock_traits){
		.hz = 2000000000, .granularity = 30, .cost_ps = 9000};
	for (int kind = 0; kind < CLOCK_KINDS; kind++)
		clocks.traits[kind].offsets = offsets[kind];
	offsets[CLOCK_CYCLES][1] = (struct clock_offset){-500000000, 300};
	offsets[CLOCK_CYCLES][2] = (struct clock_offset){7, 4000};
	return 0;
}

static void test_cycles_come_first(void **state)
{
	(void)state;
	timebase_init(&timebase, &clocks, CORES);
	assert_int_equal(timebase.kind, CLOCK_CYCLES);
	assert_ptr_equal(timebase.traits, &clocks.traits[CLOCK_CYCLES]);
}

/* The cycles are spoilt; then the shared clock serves, if it is not spoilt as well. */
static void check_refused(const char *why)
{
	char sentence[TIMEBASE_WHY_MAX];

	timebase_init(&timebase, &clocks, CORES);
	assert_int_equal(timebase.kind, CLOCK_SHARED);
	assert_ptr_equal(timebase.traits, &clocks.traits[CLOCK_SHARED]);
	clocks.traits[CLOCK_SHARED].backwards = 3;
	timebase_init(&timebase, &clocks, CORES);
	assert_null(timebase.traits);
	timebase_explain(sentence, &timebase);
	assert_non_null(strstr(sentence, why));
	assert_non_null(strstr(sentence, "clock shared ran backwards 3 times"));
	set_up(NULL);
}

static void test_refused(void **state)
{
	struct clock_traits *cycles = &clocks.traits[CLOCK_CYCLES];

	(void)state;
	cycles->hz = 0;
	check_refused("clock cycles is absent");
	cycles->backwards = 1;
	check_refused("clock cycles ran backwards 1 times");
	cycles->granularity = 101;
	check_refused("clock cycles has steps of 51 ns, at most 50 serve");
	cycles->cost_ps = 1000001;
	check_refused("clock cycles takes 1000 ns to read, at most 1000 serve");
	offsets[CLOCK_CYCLES][2].within = 4001;
	check_refused("clock cycles of core 2 is 7 ticks off core 0's within 2001 ns, at "
		      "most 2000 serve");
	offsets[CLOCK_CYCLES][1].within = CLOCK_UNKNOWN;
	check_refused("clock cycles of core 1 was not compared with core 0's");
}

/* Only the cores that run tests at the same time have to be compared. */
static void test_cores_that_count(void **state)
{
	(void)state;
	offsets[CLOCK_CYCLES][2].within = CLOCK_UNKNOWN;
	timebase_init(&timebase, &clocks, 2);
	assert_int_equal(timebase.kind, CLOCK_CYCLES);
}

static void test_limits(void **state)
{
	(void)state;
	clocks.traits[CLOCK_CYCLES].granularity = 100;
	clocks.traits[CLOCK_CYCLES].cost_ps = 1000000;
	offsets[CLOCK_CYCLES][1].within = 4000;
	timebase_init(&timebase, &clocks, CORES);
	assert_int_equal(timebase.kind, CLOCK_CYCLES);
}

static void test_fine(void **state)
{
	(void)state;
	clocks.traits[CLOCK_CYCLES].granularity = 24;
	timebase_init(&timebase, &clocks, CORES);
	assert_true(timebase_is_fine(&timebase));
	clocks.traits[CLOCK_CYCLES].granularity = 25;
	timebase_init(&timebase, &clocks, CORES);
	assert_false(timebase_is_fine(&timebase));
	clocks.traits[CLOCK_CYCLES].hz = 0;
	clocks.traits[CLOCK_SHARED].hz = 0;
	timebase_init(&timebase, &clocks, CORES);
	assert_false(timebase_is_fine(&timebase));
}

static void test_ticks(void **state)
{
	(void)state;
	timebase_init(&timebase, &clocks, CORES);
	assert_int_equal(timebase_ticks(&timebase, 300), 600);
	assert_int_equal(timebase_ns(&timebase, 601), 301);
	assert_int_equal(timebase_ns(&timebase, UINT64_MAX - 1), UINT64_MAX);
	assert_int_equal(timebase_ticks(&timebase, UINT64_C(3600000000000)),
			 UINT64_C(7200000000000));
	clocks.traits[CLOCK_CYCLES].hz = 0;
	timebase_init(&timebase, &clocks, CORES);
	assert_int_equal(timebase_ticks(&timebase, 300), 7); /* 7.2 */
	assert_int_equal(timebase_ticks(&timebase, 1), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_cycles_come_first, set_up),
		cmocka_unit_test_setup(test_refused, set_up),
		cmocka_unit_test_setup(test_cores_that_count, set_up),
		cmocka_unit_test_setup(test_limits, set_up),
		cmocka_unit_test_setup(test_fine, set_up),
		cmocka_unit_test_setup(test_ticks, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

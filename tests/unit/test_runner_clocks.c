/* test_runner_clocks.c - the clock of this machine, read by threads that play cores. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/err.h"
#include "runner/clocks.h"
#include "runner/test.h"
#include "tests/unit/machine.h"

enum { COMPARED = 3 };

/* All threads read one clock: whatever is found, the true offset is 0. */
static void assert_compared(const struct clock_traits *traits)
{
	assert_int_equal(traits->offsets[0].ticks, 0);
	assert_int_equal(traits->offsets[0].within, 0);
	for (unsigned i = 1; i < CORES; i++) {
		const struct clock_offset *offset = &traits->offsets[i];

		if (i >= COMPARED) {
			assert_true(offset->within == CLOCK_UNKNOWN);
			continue;
		}
		assert_in_range(offset->within, 1, 1000000000);
		assert_true(offset->ticks <= (int64_t)offset->within);
		assert_true(offset->ticks >= -(int64_t)offset->within);
	}
}

static void test_shared_clock(void **state)
{
	struct clocks clocks;
	const struct clock_traits *shared = &clocks.traits[CLOCK_SHARED];

	(void)state;
	assert_int_equal(clocks_measure(&clocks, &machine, COMPARED), 0);
	assert_int_equal(shared->hz, 1000000000);
	assert_int_equal(shared->backwards, 0);
	assert_in_range(shared->granularity, 1, 1000);
	assert_in_range(shared->cost_ps, 1, 1000000000);
	assert_compared(shared);
	assert_int_equal(clocks.traits[CLOCK_CYCLES].hz, 0);
}

/* Here it is the same clock: its rate is measured, and must come out right. */
static void test_cycles(void **state)
{
	struct clocks clocks;
	const struct clock_traits *cycles = &clocks.traits[CLOCK_CYCLES];

	(void)state;
	machine.features = CORE_CYCLES;
	assert_int_equal(clocks_measure(&clocks, &machine, COMPARED), 0);
	assert_in_range(cycles->hz, 900000000, 1100000000);
	assert_compared(cycles);
}

static void test_offset(void **state)
{
	struct clock_offset offset = {.within = CLOCK_UNKNOWN};

	(void)state;
	clock_offset_learn(&offset, 1000, 590, 1200); /* 500 behind, by a slow exchange */
	assert_int_equal(offset.ticks, -510);
	assert_int_equal(offset.within, 100);
	clock_offset_learn(&offset, 2000, 1505, 2021);
	assert_int_equal(offset.ticks, -506);
	assert_int_equal(offset.within, 11);
	clock_offset_learn(&offset, 3000, 0, 3050); /* slower: says nothing new */
	assert_int_equal(offset.ticks, -506);
	clock_offset_learn(&offset, UINT64_MAX - 4, 0, 5); /* across the wrap */
	assert_int_equal(offset.ticks, 0);
	assert_int_equal(offset.within, 5);
}

static void test_no_memory(void **state)
{
	struct clocks clocks;

	(void)state;
	arena.end = arena.next + 8;
	assert_int_equal(clocks_measure(&clocks, &machine, COMPARED), -E_NOMEM);
}

static void test_print(void **state)
{
	struct clock_offset offsets[CORES] = {
		{0, 0}, {-3, 40}, {7, 41}, {0, CLOCK_UNKNOWN}};
	const struct clocks clocks = {.traits = {[CLOCK_SHARED] = {
							 .hz = 62500000,
							 .granularity = 1,
							 .cost_ps = 41687,
							 .backwards = 2,
							 .offsets = offsets,
						 }}};

	(void)state;
	clocks_print(&clocks, &machine);
	assert_string_equal(text, "# clock shared hz=62500000 granularity=1 cost=41.6 "
				  "backwards=2 offset=-3..7 within=41 cores=3\n");
}

static void count(void *context)
{
	++*(uint64_t *)context;
}

static void wait_a_millisecond(void *context)
{
	uint64_t until = clock_after_us(1000);

	count(context);
	while (!clock_passed(until))
		cpu_relax();
}

static void test_cost(void **state)
{
	uint64_t windows = 0, calls = 0;

	(void)state;
	assert_true(clocks_cost_ps(wait_a_millisecond, &windows, 10) >= 100000000);
	assert_in_range(windows, 1, 10); /* one call fills a window */
	assert_true(clocks_cost_ps(count, &calls, 1) > 0);
	assert_true(calls > windows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_shared_clock, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_cycles, set_up, tear_down),
		cmocka_unit_test(test_offset),
		cmocka_unit_test_setup_teardown(test_no_memory, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_print, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_cost, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_runner_measure.c - line transfers between threads that play cores. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/measure.h"
#include "tests/unit/machine.h"

/* The numbers of a line that begins so: they were measured, and in order. */
static void assert_times(const char *begin)
{
	const char *line = strstr(text, begin);
	double least, median;
	unsigned samples;

	assert_non_null(line);
	assert_int_equal(sscanf(line + strlen(begin), " min=%lf median=%lf samples=%u",
				&least, &median, &samples),
			 3);
	assert_in_range(samples, 1, 64);
	assert_true(least > 0 && least <= median);
}

static void test_measure(void **state)
{
	struct clocks clocks;
	double cost;

	(void)state;
	assert_int_equal(clocks_measure(&clocks, &machine, CORES), 0);
	assert_int_equal(measure_print(&clocks, &machine, CORES), 0);
	assert_int_equal(sscanf(text, "# fence cost=%lf", &cost), 1);
	assert_times("# round-trip from=0 to=1");
	assert_times("# round-trip from=0 to=2");
	assert_times("# round-trip from=0 to=3");
	assert_times("# barrier cores=2");
	assert_times("# barrier cores=4");
}

/* One core has nobody to talk to. */
static void test_alone(void **state)
{
	struct clocks clocks;

	(void)state;
	assert_int_equal(clocks_measure(&clocks, &machine, 1), 0);
	assert_int_equal(measure_print(&clocks, &machine, 1), 0);
	assert_non_null(strstr(text, "# fence"));
	assert_null(strstr(text, "# round-trip"));
	assert_null(strstr(text, "# barrier"));
}

static void test_no_memory(void **state)
{
	struct clocks clocks;

	(void)state;
	assert_int_equal(clocks_measure(&clocks, &machine, CORES), 0);
	arena.end = arena.next;
	assert_int_equal(measure_print(&clocks, &machine, CORES), -E_NOMEM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_measure, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_alone, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_no_memory, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_runner_noise.c - lengths of time in buckets, and threads that listen. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/gaps.h"
#include "runner/noise.h"
#include "tests/unit/machine.h"

static struct gaps gaps;

static int no_gaps(void **state)
{
	(void)state;
	memset(&gaps, 0, sizeof(gaps));
	return 0;
}

/* A length alone is its own percentile, so that the bucket's width does not matter. */
static void test_every_bucket(void **state)
{
	uint32_t before = 0;

	(void)state;
	assert_int_equal(gaps_percentile(&gaps, 500000), 0);
	for (uint64_t length = 0; length < 4096; length++) {
		uint32_t bucket = gaps_bucket(length);

		assert_in_range(bucket, before, before + 1);
		before = bucket;
	}
	assert_int_equal(gaps_bucket(31), 31);
	assert_int_equal(gaps_bucket(32), gaps_bucket(33));
	assert_int_equal(gaps_bucket(UINT64_MAX), GAPS_BUCKETS - 1);
	gaps_add(&gaps, UINT64_MAX);
	assert_true(gaps_percentile(&gaps, 1) == UINT64_MAX);
}

/* The bound of 1/16 holds at every size. */
static void test_precision(void **state)
{
	(void)state;
	for (uint64_t length = 1; length < UINT64_C(1) << 60; length += length / 3 + 1) {
		uint64_t found;

		no_gaps(NULL);
		gaps_add(&gaps, length);
		gaps_add(&gaps, UINT64_MAX);
		found = gaps_percentile(&gaps, 500000);
		assert_true(found >= length && found - length <= length / 16);
	}
}

static void test_percentiles(void **state)
{
	(void)state;
	for (int i = 0; i < 9998; i++)
		gaps_add(&gaps, 10);
	gaps_add(&gaps, 20);
	gaps_add(&gaps, 30000);
	assert_int_equal(gaps.total, 10000);
	assert_int_equal(gaps.largest, 30000);
	assert_int_equal(gaps_percentile(&gaps, 500000), 10);
	assert_int_equal(gaps_percentile(&gaps, 999800), 10);
	assert_int_equal(gaps_percentile(&gaps, 999801), 20);
	assert_int_equal(gaps_percentile(&gaps, 999900), 20);
	assert_int_equal(gaps_percentile(&gaps, 999901), 30000);
	assert_int_equal(gaps_percentile(&gaps, 1000000), 30000);
}

/* Every core that may run says that it listened for as long as it was asked to. */
static void test_listening(void **state)
{
	enum { LISTENING = 3 };
	struct clocks clocks;
	const char *line = text;

	(void)state;
	assert_int_equal(clocks_measure(&clocks, &machine, LISTENING), 0);
	uint64_t start = cpu_clock();

	assert_int_equal(noise_print(&clocks, &machine, LISTENING, 20000), 0);
	assert_true(cpu_clock() - start >= 20000000);
	for (unsigned i = 0; i < LISTENING; i++) {
		unsigned core, us;
		unsigned long long reads;
		double median, rare, most;

		assert_int_equal(sscanf(line,
					"# noise core=%u us=%u reads=%llu median=%lf "
					"p99.99=%lf max=%lf\n",
					&core, &us, &reads, &median, &rare, &most),
				 6);
		assert_int_equal(core, i);
		assert_int_equal(us, 20000);
		assert_true(reads >= 64 || i);
		assert_true(median <= rare && rare <= most);
		assert_true(most > 0 || !reads);
		line = strchr(line, '\n') + 1;
	}
	assert_string_equal(line, "");
}

static void test_no_memory(void **state)
{
	struct clocks clocks;

	(void)state;
	assert_int_equal(clocks_measure(&clocks, &machine, CORES), 0);
	arena.end = arena.next + 64;
	assert_int_equal(noise_print(&clocks, &machine, CORES, 1000), -E_NOMEM);
	assert_string_equal(text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_every_bucket, no_gaps),
		cmocka_unit_test(test_precision),
		cmocka_unit_test_setup(test_percentiles, no_gaps),
		cmocka_unit_test_setup_teardown(test_listening, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_no_memory, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

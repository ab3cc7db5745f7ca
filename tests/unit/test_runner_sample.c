/* test_runner_sample.c - what outcomes are worth: targets, and the balance of the others. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/sample.h"

/* Two registers, 0 or 1 each; the target is 0, 0. Interleavings have the other three. */
static const struct test_item items[] = {{"0:r0", 0, 4, 2, 0, 0},
					 {"1:r0", 1, 4, 2, 0, 0}};
static const struct cond_op both_zero[] = {
	{COND_EQ, 0, 0}, {COND_EQ, 1, 0}, {COND_AND, 0, 0}};
static const struct cond_op first_zero[] = {{COND_EQ, 0, 0}};
static const int64_t interleavings[] = {0, 1, 1, 0, 1, 1};

static struct test test;
static struct histogram h;
static uint64_t counts[4]; /* of 0,0 0,1 1,0 and 1,1 */

static int set_up(void **state)
{
	(void)state;
	test = (struct test){
		.items = items,
		.condition = both_zero,
		.condition_ops = 3,
		.item_count = 2,
		.allowed = {.values = interleavings, .sc = 3, .sc_known = true},
	};
	h = (struct histogram){.test = &test, .direct = counts, .states = 4};
	return 0;
}

static struct sample sample(uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
	counts[0] = a;
	counts[1] = b;
	counts[2] = c;
	counts[3] = d;
	return sample_of(&h, a + b + c + d, 77);
}

static void test_target(void **state)
{
	(void)state;
	assert_int_equal(sample(5, 10, 20, 30).target, 5);
	assert_int_equal(sample(5, 10, 20, 30).iterations, 65);
	assert_int_equal(sample(5, 10, 20, 30).nanoseconds, 77);
	test.quantifier = TEST_FORALL;
	assert_int_equal(sample(5, 10, 20, 30).target, 60);
	test.quantifier = TEST_EXISTS;
	test.condition = first_zero;
	test.condition_ops = 1;
	assert_int_equal(sample(5, 10, 20, 30).target, 15);
	test.filter = both_zero;
	test.filter_ops = 3;
	assert_int_equal(sample(5, 10, 20, 30).target, 5);
	assert_int_equal(sample_of(&h, 0, 0).target, 0);
	assert_int_equal(sample_of(&h, 0, 0).nanoseconds, 1);
}

/* The harmonic mean of 9+1, 19+1 and 29+1 is 3 / (1/10 + 1/20 + 1/30), in thousandths. */
static void test_balance(void **state)
{
	uint64_t even, drift, missing;

	(void)state;
	assert_in_range(sample(0, 9, 19, 29).balance, 16350, 16370);
	even = sample(0, 1000, 1000, 1000).balance;
	assert_in_range(even, 1000900, 1001100);
	/* The target is none of the interleavings. */
	assert_int_equal(sample(500, 1000, 1000, 1000).balance, even);
	/* Threads that drift past each other are worth little, however many they are. */
	drift = sample(0, 100000, 100000, 10).balance;
	missing = sample(0, 100000, 100000, 0).balance;
	assert_true(drift < even / 10);
	assert_true(missing < drift);
	assert_true(missing > 0);
	/* What nobody knows cannot be missing. */
	test.allowed.sc_known = false;
	assert_true(sample(0, 100000, 100000, 0).balance > even);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_target, set_up),
		cmocka_unit_test_setup(test_balance, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_runner_label.c - which outcomes are sc, tso and weak. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/label.h"

static const int64_t values[] = {
	-1, 5, 0, 1, 1, 0, 1, VALUE_ADDRESS(0), /* sc */
	0,  0, 2, 2,                            /* tso */
};

static enum log_label label(struct test_allowed allowed, int64_t one, int64_t other)
{
	struct test test = {.item_count = 2, .allowed = allowed};

	return label_of(&test, (const int64_t[]){one, other});
}

static void test_labels(void **state)
{
	const struct test_allowed both = {values, 4, 2, true, true};

	(void)state;
	assert_int_equal(label(both, -1, 5), LOG_SC);
	assert_int_equal(label(both, 0, 1), LOG_SC);
	assert_int_equal(label(both, 1, 0), LOG_SC);
	assert_int_equal(label(both, 1, VALUE_ADDRESS(0)), LOG_SC);
	assert_int_equal(label(both, 0, 0), LOG_TSO);
	assert_int_equal(label(both, 2, 2), LOG_TSO);
	assert_int_equal(label(both, 1, 1), LOG_WEAK);
	assert_int_equal(label(both, -2, 0), LOG_WEAK);
	assert_int_equal(label(both, 3, 0), LOG_WEAK);
}

/* Nothing is said of what is not known. */
static void test_unknown(void **state)
{
	const struct test_allowed sc_only = {values, 4, 0, true, false};
	const struct test_allowed empty = {NULL, 0, 0, true, true};

	(void)state;
	assert_int_equal(label((struct test_allowed){0}, 0, 0), LOG_UNLABELLED);
	assert_int_equal(label(sc_only, 0, 1), LOG_SC);
	assert_int_equal(label(sc_only, 0, 0), LOG_UNLABELLED);
	assert_int_equal(label(empty, 0, 0), LOG_WEAK);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

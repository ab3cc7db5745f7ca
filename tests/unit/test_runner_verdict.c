/* test_runner_verdict.c - what is expected, and what the counts say of it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/verdict.h"

static const struct test_result results[] = {
	{"lkmm.gcc:rust.rustc", "arm64", EXPECT_SOMETIMES, "asm"},
	{"lkmm.gcc-lse", "arm64", EXPECT_ALWAYS, "asm"},
	{"lkmm:c11", "arm64", EXPECT_SOMETIMES, "test"},
	{"c11*", "*", EXPECT_ALWAYS, "test"},
	{"*:*", "riscv64", EXPECT_NONE, "test"},
	{"lkmm:c11", "*", EXPECT_ALWAYS, "test"},
	{"lkmm", "*", EXPECT_NEVER, "lkmm"},
};

static const struct test sb = {
	.id = "SB+mbonceonces~2", .results = results, .result_count = 7};
static const struct test silent = {.id = "SB"};

static void test_expected(void **state)
{
	(void)state;
	assert_int_equal(verdict_expected(&sb, "lkmm", "arm64"), EXPECT_NEVER);
	assert_int_equal(verdict_expected(&sb, "lkmm.clang", "arm64"), EXPECT_NEVER);
	assert_int_equal(verdict_expected(&sb, "lkmm:rustlkmm", "arm64"), EXPECT_NEVER);
	assert_int_equal(verdict_expected(&sb, "rusthelper.rustc-lto:lkmm", "arm64"),
			 EXPECT_NEVER);
	assert_int_equal(verdict_expected(&sb, "lkmm:lkmm.gcc-lse", "arm"), EXPECT_NEVER);
	assert_int_equal(verdict_expected(&sb, "lkmm.clang:c11", "arm64"),
			 EXPECT_SOMETIMES);
	assert_int_equal(verdict_expected(&sb, "rust", "arm64"), EXPECT_NONE);
	assert_int_equal(verdict_expected(&sb, "lkmm:c11", "arm64"), EXPECT_SOMETIMES);
	assert_int_equal(verdict_expected(&sb, "lkmm:c11", "riscv64"), EXPECT_NONE);
	assert_int_equal(verdict_expected(&sb, "lkmm:c11", "arm"), EXPECT_ALWAYS);
	assert_int_equal(verdict_expected(&sb, "c11", "riscv64"), EXPECT_ALWAYS);
	assert_int_equal(verdict_expected(&sb, "c11sc:lkmm", "arm64"), EXPECT_ALWAYS);
	assert_int_equal(verdict_expected(&sb, "volatile", "arm64"), EXPECT_NONE);
	assert_int_equal(verdict_expected(&silent, "lkmm", "arm64"), EXPECT_NONE);
}

/* What is said of one toolchain holds for that alone. */
static void test_toolchains(void **state)
{
	(void)state;
	assert_int_equal(verdict_expected(&sb, "lkmm:rust", "arm64"), EXPECT_SOMETIMES);
	assert_int_equal(verdict_expected(&sb, "lkmm.clang:rust", "arm64"), EXPECT_NONE);
	assert_int_equal(verdict_expected(&sb, "lkmm:rust", "arm"), EXPECT_NONE);
	assert_int_equal(verdict_expected(&sb, "lkmm.gcc-lse", "arm64"), EXPECT_ALWAYS);
	assert_int_equal(verdict_expected(&sb, "lkmm.gcc-O3", "arm64"), EXPECT_NEVER);
}

static void test_sources(void **state)
{
	(void)state;
	assert_string_equal(verdict_source(&sb, "lkmm:rust", "arm64"), "asm");
	assert_string_equal(verdict_source(&sb, "lkmm.clang", "arm64"), "lkmm");
	assert_string_equal(verdict_source(&sb, "c11", "arm64"), "test");
	assert_null(verdict_source(&sb, "volatile", "arm64"));
}

static void test_words(void **state)
{
	(void)state;
	assert_string_equal(verdict_expect_word(EXPECT_NONE), "none");
	assert_string_equal(verdict_expect_word(EXPECT_NEVER), "Never");
	assert_string_equal(verdict_expect_word(EXPECT_SOMETIMES), "Sometimes");
	assert_string_equal(verdict_expect_word(EXPECT_ALWAYS), "Always");
}

static const struct deviation none[] = {{NULL, NULL, NULL}};

static void test_decide(void **state)
{
	static const struct {
		enum test_expect expect;
		uint64_t matching;
		uint64_t others;
		enum log_verdict verdict;
	} cases[] = {
		{EXPECT_NEVER, 0, 0, V_PASS},
		{EXPECT_NEVER, 0, 1000, V_PASS},
		{EXPECT_NEVER, 1, 1000, V_FORBIDDEN},
		{EXPECT_NEVER, UINT64_C(1) << 32, 0, V_FORBIDDEN},
		{EXPECT_ALWAYS, 1000, 0, V_PASS},
		{EXPECT_ALWAYS, 1000, 1, V_FORBIDDEN},
		{EXPECT_ALWAYS, 0, UINT64_C(1) << 32, V_FORBIDDEN},
		{EXPECT_SOMETIMES, 0, 1000, V_PASS},
		{EXPECT_SOMETIMES, 1000, 0, V_PASS},
		{EXPECT_SOMETIMES, 500, 500, V_PASS},
		{EXPECT_NONE, 500, 500, V_PASS},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const char *known_by = "left over";

		assert_int_equal(verdict_decide(&sb, "lkmm", cases[i].expect,
						cases[i].matching, cases[i].others, none,
						&known_by),
				 cases[i].verdict);
		assert_null(known_by);
	}
}

static const struct deviation listed[] = {
	{"MP*", "*", "another test's"},
	{"SB*", "c11*", "another mix's"},
	{"SB+mb*", "lkmm", "the first that fits"},
	{"*", "*", "a later one"},
	{NULL, NULL, NULL},
};

static void test_known(void **state)
{
	const char *known_by = NULL;

	(void)state;
	assert_int_equal(
		verdict_decide(&sb, "lkmm", EXPECT_NEVER, 3, 9, listed, &known_by),
		V_KNOWN);
	assert_string_equal(known_by, "the first that fits");
	assert_int_equal(
		verdict_decide(&sb, "c11:lkmm", EXPECT_ALWAYS, 3, 9, listed, &known_by),
		V_KNOWN);
	assert_string_equal(known_by, "another mix's");
}

/* A deviation excuses what contradicts the model, and says nothing of the rest. */
static void test_known_but_not_seen(void **state)
{
	const char *known_by = "left over";

	(void)state;
	assert_int_equal(
		verdict_decide(&sb, "lkmm", EXPECT_NEVER, 0, 9, listed, &known_by),
		V_PASS);
	assert_null(known_by);
	assert_int_equal(
		verdict_decide(&sb, "lkmm", EXPECT_SOMETIMES, 9, 9, listed, &known_by),
		V_PASS);
	assert_null(known_by);
}

/* The table of another test or another mix is no excuse. */
static void test_known_elsewhere(void **state)
{
	static const struct deviation elsewhere[] = {{"MP*", "*", "x"},
						     {"SB", "*", "x"},
						     {"SB*", "c11", "x"},
						     {NULL, NULL, NULL}};
	const char *known_by;

	(void)state;
	assert_int_equal(
		verdict_decide(&sb, "lkmm", EXPECT_NEVER, 1, 9, elsewhere, &known_by),
		V_FORBIDDEN);
	assert_null(known_by);
}

/* Outcomes that a TSO machine cannot have. */
static void test_weak(void **state)
{
	static const struct test marked = {.id = "SB+mb", .is_marked = true};
	static const struct test racy = {
		.id = "SB+mb", .is_marked = true, .is_racy = true};
	const char *by;

	(void)state;
	assert_int_equal(verdict_weak(&marked, "lkmm", none, &by), V_BROKEN);
	assert_int_equal(verdict_weak(&marked, "lkmm.gcc:lkmm.clang", none, &by),
			 V_BROKEN);
	assert_int_equal(verdict_weak(&marked, "lkmm:c11", none, &by), V_PASS);
	assert_int_equal(verdict_weak(&marked, "c11", none, &by), V_PASS);
	assert_int_equal(verdict_weak(&marked, "lkmmx", none, &by), V_PASS);
	assert_int_equal(verdict_weak(&sb, "lkmm", none, &by), V_PASS);
	assert_int_equal(verdict_weak(&racy, "lkmm", none, &by), V_PASS);
	assert_null(by);
	assert_int_equal(verdict_weak(&marked, "lkmm", listed, &by), V_KNOWN);
	assert_string_equal(by, "the first that fits");
}

static void test_racy(void **state)
{
	struct test racy = sb;

	(void)state;
	racy.is_racy = true;
	assert_int_equal(verdict_expected(&racy, "lkmm", "arm64"), EXPECT_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_expected),
		cmocka_unit_test(test_toolchains),
		cmocka_unit_test(test_sources),
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_decide),
		cmocka_unit_test(test_known),
		cmocka_unit_test(test_known_but_not_seen),
		cmocka_unit_test(test_known_elsewhere),
		cmocka_unit_test(test_weak),
		cmocka_unit_test(test_racy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

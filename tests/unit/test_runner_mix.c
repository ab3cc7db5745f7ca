/* test_runner_mix.c - from the text of a mix to the code that runs. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/mix.h"

#include <string.h>

static const struct test single = {.name = "single", .threads = 1};
static const struct test pair = {.name = "pair", .threads = 2};
static const struct test triple = {.name = "triple", .threads = 3};
static const struct test crowd = {.name = "crowd", .threads = TEST_MAX_THREADS};

/* Code that is never run: a thread function per variant and thread, told apart. */
static void code(const struct thread_args *args)
{
	(void)args;
}

#define CODE(name, thread)                                                               \
	static void name##_P##thread(const struct thread_args *args)                     \
	{                                                                                \
		code(args);                                                              \
	}
#define CODES(name)                                                                      \
	CODE(name, 0)                                                                    \
	CODE(name, 1)                                                                    \
	CODE(name, 2)                                                                    \
	static thread_fn *const name[] = {name##_P0, name##_P1, name##_P2};
CODES(lkmm_gcc)
CODES(lkmm_clang)
CODES(c11_gcc)
CODES(c11_clang)
CODES(c11sc_gcc)

static thread_fn *const many[TEST_MAX_THREADS] = {code};

/* In link order; the toolchain's sections would come one by one, and mean the same. */
static const struct variant variants[]
	__attribute__((section("litmus_variants"), used)) = {
		{&triple, "c11sc", "gcc", c11sc_gcc, NULL, 0},
		{&pair, "lkmm", "gcc", lkmm_gcc, NULL, 0},
		{&pair, "c11", "gcc", c11_gcc, NULL, 0},
		{&triple, "lkmm", "clang", lkmm_clang, NULL, 0},
		{&triple, "lkmm", "gcc", lkmm_gcc, NULL, 0},
		{&triple, "c11", "gcc", c11_gcc, NULL, 0},
		{&triple, "c11", "clang", c11_clang, NULL, CORE_LSE},
		{&single, "lkmm", "gcc", lkmm_gcc, NULL, 0},
		{&crowd, "lkmm", "averylongtoolchain", many, NULL, 0},
		{&crowd, "c11", "averylongtoolchain", many, NULL, 0},
};

static struct mix mix;
static char missing[MIX_NAME_MAX];

static bool resolve(const struct test *test, const char *text)
{
	memset(&mix, 0x55, sizeof(mix));
	memset(missing, 0x55, sizeof(missing));
	return mix_resolve(&mix, test, text, strlen(text), missing);
}

static void test_table(void **state)
{
	(void)state;
	assert_ptr_equal(__start_litmus_variants, variants);
	assert_int_equal(__stop_litmus_variants - __start_litmus_variants,
			 sizeof(variants) / sizeof(variants[0]));
}

static void test_one_for_all(void **state)
{
	(void)state;
	assert_true(resolve(&pair, "lkmm"));
	assert_string_equal(mix.name, "lkmm");
	assert_ptr_equal(mix.threads[0], lkmm_gcc_P0);
	assert_ptr_equal(mix.threads[1], lkmm_gcc_P1);
	assert_true(resolve(&pair, "lkmm:lkmm"));
	assert_string_equal(mix.name, "lkmm");
	assert_true(resolve(&single, "lkmm:c11"));
	assert_string_equal(mix.name, "lkmm");
}

static void test_one_each(void **state)
{
	(void)state;
	assert_true(resolve(&pair, "lkmm:c11"));
	assert_string_equal(mix.name, "lkmm:c11");
	assert_ptr_equal(mix.threads[0], lkmm_gcc_P0);
	assert_ptr_equal(mix.threads[1], c11_gcc_P1);
	assert_true(resolve(&pair, "c11:lkmm"));
	assert_string_equal(mix.name, "c11:lkmm");
	assert_ptr_equal(mix.threads[0], c11_gcc_P0);
	assert_ptr_equal(mix.threads[1], lkmm_gcc_P1);
}

static void test_repeats(void **state)
{
	(void)state;
	assert_true(resolve(&triple, "lkmm.gcc:c11"));
	assert_string_equal(mix.name, "lkmm:c11:lkmm");
	assert_ptr_equal(mix.threads[0], lkmm_gcc_P0);
	assert_ptr_equal(mix.threads[1], c11_gcc_P1);
	assert_ptr_equal(mix.threads[2], lkmm_gcc_P2);
	assert_true(resolve(&triple, "c11:c11:c11sc"));
	assert_string_equal(mix.name, "c11:c11:c11sc");
	assert_ptr_equal(mix.threads[2], c11sc_gcc_P2);
	assert_true(resolve(&pair, "c11:c11:lkmm"));
	assert_string_equal(mix.name, "c11"); /* the third has no thread */
}

static void test_toolchain(void **state)
{
	(void)state;
	assert_true(resolve(&triple, "lkmm"));
	assert_ptr_equal(mix.threads[0], lkmm_gcc_P0); /* the usual, not the first */
	assert_true(resolve(&triple, "lkmm.gcc"));
	assert_string_equal(mix.name, "lkmm");
	assert_ptr_equal(mix.threads[0], lkmm_gcc_P0);
	assert_true(resolve(&triple, "c11.clang:c11.gcc:c11sc.gcc"));
	assert_string_equal(mix.name, "c11.clang:c11:c11sc");
	assert_ptr_equal(mix.threads[0], c11_clang_P0);
	assert_ptr_equal(mix.threads[1], c11_gcc_P1);
	assert_ptr_equal(mix.threads[2], c11sc_gcc_P2);
}

/* Only the first length bytes count: the rest of the list of mixes follows. */
static void test_part_of_a_list(void **state)
{
	(void)state;
	assert_true(mix_resolve(&mix, &pair, "c11:lkmm,lkmm:", 3, missing));
	assert_string_equal(mix.name, "c11");
	assert_true(mix_resolve(&mix, &pair, "c11:lkmm,lkmm:", 8, missing));
	assert_string_equal(mix.name, "c11:lkmm");
}

static void check_missing(const struct test *test, const char *text, const char *name)
{
	assert_false(resolve(test, text));
	assert_string_equal(missing, name);
}

static void test_missing(void **state)
{
	(void)state;
	check_missing(&pair, "volatile", "volatile");
	check_missing(&pair, "lkmm:volatile", "volatile");
	check_missing(&pair, "c11.clang", "c11.clang"); /* another test has it */
	check_missing(&pair, "c11sc", "c11sc");
	check_missing(&pair, "c1", "c1");
	check_missing(&pair, "lkmm.", "lkmm.");
	check_missing(&pair, "lkmm.gc", "lkmm.gc");
	check_missing(&pair, "lkmm.gccc", "lkmm.gccc");
	check_missing(&pair, "lkmm-gcc", "lkmm-gcc");
	check_missing(&pair, "lkmm:", "");
	check_missing(&pair, ":lkmm", "");
	check_missing(&pair, "", "");
	check_missing(&pair, "*", "*");
	check_missing(&pair, "all", "all");
}

static void test_needs(void **state)
{
	(void)state;
	assert_true(resolve(&triple, "lkmm:c11:c11"));
	assert_int_equal(mix.needs, 0);
	assert_true(resolve(&triple, "lkmm:c11:c11.clang"));
	assert_int_equal(mix.needs, CORE_LSE);
}

/* All mixes that item means for a test, blank-separated; their number. */
static unsigned expand(const struct test *test, const char *item, char *all)
{
	char text[MIX_NAME_MAX];
	unsigned i = 0;
	bool capped;

	*all = '\0';
	for (; mix_expand(text, test, item, strlen(item), i, &capped); i++)
		if (i < 20)
			strcat(strcat(all, i ? " " : ""), text);
	assert_int_equal(capped, i == MIX_EXPAND_MAX);
	return i;
}

static void test_expand(void **state)
{
	char all[20 * MIX_NAME_MAX];

	(void)state;
	assert_int_equal(expand(&pair, "lkmm:c11", all), 1);
	assert_string_equal(all, "lkmm:c11");
	assert_int_equal(expand(&pair, "a/b", all), 4);
	assert_string_equal(all, "a b a:b b:a");
	assert_int_equal(expand(&single, "a/b", all), 2);
	assert_int_equal(expand(&triple, "a/b", all), 8);
	assert_string_equal(all, "a b a:b:b b:a:b a:a:b b:b:a a:b:a b:a:a");
	assert_int_equal(expand(&pair, "a/b/c", all), 9);
	assert_string_equal(all, "a b c a:b b:a a:c c:a b:c c:b");
	assert_int_equal(expand(&pair, "all", all), 4);
	assert_string_equal(all, "lkmm c11 lkmm:c11 c11:lkmm");
	assert_int_equal(expand(&triple, "all", all), 5 + 10 * 6);
	assert_int_equal(expand(&single, "all", all), 1);
}

static void test_expand_is_capped(void **state)
{
	char all[20 * MIX_NAME_MAX];

	(void)state;
	assert_int_equal(expand(&crowd, "a/b", all), MIX_EXPAND_MAX);
}

static void test_known(void **state)
{
	(void)state;
	assert_true(mix_known("all", 3, missing));
	assert_true(mix_known("lkmm/c11sc", 10, missing));
	assert_true(mix_known("lkmm:c11.clang", 14, missing));
	assert_false(mix_known("lkmm/c1/c11", 11, missing));
	assert_string_equal(missing, "c1");
	assert_false(mix_known("lkmm/", 5, missing));
	assert_false(mix_known("", 0, missing));
}

static void test_long_names(void **state)
{
	char text[MIX_NAME_MAX + 100];

	(void)state;
	assert_true(resolve(&crowd, "lkmm.averylongtoolchain:c11.averylongtoolchain"));
	assert_int_equal(strlen(mix.name), MIX_NAME_MAX - 1);
	assert_memory_equal(mix.name, "lkmm.averylongtoolchain:c11.", 28);
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_false(resolve(&pair, text));
	assert_int_equal(strlen(missing), MIX_NAME_MAX - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),     cmocka_unit_test(test_one_for_all),
		cmocka_unit_test(test_one_each),  cmocka_unit_test(test_repeats),
		cmocka_unit_test(test_toolchain), cmocka_unit_test(test_part_of_a_list),
		cmocka_unit_test(test_missing),   cmocka_unit_test(test_long_names),
		cmocka_unit_test(test_needs),     cmocka_unit_test(test_expand),
		cmocka_unit_test(test_known),     cmocka_unit_test(test_expand_is_capped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

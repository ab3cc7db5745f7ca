/* test_litmusc_mutate.c - what can be changed in a test, and what the change makes of it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/mutate.h"
#include "host/litmusc/emit.h"
#include "tests/unit/litmusc_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#define TEST(body)                                                                       \
	"C t\n{}\nP0(int *x, int *y, spinlock_t *l, struct srcu_struct *s)\n"            \
	"{ " body " }\nP1(int *x) { WRITE_ONCE(*x, 2); }\nexists (x=3)\n"

/* "label label …" of all mutations of a test. */
static void assert_list(const char *text, const char *expected)
{
	struct mutation list[MUTATION_MAX];
	struct sample sample;
	char labels[512] = "";
	unsigned int count;

	sample_compile(&sample, text);
	if (!sample.litmus)
		fail_msg("%s", sample.source.error);
	count = mutation_list(sample.litmus, list);
	for (unsigned int i = 0; i < count; i++) {
		strcat(labels, i ? " " : "");
		strcat(labels, list[i].label);
	}
	assert_string_equal(labels, expected);
	sample_free(&sample);
}

/* The statements of P0 after the change that has this label. */
static void assert_change(const char *text, const char *label, const char *expected)
{
	struct mutation list[MUTATION_MAX];
	struct text out = {0};
	struct litmus *mutant;
	struct sample sample;
	unsigned int count, i = 0;
	char *body, *end;

	sample_compile(&sample, text);
	assert_non_null(sample.litmus);
	count = mutation_list(sample.litmus, list);
	while (i < count && strcmp(list[i].label, label) != 0)
		i++;
	if (i == count)
		fail_msg("there is no %s", label);
	mutant = litmus_compile_changed(&sample.source, &list[i]);
	assert_non_null(mutant);
	mutant->id = mutant->symbol = "t";
	emit_threads(&out, &mutant, 1);
	body = strstr(out.data, "{\n") + 2;
	end = strstr(body, "}\n");
	*end = '\0';
	assert_string_equal(body, expected);
	text_free(&out);
	sample_free(&sample);
}

static const char mp[] = TEST("WRITE_ONCE(*x, 1); smp_wmb(); WRITE_ONCE(*y, 1);");
static const char two[] = TEST("int r0 = READ_ONCE(*x); smp_mb(); if (r0) smp_mb(); "
			       "WRITE_ONCE(*y, 1);");
static const char orders[] =
	TEST("int r0 = smp_load_acquire(x); smp_store_release(y, xchg(x, 2)); "
	     "smp_store_mb(*x, 1); *y = atomic_read_acquire(x);");

static void test_fence(void **state)
{
	(void)state;
	assert_list(mp, "swap-x-y-P0 drop-wmb-P0");
	assert_change(mp, "drop-wmb-P0", "\tWRITE_ONCE(*x, 1);\n\tWRITE_ONCE(*y, 1);\n");
	assert_list(two, "drop-mb-P0 drop-mb-2-P0 drop-all-P0");
	assert_change(two, "drop-mb-2-P0",
		      "\tint r0 = READ_ONCE(*x);\n\n\tsmp_mb();\n\tif (r0) {\n\t");
	assert_change(two, "drop-all-P0", "\tint r0 = READ_ONCE(*x);\n\n\tif (r0) {\n\t");
	assert_list(TEST("barrier(); synchronize_rcu(); synchronize_srcu(s);"),
		    "drop-synchronize_rcu-P0 drop-synchronize_srcu-P0 drop-all-P0");
}

static void test_weaken(void **state)
{
	(void)state;
	assert_list(orders, "weaken-load_acquire-P0 weaken-store_release-P0 "
			    "weaken-xchg-P0 weaken-store_mb-P0 "
			    "weaken-atomic_read_acquire-P0");
	assert_change(orders, "weaken-load_acquire-P0",
		      "\tint r0 = READ_ONCE(*x);\n\n"
		      "\tsmp_store_release(y, xchg(x, 2));\n"
		      "\tsmp_store_mb(*x, 1);\n\t*y = atomic_read_acquire(x);\n"
		      "\t(void)r0;\n");
	assert_change(orders, "weaken-xchg-P0",
		      "\tint r0 = smp_load_acquire(x);\n\n"
		      "\tsmp_store_release(y, xchg_relaxed(x, 2));\n"
		      "\tsmp_store_mb(*x, 1);\n\t*y = atomic_read_acquire(x);\n"
		      "\t(void)r0;\n");
	assert_change(orders, "weaken-store_release-P0",
		      "\tint r0 = smp_load_acquire(x);\n\n"
		      "\tWRITE_ONCE(*y, xchg(x, 2));\n"
		      "\tsmp_store_mb(*x, 1);\n\t*y = atomic_read_acquire(x);\n"
		      "\t(void)r0;\n");
	assert_change(orders, "weaken-atomic_read_acquire-P0",
		      "\tint r0 = smp_load_acquire(x);\n\n"
		      "\tsmp_store_release(y, xchg(x, 2));\n"
		      "\tsmp_store_mb(*x, 1);\n\t*y = atomic_read(x);\n\t(void)r0;\n");
	assert_list(TEST("xchg_relaxed(x, 1); atomic_inc(y);"), "swap-x-y-P0");
}

static void test_swap(void **state)
{
	static const char locked[] =
		TEST("WRITE_ONCE(*x, 1); spin_lock(l); WRITE_ONCE(*y, 1); "
		     "spin_unlock(l);");

	(void)state;
	assert_change(mp, "swap-x-y-P0",
		      "\tWRITE_ONCE(*y, 1);\n\tsmp_wmb();\n\tWRITE_ONCE(*x, 1);\n");
	assert_list(locked, "swap-x-y-P0");
	assert_change(locked, "swap-x-y-P0",
		      "\tWRITE_ONCE(*y, 1);\n\tspin_lock(l);\n\tWRITE_ONCE(*x, 1);\n"
		      "\tspin_unlock(l);\n");
}

/* Dependencies, one location, two accesses in one statement, a branch between. */
static void test_not_swapped(void **state)
{
	(void)state;
	assert_list(TEST("int r0 = READ_ONCE(*x); WRITE_ONCE(*y, r0);"), "");
	assert_list(TEST("int r0 = READ_ONCE(*x); int r1 = r0 ^ r0; "
			 "WRITE_ONCE(*y, r1);"),
		    "");
	assert_list(TEST("int r0 = READ_ONCE(*x); if (r0) WRITE_ONCE(*y, 1);"), "");
	assert_list(TEST("WRITE_ONCE(*x, 1); WRITE_ONCE(*x, 2);"), "");
	assert_list(TEST("WRITE_ONCE(*x, READ_ONCE(*y)); WRITE_ONCE(*y, 2);"), "");
	assert_list(TEST("int r0; int r1; r0 = READ_ONCE(*x); r0 = 1; "
			 "r1 = READ_ONCE(*y);"),
		    "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fence),
		cmocka_unit_test(test_weaken),
		cmocka_unit_test(test_swap),
		cmocka_unit_test(test_not_swapped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_litmusc_perpetual.c - which tests may run without resets, and as what. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/unit/litmusc_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* A test of two threads with locations x, y and, of that type, z. */
static void compile(struct sample *sample, const char *z, const char *p0, const char *p1,
		    const char *end)
{
	static char text[2048];

	snprintf(text, sizeof(text),
		 "C t\n\n{ %s z; }\n\n"
		 "P0(int *x, int *y, %s *z)\n{\n%s\n}\n\n"
		 "P1(int *x, int *y, %s *z)\n{\n%s\n}\n\n%s\n",
		 z, z, p0, z, p1, end);
	sample_compile(sample, text);
	if (!sample->litmus)
		fail_msg("%s in:\n%s", sample->source.error, text);
}

struct read {
	unsigned int item, writer, store;
};

static void accept(const char *z, const char *p0, const char *p1, const char *end,
		   unsigned int by, unsigned int shift, const struct read *reads,
		   unsigned int count)
{
	struct sample sample;
	const struct perpetual *found;

	compile(&sample, z, p0, p1, end);
	found = &sample.litmus->perpetual;
	if (found->why_not)
		fail_msg("%s / %s / %s: %s", p0, p1, end, found->why_not);
	assert_int_equal(found->by, by);
	assert_int_equal(found->shift, shift);
	assert_int_equal(found->read_count, count);
	for (unsigned int i = 0; i < count; i++) {
		assert_int_equal(found->reads[i].item, reads[i].item);
		assert_int_equal(found->reads[i].writer, reads[i].writer);
		assert_int_equal(found->reads[i].store, reads[i].store);
	}
	sample_free(&sample);
}

#define ACCEPT(z, p0, p1, end, by, shift, ...)                                           \
	accept(z, p0, p1, end, by, shift, (const struct read[]){__VA_ARGS__},            \
	       sizeof((const struct read[]){__VA_ARGS__}) / sizeof(struct read))

#define W(l) "WRITE_ONCE(*" l ", 1);"
#define R(r, l) "int " r " = READ_ONCE(*" l ");"

static void test_accepted(void **state)
{
	(void)state;
	ACCEPT("int", W("x") R("r0", "y"), W("y") R("r0", "x"),
	       "exists (0:r0=0 /\\ 1:r0=0)", 1, 0, {0, 1, 0}, {1, 0, 0});
	/* The order of the condition is not that of the items. */
	ACCEPT("int", W("x") "smp_wmb();" W("y"), R("r0", "y") "smp_rmb();" R("r1", "x"),
	       "~exists (1:r1=0 /\\ 1:r0=1)", 1, 0, {0, 0, 0}, {1, 0, 1});
	/* Three stores to a location, of values that a test may choose as it likes. */
	ACCEPT("int", "*x = 7; WRITE_ONCE(*x, 7000000); *x = 8; smp_store_mb(*z, 1);",
	       "int r0; r0 = *x; int r1 = smp_load_acquire(x);",
	       "exists (1:r0=7000000 /\\ 1:r1=7)", 1, 2, {0, 0, 2}, {1, 0, 1});
	/* Acquire, release, atomic_t; 8 bytes; a load whose value nobody wants. */
	ACCEPT("long",
	       "atomic_set(x, 1); smp_store_release(z, 2); barrier(); READ_ONCE(*y);",
	       "long r0 = READ_ONCE(*z); smp_memb(); int r1 = atomic_read_acquire(x);",
	       "exists (1:r0=2 /\\ 1:r1=0)", 1, 0, {0, 0, 1}, {1, 0, 0});
	/* By the last thread that reads what is asked for. */
	ACCEPT("int", R("r0", "x") R("r1", "x"), W("x") R("r0", "y"),
	       "exists (0:r0=1 /\\ 0:r1=0)", 0, 0, {0, 1, 1}, {1, 1, 0});
}

static void refuse(const char *z, const char *p0, const char *p1, const char *end,
		   const char *why_not)
{
	struct sample sample;

	compile(&sample, z, p0, p1, end);
	if (!sample.litmus->perpetual.why_not)
		fail_msg("%s / %s / %s: accepted", p0, p1, end);
	assert_string_equal(sample.litmus->perpetual.why_not, why_not);
	sample_free(&sample);
}

static void test_refused_threads(void **state)
{
	static const char mp[] = "exists (1:r0=1 /\\ 1:r1=0)";
	static const char p0[] = W("x") W("y"), p1[] = R("r0", "y") R("r1", "x");

	(void)state;
	ACCEPT("int", p0, p1, mp, 1, 0, {0, 0, 1}, {1, 0, 0});
	refuse("int", p0, R("r0", "y") R("r1", "x") W("y"), mp,
	       "a location that two threads write");
	refuse("short", W("x") W("z"), R("r0", "z") R("r1", "x"), mp,
	       "a location of less than 4 bytes");
	refuse("int *", "*z = x;" W("x"), "int *r2 = *z;" R("r0", "y") R("r1", "x"), mp,
	       "a location that holds an address");
	refuse("int", "int r2 = xchg(x, 1);" W("y"), p1, mp, "xchg");
	refuse("int", "atomic_inc(x);" W("y"), p1, mp, "atomic_inc");
	refuse("int", "spin_lock(z);" W("x") W("y"), p1, mp, "spin_lock");
	refuse("int", "rcu_read_lock();" W("x") W("y") "rcu_read_unlock();", p1, mp,
	       "rcu_read_lock");
	refuse("int", p0, "int r0 = smp_cond_load_acquire(y, VAL == 1);" R("r1", "x"), mp,
	       "smp_cond_load_acquire");
	refuse("int", p0, R("r0", "y") "if (r0) {}" R("r1", "x"), mp, "a branch");
	refuse("int", p0, R("r0", "y") "WRITE_ONCE(*z, r0);" R("r1", "x"), mp,
	       "a store of what is not a constant");
	refuse("int", p0, R("r0", "y") "int r1 = *(x + (r0 & 0));", mp,
	       "an address that is computed or loaded");
	refuse("int", p0, R("r0", "y") R("r1", "x") "r1 = READ_ONCE(*x);", mp,
	       "a register that is loaded twice");
	refuse("int", p0, R("r0", "y") R("r2", "x") "int r1 = r2 + 1;", mp,
	       "a register that is not loaded");
	refuse("int", p0, R("r0", "y") "int r1;", mp, "a register that is not loaded");
}

static void test_refused_conditions(void **state)
{
	static const char p0[] = W("x") "WRITE_ONCE(*y, 2); WRITE_ONCE(*y, 2);";
	static const char p1[] = R("r0", "y") R("r1", "x");

	(void)state;
	ACCEPT("int", p0, p1, "exists (1:r0=0 /\\ 1:r1=1)", 1, 1, {0, 0, 0}, {1, 0, 1});
	refuse("int", p0, p1, "forall (1:r0=0 /\\ 1:r1=1)", "forall");
	refuse("int", p0, p1, "filter (1:r0=0) exists (1:r0=0 /\\ 1:r1=1)", "a filter");
	refuse("int", p0, p1, "exists (1:r0=0 \\/ 1:r1=1)",
	       "a condition that is no conjunction of values");
	refuse("int", p0, p1, "exists (not (1:r0=0))",
	       "a condition that is no conjunction of values");
	refuse("int", p0, p1, "exists (true)",
	       "a condition that is no conjunction of values");
	refuse("int", p0, p1, "exists (1:r0=0 /\\ x=1)", "a condition on final memory");
	refuse("int", p0, p1, "locations [1:r1;] exists (1:r0=0)",
	       "a condition that does not name each value once");
	refuse("int", p0, p1, "exists (1:r0=0 /\\ 1:r1=1 /\\ 1:r0=0)",
	       "a condition that does not name each value once");
	refuse("int", p0, p1, "exists (1:r0=0 /\\ 1:r1=7)",
	       "a value that nothing stores");
	refuse("int", p0, p1, "exists (1:r0=2 /\\ 1:r1=1)",
	       "a value that more than one store has");
	refuse("int", p0, "int r0 = READ_ONCE(*z);", "exists (1:r0=0)",
	       "a location that nobody writes");
	refuse("int", p0, "short r0 = READ_ONCE(*x);", "exists (1:r0=0)",
	       "a register of less than 4 bytes");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_accepted),
		cmocka_unit_test(test_refused_threads),
		cmocka_unit_test(test_refused_conditions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

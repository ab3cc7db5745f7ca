/* test_litmusc_enumerate.c - the outcomes of known tests under SC and under TSO. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/enumerate.h"
#include "tests/unit/litmusc_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void compile(struct sample *sample, const char *text)
{
	sample_compile(sample, text);
	if (!sample->litmus)
		fail_msg("%s in:\n%s", sample->source.error, text);
}

static void read_test(struct sample *sample, const char *path)
{
	static char text[1 << 16];
	FILE *file = fopen(path, "r");

	if (!file)
		fail_msg("%s is missing", path);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	compile(sample, text);
}

static void assert_counts(const char *what, const struct litmus *litmus, int sc, int tso)
{
	struct outcomes one = enumerate(litmus, MODEL_SC, ENUMERATE_MAX_STATES);
	struct outcomes other = enumerate(litmus, MODEL_TSO, ENUMERATE_MAX_STATES);

	if (!one.known || !other.known)
		fail_msg("%s: not known", what);
	if ((int)one.count != sc || (int)other.count != tso)
		fail_msg("%s: %u under SC and %u under TSO, expected %d and %d", what,
			 one.count, other.count, sc, tso);
	free(one.values);
	free(other.values);
}

/* The shapes of the literature: how many outcomes SC and TSO have is known of them. */
static void test_shapes(void **state)
{
	static const struct {
		const char *name;
		int sc, tso;
	} shapes[] = {
		{"SB+poonceonces", 3, 4},
		{"SB+mbonceonces", 3, 3},
		{"SB+mbonceonce+poonceonce", 3, 4},
		{"SB+rmbonceonces", 3, 4},
		{"SB+wmbonceonces", 3, 4},
		{"SB+barrieronceonces", 3, 4},
		{"SB+storembonceonces", 3, 3},
		{"SB+xchgonceonces", 3, 3},
		{"SB+xchgrelaxedonceonces", 3, 3},
		{"SB+poreleaseacquires", 3, 4},
		{"SB+rfionceonce-poonceonces", 3, 4},
		{"3.SB+mbonceonces", 7, 7},
		{"MP+poonceonces", 3, 3},
		{"MP+wmbonceonce+rmbonceonce", 3, 3},
		{"MP+pooncerelease+poacquireonce", 3, 3},
		{"MP+pooncerelease+pocondacquireonce", 1, 1},
		{"MP+poonceonce+pocondonce", 1, 1},
		{"LB+poonceonces", 3, 3},
		{"3.LB+poonceonces", 7, 7},
		{"S+poonceonces", 3, 3},
		{"R+poonceonces", 3, 4},
		{"R+mbonceonces", 3, 3},
		{"2+2W+poonceonces", 3, 3},
		{"CoRR+poonceonce+Once", 3, 3},
		{"WRC+poonceonces+Once", 7, 7},
		{"IRIW+poonceonces+OnceOnce", 15, 15},
		{"ISA2+poonceonces", 7, 7},
		{"RWC+poonceonces+Once", 7, 8},
		{"RWC+mbonceonces+Once", 7, 7},
		{"W+RWC+poonceonces", 7, 8},
		{"Z6.0+poonceonces", 7, 8},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		struct sample sample;
		char path[200];

		snprintf(path, sizeof(path), "tests/litmus/%s.litmus", shapes[i].name);
		read_test(&sample, path);
		assert_counts(shapes[i].name, sample.litmus, shapes[i].sc, shapes[i].tso);
		sample_free(&sample);
	}
}

/* Sorted, as "0,1 1,0 1,1"; "?" where they are not known. */
static const char *outcomes_of(const char *text, enum model model, unsigned int states)
{
	static char said[4096];
	struct sample sample;
	struct outcomes outcomes;
	size_t n = 0;

	compile(&sample, text);
	outcomes = enumerate(sample.litmus, model, states);
	strcpy(said, outcomes.known ? "" : "?");
	for (unsigned int o = 0; outcomes.known && o < outcomes.count; o++) {
		for (unsigned int i = 0; i < sample.litmus->item_count; i++) {
			int64_t value =
				outcomes.values[o * sample.litmus->item_count + i];
			int64_t l = value - VALUE_ADDRESS(0);
			const char *gap = i ? "," : o ? " " : "";

			if (l >= 0 && l < sample.litmus->location_count)
				n += (size_t)snprintf(said + n, sizeof(said) - n, "%s%s",
						      gap,
						      sample.litmus->locations[l].name);
			else
				n += (size_t)snprintf(said + n, sizeof(said) - n,
						      "%s%lld", gap, (long long)value);
		}
	}
	free(outcomes.values);
	sample_free(&sample);
	return said;
}

/* A test of one thread, whose only outcome this is under both models. */
static void assert_one(const char *body, const char *locations, const char *outcome)
{
	static const enum model models[] = {MODEL_SC, MODEL_TSO};
	char text[2048];

	snprintf(
		text, sizeof(text),
		"C t\n{ x=1; int *p=&x; char c; long l; }\n"
		"P0(int *x, int *y, int **p, char *c, long *l, spinlock_t *s)\n{\n%s\n}\n"
		"locations [%s]\nexists (true)\n",
		body, locations);
	for (size_t i = 0; i < 2; i++)
		assert_string_equal(outcomes_of(text, models[i], 1000), outcome);
}

static void test_arithmetic(void **state)
{
	(void)state;
	assert_one("int r = 7 / 2 * 10 - 5 % 3;", "0:r", "28");
	assert_one("int r = -1 & 6 | 1 ^ 3; int q = ~r; int n = !r;", "0:r;0:q;0:n",
		   "6,-7,0");
	assert_one("int r = 1 << 4 >> 1; int q = 2 < 3 == 3 >= 3;", "0:r;0:q", "8,1");
	assert_one("int r = 2 > 3; int q = 2 <= 1; int n = 2 != 2;", "0:r;0:q;0:n",
		   "0,0,0");
	assert_one("char r = 300; short q = 70000; char n = 200;", "0:r;0:q;0:n",
		   "44,4464,-56");
	assert_one("int r = (char)255; long q = 4294967297;", "0:r;0:q", "-1,4294967297");
	assert_one("WRITE_ONCE(*c, 255); int r = READ_ONCE(*c);", "0:r;c", "-1,-1");
	/* what C does not define, or what no one knows */
	assert_one("int r = 1 / (READ_ONCE(*y));", "0:r", "?");
	assert_one("int r = 2147483647; int q = r + READ_ONCE(*x);", "0:q", "?");
	assert_one("int r = 1 << 40;", "0:r", "?");
	assert_one("int r = READ_ONCE(*x) + READ_ONCE(*y);", "0:r", "?");
	assert_one("long r = (long)x & 64;", "0:r", "?");
	assert_one("int r = x < y;", "0:r", "?");
	assert_one("char r = READ_ONCE(*(char *)x);", "0:r", "?");
}

static void test_logic(void **state)
{
	(void)state;
	assert_one("int r = READ_ONCE(*y) && xchg(x, 5);", "0:r;x", "0,1");
	assert_one("int r = READ_ONCE(*x) && xchg(x, 5);", "0:r;x", "1,5");
	assert_one("int r = READ_ONCE(*x) || xchg(x, 5);", "0:r;x", "1,1");
	assert_one("int r = READ_ONCE(*y) || xchg(x, 5);", "0:r;x", "1,5");
	assert_one("int r; if (READ_ONCE(*x) == 1) { r = 3; } else { r = 4; } r = r + 1;",
		   "0:r", "4");
	assert_one("int r; if (READ_ONCE(*y)) r = 3; else if (x) r = 4; else r = 5;",
		   "0:r", "4");
}

static void test_pointers(void **state)
{
	(void)state;
	assert_one("int *r = READ_ONCE(*p); int q = READ_ONCE(*r);", "0:r;0:q;p",
		   "x,1,x");
	assert_one("WRITE_ONCE(*p, y); int *r = *p; *r = 6;", "0:r;x;y", "y,1,6");
	assert_one("int *r = x; int q = r == x; int n = r != y;", "0:q;0:n", "1,1");
	assert_one("long r = (long)x ^ (long)x; int q = READ_ONCE(*(x + r));", "0:r;0:q",
		   "0,1");
	assert_one("int *r = &*y; if (r) WRITE_ONCE(*r, 2);", "y", "2");
	assert_one("int *r = READ_ONCE(*p); r = r + 1;", "0:r", "?");
	assert_one("int *r; int q = READ_ONCE(*r);", "0:q", "?");
}

static void test_updates(void **state)
{
	(void)state;
	assert_one("int r = xchg(x, 2); int q = xchg_relaxed(y, r);", "0:r;0:q;x;y",
		   "1,0,2,1");
	assert_one("int r = cmpxchg(x, 1, 7); int q = cmpxchg(x, 1, 8);", "0:r;0:q;x",
		   "1,7,7");
	assert_one("int w = 5; int r = try_cmpxchg(x, &w, 7);", "0:w;0:r;x", "1,0,1");
	assert_one("int w = 1; int r = try_cmpxchg(x, &w, 7);", "0:w;0:r;x", "1,1,7");
	assert_one("int r = atomic_fetch_add(3, x); int q = atomic_sub_return(1, x);",
		   "0:r;0:q;x", "1,3,3");
	assert_one(
		"atomic_inc(x); atomic_or(8, x); atomic_andnot(2, x); atomic_xor(1, x);",
		"x", "9");
	assert_one("int r = atomic_add_unless(x, 4, 1); int q = atomic_inc_not_zero(x);",
		   "0:r;0:q;x", "0,1,2");
	assert_one("int r = atomic_dec_and_test(x); int q = atomic_add_negative(-1, x);",
		   "0:r;0:q;x", "1,1,-1");
	assert_one("int r = atomic_read(x); atomic_set(x, 2147483647); atomic_inc(x);",
		   "0:r;x", "1,-2147483648");
	assert_one("int r = spin_trylock(s); int q = spin_trylock(s); spin_unlock(s);"
		   "int n = spin_is_locked(s); spin_lock(s); int m = spin_is_locked(s);",
		   "0:r;0:q;0:n;0:m", "1,0,0,1");
	assert_one("spin_lock(s);", "s", "?");
}

#define TWO(p0, p1, tail)                                                                \
	"C t\n{}\nP0(int *x, int *y, spinlock_t *s)\n{\n" p0                             \
	"\n}\nP1(int *x, int *y, spinlock_t *s)\n{\n" p1 "\n}\n" tail

static void assert_both(const char *text, const char *sc, const char *tso)
{
	assert_string_equal(outcomes_of(text, MODEL_SC, ENUMERATE_MAX_STATES), sc);
	assert_string_equal(outcomes_of(text, MODEL_TSO, ENUMERATE_MAX_STATES), tso);
}

static void test_sets(void **state)
{
	(void)state;
	assert_both(TWO("WRITE_ONCE(*x, 1); int r = READ_ONCE(*y);",
			"WRITE_ONCE(*y, 1); int r = READ_ONCE(*x);",
			"exists (0:r=0 /\\ 1:r=0)"),
		    "0,1 1,0 1,1", "0,0 0,1 1,0 1,1");
	/* each thread sees its own store before the other does */
	assert_both(
		TWO("WRITE_ONCE(*x, 1); int a = READ_ONCE(*x); int b = READ_ONCE(*y);",
		    "WRITE_ONCE(*y, 1); int a = READ_ONCE(*y); int b = READ_ONCE(*x);",
		    "exists (0:a=1 /\\ 0:b=0 /\\ 1:a=1 /\\ 1:b=0)"),
		"1,0,1,1 1,1,1,0 1,1,1,1", "1,0,1,0 1,0,1,1 1,1,1,0 1,1,1,1");
	/* an exchange that fails orders nothing, one that succeeds is a fence */
	assert_both(TWO("WRITE_ONCE(*x, 1); int r = cmpxchg(y, 5, 6);",
			"WRITE_ONCE(*y, 1); int r = cmpxchg(x, 5, 6);",
			"exists (0:r=0 /\\ 1:r=0)"),
		    "0,1 1,0 1,1", "0,0 0,1 1,0 1,1");
	assert_both(TWO("WRITE_ONCE(*x, 1); int r = atomic_fetch_add_relaxed(2, y);",
			"WRITE_ONCE(*y, 1); int r = atomic_fetch_add_relaxed(2, x);",
			"exists (0:r=0 /\\ 1:r=0)"),
		    "0,1 1,0 1,1", "0,1 1,0 1,1");
}

static void test_filter(void **state)
{
	(void)state;
	assert_both(TWO("WRITE_ONCE(*x, 1); int r = READ_ONCE(*y);",
			"WRITE_ONCE(*y, 1); int r = READ_ONCE(*x);",
			"filter (0:r=0) exists (1:r=0)"),
		    "0,1", "0,0 0,1");
}

static void test_locks(void **state)
{
	(void)state;
	assert_both(TWO("spin_lock(s); WRITE_ONCE(*x, 1); int r = READ_ONCE(*y); "
			"spin_unlock(s);",
			"spin_lock(s); WRITE_ONCE(*y, 1); int r = READ_ONCE(*x); "
			"spin_unlock(s);",
			"exists (0:r=0 /\\ 1:r=0)"),
		    "0,1 1,0", "0,1 1,0");
	/* a deadlock has no outcome */
	assert_both(TWO("spin_lock(s); spin_lock(s);", "", "exists (x=0)"), "", "");
}

static void test_grace_periods(void **state)
{
	(void)state;
	assert_both(TWO("rcu_read_lock(); int a = READ_ONCE(*x); int b = READ_ONCE(*y); "
			"rcu_read_unlock();",
			"WRITE_ONCE(*y, 1); synchronize_rcu(); WRITE_ONCE(*x, 1);",
			"exists (0:a=1 /\\ 0:b=0)"),
		    "0,0 0,1 1,1", "0,0 0,1 1,1");
	/* what a section stored is seen after the grace period, also under TSO */
	assert_both(TWO("rcu_read_lock(); WRITE_ONCE(*x, 1); int a = READ_ONCE(*y); "
			"rcu_read_unlock();",
			"WRITE_ONCE(*y, 1); synchronize_rcu(); int a = READ_ONCE(*x);",
			"exists (0:a=0 /\\ 1:a=0)"),
		    "0,1 1,0 1,1", "0,1 1,0 1,1");
	assert_both(TWO("int i = srcu_read_lock(s); WRITE_ONCE(*x, 1); "
			"int a = READ_ONCE(*y); srcu_read_unlock(s, i);",
			"WRITE_ONCE(*y, 1); synchronize_srcu(s); int a = READ_ONCE(*x);",
			"exists (0:a=0 /\\ 1:a=0)"),
		    "0,1 1,0 1,1", "0,1 1,0 1,1");
	/* it would wait for itself */
	assert_both(TWO("rcu_read_lock(); synchronize_rcu(); rcu_read_unlock();", "",
			"exists (x=0)"),
		    "?", "?");
	assert_both(TWO("rcu_read_unlock();", "", "exists (x=0)"), "?", "?");
}

static void test_bounds(void **state)
{
	static const char *const text = TWO("WRITE_ONCE(*x, 1); int r = READ_ONCE(*y);",
					    "WRITE_ONCE(*y, 1); int r = READ_ONCE(*x);",
					    "exists (0:r=0 /\\ 1:r=0)");
	char many[8192] = "C t\n{}\n";

	(void)state;
	assert_string_equal(outcomes_of(text, MODEL_SC, 5), "?");
	assert_string_equal(outcomes_of(text, MODEL_SC, 100), "0,1 1,0 1,1");
	/* 13 readers of a word that one more thread writes: 2^13 outcomes */
	for (int t = 0; t < 13; t++)
		sprintf(many + strlen(many), "P%d(int *x) { int r = READ_ONCE(*x); }\n",
			t);
	strcat(many, "P13(int *x) { WRITE_ONCE(*x, 1); }\nlocations [");
	for (int t = 0; t < 13; t++)
		sprintf(many + strlen(many), "%d:r;", t);
	strcat(many, "]\nexists (true)\n");
	assert_string_equal(outcomes_of(many, MODEL_SC, ENUMERATE_MAX_STATES), "?");
}

static void test_both_sets(void **state)
{
	static const int64_t expected[] = {0, 1, 1, 0, 1, 1, 0, 0};
	struct outcomes sc, tso;
	struct sample sample;

	(void)state;
	read_test(&sample, "tests/litmus/SB+poonceonces.litmus");
	enumerate_both(sample.litmus, &sc, &tso);
	litmus_allow(sample.litmus, &sc, &tso);
	assert_true(sample.litmus->allowed.sc_known);
	assert_true(sample.litmus->allowed.tso_known);
	assert_int_equal(sample.litmus->allowed.sc, 3);
	assert_int_equal(sample.litmus->allowed.tso, 1);
	assert_memory_equal(sample.litmus->allowed.values, expected, sizeof(expected));
	sample_free(&sample);
}

/* Who waits has no outcome unless the value comes; what it waits for is all that it finds. */
static void test_conditions(void **state)
{
	(void)state;
	assert_both(TWO("WRITE_ONCE(*x, 1); WRITE_ONCE(*x, 2); WRITE_ONCE(*x, 3);",
			"int r = smp_cond_load_relaxed(x, VAL == 1 || VAL > 2);",
			"exists (1:r=1)"),
		    "1 3", "1 3");
	assert_both(TWO("WRITE_ONCE(*x, 1); int r = smp_cond_load_acquire(y, VAL);",
			"WRITE_ONCE(*y, 2); int r = smp_cond_load_acquire(x, VAL);",
			"exists (0:r=0 /\\ 1:r=0)"),
		    "2,1", "2,1");
	assert_both(TWO("smp_cond_load_relaxed(x, VAL); WRITE_ONCE(*y, 1);",
			"smp_cond_load_relaxed(y, VAL); WRITE_ONCE(*x, 1);",
			"exists (x=0)"),
		    "", "");
	assert_both(TWO("smp_cond_load_relaxed(x, READ_ONCE(*y));", "WRITE_ONCE(*y, 1);",
			"exists (x=0)"),
		    "?", "?");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_shapes),        cmocka_unit_test(test_arithmetic),
		cmocka_unit_test(test_logic),         cmocka_unit_test(test_pointers),
		cmocka_unit_test(test_updates),       cmocka_unit_test(test_sets),
		cmocka_unit_test(test_filter),        cmocka_unit_test(test_locks),
		cmocka_unit_test(test_grace_periods), cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_both_sets),     cmocka_unit_test(test_conditions),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

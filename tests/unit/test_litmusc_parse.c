/* test_litmusc_parse.c - what litmusc accepts, and how it refuses the rest. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/unit/litmusc_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static void assert_accepted(const char *text)
{
	struct sample sample;

	sample_compile(&sample, text);
	if (!sample.litmus)
		fail_msg("%s in:\n%s", sample.source.error, text);
	sample_free(&sample);
}

static void assert_refused(const char *text, const char *error)
{
	struct sample sample;

	sample_compile(&sample, text);
	if (sample.litmus)
		fail_msg("accepted:\n%s", text);
	assert_string_equal(sample.source.error, error);
	sample_free(&sample);
}

/* A test whose P0 has this body, in the lines from 4 on. */
static const char *with_body(const char *body)
{
	static char text[4096];

	snprintf(text, sizeof(text),
		 "C t\n{ int z; }\nP0(int *x, int **p) {\n%s\n}\nexists (x=0)\n", body);
	return text;
}

/* A test with this from its line 4 on. */
static const char *with_tail(const char *tail)
{
	static char text[4096];

	snprintf(text, sizeof(text),
		 "C t\n{ int z; 1:r7=3; }\nP0(int *x) { int r0; } P1(int *x) { int r1; "
		 "}\n%s",
		 tail);
	return text;
}

/* A test with these lines between the first and the init block. */
static const char *with_header(const char *header)
{
	static char text[4096];

	snprintf(text, sizeof(text), "C t\n%s\n{}\nP0(int *x) {}\nexists (x=0)\n",
		 header);
	return text;
}

/* A test with this in the init block. */
static const char *with_init(const char *init)
{
	static char text[4096];

	snprintf(text, sizeof(text), "C t\n{%s}\nP0(int *x) {}\nexists (x=0)\n", init);
	return text;
}

static void test_statements(void **state)
{
	static const char *const bodies[] = {
		"",
		";;",
		"{ { } ; }",
		"int r0; int r1 = 1; intptr_t a = x; char c; short s; long l; int *q = "
		"x;",
		"volatile int r0; const int r1 = 2; void *v = x; struct foo *f;",
		"r0 = 1; if (r0) r0 = 2; else if (r0 == 2) { r0 = 3; } else ;",
		"*x = 1; **p = 2; *(intptr_t *)x = 3; *p = x;",
		"WRITE_ONCE(*x, 1);",
		"WRITE_ONCE(*x,READ_ONCE(*x));",
		"int r = READ_ONCE(**p); READ_ONCE(*(intptr_t *)x);",
		"smp_mb(); smp_rmb(); smp_wmb(); barrier();",
		"smp_store_release(x, 1); int r = smp_load_acquire(x); smp_store_mb(*x, "
		"1);",
		"int *r = rcu_dereference(*p); rcu_assign_pointer(*p, x);",
		"int r = xchg(x, 1); r = xchg_relaxed(x, 1); xchg_acquire(x, r);",
		"xchg_release(x, 1); cmpxchg(x, 0, 1); cmpxchg_relaxed(x, 0, 1);",
		"if (cmpxchg_acquire(x, 0, 1) == 0) cmpxchg_release(x, 1, 0);",
		"int r = 1 + 2 * 3 - 4 / 5 % 6 << 1 >> 2 & 3 ^ 4 | 5; r = r < 1 || r >= "
		"2;",
		"int r = !1 && -2 == ~3 != 4; r = r > 5; r = r <= 6; r = (int)(char)r;",
		"int r = 0x7fffffff; r = 9223372036854775807; smp_load_acquire(&*x);",
		"(* a comment *) *x = 1; (** another **) (*) nested (* *) *) // and\n/* "
		"so */",
		"int r = r + 1;",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		assert_accepted(with_body(bodies[i]));
}

static void test_statements_refused(void **state)
{
	static const struct {
		const char *body, *error;
	} bodies[] = {
		{"WRITE_ONCE(*x, 1)", "5:1: found '}', expected ';'"},
		{"\tWRITE_ONCE(*x, 1;", "4:18: found ';', expected ',' or ')'"},
		{"while (1) ;", "4:1: found 'while', expected a statement"},
		{"else ;", "4:1: found 'else', expected a statement"},
		{"r0 + 1;", "4:4: found '+', expected '=' or '('"},
		{"*x + 1;", "4:4: found '+', expected '='"},
		{"r0 = ;", "4:6: found ';', expected an expression"},
		{"r0 = 08x;", "4:6: found '08x', expected a number"},
		{"r0 = 9223372036854775808;", "4:6: found '9223372036854775808', "
					      "expected a number of at most 64 bits"},
		{"r0 = 99999999999999999999;", "4:6: found '99999999999999999999', "
					       "expected a number of at most 64 bits"},
		{"int;", "4:4: found ';', expected the name of a local"},
		{"int r[2];", "4:6: found '[', expected ';'"},
		{"void v;", "4:6: 'v' would be of type void"},
		{"int r0; int r0;", "4:13: 'r0' is already declared in P0"},
		{"int x;", "4:5: 'x' is already declared in P0"},
		{"x = 1;", "4:1: found 'x', expected a local: it is a parameter of P0"},
		{"r0 = r1;", "4:6: found 'r1', expected a parameter or a local of P0"},
		{"r0 = z;", "4:6: found 'z', expected a parameter or a local of P0"},
		{"spin_luck(x);", "4:1: unknown primitive 'spin_luck'"},
		{"try_cmpxchg(x, 1, 2);",
		 "4:16: found '1', expected the address of a local, '&r'"},
		{"try_cmpxchg(x, &x, 2);",
		 "4:17: found 'x', expected a local: it is a parameter of P0"},
		{"r0 = VAL;", "4:6: found 'VAL', expected a parameter or a local of P0"},
		{"smp_cond_load_acquire(x, VAL); r0 = VAL;",
		 "4:37: found 'VAL', expected a parameter or a local of P0"},
		{"smp_cond_load_acquire(x, VAL); VAL = 1;",
		 "4:32: found 'VAL', expected another name: a condition of P0 defines "
		 "it"},
		{"smp_cond_load_acquire(x, VAL); int VAL;",
		 "4:36: found 'VAL', expected another name: a condition of P0 defines "
		 "it"},
		{"int VAL; smp_cond_load_relaxed(x, 1);",
		 "4:35: 'VAL' is already a name of P0, and the condition defines it"},
		{"smp_cond_load_relaxed(x, smp_cond_load_acquire(x, VAL));",
		 "4:26: smp_cond_load_acquire in a condition on VAL"},
		{"smp_cond_load_relaxed(x);",
		 "4:1: smp_cond_load_relaxed takes 2 arguments, found 1"},
		{"r0 = synchronize_rcu();",
		 "4:6: found 'synchronize_rcu', expected a value"},
		{"if (1) { r0 = atomic_reed(x); }",
		 "4:15: unknown primitive 'atomic_reed'"},
		{"READ_ONCE(x);", "4:11: found 'x', expected an lvalue, '*x'"},
		{"smp_store_mb(x, 1);", "4:14: found 'x', expected an lvalue, '*x'"},
		{"smp_mb(x);", "4:1: smp_mb takes 0 arguments, found 1"},
		{"READ_ONCE();", "4:1: READ_ONCE takes 1 argument, found 0"},
		{"r0 = cmpxchg(x, 1);", "4:6: cmpxchg takes 3 arguments, found 2"},
		{"r0 = smp_mb();", "4:6: found 'smp_mb', expected a value"},
		{"r0 = &x;", "4:7: found 'x', expected '*' after '&'"},
		{"int r0; *r0 = 1;", "4:10: found 'r0', expected a pointer"},
		{"smp_store_release(1, 1);", "4:19: found '1', expected a pointer"},
		{"(*x = 1;", "4:1: found '(', expected a statement"},
		{"/* open", "4:1: found end of file, expected '*/' for this comment"},
		{"(* open", "4:1: found end of file, expected '*)' for this comment"},
		{"r0 = 1 @ 2;", "4:8: found '@', expected ';'"},
		{"r0 = \x01;", "4:6: found byte 0x01, expected an expression"},
	};
	char error[256];

	(void)state;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		snprintf(error, sizeof(error), "t.litmus:%s", bodies[i].error);
		assert_refused(with_body(bodies[i].body), error);
	}
}

static void test_tails(void **state)
{
	static const char *const tails[] = {
		"exists (0:r0=0)",
		"exists 0:r0=0 /\\ x=1",
		"exists (0:r0=0 /\\ 1:r1=1);",
		"~exists (x=1 \\/ [z]=2 /\\ *x!=3)",
		"forall (true => false)",
		"exists (not x=1 /\\ ~(x==2) /\\ ~~x=3) (* a comment *)",
		"exists (0:r0=-1 /\\ 0:r0=1:r7 /\\ 0:r0!=1:r1 /\\ 1:r1=x)",
		"locations [0:r0; x, [z];] exists (x=0)",
		"filter (0:r0=0) locations [] exists (x=0)",
		"exists (x=-9223372036854775808)",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++)
		assert_accepted(with_tail(tails[i]));
}

static void test_tails_refused(void **state)
{
	static const struct {
		const char *tail, *error;
	} tails[] = {
		{"", "4:1: found end of file, "
		     "expected a thread, 'locations', 'filter' or a condition"},
		{"P3(int *x) {} exists (x=0)", "4:1: found 'P3', expected 'P2'"},
		{"exist (x=0)",
		 "4:1: found 'exist', "
		 "expected a thread, 'locations', 'filter' or a condition"},
		{"exists (x=0", "4:12: found end of file, expected ')'"},
		{"exists (x=0) x", "4:14: found 'x', expected end of file"},
		{"exists (x)", "4:10: found ')', expected '=' or '!='"},
		{"exists (x=)", "4:11: found ')', expected a number"},
		{"exists (0:=0)", "4:11: found '=', expected the name of a register"},
		{"exists (q=0)", "4:9: found 'q', expected a location of the test"},
		{"exists (x=q)", "4:11: found 'q', expected a location of the test"},
		{"exists (0:r9=0)", "4:9: P0 has no register 'r9'"},
		{"exists (0:x=0)", "4:9: P0 has no register 'x'"},
		{"exists (2:r0=0)", "4:9: found '2', expected a thread, 0 to 1"},
		{"exists (99:r0=0)", "4:9: found '99', expected a thread, 0 to 31"},
		{"~forall (x=0)", "4:2: found 'forall', expected 'exists'"},
		{"filter (x=0) filter (x=0) exists (x=0)", "4:14: a second 'filter'"},
		{"locations [x] locations [x] exists (x=0)",
		 "4:15: a second 'locations'"},
		{"locations [x 0:r0] exists (x=0)",
		 "4:14: found '0', expected ';' or ']'"},
	};
	char error[256];

	(void)state;
	for (size_t i = 0; i < sizeof(tails) / sizeof(tails[0]); i++) {
		snprintf(error, sizeof(error), "t.litmus:%s", tails[i].error);
		assert_refused(with_tail(tails[i].tail), error);
	}
}

static void test_inits(void **state)
{
	static const char *const inits[] = {
		"",
		"x=1",
		";x=1;;",
		"int x=-1; y; [z]=2; int *p=&x; q=x; intptr_t a;",
		"atomic_t x = ATOMIC_INIT(3); spinlock_t l; struct srcu_struct s;",
		"0:r0=1; int 0:r1; int *0:r2=x; 0:r3=&x;",
		"char x=-128; short y=32767; long z=9223372036854775807;",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(inits) / sizeof(inits[0]); i++)
		assert_accepted(with_init(inits[i]));
}

static void test_inits_refused(void **state)
{
	static const struct {
		const char *init, *error;
	} inits[] = {
		{"x=1 y=2", "2:6: found 'y', expected ';'"},
		{"x[2]", "2:3: found '[', expected ';'"},
		{"x=1; x=2;", "2:7: 'x' is initialised twice"},
		{"0:r=1; 0:r=2;", "2:9: 'r' is initialised twice"},
		{"0:x=1", "2:2: 'x' is a parameter of the thread"},
		{"1:r=1", "2:2: found '1', expected a thread, 0 to 0"},
		{"void x", "2:7: 'x' would be of type void"},
		{"char x; x=1; char y=128", "2:22: found '128', "
					    "expected a number that fits in 1 bytes"},
		{"x=4294967296", "2:4: found '4294967296', "
				 "expected a number that fits in 4 bytes"},
		{"x=&1", "2:5: found '1', expected the name of a location"},
	};
	char error[256];

	(void)state;
	for (size_t i = 0; i < sizeof(inits) / sizeof(inits[0]); i++) {
		snprintf(error, sizeof(error), "t.litmus:%s", inits[i].error);
		assert_refused(with_init(inits[i].init), error);
	}
}

static void test_first_lines(void **state)
{
	(void)state;
	assert_accepted("C auto/a+b.litmus\r\n{}\r\nP0(int *x) {}\r\nexists (x=0)\r\n");
	assert_refused("", "t.litmus:1:1: not a C litmus test");
	assert_refused("AArch64 SB\n{}\n", "t.litmus:1:1: not a C litmus test");
	assert_refused("CC SB\n{}\n", "t.litmus:1:1: not a C litmus test");
	assert_refused("C\n{}\n",
		       "t.litmus:1:2: found end of line, expected the name of the test");
	assert_refused("C a b\n{}\n", "t.litmus:1:5: found 'b', expected end of line");
	assert_refused("C \xc3\xa9\n{}\n",
		       "t.litmus:1:3: found byte 0xc3, expected printable ASCII");
	assert_refused("C t\n", "t.litmus:2:1: found end of file, expected '{'");
	assert_refused("C t\n{}\nQ0() {}\n", "t.litmus:3:1: found 'Q0', expected 'P0'");
	assert_refused("C t\n{}\nP0(int x) {}\nexists (x=0)",
		       "t.litmus:3:4: found 'int', expected a pointer type");
	assert_refused("C t\n{}\nP0(foo *x) {}\nexists (x=0)",
		       "t.litmus:3:4: found 'foo', expected a type");
	assert_refused("C t\n{}\nP0(int *x, int *x) {}\nexists (x=0)",
		       "t.litmus:3:17: 'x' is already declared in P0");
	assert_refused("C t\n{}\nP0(void *x) {}\nexists (x=0)",
		       "t.litmus:3:10: 'x' would be of type void");
}

static void test_headers(void **state)
{
	(void)state;
	assert_accepted(
		with_header("Cycle=Fre { PodWR\n\"text { with\nlines\"\nother text"));
	assert_accepted(with_header("(* Result: Never DATARACE *)"));
	assert_accepted(with_header("(* A result: foo. Result of it: bar. *)"));
	assert_accepted(with_header("/* Result: Maybe */\n// Result[c11]: Always"));
	assert_refused(with_header("(*\n * Result: never *)"),
		       "t.litmus:3:12: found 'never', "
		       "expected Never, Sometimes, Always or Maybe");
	assert_refused(with_header("Result=Nevr"),
		       "t.litmus:2:8: found 'Nevr', "
		       "expected Never, Sometimes, Always or Maybe");
	assert_refused(with_header("(* Result[c11: Never *)"),
		       "t.litmus:2:16: found 'Never', expected ',' or ']'");
	assert_refused(with_header("(* Result[c11] Never *)"),
		       "t.litmus:2:15: found ' ', expected ':'");
	assert_refused(with_header("(* Result[]: Never *)"),
		       "t.litmus:2:11: found ']', expected a mix");
	assert_refused(with_header("(* Result[c11@mips]: Never *)"),
		       "t.litmus:2:15: found 'mips', "
		       "expected arm, arm64, riscv64 or x86_64");
	assert_refused(with_header("(* Result: Never *)\nResult=Never"),
		       "t.litmus:3:1: a second Result without brackets");
	assert_refused(with_header("(* (* open *)"),
		       "t.litmus:2:1: found end of file, expected '*)' for this comment");
}

/* count copies of part between begin and end */
static char *repeated(const char *begin, const char *part, size_t count, const char *end)
{
	size_t length = strlen(part);
	char *text = malloc(strlen(begin) + count * length + strlen(end) + 1);
	char *at = text + strlen(begin);

	assert_non_null(text);
	strcpy(text, begin);
	for (size_t i = 0; i < count; i++, at += length)
		memcpy(at, part, length);
	strcpy(at, end);
	return text;
}

static void assert_repeated_refused(const char *begin, const char *part, size_t count,
				    const char *end, const char *error)
{
	char *text = repeated(begin, part, count, end);

	assert_refused(text, error);
	free(text);
}

static void test_limits(void **state)
{
	const char *body = "C t\n{}\nP0(int *x) {\n";
	char *text;

	(void)state;
	text = repeated("C t\n{}\nP0(int *x) {}\nexists (x=0", " /\\ x=0", 511, ")");
	assert_accepted(text);
	free(text);
	assert_repeated_refused("C t\n{}\nP0(int *x) {}\nexists (x=0", " /\\ x=0", 512,
				")",
				"t.litmus:4:3596: "
				"more than 1024 operations in a condition, the limit");
	assert_repeated_refused(body, "{", 100000, "",
				"t.litmus:4:201: "
				"nested too deeply, the limit is 200 levels");
	assert_repeated_refused(body, "if (1) ", 100000, "",
				"t.litmus:4:1398: "
				"nested too deeply, the limit is 200 levels");
	assert_repeated_refused("C t\n{}\nP0(int *x) {\nr=", "(", 100000, "",
				"t.litmus:4:202: "
				"nested too deeply, the limit is 200 levels");
	assert_repeated_refused("C t\n{}\nP0(int *x) {\nr=1", "+1", 100000, "",
				"t.litmus:4:404: "
				"expression too deep, the limit is 200 levels");
	assert_repeated_refused("C t\n{}\nP0(int *x) {}\nexists ", "~", 100000, "x=0",
				"t.litmus:4:207: "
				"nested too deeply, the limit is 200 levels");
	assert_repeated_refused("C t\n{}\nP0(int ", "*", 9, "x) {}",
				"t.litmus:3:16: more than 7 stars in a type, the limit");
	assert_repeated_refused("C ", "n", 201, "\n{}",
				"t.litmus:1:3: found "
				"'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn...', "
				"expected a name of at most 200 characters");
	assert_repeated_refused(body, "n", 64, "=1;}",
				"t.litmus:4:1: found "
				"'nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn...', "
				"expected a name of at most 63 characters");
}

/* format with the numbers 0 to count - 1, between begin and end */
static char *numbered(const char *begin, const char *format, int count, const char *end)
{
	char *text = malloc(strlen(begin) + (size_t)count * (strlen(format) + 16) +
			    strlen(end) + 1);
	char *at = text;

	assert_non_null(text);
	at += sprintf(at, "%s", begin);
	for (int i = 0; i < count; i++)
		at += sprintf(at, format, i);
	strcpy(at, end);
	return text;
}

static void test_limits_of_test_h(void **state)
{
	const char *tail = "}\nP0(int *x) {}\nexists (x=0)";
	char *text, *more;

	(void)state;
	text = numbered("C t\n{\n", "x%d=1;\n", TEST_MAX_LOCATIONS - 1, tail);
	assert_accepted(text);
	free(text);
	text = numbered("C t\n{\n", "x%d=1;\n", TEST_MAX_LOCATIONS, tail);
	assert_refused(text, "t.litmus:36:9: more than 32 locations, the limit");
	free(text);
	text = numbered("C t\n{}\n", "P%d(int *x) {}\n", TEST_MAX_THREADS,
			"exists (x=0)");
	assert_accepted(text);
	free(text);
	text = numbered("C t\n{}\n", "P%d(int *x) {}\n", TEST_MAX_THREADS + 1,
			"exists (x=0)");
	assert_refused(text, "t.litmus:35:1: more than 32 threads, the limit");
	free(text);
	text = numbered("C t\n{}\nP0(int *x) {", "int r%d;", TEST_MAX_ITEMS,
			"}\nexists (x=0");
	more = numbered(text, "/\\ 0:r%d=0\n", TEST_MAX_ITEMS, ")");
	assert_refused(more, "t.litmus:67:4: more than 64 observed values, the limit");
	free(more);
	more = numbered(text, "/\\ 0:r%d=0\n", TEST_MAX_ITEMS - 1, ")");
	assert_accepted(more);
	free(more);
	free(text);
	text = numbered("C t\n{}\nP0(int *x) {\n", "int r%d;\n", 256, "}\nexists (x=0)");
	assert_refused(text,
		       "t.litmus:259:5: more than 256 parameters and locals, the limit");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_statements),
		cmocka_unit_test(test_statements_refused),
		cmocka_unit_test(test_tails),
		cmocka_unit_test(test_tails_refused),
		cmocka_unit_test(test_inits),
		cmocka_unit_test(test_inits_refused),
		cmocka_unit_test(test_first_lines),
		cmocka_unit_test(test_headers),
		cmocka_unit_test(test_limits),
		cmocka_unit_test(test_limits_of_test_h),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

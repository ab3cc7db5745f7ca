/* test_litmusc_meaning.c - what litmusc understands of a test: types, items, condition. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/names.h"
#include "host/litmusc/type.h"
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

static bool holds(const struct cond_op *op, const int64_t *items)
{
	switch (op->code) {
	case COND_EQ:
		return items[op->item] == op->value;
	case COND_NE:
		return items[op->item] != op->value;
	case COND_EQ_ITEM:
		return items[op->item] == items[op->value];
	case COND_NE_ITEM:
		return items[op->item] != items[op->value];
	default:
		return op->code == COND_TRUE;
	}
}

/* As test.h defines it. */
static bool evaluate(const struct ops *ops, const int64_t *items)
{
	bool stack[TEST_MAX_OPS];
	unsigned int top = 0;

	for (unsigned int i = 0; i < ops->count; i++) {
		const struct cond_op *op = &ops->ops[i];

		if (op->code == COND_NOT) {
			assert_true(top >= 1);
			stack[top - 1] = !stack[top - 1];
		} else if (op->code < COND_NOT) {
			stack[top++] = holds(op, items);
		} else {
			assert_true(top >= 2);
			top--;
			if (op->code == COND_AND)
				stack[top - 1] = stack[top - 1] && stack[top];
			else if (op->code == COND_OR)
				stack[top - 1] = stack[top - 1] || stack[top];
			else
				stack[top - 1] = !stack[top - 1] || stack[top];
		}
	}
	assert_int_equal(top, 1);
	return stack[0];
}

/* expected has a letter per outcome of 0:a, 0:b, 0:c in {0, 1}: a changes slowest. */
static void assert_truth(const char *condition, const char *text, const char *expected)
{
	struct sample sample;
	char test[512], found[9] = "";

	snprintf(test, sizeof(test),
		 "C t\n{ int 0:a; int 0:b; int 0:c; }\nP0(int *x) {}\n"
		 "locations [0:a; 0:b; 0:c]\n%s",
		 condition);
	compile(&sample, test);
	for (unsigned int outcome = 0; outcome < 8; outcome++) {
		int64_t items[3];

		for (unsigned int i = 0; i < 3; i++) {
			char letter = sample.litmus->items[i].name[2];

			items[i] = outcome >> ('c' - letter) & 1;
		}
		found[outcome] = evaluate(&sample.litmus->condition, items) ? 't' : 'f';
	}
	assert_string_equal(found, expected);
	assert_string_equal(sample.litmus->text, text);
	sample_free(&sample);
}

static void test_conditions(void **state)
{
	(void)state;
	assert_truth("exists (0:a=1)", "exists (0:a=1)", "fffftttt");
	assert_truth("exists 0:c != 1", "exists (0:c!=1)", "tftftftf");
	assert_truth("exists 0:a=0:b", "exists (0:a=0:b)", "ttfffftt");
	assert_truth("exists 0:a!=0:c", "exists (0:a!=0:c)", "ftfttftf");
	assert_truth("forall (true)", "forall (true)", "tttttttt");
	assert_truth("~exists (false)", "~exists (false)", "ffffffff");
	assert_truth("exists (~0:a=1)", "exists (not (0:a=1))", "ttttffff");
	assert_truth("exists (not 0:a=1 /\\ 0:b=1)", "exists (not (0:a=1) /\\ 0:b=1)",
		     "ffttffff");
	assert_truth("exists (0:a=1 /\\ 0:b=1 \\/ 0:c=1)",
		     "exists (0:a=1 /\\ 0:b=1 \\/ 0:c=1)", "ftftfttt");
	assert_truth("exists (0:a=1 /\\ (0:b=1 \\/ 0:c=1))",
		     "exists (0:a=1 /\\ (0:b=1 \\/ 0:c=1))", "fffffttt");
	assert_truth("exists ((0:a=1 \\/ (0:b=1)) \\/ 0:c=1)",
		     "exists (0:a=1 \\/ 0:b=1 \\/ 0:c=1)", "fttttttt");
	assert_truth("exists (0:a=1 => 0:b=1 => 0:c=1)",
		     "exists (0:a=1 => 0:b=1 => 0:c=1)", "ttttttft");
	assert_truth("exists ((0:a=1 => 0:b=1) => 0:c=1)",
		     "exists ((0:a=1 => 0:b=1) => 0:c=1)", "ftftttft");
	assert_truth("exists (0:a=1 => 0:b=1 \\/ 0:c=1)",
		     "exists (0:a=1 => 0:b=1 \\/ 0:c=1)", "ttttfttt");
	assert_truth("exists (not (0:a=1 => 0:b=1 /\\ 0:c=1))",
		     "exists (not (0:a=1 => 0:b=1 /\\ 0:c=1))", "fffftttf");
}

static void test_addresses_and_filter(void **state)
{
	struct sample sample;
	const struct litmus *litmus;

	(void)state;
	compile(&sample, "C t\n{}\nP0(int *x, int **y) { int *r0; }\n"
			 "filter (0:r0=y /\\ x=1) exists (y=x)");
	litmus = sample.litmus;
	assert_int_equal(litmus->filter.count, 3);
	assert_int_equal(litmus->filter.ops[0].code, COND_EQ);
	assert_int_equal(litmus->filter.ops[0].item, 0);
	assert_true(litmus->filter.ops[0].value == VALUE_ADDRESS(1));
	assert_int_equal(litmus->condition.count, 1);
	assert_string_equal(litmus->items[litmus->condition.ops[0].item].name, "[y]");
	assert_true(litmus->condition.ops[0].value == VALUE_ADDRESS(0));
	assert_string_equal(litmus->text, "exists ([y]=x)");
	sample_free(&sample);
}

/* "name:width " for each location, then for each item. */
static void assert_widths(const char *text, const char *expected)
{
	struct sample sample;
	char found[512] = "";

	compile(&sample, text);
	for (unsigned int l = 0; l < sample.litmus->location_count; l++) {
		const struct location *location = &sample.litmus->locations[l];

		snprintf(found + strlen(found), sizeof(found) - strlen(found), "%s:%u ",
			 location->name, type_width(location->type));
	}
	for (unsigned int i = 0; i < sample.litmus->item_count; i++) {
		const struct item *item = &sample.litmus->items[i];

		if (item->thread == ITEM_MEMORY)
			snprintf(found + strlen(found), sizeof(found) - strlen(found),
				 "%s ", item->name);
		else
			snprintf(found + strlen(found), sizeof(found) - strlen(found),
				 "%s:%u ", item->name, type_width(item->variable->type));
	}
	assert_string_equal(found, expected);
	sample_free(&sample);
}

static void test_widths(void **state)
{
	(void)state;
	/* As declared, the widest of all; in order of first mention. */
	assert_widths(
		"C t\n{ z; short y; }\n"
		"P0(int *x, char *y) { intptr_t r; char c; } P1(long *z, short *a) {}\n"
		"exists (0:r=0 /\\ 0:c=0)",
		"z:8 y:2 x:4 a:2 0:r:8 0:c:1 ");
	/* Registers by thread, then memory, each in order of appearance. */
	assert_widths("C t\n{}\nP0(int *x, int *y) { int a; int b; }\n"
		      "P1(int *x) { int c; }\n"
		      "locations [y; 0:a] filter (0:b=0) exists (x=0 /\\ 1:c=0)",
		      "x:4 y:4 0:a:4 0:b:4 1:c:4 [x] [y] ");
	/* Pointers, and what holds an address though it is declared as an int. */
	assert_widths("C t\n{ int *p = &x; q = y; }\nP0(int *p, int *q) { int r; }\n"
		      "exists (0:r=0)",
		      "p:8 x:4 q:8 y:4 0:r:4 ");
	assert_widths("C t\n{ q = y; }\n"
		      "P0(int *q) { int r = READ_ONCE(*q); int s = READ_ONCE(*r); }\n"
		      "exists (0:r=y /\\ 0:s=0)",
		      "q:8 y:4 0:r:8 0:s:4 ");
	assert_widths("C t\n{}\nP0(int *x, int *y) { WRITE_ONCE(*x, y); }\n"
		      "P1(int *x) { int r = xchg(x, 0); }\nexists (1:r=1)",
		      "x:8 y:4 1:r:8 ");
	assert_widths("C t\n{ 0:r=y; }\nP0(int *x) { *x = r + 1; }\nexists (0:r=y)",
		      "y:4 x:8 0:r:8 ");
	/* A comparison with an address is enough; an access through a cast, too. */
	assert_widths("C t\n{ x = y; }\nP0(int *x) { int r; }\nexists (0:r=x \\/ y=x)",
		      "x:8 y:8 0:r:8 [y] ");
	assert_widths("C t\n{ x1=y1; }\nP0(intptr_t *x1)\n"
		      "{ intptr_t r = READ_ONCE(*x1); *(intptr_t *)r = 1; }\n"
		      "exists (y1=1)",
		      "x1:8 y1:8 [y1] ");
	assert_widths("C t\n{}\nP0(int *x) { int r = (int)READ_ONCE(*(char **)x); }\n"
		      "exists (0:r=1)",
		      "x:8 0:r:4 ");
}

static void test_reset_and_small(void **state)
{
	struct sample sample;
	const struct litmus *litmus;

	(void)state;
	compile(&sample, "C t\n{ z = 3; init = 0; }\n"
			 "P0(int *a, int *b, int *c, int *d, int *e)\n"
			 "{ WRITE_ONCE(*a, 1); int r = xchg(b, 1); *c = 7; "
			 "smp_store_mb(*e, 1); }\n"
			 "P1(int *a, int *b, int *c, int *d, int *z, int *e)\n"
			 "{ int r = READ_ONCE(*b); r = *c; r = smp_load_acquire(a); }\n"
			 "P2(int *z, int *e) { int r = cmpxchg(z, 0, 1); }\n"
			 "exists (c=-9)");
	litmus = sample.litmus;
	assert_int_equal(litmus_reset_by(litmus, 0), 2); /* z: read by 2 */
	assert_int_equal(litmus_reset_by(litmus, 1), 0); /* of no thread */
	assert_int_equal(litmus_reset_by(litmus, 2), 1); /* a */
	assert_int_equal(litmus_reset_by(litmus, 3), 1); /* b: 0 writes it */
	assert_int_equal(litmus_reset_by(litmus, 4), 1); /* c: plain */
	assert_int_equal(litmus_reset_by(litmus, 5), 1); /* d: none reads */
	assert_int_equal(litmus_reset_by(litmus, 6), 0); /* e: none reads */
	assert_int_equal(litmus_small(litmus), 9);
	sample_free(&sample);
	compile(&sample, "C t\n{}\nP0(int *x) {}\nexists (x=0)");
	assert_int_equal(litmus_small(sample.litmus), 2);
	sample_free(&sample);
	compile(&sample, "C t\n{}\nP0(int *x) {}\nexists (x=9223372036854775807)");
	assert_int_equal(litmus_small(sample.litmus), TEST_MAX_SMALL);
	sample_free(&sample);
}

static void assert_result(const struct result *result, const char *mix, const char *arch,
			  enum test_expect expect)
{
	assert_string_equal(result->mix, mix);
	assert_string_equal(result->arch, arch);
	assert_int_equal(result->expect, expect);
}

static void test_header(void **state)
{
	struct sample sample;
	const struct ast *ast;

	(void)state;
	compile(&sample,
		"C a+b\nCycle=PodWR Fre\nOrig=PodWR Fre \nHash=01ab\nResult=Never\n"
		"(*\n * Result[c11, lkmm:c11.clang@arm64]: Sometimes, they say\n"
		" * Result[vola*]: Always *)\n// Result[plain]: Maybe\nSafe=\n"
		"{}\nP0(int *x) {}\nexists (x=0)");
	ast = sample.litmus->ast;
	assert_string_equal(ast->name, "a+b");
	assert_string_equal(ast->info, "Orig=PodWR Fre\nHash=01ab\nSafe=\n");
	assert_int_equal(ast->result_count, 4);
	assert_result(&ast->results[0], "c11", "*", EXPECT_SOMETIMES);
	assert_result(&ast->results[1], "lkmm:c11.clang", "arm64", EXPECT_SOMETIMES);
	assert_result(&ast->results[2], "vola*", "*", EXPECT_ALWAYS);
	assert_result(&ast->results[3], "lkmm", "*", EXPECT_NEVER);
	sample_free(&sample);
}

enum { NAMED = 9 };

static void test_ids(void **state)
{
	static const struct {
		const char *name, *id, *symbol;
	} named[NAMED] = {
		{"SB+onces", "SB+onces", "SB_onces"},
		{"SB-onces", "SB-onces", "SB_onces_2"},
		{"SB+onces", "SB+onces~2", "SB_onces_2_2"},
		{"SB+onces", "SB+onces~3", "SB_onces_3"},
		{"3.SB", "3.SB", "t_3_SB"},
		{"auto/x[1]{}@", "auto/x[1]___", "t_auto_x_1____"},
		{"SB+onces~2", "SB+onces~2~2", "SB_onces_2_2_2"},
		{"main", "main", "t_main"},
		{"NULL", "NULL", "t_NULL"},
	};
	struct sample samples[NAMED];
	struct litmus *tests[NAMED];
	FILE *messages = tmpfile();
	char text[128], line[128];

	(void)state;
	assert_non_null(messages);
	for (int i = 0; i < NAMED; i++) {
		snprintf(text, sizeof(text), "C %s\n{}\nP0(int *x) {}\nexists (x=0)",
			 named[i].name);
		compile(&samples[i], text);
		tests[i] = samples[i].litmus;
	}
	names_choose_ids(tests, NAMED, messages);
	for (int i = 0; i < NAMED; i++) {
		assert_string_equal(tests[i]->id, named[i].id);
		assert_string_equal(tests[i]->symbol, named[i].symbol);
		sample_free(&samples[i]);
	}
	rewind(messages);
	assert_non_null(fgets(line, sizeof(line), messages));
	assert_string_equal(line, "litmusc: note: t.litmus has the id SB+onces~2: "
				  "another test is SB+onces\n");
	fclose(messages);
}

static void test_locals(void **state)
{
	static const char *const expected[] = {"v_log",    "x",       "v_int64_t", "v__y",
					       "v_smp_mb", "v_v_log", "r"};
	struct sample sample;
	const struct variable *variable;

	(void)state;
	compile(&sample, "C t\n{}\nP0(int *log, int *x)\n"
			 "{ int int64_t; int _y; int smp_mb; int v_log; int r; }\n"
			 "exists (x=0)");
	variable = sample.litmus->threads[0].variables;
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		assert_non_null(variable);
		assert_string_equal(variable->c_name, expected[i]);
		variable = variable->next;
	}
	assert_null(variable);
	sample_free(&sample);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_conditions),
		cmocka_unit_test(test_addresses_and_filter),
		cmocka_unit_test(test_widths),
		cmocka_unit_test(test_reset_and_small),
		cmocka_unit_test(test_header),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_locals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

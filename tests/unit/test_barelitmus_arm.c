/* test_barelitmus_arm.c - how instructions of A32 are read, and what they order. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/barelitmus/arm.h"
#include "host/barelitmus/ordering.h"
#include "tests/unit/assemble.h"

#include <stdlib.h>

static const struct rewriter rewriter = {ARCH_ARM, arm_rewrite};

static void expect_text(const char *expected, const char *const *lines)
{
	expect_text_for(&rewriter, expected, lines);
}

static struct ordering order_of(const char *const *lines)
{
	return order_for(&rewriter, lines);
}

#define LINES(...) ((const char *const[]){__VA_ARGS__, NULL})

static void test_registers_stack_and_literals_are_left_out(void **state)
{
	(void)state;
	expect_text("ldr; strhi",
		    LINES("push\t{r4, lr}", "ldrd\tr6, [sp, #16]", "adds\tr6, r0, r4",
			  "movne\tr0, #1", "ldr\tr4, [pc, #104]\t@ 316c <f+0x94>",
			  "ldr\tr0, [r1, #128]\t@ 0x80", "strhi\tr5, [r4]",
			  "pop\t{r4, pc}", ".word\t0x00000000"));
}

/* clang's frame pointer is the stack; gcc has data in that register. */
static void test_a_frame_is_the_stack(void **state)
{
	(void)state;
	expect_text("none", LINES("add\tfp, sp, #8", "ldr\tr0, [fp, #8]", "bx\tlr"));
	expect_text("ldr", LINES("mov\tfp, r0", "ldr\tr0, [fp, #8]", "bx\tlr"));
}

static void test_a_return_with_a_condition_is_a_branch_to_the_end(void **state)
{
	(void)state;
	expect_text("ldr; beq end; dmb ish",
		    LINES("ldr\tr0, [r1]", "cmp\tr0, #0", "popeq\t{r4, pc}", "dmb\tish",
			  "bx\tlr"));
	expect_text("ldr; bne end; dmb ish",
		    LINES("ldr\tr0, [r1]", "bxne\tlr", "dmb\tish", "bx\tlr"));
}

static void test_loops_between_fences_are_full(void **state)
{
	struct ordering ordering =
		order_of(LINES("dmb\tish", "pldw\t[r1]", "ldrex\tr3, [r1]", "teq\tr3, r2",
			       "strexeq\tip, r0, [r1]", "teq\tip, #0", "bne\t8 <f+0x8>",
			       "dmb\tish", "bx\tlr"));

	(void)state;
	assert_true(ordering.known && ordering.has_load && ordering.has_store);
	assert_int_equal(ordering.through, ORDER_ALL);
	assert_int_equal(ordering.places, PLACE_LEADING | PLACE_TRAILING);
}

static void test_ishst_orders_stores_alone(void **state)
{
	(void)state;
	assert_int_equal(order_of(LINES("dmb\tishst", "bx\tlr")).through, ORDER_WW);
	assert_int_equal(order_of(LINES("dmb\tish", "bx\tlr")).through, ORDER_ALL);
}

static void test_nobody_knows_what_a_call_orders(void **state)
{
	(void)state;
	assert_false(order_of(LINES("bl\t100 <memcpy>", "bx\tlr")).known);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_registers_stack_and_literals_are_left_out),
		cmocka_unit_test(test_a_frame_is_the_stack),
		cmocka_unit_test(test_a_return_with_a_condition_is_a_branch_to_the_end),
		cmocka_unit_test(test_loops_between_fences_are_full),
		cmocka_unit_test(test_ishst_orders_stores_alone),
		cmocka_unit_test(test_nobody_knows_what_a_call_orders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

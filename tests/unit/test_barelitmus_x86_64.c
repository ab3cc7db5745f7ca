/* test_barelitmus_x86_64.c - how instructions of x86-64 are read, and what they order. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/barelitmus/ordering.h"
#include "host/barelitmus/x86_64.h"
#include "tests/unit/assemble.h"

#include <stdlib.h>

static const struct rewriter rewriter = {ARCH_X86_64, x86_64_rewrite};

static void expect_text(const char *expected, const char *const *lines)
{
	expect_text_for(&rewriter, expected, lines);
}

static struct ordering order_of(const char *const *lines)
{
	struct ordering ordering = order_for(&rewriter, lines);

	assert_true(ordering.known);
	return ordering;
}

#define LINES(...) ((const char *const[]){__VA_ARGS__, "ret", NULL})

static void test_operands_say_what_they_are(void **state)
{
	(void)state;
	expect_text("movzbl m,r32", LINES("movzbl (%rdi),%eax"));
	expect_text("mov r8,m; mov r8,m; mov r16,m",
		    LINES("mov    %sil,(%rdi)", "mov    %r8b,(%rdi)", "mov %si,(%rdi)"));
	expect_text("movq i,m", LINES("movq   $0x0,(%rdi,%rsi,4)"));
	expect_text("mov m,r64", LINES("mov    0x0(%rip),%r12        # 7 <f+0x7>"));
	expect_text("mov m,r64", LINES("mov    %fs:0x28,%rax"));
	expect_text("movups x,m", LINES("movups %xmm0,(%rdi)"));
	expect_text("lock xadd r32,m", LINES("lock xadd %eax,(%rdi)"));
	expect_text("lock incl m", LINES("lock incl 0x8(%rdi)"));
}

/* LEA and a long NOP have an address and touch nothing; the stack is the thread's own. */
static void test_what_is_private_is_left_out(void **state)
{
	(void)state;
	expect_text("none",
		    LINES("xchg   %ax,%ax", "lea    0x4(%rdi),%rax", "push   %rbx",
			  "nopw   0x0(%rax,%rax,1)", "cs nopw 0x0(%rax,%rax,1)",
			  "mov    %rax,-0x8(%rsp)", "add    $0x1,%eax"));
	expect_text("lock orq i,stack; mfence", LINES("lock orq $0x0,(%rsp)", "mfence"));
}

static void test_branches_go_to_what_is_listed(void **state)
{
	(void)state;
	expect_text("mov m,r32; lock cmpxchg r32,m; jne 2; jmp end",
		    LINES("mov    (%rdi),%eax", "mov    %eax,%edx",
			  "lock cmpxchg %edx,(%rdi)", "jne    4 <f+0x4>",
			  "jmp    14 <f+0x14>"));
}

enum { TSO = ORDER_RR | ORDER_RW | ORDER_WW };

/* All but a store and a load behind it are in order, whatever the instructions. */
static void test_plain_accesses_are_tso(void **state)
{
	struct ordering none = order_of(LINES("nop"));
	struct ordering load = order_of(LINES("mov (%rdi),%eax"));
	struct ordering store = order_of(LINES("mov %eax,(%rdi)"));

	(void)state;
	assert_int_equal(none.through, TSO);
	assert_int_equal(load.through, TSO);
	assert_int_equal(load.acquire, ORDER_RR | ORDER_RW);
	assert_int_equal(store.through, TSO);
	assert_int_equal(store.release, ORDER_RW | ORDER_WW);
	assert_int_equal(store.trailing, ORDER_WW);
}

static void test_locked_ones_and_fences_are_full(void **state)
{
	(void)state;
	assert_int_equal(order_of(LINES("mfence")).through, ORDER_ALL);
	assert_int_equal(order_of(LINES("lock addl $0x0,-0x4(%rsp)")).through, ORDER_ALL);
	assert_int_equal(order_of(LINES("xchg %eax,(%rdi)")).through, ORDER_ALL);
	assert_int_equal(order_of(LINES("lock incl (%rdi)")).through, ORDER_ALL);
	assert_int_equal(order_of(LINES("xchg %eax,%edx")).through, TSO);
	assert_int_equal(order_of(LINES("lfence")).through, TSO);
	assert_int_equal(order_of(LINES("addl $0x1,(%rdi)")).through, TSO);
}

/* A cmpxchg in a loop, and one way past it. */
static void test_all_ways_count(void **state)
{
	struct ordering ordering =
		order_of(LINES("cmpl $0x0,(%rdi)", "je 10 <f+0x10>",
			       "lock cmpxchg %edx,(%rdi)", "jne 8 <f+0x8>"));

	(void)state;
	assert_int_equal(ordering.through, ORDER_ALL); /* those that store */
	ordering = order_of(LINES("mov (%rdi),%eax", "test %eax,%eax", "je 10 <f+0x10>",
				  "mfence", "mov (%rsi),%eax"));
	assert_int_equal(ordering.through, TSO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_operands_say_what_they_are),
		cmocka_unit_test(test_what_is_private_is_left_out),
		cmocka_unit_test(test_branches_go_to_what_is_listed),
		cmocka_unit_test(test_plain_accesses_are_tso),
		cmocka_unit_test(test_locked_ones_and_fences_are_full),
		cmocka_unit_test(test_all_ways_count),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

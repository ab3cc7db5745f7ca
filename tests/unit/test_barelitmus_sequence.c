/* test_barelitmus_sequence.c - what instructions order, and how they are written down. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "host/barelitmus/ordering.h"
#include "tests/unit/assemble.h"

static struct ordering order_of(enum arch arch, const char *const *lines)
{
	struct disassembly disassembly = assemble(lines);
	struct sequence sequence;
	struct ordering ordering;

	sequence_read(&sequence, arch, &disassembly.functions[0]);
	sequence_ordering(&sequence, &ordering);
	sequence_free(&sequence);
	disassembly_free(&disassembly);
	return ordering;
}

#define ORDER(arch, ...) order_of(arch, (const char *const[]){__VA_ARGS__, "ret", NULL})

static void assert_order(struct ordering ordering, unsigned through, unsigned acquire,
			 unsigned release)
{
	assert_true(ordering.known);
	assert_int_equal(ordering.through, through);
	assert_int_equal(ordering.acquire, acquire);
	assert_int_equal(ordering.release, release);
}

enum { ACQUIRE = ORDER_RR | ORDER_RW, RELEASE = ORDER_RW | ORDER_WW };

static void test_text(void **state)
{
	static const char *const lines[] = {"prfm\tpstl1strm, [x0]",
					    "ldxr\tx2, [x0]",
					    "cmp\tx2, x1",
					    "b.ne\t18 <f+0x18>",
					    "stlxr\tw3, x4, [x0]",
					    "cbnz\tw3, 4 <f+0x4>",
					    "dmb\tish",
					    "bl\t0 <helper>",
					    "ret",
					    NULL};
	struct disassembly disassembly = assemble(lines);
	char *text = sequence_text(ARCH_ARM64, &disassembly.functions[0]);

	(void)state;
	assert_string_equal(text, "prfm pstl1strm; ldxr x; b.ne 6; stlxr x; cbnz w 2; "
				  "dmb ish; bl 1");
	free(text);
	disassembly_free(&disassembly);
}

static void test_arm64(void **state)
{
	struct ordering full;

	(void)state;
	assert_order(ORDER(ARCH_ARM64, "ldar\tw0, [x0]"), 0, ACQUIRE, 0);
	assert_order(ORDER(ARCH_ARM64, "stlr\tw0, [x0]"), 0, 0, RELEASE);
	assert_order(ORDER(ARCH_ARM64, "dmb\tishst"), ORDER_WW, 0, 0);
	/* C11 seq_cst by LL/SC: acquire and release, but nothing gets through in order. */
	assert_order(ORDER(ARCH_ARM64, "ldaxr\tw2, [x0]", "stlxr\tw3, w1, [x0]",
			   "cbnz\tw3, 0 <f>"),
		     0, ACQUIRE, RELEASE);
	full = ORDER(ARCH_ARM64, "ldxr\tw2, [x0]", "stlxr\tw3, w1, [x0]",
		     "cbnz\tw3, 0 <f>", "dmb\tish");
	assert_order(full, ORDER_ALL, ACQUIRE, RELEASE);
	assert_int_equal(full.places, PLACE_TRAILING | PLACE_RELEASE);
	assert_order(ORDER(ARCH_ARM64, "swpal\tw1, w0, [x0]"), ORDER_ALL, ACQUIRE,
		     RELEASE);
	assert_order(ORDER(ARCH_ARM64, "swpa\tw1, w0, [x0]"), 0, ACQUIRE, 0);
	/* The write of an atomic instruction with both orders is ordered before what follows. */
	full = ORDER(ARCH_ARM64, "swpal\tw1, w0, [x0]");
	assert_int_equal(full.trailing, ORDER_WR | ORDER_WW);
	assert_int_equal(full.places, PLACE_ACQUIRE | PLACE_RELEASE);
}

static void test_riscv64(void **state)
{
	(void)state;
	/* A fence orders more than the access beside it. */
	assert_order(ORDER(ARCH_RISCV64, "lw\ta0,0(a0)", "fence\tr,rw"), ACQUIRE, ACQUIRE,
		     0);
	assert_order(ORDER(ARCH_RISCV64, "fence\tiorw,ow", "amoswap.w\tzero,a1,(a0)"),
		     RELEASE, 0, RELEASE);
	assert_order(ORDER(ARCH_RISCV64, "amoadd.w.aqrl\ta0,a1,(a0)"), ORDER_ALL, ACQUIRE,
		     RELEASE);
	/* The manual: SC.aq alone need not order anything. */
	assert_order(ORDER(ARCH_RISCV64, "lr.w\ta5,(a0)", "bne\ta5,a1,10 <f+0x10>",
			   "sc.w.aq\ta4,a2,(a0)", "bnez\ta4,0 <f>"),
		     0, 0, 0);
	assert_order(ORDER(ARCH_RISCV64, "fence.tso"), ORDER_ALL & ~ORDER_WR, 0, 0);
}

/* The path on which the comparison fails does not count. */
static void test_success(void **state)
{
	(void)state;
	assert_order(ORDER(ARCH_RISCV64, "lr.w\ta5,(a0)", "bne\ta5,a1,14 <f+0x14>",
			   "sc.w.rl\ta4,a2,(a0)", "bnez\ta4,0 <f>", "fence\trw,rw"),
		     ORDER_ALL, ACQUIRE, RELEASE);
}

static void test_call(void **state)
{
	(void)state;
	assert_false(ORDER(ARCH_ARM64, "bl\t1000 <helper>").known);
}

/* A seq_cst store without a trailing fence relies on the load that follows. */
static void test_between(void **state)
{
	static const char *const lines[][4] = {
		{"fence\trw,w", "sw\ta1,0(a0)", "ret", NULL},
		{"fence\trw,rw", "lw\ta1,0(a0)", "ret", NULL},
		{"lw\ta1,0(a0)", "ret", NULL, NULL},
	};
	struct disassembly disassemblies[3];
	struct sequence sequences[3];

	(void)state;
	for (int i = 0; i < 3; i++) {
		disassemblies[i] = assemble(lines[i]);
		sequence_read(&sequences[i], ARCH_RISCV64,
			      &disassemblies[i].functions[0]);
	}
	assert_true(
		sequence_between(&sequences[0], &sequences[1], EVENT_STORE, EVENT_LOAD));
	assert_false(
		sequence_between(&sequences[0], &sequences[2], EVENT_STORE, EVENT_LOAD));
	for (int i = 0; i < 3; i++) {
		sequence_free(&sequences[i]);
		disassembly_free(&disassemblies[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text),    cmocka_unit_test(test_arm64),
		cmocka_unit_test(test_riscv64), cmocka_unit_test(test_success),
		cmocka_unit_test(test_call),    cmocka_unit_test(test_between),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

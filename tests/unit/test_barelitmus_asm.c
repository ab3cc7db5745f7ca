/* test_barelitmus_asm.c - a thread taken out of its loop, and tests read back. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <cmocka.h>

#include "host/barelitmus/asm_check.h"
#include "host/barelitmus/export.h"
#include "host/barelitmus/operation.h"
#include "host/barelitmus/unordered.h"

/* --- a test of one thread: r0 = xchg(x, 1), then a load of y; x and y at their offsets --- */

static const struct test_location locations[] = {{.name = "x", .width = 4},
						 {.name = "y", .width = 4, .init = 2}};
static const struct test_item items[] = {
	{.name = "0:r0", .thread = 0, .width = 4, .where = 0},
	{.name = "0:r1", .thread = 0, .width = 4, .where = 4},
	{.name = "[x]", .thread = ITEM_MEMORY, .width = 4, .where = 0},
};
static const struct cond_op condition[] = {
	{.code = COND_EQ, .item = 0, .value = 0},
	{.code = COND_NE, .item = 1, .value = 2},
	{.code = COND_AND},
	{.code = COND_EQ, .item = 2, .value = 1},
	{.code = COND_OR},
};
static const uint16_t log_size[] = {8};
static const struct test one = {
	.name = "one",
	.id = "one",
	.locations = locations,
	.location_count = 2,
	.items = items,
	.item_count = 3,
	.condition = condition,
	.condition_ops = 5,
	.log_size = log_size,
	.threads = 1,
};

static const char symbols[] = "SYMBOL TABLE:\n"
			      "0000000000000100 l     F .text\t0000000000000060 one_P0\n"
			      "\n"
			      "Disassembly of section .text:\n"
			      "\n"
			      "0000000000000100 <one_P0>:\n";

/* %s: the instruction between the exchange and the load. */
static const char arm64_code[] = "     100:\tstp\tx29, x30, [sp, #-32]!\n"
				 "     104:\tstr\tx19, [sp, #16]\n"
				 "     108:\tmov\tx19, x0\n"
				 "     10c:\tldp\tx1, x0, [x19, #288]\n"
				 "     110:\tblr\tx1\n"
				 "     114:\tldp\tx2, x3, [x19]\n"
				 "     118:\tldp\tx4, x5, [x19, #256]\n"
				 "     11c:\tldr\tw6, [x19, #284]\n"
				 "     120:\tmov\tw7, #0x1                   \t// #1\n"
				 "     124:\tprfm\tpstl1strm, [x2]\n"
				 "     128:\tldxr\tw8, [x2]\n"
				 "     12c:\tstlxr\tw9, w7, [x2]\n"
				 "     130:\tcbnz\tw9, 128 <one_P0+0x28>\n"
				 "     134:\t%s\n"
				 "     138:\tldr\tw9, [x3]\n"
				 "     13c:\tstp\tw8, w9, [x5], #8\n"
				 "     140:\tnop\n"
				 "     144:\tadd\tx2, x2, x4\n"
				 "     148:\tadd\tx3, x3, x4\n"
				 "     14c:\tsubs\tw6, w6, #0x1\n"
				 "     150:\tb.ne\t124 <one_P0+0x24>  // b.any\n"
				 "     154:\tldr\tx19, [sp, #16]\n"
				 "     158:\tldp\tx29, x30, [sp], #32\n"
				 "     15c:\tret\n";

static const char arm64_test[] =
	"AArch64 one+lkmm.gcc\n"
	"Test=one\n"
	"Mix=lkmm.gcc\n"
	"(* Left out, for they order nothing: prfm, clrex, yield, "
	"pause *)\n"
	"{\n"
	"int x=0;\n"
	"int y=2;\n"
	"int P0_r0=0;\n"
	"int P0_r1=0;\n"
	"0:X0=P0_r1; 0:X2=x; 0:X3=y; 0:X5=P0_r0; 0:X7=1;\n"
	"}\n"
	" P0               ;\n"
	" L10:             ;\n"
	" LDXR W8,[X2]     ;\n"
	" STLXR W9,W7,[X2] ;\n"
	" CBNZ W9,L10      ;\n"
	" DMB ISH          ;\n"
	" LDR W9,[X3]      ;\n"
	" STR W8,[X5]      ;\n"
	" STR W9,[X0]      ;\n"
	"exists (([P0_r0]=0 /\\ ~([P0_r1]=2)) \\/ [x]=1)\n";

static uint64_t boundaries[] = {0x144};

static void make_specimens(struct specimens *specimens, const char *between)
{
	char text[4096];

	*specimens = (struct specimens){.image = {.arch = IMAGE_ARM64,
						  .gave_up = 0x1000,
						  .boundaries = boundaries,
						  .boundary_count = 1}};
	snprintf(text, sizeof(text), "%s", symbols);
	snprintf(text + strlen(text), sizeof(text) - strlen(text), arm64_code, between);
	assert_true(disassembly_parse(&specimens->code, text, ""));
	assert_int_equal(specimens->code.function_count, 1);
}

static char *export_with(const char *between, const struct dependency_list *list,
			 char reason[EXPORT_REASON])
{
	struct image_variant variant = {.test = &one, .threads = {0x100}};
	struct specimen_mix mix = {.variants = {&variant}, .name = "lkmm.gcc"};
	struct specimens specimens;
	char *out;

	make_specimens(&specimens, between);
	out = export_test(&specimens, &one, &mix, list, reason);
	disassembly_free(&specimens.code);
	return out;
}

static char *export_one(const char *between, char reason[EXPORT_REASON])
{
	return export_with(between, NULL, reason);
}

static void a_body_is_taken_out_of_its_loop(void **state)
{
	char reason[EXPORT_REASON] = "", error[ASM_CHECK_ERROR] = "";
	char *text = export_one("dmb\tish", reason);

	(void)state;
	assert_string_equal(reason, "");
	assert_string_equal(text, arm64_test);
	assert_true(asm_check(text, error));
	free(text);
}

static void what_cannot_be_expressed_is_named(void **state)
{
	static const struct {
		const char *insn, *reason;
	} cases[] = {
		{"bl\t400 <helper>", "P0: bl 400: a call"},
		{"ldr\tw1, [x2, x4]",
		 "P0: ldr w1,[x2,x4]: an address that is no location's"},
		{"ldr\tx1, [x2]", "P0: ldr x1,[x2]: wider than x"},
		{"ldr\tw1, [x2, #4]",
		 "P0: ldr w1,[x2,#4]: an address that is no location's"},
		{"ret", "P0: ret: not followed"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char reason[EXPORT_REASON] = "";

		assert_null(export_one(cases[i].insn, reason));
		assert_string_equal(reason, cases[i].reason);
	}
}

static struct dependency_list *make_list(const char *text, char error[256])
{
	char path[] = "/tmp/barelitmus-XXXXXX";
	FILE *out = fdopen(mkstemp(path), "w");
	struct dependency_list *list;

	assert_non_null(out);
	fputs(text, out);
	fclose(out);
	list = dependency_list_read(path, error);
	unlink(path);
	return list;
}

/* The load of y has its address, or the store to y its value, from the exchange or not. */
static void lost_dependencies_are_named(void **state)
{
	static const struct {
		const char *kind, *insn, *text; /* NULL: it is there */
	} cases[] = {
		{"data", "str\tw8, [x3]", NULL},
		{"data", "str\tw7, [x3]",
		 "(* P0: the data dependency from [x] to [y] is gone *)\n"},
		{"addr", "ldr\tw1, [x3, x8]", NULL},
		{"data", "ldr\tw1, [x3, x8]",
		 "(* P0: the data dependency from [x] to [y] is an address dependency "
		 "now *)\n"},
		{"ctrl", "str\tw7, [x3]",
		 "(* P0: the control dependency from [x] to [y] is gone *)\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char line[64], error[256], reason[EXPORT_REASON] = "", *text;
		struct dependency_list *list;

		snprintf(line, sizeof(line), "# a comment\none\t0\t%s\tx\ty\n",
			 cases[i].kind);
		list = make_list(line, error);
		assert_non_null(list);
		text = export_with(cases[i].insn, list, reason);
		assert_string_equal(reason, "");
		if (cases[i].text)
			assert_non_null(strstr(text, cases[i].text));
		else
			assert_null(strstr(text, "dependency"));
		free(text);
		dependency_list_free(list);
	}
}

static void a_malformed_list_is_refused(void **state)
{
	char error[256] = "";

	(void)state;
	assert_null(make_list("one\t0\tsoft\tx\ty\n", error));
	assert_non_null(strstr(error, ":1: expected id, thread, kind, from and to"));
	assert_null(dependency_list_read("/nowhere", error));
	assert_string_equal(error, "/nowhere: No such file or directory");
}

/* --- order --- */

static void unordered_accesses_are_named(void **state)
{
	static const struct {
		const char *insn;
		unsigned kinds;
		enum unordered_found found;
		const char *text;
	} cases[] = {
		{"nop", ORDER_WR, UNORDERED_SOME, "store to x, load from y (stlxr; ldr)"},
		{"nop", ORDER_ALL, UNORDERED_SOME,
		 "load from x, load from y (ldxr; stlxr; ldr); "
		 "store to x, load from y (stlxr; ldr)"},
		{"dmb\tishld", ORDER_ALL, UNORDERED_SOME,
		 "store to x, load from y (stlxr; dmb ishld; ldr)"},
		{"dmb\tish", ORDER_ALL, UNORDERED_NONE, ""},
		{"nop", ORDER_WW, UNORDERED_NONE, ""},
		/* from release to acquire */
		{"ldar\tw1, [x3]", ORDER_WR, UNORDERED_NONE, ""},
		/* an exchange is ordered before what its value goes to */
		{"str\tw7, [x3]", ORDER_RW, UNORDERED_SOME,
		 "load from x, store to y (ldxr; stlxr; str)"},
		{"str\tw8, [x3]", ORDER_RW, UNORDERED_NONE, ""},
		{"ldr\tw1, [x3, x8]", ORDER_WW, UNORDERED_UNKNOWN, ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[UNORDERED_TEXT];
		struct specimens specimens;
		struct body body;

		make_specimens(&specimens, cases[i].insn);
		assert_true(body_follow(&body, &specimens.image,
					&specimens.code.functions[0], &one, 0));
		assert_int_equal(unordered_find(&body, cases[i].kinds, text),
				 cases[i].found);
		assert_string_equal(text, cases[i].text);
		body_free(&body);
		disassembly_free(&specimens.code);
	}
}

/* --- instructions --- */

static void reads_arm64(void **state)
{
	struct insn insn = {.mnemonic = "add", .operands = "x1,x2,w3,sxtw#2"};
	struct value regs[REGS] = {0}, flags, value;
	struct operation operation;

	(void)state;
	operation_read_arm64(&operation, &insn);
	assert_int_equal(operation.kind, OPERATION_COMPUTE);
	assert_true(operation.operands[0].writes && !operation.operands[0].reads);
	regs[2] = (struct value){true, false, 100};
	regs[3] = (struct value){true, false, 0xffffffff};
	value = operation_result_arm64(&operation, regs, &flags);
	assert_true(value.known);
	assert_int_equal(value.bits, 96);

	insn = (struct insn){.mnemonic = "cmp", .operands = "w2,#0x64"};
	operation_read_arm64(&operation, &insn);
	operation_result_arm64(&operation, regs, &flags);
	assert_true(flags.known);
	assert_int_equal(flags.bits, 6); /* Z and C: equal, no borrow */

	insn = (struct insn){.mnemonic = "ubfiz", .operands = "x1,x2,#4,#8"};
	operation_read_arm64(&operation, &insn);
	assert_string_equal(operation.mnemonic, "ubfm");
	assert_int_equal(operation.operands[2].number, 60);
	assert_int_equal(operation.operands[3].number, 7);
	assert_int_equal(operation_result_arm64(&operation, regs, &flags).bits, 1600);
}

static void reads_riscv64(void **state)
{
	static const struct {
		const char *mnemonic, *operands, *plain;
	} cases[] = {
		{"add", "a0,a0,-1", "addi"},
		{"addw", "a0,a1,1", "addiw"},
		{"li", "a0,5", "ori"},
		{"mv", "a0,a1", "addi"},
		{"beqz", "a0,10", "beq"},
		{"amoadd.w.aqrl", "a0,a1,(a2)", "amoadd.w.aq.rl"},
		{"sext.w", "a0,a1", "addiw"},
		{"sw", "a0,4(a1)", "sw"},
	};
	struct insn insn = {.mnemonic = "fence", .operands = "iorw,ow"};
	struct operation operation;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct insn one_of = {.mnemonic = (char *)cases[i].mnemonic,
				      .operands = (char *)cases[i].operands};

		operation_read_riscv64(&operation, &one_of);
		assert_string_equal(operation.mnemonic, cases[i].plain);
	}
	operation_read_riscv64(&operation, &insn);
	assert_string_equal(operation.operands[0].text, "rw");
	assert_string_equal(operation.operands[1].text, "w");
}

/* --- reading back --- */

static void bad_tests_are_refused(void **state)
{
	static const struct {
		const char *from, *to, *error;
	} cases[] = {
		{"AArch64", "ARM64", "1: expected AArch64 or RISCV and a name"},
		{"int y=2;", "int y=2", "7: expected ; behind int y=2"},
		{"int y", "float y", "7: expected a type and a location, found float"},
		{"0:X2=x", "0:X2=z", "11: z is not declared"},
		{"0:X3=y", "0:X2=y", "10: 0:X2 is set twice"},
		{"0:X3=y;", "", "21: P0: an address register is never set"},
		{"LDXR W8", "LDXP W8", "14: herd7 does not know LDXP"},
		{"LDR W9,[X3]", "LDR W9,#3 ", "18: LDR: operands are RN, expected RM"},
		{"CBNZ W9,L10", "CBNZ W9,L11", "21: P0: no label L11"},
		{"DMB ISH ", "|DMB ISH", "17: 2 columns, expected 1"},
		{"[x]=1", "[z]=1", "21: z is not declared"},
		{"[x]=1)", "[x]=1", "21: expected ), found "},
		{"exists", "perhaps", "21: expected ; at the end of"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		char text[2048], error[ASM_CHECK_ERROR] = "";
		const char *at = strstr(arm64_test, cases[i].from);

		assert_non_null(at);
		snprintf(text, sizeof(text), "%.*s%s%s", (int)(at - arm64_test),
			 arm64_test, cases[i].to, at + strlen(cases[i].from));
		assert_false(asm_check(text, error));
		error[strlen(cases[i].error)] = '\0';
		assert_string_equal(error, cases[i].error);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_body_is_taken_out_of_its_loop),
		cmocka_unit_test(what_cannot_be_expressed_is_named),
		cmocka_unit_test(lost_dependencies_are_named),
		cmocka_unit_test(a_malformed_list_is_refused),
		cmocka_unit_test(unordered_accesses_are_named),
		cmocka_unit_test(reads_arm64),
		cmocka_unit_test(reads_riscv64),
		cmocka_unit_test(bad_tests_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_barelitmus_disassembly.c - what is read out of objdump's text. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "host/barelitmus/disassembly.h"

static const char arm64[] =
	"\n"
	"a.o:     file format elf64-littleaarch64\n"
	"\n"
	"SYMBOL TABLE:\n"
	"0000000000000000 l    df *ABS*\t0000000000000000 a.c\n"
	"0000000000000000 l    d  .text\t0000000000000000 .text\n"
	"0000000000000000 l       .text\t0000000000000000 $x\n"
	"0000000000000000 g     F .text\t0000000000000018 thread\n"
	"0000000000000004 l       .text\t0000000000000000 begin\n"
	"0000000000000004 l       .text\t0000000000000000 also_begin\n"
	"0000000000000018 l     F .text\t0000000000000004 other\n"
	"0000000000000000         *UND*\t0000000000000000 gave_up\n"
	"0000000000000000         *UND*\t0000000000000000 helper\n"
	"\n\n"
	"Disassembly of section .text:\n"
	"\n"
	"0000000000000000 <thread>:\n"
	"       0:\tmov\tw1, #0x10                   \t// #16\n"
	"\n"
	"0000000000000004 <begin>:\n"
	"       4:\tadrp\tx3, 0 <gave_up>\n"
	"\t\t\t4: R_AARCH64_ADR_PREL_PG_HI21\tgave_up\n"
	"       8:\tldr\tw2, [x3, #128]\n"
	"       c:\tb.ne\t4 <begin>  // b.any\n"
	"      10:\tbl\t0 <helper>\n"
	"\t\t\t10: R_AARCH64_CALL26\thelper\n"
	"      14:\tdmb\tish\n"
	"\n"
	"0000000000000018 <other>:\n"
	"      18:\tret\n";

static const char riscv64[] = "SYMBOL TABLE:\n"
			      "0000000000000000 l    d  .text\t0000000000000000 .text\n"
			      "0000000000000000 g     F .text\t0000000000000012 thread\n"
			      "0000000000000008 l       .text\t0000000000000000 .L3\n"
			      "\n"
			      "Disassembly of section .text:\n"
			      "\n"
			      "0000000000000000 <thread>:\n"
			      "   0:\tlr.w.aq\ta5,(a0)\n"
			      "   4:\tbnez\ta5,4 <thread+0x4>\n"
			      "\t\t\t4: R_RISCV_BRANCH\t.L3\n"
			      "\t\t\t4: R_RISCV_RELAX\t*ABS*\n"
			      "\n"
			      "0000000000000008 <.L3>:\n"
			      "   8:\tsw\ta6,0(a3) # 8 <.L3>\n"
			      "   c:\tj\tc <.L3+0x4>\n"
			      "\t\t\tc: R_RISCV_JAL\t.text+0x4\n"
			      "   e:\tbeqz\ta5,10 <.LBB1_1>\n"
			      "\t\t\te: R_RISCV_RVC_BRANCH\t.LBB1_1\n"
			      "\n"
			      "0000000000000010 <.LBB1_1>:\n"
			      "  10:\tret\n";

static void test_arm64(void **state)
{
	struct disassembly d;

	(void)state;
	assert_true(disassembly_parse(&d, arm64, ""));
	assert_int_equal(d.function_count, 2);
	assert_int_equal(d.insn_count, 7);
	const struct function *f = disassembly_find(&d, "thread");

	assert_non_null(f);
	assert_string_equal(f->section, ".text");
	assert_int_equal(f->count, 6);
	assert_string_equal(f->insns[0].mnemonic, "mov");
	assert_string_equal(f->insns[0].operands, "w1,#0x10");
	assert_false(f->insns[0].has_target);
	/* The symbol of another file: an address of 0 would be a lie. */
	assert_string_equal(f->insns[1].operands, "x3,0");
	assert_string_equal(f->insns[1].symbol, "gave_up");
	assert_false(f->insns[1].has_target);
	assert_string_equal(f->insns[2].operands, "w2,[x3,#128]");
	assert_null(f->insns[2].symbol);
	assert_string_equal(f->insns[3].mnemonic, "b.ne");
	assert_string_equal(f->insns[3].operands, "4");
	assert_true(f->insns[3].has_target);
	assert_int_equal(f->insns[3].target, 4);
	assert_string_equal(f->insns[4].symbol, "helper");
	assert_false(f->insns[4].has_target);
	assert_string_equal(f->insns[5].operands, "ish");
	assert_int_equal(function_at(f, 0x14), 5);
	assert_int_equal(function_at(f, 0x18), 6);
	assert_int_equal(function_at(f, 0x2), 6);
	disassembly_free(&d);
}

static void test_riscv64(void **state)
{
	struct disassembly d;

	(void)state;
	assert_true(disassembly_parse(&d, riscv64, ""));
	assert_int_equal(d.function_count, 1);
	const struct function *f = &d.functions[0];

	assert_int_equal(f->count, 6);
	assert_string_equal(f->insns[0].mnemonic, "lr.w.aq");
	assert_string_equal(f->insns[0].operands, "a5,(a0)");
	/* Relocations know better than the operand. */
	assert_true(f->insns[1].has_target);
	assert_int_equal(f->insns[1].target, 8);
	assert_string_equal(f->insns[1].symbol, ".L3");
	assert_string_equal(f->insns[2].operands, "a6,0(a3)");
	assert_false(f->insns[2].has_target);
	assert_null(f->insns[2].symbol);
	assert_true(f->insns[3].has_target);
	assert_int_equal(f->insns[3].target, 4);
	assert_true(f->insns[4].has_target);
	assert_int_equal(f->insns[4].target, 0x10);
	assert_string_equal(f->insns[5].operands, "");
	disassembly_free(&d);
}

static void test_prefix(void **state)
{
	struct disassembly d;

	(void)state;
	assert_true(disassembly_parse(&d, arm64, "ot"));
	assert_int_equal(d.function_count, 1);
	assert_string_equal(d.functions[0].name, "other");
	assert_null(disassembly_find(&d, "thread"));
	disassembly_free(&d);
}

static void test_long_line(void **state)
{
	struct disassembly d;
	char *text = malloc(20000);

	(void)state;
	assert_non_null(text);
	memset(text, 'a', 20000);
	text[19999] = '\0';
	assert_false(disassembly_parse(&d, text, ""));
	assert_string_equal(d.error, "a line of over 16383 characters");
	disassembly_free(&d);
	free(text);
}

static void test_objdump_fails(void **state)
{
	struct disassembly d;

	(void)state;
	assert_false(disassembly_read(&d, "objdump", "build/no-such.o", ""));
	assert_non_null(strstr(d.error, "build/no-such.o: objdump ended with exit "
					"status 1: objdump: "));
	disassembly_free(&d);
	assert_false(disassembly_read(&d, "no-such-objdump", "build/no-such.o", ""));
	assert_non_null(strstr(d.error, "exit status 127"));
	disassembly_free(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_arm64),         cmocka_unit_test(test_riscv64),
		cmocka_unit_test(test_prefix),        cmocka_unit_test(test_long_line),
		cmocka_unit_test(test_objdump_fails),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_barelitmus_atlas.c - findings, records and the page. */
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

#include "host/barelitmus/atlas_html.h"

static const char one[] = "Disassembly of section .text:\n"
			  "0000000000000000 <probe_xchg_32>:\n"
			  "   0:\tamoswap.w.aqrl\ta0,a1,(a0)\n"
			  "   4:\tret\n"
			  "0000000000000008 <probe_cmpxchg_release_32>:\n"
			  "   8:\tlr.w\ta5,(a0)\n"
			  "   c:\tbne\ta5,a1,18 <probe_cmpxchg_release_32+0x10>\n"
			  "  10:\tsc.w.rl\ta4,a2,(a0)\n"
			  "  14:\tbnez\ta4,8 <probe_cmpxchg_release_32>\n"
			  "  18:\tret\n";

static const char two[] = "Disassembly of section .text:\n"
			  "0000000000000000 <probe_xchg_32>:\n"
			  "   0:\tamoswap.w.aqrl\ta0,a1,(a0)\n"
			  "   4:\tret\n"
			  "0000000000000008 <probe_cmpxchg_release_32>:\n"
			  "   8:\tlr.w\ta5,(a0)\n"
			  "   c:\tbne\ta5,a1,18 <probe_cmpxchg_release_32+0x10>\n"
			  "  10:\tsc.w\ta4,a2,(a0)\n"
			  "  14:\tbnez\ta4,8 <probe_cmpxchg_release_32>\n"
			  "  18:\tret\n";

static void add(struct atlas *atlas, const char *variant, const char *text)
{
	struct disassembly disassembly;

	assert_true(disassembly_parse(&disassembly, text, "probe_"));
	atlas_add(atlas, variant, &disassembly);
	disassembly_free(&disassembly);
}

static struct atlas sample(void)
{
	struct atlas atlas = {.arch = ARCH_RISCV64};

	add(&atlas, "c11.clang", one);
	add(&atlas, "c11.gcc", two);
	return atlas;
}

static void test_findings(void **state)
{
	struct atlas atlas = sample();
	struct findings findings = {0};

	(void)state;
	findings_collect(&findings, &atlas);
	assert_int_equal(findings.count, 2);
	assert_int_equal(findings.findings[0].kind, FINDING_WEAK);
	assert_string_equal(findings.findings[0].subject, "c11.gcc");
	assert_string_equal(findings.findings[0].shape, "MP, its writer");
	assert_string_equal(findings.findings[0].text,
			    "cmpxchg_release (lr.w; bne end; sc.w; bnez 1): no release: "
			    "accesses before it may come after its store");
	assert_int_equal(findings.findings[1].kind, FINDING_TOOLCHAIN);
	assert_string_equal(findings.findings[1].text,
			    "other instructions in 1 of 2, another order in 1: "
			    "cmpxchg_release");
	findings_free(&findings);
	atlas_free(&atlas);
}

static void test_demands(void **state)
{
	(void)state;
	assert_int_equal(demand_of("atomic_fetch_add").through, ORDER_ALL);
	assert_int_equal(demand_of("atomic_fetch_add_relaxed").through, 0);
	assert_int_equal(demand_of("atomic_add").through, 0);
	assert_int_equal(demand_of("atomic_fetch_add_acquire").acquire,
			 ORDER_RR | ORDER_RW);
	assert_int_equal(demand_of("smp_store_release").release, ORDER_RW | ORDER_WW);
	assert_int_equal(demand_of("smp_mb__after_spinlock").through, 0);
}

/* Everything that out printed, to be freed. */
static char *slurp(FILE *out)
{
	long n = ftell(out);
	char *text = calloc((size_t)n + 1, 1);

	assert_non_null(text);
	rewind(out);
	assert_int_equal(fread(text, 1, (size_t)n, out), n);
	fclose(out);
	return text;
}

static int check(const struct atlas *atlas, const char *record, char **tap)
{
	const char *base = getenv("TMPDIR");
	char path[256];

	snprintf(path, sizeof(path), "%s/barelitmus-XXXXXX", base ? base : "/tmp");
	FILE *out = tmpfile(), *file = fdopen(mkstemp(path), "w");
	int number = 0;

	assert_non_null(out);
	assert_non_null(file);
	fputs(record, file);
	fclose(file);
	int differences = atlas_check(atlas, path, &number, out);

	unlink(path);
	*tap = slurp(out);
	return differences;
}

static void test_record(void **state)
{
	struct atlas atlas = sample();
	FILE *out = tmpfile();
	char *record, *tap;

	(void)state;
	assert_non_null(out);
	atlas_print_tsv(&atlas, out);
	record = slurp(out);
	assert_string_equal(
		record,
		"riscv64\txchg\t32\tc11.clang,c11.gcc\tamoswap.w.aqrl\n"
		"riscv64\tcmpxchg_release\t32\tc11.clang\tlr.w; bne end; sc.w.rl; bnez "
		"1\n"
		"riscv64\tcmpxchg_release\t32\tc11.gcc\tlr.w; bne end; sc.w; bnez 1\n");
	assert_int_equal(check(&atlas, record, &tap), 0);
	assert_string_equal(tap, "ok 1 - atlas riscv64 c11.clang\n"
				 "ok 2 - atlas riscv64 c11.gcc\n");
	free(tap);
	/* The release appears: that is a difference of one of them. */
	memcpy(strstr(record, "sc.w;"), "sc.X;", 5);
	assert_int_equal(check(&atlas, record, &tap), 1);
	assert_string_equal(tap, "ok 1 - atlas riscv64 c11.clang\n"
				 "not ok 2 - atlas riscv64 c11.gcc\n"
				 "# cmpxchg_release 32\n"
				 "#  -lr.w; bne end; sc.X; bnez 1\n"
				 "#  +lr.w; bne end; sc.w; bnez 1\n");
	free(tap);
	free(record);
	assert_int_equal(check(&atlas, "riscv64\txchg\t32\tc11.rustc\tamo\n", &tap), 4);
	assert_non_null(strstr(tap, "ok 3 - atlas riscv64 c11.rustc # SKIP not built\n"));
	free(tap);
	assert_int_equal(check(&atlas, "riscv64 xchg\n", &tap), -1);
	free(tap);
	atlas_free(&atlas);
}

static void test_page(void **state)
{
	struct atlas atlas = {.arch = ARCH_RISCV64};
	struct findings findings = {0};
	FILE *out = tmpfile();
	char *page;

	(void)state;
	assert_non_null(out);
	add(&atlas, "c11.<b>&", one);
	findings_collect(&findings, &atlas);
	atlas_html_begin(out);
	atlas_html_arch(&atlas, &findings, NULL, out);
	atlas_html_end(out);
	page = slurp(out);
	assert_non_null(strstr(page, "c11.&lt;b&gt;&amp;"));
	assert_null(strstr(page, "<b>"));
	assert_null(strstr(page, "<script"));
	assert_null(strstr(page, "src="));
	free(page);
	findings_free(&findings);
	atlas_free(&atlas);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_findings),
		cmocka_unit_test(test_demands),
		cmocka_unit_test(test_record),
		cmocka_unit_test(test_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_barelitmus_table.c - how numbers and results are shown. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/barelitmus/format.h"
#include "host/barelitmus/table.h"
#include "tests/unit/log_sample.h"

static void test_counts(void **state)
{
	char out[FORMAT_MAX];

	(void)state;
	format_count(out, 0);
	assert_string_equal(out, "0");
	format_count(out, 999);
	assert_string_equal(out, "999");
	format_count(out, 1000);
	assert_string_equal(out, "1 000");
	format_count(out, UINT64_MAX);
	assert_string_equal(out, "18 446 744 073 709 551 615");
}

static void test_short_numbers(void **state)
{
	char out[FORMAT_MAX];

	(void)state;
	format_short(out, 7);
	assert_string_equal(out, "7");
	format_short(out, 999.4);
	assert_string_equal(out, "999");
	format_short(out, 999.6);
	assert_string_equal(out, "1.00k");
	format_short(out, 137342);
	assert_string_equal(out, "137k");
	format_short(out, 12.34e6);
	assert_string_equal(out, "12.3M");
	format_short(out, (double)UINT64_MAX);
	assert_string_equal(out, "18.4E");
}

static void test_rates_and_times(void **state)
{
	char out[FORMAT_MAX];

	(void)state;
	format_rate(out, 1000000, 144928);
	assert_string_equal(out, "6.90 M/s");
	format_rate(out, 84, 1000000);
	assert_string_equal(out, "84.0 /s");
	format_rate(out, 5, 0);
	assert_string_equal(out, "-");
	format_seconds(out, 0.04);
	assert_string_equal(out, "0.0 s");
	format_seconds(out, 41.3);
	assert_string_equal(out, "41 s");
	format_seconds(out, 725.2);
	assert_string_equal(out, "12 min 5 s");
}

/* Feeds a log to results, as run does. */
static void parse(struct results *results, const struct sink *sink)
{
	struct parser parser;

	results_init(results);
	parser_init(&parser, results_event, results);
	parser_feed(&parser, sink->bytes, sink->length);
	parser_finish(&parser);
	parser_free(&parser);
}

static void write_run(struct log *log, struct sink *sink)
{
	static const uint64_t many[2] = {137342, 862658};
	static const uint64_t few[2] = {3, 97};
	struct log_result result = sample_result(1, "SB+once[lkmm]", many, V_PASS);

	sample_boot(log, sink, 8);
	log_note(log, "core 0 id=0x0");
	log_note(log, "args iters=1M");
	log_error(log, "core 3 did not come");
	log_result(log, &result);
	result = sample_result(2, "SB+sc[c11]", few, V_KNOWN);
	result.name = "SB+sc";
	result.mix = "c11";
	result.tuning = "scheme=batch layout=line k=4 n=1024";
	log_result(log, &result);
	result = sample_result(3, "SB+two[c11]", few, V_PASS);
	result.name = "SB+two";
	result.mix = "c11";
	result.expected = "none";
	log_result(log, &result);
	log_skip_cores(log, 4, "WRC+once[lkmm]", 3, 2);
	log_skip_cores(log, 5, "ISA2+once[lkmm]", 3, 2);
	log_skip(log, 6, "MP[rust]", "no variant");
	log_hang(log, 1, "MP[lkmm]", "at 5");
	log_lost(log, 7, "MP[lkmm]", V_HANG);
	log_end(log, 1);
}

static const char table[] =
	"\n"
	"virt, 4 cores on 2 host processors, 6 tests, 7 runs, scheme sync/batch, 41 s\n"
	"# args iters=1M\n"
	"error: core 3 did not come\n"
	"error: BARELITMUS-HANG core=1 test=MP[lkmm] at 5\n"
	"test     mix   iterations   target     rate   trip  expected   verdict\n"
	"SB+once  lkmm   1 000 000  137 342  810 k/s  92 ns  Sometimes  pass\n"
	"SB+sc    c11          100        3  81.0 /s  92 ns  Never      known\n"
	"SB+two   c11          100        3  81.0 /s  92 ns  no model   pass\n"
	"MP       lkmm           -        -        -      -  -          hang\n"
	"skip needs 3 cores, has 2: WRC+once[lkmm], ISA2+once[lkmm]\n"
	"skip no variant: MP[rust]\n"
	"known by issue_4872: SB+sc[c11]\n"
	"virt: 7 runs: 2 pass, 1 known, 1 hang, 3 skip, 1 missing; log in a.log\n";

static void test_table(void **state)
{
	struct sink sink = {0};
	struct log log;
	struct results results;
	char *said;
	size_t size;
	FILE *out = open_memstream(&said, &size);

	(void)state;
	write_run(&log, &sink);
	parse(&results, &sink);
	table_print(&results, NULL, "virt", 41, out);
	table_print_summary(&results, "virt", "a.log", out);
	fclose(out);
	assert_string_equal(said, table);
	free(said);
	free(sink.bytes);
	results_free(&results);
}

/* Two variants both ways: a matrix, and the rest in rows; three threads, two splits. */
static const char matrices[] =
	"\n"
	"virt, 4 cores on 2 host processors, 3 tests, 12 runs, scheme sync, 1.0 s\n"
	"test  mix       iterations  target     rate   trip  expected   verdict\n"
	"MP    lkmm              10       4  8.10 /s  92 ns  Sometimes  pass\n"
	"MP    lkmm:c11          10       4  8.10 /s  92 ns  Sometimes  pass\n"
	"WRC   a:b:c             10       4  8.10 /s  92 ns  Sometimes  pass\n"
	"\n"
	"SB, 10 iterations a mix; down: P0, across: P1\n"
	"                 lkmm                c11.clang\n"
	"  lkmm       4 weak S  4 weak N:lkmm FORBIDDEN\n"
	"  c11.clang  4 weak S                 4 weak S\n"
	"\n"
	"WRC, 10 iterations a mix; down: P0, across: P1 P2\n"
	"            a         b\n"
	"  a  4 weak S  4 weak S\n"
	"  b  4 weak S  4 weak S\n"
	"\n"
	"WRC, 10 iterations a mix; down: P0 P2, across: P1\n"
	"            a         b\n"
	"  a  4 weak S  4 weak S\n"
	"  b         .  4 weak S\n"
	"\n"
	"cells: times the target was seen, its strongest label (sc, tso, weak), N S A "
	"what is\n"
	"expected (Never, Sometimes, Always) and by whom, - where no model covers the "
	"mix, and\n"
	"the verdict if not pass\n"
	"\n";

static void test_matrix(void **state)
{
	static const char *const ids[] = {
		"MP[lkmm]",           "MP[lkmm:c11]",       "SB[lkmm]",   "SB[c11.clang]",
		"SB[lkmm:c11.clang]", "SB[c11.clang:lkmm]", "WRC[a]",     "WRC[b]",
		"WRC[a:b:b]",         "WRC[b:a:a]",         "WRC[a:b:a]", "WRC[a:b:c]",
	};
	static const uint64_t counts[2] = {4, 6};
	struct sink sink = {0};
	struct log log;
	struct results results;
	char *said;
	size_t size;
	FILE *out = open_memstream(&said, &size);

	(void)state;
	sample_boot(&log, &sink, 12);
	for (uint32_t i = 0; i < 12; i++) {
		struct log_result result = sample_result(i + 1, ids[i], counts,
							 i == 4 ? V_FORBIDDEN : V_PASS);
		char name[LOG_ID_MAX];

		strcpy(name, ids[i]);
		*strchr(name, '[') = '\0';
		result.name = name;
		strncpy(name + 10, strchr(ids[i], '[') + 1, 30);
		*strchr(name + 10, ']') = '\0';
		result.mix = name + 10;
		result.state = sample_labelled;
		result.labelled[LOG_WEAK] = counts[0];
		result.labelled[LOG_SC] = counts[1];
		result.has_labels = true;
		log_result(&log, &result);
	}
	log_end(&log, 1);
	parse(&results, &sink);
	table_print(&results, NULL, "virt", 1, out);
	fclose(out);
	assert_string_equal(said, matrices);
	free(said);
	free(sink.bytes);
	results_free(&results);
}

/* A zero with what it is worth, and by shape what the controls showed. */
static const char zeros[] =
	"\n"
	"virt, 4 cores on 2 host processors, 1 test, 1 run, scheme sync, 1.0 s\n"
	"warning: a control showed nothing\n"
	"test     mix   iterations      target    rate   trip  controls  expected   "
	"verdict\n"
	"SB+once  lkmm         300  0 <1.0e-02  243 /s  92 ns       2/3  Sometimes  "
	"pass\n"
	"\n"
	"controls  needs   seen/ran        rate\n"
	"SB        sc           1/1     2.43 /s\n"
	"SB        tso          1/2     1.62 /s\n"
	"not seen in 5: SB+once~drop-mb-P1[lkmm] (needs tso)\n";

static void test_controls(void **state)
{
	static const uint64_t shown[2] = {3, 5}, two[2] = {4, 5}, hidden[2] = {0, 5};
	static const uint64_t none[2] = {0, 300};
	const struct log_sensitivity sensitivity = {.ran = {1, 2}, .seen = {1, 1}};
	struct log_result result = sample_result(1, "SB+once[lkmm]", none, V_PASS);
	struct sink sink = {0};
	struct log log;
	struct results results;
	char *said;
	size_t size;
	FILE *out = open_memstream(&said, &size);

	(void)state;
	result.sensitivity = &sensitivity;
	sample_boot(&log, &sink, 1);
	sample_control(&log, "SB+once~drop-mb-P0", two, LOG_NEEDS_TSO);
	sample_control(&log, "SB+once~drop-mb-P1", hidden, LOG_NEEDS_TSO);
	sample_control(&log, "SB+once~swap-x-y-P0", shown, LOG_NEEDS_SC);
	log_note(&log, "warning: a control showed nothing");
	log_result(&log, &result);
	log_end(&log, 0);
	parse(&results, &sink);
	assert_true(results_hold(&results));
	table_print(&results, NULL, "virt", 1, out);
	fclose(out);
	assert_string_equal(said, zeros);
	free(said);
	free(sink.bytes);
	results_free(&results);
}

/* Many ids behind one reason: no line is wider than a hundred columns. */
static void test_long_lists_are_wrapped(void **state)
{
	struct sink sink = {0};
	struct log log;
	struct results results;
	char *said;
	size_t size;
	FILE *out = open_memstream(&said, &size);

	(void)state;
	sample_boot(&log, &sink, 40);
	for (uint32_t seq = 1; seq <= 40; seq++)
		log_skip_cores(&log, seq, "IRIW+onceonce[lkmm:c11]", 4, 2);
	parse(&results, &sink);
	table_print(&results, NULL, "virt", 1, out);
	fclose(out);
	size_t lines = 0;

	for (const char *line = said; *line; line += strcspn(line, "\n") + 1) {
		assert_in_range(strcspn(line, "\n"), 0, 99);
		lines++;
	}
	/* An empty line, the headline, and three ids a line. */
	assert_int_equal(lines, 2 + 14);
	free(said);
	free(sink.bytes);
	results_free(&results);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_counts),
		cmocka_unit_test(test_short_numbers),
		cmocka_unit_test(test_rates_and_times),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_matrix),
		cmocka_unit_test(test_controls),
		cmocka_unit_test(test_long_lists_are_wrapped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

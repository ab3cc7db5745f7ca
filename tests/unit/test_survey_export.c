/* test_survey_export.c - merged surveys say the same, in each form that is written. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/barelitmus/command.h"
#include "host/barelitmus/file.h"
#include "host/barelitmus/survey_import.h"
#include "host/barelitmus/survey_write.h"
#include "tests/unit/stage.h"
#include "tests/unit/survey_sample.h"

enum { SHARDS = 50 };

static struct stage stage;

static int set_up(void **state)
{
	(void)state;
	return stage_enter(&stage, "survey-export");
}

static int tear_down(void **state)
{
	(void)state;
	return stage_leave(&stage);
}

static void import_as(const char *database, const char *path, const char *board)
{
	struct survey survey;
	struct import_count count;

	assert_int_equal(survey_open(&survey, database, true), 0);
	assert_int_equal(survey_import(&survey, path, board, &count), 0);
	survey_close(&survey);
}

static void import(const char *database, const char *path)
{
	import_as(database, path, NULL);
}

/* To be freed. */
static char *written(const char *database, const char *format)
{
	char *argv[] = {"export",         "--format", (char *)format, "-o", "out",
			(char *)database, NULL};
	size_t size;

	assert_int_equal(command_export(6, argv), EXIT_HOLDS);
	return file_read("out", SIZE_MAX, &size);
}

static void assert_same(const char *a, const char *b, const char *format)
{
	char *one = written(a, format), *other = written(b, format);

	assert_string_equal(one, other);
	free(one);
	free(other);
}

/* Numbers below count in an order of their own. */
static void shuffle(int *order, int count)
{
	for (int i = 0; i < count; i++)
		order[i] = i;
	for (int i = count - 1; i > 0; i--) {
		int j = rand() % (i + 1), other = order[i];

		order[i] = order[j];
		order[j] = other;
	}
}

/* The shards' logs, all in one survey and each in one of its own. */
static void make_shards(void)
{
	char log[32], database[32];

	for (uint32_t i = 0; i < SHARDS; i++) {
		snprintf(log, sizeof(log), "%u.log", (unsigned)i);
		snprintf(database, sizeof(database), "%u.db", (unsigned)i);
		sample_log(log, i + 1, 10 * i, 10);
		import("all.db", log);
		import(database, log);
	}
}

static void test_shards_in_any_order(void **state)
{
	int order[SHARDS];
	char names[SHARDS][32], *argv[SHARDS + 3] = {"merge"};

	(void)state;
	srand(5);
	make_shards();
	for (int round = 0; round < 3; round++) {
		remove("merged.db");
		shuffle(order, SHARDS);
		argv[1] = "merged.db";
		for (int i = 0; i < SHARDS; i++) {
			snprintf(names[i], sizeof(names[i]), "%d.db", order[i]);
			argv[i + 2] = names[i];
		}
		assert_int_equal(command_merge(SHARDS + 2, argv), EXIT_HOLDS);
		assert_same("all.db", "merged.db", "csv");
		assert_same("all.db", "merged.db", "json");
	}
	/* again: nothing is new */
	assert_int_equal(command_merge(SHARDS + 2, argv), EXIT_HOLDS);
	assert_same("all.db", "merged.db", "csv");
}

/* A whole and a damaged copy of one run: which is first makes no difference. */
static void test_copies_in_any_order(void **state)
{
	char *there[] = {"merge", "m.db", "a.db", "b.db", NULL};
	char *back[] = {"merge", "n.db", "b.db", "a.db", NULL};
	struct sink sink = {0};

	(void)state;
	sample_run(&sink, 1, 10, 5);
	sample_file("a.log", sink.bytes, sink.length);
	import("a.db", "a.log");
	*strstr(sink.bytes, "12.2") = '9';
	*strstr(sink.bytes, "Witnesses") = 'w';
	sample_file("b.log", sink.bytes, sink.length);
	free(sink.bytes);
	import("b.db", "b.log");
	assert_int_equal(command_merge(4, there), EXIT_HOLDS);
	assert_int_equal(command_merge(4, back), EXIT_HOLDS);
	assert_same("m.db", "n.db", "csv");
	assert_same("m.db", "a.db", "csv");
	assert_same("m.db", "a.db", "json");
}

static void test_contradicting_surveys(void **state)
{
	char *argv[] = {"merge", "m.db", "a.db", "b.db", NULL};

	(void)state;
	sample_log("a.log", 1, 10, 5);
	sample_log("b.log", 1, 11, 5);
	import("a.db", "a.log");
	import("b.db", "b.log");
	assert_int_equal(command_merge(4, argv), EXIT_MISUSE);
	assert_same("m.db", "a.db", "csv");
}

/* Line by line what litmus7 writes; tests are in the order of their names. */
static void test_litmus7(void **state)
{
	char *argv[] = {"export", "--format", "litmus7", "-o", "logs", "s.db", NULL};
	size_t size;
	char *log;

	(void)state;
	sample_log("a.log", 1, 10, 2);
	sample_log("b.log", 2, 10, 1);
	import("s.db", "a.log");
	import("s.db", "b.log");
	assert_int_equal(command_export(6, argv), EXIT_HOLDS);
	log = file_read("logs/virt-arm64.lkmm.log", SIZE_MAX, &size);
	assert_non_null(log);
	assert_string_equal(log, "Test T10 Allowed\n"
				 "Histogram (2 states)\n"
				 "20      *>0:r0=-1; 1:r1=x;\n"
				 "2000    :>0:r0=0; 1:r1=x;\n"
				 "Ok\n\nWitnesses\n"
				 "Positive: 20, Negative: 2000\n"
				 "Condition exists (0:r0=-1 /\\ 1:r1=x) is validated\n"
				 "Hash=00ff\n"
				 "Observation T10 Sometimes 20 2000\n"
				 "Time T10 2.46\n\n"
				 "Test T11 Allowed\n"
				 "Histogram (2 states)\n"
				 "11      *>0:r0=-1; 1:r1=x;\n"
				 "1000    :>0:r0=0; 1:r1=x;\n"
				 "Ok\n\nWitnesses\n"
				 "Positive: 11, Negative: 1000\n"
				 "Condition exists (0:r0=-1 /\\ 1:r1=x) is validated\n"
				 "Hash=00ff\n"
				 "Observation T11 Sometimes 11 1000\n"
				 "Time T11 1.23\n\n");
	free(log);
}

static void test_quoting(void **state)
{
	char *text;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	(void)state;
	write_csv_field(out, "a,\"b\"\033");
	fputc(' ', out);
	write_csv_field(out, "plain");
	fputc(' ', out);
	write_json_string(out, "\\ \"q\" \n\377");
	fclose(out);
	assert_string_equal(text,
			    "\"a,\"\"b\"\"?\" plain \"\\\\ \\\"q\\\" \\u000a\\u00ff\"");
	free(text);
}

static void test_only_some(void **state)
{
	char *argv[] = {"export", "--format", "csv",  "-o", "out",
			"--test", "T1?",      "s.db", NULL};
	size_t size;
	char *out;

	(void)state;
	sample_log("a.log", 1, 9, 3);
	import("s.db", "a.log");
	assert_int_equal(command_export(8, argv), EXIT_HOLDS);
	out = file_read("out", SIZE_MAX, &size);
	assert_non_null(strstr(out, ",T10,"));
	assert_non_null(strstr(out, ",T11,"));
	assert_null(strstr(out, ",T9,"));
	free(out);
}

/* One of each verdict, and no end. */
static void broken_log(const char *path)
{
	static const uint64_t counts[2] = {3, 1000};
	const enum log_verdict verdicts[] = {V_PASS, V_FORBIDDEN, V_KNOWN};
	struct log_machine machine = {.nonce = 0xabc,
				      .version = "0.2",
				      .arch = "arm64",
				      .platform = "virt-arm64",
				      .cores = 2};
	struct sink sink = {0};
	struct log log;

	log_init(&log, sink_write, &sink);
	log_boot(&log, &machine);
	log_start(&log);
	log_plan(&log, 7);
	for (uint32_t i = 0; i < 3; i++) {
		struct log_result result =
			sample_result(i + 1, "SB+once[lkmm]", counts, verdicts[i]);

		result.expected = i ? "Never" : "Sometimes";
		result.source = "lkmm";
		result.known_by = "issues/1&2";
		log_result(&log, &result);
	}
	log_skip(&log, 4, "MP+once[c11]", "needs <8> cores");
	log_lost(&log, 5, "LB+once[lkmm]", V_HANG);
	sample_file(path, sink.bytes, sink.length);
	free(sink.bytes);
}

static void test_junit(void **state)
{
	char *out;

	(void)state;
	broken_log("a.log");
	sample_log("b.log", 0xabd, 10, 2);
	import_as("s.db", "a.log", "a<b>&\"c\"\001\377");
	import("s.db", "b.log");
	out = written("s.db", "junit");
	assert_non_null(strstr(out, "<testsuite name=\"a&lt;b&gt;&amp;&quot;c&quot;?? "
				    "00000abc\" tests=\"6\" failures=\"2\" "
				    "errors=\"1\" skipped=\"1\" time=\"3.703701\">"));
	assert_non_null(strstr(out, "<testcase classname=\"SB+once\" "
				    "name=\"SB+once[lkmm]\" time=\"1.234567\">\n"
				    "</testcase>"));
	assert_non_null(strstr(out, "<failure type=\"FORBIDDEN\" message=\"FORBIDDEN: "
				    "seen 3 of 1003, expected Never by lkmm\">"));
	assert_non_null(strstr(out, "3       *&gt;0:r0=-1; 1:r1=x;\n"
				    "1000    :&gt;0:r0=0; 1:r1=x;\n"));
	assert_non_null(
		strstr(out, "<property name=\"known\" value=\"issues/1&amp;2\"/>"));
	assert_non_null(strstr(out, "<skipped message=\"needs &lt;8&gt; cores\"/>"));
	assert_non_null(strstr(out, "<failure type=\"hang\" message=\"hang\">"));
	assert_non_null(strstr(out, "message=\"2 of 7 tests have no result\"/>"));
	assert_non_null(strstr(out, "<testsuite name=\"virt-arm64 00000abd\" tests=\"3\" "
				    "failures=\"0\" errors=\"0\" skipped=\"0\""));
	free(out);
	assert_int_equal(system("xmllint --noout out"), 0);
}

static void test_ktap(void **state)
{
	char *out;

	(void)state;
	broken_log("a.log");
	sample_log("b.log", 0xabd, 10, 1);
	import_as("s.db", "a.log", "x#\001");
	import("s.db", "b.log");
	out = written("s.db", "ktap");
	assert_string_equal(out,
			    "KTAP version 1\n1..2\n"
			    "  KTAP version 1\n  1..6\n"
			    "  ok 1 SB+once[lkmm] # pass seen=3 iterations=1003\n"
			    "  # 3       *>0:r0=-1; 1:r1=x;\n"
			    "  # 1000    :>0:r0=0; 1:r1=x;\n"
			    "  not ok 2 SB+once[lkmm] # FORBIDDEN seen=3 "
			    "iterations=1003\n"
			    "  ok 3 SB+once[lkmm] # known by=issues/1&2 seen=3 "
			    "iterations=1003\n"
			    "  ok 4 MP+once[c11] # SKIP needs <8> cores\n"
			    "  not ok 5 LB+once[lkmm] # hang seen=0 iterations=0\n"
			    "  not ok 6 the run is whole # 2 of 7 tests have no result\n"
			    "not ok 1 x?? 00000abc\n"
			    "  KTAP version 1\n  1..2\n"
			    "  ok 1 T10[lkmm] # pass seen=10 iterations=1010\n"
			    "  ok 2 the run is whole\n"
			    "ok 2 virt-arm64 00000abd\n");
	free(out);
}

/* A run is not whole without its END, or with one that contradicts its results. */
static void test_run_is_whole(void **state)
{
	static const struct {
		uint32_t tests;
		const char *from, *to, *problem;
	} cases[] = {
		{2, "BARELITMUS-END", "barelitmus-end", "it has no BARELITMUS-END"},
		{0, "BARELITMUS-END", "barelitmus-end", "it has no BARELITMUS-END"},
		{2, "rc=0", "rc=1", "rc=1, and no verdict says why"},
		{0, "rc=0", "rc=2", "rc=2, and no verdict says why"},
		{0, "rc=0", "rc=0", "errors=\"0\""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct sink sink = {0};
		char *out;

		sample_run(&sink, 1, 10, cases[i].tests);
		memcpy(strstr(sink.bytes, cases[i].from), cases[i].to,
		       strlen(cases[i].to));
		sample_file("a.log", sink.bytes, sink.length);
		free(sink.bytes);
		remove("s.db");
		import("s.db", "a.log");
		out = written("s.db", "junit");
		assert_non_null(strstr(out, cases[i].problem));
		free(out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_shards_in_any_order, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_copies_in_any_order, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_contradicting_surveys, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_litmus7, set_up, tear_down),
		cmocka_unit_test(test_quoting),
		cmocka_unit_test_setup_teardown(test_only_some, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_junit, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_ktap, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_run_is_whole, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

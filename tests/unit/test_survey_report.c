/* test_survey_report.c - a report has the numbers of its survey, and is safe to open. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/barelitmus/command.h"
#include "host/barelitmus/file.h"
#include "host/barelitmus/report_number.h"
#include "host/barelitmus/survey_import.h"
#include "tests/unit/stage.h"
#include "tests/unit/survey_sample.h"

#include <inttypes.h>

static struct stage stage;

static int set_up(void **state)
{
	(void)state;
	return stage_enter(&stage, "survey-report");
}

static int tear_down(void **state)
{
	(void)state;
	return stage_leave(&stage);
}

static void import(struct survey *survey, const char *board, const char *path)
{
	struct import_count count;

	assert_int_equal(survey_import(survey, path, board, &count), 0);
}

/* Two boards, of which the second ran T11 to T14 a second time. */
static void make_survey(void)
{
	struct survey survey;

	sample_log("a.log", 1, 0, 20);
	sample_log("b.log", 2, 10, 10);
	sample_log("c.log", 3, 11, 4);
	assert_int_equal(survey_open(&survey, "s.db", true), 0);
	import(&survey, "desk", "a.log");
	import(&survey, "rack", "b.log");
	import(&survey, "rack", "c.log");
	survey_close(&survey);
}

/* To be freed. */
static char *report(const char *format)
{
	char *argv[] = {"report", "--format", (char *)format, "s.db", "-o",
			"out",    "--tests",  "t.litmus",     NULL};
	size_t size;

	stage_run(&stage, command_report, 8, argv);
	assert_int_equal(stage.status, EXIT_HOLDS);
	return file_read("out", SIZE_MAX, &size);
}

static void write_source(void)
{
	write_file("t.litmus", "C T11\n\n{}\n\nP0(int *x) { if (*x < 1 && 2 > 1) {} }\n");
}

/* Each line of the CSV against SQL over the tables; all results are in one of them. */
static void test_numbers_are_those_of_sql(void **state)
{
	char *text, *line, sql[512];
	int64_t n = 0, seen = 0;
	int lines = 0;

	(void)state;
	make_survey();
	write_source();
	text = report("csv");
	for (line = strchr(text, '\n') + 1; *line; line = strchr(line, '\n') + 1) {
		char test[32], mix[32], board[32];
		uint64_t runs, iterations, target;

		assert_int_equal(sscanf(line,
					"%*[^,],%31[^,],%31[^,],%31[^,],%*[^,],%" SCNu64
					",%" SCNu64 ",%" SCNu64,
					test, mix, board, &runs, &iterations, &target),
				 6);
		snprintf(sql, sizeof(sql),
			 "SELECT count(*) FROM results r, runs u, boards b WHERE r.run_id"
			 " = u.id AND u.board_id = b.id AND test = '%s' AND mix = '%s'"
			 " AND name = '%s'",
			 test, mix, board);
		assert_int_equal(runs, ask(sql));
		memcpy(sql, "SELECT sum(seen)", 16);
		assert_int_equal(target, ask(sql));
		snprintf(sql, sizeof(sql),
			 "SELECT sum(count) FROM outcomes o JOIN results r USING(run_id, "
			 "seq) JOIN runs u ON u.id = run_id JOIN boards b ON b.id = "
			 "board_id WHERE test = '%s' AND mix = '%s' AND name = '%s'",
			 test, mix, board);
		assert_int_equal(iterations, ask(sql));
		n += (int64_t)iterations;
		seen += (int64_t)target;
		lines++;
	}
	assert_int_equal(lines, 30);
	assert_int_equal(n, ask("SELECT sum(count) FROM outcomes"));
	assert_int_equal(seen, ask("SELECT sum(seen) FROM results"));
	free(text);
}

/* How often a text is in another. */
static int count_of(const char *text, const char *part)
{
	int count = 0;

	while ((text = strstr(text, part))) {
		text += strlen(part);
		count++;
	}
	return count;
}

static void test_page(void **state)
{
	char *page;

	(void)state;
	make_survey();
	write_source();
	page = report("html");
	assert_int_equal(count_of(page, "<article "), 20);
	assert_int_equal(count_of(page, "<table"), count_of(page, "<caption>"));
	/* T12 on rack: 12 of 1012, twice; T0 on desk: none in 1000. */
	assert_non_null(strstr(page, "T12</a><td>lkmm<td class=h4>1.19 %<td "
				     "class=h4>1.19 %\n"));
	assert_non_null(strstr(page, "T0</a><td>lkmm<td class=h0>0<small>&lt;3.0e-03 · "
				     "no controls</small><td class=x>·\n"));
	assert_non_null(strstr(page, "<td class=n>2 024<td class=n>24<td class=n>"));
	/* the source, which is no markup */
	assert_non_null(strstr(page, "*x &lt; 1 &amp;&amp; 2 &gt; 1"));
	/* nothing comes from elsewhere */
	assert_null(strstr(page, "src="));
	assert_null(strstr(page, "http"));
	assert_null(strstr(page, "@import"));
	free(page);
}

/* What only a survey that someone made can have. */
static void test_hostile_names(void **state)
{
	static const char hostile[] =
		"UPDATE results SET test = test || '</noscript><script>alert(1)</script>"
		"\"|`', mix = '<img>', condition = '<b>', reason = '<u>', verdict = "
		"'known', expected = '<s>';"
		"UPDATE boards SET name = name || '<i x=\"'; UPDATE outcomes SET state = "
		"'<q>' || state, label = '<tt>'; UPDATE images SET toolchains = '<h6>'";
	struct survey survey;
	char *page, *table;

	(void)state;
	make_survey();
	write_source();
	assert_int_equal(survey_open(&survey, "s.db", true), 0);
	assert_int_equal(survey_run(&survey, hostile), 0);
	survey_close(&survey);
	page = report("html");
	assert_null(strstr(page, "<script>alert"));
	assert_int_equal(count_of(page, "</noscript>"), count_of(page, "<noscript>"));
	static const char *const tags[] = {"<img", "<b>", "<u>",  "<s>",
					   "<i x", "<q>", "<tt>", "<h6>"};

	for (size_t i = 0; i < sizeof(tags) / sizeof(tags[0]); i++)
		assert_null(strstr(page, tags[i]));
	assert_null(strstr(page, "\"|`"));
	assert_non_null(strstr(page, "&lt;img&gt;"));
	free(page);
	table = report("md");
	assert_null(strchr(table, '<'));
	assert_non_null(strstr(table, "\\|\\`"));
	free(table);
}

static void test_numbers(void **state)
{
	char text[NUMBER_MAX];
	struct tally tally = {.runs = 1, .n = 1000000, .independent = 1000000};

	(void)state;
	number_bound(text, &tally);
	assert_string_equal(text, "<3.0e-06");
	number_share(text, &tally);
	assert_string_equal(text, "0");
	assert_int_equal(number_heat(&tally), 0);
	tally.seen = 4;
	number_share(text, &tally);
	assert_string_equal(text, "4.0e-06");
	assert_int_equal(number_heat(&tally), 2);
	tally.seen = 265000;
	number_share(text, &tally);
	assert_string_equal(text, "26.5 %");
	assert_int_equal(number_heat(&tally), 5);
	tally.seen = tally.independent = 0; /* perpetual runs alone */
	number_bound(text, &tally);
	assert_string_equal(text, "no bound");
}

static void test_wrong_words(void **state)
{
	char *format[] = {"report", "--format", "pdf", "s.db", "-o", "out", NULL};
	char *output[] = {"report", "s.db", NULL};
	char *folder[] = {"report", "--tests", "none/", "s.db", "-o", "out", NULL};
	char *absent[] = {"report", "none.db", "-o", "out", NULL};

	(void)state;
	make_survey();
	stage_run(&stage, command_report, 6, format);
	assert_int_equal(stage.status, EXIT_MISUSE);
	assert_said(&stage, "expected --format html, md or csv, found pdf");
	stage_run(&stage, command_report, 2, output);
	assert_int_equal(stage.status, EXIT_MISUSE);
	assert_said(&stage, "expected -o FILE");
	stage_run(&stage, command_report, 6, folder);
	assert_int_equal(stage.status, EXIT_MISUSE);
	assert_said(&stage, "none/");
	stage_run(&stage, command_report, 4, absent);
	assert_int_equal(stage.status, EXIT_MISUSE);
	assert_int_not_equal(access("out", F_OK), 0);
	assert_int_not_equal(access("none.db", F_OK), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_numbers_are_those_of_sql, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_page, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_hostile_names, set_up, tear_down),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test_setup_teardown(test_wrong_words, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* survey_suites.c - write a survey for CI systems: a suite for each run (JUnit, KTAP). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/page.h"
#include "host/barelitmus/survey_write.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define SUITES_FAILED "r.verdict IN ('FORBIDDEN', 'broken', 'fault', 'hang')"

/* Also runs of which no result came: those are what must not look like a pass. */
static const char runs[] =
	"SELECT u.id, b.name, u.nonce, b.platform, b.arch, u.version,"
	" coalesce(i.name, '') AS image, b.cores, u.plan, u.ended, u.rc,"
	" (SELECT count(*) FROM results WHERE run_id = u.id), count(r.seq),"
	" count(CASE WHEN " SUITES_FAILED " THEN 1 END),"
	" count(CASE WHEN r.verdict = 'skip' THEN 1 END),"
	" coalesce(sum(r.microseconds), 0),"
	" (SELECT count(*) FROM results r WHERE run_id = u.id AND " SUITES_FAILED ")"
	" FROM runs u JOIN boards b ON b.id = u.board_id"
	" LEFT JOIN images i ON i.id = u.image_id"
	" LEFT JOIN results r ON r.run_id = u.id AND name_matches(?1, r.test)"
	" AND name_matches(?2, r.mix)"
	" WHERE name_matches(?3, b.name) AND name_matches(?4, coalesce(i.name, ''))"
	" GROUP BY u.id ORDER BY u.boot";

enum run_column {
	RUN_ID,
	RUN_BOARD,
	RUN_NONCE,
	RUN_PLATFORM,
	RUN_CORES = 7,
	RUN_PLAN,
	RUN_ENDED,
	RUN_RC,
	RUN_RESULTS, /* all that there are */
	RUN_CASES,   /* those that pass the filter; so the next three */
	RUN_FAILED,
	RUN_SKIPPED,
	RUN_US,
	RUN_ALL_FAILED, /* of all results */
};

static const char cases[] =
	"SELECT r.seq, r.test, r.mix, r.verdict, coalesce(r.reason, ''),"
	" coalesce(r.expected, 'none'), coalesce(r.source, ''), r.seen,"
	" r.seen + r.others, r.microseconds, r.counted,"
	" coalesce(r.settings, ''), " SUITES_FAILED FILTER_FROM
	" AND u.id = ?5 ORDER BY r.seq";

enum case_column {
	CASE_SEQ,
	CASE_TEST,
	CASE_MIX,
	CASE_VERDICT,
	CASE_REASON,
	CASE_EXPECTED,
	CASE_SOURCE,
	CASE_SEEN,
	CASE_ITERATIONS,
	CASE_US,
	CASE_COUNTED,
	CASE_SETTINGS,
	CASE_FAILED,
};

static const char outcomes[] =
	"SELECT count, matches, state, coalesce(label, '') FROM outcomes"
	" WHERE run_id = ?1 AND seq = ?2 ORDER BY state";

enum { PROBLEM_MAX = 96 };

/* One form of writing; number counts suites from 1, and cases of a suite. */
struct form {
	void (*begin)(FILE *out, int suites);
	void (*suite)(FILE *out, sqlite3_stmt *run, const char *problem);
	void (*result)(FILE *out, sqlite3_stmt *result, int number, const char *rows);
	void (*suite_end)(FILE *out, sqlite3_stmt *run, int number, const char *problem);
	void (*end)(FILE *out);
};

/*
 * What is wrong with a run beside its results; empty: it is whole. One without tests may be:
 * a board that asks at a prompt has said what it is.
 */
static void find_problem(char out[PROBLEM_MAX], sqlite3_stmt *run)
{
	int plan = sqlite3_column_int(run, RUN_PLAN);
	int missing = plan - sqlite3_column_int(run, RUN_RESULTS);
	int rc = sqlite3_column_int(run, RUN_RC);

	*out = '\0';
	if (missing > 0)
		snprintf(out, PROBLEM_MAX, "%d of %d tests have no result", missing,
			 plan);
	else if (!sqlite3_column_int(run, RUN_ENDED))
		snprintf(out, PROBLEM_MAX, "it has no BARELITMUS-END");
	else if (rc && !sqlite3_column_int(run, RUN_ALL_FAILED))
		snprintf(out, PROBLEM_MAX, "rc=%d, and no verdict says why", rc);
}

/* --- JUnit --- */

/* Of an element or an attribute; XML has no way to hold most of what it replaces. */
static void xml_text(FILE *out, const char *text)
{
	for (; *text; text++) {
		bool plain = (*text >= ' ' && *text <= '~') || *text == '\n';

		page_text(out, (char[2]){plain ? *text : '?', '\0'});
	}
}

static void xml_property(FILE *out, const char *name, const char *value)
{
	fprintf(out, "<property name=\"%s\" value=\"", name);
	xml_text(out, value);
	fputs("\"/>\n", out);
}

static void xml_seconds(FILE *out, int64_t us)
{
	fprintf(out, " time=\"%" PRId64 ".%06" PRId64 "\"", us / 1000000, us % 1000000);
}

static void junit_begin(FILE *out, int suites)
{
	(void)suites;
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	      "<testsuites name=\"barelitmus\">\n",
	      out);
}

static void junit_suite(FILE *out, sqlite3_stmt *run, const char *problem)
{
	fputs("<testsuite name=\"", out);
	xml_text(out, survey_text(run, RUN_BOARD));
	fprintf(out, " %s\" tests=\"%d\" failures=\"%d\" errors=\"%d\" skipped=\"%d\"",
		survey_text(run, RUN_NONCE), sqlite3_column_int(run, RUN_CASES) + 1,
		sqlite3_column_int(run, RUN_FAILED), *problem != '\0',
		sqlite3_column_int(run, RUN_SKIPPED));
	xml_seconds(out, sqlite3_column_int64(run, RUN_US));
	fputs(">\n<properties>\n", out);
	for (int i = RUN_NONCE; i <= RUN_CORES; i++)
		xml_property(out, sqlite3_column_name(run, i), survey_text(run, i));
	fputs("</properties>\n", out);
}

static void junit_case_begin(FILE *out, const char *test, const char *mix, int64_t us)
{
	fputs("<testcase classname=\"", out);
	xml_text(out, test);
	fputs("\" name=\"", out);
	xml_text(out, test);
	if (*mix) {
		fputc('[', out);
		xml_text(out, mix);
		fputc(']', out);
	}
	fputc('"', out);
	xml_seconds(out, us);
	fputs(">\n", out);
}

static void junit_failure(FILE *out, sqlite3_stmt *result, const char *rows)
{
	const char *source = survey_text(result, CASE_SOURCE);

	fprintf(out, "<failure type=\"%s\" message=\"%s",
		survey_text(result, CASE_VERDICT), survey_text(result, CASE_VERDICT));
	if (sqlite3_column_int(result, CASE_COUNTED)) {
		fprintf(out, ": seen %s of %s, expected ", survey_text(result, CASE_SEEN),
			survey_text(result, CASE_ITERATIONS));
		xml_text(out, survey_text(result, CASE_EXPECTED));
		fputs(*source ? " by " : "", out);
		xml_text(out, source);
	}
	fputs("\">", out);
	xml_text(out, rows);
	xml_text(out, survey_text(result, CASE_SETTINGS));
	fputs("</failure>\n", out);
}

static void junit_result(FILE *out, sqlite3_stmt *result, int number, const char *rows)
{
	const char *verdict = survey_text(result, CASE_VERDICT);

	(void)number;
	junit_case_begin(out, survey_text(result, CASE_TEST),
			 survey_text(result, CASE_MIX),
			 sqlite3_column_int64(result, CASE_US));
	if (!strcmp(verdict, "known")) {
		fputs("<properties>\n", out);
		xml_property(out, verdict, survey_text(result, CASE_REASON));
		fputs("</properties>\n", out);
	}
	if (!strcmp(verdict, "skip")) {
		fputs("<skipped message=\"", out);
		xml_text(out, survey_text(result, CASE_REASON));
		fputs("\"/>\n", out);
	}
	if (sqlite3_column_int(result, CASE_FAILED))
		junit_failure(out, result, rows);
	fputs("</testcase>\n", out);
}

static void junit_suite_end(FILE *out, sqlite3_stmt *run, int number, const char *problem)
{
	(void)run;
	(void)number;
	junit_case_begin(out, "the run is whole", "", 0);
	if (*problem)
		fprintf(out, "<error type=\"incomplete\" message=\"%s\"/>\n", problem);
	fputs("</testcase>\n</testsuite>\n", out);
}

static void junit_end(FILE *out)
{
	fputs("</testsuites>\n", out);
}

/* --- KTAP: a run is a test, its results are subtests --- */

/* '#' would begin a directive. */
static void ktap_text(FILE *out, const char *text)
{
	for (; *text; text++)
		fputc(*text >= ' ' && *text <= '~' && *text != '#' ? *text : '?', out);
}

static void ktap_begin(FILE *out, int suites)
{
	fprintf(out, "KTAP version 1\n1..%d\n", suites);
}

static void ktap_suite(FILE *out, sqlite3_stmt *run, const char *problem)
{
	(void)problem;
	fprintf(out, "  KTAP version 1\n  1..%d\n",
		sqlite3_column_int(run, RUN_CASES) + 1);
}

static void ktap_rows(FILE *out, const char *rows)
{
	for (size_t n; *rows; rows += n + (rows[n] == '\n')) {
		n = strcspn(rows, "\n");
		fprintf(out, "  # %.*s\n", (int)n, rows);
	}
}

static void ktap_result(FILE *out, sqlite3_stmt *result, int number, const char *rows)
{
	const char *verdict = survey_text(result, CASE_VERDICT);
	bool failed = sqlite3_column_int(result, CASE_FAILED);

	if (failed)
		ktap_rows(out, rows);
	fprintf(out, "  %sok %d ", failed ? "not " : "", number);
	ktap_text(out, survey_text(result, CASE_TEST));
	fputc('[', out);
	ktap_text(out, survey_text(result, CASE_MIX));
	fputs("] # ", out);
	if (!strcmp(verdict, "skip")) {
		fputs("SKIP ", out);
		ktap_text(out, survey_text(result, CASE_REASON));
	} else {
		fputs(verdict, out);
		if (!strcmp(verdict, "known")) {
			fputs(" by=", out);
			ktap_text(out, survey_text(result, CASE_REASON));
		}
		fprintf(out, " seen=%s iterations=%s", survey_text(result, CASE_SEEN),
			survey_text(result, CASE_ITERATIONS));
	}
	fputc('\n', out);
}

static void ktap_suite_end(FILE *out, sqlite3_stmt *run, int number, const char *problem)
{
	bool failed = *problem || sqlite3_column_int(run, RUN_FAILED);

	fprintf(out, "  %sok %d the run is whole%s%s\n", *problem ? "not " : "",
		sqlite3_column_int(run, RUN_CASES) + 1, *problem ? " # " : "", problem);
	fprintf(out, "%sok %d ", failed ? "not " : "", number);
	ktap_text(out, survey_text(run, RUN_BOARD));
	fprintf(out, " %s\n", survey_text(run, RUN_NONCE));
}

static void ktap_end(FILE *out)
{
	(void)out;
}

/* --- both --- */

static const struct form junit = {junit_begin, junit_suite, junit_result, junit_suite_end,
				  junit_end};
static const struct form ktap = {ktap_begin, ktap_suite, ktap_result, ktap_suite_end,
				 ktap_end};

struct suites {
	struct survey *survey;
	const struct form *form;
	FILE *out;
	sqlite3_stmt *runs;
	sqlite3_stmt *cases;
	sqlite3_stmt *outcomes;
};

/* The histogram of a result, a line each, to be freed; NULL after saying what is wrong. */
static char *outcome_rows(struct suites *suites, int64_t run, int64_t seq)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);
	int got;

	sqlite3_bind_int64(suites->outcomes, 1, run);
	sqlite3_bind_int64(suites->outcomes, 2, seq);
	while ((got = survey_step(suites->survey, suites->outcomes)) > 0) {
		const char *label = survey_text(suites->outcomes, 3);

		fprintf(out, "%-8" PRId64 "%c>%s%s%s\n",
			(int64_t)sqlite3_column_int64(suites->outcomes, 0),
			sqlite3_column_int(suites->outcomes, 1) ? '*' : ':',
			survey_text(suites->outcomes, 2), *label ? " # " : "", label);
	}
	fclose(out);
	if (!got)
		return text;
	free(text);
	return NULL;
}

static int write_suite(struct suites *suites, int number)
{
	int64_t run = sqlite3_column_int64(suites->runs, RUN_ID);
	char problem[PROBLEM_MAX];
	int got, cases_written = 0;

	find_problem(problem, suites->runs);
	suites->form->suite(suites->out, suites->runs, problem);
	sqlite3_bind_int64(suites->cases, 5, run);
	while ((got = survey_step(suites->survey, suites->cases)) > 0) {
		char *rows = outcome_rows(suites, run,
					  sqlite3_column_int64(suites->cases, CASE_SEQ));

		if (!rows)
			return -1;
		suites->form->result(suites->out, suites->cases, ++cases_written, rows);
		free(rows);
	}
	if (!got)
		suites->form->suite_end(suites->out, suites->runs, number, problem);
	return got;
}

/* KTAP begins with their number. */
static int count_suites(struct suites *suites)
{
	int got, count = 0;

	while ((got = survey_step(suites->survey, suites->runs)) > 0)
		count++;
	return got < 0 ? -1 : count;
}

static int write_suites(struct suites *suites)
{
	int got, number = 0, count = count_suites(suites);

	if (count < 0)
		return -1;
	suites->form->begin(suites->out, count);
	while ((got = survey_step(suites->survey, suites->runs)) > 0)
		if (write_suite(suites, ++number))
			return -1;
	if (!got)
		suites->form->end(suites->out);
	return got;
}

static int write_form(struct survey *survey, const struct survey_filter *filter,
		      FILE *out, const struct form *form)
{
	struct suites suites = {.survey = survey, .form = form, .out = out};
	int result = -1;

	suites.runs = filter_prepare(filter, survey, runs);
	suites.cases = filter_prepare(filter, survey, cases);
	suites.outcomes = survey_prepare(survey, outcomes);
	if (suites.runs && suites.cases && suites.outcomes)
		result = write_suites(&suites);
	sqlite3_finalize(suites.runs);
	sqlite3_finalize(suites.cases);
	sqlite3_finalize(suites.outcomes);
	return result;
}

int survey_write_junit(struct survey *survey, const struct survey_filter *filter,
		       FILE *out)
{
	return write_form(survey, filter, out, &junit);
}

int survey_write_ktap(struct survey *survey, const struct survey_filter *filter,
		      FILE *out)
{
	return write_form(survey, filter, out, &ktap);
}

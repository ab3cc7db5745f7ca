/* survey_query.c - show what a survey has, as a table. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/command.h"
#include "host/barelitmus/format.h"
#include "host/barelitmus/interval.h"
#include "host/barelitmus/survey_filter.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
	"usage: barelitmus query [OPTION ...] SURVEY.db\n"
	"\n"
	"Shows the results of a survey: a line for each test, mix, board and scheme, "
	"with "
	"the\n"
	"counts of all its runs, and between what the target's share lies (95 %).\n"
	"\n" FILTER_HELP "  --help         this text\n"
	"\n"
	"Exit status: 0 shown; 2 wrong usage, or no survey.\n";

static const char question[] =
	"SELECT r.test, r.mix, b.name, coalesce(r.scheme, '-'), count(*),"
	" sum(r.seen + r.others), sum(r.seen), sum(r.sc_seen + r.tso_seen + r.weak_seen),"
	" sum(r.sc_ran + r.tso_ran + r.weak_ran),"
	" CASE WHEN min(r.expected) IS max(r.expected)"
	" THEN coalesce(min(r.expected), '-') ELSE 'several' END,"
	" " SURVEY_WORST " " FILTER_FROM
	" GROUP BY r.test, r.mix, b.name, r.scheme ORDER BY 1, 2, 3, 4";

static const char totals[] =
	"SELECT (SELECT count(*) FROM runs), (SELECT count(*) FROM runs WHERE NOT "
	"intact),"
	" (SELECT count(*) FROM results), (SELECT count(*) FROM open_damage),"
	" (SELECT count(*) FROM boards), (SELECT count(*) FROM images)";

enum { SHARE_MAX = 64 };

static void share_text(char out[SHARE_MAX], uint64_t seen, uint64_t n)
{
	struct interval interval = interval_of(seen, n);

	if (!n)
		strcpy(out, "-");
	else if (!seen)
		snprintf(out, SHARE_MAX, "0 <%.1e", interval.high);
	else
		snprintf(out, SHARE_MAX, "%.2e [%.2e, %.2e]", (double)seen / (double)n,
			 interval.low, interval.high);
}

static void print_row(sqlite3_stmt *row)
{
	uint64_t n = (uint64_t)sqlite3_column_int64(row, 5);
	uint64_t seen = (uint64_t)sqlite3_column_int64(row, 6);
	char count[FORMAT_MAX], share[SHARE_MAX], controls[SHARE_MAX] = "-";

	format_count(count, n);
	share_text(share, seen, n);
	if (sqlite3_column_int64(row, 8))
		snprintf(controls, sizeof(controls), "%" PRId64 "/%" PRId64,
			 (int64_t)sqlite3_column_int64(row, 7),
			 (int64_t)sqlite3_column_int64(row, 8));
	printf("%-31s %-13s %-14s %-9s %4d %16s  %-32s %8s  %-9s  %s\n",
	       survey_text(row, 0), survey_text(row, 1), survey_text(row, 2),
	       survey_text(row, 3), sqlite3_column_int(row, 4), count, share, controls,
	       survey_text(row, 9), survey_verdicts[sqlite3_column_int(row, 10)]);
}

static int print_totals(struct survey *survey)
{
	sqlite3_stmt *row = survey_prepare(survey, totals);
	int got = row ? survey_step(survey, row) : -1;

	if (got > 0)
		printf("%s: %d results of %d runs, %d boards, %d images; %d runs without "
		       "a whole log, %d damaged blocks or lines\n",
		       survey->path, sqlite3_column_int(row, 2),
		       sqlite3_column_int(row, 0), sqlite3_column_int(row, 4),
		       sqlite3_column_int(row, 5), sqlite3_column_int(row, 1),
		       sqlite3_column_int(row, 3));
	sqlite3_finalize(row);
	return got < 0 ? -1 : 0;
}

static int print_table(struct survey *survey, const struct survey_filter *filter)
{
	sqlite3_stmt *rows = filter_prepare(filter, survey, question);
	int got = -1;

	printf("%-31s %-13s %-14s %-9s %4s %16s  %-32s %8s  %-9s  %s\n", "test", "mix",
	       "board", "scheme", "runs", "iterations", "target", "controls", "expected",
	       "verdict");
	while (rows && (got = survey_step(survey, rows)) > 0)
		print_row(rows);
	sqlite3_finalize(rows);
	return got;
}

static const struct option long_options[] = {
	FILTER_OPTIONS,
	{"help", no_argument, NULL, 'h'},
	{NULL, 0, NULL, 0},
};

int command_query(int argc, char **argv)
{
	struct survey_filter filter = {0};
	struct survey survey;
	int option, result;

	optind = 1;
	while ((option = getopt_long(argc, argv, "", long_options, NULL)) != -1) {
		if (option == 'h') {
			fputs(help, stdout);
			return EXIT_HOLDS;
		}
		if (!filter_take(&filter, option, optarg))
			return EXIT_MISUSE;
	}
	if (optind + 1 != argc) {
		fputs("barelitmus query: expected one survey (see barelitmus query "
		      "--help)\n",
		      stderr);
		return EXIT_MISUSE;
	}
	result = survey_open(&survey, argv[optind], false) ||
		 print_table(&survey, &filter) || print_totals(&survey);
	survey_close(&survey);
	return result ? EXIT_MISUSE : EXIT_HOLDS;
}

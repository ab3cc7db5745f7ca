/* report_data.c - sum a survey up for a report, and hand it out test by test. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/report_data.h"
#include "host/barelitmus/memory.h"
#include "host/barelitmus/shape.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct tally tally_none = {.verdict = SURVEY_VERDICTS - 1};

void tally_add(struct tally *sum, const struct tally *other)
{
	sum->runs += other->runs;
	sum->n += other->n;
	sum->seen += other->seen;
	sum->independent += other->independent;
	sum->controls_seen += other->controls_seen;
	sum->controls_ran += other->controls_ran;
	if (other->verdict < sum->verdict)
		sum->verdict = other->verdict;
}

/* One text of a group, or that there are several. */
#define ONE_OF(column, none)                                                             \
	"CASE WHEN min(" column ") IS max(" column ") THEN coalesce(min(" column         \
	"), '" none "') ELSE 'several' END"

static const char gather[] =
	"INSERT INTO temp.cell SELECT shape_of(r.test), r.test, r.mix, b.name,"
	" coalesce(r.scheme, '-'), count(*), sum(r.seen + r.others), sum(r.seen),"
	" sum(r.sc_seen), sum(r.sc_ran), sum(r.tso_seen), sum(r.tso_ran),"
	" sum(r.weak_seen), sum(r.weak_ran), sum(r.microseconds),"
	" cast(coalesce(avg(nullif(r.trip_ns, 0)), 0) + 0.5 AS INTEGER)"
	", " ONE_OF("r.expected", "-") ", " ONE_OF("r.source", "") ", " ONE_OF(
		"r.reason", "") ", " ONE_OF("r.condition",
					    "") ", " SURVEY_WORST " " FILTER_FROM
						" GROUP BY r.test, r.mix, b.name, "
						"r.scheme ORDER BY 1, 2, 3, 4, "
						"5";

static const char tables[] =
	"CREATE TEMP TABLE cell(shape, test, mix, board, scheme, runs, n, seen, sc_seen,"
	" sc_ran, tso_seen, tso_ran, weak_seen, weak_ran, microseconds, trip_ns,"
	" expected, source, reason, condition, verdict)";

static const char indexes[] = "CREATE INDEX temp.cell_by_shape ON cell(shape)";

enum column {
	COLUMN_SHAPE,
	COLUMN_TEST,
	COLUMN_MIX,
	COLUMN_BOARD,
	COLUMN_SCHEME,
	COLUMN_RUNS,
	COLUMN_N,
	COLUMN_SEEN,
	COLUMN_CONTROLS, /* seen and ran for each need */
	COLUMN_MICROSECONDS = COLUMN_CONTROLS + 6,
	COLUMN_TRIP,
	COLUMN_EXPECTED,
	COLUMN_SOURCE,
	COLUMN_REASON,
	COLUMN_CONDITION,
	COLUMN_VERDICT,
};

static void sql_shape(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *test = (const char *)sqlite3_value_text(values[0]);

	(void)count;
	test = test ? test : "";
	sqlite3_result_text(context, test, (int)shape_length(test), SQLITE_TRANSIENT);
}

static int read_boards(struct report *report)
{
	sqlite3_stmt *rows = survey_prepare(
		report->survey, "SELECT DISTINCT board FROM temp.cell ORDER BY 1");
	int got = -1;

	while (rows && (got = survey_step(report->survey, rows)) > 0) {
		report->boards = memory_grow(report->boards, report->board_count,
					     &report->board_capacity, sizeof(char *));
		report->boards[report->board_count++] = memory_copy(survey_text(rows, 0));
	}
	sqlite3_finalize(rows);
	return got;
}

int report_open(struct report *report, struct survey *survey,
		const struct survey_filter *filter)
{
	sqlite3_stmt *statement = NULL;
	int got = -1;

	*report = (struct report){.survey = survey, .filter = filter};
	if (sqlite3_create_function(survey->db, "shape_of", 1,
				    SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, sql_shape,
				    NULL, NULL))
		return survey_fail(survey);
	if (survey_run(survey, tables))
		return -1;
	statement = filter_prepare(filter, survey, gather);
	if (statement)
		got = survey_step(survey, statement);
	sqlite3_finalize(statement);
	return got || survey_run(survey, indexes) || read_boards(report) ? -1 : 0;
}

void report_free(struct report *report)
{
	for (size_t i = 0; i < report->board_count; i++)
		free(report->boards[i]);
	free(report->boards);
	sqlite3_finalize(report->rows);
}

static int by_name(const void *name, const void *board)
{
	return strcmp(name, *(char *const *)board);
}

size_t report_board(const struct report *report, const char *name)
{
	char **found = bsearch(name, report->boards, report->board_count, sizeof(char *),
			       by_name);

	return (size_t)(found - report->boards);
}

int report_begin(struct report *report, const char *shape)
{
	sqlite3_finalize(report->rows);
	report->rows =
		survey_prepare(report->survey, "SELECT * FROM temp.cell WHERE ?1 IS NULL"
					       " OR shape = ?1 ORDER BY rowid");
	if (!report->rows)
		return -1;
	sqlite3_bind_text(report->rows, 1, shape, -1, SQLITE_TRANSIENT);
	report->more = survey_step(report->survey, report->rows) > 0;
	return 0;
}

static uint64_t number(sqlite3_stmt *row, int column)
{
	return (uint64_t)sqlite3_column_int64(row, column);
}

static char *controls_text(sqlite3_stmt *row)
{
	static const char *const needs[] = {"sc", "tso", "weak"};
	char text[128] = "";
	int length = 0;

	for (int i = 0; i < 3; i++) {
		int column = COLUMN_CONTROLS + 2 * i;

		if (number(row, column + 1))
			length += snprintf(text + length, sizeof(text) - (size_t)length,
					   "%s%s %" PRIu64 "/%" PRIu64,
					   length ? ", " : "", needs[i],
					   number(row, column), number(row, column + 1));
	}
	return memory_copy(length ? text : "-");
}

static struct tally tally_of(sqlite3_stmt *row)
{
	bool perpetual = !strcmp(survey_text(row, COLUMN_SCHEME), "perpetual");
	struct tally tally = {.runs = number(row, COLUMN_RUNS),
			      .n = number(row, COLUMN_N),
			      .seen = number(row, COLUMN_SEEN),
			      .verdict = sqlite3_column_int(row, COLUMN_VERDICT)};

	tally.independent = perpetual ? 0 : tally.n;
	for (int i = 0; i < 3; i++) {
		tally.controls_seen += number(row, COLUMN_CONTROLS + 2 * i);
		tally.controls_ran += number(row, COLUMN_CONTROLS + 2 * i + 1);
	}
	return tally;
}

static void add_cell(struct report_test *test, sqlite3_stmt *row)
{
	test->cells = memory_grow(test->cells, test->count, &test->capacity,
				  sizeof(*test->cells));
	test->cells[test->count++] = (struct report_cell){
		.mix = memory_copy(survey_text(row, COLUMN_MIX)),
		.board = memory_copy(survey_text(row, COLUMN_BOARD)),
		.scheme = memory_copy(survey_text(row, COLUMN_SCHEME)),
		.expected = memory_copy(survey_text(row, COLUMN_EXPECTED)),
		.source = memory_copy(survey_text(row, COLUMN_SOURCE)),
		.reason = memory_copy(survey_text(row, COLUMN_REASON)),
		.controls = controls_text(row),
		.microseconds = number(row, COLUMN_MICROSECONDS),
		.trip_ns = number(row, COLUMN_TRIP),
		.tally = tally_of(row),
	};
	if (!*test->condition) {
		free(test->condition);
		test->condition = memory_copy(survey_text(row, COLUMN_CONDITION));
	}
}

int report_next(struct report *report, struct report_test *test)
{
	int got = 1;

	*test = (struct report_test){.count = 0};
	if (!report->more)
		return 0;
	test->shape = memory_copy(survey_text(report->rows, COLUMN_SHAPE));
	test->name = memory_copy(survey_text(report->rows, COLUMN_TEST));
	test->condition = memory_copy("");
	do {
		add_cell(test, report->rows);
		got = survey_step(report->survey, report->rows);
	} while (got > 0 && !strcmp(survey_text(report->rows, COLUMN_TEST), test->name));
	report->more = got > 0;
	return got < 0 ? -1 : 1;
}

void report_test_free(struct report_test *test)
{
	for (size_t i = 0; i < test->count; i++) {
		struct report_cell *cell = &test->cells[i];

		free(cell->mix);
		free(cell->board);
		free(cell->scheme);
		free(cell->expected);
		free(cell->source);
		free(cell->reason);
		free(cell->controls);
	}
	free(test->cells);
	free(test->shape);
	free(test->name);
	free(test->condition);
	*test = (struct report_test){.count = 0};
}

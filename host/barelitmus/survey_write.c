/* survey_write.c - write a survey as CSV or as JSON. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/survey_write.h"
#include "host/barelitmus/interval.h"

#include <inttypes.h>
#include <string.h>

/* A result and one of its outcomes a row; a result without outcomes has one as well. */
static const char question[] =
	"SELECT b.name AS board, b.arch, b.platform, b.cores, b.host, i.name AS image,"
	" u.nonce, r.seq, r.test, r.mix, r.scheme, r.settings, r.iterations, r.filtered,"
	" r.microseconds, r.trip_ns, r.verdict, r.reason, r.expected, r.source, r.kind,"
	" r.condition, r.hash, r.seen, r.others, r.sc_seen, r.sc_ran, r.tso_seen,"
	" r.tso_ran, r.weak_seen, r.weak_ran, r.control_rate, o.state, o.matches,"
	" o.label, o.count, r.run_id FROM (SELECT r.*, u.boot" FILTER_FROM ") r"
	" JOIN runs u ON u.id = r.run_id JOIN boards b ON b.id = u.board_id"
	" JOIN images i ON i.id = u.image_id LEFT JOIN outcomes o"
	" ON o.run_id = r.run_id AND o.seq = r.seq ORDER BY u.boot, r.seq, o.state";

enum column {
	COLUMN_SEQ = 7,
	COLUMN_SEEN = 23,
	COLUMN_OTHERS,
	COLUMN_STATE = 32,
	COLUMN_MATCHES,
	COLUMN_LABEL,
	COLUMN_COUNT,
	COLUMN_RUN, /* its number in this survey, which is not written */
};

static bool is_printable(char c)
{
	return c >= ' ' && c <= '~';
}

void write_csv_field(FILE *out, const char *text)
{
	bool quoted = strpbrk(text, ",\"") != NULL;

	if (quoted)
		fputc('"', out);
	for (; *text; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(is_printable(*text) ? *text : '?', out);
	}
	if (quoted)
		fputc('"', out);
}

void write_json_string(FILE *out, const char *text)
{
	fputc('"', out);
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			fprintf(out, "\\%c", *text);
		else if (is_printable(*text))
			fputc(*text, out);
		else
			fprintf(out, "\\u%04x", (unsigned)(unsigned char)*text);
	}
	fputc('"', out);
}

static struct interval interval_of_row(sqlite3_stmt *row)
{
	uint64_t n = (uint64_t)sqlite3_column_int64(row, COLUMN_SEEN) +
		     (uint64_t)sqlite3_column_int64(row, COLUMN_OTHERS);

	return interval_of((uint64_t)sqlite3_column_int64(row, COLUMN_COUNT), n);
}

static bool has_outcome(sqlite3_stmt *row)
{
	return sqlite3_column_type(row, COLUMN_STATE) != SQLITE_NULL;
}

static void write_csv_row(FILE *out, sqlite3_stmt *row)
{
	struct interval interval = interval_of_row(row);

	for (int i = 0; i <= COLUMN_COUNT; i++) {
		write_csv_field(out, survey_text(row, i));
		fputc(',', out);
	}
	if (has_outcome(row))
		fprintf(out, "%.6g,%.6g\n", interval.low, interval.high);
	else
		fputs(",\n", out);
}

int survey_write_csv(struct survey *survey, const struct survey_filter *filter, FILE *out)
{
	sqlite3_stmt *rows = filter_prepare(filter, survey, question);
	int got = -1;

	for (int i = 0; rows && i <= COLUMN_COUNT; i++)
		fprintf(out, "%s,", sqlite3_column_name(rows, i));
	if (rows)
		fputs("low,high\n", out);
	while (rows && (got = survey_step(survey, rows)) > 0)
		write_csv_row(out, rows);
	sqlite3_finalize(rows);
	return got;
}

static void write_json_value(FILE *out, sqlite3_stmt *row, int column)
{
	switch (sqlite3_column_type(row, column)) {
	case SQLITE_NULL:
		fputs("null", out);
		break;
	case SQLITE_INTEGER:
		fprintf(out, "%" PRId64, (int64_t)sqlite3_column_int64(row, column));
		break;
	default:
		write_json_string(out, survey_text(row, column));
	}
}

static void write_json_members(FILE *out, sqlite3_stmt *row, int from, int to)
{
	for (int i = from; i <= to; i++) {
		fprintf(out, "%s\"%s\":", i > from ? "," : "",
			sqlite3_column_name(row, i));
		write_json_value(out, row, i);
	}
}

/* The result that the row belongs to, up to its outcomes. */
static void write_json_result(FILE *out, sqlite3_stmt *row, bool first)
{
	fputs(first ? "\n{" : "]},\n{", out);
	write_json_members(out, row, 0, COLUMN_STATE - 1);
	fputs(",\"outcomes\":[", out);
}

static void write_json_outcome(FILE *out, sqlite3_stmt *row, bool first)
{
	struct interval interval = interval_of_row(row);

	fputs(first ? "{" : ",{", out);
	write_json_members(out, row, COLUMN_STATE, COLUMN_COUNT);
	fprintf(out, ",\"low\":%.6g,\"high\":%.6g}", interval.low, interval.high);
}

int survey_write_json(struct survey *survey, const struct survey_filter *filter,
		      FILE *out)
{
	sqlite3_stmt *rows = filter_prepare(filter, survey, question);
	int64_t run = 0, seq = 0;
	bool any = false, first_outcome = true;
	int got = -1;

	fputs("{\"format\":\"barelitmus-survey\",\"version\":1,\"results\":[", out);
	while (rows && (got = survey_step(survey, rows)) > 0) {
		if (!any || run != sqlite3_column_int64(rows, COLUMN_RUN) ||
		    seq != sqlite3_column_int64(rows, COLUMN_SEQ)) {
			write_json_result(out, rows, !any);
			any = first_outcome = true;
			run = sqlite3_column_int64(rows, COLUMN_RUN);
			seq = sqlite3_column_int64(rows, COLUMN_SEQ);
		}
		if (has_outcome(rows))
			write_json_outcome(out, rows, first_outcome);
		first_outcome &= !has_outcome(rows);
	}
	fputs(any ? "]}\n]}\n" : "]}\n", out);
	sqlite3_finalize(rows);
	return got;
}

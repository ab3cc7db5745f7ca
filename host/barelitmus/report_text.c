/* report_text.c - a report as Markdown and as CSV. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/interval.h"
#include "host/barelitmus/report_number.h"
#include "host/barelitmus/report_write.h"
#include "host/barelitmus/survey_write.h"

#include <inttypes.h>
#include <string.h>

/* Writes one cell of a test. */
typedef void cell_writer(const struct report_test *test, const struct report_cell *cell,
			 FILE *out);

static int write_cells(struct report *report, cell_writer *write, FILE *out)
{
	struct report_test test;
	int got = report_begin(report, NULL) ? -1 : 1;

	while (got > 0 && (got = report_next(report, &test)) > 0) {
		for (size_t i = 0; i < test.count; i++)
			write(&test, &test.cells[i], out);
		report_test_free(&test);
	}
	return got;
}

/* --- CSV --- */

static void csv_text(const char *text, FILE *out)
{
	write_csv_field(out, text);
	fputc(',', out);
}

static void csv_cell(const struct report_test *test, const struct report_cell *cell,
		     FILE *out)
{
	const struct tally *tally = &cell->tally;
	struct interval interval = interval_of(tally->seen, tally->independent);

	csv_text(test->shape, out);
	csv_text(test->name, out);
	csv_text(cell->mix, out);
	csv_text(cell->board, out);
	csv_text(cell->scheme, out);
	fprintf(out, "%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",", tally->runs, tally->n,
		tally->seen);
	if (tally->independent)
		fprintf(out, "%.6g,%.6g,", interval.low, interval.high);
	else
		fputs(",,", out);
	fprintf(out, "%" PRIu64 ",%" PRIu64 ",", tally->controls_seen,
		tally->controls_ran);
	csv_text(cell->expected, out);
	csv_text(cell->source, out);
	csv_text(survey_verdicts[tally->verdict], out);
	csv_text(cell->reason, out);
	write_csv_field(out, test->condition);
	fputc('\n', out);
}

int report_write_csv(struct report *report, FILE *out)
{
	fputs("shape,test,mix,board,scheme,runs,iterations,seen,low,high,controls_seen,"
	      "controls_ran,expected,source,verdict,reason,condition\n",
	      out);
	return write_cells(report, csv_cell, out);
}

/* --- Markdown --- */

/* Text in a cell: nothing that Markdown or HTML gives a meaning. */
static void md_text(const char *text, FILE *out)
{
	for (; *text; text++) {
		if (*text == '<')
			fputs("&lt;", out);
		else if (*text == '&')
			fputs("&amp;", out);
		else if (strchr("|*_`[]\\~>", *text))
			fprintf(out, "\\%c", *text);
		else
			fputc(*text < ' ' || *text > '~' ? '?' : *text, out);
	}
}

static void md_field(const char *text, FILE *out)
{
	md_text(text, out);
	fputs(" | ", out);
}

static void md_cell(const struct report_test *test, const struct report_cell *cell,
		    FILE *out)
{
	char share[NUMBER_MAX], interval[NUMBER_MAX];

	number_share(share, &cell->tally);
	number_interval(interval, &cell->tally);
	fputs("| ", out);
	md_field(test->name, out);
	md_field(cell->mix, out);
	md_field(cell->board, out);
	md_field(cell->scheme, out);
	fprintf(out, "%" PRIu64 " | ", cell->tally.n);
	md_field(share, out);
	md_field(interval, out);
	md_field(cell->controls, out);
	md_field(cell->expected, out);
	md_text(survey_verdicts[cell->tally.verdict], out);
	if (*cell->reason) {
		fputs(": ", out);
		md_text(cell->reason, out);
	}
	fputs(" |\n", out);
}

int report_write_md(struct report *report, FILE *out)
{
	fputs("# Survey of litmus tests\n\n"
	      "Beside a zero its bound (95 %, 3/n) and how many controls showed their "
	      "target.\n\n"
	      "| test | mix | board | scheme | iterations | target | 95 % | controls | "
	      "expected | verdict |\n"
	      "|---|---|---|---|---:|---:|---:|---|---|---|\n",
	      out);
	return write_cells(report, md_cell, out);
}

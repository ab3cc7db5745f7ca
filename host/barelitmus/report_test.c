/* report_test.c - the part of a report's page about one test. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/format.h"
#include "host/barelitmus/memory.h"
#include "host/barelitmus/page.h"
#include "host/barelitmus/report_number.h"
#include "host/barelitmus/report_write.h"
#include "host/barelitmus/split.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* --- for the filter: a letter for each mix and board --- */

static char letter_of(const struct tally *tally)
{
	static const char letters[] = "FbfhkpS";

	if (!tally->runs)
		return '-';
	if (survey_verdicts[tally->verdict][0] != 'p')
		return letters[tally->verdict] == 'S' ? 's' : letters[tally->verdict];
	if (tally->seen)
		return 'p';
	return tally->controls_seen ? 'z' : 'o';
}

/* The sum of a mix's cells on a board. */
static struct tally sum_of(const struct report_test *test, const char *mix,
			   const char *board)
{
	struct tally sum = tally_none;

	for (size_t i = 0; i < test->count; i++) {
		if (!strcmp(test->cells[i].mix, mix) &&
		    !strcmp(test->cells[i].board, board))
			tally_add(&sum, &test->cells[i].tally);
	}
	return sum;
}

static bool begins_mix(const struct report_test *test, size_t i)
{
	return !i || strcmp(test->cells[i - 1].mix, test->cells[i].mix) != 0;
}

/* "lkmm,c11" and a word of letters for each of them. */
static void write_keys(const struct report *report, const struct report_test *test,
		       FILE *out)
{
	fputs(" data-test=\"", out);
	page_text(out, test->name);
	fputs("\" data-mixes=\"", out);
	for (size_t i = 0; i < test->count; i++) {
		if (!begins_mix(test, i))
			continue;
		fputs(i ? " " : "", out);
		page_text(out, test->cells[i].mix);
	}
	fputs("\" data-cells=\"", out);
	for (size_t i = 0; i < test->count; i++) {
		if (!begins_mix(test, i))
			continue;
		fputs(i ? " " : "", out);
		for (size_t b = 0; b < report->board_count; b++) {
			struct tally sum =
				sum_of(test, test->cells[i].mix, report->boards[b]);

			fputc(letter_of(&sum), out);
		}
	}
	fputc('"', out);
}

/* --- results --- */

static const char *expected_word(const char *expected)
{
	if (!strcmp(expected, "none"))
		return "no model";
	return *expected ? expected : "-";
}

static void write_result(const struct report_cell *cell, FILE *out)
{
	char n[FORMAT_MAX], seen[FORMAT_MAX], rate[FORMAT_MAX], interval[NUMBER_MAX];
	const char *verdict = survey_verdicts[cell->tally.verdict];

	format_count(n, cell->tally.n);
	format_count(seen, cell->tally.seen);
	format_rate(rate, cell->tally.n, cell->microseconds);
	number_interval(interval, &cell->tally);
	fputs("<tr><th scope=row>", out);
	page_text(out, cell->mix);
	fputs("<td>", out);
	page_text(out, cell->board);
	fputs("<td>", out);
	page_text(out, cell->scheme);
	fprintf(out, "<td class=n>%" PRIu64 "<td class=n>%s<td class=n>%s<td class=n>",
		cell->tally.runs, n, seen);
	page_text(out, interval);
	fprintf(out, "<td class=n>%s<td class=n>%" PRIu64 "<td>", rate, cell->trip_ns);
	page_text(out, cell->controls);
	fputs("<td>", out);
	page_text(out, expected_word(cell->expected));
	if (*cell->source) {
		fputs(" by ", out);
		page_text(out, cell->source);
	}
	fprintf(out, "<td>%s", verdict);
	if (*cell->reason) {
		fputs(": ", out);
		page_text(out, cell->reason);
	}
	fputc('\n', out);
}

static void write_results(const struct report_test *test, FILE *out)
{
	page_open_table(out, "results", " class=sort");
	fputs("<caption>All runs of a mix on a board: the target's share lies in the "
	      "interval with 95 % confidence.</caption><thead><tr><th scope=col>mix"
	      "<th scope=col>board<th scope=col>scheme<th scope=col>runs"
	      "<th scope=col>iterations<th scope=col>target<th scope=col>interval"
	      "<th scope=col>rate<th scope=col>trip, ns<th scope=col>controls"
	      "<th scope=col>expected<th scope=col>verdict</thead><tbody>\n",
	      out);
	for (size_t i = 0; i < test->count; i++)
		write_result(&test->cells[i], out);
	page_close_table(out);
}

/* --- a matrix of mixes --- */

enum { VARIANTS_MAX = 32 };

struct variants {
	char names[VARIANTS_MAX][SPLIT_NAME];
	size_t count;
};

static void add_variant(struct variants *variants, const char *name)
{
	for (size_t i = 0; i < variants->count; i++) {
		if (!strcmp(variants->names[i], name))
			return;
	}
	if (variants->count < VARIANTS_MAX)
		strcpy(variants->names[variants->count++], name);
}

/* The cells on a board whose threads are split as threads says, or are all alike. */
static struct tally split_sum(const struct report_test *test, const char *board,
			      const char *one, const char *other, uint32_t threads)
{
	struct tally sum = tally_none;

	for (size_t i = 0; i < test->count; i++) {
		struct split split;

		if (!strcmp(test->cells[i].board, board) &&
		    split_read(&split, test->cells[i].mix) && !strcmp(split.one, one) &&
		    !strcmp(split.other, other) &&
		    (!split.threads || split.threads == threads))
			tally_add(&sum, &test->cells[i].tally);
	}
	return sum;
}

static void write_matrix(const struct report_test *test, const char *board,
			 const struct variants *variants, uint32_t threads, FILE *out)
{
	page_open_table(out, "matrix of mixes", " class=heat");
	fputs("<caption>", out);
	page_text(out, board);
	fputs(": down, the variant of P0", out);
	for (unsigned t = 1; t < 32; t++) {
		if (!(threads >> t & 1) && threads >> t)
			fprintf(out, ", P%u", t);
	}
	fputs("; across, of", out);
	for (unsigned t = 1; t < 32; t++) {
		if (threads >> t & 1)
			fprintf(out, " P%u", t);
	}
	fputs("</caption><thead><tr><th scope=col>variant", out);
	for (size_t i = 0; i < variants->count; i++) {
		fputs("<th scope=col>", out);
		page_text(out, variants->names[i]);
	}
	fputs("</thead><tbody>\n", out);
	for (size_t i = 0; i < variants->count; i++) {
		fputs("<tr><th scope=row>", out);
		page_text(out, variants->names[i]);
		for (size_t j = 0; j < variants->count; j++) {
			struct tally sum = split_sum(test, board, variants->names[i],
						     variants->names[j], threads);

			fputs("<td", out);
			report_write_cell(&sum, out);
		}
		fputc('\n', out);
	}
	page_close_table(out);
}

/* Did two variants run both ways: a with b, and b with a? */
static bool has_both_ways(const struct report_test *test, uint32_t threads)
{
	struct split one, other;

	for (size_t i = 0; i < test->count; i++) {
		if (!split_read(&one, test->cells[i].mix) || one.threads != threads)
			continue;
		for (size_t j = 0; j < i; j++) {
			if (split_read(&other, test->cells[j].mix) &&
			    other.threads == threads && !strcmp(other.one, one.other) &&
			    !strcmp(other.other, one.one))
				return true;
		}
	}
	return false;
}

/* Was a mix before the i-th split in this way? */
static bool split_known(const struct report_test *test, size_t i, uint32_t threads)
{
	for (size_t j = 0; j < i; j++) {
		struct split split;

		if (split_read(&split, test->cells[j].mix) && split.threads == threads)
			return true;
	}
	return false;
}

/* A matrix for each way the threads were split between two variants, and each board. */
static void write_matrices(const struct report *report, const struct report_test *test,
			   FILE *out)
{
	struct variants variants = {.count = 0};
	struct split split;

	for (size_t i = 0; i < test->count; i++) {
		if (!split_read(&split, test->cells[i].mix))
			continue;
		add_variant(&variants, split.one);
		add_variant(&variants, split.other);
	}
	for (size_t i = 0; i < test->count; i++) {
		if (!split_read(&split, test->cells[i].mix) || !split.threads ||
		    split_known(test, i, split.threads) ||
		    !has_both_ways(test, split.threads))
			continue;
		fputs("<div class=side>", out);
		for (size_t b = 0; b < report->board_count; b++)
			write_matrix(test, report->boards[b], &variants, split.threads,
				     out);
		fputs("</div>\n", out);
	}
}

/* --- outcomes --- */

static const char outcomes_of[] =
	"SELECT r.mix, b.name, o.state, max(o.matches), max(o.label), sum(o.count)"
	" FROM results r JOIN runs u ON u.id = r.run_id"
	" JOIN boards b ON b.id = u.board_id JOIN images i ON i.id = u.image_id"
	" JOIN outcomes o ON o.run_id = r.run_id AND o.seq = r.seq"
	" WHERE r.test = ?5 AND name_matches(?1, r.test) AND name_matches(?2, r.mix)"
	" AND name_matches(?3, b.name) AND name_matches(?4, i.name)"
	" GROUP BY 1, 2, 3 ORDER BY 1, 3, 2";

/* A row for each mix and outcome, a column for each board. */
struct histogram {
	const struct report *report;
	const struct report_test *test;
	char *mix, *state; /* of the row that is begun; NULL: none is */
	size_t board;      /* its next column */
};

/* Up to the column of a board. */
static void skip_to(struct histogram *histogram, size_t board, FILE *out)
{
	for (; histogram->board < board; histogram->board++)
		fputs("<td>", out);
}

static void end_row(struct histogram *histogram, FILE *out)
{
	if (histogram->mix)
		skip_to(histogram, histogram->report->board_count, out);
	fputs(histogram->mix ? "\n" : "", out);
	free(histogram->mix);
	free(histogram->state);
	histogram->mix = histogram->state = NULL;
}

static void begin_row(struct histogram *histogram, sqlite3_stmt *row, FILE *out)
{
	const char *mix = survey_text(row, 0), *state = survey_text(row, 2);

	if (histogram->mix && !strcmp(histogram->mix, mix) &&
	    !strcmp(histogram->state, state))
		return;
	end_row(histogram, out);
	histogram->mix = memory_copy(mix);
	histogram->state = memory_copy(state);
	histogram->board = 0;
	fputs("<tr><td>", out);
	page_text(out, mix);
	fprintf(out, "<th scope=row>%s<code>", sqlite3_column_int(row, 3) ? "* " : "");
	page_text(out, state);
	fputs("</code><td>", out);
	page_text(out, survey_text(row, 4));
}

static void write_count(struct histogram *histogram, sqlite3_stmt *row, FILE *out)
{
	const char *board = survey_text(row, 1);
	struct tally all = sum_of(histogram->test, survey_text(row, 0), board);
	uint64_t count = (uint64_t)sqlite3_column_int64(row, 5);
	char text[FORMAT_MAX];

	begin_row(histogram, row, out);
	skip_to(histogram, report_board(histogram->report, board), out);
	histogram->board++;
	format_count(text, count);
	fprintf(out, "<td>%s<i style=width:%.3g%%></i>", text,
		all.n ? 100.0 * (double)count / (double)all.n : 0.0);
}

static int write_outcomes(struct report *report, const struct report_test *test,
			  FILE *out)
{
	sqlite3_stmt *rows = filter_prepare(report->filter, report->survey, outcomes_of);
	struct histogram histogram = {.report = report, .test = test};
	int got = -1;

	if (rows)
		sqlite3_bind_text(rows, 5, test->name, -1, SQLITE_TRANSIENT);
	page_open_table(out, "outcomes", " class=\"sort bars\"");
	fputs("<caption>Histogram: how often each outcome was seen on each board; * is "
	      "the target. Labels: what can have it, an interleaving (sc), store buffers "
	      "(tso) or neither (weak).</caption><thead><tr><th scope=col>mix"
	      "<th scope=col>outcome<th scope=col>label",
	      out);
	for (size_t b = 0; b < report->board_count; b++) {
		fputs("<th scope=col>", out);
		page_text(out, report->boards[b]);
	}
	fputs("</thead><tbody>\n", out);
	while (rows && (got = survey_step(report->survey, rows)) > 0)
		write_count(&histogram, rows, out);
	end_row(&histogram, out);
	page_close_table(out);
	sqlite3_finalize(rows);
	return got;
}

/* --- all of it --- */

int report_write_test(struct report *report, const struct test_sources *sources,
		      const struct report_test *test, size_t number, FILE *out)
{
	char *source = test_sources_text(sources, test->name);
	int result;

	fprintf(out, "<article class=fill id=t%zu tabindex=-1", number);
	write_keys(report, test, out);
	fputs("><noscript><h3>", out);
	page_text(out, test->name);
	fputs("</h3>\n<p>Condition: <code>", out);
	page_text(out, *test->condition ? test->condition : "not known");
	fputs("</code></p>\n", out);
	if (source) {
		fputs("<pre tabindex=0 aria-label=Source>", out);
		page_text(out, source);
		fputs("</pre>\n", out);
	}
	free(source);
	write_matrices(report, test, out);
	write_results(test, out);
	result = write_outcomes(report, test, out);
	fputs("</noscript></article>\n", out);
	return result;
}

/* table.c - the results of a run as a table and a closing line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/table.h"
#include "host/barelitmus/format.h"
#include "host/barelitmus/matrix.h"
#include "host/barelitmus/memory.h"
#include "host/barelitmus/sensitivity.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum {
	COLUMNS = 9,
	CONTROLS = 6, /* the column that is there only if some ran */
	LINE_WIDTH = 98,
	TITLE_GAP = 2,
	NOTES_SHOWN = 12,
};

struct column {
	const char *title;
	bool right; /* numbers end at the same place */
};

static const struct column columns[COLUMNS] = {
	{"test", false},    {"mix", false},      {"iterations", true},
	{"target", true},   {"rate", true},      {"trip", true},
	{"controls", true}, {"expected", false}, {"verdict", false},
};

/* The texts of one line; numbers are formatted into text. */
struct cells {
	const char *cell[COLUMNS];
	char text[5][FORMAT_MAX];
	char verdict[16];
};

static const char *expected_word(const char *expected)
{
	if (!*expected)
		return "-";
	return strcmp(expected, "none") ? expected : "no model";
}

/*
 * Of a zero also what it is worth: the rule of three says with 95 % how rare it may be, if
 * iterations are independent.
 */
static void format_target(char out[FORMAT_MAX], const struct result *result)
{
	bool dependent = result->scheme && !strcmp(result->scheme, "perpetual");

	if (result->seen || !result->others || dependent)
		format_count(out, result->seen);
	else
		snprintf(out, FORMAT_MAX, "0 <%.1e", 3.0 / (double)result->others);
}

/* "3/4": of the controls beside it so many showed their target. */
static void format_controls(char out[FORMAT_MAX], const struct log_sensitivity *s)
{
	uint32_t seen = 0, ran = 0;

	for (int n = 0; n < LOG_NEEDS; n++) {
		seen += s->seen[n];
		ran += s->ran[n];
	}
	snprintf(out, FORMAT_MAX, "%" PRIu32 "/%" PRIu32, seen, ran);
}

static void cells_fill(struct cells *cells, const struct result *result)
{
	snprintf(cells->verdict, sizeof(cells->verdict), "%s%s",
		 result->damaged ? "damaged" : log_verdict_word(result->verdict),
		 result->lost ? " *" : "");
	strcpy(cells->text[0], "-");
	strcpy(cells->text[1], "-");
	strcpy(cells->text[2], "-");
	strcpy(cells->text[3], "-");
	strcpy(cells->text[4], "-");
	if (result->counted) {
		format_count(cells->text[0], result->iterations);
		format_target(cells->text[1], result);
		format_rate(cells->text[2], result->iterations, result->microseconds);
		if (result->round_trip_ns)
			snprintf(cells->text[3], FORMAT_MAX, "%" PRIu64 " ns",
				 result->round_trip_ns);
		if (result->has_sensitivity)
			format_controls(cells->text[4], &result->sensitivity);
	}
	cells->cell[0] = result->test;
	cells->cell[1] = result->mix;
	cells->cell[2] = cells->text[0];
	cells->cell[3] = cells->text[1];
	cells->cell[4] = cells->text[2];
	cells->cell[5] = cells->text[3];
	cells->cell[CONTROLS] = cells->text[4];
	cells->cell[7] = expected_word(result->expected);
	cells->cell[8] = cells->verdict;
}

static bool in_table(const struct result *result)
{
	return !result->in_matrix && (result->damaged || result->verdict != V_SKIP);
}

static void measure(const struct results *results, int width[COLUMNS])
{
	struct cells cells;

	for (int c = 0; c < COLUMNS; c++)
		width[c] = (int)strlen(columns[c].title);
	for (size_t i = 0; i < results->count; i++) {
		if (!in_table(&results->results[i]))
			continue;
		cells_fill(&cells, &results->results[i]);
		for (int c = 0; c < COLUMNS; c++) {
			int n = (int)strlen(cells.cell[c]);

			width[c] = n > width[c] ? n : width[c];
		}
	}
	if (!results->control_count)
		width[CONTROLS] = 0;
}

static void print_cells(const char *const cell[COLUMNS], const int width[COLUMNS],
			FILE *out)
{
	for (int c = 0; c < COLUMNS - 1; c++)
		if (width[c])
			fprintf(out, "%*s%*s", columns[c].right ? width[c] : -width[c],
				cell[c], TITLE_GAP, "");
	fprintf(out, "%s\n", cell[COLUMNS - 1]);
}

static void print_rows(const struct results *results, FILE *out)
{
	int width[COLUMNS];
	const char *titles[COLUMNS];
	struct cells cells;

	size_t rows = 0;

	for (size_t i = 0; i < results->count; i++)
		rows += in_table(&results->results[i]);
	if (!rows)
		return;
	measure(results, width);
	for (int c = 0; c < COLUMNS; c++)
		titles[c] = columns[c].title;
	print_cells(titles, width, out);
	for (size_t i = 0; i < results->count; i++) {
		if (!in_table(&results->results[i]))
			continue;
		cells_fill(&cells, &results->results[i]);
		print_cells(cells.cell, width, out);
	}
}

/* True where an earlier result of these has the same reason: it is listed there. */
static bool listed(const struct result *const *results, size_t i)
{
	for (size_t j = 0; j < i; j++) {
		if (!strcmp(results[j]->reason, results[i]->reason))
			return true;
	}
	return false;
}

/* "<word> <reason>:" and the ids it stands for, wrapped. */
static void print_reason(const struct result *const *results, size_t count, size_t first,
			 const char *word, FILE *out)
{
	int column = fprintf(out, "%s %s:", word, results[first]->reason);
	const char *separator = "";

	for (size_t i = first; i < count; i++) {
		if (strcmp(results[i]->reason, results[first]->reason))
			continue;
		int n = (int)(strlen(results[i]->test) + strlen(results[i]->mix)) + 2;

		fputs(separator, out);
		if (column + n + 2 > LINE_WIDTH)
			column = fprintf(out, "\n    ") - 1;
		column += fprintf(out, " %s[%s]", results[i]->test, results[i]->mix) + 1;
		separator = ",";
	}
	fputc('\n', out);
}

/* Results with equal reasons share a line. */
static void print_reasons(const struct results *results, enum log_verdict verdict,
			  bool damaged, const char *word, FILE *out)
{
	const struct result **chosen = memory_zeroed(results->count + 1, sizeof(*chosen));
	size_t count = 0;

	for (size_t i = 0; i < results->count; i++) {
		const struct result *result = &results->results[i];

		if (result->damaged == damaged &&
		    (damaged || result->verdict == verdict) && result->reason)
			chosen[count++] = result;
	}
	for (size_t i = 0; i < count; i++) {
		if (!listed(chosen, i))
			print_reason(chosen, count, i, word, out);
	}
	free(chosen);
}

/* "sync", "batch, sync": the schemes that ran. */
static void print_schemes(const struct results *results, FILE *out)
{
	const char *separator = ", scheme ";

	for (size_t i = 0; i < results->count; i++) {
		const char *scheme = results->results[i].scheme;
		size_t j = 0;

		while (j < i && (!results->results[j].scheme || !scheme ||
				 strcmp(results->results[j].scheme, scheme)))
			j++;
		if (scheme && j == i) {
			fprintf(out, "%s%s", separator, scheme);
			separator = "/";
		}
	}
}

static size_t count_tests(const struct results *results)
{
	size_t count = 0;

	for (size_t i = 0; i < results->count; i++) {
		size_t j = 0;

		while (j < i &&
		       strcmp(results->results[j].test, results->results[i].test))
			j++;
		count += j == i;
	}
	return count;
}

static const char *plural(uint64_t n)
{
	return n == 1 ? "" : "s";
}

static void print_headline(const struct results *results, const char *platform,
			   double seconds, FILE *out)
{
	char time[FORMAT_MAX];
	size_t tests = count_tests(results);

	format_seconds(time, seconds);
	fprintf(out, "\n%s, %" PRIu64 " core%s", platform, results->cores,
		plural(results->cores));
	if (results->host)
		fprintf(out, " on %" PRIu64 " host processor%s", results->host,
			plural(results->host));
	fprintf(out, ", %zu test%s, %zu run%s", tests, plural(tests), results->count,
		plural(results->count));
	print_schemes(results, out);
	fprintf(out, ", %s\n", time);
}

/* What every log has, and the headline says better. */
static bool is_routine(const char *note)
{
	static const char *const words[] = {"schemes ", "core ",  "toolchain ",
					    "clock ",   "fence ", "round-trip ",
					    "barrier "};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strncmp(note, words[i], strlen(words[i])))
			return true;
	return false;
}

static void print_texts(const struct results *results, FILE *out)
{
	size_t shown = 0;
	size_t held_back = results->notes.total - results->notes.count;

	for (size_t i = 0; i < results->notes.count; i++) {
		const char *note = results->notes.texts[i];

		if (is_routine(note))
			continue;
		if (!strncmp(note, "warning: ", 9))
			fprintf(out, "%s\n", note);
		else if (shown++ < NOTES_SHOWN)
			fprintf(out, "# %s\n", note);
		else
			held_back++;
	}
	if (held_back)
		fprintf(out, "# and %zu more note%s in the log\n", held_back,
			plural(held_back));
	for (size_t i = 0; i < results->errors.count; i++)
		fprintf(out, "error: %s\n", results->errors.texts[i]);
	if (results->errors.total > results->errors.count)
		fprintf(out, "error: and %zu more in the log\n",
			results->errors.total - results->errors.count);
}

/* Of the results that are in no matrix. */
static void print_why(const struct results *results, const struct evidence *evidence,
		      FILE *out)
{
	for (size_t i = 0, n; i < results->count; i += n) {
		const struct result *first = &results->results[i];

		for (n = 1;
		     i + n < results->count && !strcmp(first[n].test, first->test);)
			n++;
		evidence_print_why(evidence, first, n, false, out);
	}
}

void table_print(struct results *results, const struct evidence *evidence,
		 const char *platform, double seconds, FILE *out)
{
	print_headline(results, platform, seconds, out);
	print_texts(results, out);
	matrix_plan(results);
	if (evidence)
		evidence_mark(evidence, results);
	print_rows(results, out);
	matrix_print(results, evidence, out);
	if (evidence) {
		evidence_print_lost(evidence, results, out);
		print_why(results, evidence, out);
	}
	sensitivity_print(results, out);
	print_reasons(results, V_SKIP, false, "skip", out);
	print_reasons(results, V_KNOWN, false, "known by", out);
	print_reasons(results, V_PASS, true, "damaged,", out);
}

static void print_share(size_t count, const char *word, const char **separator, FILE *out)
{
	if (!count)
		return;
	fprintf(out, "%s%zu %s", *separator, count, word);
	*separator = ", ";
}

void table_print_summary(const struct results *results, const char *platform,
			 const char *log_path, FILE *out)
{
	const char *separator = ": ";
	size_t missing =
		results->plan > results->count ? results->plan - results->count : 0;

	fprintf(out, "%s: %zu run%s", platform, results->count, plural(results->count));
	for (int i = 0; i < VERDICT_COUNT; i++)
		print_share(results_count(results, (enum log_verdict)i),
			    log_verdict_word((enum log_verdict)i), &separator, out);
	print_share(results_damaged(results), "damaged", &separator, out);
	print_share(missing, "missing", &separator, out);
	fprintf(out, "; log in %s\n", log_path);
}

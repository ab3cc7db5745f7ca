/* matrix.c - the results of a test whose threads were split between variants. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/matrix.h"
#include "host/barelitmus/format.h"
#include "host/barelitmus/split.h"

#include <string.h>

enum {
	VARIANTS_MAX = 64, /* of one test */
	SPLITS_MAX = 32,   /* of one test's threads that are shown */
	CELL_MAX = 96,
};

/* The results of one test: they follow each other in the log. */
struct range {
	struct result *first;
	size_t count;
};

static struct range range_at(const struct results *results, size_t i)
{
	struct range range = {.first = &results->results[i]};

	while (i + range.count < results->count &&
	       !strcmp(range.first[range.count].test, range.first->test))
		range.count++;
	return range;
}

/* The result with this split of the threads; NULL: it did not run. */
static const struct result *find(const struct range *range, const char *one,
				 const char *other, uint32_t threads)
{
	bool uniform = !strcmp(one, other);

	for (size_t i = 0; i < range->count; i++) {
		struct split split;

		if (split_read(&split, range->first[i].mix) && !strcmp(split.one, one) &&
		    !strcmp(split.other, other) &&
		    split.threads == (uniform ? 0 : threads))
			return &range->first[i];
	}
	return NULL;
}

static bool has_both_ways(const struct range *range)
{
	for (size_t i = 0; i < range->count; i++) {
		struct split split;

		if (split_read(&split, range->first[i].mix) && split.threads &&
		    find(range, split.other, split.one, split.threads))
			return true;
	}
	return false;
}

void matrix_plan(struct results *results)
{
	struct range range;

	for (size_t i = 0; i < results->count; i += range.count) {
		range = range_at(results, i);
		if (!has_both_ways(&range))
			continue;
		for (size_t j = 0; j < range.count; j++) {
			struct split split;

			range.first[j].in_matrix = split_read(&split, range.first[j].mix);
		}
	}
}

/* What the cells of one test's matrices are made of. */
struct matrix {
	struct range range;
	char variants[VARIANTS_MAX][SPLIT_NAME];
	unsigned count;
	uint32_t splits[SPLITS_MAX];
	unsigned split_count;
	unsigned threads;
	uint64_t iterations; /* of the first that ran */
};

static void add_variant(struct matrix *m, const char *name)
{
	for (unsigned i = 0; i < m->count; i++)
		if (!strcmp(m->variants[i], name))
			return;
	if (m->count < VARIANTS_MAX)
		strcpy(m->variants[m->count++], name);
}

static void add_split(struct matrix *m, uint32_t threads)
{
	for (unsigned i = 0; i < m->split_count; i++)
		if (m->splits[i] == threads)
			return;
	if (threads && m->split_count < SPLITS_MAX)
		m->splits[m->split_count++] = threads;
}

static void gather(struct matrix *m)
{
	for (size_t i = 0; i < m->range.count; i++) {
		const struct result *result = &m->range.first[i];
		struct split split;

		if (!result->in_matrix || !split_read(&split, result->mix))
			continue;
		add_variant(m, split.one);
		add_variant(m, split.other);
		add_split(m, split.threads);
		m->threads = split.count > m->threads ? split.count : m->threads;
		if (!m->iterations && result->counted)
			m->iterations = result->iterations;
	}
}

static void cell_text(char text[CELL_MAX], const struct result *result)
{
	static const char *const labels[LOG_LABELS] = {
		[LOG_SC] = " sc", [LOG_TSO] = " tso", [LOG_WEAK] = " weak"};
	char count[FORMAT_MAX];
	const char *expected, *label;

	if (!result) {
		strcpy(text, ".");
		return;
	}
	if (!result->counted) {
		snprintf(text, CELL_MAX, "%s",
			 result->damaged ? "damaged" : log_verdict_word(result->verdict));
		return;
	}
	format_short(count, (double)result->seen);
	label = result->seen ? labels[result->label] : NULL;
	expected = strcmp(result->expected, "none") ? result->expected : "-";
	snprintf(text, CELL_MAX, "%s%s %.1s%s%s%s%s%s", count, label ? label : "",
		 expected, *result->source ? ":" : "", result->source,
		 result->verdict == V_PASS ? "" : " ",
		 result->verdict == V_PASS ? "" : log_verdict_word(result->verdict),
		 result->lost ? " *" : "");
}

static void print_matrix(const struct matrix *m, uint32_t threads, FILE *out)
{
	int width[VARIANTS_MAX], first = 0;
	char text[CELL_MAX];

	for (unsigned c = 0; c < m->count; c++) {
		width[c] = (int)strlen(m->variants[c]);
		first = width[c] > first ? width[c] : first;
	}
	for (unsigned r = 0; r < m->count; r++)
		for (unsigned c = 0; c < m->count; c++) {
			cell_text(text, find(&m->range, m->variants[r], m->variants[c],
					     threads));
			width[c] = (int)strlen(text) > width[c] ? (int)strlen(text)
								: width[c];
		}
	fprintf(out, "  %*s", first, "");
	for (unsigned c = 0; c < m->count; c++)
		fprintf(out, "  %*s", width[c], m->variants[c]);
	fputc('\n', out);
	for (unsigned r = 0; r < m->count; r++) {
		fprintf(out, "  %-*s", first, m->variants[r]);
		for (unsigned c = 0; c < m->count; c++) {
			cell_text(text, find(&m->range, m->variants[r], m->variants[c],
					     threads));
			fprintf(out, "  %*s", width[c], text);
		}
		fputc('\n', out);
	}
}

/* "P0 P2": the threads whose bit is what is. */
static void print_side(const struct matrix *m, uint32_t threads, unsigned is, FILE *out)
{
	for (unsigned t = 0; t < m->threads; t++)
		if ((threads >> t & 1) == is)
			fprintf(out, " P%u", t);
}

static void print_test(const struct matrix *m, FILE *out)
{
	char count[FORMAT_MAX];

	format_short(count, (double)m->iterations);
	for (unsigned i = 0; i < m->split_count; i++) {
		fprintf(out, "\n%s, %s iterations a mix; down:", m->range.first->test,
			count);
		print_side(m, m->splits[i], 0, out);
		fputs(", across:", out);
		print_side(m, m->splits[i], 1, out);
		fputc('\n', out);
		print_matrix(m, m->splits[i], out);
	}
}

void matrix_print(const struct results *results, const struct evidence *evidence,
		  FILE *out)
{
	bool any = false;

	for (size_t i = 0; i < results->count;) {
		struct matrix m = {.range = range_at(results, i)};

		i += m.range.count;
		gather(&m);
		if (!m.split_count)
			continue;
		print_test(&m, out);
		if (evidence)
			evidence_print_why(evidence, m.range.first, m.range.count, true,
					   out);
		any = true;
	}
	if (any)
		fputs("\ncells: times the target was seen, its strongest label (sc, tso, "
		      "weak), N S A what is\nexpected (Never, Sometimes, Always) and by "
		      "whom, - where no model covers the mix, and\nthe verdict if not "
		      "pass\n\n",
		      out);
}

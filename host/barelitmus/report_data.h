/* report_data.h - what a report says of a survey, test by test. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_REPORT_DATA_H
#define HOST_BARELITMUS_REPORT_DATA_H

#include "host/barelitmus/survey_filter.h"

#include <stddef.h>

/* Counts that can be added: of a test in a mix on a board, or of a shape. */
struct tally {
	uint64_t runs;
	uint64_t n, seen; /* iterations in the histograms, and those in the condition */
	uint64_t independent; /* of n: those that were not of a perpetual run */
	uint64_t controls_seen, controls_ran;
	int verdict; /* the worst, as a place in survey_verdicts */
};

/* An empty one, to which others are added. */
extern const struct tally tally_none;

void tally_add(struct tally *sum, const struct tally *other);

/* All runs of a test in a mix on a board by a scheme: what query has a line for. */
struct report_cell {
	char *mix, *board, *scheme; /* scheme "-": nothing ran */
	char *expected, *source, *reason;
	char *controls; /* "sc 3/4, tso 0/2"; "-" where none ran */
	uint64_t microseconds, trip_ns;
	struct tally tally;
};

struct report_test {
	char *shape, *name;
	char *condition;           /* with its quantifier; "" where it is not known */
	struct report_cell *cells; /* by mix, board and scheme */
	size_t count, capacity;
};

struct report {
	struct survey *survey;
	const struct survey_filter *filter;
	char **boards; /* names, sorted */
	size_t board_count, board_capacity;
	sqlite3_stmt *rows; /* of report_next() */
	bool more;          /* rows has one that belongs to the next test */
};

/*
 * Sums the survey up, in tables of its own that go with the connection. 0, or -1 after
 * saying what is wrong; report_free() in either case.
 */
int report_open(struct report *report, struct survey *survey,
		const struct survey_filter *filter);
void report_free(struct report *report);

size_t report_board(const struct report *report, const char *name);

/*
 * From the first test of a shape on (NULL: of all), by shape and name; 1: test is filled
 * in, to be freed; 0: there is no more; -1: said what is wrong.
 */
int report_begin(struct report *report, const char *shape);
int report_next(struct report *report, struct report_test *test);
void report_test_free(struct report_test *test);

#endif

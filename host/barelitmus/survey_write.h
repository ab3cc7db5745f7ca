/* survey_write.h - write a survey as CSV, as JSON, for CI systems, or as logs of litmus7. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_SURVEY_WRITE_H
#define HOST_BARELITMUS_SURVEY_WRITE_H

#include "host/barelitmus/survey_filter.h"

#include <stdio.h>

/*
 * A field of CSV (RFC 4180) or a string of JSON: quoted as it needs to be; what is not
 * printable ASCII is '?' in CSV.
 */
void write_csv_field(FILE *out, const char *text);
void write_json_string(FILE *out, const char *text);

/*
 * All results that pass the filter, in an order that does not depend on how the survey
 * came about. 0, or -1 after saying what is wrong.
 */
int survey_write_csv(struct survey *survey, const struct survey_filter *filter,
		     FILE *out);
int survey_write_json(struct survey *survey, const struct survey_filter *filter,
		      FILE *out);

/*
 * For CI systems: a suite for each run, also for one without results; in it a case for each
 * result that passes the filter, which fails where its verdict does not hold, and one that
 * fails where the run is not whole.
 */
int survey_write_junit(struct survey *survey, const struct survey_filter *filter,
		       FILE *out);
int survey_write_ktap(struct survey *survey, const struct survey_filter *filter,
		      FILE *out);

/*
 * A log for each board and mix, "<directory>/<board>.<mix>.log", as mcompare7 and msum7
 * read them: the sum of all runs of each test.
 */
int survey_write_litmus7(struct survey *survey, const struct survey_filter *filter,
			 const char *directory);

#endif

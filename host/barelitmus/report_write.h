/* report_write.h - a report as a page, as Markdown and as CSV. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_REPORT_WRITE_H
#define HOST_BARELITMUS_REPORT_WRITE_H

#include "host/barelitmus/report_data.h"
#include "host/barelitmus/test_sources.h"

#include <stdio.h>

/* Each writes everything: 0, or -1 after saying what is wrong. */
int report_write_html(struct report *report, const struct test_sources *sources,
		      FILE *out);
int report_write_md(struct report *report, FILE *out);
int report_write_csv(struct report *report, FILE *out);

/* The part of the page about one test, which is its number-th. */
int report_write_test(struct report *report, const struct test_sources *sources,
		      const struct report_test *test, size_t number, FILE *out);

/* A cell of a table with what the tally says, behind its <td. */
void report_write_cell(const struct tally *tally, FILE *out);

#endif

/* progress.h - what a run is doing, while it does it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_PROGRESS_H
#define HOST_BARELITMUS_PROGRESS_H

#include "protocol/parse.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/*
 * On a terminal one line that is written over and over; elsewhere a line at most every 5
 * seconds. Verdicts that do not hold, errors and known deviations get lines of their own
 * at once.
 */
struct progress {
	FILE *out; /* NULL: say nothing */
	bool terminal;
	const char *platform;
	uint32_t plan;
	uint32_t seq;   /* of the test that runs */
	double started; /* when it did */
	double shown;   /* when the last line was written */
	bool open;      /* the line on the terminal is to be cleared */

	/* Of a plan that many runs share: progress_plan(). */
	size_t total; /* 0: there is just this run */
	size_t done;
	size_t done_first;
	double done_since;
};

void progress_init(struct progress *progress, const char *platform, FILE *out);

/* Takes every event of the log. */
void progress_event(struct progress *progress, const struct parse_event *event);

/*
 * So many tests of a plan are done, of many runs together: what is shown is of the plan
 * then, with the time that is left as the rate since the first call tells it.
 */
void progress_plan(struct progress *progress, size_t done, size_t total);

/* A line that stays. */
void progress_say(struct progress *progress, const char *line);

/* Clears the line, so that others can write. */
void progress_finish(struct progress *progress);

#endif

/* survey_import.h - read logs into a survey. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_SURVEY_IMPORT_H
#define HOST_BARELITMUS_SURVEY_IMPORT_H

#include "host/barelitmus/survey_absorb.h"

/* What one log had; nothing of it is trusted that is not whole. */
struct import_count {
	struct absorbed absorbed;
	uint64_t runs;     /* boots */
	uint64_t results;  /* tests with a line that counts */
	uint64_t controls; /* beside them */
	uint64_t damaged;  /* blocks and lines */
	uint64_t unended;  /* runs without a whole END */
};

/*
 * Takes the log at path into the survey: all that is good in it, or nothing where it
 * contradicts the survey. Damage is named on stderr, the first few of a log. "-" is
 * standard input; board is the user's name of the machine, NULL: its platform's. 0, or -1
 * after saying what is wrong.
 */
int survey_import(struct survey *survey, const char *path, const char *board,
		  struct import_count *count);

#endif

/* survey_import.h - read logs into a survey. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_SURVEY_IMPORT_H
#define HOST_BARELITMUS_SURVEY_IMPORT_H

#include "host/barelitmus/survey_reader.h"

/*
 * Takes the log at path into the survey: all that is good in it, or nothing where it
 * contradicts the survey. Damage is named on stderr, the first few of a log. "-" is
 * standard input; board is the user's name of the machine, NULL: its platform's. 0, or -1
 * after saying what is wrong.
 */
int survey_import(struct survey *survey, const char *path, const char *board,
		  struct import_count *count);

#endif

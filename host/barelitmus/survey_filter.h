/* survey_filter.h - which results of a survey a command is to use. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_SURVEY_FILTER_H
#define HOST_BARELITMUS_SURVEY_FILTER_H

#include "host/barelitmus/survey.h"

#include <getopt.h>

/* Globs; NULL: all. */
struct survey_filter {
	const char *test;
	const char *mix;
	const char *board; /* its name */
	const char *image; /* its name */
};

enum {
	FILTER_TEST = 300,
	FILTER_MIX,
	FILTER_BOARD,
	FILTER_IMAGE,
};

/* For a command's own options, and its help. */
#define FILTER_OPTIONS                                                                   \
	{"test", required_argument, NULL, FILTER_TEST},                                  \
		{"mix", required_argument, NULL, FILTER_MIX},                            \
		{"board", required_argument, NULL, FILTER_BOARD},                        \
	{                                                                                \
		"image", required_argument, NULL, FILTER_IMAGE                           \
	}

#define FILTER_HELP                                                                      \
	"  --test GLOB    only these tests\n"                                            \
	"  --mix GLOB     only these mixes\n"                                            \
	"  --board GLOB   only runs on these boards, by name\n"                          \
	"  --image GLOB   only runs of these images, by name: "                          \
	"arch-version-checksum\n"

/* True where option was one of them. */
bool filter_take(struct survey_filter *filter, int option, const char *value);

/* Results r of runs u on boards b with images i; its parameters are ?1 to ?4. */
#define FILTER_FROM                                                                      \
	" FROM results r JOIN runs u ON u.id = r.run_id JOIN boards b ON b.id = "        \
	"u.board_id JOIN images i ON i.id = u.image_id"                                  \
	" WHERE name_matches(?1, r.test) AND name_matches(?2, r.mix)"                    \
	" AND name_matches(?3, b.name) AND name_matches(?4, i.name)"

/*
 * The worst verdict of a group of results: where it is in survey_verdicts, which has the
 * worst first.
 */
#define SURVEY_WORST                                                                     \
	"min(CASE r.verdict WHEN 'FORBIDDEN' THEN 0 WHEN 'broken' THEN 1 WHEN 'fault' "  \
	"THEN 2 WHEN 'hang' THEN 3 WHEN 'known' THEN 4 WHEN 'pass' THEN 5 ELSE 6 END)"

enum { SURVEY_VERDICTS = 7 };

extern const char *const survey_verdicts[SURVEY_VERDICTS];

/* Prepares SQL that has them, and binds them; NULL after saying what is wrong. */
sqlite3_stmt *filter_prepare(const struct survey_filter *filter, struct survey *survey,
			     const char *sql);

#endif

/* survey.h - a survey: results of many runs in one database (docs/survey.md). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_SURVEY_H
#define HOST_BARELITMUS_SURVEY_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * The largest count a survey takes: doubles and JSON's numbers are exact up to here, and
 * sums of a thousand of them fit SQLite's 64 bits with a sign.
 */
#define SURVEY_COUNT_MAX (UINT64_C(1) << 53)

struct survey {
	sqlite3 *db;
	const char *path;
};

/*
 * Opens the survey at path; to be closed whatever comes of it. For writing it is made
 * where there is none, and an older schema is brought up to date. 0, or -1 after saying
 * on stderr what is wrong.
 */
int survey_open(struct survey *survey, const char *path, bool writing);
void survey_close(struct survey *survey);

/* Says what SQLite has found wrong: -1. */
int survey_fail(struct survey *survey);

/* Runs SQL without parameters or rows: 0, or -1 after saying what is wrong. */
int survey_run(struct survey *survey, const char *sql);

/* NULL after saying what is wrong. */
sqlite3_stmt *survey_prepare(struct survey *survey, const char *sql);

/* 1: there is a row; 0: no more, and the statement begins again; -1: said what is wrong. */
int survey_step(struct survey *survey, sqlite3_stmt *statement);

/*
 * Binds a value to each parameter and runs a statement without rows; types has a letter
 * for each: i for int64_t, t for a text, which may be NULL. How many rows it changed, or
 * -1 after saying what is wrong.
 */
int survey_put(struct survey *survey, sqlite3_stmt *statement, const char *types, ...);

/*
 * Attaches an empty survey in a file of its own that goes with the connection, as "src";
 * or the one at path, to be read. 0, or -1 after saying what is wrong.
 */
int survey_attach_scratch(struct survey *survey);
int survey_attach(struct survey *survey, const char *path);
int survey_detach(struct survey *survey);

/* The text of a column; "" where it is NULL. */
const char *survey_text(sqlite3_stmt *statement, int column);

#endif

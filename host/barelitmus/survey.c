/* survey.c - open a survey, and the few things that all its users do with SQLite. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/survey.h"
#include "host/barelitmus/survey_schema.h"
#include "lib/glob.h"
#include "protocol/crc32.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

enum { BUSY_MS = 30000 }; /* how long another import may take */

static int say(const char *path, const char *what)
{
	fprintf(stderr, "barelitmus: %s: %s\n", path, what);
	return -1;
}

int survey_fail(struct survey *survey)
{
	return say(survey->path, sqlite3_errmsg(survey->db));
}

int survey_run(struct survey *survey, const char *sql)
{
	if (sqlite3_exec(survey->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		return survey_fail(survey);
	return 0;
}

sqlite3_stmt *survey_prepare(struct survey *survey, const char *sql)
{
	sqlite3_stmt *statement = NULL;

	if (sqlite3_prepare_v2(survey->db, sql, -1, &statement, NULL) != SQLITE_OK)
		survey_fail(survey);
	return statement;
}

int survey_step(struct survey *survey, sqlite3_stmt *statement)
{
	switch (sqlite3_step(statement)) {
	case SQLITE_ROW:
		return 1;
	case SQLITE_DONE:
		sqlite3_reset(statement);
		return 0;
	default:
		survey_fail(survey);
		sqlite3_reset(statement);
		return -1;
	}
}

int survey_put(struct survey *survey, sqlite3_stmt *statement, const char *types, ...)
{
	va_list values;
	int status = SQLITE_OK;

	va_start(values, types);
	for (int i = 1; !status && types[i - 1]; i++) {
		if (types[i - 1] == 'i')
			status =
				sqlite3_bind_int64(statement, i, va_arg(values, int64_t));
		else
			status = sqlite3_bind_text(statement, i,
						   va_arg(values, const char *), -1,
						   SQLITE_TRANSIENT);
	}
	va_end(values);
	if (status)
		return survey_fail(survey);
	return survey_step(survey, statement) < 0 ? -1 : sqlite3_changes(survey->db);
}

const char *survey_text(sqlite3_stmt *statement, int column)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);

	return text ? text : "";
}

/* glob(pattern, text): as everywhere else, not SQLite's own. */
static void sql_glob(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *pattern = (const char *)sqlite3_value_text(values[0]);
	const char *text = (const char *)sqlite3_value_text(values[1]);

	(void)count;
	sqlite3_result_int(context, pattern && text && glob_match(pattern, text));
}

/* crc32(text): 8 hex digits */
static void sql_crc32(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *text = (const char *)sqlite3_value_text(values[0]);
	char hex[16];

	(void)count;
	text = text ? text : "";
	snprintf(hex, sizeof(hex), "%08lx",
		 (unsigned long)crc32_add(0, text, strlen(text)));
	sqlite3_result_text(context, hex, -1, SQLITE_TRANSIENT);
}

static int add_functions(sqlite3 *db)
{
	int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC;

	return sqlite3_create_function(db, "name_matches", 2, flags, NULL, sql_glob, NULL,
				       NULL) ||
	       sqlite3_create_function(db, "crc32", 1, flags, NULL, sql_crc32, NULL,
				       NULL);
}

/* One number that a query has as its only answer; -1: none. */
static int64_t ask_number(sqlite3 *db, const char *format, const char *database)
{
	char *sql = sqlite3_mprintf(format, database);
	sqlite3_stmt *statement = NULL;
	int64_t number = -1;

	if (sql && sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		number = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_free(sql);
	return number;
}

/* 0: a survey whose schema is the one, or an older one, or an empty file. */
static int check(struct survey *survey, const char *database, const char *path)
{
	int version = schema_version(survey->db, database);
	int64_t application =
		ask_number(survey->db, "PRAGMA \"%w\".application_id", database);
	char what[128];

	if (version < 0 || application < 0)
		return say(path, sqlite3_errmsg(survey->db));
	if (application != SURVEY_APPLICATION) {
		int64_t tables =
			ask_number(survey->db,
				   "SELECT count(*) FROM \"%w\".sqlite_schema", database);
		if (application || version || tables)
			return say(path, "expected a survey, found a database of "
					 "something else");
		return 0;
	}
	if (version > survey_migrations.count) {
		snprintf(what, sizeof(what),
			 "expected a survey with a schema of up to version %d, found one "
			 "of version %d: a newer barelitmus made it",
			 survey_migrations.count, version);
		return say(path, what);
	}
	return 0;
}

/* To be read as it is. */
static int check_current(struct survey *survey, const char *database, const char *path)
{
	char what[128];
	int version;

	if (check(survey, database, path))
		return -1;
	version = schema_version(survey->db, database);
	if (version == survey_migrations.count)
		return 0;
	snprintf(what, sizeof(what),
		 "expected a survey with a schema of version %d, found one of version "
		 "%d: \"barelitmus import\" it once without a log",
		 survey_migrations.count, version);
	return say(path, what);
}

static int update(struct survey *survey)
{
	if (schema_version(survey->db, "main") == survey_migrations.count)
		return 0;
	/* Another process may have done it by the time the lock is ours. */
	if (survey_run(survey, "BEGIN IMMEDIATE"))
		return -1;
	if (check(survey, "main", survey->path))
		return -1;
	if (schema_migrate(survey->db, "main", &survey_migrations))
		return survey_fail(survey);
	return survey_run(survey, "COMMIT");
}

int survey_open(struct survey *survey, const char *path, bool writing)
{
	/* Whoever reads may have to undo first what a killed import has begun. */
	int flags = SQLITE_OPEN_READWRITE | (writing ? SQLITE_OPEN_CREATE : 0);
	struct stat status;

	*survey = (struct survey){.path = path};
	if (!writing && stat(path, &status))
		return say(path, strerror(errno));
	if (sqlite3_open_v2(path, &survey->db, flags, NULL) ||
	    sqlite3_busy_timeout(survey->db, BUSY_MS) || add_functions(survey->db))
		return survey_fail(survey);
	/* A survey may come from anyone: its schema is not to run functions. */
	if (survey_run(survey, "PRAGMA trusted_schema = OFF; PRAGMA cache_size = -8000;"
			       "PRAGMA temp_store = FILE"))
		return -1;
	if (!writing)
		return check_current(survey, "main", path);
	return check(survey, "main", path) || update(survey) ? -1 : 0;
}

void survey_close(struct survey *survey)
{
	sqlite3_close_v2(survey->db);
	survey->db = NULL;
}

int survey_attach_scratch(struct survey *survey)
{
	if (survey_run(survey, "ATTACH '' AS src; PRAGMA src.cache_size = -8000;"
			       "PRAGMA src.journal_mode = OFF"))
		return -1;
	if (schema_migrate(survey->db, "src", &survey_migrations))
		return survey_fail(survey);
	return 0;
}

int survey_attach(struct survey *survey, const char *path)
{
	struct stat status;
	sqlite3_stmt *statement;
	int result;

	if (stat(path, &status))
		return say(path, strerror(errno));
	statement = survey_prepare(survey, "ATTACH ?1 AS src");
	result = statement ? survey_put(survey, statement, "t", path) : -1;
	sqlite3_finalize(statement);
	if (result < 0)
		return say(path, "cannot be opened");
	return check_current(survey, "src", path);
}

int survey_detach(struct survey *survey)
{
	return survey_run(survey, "DETACH src");
}

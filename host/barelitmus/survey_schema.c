/* survey_schema.c - the tables of a survey, and how older ones become them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/survey_schema.h"
#include "host/barelitmus/memory.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char first[] =
	"CREATE TABLE @.boards(id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
	" arch TEXT NOT NULL, platform TEXT NOT NULL, cores INTEGER NOT NULL,"
	" host INTEGER NOT NULL, clock_hz INTEGER NOT NULL,"
	" UNIQUE(name, arch, platform, cores, host, clock_hz));"
	"CREATE TABLE @.images(id INTEGER PRIMARY KEY, name TEXT NOT NULL,"
	" version TEXT NOT NULL, arch TEXT NOT NULL, toolchains TEXT NOT NULL,"
	" UNIQUE(version, arch, toolchains));"
	"CREATE TABLE @.runs(id INTEGER PRIMARY KEY, boot TEXT NOT NULL UNIQUE,"
	" nonce TEXT NOT NULL, version TEXT NOT NULL,"
	" board_id INTEGER NOT NULL REFERENCES boards,"
	" image_id INTEGER REFERENCES images, plan INTEGER NOT NULL DEFAULT 0,"
	" ended INTEGER NOT NULL DEFAULT 0, intact INTEGER NOT NULL DEFAULT 0,"
	" rc INTEGER NOT NULL DEFAULT 0);"
	"CREATE TABLE @.sources(run_id INTEGER NOT NULL REFERENCES runs,"
	" file TEXT NOT NULL, imported TEXT NOT NULL,"
	" PRIMARY KEY(run_id, file)) WITHOUT ROWID;"
	"CREATE TABLE @.notes(run_id INTEGER NOT NULL REFERENCES runs,"
	" kind TEXT NOT NULL, text TEXT NOT NULL,"
	" PRIMARY KEY(run_id, kind, text)) WITHOUT ROWID;"
	"CREATE TABLE @.results(run_id INTEGER NOT NULL REFERENCES runs,"
	" seq INTEGER NOT NULL, test TEXT NOT NULL, mix TEXT NOT NULL,"
	" verdict TEXT NOT NULL, counted INTEGER NOT NULL, reason TEXT,"
	" expected TEXT, source TEXT, scheme TEXT, settings TEXT, kind TEXT,"
	" condition TEXT, hash TEXT, states INTEGER NOT NULL DEFAULT 0,"
	" iterations INTEGER NOT NULL DEFAULT 0, filtered INTEGER NOT NULL DEFAULT 0,"
	" seen INTEGER NOT NULL DEFAULT 0, others INTEGER NOT NULL DEFAULT 0,"
	" microseconds INTEGER NOT NULL DEFAULT 0, trip_ns INTEGER NOT NULL DEFAULT 0,"
	" reset_us INTEGER NOT NULL DEFAULT 0, run_us INTEGER NOT NULL DEFAULT 0,"
	" wait_us INTEGER NOT NULL DEFAULT 0, count_us INTEGER NOT NULL DEFAULT 0,"
	" sc_seen INTEGER, sc_ran INTEGER, tso_seen INTEGER, tso_ran INTEGER,"
	" weak_seen INTEGER, weak_ran INTEGER, control_rate INTEGER,"
	" PRIMARY KEY(run_id, seq)) WITHOUT ROWID;"
	"CREATE INDEX @.results_by_test ON results(test, mix);"
	"CREATE TABLE @.outcomes(run_id INTEGER NOT NULL, seq INTEGER NOT NULL,"
	" state TEXT NOT NULL, count INTEGER NOT NULL, matches INTEGER NOT NULL,"
	" label TEXT, PRIMARY KEY(run_id, seq, state)) WITHOUT ROWID;"
	"CREATE TABLE @.controls(run_id INTEGER NOT NULL REFERENCES runs,"
	" seq INTEGER NOT NULL, id TEXT NOT NULL, of TEXT NOT NULL,"
	" change TEXT NOT NULL, needs TEXT NOT NULL, settings TEXT NOT NULL,"
	" iterations INTEGER NOT NULL, seen INTEGER NOT NULL,"
	" microseconds INTEGER NOT NULL, trip_ns INTEGER NOT NULL,"
	" PRIMARY KEY(run_id, seq, id)) WITHOUT ROWID;"
	"CREATE TABLE @.damage(run_id INTEGER NOT NULL REFERENCES runs,"
	" seq INTEGER NOT NULL, id TEXT NOT NULL, reason TEXT NOT NULL,"
	" count INTEGER NOT NULL, PRIMARY KEY(run_id, seq, id, reason)) WITHOUT ROWID;"
	/* What another copy of the log has made good is no damage. */
	"CREATE VIEW @.open_damage AS SELECT * FROM damage d WHERE NOT EXISTS"
	" (SELECT 1 FROM results r WHERE r.run_id = d.run_id AND r.seq = d.seq);";

static const char *const list[] = {first};

const struct migrations survey_migrations = {list, sizeof(list) / sizeof(list[0])};

int schema_version(sqlite3 *db, const char *database)
{
	sqlite3_stmt *statement = NULL;
	char *sql = sqlite3_mprintf("PRAGMA \"%w\".user_version", database);
	int version = -1;

	if (sql && sqlite3_prepare_v2(db, sql, -1, &statement, NULL) == SQLITE_OK &&
	    sqlite3_step(statement) == SQLITE_ROW)
		version = sqlite3_column_int(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_free(sql);
	return version;
}

/* The SQL with each "@." made "<database>.", to be freed. */
static char *named(const char *sql, const char *database)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	for (; *sql; sql++) {
		if (*sql == '@')
			fputs(database, out);
		else
			fputc(*sql, out);
	}
	fclose(out);
	return text;
}

static int apply(sqlite3 *db, const char *database, const char *sql, int version)
{
	char *text = named(sql, database);
	int status = sqlite3_exec(db, text, NULL, NULL, NULL);

	free(text);
	if (status)
		return status;
	text = sqlite3_mprintf("PRAGMA \"%w\".application_id = %d;"
			       "PRAGMA \"%w\".user_version = %d",
			       database, SURVEY_APPLICATION, database, version);
	status = text ? sqlite3_exec(db, text, NULL, NULL, NULL) : SQLITE_NOMEM;
	sqlite3_free(text);
	return status;
}

int schema_migrate(sqlite3 *db, const char *database, const struct migrations *migrations)
{
	int status = SQLITE_OK;
	int version = schema_version(db, database);

	if (version < 0)
		return sqlite3_errcode(db);
	for (; !status && version < migrations->count; version++)
		status = apply(db, database, migrations->list[version], version + 1);
	return status;
}

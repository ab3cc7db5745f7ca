/* survey_schema.h - the tables of a survey, and how older ones become them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_SURVEY_SCHEMA_H
#define HOST_BARELITMUS_SURVEY_SCHEMA_H

#include <sqlite3.h>
#include <stddef.h>

/* PRAGMA application_id of a survey: "blsv". */
enum { SURVEY_APPLICATION = 0x626c7376 };

/* Each brings a schema from the version that is its place in the list to the next one. */
struct migrations {
	const char *const *list; /* SQL; "@." stands for the database's name and a dot */
	int count;               /* which is the version of the schema */
};

/* What docs/survey.md describes. */
extern const struct migrations survey_migrations;

/*
 * Brings the database, "main" or the name it is attached by, to the last version. The
 * caller holds a transaction. SQLITE_OK or an error code of SQLite's.
 */
int schema_migrate(sqlite3 *db, const char *database,
		   const struct migrations *migrations);

/* Its version; -1: it cannot be read. */
int schema_version(sqlite3 *db, const char *database);

#endif

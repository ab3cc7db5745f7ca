/* survey_absorb.c - take what one survey says into another. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/survey_absorb.h"

#include <stdio.h>

#define RESULT_COLUMNS(T)                                                                \
	T "test, " T "mix, " T "verdict, " T "counted, " T "reason, " T "expected, " T   \
	  "source, " T "scheme, " T "settings, " T "kind, " T "condition, " T "hash, " T \
	  "states, " T "iterations, " T "filtered, " T "seen, " T "others, " T           \
	  "microseconds, " T "trip_ns, " T "reset_us, " T "run_us, " T "wait_us, " T     \
	  "count_us, " T "sc_seen, " T "sc_ran, " T "tso_seen, " T "tso_ran, " T         \
	  "weak_seen, " T "weak_ran, " T "control_rate"

#define CONTROL_COLUMNS(T)                                                               \
	T "of, " T "change, " T "needs, " T "settings, " T "iterations, " T "seen, " T   \
	  "microseconds, " T "trip_ns"

/*
 * Boards and runs. The first statement writes to main before anything is read from it, so
 * that two imports wait for each other. The map has which run is which, and whether the
 * checksum over all of its log was right, here and there.
 */
static const char runs[] =
	"INSERT OR IGNORE INTO main.boards(name, arch, platform, cores, host, clock_hz)"
	" SELECT name, arch, platform, cores, host, clock_hz FROM src.boards;"
	"CREATE TEMP TABLE IF NOT EXISTS map(src INTEGER PRIMARY KEY, dst INTEGER,"
	" new_intact INTEGER, old_intact INTEGER);"
	"DELETE FROM temp.map;";

static const char add_runs[] =
	"INSERT OR IGNORE INTO main.runs(boot, nonce, version, board_id)"
	" SELECT r.boot, r.nonce, r.version, m.id FROM src.runs r"
	" JOIN src.boards b ON b.id = r.board_id JOIN main.boards m"
	" USING(name, arch, platform, cores, host, clock_hz)";

static const char map_runs[] =
	"INSERT INTO temp.map SELECT s.id, m.id, s.intact, m.intact"
	" FROM src.runs s JOIN main.runs m USING(boot)";

/*
 * Partial counts are what one copy of a log has of a test that has more in another one: the
 * larger ones stay, and a result of the whole test, or the image's word that there are none.
 */
/* clang-format off */
#define IS_PARTIAL(T) \
	"(" T ".counted AND " T ".verdict IN ('hang', 'fault') AND " T ".reason IS 'partial')"

#define GIVES_WAY(T, OTHER) \
	"(" IS_PARTIAL(T) " AND NOT (" IS_PARTIAL(OTHER) \
	" AND " OTHER ".iterations <= " T ".iterations))"

static const char give_way[] =
	"CREATE TEMP TABLE IF NOT EXISTS stale(src INTEGER, dst INTEGER, seq INTEGER, new INTEGER);"
	"DELETE FROM temp.stale;"
	"INSERT INTO temp.stale SELECT map.src, map.dst, s.seq, " GIVES_WAY("s", "m")
	" FROM temp.map JOIN src.results s ON s.run_id = map.src"
	" JOIN main.results m ON m.run_id = map.dst AND m.seq = s.seq"
	" WHERE " GIVES_WAY("s", "m") " OR " GIVES_WAY("m", "s") ";"
	"DELETE FROM main.outcomes WHERE (run_id, seq) IN"
	" (SELECT dst, seq FROM temp.stale WHERE NOT new);"
	"DELETE FROM main.results WHERE (run_id, seq) IN"
	" (SELECT dst, seq FROM temp.stale WHERE NOT new)";

#define NOT_STALE " AND (map.src, s.seq) NOT IN (SELECT src, seq FROM temp.stale)"
/* clang-format on */

/* A contradiction: what, its run, and a file that said otherwise. */
#define CONFLICT(WHAT, FROM_WHERE)                                                       \
	"SELECT " WHAT ", r.nonce, b.arch, b.platform,"                                  \
	" (SELECT file FROM main.sources WHERE run_id = map.dst ORDER BY file)"          \
	" FROM temp.map JOIN main.runs r ON r.id = map.dst"                              \
	" JOIN main.boards b ON b.id = r.board_id JOIN " FROM_WHERE " LIMIT 1"

static const char *const conflicts[] = {
	CONFLICT("'board ' || o.name", "src.runs s ON s.id = map.src"
				       " JOIN src.boards o ON o.id = s.board_id"
				       " WHERE o.name <> b.name"),
	CONFLICT("'END line'", "src.runs s ON s.id = map.src WHERE s.intact AND r.intact"
			       " AND (s.rc, s.plan) IS NOT (r.rc, r.plan)"),
	CONFLICT("'test ' || s.seq || ', ' || s.test || '[' || s.mix || '],'",
		 "src.results s ON s.run_id = map.src JOIN main.results m"
		 " ON m.run_id = map.dst AND m.seq = s.seq WHERE (" RESULT_COLUMNS(
			 "s.") ") IS NOT (" RESULT_COLUMNS("m.") ")" NOT_STALE),
	CONFLICT("'test ' || s.seq || ', outcome ' || s.state",
		 "src.outcomes s ON s.run_id = map.src JOIN main.results m"
		 " ON m.run_id = map.dst AND m.seq = s.seq LEFT JOIN main.outcomes o"
		 " ON o.run_id = map.dst AND o.seq = s.seq AND o.state = s.state"
		 " WHERE (s.count, s.matches, s.label)"
		 " IS NOT (o.count, o.matches, o.label)" NOT_STALE),
	CONFLICT("'control ' || s.id",
		 "src.controls s ON s.run_id = map.src JOIN main.controls m"
		 " ON m.run_id = map.dst AND m.seq = s.seq AND m.id = s.id"
		 " WHERE (" CONTROL_COLUMNS("s.") ") IS NOT (" CONTROL_COLUMNS("m.") ")"),
};

enum { CONFLICTS = sizeof(conflicts) / sizeof(conflicts[0]) };

/*
 * Outcomes before results, whose absence says that their outcomes are absent too. No line
 * of a header has a checksum of its own: what a whole log says displaces what others say.
 */
static const char add_outcomes[] =
	"INSERT INTO main.outcomes SELECT map.dst, s.seq, s.state, s.count, s.matches,"
	" s.label FROM temp.map JOIN src.outcomes s ON s.run_id = map.src"
	" WHERE NOT EXISTS (SELECT 1 FROM main.results m"
	" WHERE m.run_id = map.dst AND m.seq = s.seq) ORDER BY map.dst, s.seq";

/* clang-format off */
static const char add_results[] =
	"INSERT OR IGNORE INTO main.results(run_id, seq, " RESULT_COLUMNS("") ")"
	" SELECT map.dst, s.seq, " RESULT_COLUMNS("s.")
	" FROM temp.map JOIN src.results s ON s.run_id = map.src";

static const char add_rest[] =
	"INSERT OR IGNORE INTO main.controls(run_id, seq, id, " CONTROL_COLUMNS("") ")"
	" SELECT map.dst, s.seq, s.id, " CONTROL_COLUMNS("s.")
	" FROM temp.map JOIN src.controls s ON s.run_id = map.src;"
				  /* clang-format on */
				  "INSERT INTO main.sources SELECT map.dst, s.file, "
				  "s.imported FROM temp.map"
				  " JOIN src.sources s ON s.run_id = map.src WHERE true"
				  " ON CONFLICT DO UPDATE SET imported = min(imported, "
				  "excluded.imported);"
				  "DELETE FROM main.notes WHERE run_id IN"
				  " (SELECT dst FROM temp.map WHERE new_intact > "
				  "old_intact);"
				  "DELETE FROM main.damage WHERE run_id IN"
				  " (SELECT dst FROM temp.map WHERE new_intact > "
				  "old_intact);"
				  "INSERT OR IGNORE INTO main.notes SELECT map.dst, "
				  "s.kind, s.text"
				  " FROM temp.map JOIN src.notes s ON s.run_id = map.src"
				  " WHERE new_intact >= old_intact;"
				  "INSERT INTO main.damage SELECT map.dst, s.seq, s.id, "
				  "s.reason, s.count"
				  " FROM temp.map JOIN src.damage s ON s.run_id = map.src"
				  " WHERE new_intact >= old_intact"
				  " ON CONFLICT DO UPDATE SET count = max(count, "
				  "excluded.count);"
				  "UPDATE main.runs SET (plan, rc, ended, intact) ="
				  " (SELECT CASE WHEN new_intact = old_intact THEN "
				  "max(s.plan, runs.plan)"
				  " WHEN new_intact THEN s.plan ELSE runs.plan END,"
				  " CASE WHEN new_intact = old_intact THEN max(s.rc, "
				  "runs.rc)"
				  " WHEN new_intact THEN s.rc ELSE runs.rc END,"
				  " max(s.ended, runs.ended), max(s.intact, runs.intact)"
				  " FROM temp.map JOIN src.runs s ON s.id = map.src "
				  "WHERE map.dst = runs.id)"
				  " WHERE id IN (SELECT dst FROM temp.map);"
				  /* An image is its version and what compiled it, as the notes of its runs have it. */
				  "CREATE TEMP TABLE IF NOT EXISTS built(run_id INTEGER "
				  "PRIMARY KEY,"
				  " version TEXT, arch TEXT, toolchains TEXT);"
				  "DELETE FROM temp.built;"
				  "INSERT INTO temp.built SELECT r.id, r.version, "
				  "b.arch, coalesce("
				  " (SELECT group_concat(text, char(10)) FROM (SELECT "
				  "text FROM main.notes n"
				  " WHERE n.run_id = r.id AND kind = 'toolchain' ORDER "
				  "BY text)), '')"
				  " FROM main.runs r JOIN main.boards b ON b.id = "
				  "r.board_id"
				  " WHERE r.id IN (SELECT dst FROM temp.map);"
				  "INSERT OR IGNORE INTO main.images(name, version, "
				  "arch, toolchains)"
				  " SELECT arch || '-' || version || '-' || "
				  "crc32(toolchains), version, arch,"
				  " toolchains FROM temp.built;"
				  "UPDATE main.runs SET image_id = (SELECT i.id FROM "
				  "temp.built t"
				  " JOIN main.images i USING(version, arch, toolchains) "
				  "WHERE t.run_id = runs.id)"
				  " WHERE id IN (SELECT dst FROM temp.map);"
				  "DELETE FROM main.images WHERE id NOT IN (SELECT "
				  "image_id FROM main.runs)";

/* 0: no row; -1 after showing one, or an error. */
static int check_conflict(struct survey *survey, const char *sql, const char *from)
{
	sqlite3_stmt *statement = survey_prepare(survey, sql);
	int row = statement ? survey_step(survey, statement) : -1;

	if (row == 1) {
		fprintf(stderr,
			"barelitmus: %s: %s of run %s (%s, %s) is not what %s has in %s: "
			"one of them is wrong\n",
			from, survey_text(statement, 0), survey_text(statement, 1),
			survey_text(statement, 2), survey_text(statement, 3),
			survey_text(statement, 4), survey->path);
		row = -1;
	}
	sqlite3_finalize(statement);
	return row;
}

/* How many rows that changed is added to *count. */
static int run_counted(struct survey *survey, const char *sql, uint64_t *count)
{
	if (survey_run(survey, sql))
		return -1;
	*count += (uint64_t)sqlite3_changes(survey->db);
	return 0;
}

int survey_absorb(struct survey *survey, const char *from, struct absorbed *absorbed)
{
	uint64_t outcomes = 0;

	if (survey_run(survey, runs) || run_counted(survey, add_runs, &absorbed->runs) ||
	    survey_run(survey, map_runs) || survey_run(survey, give_way))
		return -1;
	for (int i = 0; i < CONFLICTS; i++) {
		if (check_conflict(survey, conflicts[i], from))
			return -1;
	}
	if (run_counted(survey, add_outcomes, &outcomes) ||
	    run_counted(survey, add_results, &absorbed->results))
		return -1;
	return survey_run(survey, add_rest);
}

/* survey_litmus7.c - write a survey as logs of litmus7, one for each board and mix. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/file.h"
#include "host/barelitmus/memory.h"
#include "host/barelitmus/survey_write.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A row for each test, in the order of the files that they go to. */
static const char tests[] =
	"SELECT b.name, r.mix, r.test, min(r.kind), min(r.condition), min(r.hash),"
	" sum(r.seen), sum(r.others), sum(r.microseconds),"
	" (min(r.kind), coalesce(min(r.condition), ''), coalesce(min(r.hash), '')) IS NOT"
	" (max(r.kind), coalesce(max(r.condition), ''), coalesce(max(r.hash), ''))"
	" " FILTER_FROM " AND r.counted GROUP BY b.name, r.mix, r.test ORDER BY 1, 2, 3";

static const char states[] =
	"SELECT o.state, sum(o.count), max(o.matches)"
	" FROM (SELECT r.run_id, r.seq" FILTER_FROM
	" AND r.counted AND b.name = ?5 AND r.mix = ?6 AND r.test = ?7) r"
	" JOIN outcomes o ON o.run_id = r.run_id AND o.seq = r.seq"
	" GROUP BY o.state ORDER BY 1";

struct writer {
	struct survey *survey;
	const char *directory;
	sqlite3_stmt *states;
	FILE *out; /* NULL: none is open */
	char *path;
};

/* "<directory>/<board>.<mix>.log": what cannot stand in a name becomes '+'. */
static char *log_path(const char *directory, const char *board, const char *mix)
{
	size_t size = strlen(directory) + strlen(board) + strlen(mix) + 8;
	char *path = memory_zeroed(size, 1);
	char *name = path + strlen(directory) + 1;

	snprintf(path, size, "%s/%s.%s.log", directory, board, mix);
	for (char *c = name; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr("._-", *c))
			*c = '+';
	return path;
}

static int close_log(struct writer *writer, bool good)
{
	int result = 0;

	if (writer->out && file_commit(writer->out, writer->path, good)) {
		if (good)
			fprintf(stderr, "barelitmus export: %s: %s\n", writer->path,
				strerror(errno));
		result = -1;
	}
	writer->out = NULL;
	return result;
}

/* The log that the test goes to, which may be open. */
static int open_log(struct writer *writer, sqlite3_stmt *test)
{
	char *path =
		log_path(writer->directory, survey_text(test, 0), survey_text(test, 1));

	if (writer->out && !strcmp(path, writer->path)) {
		free(path);
		return 0;
	}
	if (close_log(writer, true)) {
		free(path);
		return -1;
	}
	free(writer->path);
	writer->path = path;
	writer->out = file_begin(path);
	if (!writer->out)
		fprintf(stderr, "barelitmus export: %s: %s\n", path, strerror(errno));
	return writer->out ? 0 : -1;
}

static int write_states(struct writer *writer, sqlite3_stmt *test)
{
	sqlite3_stmt *rows = writer->states;
	char *text = NULL;
	size_t size, count = 0;
	FILE *out = open_memstream(&text, &size);
	int got;

	sqlite3_bind_text(rows, 5, survey_text(test, 0), -1, SQLITE_TRANSIENT);
	sqlite3_bind_text(rows, 6, survey_text(test, 1), -1, SQLITE_TRANSIENT);
	sqlite3_bind_text(rows, 7, survey_text(test, 2), -1, SQLITE_TRANSIENT);
	for (; (got = survey_step(writer->survey, rows)) > 0; count++)
		fprintf(out, "%-8" PRId64 "%c>%s\n",
			(int64_t)sqlite3_column_int64(rows, 1),
			sqlite3_column_int(rows, 2) ? '*' : ':', survey_text(rows, 0));
	fclose(out);
	fprintf(writer->out, "Histogram (%zu states)\n%s", count, text);
	free(text);
	return got;
}

/* As protocol/README.md has it, but with the test's name alone: a log has one mix. */
static int write_test(struct writer *writer, sqlite3_stmt *test)
{
	const char *kind = survey_text(test, 3), *condition = survey_text(test, 4);
	int64_t seen = sqlite3_column_int64(test, 6);
	int64_t others = sqlite3_column_int64(test, 7);
	int64_t hundredths = sqlite3_column_int64(test, 8) / 10000;
	bool inverted = !strcmp(kind, "Forbidden");
	bool valid = inverted ? !seen : !strcmp(kind, "Allowed") ? seen > 0 : !others;
	char *name = memory_copy(survey_text(test, 2));

	for (char *c = name; *c; c++)
		if (*c == '~')
			*c = '.';
	fprintf(writer->out, "Test %s %s\n", name, kind);
	int result = write_states(writer, test);

	fprintf(writer->out,
		"%s\n\nWitnesses\nPositive: %" PRId64 ", Negative: %" PRId64 "\n",
		valid ? "Ok" : "No", inverted ? others : seen, inverted ? seen : others);
	if (*condition)
		fprintf(writer->out, "Condition %s is %svalidated\n", condition,
			valid ? "" : "NOT ");
	if (*survey_text(test, 5))
		fprintf(writer->out, "Hash=%s\n", survey_text(test, 5));
	fprintf(writer->out,
		"Observation %s %s %" PRId64 " %" PRId64 "\nTime %s %" PRId64
		".%02" PRId64 "\n\n",
		name,
		!seen    ? "Never"
		: others ? "Sometimes"
			 : "Always",
		seen, others, name, hundredths / 100, hundredths % 100);
	free(name);
	return result;
}

/* Before anything is written. */
static int check_test(sqlite3_stmt *test)
{
	if (!sqlite3_column_int(test, 9))
		return 0;
	fprintf(stderr,
		"barelitmus export: %s[%s] on %s has several conditions: expected one, "
		"choose it with --image\n",
		survey_text(test, 2), survey_text(test, 1), survey_text(test, 0));
	return -1;
}

/* Calls for each test, up to the first that fails. */
static int each_test(struct writer *writer, sqlite3_stmt *tests_of, bool writing)
{
	int got;

	while ((got = survey_step(writer->survey, tests_of)) > 0) {
		if (writing ? open_log(writer, tests_of) || write_test(writer, tests_of)
			    : check_test(tests_of)) {
			sqlite3_reset(tests_of);
			return -1;
		}
	}
	return got;
}

static int make_directory(const char *directory)
{
	if (!mkdir(directory, 0777) || errno == EEXIST)
		return 0;
	fprintf(stderr, "barelitmus export: %s: %s\n", directory, strerror(errno));
	return -1;
}

int survey_write_litmus7(struct survey *survey, const struct survey_filter *filter,
			 const char *directory)
{
	struct writer writer = {.survey = survey, .directory = directory};
	sqlite3_stmt *rows = filter_prepare(filter, survey, tests);
	int got = -1;

	writer.states = filter_prepare(filter, survey, states);
	if (rows && writer.states && !each_test(&writer, rows, false) &&
	    !make_directory(directory))
		got = each_test(&writer, rows, true);
	if (close_log(&writer, got == 0))
		got = -1;
	free(writer.path);
	sqlite3_finalize(writer.states);
	sqlite3_finalize(rows);
	return got;
}

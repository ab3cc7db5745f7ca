/* test_survey_import.c - what of a log comes into a survey, and what does not. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/barelitmus/survey_import.h"
#include "host/barelitmus/survey_schema.h"
#include "tests/unit/stage.h"
#include "tests/unit/survey_sample.h"

#include <signal.h>
#include <time.h>

static struct stage stage;

static int set_up(void **state)
{
	(void)state;
	return stage_enter(&stage, "survey-import");
}

static int tear_down(void **state)
{
	(void)state;
	return stage_leave(&stage);
}

static int import(const char *path, struct import_count *count)
{
	struct survey survey;
	int result;

	assert_int_equal(survey_open(&survey, "s.db", true), 0);
	result = survey_import(&survey, path, NULL, count);
	survey_close(&survey);
	return result;
}

static void assert_consistent(void)
{
	assert_int_equal(ask("SELECT count(*) FROM pragma_integrity_check"
			     " WHERE integrity_check <> 'ok'"),
			 0);
	assert_int_equal(ask("SELECT count(*) FROM results r WHERE counted AND states <>"
			     " (SELECT count(*) FROM outcomes o WHERE o.run_id = r.run_id"
			     " AND o.seq = r.seq)"),
			 0);
}

static void test_all_of_a_log(void **state)
{
	struct import_count count;

	(void)state;
	sample_log("a.log", 1, 10, 5);
	assert_int_equal(import("a.log", &count), 0);
	assert_int_equal(count.results, 5);
	assert_int_equal(count.absorbed.results, 5);
	assert_int_equal(count.damaged + count.unended, 0);
	assert_int_equal(ask("SELECT sum(iterations) FROM results"), 5060);
	assert_int_equal(ask("SELECT sum(count) FROM outcomes WHERE matches"), 60);
	assert_int_equal(ask("SELECT intact FROM runs WHERE nonce = '00000001'"), 1);
	assert_int_equal(ask("SELECT count(*) FROM images WHERE toolchains ="
			     " 'gcc: 12.2; -O2' AND version = '0.1'"),
			 1);
	assert_consistent();
}

static void test_nothing_twice(void **state)
{
	struct import_count count;

	(void)state;
	sample_log("a.log", 1, 10, 5);
	assert_int_equal(import("a.log", &count), 0);
	assert_int_equal(import("a.log", &count), 0);
	assert_int_equal(count.results, 5);
	assert_int_equal(count.absorbed.results + count.absorbed.runs, 0);
	assert_int_equal(ask("SELECT count(*) FROM results"), 5);
	assert_int_equal(ask("SELECT count(*) FROM sources"), 1);
}

static void test_copied_behind_itself(void **state)
{
	struct import_count count;
	struct sink sink = {0};

	(void)state;
	sample_run(&sink, 1, 10, 5);
	sample_run(&sink, 1, 10, 5);
	sample_run(&sink, 2, 10, 5);
	sample_file("a.log", sink.bytes, sink.length);
	free(sink.bytes);
	assert_int_equal(import("a.log", &count), 0);
	assert_int_equal(count.absorbed.runs, 2);
	assert_int_equal(count.absorbed.results, 10);
	assert_consistent();
}

/* Wherever it is cut, the whole log makes good what was missing. */
static void test_a_log_that_grows(void **state)
{
	struct import_count count;
	struct sink sink = {0};

	(void)state;
	sample_run(&sink, 1, 10, 5);
	for (size_t n = 100; n < sink.length; n += 97) {
		sample_file("a.log", sink.bytes, n);
		import("a.log", &count);
		assert_consistent();
	}
	assert_int_equal(ask("SELECT intact FROM runs"), 0);
	sample_file("a.log", sink.bytes, sink.length);
	free(sink.bytes);
	assert_int_equal(import("a.log", &count), 0);
	assert_int_equal(ask("SELECT count(*) FROM results"), 5);
	assert_int_equal(ask("SELECT count(*) FROM open_damage"), 0);
	assert_int_equal(ask("SELECT count(*) FROM notes WHERE kind = 'toolchain'"), 1);
	assert_int_equal(ask("SELECT count(*) FROM images"), 1);
	assert_int_equal(ask("SELECT intact FROM runs"), 1);
}

/* A test with counts so far, and then its result. */
static void partial_run(struct sink *sink)
{
	static const uint64_t few[2] = {1, 9}, more[2] = {2, 28}, all[2] = {12, 88};
	struct log_result result = sample_result(1, "SB+once[lkmm]", all, V_PASS);
	struct log log;

	sample_boot(&log, sink, 1);
	log_progress(&log, 1, "SB+once[lkmm]", 0, 100, 0);
	sample_partial(&log, 1, few);
	sample_partial(&log, 1, more);
	log_result(&log, &result);
	log_end(&log, 0);
}

/* However much of it has come, in whatever order: the most is what stays, and once. */
static void test_partial_counts(void **state)
{
	struct import_count count;
	struct sink sink = {0};
	size_t first, second;

	(void)state;
	partial_run(&sink);
	first = (size_t)(strstr(sink.bytes, "# partial-end") - sink.bytes) + 60;
	second = (size_t)(strstr(sink.bytes, "# begin") - sink.bytes);
	sample_file("1.log", sink.bytes, first);
	sample_file("2.log", sink.bytes, second);
	sample_file("3.log", sink.bytes, sink.length);
	free(sink.bytes);
	assert_int_equal(import("1.log", &count), 0);
	assert_int_equal(ask("SELECT iterations FROM results WHERE verdict = 'hang'"
			     " AND reason = 'partial' AND counted"),
			 10);
	assert_int_equal(import("2.log", &count), 0);
	assert_int_equal(import("2.log", &count), 0);
	assert_int_equal(import("1.log", &count), 0);
	assert_int_equal(ask("SELECT iterations FROM results WHERE verdict = 'hang'"),
			 30);
	assert_int_equal(ask("SELECT sum(count) FROM outcomes"), 30);
	assert_consistent();
	assert_int_equal(import("3.log", &count), 0);
	assert_int_equal(import("1.log", &count), 0);
	assert_int_equal(ask("SELECT iterations FROM results WHERE verdict = 'pass'"),
			 100);
	assert_int_equal(ask("SELECT sum(count) FROM outcomes"), 100);
	assert_int_equal(ask("SELECT count(*) FROM results"), 1);
	assert_consistent();
}

/* Committed again and again while it comes, it is what it would be at once. */
static void test_as_it_comes(void **state)
{
	struct survey_reader *reader = calloc(1, sizeof(*reader));
	struct survey survey;
	struct sink sink = {0};

	(void)state;
	sample_run(&sink, 1, 10, 5);
	sample_run(&sink, 2, 20, 5);
	assert_int_equal(survey_open(&survey, "s.db", true), 0);
	assert_int_equal(survey_reader_open(reader, &survey, "a.log", NULL, false), 0);
	for (size_t at = 0; at < sink.length; at += 100) {
		size_t n = sink.length - at < 100 ? sink.length - at : 100;

		assert_int_equal(survey_reader_feed(reader, sink.bytes + at, n), 0);
		assert_int_equal(survey_reader_commit(reader), 0);
		assert_int_equal(ask("SELECT count(*) FROM results"),
				 reader->count.results);
	}
	assert_int_equal(reader->count.absorbed.results, 10);
	assert_int_equal(reader->count.damaged, 0);
	/* what has not been committed is not there */
	assert_int_equal(survey_reader_feed(reader, sink.bytes, sink.length), 0);
	assert_int_equal(survey_reader_close(reader), 0);
	survey_close(&survey);
	assert_int_equal(ask("SELECT sum(seen) FROM results"), 60 + 110);
	assert_int_equal(ask("SELECT count(*) FROM notes"), 4);
	assert_int_equal(ask("SELECT sum(intact) FROM runs"), 2);
	assert_int_equal(ask("SELECT count(*) FROM images"), 1);
	assert_consistent();
	free(sink.bytes);
	free(reader);
}

static void test_a_contradiction(void **state)
{
	struct import_count count;

	(void)state;
	sample_log("a.log", 1, 10, 5);
	assert_int_equal(import("a.log", &count), 0);
	sample_log("b.log", 1, 11, 7);
	assert_int_equal(import("b.log", &count), -1);
	assert_int_equal(ask("SELECT count(*) FROM results"), 5);
	assert_int_equal(ask("SELECT count(*) FROM sources"), 1);
}

/* One byte of a block is another: that result is out, the others are in. */
static void test_damage(void **state)
{
	struct import_count count;
	struct sink sink = {0};
	char *at;

	(void)state;
	sample_run(&sink, 1, 10, 5);
	at = strstr(sink.bytes, "Witnesses");
	*at = '\001';
	sample_file("a.log", sink.bytes, sink.length);
	assert_int_equal(import("a.log", &count), 0);
	assert_int_equal(count.results, 4);
	assert_true(count.damaged > 0);
	assert_int_equal(count.unended, 1);
	assert_int_equal(ask("SELECT count(*) FROM open_damage WHERE seq = 1"), 1);
	*at = 'W';
	sample_file("b.log", sink.bytes, sink.length);
	free(sink.bytes);
	assert_int_equal(import("b.log", &count), 0);
	assert_int_equal(count.absorbed.results, 1);
	assert_int_equal(ask("SELECT count(*) FROM open_damage"), 0);
}

static void test_counts_too_large(void **state)
{
	static const uint64_t large[][2] = {
		{UINT64_C(1) << 63, 1}, {UINT64_MAX - 1, 1}, {SURVEY_COUNT_MAX, 1}};
	struct import_count count;
	struct sink sink = {0};
	struct log log;

	(void)state;
	sample_boot(&log, &sink, 4);
	for (uint32_t i = 0; i < 3; i++) {
		struct log_result result =
			sample_result(i + 1, "SB+once[lkmm]", large[i], V_PASS);
		log_result(&log, &result);
	}
	struct log_result fits = sample_result(
		4, "SB+once[lkmm]", (const uint64_t[]){SURVEY_COUNT_MAX - 1, 1}, V_PASS);

	log_result(&log, &fits);
	log_end(&log, 0);
	sample_file("a.log", sink.bytes, sink.length);
	free(sink.bytes);
	assert_int_equal(import("a.log", &count), 0);
	assert_int_equal(count.damaged, 3);
	assert_int_equal(count.absorbed.results, 1);
	assert_int_equal(ask("SELECT iterations FROM results"), SURVEY_COUNT_MAX);
}

static void test_what_is_no_log(void **state)
{
	struct import_count count;
	char bytes[4000];

	(void)state;
	assert_int_equal(import("absent.log", &count), -1);
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * 2654435761u >> 13);
	sample_file("a.log", bytes, sizeof(bytes));
	assert_int_equal(import("a.log", &count), -1);
	assert_int_equal(ask("SELECT count(*) FROM runs"), 0);
}

/* Noise anywhere in a log: what is taken is what was written. */
static void test_noise(void **state)
{
	struct import_count count;
	struct sink sink = {0};
	struct survey survey;

	(void)state;
	srand(7);
	sample_run(&sink, 1, 10, 5);
	for (int round = 0; round < 100; round++) {
		char *bytes = malloc(sink.length);

		memcpy(bytes, sink.bytes, sink.length);
		for (int i = 0; i < 1 + round % 20; i++)
			bytes[(size_t)rand() % sink.length] = (char)rand();
		sample_file("a.log", bytes, sink.length);
		free(bytes);
		import("a.log", &count);
		assert_int_equal(ask("SELECT count(*) FROM results WHERE"
				     " test <> 'T' || seen OR seen <> seq + 9"),
				 0);
	}
	free(sink.bytes);
	assert_consistent();
	assert_int_equal(survey_open(&survey, "s.db", false), 0);
	survey_close(&survey);
}

static void test_newer_schema(void **state)
{
	struct survey survey;

	(void)state;
	assert_int_equal(survey_open(&survey, "s.db", true), 0);
	assert_int_equal(survey_run(&survey, "PRAGMA user_version = 99"), 0);
	survey_close(&survey);
	assert_int_equal(survey_open(&survey, "s.db", true), -1);
	survey_close(&survey);
	assert_int_equal(survey_open(&survey, "s.db", false), -1);
	survey_close(&survey);
}

static void test_another_database(void **state)
{
	struct survey survey;
	sqlite3 *db;

	(void)state;
	assert_int_equal(sqlite3_open("o.db", &db), SQLITE_OK);
	sqlite3_exec(db, "CREATE TABLE t(x)", NULL, NULL, NULL);
	sqlite3_close(db);
	assert_int_equal(survey_open(&survey, "o.db", true), -1);
	survey_close(&survey);
	write_file("t.db", "text, and no database at all, but longer than a header: "
			   "one hundred bytes and a few more than that, to be sure");
	assert_int_equal(survey_open(&survey, "t.db", true), -1);
	survey_close(&survey);
}

static void test_migrations(void **state)
{
	static const char *const steps[] = {"CREATE TABLE @.a(x)",
					    "ALTER TABLE @.a ADD y"};
	sqlite3 *db;

	(void)state;
	assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
	assert_int_equal(schema_migrate(db, "main", &(struct migrations){steps, 1}), 0);
	assert_int_equal(schema_version(db, "main"), 1);
	assert_int_equal(schema_migrate(db, "main", &(struct migrations){steps, 2}), 0);
	assert_int_equal(schema_migrate(db, "main", &(struct migrations){steps, 2}), 0);
	assert_int_equal(schema_version(db, "main"), 2);
	assert_int_equal(sqlite3_exec(db, "SELECT x, y FROM a", NULL, NULL, NULL), 0);
	sqlite3_close(db);
}

/* Killed wherever it is, an import leaves all of a log or nothing of it. */
static void test_killed(void **state)
{
	struct import_count count;

	(void)state;
	srand(11);
	sample_log("a.log", 1, 10, 2000);
	assert_int_equal(import("a.log", &count), 0);
	for (uint32_t i = 0; i < 20; i++) {
		struct timespec pause = {.tv_nsec = rand() % 400000000};
		int64_t runs;
		pid_t child;

		sample_log("b.log", 2 + i, 10, 1000);
		child = fork();
		if (!child)
			_exit(import("b.log", &count) != 0);
		nanosleep(&pause, NULL);
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		assert_consistent();
		runs = ask("SELECT count(*) FROM runs") - 1;
		assert_int_equal(ask("SELECT count(*) FROM results"), 2000 + 1000 * runs);
	}
	sample_log("b.log", 99, 10, 1000);
	assert_int_equal(import("b.log", &count), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_all_of_a_log, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_nothing_twice, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_partial_counts, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_copied_behind_itself, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_a_log_that_grows, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_as_it_comes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_a_contradiction, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_damage, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_counts_too_large, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_what_is_no_log, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_noise, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_newer_schema, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_another_database, set_up, tear_down),
		cmocka_unit_test(test_migrations),
		cmocka_unit_test_setup_teardown(test_killed, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

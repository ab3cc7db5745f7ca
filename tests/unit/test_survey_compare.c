/* test_survey_compare.c - intervals, and what differs between two surveys. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/barelitmus/command.h"
#include "host/barelitmus/interval.h"
#include "host/barelitmus/survey_import.h"
#include "tests/unit/stage.h"
#include "tests/unit/survey_sample.h"

static struct stage stage;

static int set_up(void **state)
{
	(void)state;
	return stage_enter(&stage, "survey-compare");
}

static int tear_down(void **state)
{
	(void)state;
	return stage_leave(&stage);
}

/* Wilson's interval by hand: 10 of 100 is 0.0552 to 0.1744. */
static void test_intervals(void **state)
{
	struct interval some = interval_of(10, 100), none = interval_of(0, 1000),
			all = interval_of(50, 50), unknown = interval_of(0, 0);

	(void)state;
	assert_float_equal(some.low, 0.05523, 1e-5);
	assert_float_equal(some.high, 0.17437, 1e-5);
	assert_true(none.low == 0);
	assert_float_equal(none.high, 0.003, 1e-12);
	assert_float_equal(all.low, 0.92865, 1e-5);
	assert_true(all.high == 1);
	assert_true(unknown.low == 0 && unknown.high == 1);
	assert_true(interval_apart(none, some) && interval_apart(all, some));
	assert_false(interval_apart(unknown, some));
	assert_false(interval_apart(interval_of(0, 10), interval_of(1, 1000)));
}

/* One test on a machine, with these counts. */
static void sample_one(const char *path, uint32_t nonce, uint64_t target, uint64_t other)
{
	uint64_t counts[2] = {target, other};
	struct log_machine machine = {.nonce = nonce,
				      .version = "0.1",
				      .arch = "arm64",
				      .platform = "virt-arm64"};
	struct sink sink = {0};
	struct log log;
	struct log_result result = sample_result(1, "SB+once[lkmm]", counts, V_PASS);

	log_init(&log, sink_write, &sink);
	log_boot(&log, &machine);
	log_start(&log);
	log_plan(&log, 1);
	log_result(&log, &result);
	log_end(&log, 0);
	sample_file(path, sink.bytes, sink.length);
	free(sink.bytes);
}

static void import(const char *database, const char *log, const char *board)
{
	struct survey survey;
	struct import_count count;

	assert_int_equal(survey_open(&survey, database, true), 0);
	assert_int_equal(survey_import(&survey, log, board, &count), 0);
	survey_close(&survey);
}

/* What the command prints, in stage.said. */
static void compare(int argc, char **argv)
{
	FILE *said;
	pid_t child = fork();
	size_t n;

	if (!child) {
		if (!freopen("said", "w", stdout))
			_exit(9);
		int status = command_compare(argc, argv);

		fflush(stdout);
		_exit(status);
	}
	waitpid(child, &stage.status, 0);
	assert_int_equal(WEXITSTATUS(stage.status), EXIT_HOLDS);
	said = fopen("said", "r");
	n = fread(stage.said, 1, sizeof(stage.said) - 1, said);
	stage.said[n] = '\0';
	fclose(said);
}

static void test_what_differs(void **state)
{
	char *surveys[] = {"compare", "--format", "csv", "a.db", "b.db", NULL};
	char *boards[] = {"compare", "--by",  "board", "--format", "csv",
			  "s.db",    "desk*", "rack",  NULL};

	(void)state;
	sample_one("a.log", 1, 500, 1000000);
	sample_one("b.log", 2, 90, 1000000);
	import("a.db", "a.log", NULL);
	import("b.db", "b.log", NULL);
	compare(5, surveys);
	assert_non_null(
		strstr(stage.said, "SB+once,lkmm,0:r0=-1; 1:r1=x;,1,500,1000500,"));
	assert_non_null(strstr(stage.said, ",changes,1\n"));
	import("s.db", "a.log", "desk1");
	import("s.db", "b.log", "rack");
	compare(8, boards);
	assert_non_null(strstr(stage.said, ",changes,1\n"));
}

static void test_zeros(void **state)
{
	char *there[] = {"compare", "a.db", "b.db", NULL};
	char *back[] = {"compare", "b.db", "a.db", NULL};
	char *few[] = {"compare", "a.db", "c.db", NULL};

	(void)state;
	sample_one("a.log", 1, 0, 1000000);
	sample_one("b.log", 2, 100, 1000000);
	sample_one("c.log", 3, 1, 1000000);
	import("a.db", "a.log", NULL);
	import("b.db", "b.log", NULL);
	import("c.db", "c.log", NULL);
	compare(3, there);
	assert_non_null(strstr(stage.said, "* appears"));
	compare(3, back);
	assert_non_null(strstr(stage.said, "* vanishes"));
	compare(3, few); /* once in a million, and 3 in a million: no more is known */
	assert_non_null(strstr(stage.said, "  appears"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_intervals),
		cmocka_unit_test_setup_teardown(test_what_differs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_zeros, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_barelitmus_canary.c - when a run is not a result. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/barelitmus/canary.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A suite with one line, and what the check says about it. */
struct fixture {
	char path[32];
	struct canaries canaries;
	struct results results;
	char *said;
	size_t said_size;
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	*state = fixture;
	if (!fixture)
		return -1;
	strcpy(fixture->path, "suite-XXXXXX");
	int file = mkstemp(fixture->path);

	return file < 0 ? -1 : close(file);
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	unlink(fixture->path);
	canaries_free(&fixture->canaries);
	results_free(&fixture->results);
	free(fixture->said);
	free(fixture);
	return 0;
}

static int load(struct fixture *fixture, const char *text)
{
	FILE *file = fopen(fixture->path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	canaries_free(&fixture->canaries);
	return canaries_load(&fixture->canaries, fixture->path);
}

/* seen of 1000; a negative number: skipped with the reason */
static void add(struct fixture *fixture, const char *id, int seen, const char *reason)
{
	struct block block = {
		.settings = "scheme=sync",
		.iterations = 1000,
		.seen = (uint64_t)seen,
		.expected = "none",
	};
	struct parse_event event = {
		.kind = reason ? PARSE_SKIP : PARSE_RESULT,
		.seq = 1,
		.id = id,
		.text = reason,
		.block = &block,
	};

	results_event(&fixture->results, &event);
}

static size_t check(struct fixture *fixture, const char *args)
{
	free(fixture->said);
	FILE *out = open_memstream(&fixture->said, &fixture->said_size);

	assert_non_null(out);
	size_t failed = canaries_check(&fixture->canaries, &fixture->results, args, out);

	fclose(out);
	return failed;
}

static void test_suite_lines(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(load(fixture, "# smoke\n\nMP+once\nSB+once seen # must be\n"
				       "SB+mb*\tnever\r\nR+once"),
			 0);
	assert_int_equal(fixture->canaries.count, 2);
	assert_string_equal(fixture->canaries.canaries[0].pattern, "SB+once");
	assert_true(fixture->canaries.canaries[0].seen);
	assert_string_equal(fixture->canaries.canaries[1].pattern, "SB+mb*");
	assert_false(fixture->canaries.canaries[1].seen);
}

static void test_wrong_suites(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(load(fixture, "SB+once sometimes\n"), -1);
	assert_int_equal(load(fixture, "SB+once seen never\n"), -1);
	unlink(fixture->path);
	assert_int_equal(canaries_load(&fixture->canaries, fixture->path), -1);
}

static void test_good_canaries(void **state)
{
	struct fixture *fixture = *state;

	load(fixture, "SB+once seen\nSB+mb never\n");
	add(fixture, "SB+once[lkmm]", 1, NULL);
	add(fixture, "SB+mb[lkmm]", 0, NULL);
	add(fixture, "SB+once[c11]", 0, NULL);
	add(fixture, "SB+mb[lkmm:plain]", 5, NULL);
	assert_int_equal(check(fixture, ""), 0);
	assert_string_equal(fixture->said, "");
}

static void test_a_canary_that_is_silent(void **state)
{
	struct fixture *fixture = *state;

	load(fixture, "SB+once seen\n");
	add(fixture, "SB+once[lkmm]", 0, NULL);
	add(fixture, "SB+once[c11]", 5, NULL);
	assert_int_equal(check(fixture, ""), 1);
	assert_string_equal(fixture->said,
			    "canary SB+once[lkmm]: must be seen, seen 0 times "
			    "in 1 000: not a result\n");
}

static void test_a_canary_that_sings_when_it_must_not(void **state)
{
	struct fixture *fixture = *state;

	load(fixture, "SB* never\n");
	add(fixture, "SB+mb[lkmm.gcc]", 0, NULL);
	add(fixture, "SB+mb[lkmm.clang]", 2, NULL);
	assert_int_equal(check(fixture, ""), 1);
	assert_non_null(strstr(fixture->said, "SB+mb[lkmm.clang]: must never be seen"));
}

static void test_a_canary_without_counts(void **state)
{
	struct fixture *fixture = *state;
	struct parse_event damaged = {.kind = PARSE_DAMAGED,
				      .seq = 1,
				      .id = "SB+once[lkmm]",
				      .text = "cut off"};

	load(fixture, "SB+once seen\n");
	results_event(&fixture->results, &damaged);
	assert_int_equal(check(fixture, ""), 1);
}

static void test_skipped_canaries(void **state)
{
	struct fixture *fixture = *state;

	load(fixture, "SB+once seen\n");
	add(fixture, "SB+once[lkmm]", 0, "needs 2 cores, has 1");
	assert_int_equal(check(fixture, ""), 0);
	assert_string_equal(fixture->said,
			    "canary SB+once[lkmm]: skipped, needs 2 cores, has 1\n");
	add(fixture, "SB+once[lkmm]", 0, "no variant");
	assert_int_equal(check(fixture, ""), 1);
}

static void test_canaries_that_did_not_run(void **state)
{
	static const struct {
		const char *args;
		size_t failed;
	} cases[] = {
		{"", 1},
		{"iters=1M seed=7", 1},
		{"tests=MP*,LB", 0},
		{"tests=MP*,SB*", 1},
		{"tests=@smoke", 1},
		{"mix=c11,lkmm:c11", 0},
		{"mix=c11,lkmm", 1},
		{"mix=lkmm.clang", 1},
		{"tests=SB* tests=MP*", 0},
		{"xtests=MP*", 1},
		{"tests= mix= iters=1M", 1},
	};
	struct fixture *fixture = *state;

	load(fixture, "SB+once seen\n");
	add(fixture, "MP+once[lkmm]", 0, NULL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (check(fixture, cases[i].args) != cases[i].failed)
			fail_msg("args '%s': %s", cases[i].args, fixture->said);
		assert_true(fixture->said_size > 0);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_suite_lines),
		TEST(test_wrong_suites),
		TEST(test_good_canaries),
		TEST(test_a_canary_that_is_silent),
		TEST(test_a_canary_that_sings_when_it_must_not),
		TEST(test_a_canary_without_counts),
		TEST(test_skipped_canaries),
		TEST(test_canaries_that_did_not_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

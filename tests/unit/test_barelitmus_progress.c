/* test_barelitmus_progress.c - what is said while a run goes on, away from a terminal. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/barelitmus/progress.h"

#include <stdlib.h>

static const struct block passed = {.verdict = V_PASS, .expected = "none"};
static const struct block forbidden = {
	.verdict = V_FORBIDDEN, .expected = "Never", .seen = 2, .iterations = 1000};

static const struct parse_event events[] = {
	{.kind = PARSE_BOOT},
	{.kind = PARSE_PLAN, .plan = 2},
	{.kind = PARSE_PROGRESS, .seq = 1, .id = "SB[lkmm]", .progress = {.of = 9}},
	{.kind = PARSE_RESULT, .seq = 1, .id = "SB[lkmm]", .block = &passed},
	{.kind = PARSE_RESULT, .seq = 2, .id = "SB[c11]", .block = &forbidden},
	{.kind = PARSE_LOST, .seq = 3, .id = "MP[c11]", .verdict = V_HANG},
	{.kind = PARSE_ERROR, .text = "core 3 did not come"},
	{.kind = PARSE_DAMAGED, .seq = 4, .id = "LB[c11]", .text = "cut off"},
	{.kind = PARSE_DAMAGED, .text = "a line too long"},
	{.kind = PARSE_SKIP, .seq = 5, .id = "R[c11]", .text = "why not"},
	{.kind = PARSE_BOOT, .boot = {.again = true}},
	{.kind = PARSE_END},
};

enum { EVENTS = sizeof(events) / sizeof(events[0]) };

static void test_only_what_matters(void **state)
{
	struct progress progress;
	char *said;
	size_t size;
	FILE *out = open_memstream(&said, &size);

	(void)state;
	progress_init(&progress, "virt", out);
	for (size_t i = 0; i < EVENTS; i++)
		progress_event(&progress, &events[i]);
	progress_finish(&progress);
	fclose(out);
	assert_string_equal(
		said, "virt: FORBIDDEN: SB[c11], expected Never, seen 2 times in 1 000\n"
		      "virt: hang: MP[c11]\n"
		      "virt: error: core 3 did not come\n"
		      "virt: damaged: LB[c11]: cut off\n"
		      "virt: damaged: a line too long\n"
		      "virt: the machine restarted in the middle of the run\n");
	free(said);
}

/* Five seconds ago by its own clock: the next line is due, and then no other. */
static void test_a_line_now_and_then(void **state)
{
	struct progress progress;
	char *said;
	size_t size;
	FILE *out = open_memstream(&said, &size);
	struct parse_event event = {.kind = PARSE_PROGRESS,
				    .seq = 1,
				    .id = "SB[lkmm]",
				    .progress = {.done = 0, .of = 1000000, .seen = 0}};

	(void)state;
	progress_init(&progress, "virt", out);
	progress_event(&progress, &events[1]);
	progress_event(&progress, &event);
	progress.shown -= 5;
	progress.started -= 2;
	event.progress.done = 340000;
	event.progress.seen = 137342;
	progress_event(&progress, &event);
	progress_event(&progress, &event);
	fclose(out);
	assert_string_equal(said,
			    "virt: 1/2 SB[lkmm] 340k of 1.00M, 170 k/s, seen 137k\n");
	free(said);
}

/* Ten tests took 400 s. */
static void test_a_plan_of_many_runs(void **state)
{
	static const struct {
		size_t done, total;
		const char *left;
	} cases[] = {{20, 100, ""},
		     {30, 31, ", 40 s left"},
		     {30, 100, ", 46 min left"},
		     {30, 1000, ", 10 h 46 min left"}};
	struct parse_event event = {.kind = PARSE_PROGRESS, .seq = 1, .id = "SB[lkmm]"};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct progress progress;
		char *said, expected[128];
		size_t size;
		FILE *out = open_memstream(&said, &size);

		progress_init(&progress, "collect", out);
		progress_plan(&progress, 20, cases[i].total);
		progress.done_since -= 400;
		progress_plan(&progress, cases[i].done, cases[i].total);
		progress.shown -= 5;
		progress_event(&progress, &event);
		fclose(out);
		snprintf(expected, sizeof(expected),
			 "collect: %zu/%zu SB[lkmm] 0 of 0, -, seen 0%s\n", cases[i].done,
			 cases[i].total, cases[i].left);
		assert_string_equal(said, expected);
		free(said);
	}
}

static void test_silent(void **state)
{
	struct progress progress;

	(void)state;
	progress_init(&progress, "virt", NULL);
	for (size_t i = 0; i < EVENTS; i++)
		progress_event(&progress, &events[i]);
	progress_finish(&progress);
	assert_false(progress.open);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_only_what_matters),
		cmocka_unit_test(test_a_line_now_and_then),
		cmocka_unit_test(test_a_plan_of_many_runs),
		cmocka_unit_test(test_silent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

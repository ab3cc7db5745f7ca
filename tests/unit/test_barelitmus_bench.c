/* test_barelitmus_bench.c - what rounds add up to, and barelitmus bench with shell scripts. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/barelitmus/bench.h"
#include "host/barelitmus/command.h"
#include "tests/unit/log_sample.h"
#include "tests/unit/stage.h"

#include <math.h>

enum { ARGV_MAX = 40 };

#define CLOSE(a, b) assert_true(fabs((a) - (b)) < 1e-9 * fabs(b))

static void test_median(void **state)
{
	double odd[] = {9, 1, 5}, even[] = {8, 2, 4, 6}, one[] = {7};

	(void)state;
	CLOSE(bench_median(odd, 3), 5.0);
	CLOSE(bench_median(even, 4), 5.0);
	CLOSE(bench_median(one, 1), 7.0);
	assert_true(isnan(bench_median(one, 0)));
}

/* Everyone once a round, and in the first place once in count rounds. */
static void test_turns(void **state)
{
	enum { COUNT = 5 };
	unsigned first[COUNT] = {0};

	(void)state;
	for (unsigned round = 0; round < COUNT; round++) {
		unsigned seen = 0;

		for (size_t i = 0; i < COUNT; i++)
			seen |= 1u << bench_turn(round, i, COUNT);
		assert_int_equal(seen, 31);
		first[bench_turn(round, 0, COUNT)]++;
	}
	for (size_t i = 0; i < COUNT; i++)
		assert_int_equal(first[i], 1);
}

#define SAMPLE(n, seen, us, trip)                                                        \
	{                                                                                \
		.iterations = n, .target = seen, .microseconds = us, .trip_ns = trip,    \
		.counting_us = us / 10, .thread_us = us                                  \
	}

static void test_iterations(void **state)
{
	const struct bench_sample million_a_second = SAMPLE(200000, 0, 200000, 0);
	const struct bench_sample slow = SAMPLE(10, 0, 1000000, 0), none = {0};

	(void)state;
	assert_int_equal(bench_iterations(&million_a_second, 0.5), 500000);
	assert_int_equal(bench_iterations(&million_a_second, 1e9), UINT64_C(10000000000));
	assert_int_equal(bench_iterations(&slow, 0.5), 10000);
	assert_int_equal(bench_iterations(&none, 0.5), 10000);
}

/* The second round of the contender did not come about, the third of the baseline. */
static const struct bench_sample fast[] = {SAMPLE(4000000, 400000, 1000000, 100),
					   {0},
					   SAMPLE(8000000, 400000, 1000000, 400)};
static const struct bench_sample slow[] = {
	SAMPLE(1000000, 20, 1000000, 100), SAMPLE(2000000, 0, 1000000, 0), {0}};
static const struct bench_sample blind[] = {SAMPLE(1000000, 0, 2000000, 100),
					    SAMPLE(1000000, 0, 2000000, 100),
					    SAMPLE(1000000, 0, 2000000, 1)};

static void test_summary(void **state)
{
	struct bench_summary s;

	(void)state;
	bench_summarize(&s, fast, slow, 3);
	assert_int_equal(s.rounds, 2);
	CLOSE(s.trip_ns, 250.0);
	CLOSE(s.rate, 6e6);
	CLOSE(s.per_trip, (0.4 + 3.2) / 2);
	CLOSE(s.target, 4e5);
	CLOSE(s.share, 800000 / 12e6);
	CLOSE(s.counting, 0.1);
	CLOSE(s.rate_ratio, 4.0); /* of the one round that both have */
	CLOSE(s.target_ratio, 4e4);
	assert_false(s.at_least);
}

static void test_summary_without_a_baseline(void **state)
{
	struct bench_summary s;

	(void)state;
	bench_summarize(&s, fast, NULL, 3);
	CLOSE(s.rate, 6e6);
	assert_true(isnan(s.rate_ratio) && isnan(s.target_ratio));
	bench_summarize(&s, &(struct bench_sample){0}, slow, 1);
	assert_int_equal(s.rounds, 0);
	assert_true(isnan(s.rate) && isnan(s.trip_ns) && isnan(s.target) &&
		    isnan(s.counting));
}

/* Nobody can be infinitely better: whoever saw nothing might have seen one next. */
static void test_blind_baseline(void **state)
{
	struct bench_summary s;

	(void)state;
	bench_summarize(&s, fast, blind, 3);
	assert_true(s.at_least);
	CLOSE(s.target_ratio, 400000.0 * 6);
	bench_summarize(&s, blind, blind, 3);
	assert_true(isnan(s.target_ratio));
}

static void test_litmus7_log(void **state)
{
	struct bench_sample sample;

	(void)state;
	assert_true(litmus7_read("Test SB Allowed\nHistogram (3 states)\n"
				 "1792  *>0:X2=0; 1:X2=0;\nOk\n\nWitnesses\n"
				 "Positive: 1792, Negative: 98208\n"
				 "Observation SB Sometimes 1792 98208\nTime SB 17.56\n",
				 &sample));
	assert_int_equal(sample.iterations, 100000);
	assert_int_equal(sample.target, 1792);
	assert_int_equal(sample.microseconds, 17560000);
	assert_int_equal(sample.trip_ns, 0);
	assert_false(litmus7_read("Positive: 1, Negative: 2\n", &sample));
	assert_false(litmus7_read("Time SB 1.00\n", &sample));
	assert_false(litmus7_read("Positive: 1, Negative: 2\nTime SB 0.00\n", &sample));
	assert_false(litmus7_read("", &sample));
}

/* --- the table and the file --- */

static char *text_of(void (*print)(const struct bench *bench, FILE *out),
		     const struct bench *bench)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_non_null(out);
	print(bench, out);
	assert_int_equal(fclose(out), 0);
	return text;
}

static const struct bench_machine linux_machine = {"linux", NULL};

static struct contender contenders[] = {
	{.machine = &linux_machine,
	 .platform = "linux",
	 .scheme = "sync",
	 .samples = (struct bench_sample *)fast},
	{.machine = &linux_machine,
	 .platform = "linux",
	 .scheme = "user",
	 .samples = (struct bench_sample *)slow},
	{.machine = &linux_machine,
	 .platform = "linux",
	 .scheme = "odd",
	 .samples = (struct bench_sample[3]){{0}},
	 .trouble = "it is odd"},
	{.platform = "linux",
	 .scheme = "litmus7",
	 .samples = (struct bench_sample *)blind},
};

static const struct bench example = {
	.test = "SB",
	.mix = "lkmm",
	.host = "a machine",
	.rounds = 3,
	.seconds = 0.5,
	.contenders = contenders,
	.count = sizeof(contenders) / sizeof(contenders[0]),
};

static void test_table(void **state)
{
	char *text = text_of(bench_print, &example);

	(void)state;
	assert_string_equal(text,
			    "\nSB[lkmm] on a machine\n"
			    "medians of 3 interleaved rounds of about 0.5 s each\n"
			    "platform  scheme   trip ns  iter/s  iter/trip  target/s  "
			    "target %  count %  "
			    "iter : user  target : user\n"
			    "linux     sync         250   6.00M       1.80      400k     "
			    " 6.67     10.0  "
			    "       4.00          40.0k\n"
			    "linux     user         100   1.50M       0.10      10.0     "
			    " 0.00     10.0  "
			    "       1.00           1.00\n"
			    "linux     litmus7      100    500k       0.05      0.00     "
			    " 0.00     10.0  "
			    "       0.38           0.00\n"
			    "linux odd does not run: it is odd\n"
			    "linux sync: more than 2.40M times the target/s of litmus7\n"
			    "linux user: more than 60.0 times the target/s of litmus7\n");
	free(text);
}

static void test_file(void **state)
{
	char *text = text_of(bench_write, &example);

	(void)state;
	assert_non_null(strstr(text, "\nplatform\tscheme\tround\titerations\t"));
	assert_non_null(strstr(text, "\nlinux\tsync\t1\t4000000\t400000\t1000000\t100\t"
				     "4e+06\t0.4\t400000\t0.1\t4\t20000\t\n"));
	assert_non_null(strstr(text, "\nlinux\tsync\t2\t0\t0\t0\t\t\t\t\t\t\t\t\n"));
	assert_non_null(strstr(text,
			       "\nlinux\tsync\tall\t12000000\t800000\t2000000\t250\t"
			       "6e+06\t1.8\t400000\t0.1\t4\t40000\t\n"));
	assert_null(strstr(text, "\nlinux\todd"));
	free(text);
}

/* --- the command, with scripts that play machines --- */

static int set_up(void **state)
{
	struct stage *stage = calloc(1, sizeof(*stage));

	*state = stage;
	return stage ? stage_enter(stage, "bench") : -1;
}

static int tear_down(void **state)
{
	int failed = stage_leave(*state);

	free(*state);
	return failed;
}

/* "good": a log with a result; "bad": the image refuses its bootargs. */
static void put_logs(void)
{
	static const uint64_t counts[2] = {250000, 750000};
	struct log_result result =
		sample_result(1, "SB+poonceonces[lkmm]", counts, V_PASS);
	struct sink good = {0}, bad = {0};
	struct log log;

	result.name = "SB+poonceonces";
	sample_boot(&log, &good, 1);
	log_note(&log, "schemes sync odd user");
	log_result(&log, &result);
	log_end(&log, 0);
	write_file("good", good.bytes);
	sample_boot(&log, &bad, 0);
	log_error(&log, "found 'scheme=odd', expected an even one");
	log_end(&log, 2);
	write_file("bad", bad.bytes);
	free(good.bytes);
	free(bad.bytes);
}

#define PLAY                                                                             \
	"echo \"$1\" >> asked; case $1 in *scheme=odd*) cat bad ;; *) cat good ;; esac"

static void run(struct stage *stage, const char *const *words)
{
	char *argv[ARGV_MAX] = {"bench"};
	int argc = 1;

	for (; *words; words++)
		argv[argc++] = (char *)*words;
	argv[argc] = NULL;
	stage_run(stage, command_bench, argc, argv);
}

#define RUN(stage, ...) run(stage, (const char *const[]){__VA_ARGS__, NULL})

static void test_rounds(void **state)
{
	struct stage *stage = *state;
	char text[8192];

	put_logs();
	RUN(stage, "--out", "out", "--logs", ".", "--rounds", "2", "--args", "k=8", "--",
	    "virt", "sh", "-c", PLAY, "sh", "@ARGS@");
	assert_int_equal(stage->status, 0);
	assert_said(stage, "virt odd does not run: found 'scheme=odd', expected an "
			   "even one\n");
	assert_said(stage, "virt      sync       92.0    810k");
	read_file("out", text, sizeof(text));
	assert_non_null(strstr(text, "virt\tsync\tall\t2000000\t500000\t2469134\t92\t"));
	assert_non_null(strstr(text, "virt\tuser\t2\t1000000\t250000\t1234567\t92\t"));
	/* Asked for schemes; a first time; then two rounds, each begun by another. */
	read_file("asked", text, sizeof(text));
	char *line = strtok(text, "\n");
	static const char *const asked[] = {
		"iters=1 scheme=auto",      "iters=50000 scheme=sync",
		"iters=50000 scheme=odd",   "iters=50000 scheme=user",
		"iters=405000 scheme=user", "iters=405000 scheme=sync",
		"iters=405000 scheme=user", "iters=405000 scheme=sync"};

	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++) {
		char expected[256];

		snprintf(expected, sizeof(expected),
			 "tests=SB+poonceonces mix=lkmm %s k=8 ", asked[i]);
		assert_non_null(line);
		assert_int_equal(strncmp(line, expected, strlen(expected)), 0);
		line = strtok(NULL, "\n");
	}
	assert_null(line);
}

static void test_run_without_a_result(void **state)
{
	struct stage *stage = *state;

	put_logs();
	RUN(stage, "--out", "out", "--logs", ".", "--rounds", "1", "--schemes", "sync",
	    "--", "virt", "sh", "-c", "head -n 4 good", "sh", "@ARGS@");
	assert_int_equal(stage->status, 1);
	assert_said(stage, "virt sync, round 1: no result");
}

static void test_litmus7(void **state)
{
	struct stage *stage = *state;
	char path[1100], test[1100];

	put_logs();
	snprintf(path, sizeof(path), "%s/tests/bench/litmus7", stage->home);
	snprintf(test, sizeof(test), "%s/tests/bench/x86_64/SB.litmus", stage->home);
	RUN(stage, "--out", "out", "--logs", ".", "--rounds", "1", "--schemes", "sync",
	    "--litmus7", path, "--litmus7-test", test, "--", "linux", "sh", "-c", PLAY,
	    "sh", "@ARGS@");
	assert_int_equal(stage->status, 0);
	assert_said(stage, "linux     litmus7         ");
	assert_said(stage, "linux     litmus7-best    ");
	/* 250 000 in 1.234567 s against 400 in 0.8 s, and 200 000 in 0.2 s */
	assert_said(stage, "linux sync: 405 times the target/s of litmus7\n");
	assert_said(stage, "linux sync: 0.20 times the target/s of litmus7-best\n");
}

static void test_litmus7_that_fails(void **state)
{
	struct stage *stage = *state;
	char path[1100];

	put_logs();
	snprintf(path, sizeof(path), "%s/tests/bench/litmus7", stage->home);
	RUN(stage, "--out", "out", "--logs", ".", "--litmus7", path, "--litmus7-test",
	    "none.litmus");
	assert_int_equal(stage->status, 1);
	assert_said(stage, "litmus7: no such test: none.litmus");
	assert_int_equal(access("out", F_OK), -1);
}

static void test_wrong_usage(void **state)
{
	struct stage *stage = *state;

	RUN(stage, "--logs", ".", "--", "virt", "true");
	assert_int_equal(stage->status, 2);
	assert_said(stage, "no --out");
	RUN(stage, "--out", "out", "--logs", ".", "--rounds", "0", "--", "virt", "true");
	assert_int_equal(stage->status, 2);
	assert_said(stage, "out of its range: 0");
	RUN(stage, "--out", "out", "--logs", ".", "--", "virt");
	assert_int_equal(stage->status, 2);
	assert_said(stage, "no COMMAND for virt");
	RUN(stage, "--out", "out", "--logs", ".");
	assert_int_equal(stage->status, 2);
	assert_said(stage, "no PLATFORM");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_median),
		cmocka_unit_test(test_turns),
		cmocka_unit_test(test_iterations),
		cmocka_unit_test(test_summary),
		cmocka_unit_test(test_summary_without_a_baseline),
		cmocka_unit_test(test_blind_baseline),
		cmocka_unit_test(test_litmus7_log),
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_file),
		cmocka_unit_test_setup_teardown(test_rounds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_run_without_a_result, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_litmus7, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_litmus7_that_fails, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_wrong_usage, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_barelitmus_run.c - barelitmus run with commands that play the machine. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/barelitmus/command.h"
#include "tests/unit/log_sample.h"
#include "tests/unit/stage.h"

#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { ARGV_MAX = 32 };

/* A directory of its own, the log a machine will print, and what run said of it. */
struct fixture {
	struct stage stage;
	struct sink sink;
	struct log log;
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	*state = fixture;
	return fixture ? stage_enter(&fixture->stage, "run") : -1;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;
	int failed = stage_leave(&fixture->stage);

	free(fixture->sink.bytes);
	free(fixture);
	return failed;
}

/*
 * Runs "barelitmus run <words> -- sh -c <script> sh @ARGS@" in a process of its own, for
 * it keeps signals; words end in NULL.
 */
static void run(struct fixture *fixture, const char *script, const char *const *words)
{
	char *argv[ARGV_MAX] = {"run", "--platform", "virt", "--log", "out"};
	int argc = 5;

	for (; *words; words++)
		argv[argc++] = (char *)*words;
	argv[argc++] = "--";
	argv[argc++] = "sh";
	argv[argc++] = "-c";
	argv[argc++] = (char *)script;
	argv[argc++] = "sh";
	argv[argc++] = "@ARGS@";
	argv[argc] = NULL;
	stage_run(&fixture->stage, command_run, argc, argv);
}

#define RUN(fixture, script, ...)                                                        \
	run(fixture, script, (const char *const[]){__VA_ARGS__, NULL})

static const uint64_t counts[2] = {12, 88};

static void add(struct fixture *fixture, uint32_t seq, const char *id,
		enum log_verdict verdict)
{
	struct log_result result = sample_result(seq, id, counts, verdict);

	log_result(&fixture->log, &result);
}

/* The log of a machine that ran one test; rc as it ends. */
static void play_one(struct fixture *fixture, enum log_verdict verdict, int rc)
{
	sample_boot(&fixture->log, &fixture->sink, 1);
	log_progress(&fixture->log, 1, "SB+once[lkmm]", 0, 100, 0);
	add(fixture, 1, "SB+once[lkmm]", verdict);
	log_end(&fixture->log, rc);
}

static void put(const struct fixture *fixture)
{
	write_file("in", fixture->sink.bytes);
}

static void test_good_run(void **state)
{
	struct fixture *fixture = *state;
	char log[4096];

	play_one(fixture, V_PASS, 0);
	put(fixture);
	RUN(fixture, "cat in", "--no-progress");
	assert_int_equal(fixture->stage.status, 0);
	assert_said(&fixture->stage, "SB+once  lkmm");
	assert_said(&fixture->stage, "\nvirt: 1 run: 1 pass; log in out\n");
	read_file("out", log, sizeof(log));
	assert_string_equal(log, fixture->sink.bytes);
}

/* What every log says of its machine stays in the log; what was asked for is shown. */
static void test_notes(void **state)
{
	static const char *const routine[] = {
		"core 0 id=0x0",     "toolchain gcc: 12", "schemes auto sync",
		"clock shared hz=1", "fence cost=0.3",    "round-trip from=0 to=1",
		"barrier cores=2"};
	struct fixture *fixture = *state;
	char line[64];

	sample_boot(&fixture->log, &fixture->sink, 1);
	for (size_t i = 0; i < sizeof(routine) / sizeof(routine[0]); i++)
		log_note(&fixture->log, "%s", routine[i]);
	log_note(&fixture->log, "noise core=0 us=1000");
	add(fixture, 1, "SB+once[lkmm]", V_PASS);
	log_end(&fixture->log, 0);
	put(fixture);
	RUN(fixture, "cat in", "--no-progress");
	assert_int_equal(fixture->stage.status, 0);
	assert_said(&fixture->stage, "\n# noise core=0 us=1000\n");
	for (size_t i = 0; i < sizeof(routine) / sizeof(routine[0]); i++) {
		snprintf(line, sizeof(line), "# %s", routine[i]);
		assert_null(strstr(fixture->stage.said, line));
	}
}

static void test_verdict_that_does_not_hold(void **state)
{
	struct fixture *fixture = *state;

	play_one(fixture, V_FORBIDDEN, 1);
	put(fixture);
	RUN(fixture, "cat in", "--silence", "5");
	assert_int_equal(fixture->stage.status, 1);
	assert_said(&fixture->stage,
		    "virt: FORBIDDEN: SB+once[lkmm], expected Never, seen 12 times "
		    "in 100\n");
	assert_said(&fixture->stage, "virt: 1 run: 1 FORBIDDEN;");
}

/* An image that says rc=0 all the same does not make it hold. */
static void test_end_against_the_verdicts(void **state)
{
	struct fixture *fixture = *state;

	play_one(fixture, V_FORBIDDEN, 0);
	put(fixture);
	RUN(fixture, "cat in", "--no-progress");
	assert_int_equal(fixture->stage.status, 1);
}

static void test_wrong_bootargs(void **state)
{
	struct fixture *fixture = *state;

	sample_boot(&fixture->log, &fixture->sink, 0);
	log_error(&fixture->log, "unknown word itres=1M");
	log_end(&fixture->log, 2);
	put(fixture);
	RUN(fixture, "cat in", "--no-progress", "--args", "itres=1M");
	assert_int_equal(fixture->stage.status, 2);
	assert_said(&fixture->stage, "error: unknown word itres=1M\n");
}

static void test_damaged_block(void **state)
{
	struct fixture *fixture = *state;

	play_one(fixture, V_PASS, 0);
	strstr(fixture->sink.bytes, "Witnesses")[0] = 'w';
	put(fixture);
	RUN(fixture, "cat in", "--no-progress");
	assert_int_equal(fixture->stage.status, 1);
	assert_said(&fixture->stage, "damaged, the checksum is wrong: SB+once[lkmm]\n");
	assert_said(&fixture->stage, "virt: 1 of 1 runs have no result that counts\n");
	assert_said(&fixture->stage, "virt: 1 run: 1 damaged;");
}

static void test_damaged_note(void **state)
{
	struct fixture *fixture = *state;

	sample_boot(&fixture->log, &fixture->sink, 1);
	log_note(&fixture->log, "args iters=1M");
	add(fixture, 1, "SB+once[lkmm]", V_PASS);
	log_end(&fixture->log, 0);
	strstr(fixture->sink.bytes, "iters=1M")[6] = '7';
	put(fixture);
	RUN(fixture, "cat in", "--no-progress");
	assert_int_equal(fixture->stage.status, 1);
	assert_said(&fixture->stage, "virt: the checksum of the log is wrong");
}

static void test_missing_test(void **state)
{
	struct fixture *fixture = *state;

	sample_boot(&fixture->log, &fixture->sink, 2);
	add(fixture, 1, "SB+once[lkmm]", V_PASS);
	log_end(&fixture->log, 0);
	put(fixture);
	RUN(fixture, "cat in", "--no-progress");
	assert_int_equal(fixture->stage.status, 1);
	assert_said(&fixture->stage, "virt: 1 run: 1 pass, 1 missing;");
}

static void test_nothing_ran(void **state)
{
	struct fixture *fixture = *state;

	sample_boot(&fixture->log, &fixture->sink, 0);
	log_end(&fixture->log, 0);
	put(fixture);
	RUN(fixture, "cat in", "--no-progress");
	assert_int_equal(fixture->stage.status, 1);
	assert_said(&fixture->stage, "virt: nothing ran\n");
}

static void test_restart(void **state)
{
	struct fixture *fixture = *state;

	play_one(fixture, V_PASS, 0);
	put(fixture);
	RUN(fixture, "head -c 300 in; cat in", "--no-progress");
	assert_int_equal(fixture->stage.status, 1);
	assert_said(&fixture->stage, "virt: the machine restarted 1 time;");
	assert_said(&fixture->stage, "virt: 1 run: 1 pass;");
}

static void test_command_dies(void **state)
{
	struct fixture *fixture = *state;

	play_one(fixture, V_PASS, 0);
	put(fixture);
	RUN(fixture, "head -n 5 in; exit 3", "--no-progress");
	assert_int_equal(fixture->stage.status, 1);
	assert_said(&fixture->stage,
		    "virt: the command ended before its log did: exit status 3, in "
		    "SB+once[lkmm]\n");
}

static void test_command_that_never_boots(void **state)
{
	struct fixture *fixture = *state;

	RUN(fixture, "echo no such machine >&2; kill -9 $$", "--no-progress");
	assert_int_equal(fixture->stage.status, 1);
	assert_said(&fixture->stage, "signal 9, in the boot\n");
	assert_said(&fixture->stage, "    | no such machine\n");
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void test_silence_is_a_hang(void **state)
{
	struct fixture *fixture = *state;
	double before = now();

	play_one(fixture, V_PASS, 0);
	put(fixture);
	RUN(fixture, "head -n 5 in; sleep 100", "--no-progress", "--silence", "0.3");
	assert_int_equal(fixture->stage.status, 1);
	assert_said(&fixture->stage,
		    "virt: hang: silent for 0.3 s (--silence), in SB+once[lkmm]\n");
	assert_said(&fixture->stage, "virt: 1 run: 1 hang;");
	assert_true(now() - before < 10);
}

static void test_timeout(void **state)
{
	struct fixture *fixture = *state;

	play_one(fixture, V_PASS, 0);
	put(fixture);
	RUN(fixture, "head -n 5 in; while sleep 0.1; do echo; done", "--no-progress",
	    "--timeout", "0.5");
	assert_int_equal(fixture->stage.status, 1);
	assert_said(&fixture->stage,
		    "virt: stopped after 0.5 s (--timeout), in SB+once[lkmm]\n");
}

/* What the command started must not outlive it, even where it ignores SIGTERM. */
static void test_the_whole_group_is_stopped(void **state)
{
	struct fixture *fixture = *state;
	struct stat file;

	RUN(fixture, "(trap '' TERM; sleep 0.6; echo > suite) & sleep 100",
	    "--no-progress", "--silence", "0.2");
	assert_int_equal(fixture->stage.status, 1);
	nanosleep(&(struct timespec){.tv_nsec = 700000000}, NULL);
	assert_int_equal(stat("suite", &file), -1);
}

static void test_signal(void **state)
{
	struct fixture *fixture = *state;

	play_one(fixture, V_PASS, 0);
	put(fixture);
	RUN(fixture, "head -n 5 in; kill -TERM $PPID; sleep 100", "--no-progress");
	assert_int_equal(fixture->stage.status, 128 + 15);
	assert_said(&fixture->stage, "virt: stopped by signal 15, in SB+once[lkmm]\n");
	assert_said(&fixture->stage, "virt: 0 runs: 1 missing;");
}

static void test_bootargs(void **state)
{
	struct fixture *fixture = *state;
	char log[256];
	char expected[64];

	RUN(fixture, "echo \"<$1>\"", "--no-progress", "--args", "tests=SB* host=3");
	read_file("out", log, sizeof(log));
	assert_string_equal(log, "<tests=SB* host=3 auto>\n");

	RUN(fixture, "echo \"<$1>\"", "--no-progress", "--args", "tests=host=");
	read_file("out", log, sizeof(log));
	snprintf(expected, sizeof(expected), "<tests=host= host=%ld auto>\n",
		 sysconf(_SC_NPROCESSORS_ONLN));
	assert_string_equal(log, expected);

	RUN(fixture, "echo \"<$1>\"", "--no-progress");
	read_file("out", log, sizeof(log));
	snprintf(expected, sizeof(expected), "<host=%ld auto>\n",
		 sysconf(_SC_NPROCESSORS_ONLN));
	assert_string_equal(log, expected);
}

static void test_canaries(void **state)
{
	struct fixture *fixture = *state;

	play_one(fixture, V_PASS, 0);
	put(fixture);
	write_file("suite", "SB+once seen\n");
	RUN(fixture, "cat in", "--no-progress", "--suite", "suite");
	assert_int_equal(fixture->stage.status, 0);
	write_file("suite", "SB+once never\n");
	RUN(fixture, "cat in", "--no-progress", "--suite", "suite");
	assert_int_equal(fixture->stage.status, 1);
	assert_said(&fixture->stage,
		    "canary SB+once[lkmm]: must never be seen, seen 12 times in 100: "
		    "not a result\n");
}

static void test_misuse(void **state)
{
	struct fixture *fixture = *state;

	RUN(fixture, "cat in", "--nonsense");
	assert_int_equal(fixture->stage.status, 2);
	assert_said(&fixture->stage,
		    "barelitmus run: unknown option --nonsense (see barelitmus run "
		    "--help)\n");
	RUN(fixture, "cat in", "--timeout", "soon");
	assert_int_equal(fixture->stage.status, 2);
	RUN(fixture, "cat in", "--suite", "nowhere");
	assert_int_equal(fixture->stage.status, 2);
	RUN(fixture, "cat in", "--log", "nowhere/out");
	assert_int_equal(fixture->stage.status, 2);
	RUN(fixture, "cat in", "--help");
	assert_int_equal(fixture->stage.status, 0);
	assert_said(&fixture->stage, "usage: barelitmus run");
}

/* A disk that is full must not look like a run that went well. */
static void test_log_that_cannot_be_written(void **state)
{
	struct fixture *fixture = *state;

	if (access("/dev/full", W_OK))
		skip();
	play_one(fixture, V_PASS, 0);
	put(fixture);
	RUN(fixture, "cat in", "--no-progress", "--log", "/dev/full");
	assert_int_equal(fixture->stage.status, 1);
	assert_said(&fixture->stage, "virt: stopped: /dev/full: ");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_good_run),
		TEST(test_notes),
		TEST(test_verdict_that_does_not_hold),
		TEST(test_end_against_the_verdicts),
		TEST(test_wrong_bootargs),
		TEST(test_damaged_block),
		TEST(test_damaged_note),
		TEST(test_missing_test),
		TEST(test_nothing_ran),
		TEST(test_restart),
		TEST(test_command_dies),
		TEST(test_command_that_never_boots),
		TEST(test_silence_is_a_hang),
		TEST(test_timeout),
		TEST(test_the_whole_group_is_stopped),
		TEST(test_signal),
		TEST(test_bootargs),
		TEST(test_canaries),
		TEST(test_misuse),
		TEST(test_log_that_cannot_be_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

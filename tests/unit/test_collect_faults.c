/* test_collect_faults.c - collect behind a bad line, and killed: what the survey has. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/barelitmus/command.h"
#include "host/barelitmus/survey_reader.h"
#include "tests/unit/survey_sample.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/*
 * The relay and the board are processes of their own, beside this one (mk/test.mk). Times
 * are scaled: a board that is silent for a second hangs, a cut takes a tenth of a second.
 * COLLECT_RUNS: so many seeds of 4 tests, and so many kills, instead of 20 seeds of 2 tests
 * and 12 kills.
 */
enum { PARALLEL = 20, KILLED_TESTS = 60, RUN_SECONDS = 300 };

static char relay_path[1200], board_path[1200];

static unsigned runs_wanted(unsigned usual)
{
	const char *text = getenv("COLLECT_RUNS");

	return text ? (unsigned)atoi(text) : usual;
}

static void sleep_ms(long ms)
{
	nanosleep(&(struct timespec){ms / 1000, ms % 1000 * 1000000}, NULL);
}

/* --- a board behind a relay, in a directory of its own --- */

static pid_t start_relay(unsigned seed, const char *tests, const char *pause,
			 char *const faults[])
{
	char text[32];
	char *argv[32] = {relay_path, text, "pty", "counts"};
	int n = 4;
	pid_t pid;

	snprintf(text, sizeof(text), "%u", seed);
	for (; *faults; faults++)
		argv[n++] = *faults;
	argv[n++] = "--";
	argv[n++] = board_path;
	argv[n++] = "@SEED@";
	argv[n++] = (char *)tests;
	argv[n++] = "truth";
	argv[n++] = (char *)pause;
	argv[n] = NULL;
	pid = fork();
	if (!pid) {
		execv(argv[0], argv);
		_exit(127);
	}
	for (int i = 0; i < 500 && access("pty", F_OK); i++)
		sleep_ms(10);
	return pid;
}

static void stop_relay(pid_t pid)
{
	kill(pid, SIGTERM);
	waitpid(pid, NULL, 0);
}

static pid_t start_collect(pid_t relay)
{
	char reset[64];
	char *argv[] = {"collect", "--mix",  "lkmm", "--iters",   "1000", "--hang-after",
			"1",       "--wait", "60",   "--retries", "20",   "--reset-cmd",
			reset,     "s.db",   "pty",  NULL};
	pid_t pid;

	snprintf(reset, sizeof(reset), "kill -USR1 %d", (int)relay);
	pid = fork();
	if (!pid) {
		if (!freopen("said", "w", stdout) || !freopen("warned", "w", stderr))
			_exit(99);
		int status =
			command_collect((int)(sizeof(argv) / sizeof(argv[0])) - 1, argv);

		fflush(NULL);
		_exit(status);
	}
	return pid;
}

/* Its exit status; -1: a signal, or it did not end in time. */
static int wait_for(pid_t pid)
{
	int status;

	for (long i = 0; i < RUN_SECONDS * 50; i++) {
		if (waitpid(pid, &status, WNOHANG) == pid)
			return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
		sleep_ms(20);
	}
	kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	return -1;
}

/* --- what the board has counted, and what the survey has --- */

static char *read_all(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = calloc(1, 1 << 20);

	if (file && text)
		text[fread(text, 1, (1 << 20) - 1, file)] = '\0';
	if (file)
		fclose(file);
	return text;
}

/* A line of the truth for each result, as the board would have it. */
static const char results[] =
	"SELECT u.nonce || ' ' || r.seq || ' ' || r.test || '[' || r.mix || ']' ||"
	" (SELECT group_concat(' ' || count, '') FROM (SELECT count FROM outcomes o"
	" WHERE o.run_id = r.run_id AND o.seq = r.seq ORDER BY state)) || char(10)"
	" FROM results r JOIN runs u ON u.id = r.run_id WHERE counted";

/* How many results there are; -1: one is not what the board has counted. */
static long compare(struct survey *survey, const char *truth)
{
	sqlite3_stmt *rows = survey_prepare(survey, results);
	long count = 0;

	while (rows && count >= 0 && survey_step(survey, rows) > 0) {
		const char *line = survey_text(rows, 0);

		count = strstr(truth, line) ? count + 1 : -1;
		if (count < 0)
			fprintf(stderr, "not what was counted: %s", line);
	}
	sqlite3_finalize(rows);
	return count;
}

static long check_survey(const char *path)
{
	char *truth = read_all("truth");
	struct survey survey;
	long count = -1;

	if (!survey_open(&survey, path, false) &&
	    sample_ask(&survey, "SELECT integrity_check = 'ok' FROM"
				" pragma_integrity_check"))
		count = compare(&survey, truth);
	survey_close(&survey);
	free(truth);
	return count;
}

/* Every test has one result of a run with our words; another may have run by damage. */
static bool is_complete(unsigned tests)
{
	struct survey survey;
	int64_t done = -1, once = -1;

	if (!survey_open(&survey, "s.db", false)) {
		done = sample_ask(&survey, "SELECT count(DISTINCT test) FROM results"
					   " WHERE counted");
		once = sample_ask(&survey,
				  "SELECT count(*) FROM results WHERE counted AND"
				  " run_id NOT IN (SELECT run_id FROM notes WHERE"
				  " kind = 'args' AND text NOT LIKE '% iters=1000 %')");
	}
	survey_close(&survey);
	if (done != tests || once != tests)
		fprintf(stderr, "%d results of %d tests, expected %u\n", (int)once,
			(int)done, tests);
	return done == tests && once == tests;
}

/* What is in one survey and not in the other, of "main" and "src". */
static const char differences[] =
	"WITH a AS (SELECT boot, seq, test, mix, verdict, iterations, seen, state, count"
	" FROM main.runs u JOIN main.results r ON u.id = r.run_id LEFT JOIN main.outcomes"
	" USING(run_id, seq)), b AS (SELECT boot, seq, test, mix, verdict, iterations,"
	" seen, state, count FROM src.runs u JOIN src.results r ON u.id = r.run_id"
	" LEFT JOIN src.outcomes USING(run_id, seq)) SELECT (SELECT count(*) FROM"
	" (SELECT * FROM a EXCEPT SELECT * FROM b)) + (SELECT count(*) FROM"
	" (SELECT * FROM b EXCEPT SELECT * FROM a))";

/* As import does, but without a word about the damage. */
static bool import_log(struct survey *survey)
{
	struct survey_reader *reader = calloc(1, sizeof(*reader));
	FILE *file = fopen("s.log", "r");
	char bytes[4096];
	bool good = file && !survey_reader_open(reader, survey, "s.log", NULL, true);
	size_t n;

	while (good && (n = fread(bytes, 1, sizeof(bytes), file)))
		good = !survey_reader_feed(reader, bytes, n);
	if (good) {
		survey_reader_finish(reader);
		good = !survey_reader_commit(reader);
	}
	if (survey_reader_close(reader))
		good = false;
	if (file)
		fclose(file);
	free(reader);
	return good;
}

static bool log_says_the_same(void)
{
	struct survey survey;
	bool same = !survey_open(&survey, "again.db", true) && import_log(&survey) &&
		    !survey_attach(&survey, "s.db") && !sample_ask(&survey, differences);

	survey_close(&survey);
	return same;
}

/* --- faults --- */

static bool enter(const char *kind, unsigned seed)
{
	char name[64];

	snprintf(name, sizeof(name), "%s-%u-XXXXXX", kind, seed);
	return mkdtemp(name) && !chdir(name);
}

static void leave(void)
{
	char command[1200];
	char here[1024];

	if (!getcwd(here, sizeof(here)))
		return;
	snprintf(command, sizeof(command), "rm -r '%s'", here);
	if (chdir("..") || system(command))
		fprintf(stderr, "%s stays\n", here);
}

/* "…; retries: <what is wanted>" */
static void print_retries(unsigned seed)
{
	char *counts = read_all("counts");
	char *said = read_all("said");
	const char *retries = strstr(said, "retries: ");

	printf("# seed %u: %s; %s", seed, counts, retries ? retries : "nothing said\n");
	fflush(stdout);
	free(counts);
	free(said);
}

/* In a process of its own: 0 where all is well. */
static int run_seed(unsigned seed)
{
	char *const faults[] = {"drop=10000", "flip=10000", "burst=100", "cut=5",
				"reset=20",   "power=10",   "pause=100", NULL};
	unsigned count = getenv("COLLECT_RUNS") ? 4 : 2;
	char tests[16];
	pid_t relay;
	int status;

	if (!enter("faults", seed))
		return 1;
	snprintf(tests, sizeof(tests), "%u", count);
	relay = start_relay(seed, tests, "1", faults);
	status = wait_for(start_collect(relay));
	stop_relay(relay);
	print_retries(seed);
	if (status || check_survey("s.db") < (long)count || !is_complete(count) ||
	    !log_says_the_same()) {
		printf("# seed %u: collect ended with %d\n", seed, status);
		return 1;
	}
	leave();
	return 0;
}

/* As many at once as may be: they mostly wait. */
static void test_faults(void **state)
{
	unsigned wanted = runs_wanted(20), started = 0, ended = 0, failed = 0;
	int status;

	(void)state;
	fflush(NULL);
	while (ended < wanted) {
		if (started < wanted && started - ended < PARALLEL) {
			started++;
			if (!fork()) {
				status = run_seed(started);
				fflush(NULL);
				_exit(status);
			}
			continue;
		}
		if (wait(&status) < 0)
			break;
		ended++;
		failed += !WIFEXITED(status) || WEXITSTATUS(status);
	}
	assert_int_equal(ended, wanted);
	assert_int_equal(failed, 0);
}

/* --- kills --- */

/* Kills it at most so often until it has come to its end; how often. */
static unsigned kill_until_done(unsigned seed, pid_t relay, unsigned most)
{
	unsigned kills = 0;
	int status;

	srand(seed);
	while (kills < most) {
		pid_t collect = start_collect(relay);

		sleep_ms(20 + rand() % 400);
		kill(collect, SIGKILL);
		waitpid(collect, &status, 0);
		if (WIFEXITED(status)) {
			assert_int_equal(WEXITSTATUS(status), 0);
			return kills;
		}
		kills++;
		if (!access("s.db", F_OK))
			assert_true(check_survey("s.db") >= 0);
	}
	assert_int_equal(wait_for(start_collect(relay)), 0);
	return kills;
}

static void test_kills(void **state)
{
	char *const faults[] = {"drop=100", "flip=100", "pause=100", NULL};
	unsigned wanted = runs_wanted(12), kills = 0;
	char tests[16];

	(void)state;
	snprintf(tests, sizeof(tests), "%d", KILLED_TESTS);
	for (unsigned seed = 1; kills < wanted; seed++) {
		pid_t relay;

		assert_true(enter("kills", seed));
		relay = start_relay(seed, tests, "20", faults);
		kills += kill_until_done(seed, relay, wanted - kills);
		stop_relay(relay);
		assert_true(check_survey("s.db") >= KILLED_TESTS);
		assert_true(is_complete(KILLED_TESTS));
		assert_true(log_says_the_same());
		leave();
	}
	print_message("# %u kills\n", kills);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_faults),
		cmocka_unit_test(test_kills),
	};
	char here[1024];
	const char *name = strrchr(argv[0], '/');

	if (!argc || !name || !getcwd(here, sizeof(here)))
		return 2;
	snprintf(relay_path, sizeof(relay_path), "%s%s%.*s/relay",
		 *argv[0] == '/' ? "" : here, *argv[0] == '/' ? "" : "/",
		 (int)(name - argv[0]), argv[0]);
	snprintf(board_path, sizeof(board_path), "%.*s/board",
		 (int)(strlen(relay_path) - strlen("/relay")), relay_path);
	board_path[strlen(board_path) - strlen("/board")] = '\0';
	if (chdir(board_path)) /* what a failure leaves is to be among what is built */
		return 2;
	strcat(board_path, "/board");
	return cmocka_run_group_tests(tests, NULL, NULL);
}

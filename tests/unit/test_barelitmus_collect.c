/* test_barelitmus_collect.c - barelitmus collect with commands that play the board. */
/* SPDX-License-Identifier: BSD-2-Clause */
#define _XOPEN_SOURCE 700
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/barelitmus/command.h"
#include "host/barelitmus/link.h"
#include "tests/unit/stage.h"
#include "tests/unit/survey_sample.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <termios.h>
#include <time.h>

enum { ARGV_MAX = 32 };

static struct stage stage;
static char board_path[1200];

static int set_up(void **state)
{
	(void)state;
	return stage_enter(&stage, "collect");
}

static int tear_down(void **state)
{
	(void)state;
	return stage_leave(&stage);
}

/* "barelitmus collect <words>", which end in NULL. */
static void collect(const char *const *words)
{
	char *argv[ARGV_MAX] = {"collect", "--no-progress"};
	int argc = 2;

	for (; *words; words++)
		argv[argc++] = (char *)*words;
	stage_run(&stage, command_collect, argc, argv);
}

#define COLLECT(...) collect((const char *const[]){__VA_ARGS__, NULL})

/* With a stand-in of so many tests for a board. */
#define COLLECT_BOARD(tests, ...)                                                        \
	COLLECT("--hang-after", "2", "--iters", "1000", __VA_ARGS__, "s.db", "--",       \
		board_path, "0", tests, "truth", "1")

static unsigned lines_of(const char *path)
{
	FILE *file = fopen(path, "r");
	unsigned lines = 0;
	int c;

	assert_non_null(file);
	while ((c = fgetc(file)) != EOF)
		lines += c == '\n';
	fclose(file);
	return lines;
}

static void test_a_command(void **state)
{
	(void)state;
	COLLECT_BOARD("5", "--mix", "lkmm,c11", "--board", "desk");
	assert_int_equal(stage.status, 0);
	assert_said(&stage, "10 of 10 tests done, 0 given up");
	assert_int_equal(ask("SELECT count(*) FROM results"), 10);
	assert_int_equal(ask("SELECT count(*) FROM boards WHERE name <> 'desk'"), 0);
	assert_int_equal(ask("SELECT min(intact) FROM runs"), 1);
	assert_int_equal(lines_of("truth"), 10);
}

/* Nothing is asked for again, and a plan that has grown is gone on with. */
static void test_goes_on(void **state)
{
	(void)state;
	COLLECT_BOARD("5", "--chunk", "2");
	COLLECT_BOARD("5", "--chunk", "2");
	assert_int_equal(stage.status, 0);
	assert_said(&stage, "5 of 5 tests done");
	assert_int_equal(lines_of("truth"), 5);
	COLLECT_BOARD("7", "--chunk", "2");
	assert_said(&stage, "7 of 7 tests done");
	assert_int_equal(lines_of("truth"), 7);
	assert_int_equal(ask("SELECT count(*) FROM results"), 7);
}

/* A survey that was lost is made anew from the log. */
static void test_survey_from_the_log(void **state)
{
	(void)state;
	COLLECT_BOARD("5", "--log", "raw");
	assert_int_equal(remove("s.db"), 0);
	COLLECT_BOARD("5", "--log", "raw");
	assert_int_equal(stage.status, 0);
	assert_int_equal(ask("SELECT count(*) FROM results"), 5);
	assert_int_equal(lines_of("truth"), 5);
}

static void test_another_session(void **state)
{
	(void)state;
	COLLECT_BOARD("2", "--mix", "lkmm");
	COLLECT_BOARD("2", "--mix", "c11");
	assert_int_equal(stage.status, 2);
	assert_said(&stage, "s.log: expected the log of a session that asks for 'tests=* "
			    "mix=c11 iters=1000', found one that begins "
			    "'BARELITMUS-HOST session tests=* mix=lkmm iters=1000': give "
			    "another --log\n");
	COLLECT_BOARD("2", "--mix", "c11", "--log", "other.log");
	assert_int_equal(stage.status, 0);
	assert_int_equal(ask("SELECT count(*) FROM results"), 4);
	write_file("s.log", "what is no log\n");
	COLLECT_BOARD("2", "--mix", "lkmm");
	assert_int_equal(stage.status, 2);
}

static void test_two_at_once(void **state)
{
	struct flock range = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
	int file = open("s.log", O_RDWR | O_CREAT, 0666);

	(void)state;
	assert_int_equal(fcntl(file, F_SETLK, &range), 0);
	COLLECT_BOARD("2", "--mix", "lkmm");
	assert_int_equal(stage.status, 2);
	assert_said(&stage, "s.log: another collect writes it\n");
	close(file);
}

static void test_wrong_words_for_the_board(void **state)
{
	(void)state;
	COLLECT_BOARD("2", "--tests", "none");
	assert_int_equal(stage.status, 2);
	COLLECT_BOARD("2", "--args", "colour=red", "--log", "other.log");
	assert_int_equal(stage.status, 2);
	COLLECT_BOARD("2", "--args", "  iters=7   iters=8 ", "--log", "third.log");
	assert_int_equal(stage.status, 0);
}

static void test_hang_is_reset(void **state)
{
	(void)state;
	COLLECT("--hang-after", "0.5", "--iters", "1000", "--retries", "1", "s.db", "--",
		board_path, "0", "4", "truth", "1", "R+3[lkmm]");
	assert_int_equal(stage.status, 1);
	assert_said(&stage, "3 of 4 tests done, 1 given up");
	assert_int_equal(ask("SELECT count(*) FROM results WHERE counted"), 3);
	assert_true(ask("SELECT count(*) FROM results WHERE verdict = 'hang' AND"
			" test = 'R+3'") > 0);
}

/* The shell gets the user's command as it was typed. */
static void test_reset_command(void **state)
{
	char text[64];

	(void)state;
	COLLECT("--hang-after", "0.5", "--iters", "1000", "--retries", "0", "--reset-cmd",
		"echo \"a  $((1+1))\" >> resets", "s.db", "--", board_path, "0", "4",
		"truth", "1", "R+3[lkmm]");
	assert_int_equal(stage.status, 1);
	read_file("resets", text, sizeof(text));
	assert_int_equal(strncmp(text, "a  2\n", 5), 0);
}

static void test_command_without_a_prompt(void **state)
{
	(void)state;
	COLLECT("s.db", "--", "sh", "-c", "exit 3");
	assert_int_equal(stage.status, 1);
	assert_said(&stage, "sh: no prompt after 5 starts\n");
}

static void test_files(void **state)
{
	(void)state;
	sample_log("a.log", 1, 10, 5);
	COLLECT("s.db", "a.log");
	assert_int_equal(stage.status, 0);
	assert_said(&stage, "s.db: 5 results, 5 of them new; 0 lines or blocks damaged");
	assert_int_equal(ask("SELECT count(*) FROM results"), 5);
	assert_int_equal(access("s.log", F_OK), -1);
	sample_file("b.log", "nothing", 7);
	COLLECT("s.db", "b.log");
	assert_int_equal(stage.status, 1);
	COLLECT("s.db", "absent.log");
	assert_int_equal(stage.status, 2);
	assert_said(&stage, "absent.log: No such file");
}

static void test_stdin(void **state)
{
	(void)state;
	sample_log("a.log", 1, 10, 5);
	assert_non_null(freopen("a.log", "r", stdin));
	COLLECT("--log", "raw", "s.db", "-");
	assert_int_equal(stage.status, 0);
	assert_int_equal(ask("SELECT count(*) FROM results"), 5);
	assert_int_equal(access("raw", F_OK), 0);
}

/* An image that runs by itself, and is only listened to. */
static void test_listen(void **state)
{
	(void)state;
	sample_log("a.log", 1, 10, 5);
	COLLECT("--listen", "s.db", "--", "sh", "-c", "cat a.log; sleep 100");
	assert_int_equal(stage.status, 0);
	assert_int_equal(ask("SELECT count(*) FROM results"), 5);
}

static void test_misuse(void **state)
{
	(void)state;
	COLLECT("s.db");
	assert_int_equal(stage.status, 2);
	assert_said(&stage, "collect: expected SURVEY.db and a source");
	COLLECT("s.db", "--");
	assert_int_equal(stage.status, 2);
	COLLECT("s.db", "a", "b");
	assert_int_equal(stage.status, 2);
	COLLECT("--chunk", "0", "s.db", "-");
	assert_int_equal(stage.status, 2);
	COLLECT("--flow", "wet", "s.db", "-");
	assert_said(&stage, "expected none, rtscts or xonxoff, found wet");
	COLLECT("s.db", "tcp:host");
	assert_said(&stage, "expected tcp:host:port, found tcp:host");
	COLLECT("--args", "two\nlines", "s.db", "/dev/null");
	assert_int_equal(stage.status, 2);
	COLLECT("--help");
	assert_int_equal(stage.status, 0);
}

/* --- links --- */

static void assert_reads(struct link *link, const char *text)
{
	char bytes[64] = "";
	size_t length = 0;

	for (int i = 0; i < 200 && length < strlen(text); i++) {
		long n = link_read(link, bytes + length, sizeof(bytes) - 1 - length, 20);

		assert_true(n >= 0);
		length += (size_t)n;
	}
	assert_string_equal(bytes, text);
}

/* Reads until it is gone. */
static void assert_ends(struct link *link)
{
	char bytes[64];
	int i = 0;

	while (link_read(link, bytes, sizeof(bytes), 20) >= 0)
		assert_true(i++ < 200);
	assert_int_equal(link->fd, -1);
	assert_true(*link->error);
}

/* All bytes pass a pty as they are; when it goes, that is told, and a new one is taken. */
static void test_pty(void **state)
{
	char bytes[16] = "";
	struct link link;

	(void)state;
	for (int i = 0; i < 2; i++) {
		int pty = posix_openpt(O_RDWR | O_NOCTTY);

		assert_int_equal(grantpt(pty) | unlockpt(pty), 0);
		assert_true(link_init(&link, ptsname(pty)));
		assert_int_equal(link.kind, LINK_TTY);
		assert_int_equal(link_open(&link), 0);
		assert_int_equal(write(pty, "a\003\r\n\021z", 6), 6);
		assert_reads(&link, "a\003\r\n\021z");
		link_send(&link, "\003\r\n", 3);
		link_read(&link, bytes, 1, 20);
		assert_int_equal(read(pty, bytes, sizeof(bytes)), 3);
		assert_memory_equal(bytes, "\003\r\n", 3);
		close(pty);
		assert_ends(&link);
		assert_int_equal(link_open(&link), -1);
	}
}

static void test_tcp(void **state)
{
	struct sockaddr_in address = {.sin_family = AF_INET,
				      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof(address);
	int server = socket(AF_INET, SOCK_STREAM, 0);
	char source[64], bytes[16] = "";
	struct link link;
	int there;

	(void)state;
	assert_int_equal(bind(server, (struct sockaddr *)&address, size), 0);
	assert_int_equal(listen(server, 1), 0);
	assert_int_equal(getsockname(server, (struct sockaddr *)&address, &size), 0);
	snprintf(source, sizeof(source), "tcp:127.0.0.1:%u", ntohs(address.sin_port));
	assert_true(link_init(&link, source));
	assert_int_equal(link_open(&link), 0);
	there = accept(server, NULL, NULL);
	assert_int_equal(write(there, "hello", 5), 5);
	assert_reads(&link, "hello");
	link_send(&link, "you", 3);
	link_read(&link, bytes, 1, 20);
	assert_int_equal(read(there, bytes, sizeof(bytes)), 3);
	close(there);
	assert_ends(&link);
	close(server);
	assert_int_equal(link_open(&link), -1);
	assert_non_null(strstr(link.error, "refused"));
}

static void test_links_to_commands(void **state)
{
	char *argv[] = {"sh", "-c", "read word; echo \"<$word>\"", NULL};
	struct link link;

	(void)state;
	link_init_command(&link, argv);
	assert_int_equal(link_open(&link), 0);
	link_send(&link, "tests\n", 6);
	assert_reads(&link, "<tests>\n");
	assert_ends(&link);
	assert_true(link_init(&link, "/dev/ttyUSB99"));
	assert_int_equal(link.kind, LINK_TTY);
	assert_int_equal(link_open(&link), -1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		TEST(test_a_command),
		TEST(test_goes_on),
		TEST(test_survey_from_the_log),
		TEST(test_another_session),
		TEST(test_two_at_once),
		TEST(test_wrong_words_for_the_board),
		TEST(test_hang_is_reset),
		TEST(test_reset_command),
		TEST(test_command_without_a_prompt),
		TEST(test_files),
		TEST(test_stdin),
		TEST(test_listen),
		TEST(test_misuse),
		TEST(test_pty),
		TEST(test_tcp),
		TEST(test_links_to_commands),
	};
	char *name = strrchr(argv[0], '/');
	char here[1024];

	if (!argc || !name || !getcwd(here, sizeof(here)))
		return 2;
	*name = '\0';
	snprintf(board_path, sizeof(board_path), "%s%s%s/board",
		 *argv[0] == '/' ? "" : here, *argv[0] == '/' ? "" : "/", argv[0]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}

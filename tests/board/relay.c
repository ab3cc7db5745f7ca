/* relay.c - a bad line between a board and a pty: seeded faults, resets, power cuts. */
/* SPDX-License-Identifier: BSD-2-Clause */
#define _XOPEN_SOURCE 700
#include "tests/board/stand_in.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/*
 * usage: relay SEED PTY COUNTS FAULT=N ... -- BOARD [ARG ...]
 *
 * Makes a pty, links PTY to it, and starts BOARD, whose argument @SEED@ becomes a number
 * that is new at each start. Of what either sends so many bytes in a million are dropped
 * (drop=), changed (flip=), or begin a burst of 64 that are dropped (burst=) or a cut of
 * pause= milliseconds in which all are (cut=); so many of what the board sends begin a
 * reset (reset=), or a power cut of pause= milliseconds (power=), before or behind which
 * bytes that were sent before come once more. SIGUSR1: power off and on. Ends with
 * SIGTERM, and writes to the file COUNTS how many faults there were.
 */
enum fault { DROP, FLIP, BURST, CUT, RESET, POWER, FAULTS };

static const char *const fault_names[FAULTS] = {"drop", "flip",  "burst",
						"cut",  "reset", "power"};

#define BURST_SECONDS 0.02 /* at most, where nothing is sent */

enum { BURST_BYTES = 64, STALE_BYTES = 300, PATIENCE_MS = 200 };

struct relay {
	uint64_t random;
	unsigned of_million[FAULTS];
	unsigned long count[FAULTS];
	unsigned pause_ms;
	char **argv; /* of the board */
	int pty;
	int board; /* -1: off */
	pid_t pid;
	unsigned burst; /* bytes of it that are still to be dropped */
	double burst_until;
	double cut_until, off_until;
	bool is_stuck; /* nobody reads the pty */
	char last[STALE_BYTES];
	size_t last_length;
};

static volatile sig_atomic_t ended, cycled;

static void on_term(int number)
{
	(void)number;
	ended = 1;
}

static void on_usr1(int number)
{
	(void)number;
	cycled = 1;
}

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void die(const char *what)
{
	perror(what);
	exit(1);
}

static bool strikes(struct relay *relay, enum fault fault)
{
	if (stand_in_random(&relay->random) % 1000000 >= relay->of_million[fault])
		return false;
	relay->count[fault]++;
	return true;
}

/* --- the board --- */

static void power_on(struct relay *relay)
{
	int ends[2];
	char seed[32];
	char *argv[32];
	int n = 0;

	snprintf(seed, sizeof(seed), "%" PRIu64, stand_in_random(&relay->random));
	for (; relay->argv[n] && n < 31; n++)
		argv[n] = strcmp(relay->argv[n], "@SEED@") ? relay->argv[n] : seed;
	argv[n] = NULL;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
		die("socketpair");
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	relay->pid = fork();
	if (relay->pid < 0)
		die("fork");
	if (!relay->pid) {
		dup2(ends[1], STDIN_FILENO);
		dup2(ends[1], STDOUT_FILENO);
		close(ends[1]);
		execvp(argv[0], argv);
		_exit(127);
	}
	close(ends[1]);
	relay->board = ends[0];
}

static void power_off(struct relay *relay)
{
	if (relay->board < 0)
		return;
	kill(relay->pid, SIGKILL);
	waitpid(relay->pid, NULL, 0);
	close(relay->board);
	relay->board = -1;
}

/* --- bytes --- */

/* As a UART would: what nobody takes in time is lost. */
static void to_host(struct relay *relay, const char *bytes, size_t n)
{
	while (n) {
		struct pollfd out = {.fd = relay->pty, .events = POLLOUT};
		ssize_t done;

		relay->is_stuck = poll(&out, 1, relay->is_stuck ? 0 : PATIENCE_MS) <= 0;
		if (relay->is_stuck)
			return;
		done = write(relay->pty, bytes, n);
		if (done < 0 && errno != EAGAIN && errno != EINTR)
			die("pty");
		bytes += done > 0 ? done : 0;
		n -= done > 0 ? (size_t)done : 0;
	}
}

/* How many of the bytes come through, changed as they are. */
static size_t spoil(struct relay *relay, char *bytes, size_t n)
{
	size_t kept = 0;

	for (size_t i = 0; i < n; i++) {
		if (now() >= relay->burst_until)
			relay->burst = 0;
		if (!relay->burst && strikes(relay, BURST)) {
			relay->burst = BURST_BYTES;
			relay->burst_until = now() + BURST_SECONDS;
		}
		if (strikes(relay, CUT))
			relay->cut_until = now() + relay->pause_ms / 1000.0;
		if (relay->burst)
			relay->burst--;
		else if (now() >= relay->cut_until && !strikes(relay, DROP))
			bytes[kept++] =
				strikes(relay, FLIP)
					? bytes[i] ^ (char)(1 + stand_in_random(
									&relay->random) %
									255)
					: bytes[i];
	}
	return kept;
}

static void remember(struct relay *relay, const char *bytes, size_t n)
{
	if (n > STALE_BYTES) {
		bytes += n - STALE_BYTES;
		n = STALE_BYTES;
	}
	memcpy(relay->last, bytes, n);
	relay->last_length = n;
}

static void restart(struct relay *relay, bool for_a_while)
{
	power_off(relay);
	to_host(relay, relay->last,
		stand_in_random(&relay->random) % (relay->last_length + 1));
	if (for_a_while)
		relay->off_until = now() + relay->pause_ms / 1000.0;
	else
		power_on(relay);
}

/* The byte at which the board is reset, n: it is not. */
static size_t reset_at(struct relay *relay, size_t n, bool *power)
{
	for (size_t i = 0; i < n; i++) {
		*power = strikes(relay, POWER);
		if (*power || strikes(relay, RESET))
			return i;
	}
	return n;
}

static void from_board(struct relay *relay)
{
	char bytes[4096];
	ssize_t got = read(relay->board, bytes, sizeof(bytes));
	bool power;
	size_t n;

	if (got <= 0) {
		power_off(relay);
		return;
	}
	n = reset_at(relay, (size_t)got, &power);
	remember(relay, bytes, n);
	to_host(relay, bytes, spoil(relay, bytes, n));
	if (n < (size_t)got)
		restart(relay, power);
}

static void from_host(struct relay *relay)
{
	char bytes[4096];
	ssize_t got = read(relay->pty, bytes, sizeof(bytes));
	size_t n;

	if (got <= 0)
		return;
	n = spoil(relay, bytes, (size_t)got);
	if (relay->board >= 0 && send(relay->board, bytes, n, MSG_NOSIGNAL) < 0)
		power_off(relay);
}

static void run(struct relay *relay)
{
	while (!ended) {
		struct pollfd in[2] = {{.fd = relay->pty, .events = POLLIN},
				       {.fd = relay->board, .events = POLLIN}};

		if (cycled) {
			cycled = 0;
			restart(relay, false);
		}
		if (relay->off_until && now() >= relay->off_until) {
			relay->off_until = 0;
			power_on(relay);
		}
		if (poll(in, 2, 20) <= 0)
			continue;
		if (in[0].revents & POLLIN)
			from_host(relay);
		if (in[1].revents)
			from_board(relay);
	}
}

/* --- its life --- */

static void make_pty(struct relay *relay, const char *path)
{
	struct termios termios;
	int slave;

	relay->pty = posix_openpt(O_RDWR | O_NOCTTY);
	if (relay->pty < 0 || grantpt(relay->pty) || unlockpt(relay->pty))
		die("posix_openpt");
	fcntl(relay->pty, F_SETFL, O_NONBLOCK);
	fcntl(relay->pty, F_SETFD, FD_CLOEXEC);
	/* Held open, so that the pty stays when a reader goes. */
	slave = open(ptsname(relay->pty), O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (slave < 0 || tcgetattr(slave, &termios))
		die("pty");
	termios.c_iflag = 0;
	termios.c_oflag = 0;
	termios.c_lflag = 0;
	tcsetattr(slave, TCSANOW, &termios);
	if (symlink(ptsname(relay->pty), path))
		die(path);
}

static bool read_fault(struct relay *relay, const char *word)
{
	const char *value = strchr(word, '=');
	size_t n = value ? (size_t)(value - word) : 0;

	if (n == 5 && !strncmp(word, "pause", 5)) {
		relay->pause_ms = (unsigned)atoi(value + 1);
		return true;
	}
	for (int i = 0; i < FAULTS; i++) {
		if (strlen(fault_names[i]) != n || strncmp(word, fault_names[i], n))
			continue;
		relay->of_million[i] = (unsigned)atoi(value + 1);
		return true;
	}
	return false;
}

static void write_counts(const struct relay *relay, const char *path)
{
	FILE *out = fopen(path, "w");

	if (!out)
		die(path);
	for (int i = 0; i < FAULTS; i++)
		fprintf(out, "%s%s %lu", i ? ", " : "", fault_names[i], relay->count[i]);
	fclose(out);
}

int main(int argc, char **argv)
{
	struct relay relay = {.board = -1};
	int i;

	if (argc < 5)
		return 2;
	relay.random = strtoull(argv[1], NULL, 10);
	for (i = 4; i < argc && strcmp(argv[i], "--"); i++)
		if (!read_fault(&relay, argv[i]))
			return 2;
	relay.argv = argv + i + 1;
	sigaction(SIGTERM, &(struct sigaction){.sa_handler = on_term}, NULL);
	sigaction(SIGUSR1, &(struct sigaction){.sa_handler = on_usr1}, NULL);
	power_on(&relay);
	make_pty(&relay, argv[2]);
	run(&relay);
	power_off(&relay);
	write_counts(&relay, argv[3]);
	return 0;
}

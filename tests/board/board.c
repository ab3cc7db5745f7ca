/* board.c - the stand-in as a process: its console is stdin and stdout. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/board/stand_in.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/*
 * usage: board SEED TESTS TRUTH PAUSE [HANGS [TRAPS]]
 *
 * Appends a line to the file TRUTH for each result once all of it has been written:
 * "<nonce> <seq> <id> <count> …". SEED: 0 is another one each time. PAUSE: milliseconds
 * that a test takes. HANGS, TRAPS: ids.
 */
static char buffer[1 << 16];
static size_t buffered;

static void flush(void)
{
	size_t at = 0;

	while (at < buffered) {
		ssize_t n = write(STDOUT_FILENO, buffer + at, buffered - at);

		if (n < 0 && errno != EINTR)
			exit(1);
		at += n > 0 ? (size_t)n : 0;
	}
	buffered = 0;
}

static void print(void *ctx, const char *bytes, size_t n)
{
	(void)ctx;
	for (size_t i = 0; i < n; i++) {
		if (buffered == sizeof(buffer))
			flush();
		buffer[buffered++] = bytes[i];
	}
}

static void tell(void *ctx, const struct stand_in_result *result)
{
	char line[LOG_ID_MAX + 256];
	int n = snprintf(line, sizeof(line), "%08" PRIx32 " %" PRIu32 " %s",
			 result->nonce, result->seq, result->id);

	flush();
	for (size_t i = 0; i < result->rows; i++)
		n += snprintf(line + n, sizeof(line) - (size_t)n, " %" PRIu64,
			      result->counts[i]);
	line[n++] = '\n';
	if (write(*(int *)ctx, line, (size_t)n) != n)
		exit(1);
}

static void play(struct stand_in *board, int pause)
{
	struct pollfd in = {.fd = STDIN_FILENO, .events = POLLIN};
	char bytes[256];
	ssize_t n;

	for (;;) {
		flush();
		if (poll(&in, 1, stand_in_step(board) ? pause : -1) <= 0)
			continue;
		n = read(STDIN_FILENO, bytes, sizeof(bytes));
		if (n <= 0)
			return;
		for (ssize_t i = 0; i < n; i++)
			stand_in_byte(board, bytes[i]);
	}
}

int main(int argc, char **argv)
{
	static struct stand_in board;
	struct timespec now;
	int truth;

	if (argc < 5)
		return 2;
	truth = open(argv[3], O_WRONLY | O_APPEND | O_CREAT, 0666);
	if (truth < 0)
		return 2;
	board.ctx = &truth;
	board.write = print;
	board.told = tell;
	board.random = strtoull(argv[1], NULL, 10);
	if (!board.random) {
		clock_gettime(CLOCK_REALTIME, &now);
		board.random = (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
	}
	board.tests = (unsigned)strtoul(argv[2], NULL, 10);
	board.hanging = argc > 5 && *argv[5] ? argv[5] : NULL;
	board.trapping = argc > 6 && *argv[6] ? argv[6] : NULL;
	stand_in_boot(&board);
	play(&board, atoi(argv[4]));
	return 0;
}

/* output.c - the log on standard output, and how the process ends. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/linux/process.h"
#include "lib/panic.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct log log_of_run;
static bool begun;

/* A log that cannot be written is no result: the process ends at once. */
static void write_all(void *ctx, const char *bytes, size_t n)
{
	(void)ctx;
	while (n) {
		ssize_t written = write(STDOUT_FILENO, bytes, n);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0) {
			fprintf(stderr, "barelitmus: standard output: %s\n",
				strerror(errno));
			_exit(1);
		}
		bytes += written;
		n -= (size_t)written;
	}
}

struct log *output_log(void)
{
	if (!begun)
		log_init(&log_of_run, write_all, NULL);
	begun = true;
	return &log_of_run;
}

/* Threads may still run, and a signal handler may be here: nothing is torn down. */
void output_end(int rc)
{
	log_end(output_log(), rc);
	_exit(rc);
}

void panic_at(const char *file, int line, const char *what, long value)
{
	log_error(output_log(), "panic at %s:%d on core %u: %s (%ld)", file, line,
		  cores_self(), what, value);
	output_end(1);
}

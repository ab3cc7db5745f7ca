/* raw_log.h - what a board sent, byte for byte, in a file that a session goes on with. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_RAW_LOG_H
#define HOST_BARELITMUS_RAW_LOG_H

#include <stdbool.h>
#include <stddef.h>

struct raw_log {
	const char *path;
	int file; /* -1: not open */
	bool is_new;
};

/* Takes some bytes of the log as it is found; false: no more. */
typedef bool raw_log_take(void *ctx, const char *bytes, size_t n);

/*
 * Opens the log at path, or makes it, for a session that asks a board for these words: its
 * first line says them, and a log that says others is refused, as is one that another
 * collect writes. 0, or -1 after saying on stderr what is wrong.
 */
int raw_log_open(struct raw_log *log, const char *path, const char *words);

/* Gives all that is there to take(). 0, or -1 after saying what is wrong. */
int raw_log_read(struct raw_log *log, raw_log_take *take, void *ctx);

/* Appends: 0, or -1 after saying what is wrong. */
int raw_log_write(struct raw_log *log, const char *bytes, size_t n);

void raw_log_close(struct raw_log *log);

#endif

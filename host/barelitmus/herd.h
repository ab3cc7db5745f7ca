/* herd.h - ask herd7 what a model says of a test. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_HERD_H
#define HOST_BARELITMUS_HERD_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>

enum { HERD_NAME_MAX = 256, HERD_FLAGS_MAX = 256 };

/* What herd7 prints of one test. */
struct herd_answer {
	char name[HERD_NAME_MAX];
	const char *verdict; /* "Never", "Sometimes", "Always" */
	unsigned long states;
	char flags[HERD_FLAGS_MAX]; /* "data-race,…", or "" */
};

/* False where text is not a whole answer about one test. */
bool herd_read(const char *text, struct herd_answer *answer);

enum herd_end {
	HERD_DONE,    /* it ended by itself; whether it answered, herd_read() tells */
	HERD_TIMEOUT, /* and was stopped */
	HERD_FLOOD,   /* it printed more than 16 MiB, and was stopped */
	HERD_CRASH,   /* it failed, or cannot be started: output tells why */
	HERD_SIGNAL,  /* *interrupted was set meanwhile */
};

/*
 * Runs the command (argv ends in NULL) for up to so many seconds. *output is all that it
 * printed, as a text to be freed.
 */
enum herd_end herd_ask(char *const argv[], double seconds,
		       const volatile sig_atomic_t *interrupted, char **output);

#endif

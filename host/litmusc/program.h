/* program.h - litmusc as a whole. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_PROGRAM_H
#define LITMUSC_PROGRAM_H

#include "host/litmusc/suites.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { EXIT_WRONG_INPUT = 2 };

struct options {
	bool keep_going;
	size_t group;          /* tests in one */
	unsigned int controls; /* of a test, at most */
	struct suite *suites;
	size_t suite_count;
	const char *verdicts; /* a file, or NULL */
	const char *directory;
	const char **inputs; /* files and directories */
	size_t input_count;
};

/*
 * Reads the command line. Returns 0, or -1 after saying in messages what is wrong with
 * it. What the options point to is in arguments or in arena.
 */
int options_read(struct options *options, struct arena *arena, int count,
		 char *const *arguments, FILE *messages);

/* Returns the exit status: 0, or EXIT_WRONG_INPUT after saying why in messages. */
int program_run(const struct options *options, FILE *messages);

#endif

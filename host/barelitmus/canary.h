/* canary.h - a run whose canaries did not sing as they must is not a result. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_CANARY_H
#define HOST_BARELITMUS_CANARY_H

#include "host/barelitmus/results.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct canary {
	char *pattern; /* glob over test ids */
	bool seen;     /* its outcome must be seen; else it must never be */
};

/* The canaries of a suite file: the lines "<glob> seen" and "<glob> never". */
struct canaries {
	struct canary *canaries;
	size_t count;
	size_t capacity;
};

/* 0, or -1 after saying on stderr what is wrong with the file and where. */
int canaries_load(struct canaries *canaries, const char *path);
void canaries_free(struct canaries *canaries);

/*
 * How many canaries failed; says so on out, a line each. A canary speaks through its runs
 * in the mix lkmm. One that did not run fails, unless all of it was skipped for want of
 * cores or args (the bootargs) chose other tests or mixes: then it is only said.
 */
size_t canaries_check(const struct canaries *canaries, const struct results *results,
		      const char *args, FILE *out);

#endif

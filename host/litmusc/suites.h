/* suites.h - which tests are in which suite. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_SUITES_H
#define LITMUSC_SUITES_H

#include "host/litmusc/litmus.h"

#include <stddef.h>
#include <stdio.h>

struct suite {
	const char *name, *path;
};

/*
 * Adds the suite's name to the suites of each test that a line of its file matches. Such
 * a line is a glob over ids and, for a canary, the word seen or never. Returns how many
 * lines are wrong, each of them said in messages; lenient, a line that no test matches is
 * not wrong, only said.
 */
unsigned int suite_apply(const struct suite *suite, struct litmus *const *tests,
			 size_t count, struct arena *arena, bool lenient, FILE *messages);

#endif

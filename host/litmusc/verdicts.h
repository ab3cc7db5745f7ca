/* verdicts.h - a file that says what a model expects of tests. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_VERDICTS_H
#define LITMUSC_VERDICTS_H

#include "host/litmusc/litmus.h"

#include <stddef.h>
#include <stdio.h>

/*
 * A line is "name<TAB>Never", or "path<TAB>name<TAB>Never<TAB>states<TAB>flags", where path
 * is the end of a test's path and data-race among the flags says that the test is racy; a
 * first line that begins with "path<TAB>" is skipped. Other words than Never, Sometimes and
 * Always, in the long form, say that the model has no verdict. Both are for the mix lkmm; a
 * sixth field names another mix (a glob), and then the test is found by its path alone, and
 * no flag says anything of it.
 *
 * Sets the Result without brackets of each test that a line means: by its path, else by its
 * name; for another mix, a result that comes before the test's own. Where the test says
 * otherwise the file wins; if that is of lkmm, a note in messages says so.
 * Returns 0, or -1 after saying in messages which lines are wrong.
 */
int verdicts_apply(const char *path, struct litmus *const *tests, size_t count,
		   struct arena *arena, FILE *messages);

#endif

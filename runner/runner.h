/* runner.h - the instrument: runs the tests of the image on the cores of the machine. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_RUNNER_H
#define RUNNER_RUNNER_H

#include <stdbool.h>
#include <stdint.h>

#include "runner/machine.h"
#include "runner/settings.h"

/*
 * Runs everything the settings ask for and writes the log from its plan to its last
 * verdict; the caller ends the log. Returns rc: 0 all verdicts hold, 1 not, 2 the
 * settings ask for something that the image does not have. Core 0 only.
 */
int runner_run(const struct machine *machine, const struct settings *settings);

/*
 * Lists the tests that tests= of the settings means, and the variants of the image, outside
 * of a run (protocol/README.md: the prompt). How many tests there are, where none nothing is
 * printed; or -E_NOMEM. Core 0 only.
 */
int runner_list(const struct machine *machine, const struct settings *settings);

/*
 * Prints what runner_run() would run, as the answer to "plan <words>" (protocol/README.md),
 * outside of a run. 0, or -E_NOMEM, or -E_REFUSED after an error record: the image does not
 * have what the settings ask for. Core 0 only.
 */
int runner_plan(const struct machine *machine, const struct settings *settings,
		const char *words);

/* The id of the test that is running, or NULL; for trap records, from any core. */
const char *runner_current(void);

#endif

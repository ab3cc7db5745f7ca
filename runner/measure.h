/* measure.h - what a line transfer and a fence cost on this machine. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_MEASURE_H
#define RUNNER_MEASURE_H

#include "runner/clocks.h"
#include "runner/machine.h"

/*
 * Measures and prints "# round-trip …", "# fence …" and "# barrier …", with the first
 * cores of the machine, which can run at once. Takes some milliseconds; at most a second
 * or two however busy an emulator's host is. 0, -E_NOMEM, or -E_TIMEOUT: a core did not come back.
 * Core 0 only, while the others have no job.
 */
int measure_print(const struct clocks *clocks, const struct machine *machine,
		  unsigned cores);

#endif

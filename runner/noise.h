/* noise.h - how long the cores are kept from their work, by whatever it may be. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_NOISE_H
#define RUNNER_NOISE_H

#include "runner/clocks.h"
#include "runner/machine.h"

/*
 * The first cores of the machine, which can run at once, read the clock over and over, all
 * of them for so many microseconds. Prints "# noise …" for each: how far its reads were
 * apart. 0, -E_NOMEM, or -E_TIMEOUT: a core did not come back. Core 0 only, while the
 * others have no job.
 */
int noise_print(const struct clocks *clocks, const struct machine *machine,
		unsigned cores, uint64_t microseconds);

#endif

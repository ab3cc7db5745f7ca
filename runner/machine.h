/* machine.h - what the runner needs of the machine. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_MACHINE_H
#define RUNNER_MACHINE_H

#include <stdbool.h>

#include "lib/arena.h"
#include "lib/deviation.h"
#include "protocol/log.h"

/* Const while a run lasts, but for what it points to. Core 0 is the one that runs it. */
struct machine {
	const char *arch;
	unsigned cores;                     /* 1..CREW_MAX */
	uint32_t features;                  /* enum core_feature: those of every core */
	const struct deviation *deviations; /* of this platform; ends with test == NULL */
	struct arena *arena;
	struct log *log;
	/* Makes core i enter crew_work(i) if it left it; 0 or -E_x. */
	int (*wake)(unsigned i);
	/*
	 * Core 0 calls it between batches: for watchdogs, and to hear whether the run is to
	 * end now; once true, then true to the end of the run. NULL: there is nothing to do.
	 */
	bool (*between)(void);
};

/* Core 0, between batches: is the run to end? */
static inline bool machine_interrupted(const struct machine *machine)
{
	return machine->between && machine->between();
}

#endif

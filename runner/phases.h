/* phases.h - what a thread spends its time on. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_PHASES_H
#define RUNNER_PHASES_H

#include <stdint.h>

#include "cpu.h"

/*
 * Each lasts from the end of the one before, so they add up to the whole. No clock is read
 * between the meeting before the bodies and the bodies: it would set the threads apart.
 */
enum phase {
	PHASE_RESET, /* initial values, and the wait for others that still count */
	PHASE_RUN,   /* the bodies, and the wait for others that still reset */
	PHASE_WAIT,  /* for others that still run */
	PHASE_COUNT, /* outcomes, into the histogram */
	PHASES,
};

/* Of one thread, on its own line. */
struct phases {
	uint64_t ticks[PHASES];
	uint64_t since;
};

static inline void phases_begin(struct phases *phases)
{
	phases->since = cpu_clock();
}

static inline void phases_end(struct phases *phases, enum phase phase)
{
	uint64_t now = cpu_clock();

	phases->ticks[phase] += now - phases->since;
	phases->since = now;
}

#endif

/* crew.h - the cores as workers: core 0 hands out jobs and waits for them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_CREW_H
#define RUNNER_CREW_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/arena.h"

enum { CREW_MAX = 512 }; /* cores */

typedef void job_fn(void *context);

/* Before anything else here: room for cores, 1..CREW_MAX. 0 or -E_NOMEM. Core 0 only. */
int crew_init(unsigned cores, struct arena *arena);

/*
 * Gives core i a job and returns at once; the core must have finished its last one.
 * wake makes the core look if it was stopped; its error is returned. Core 0 only, i > 0.
 */
int crew_post(unsigned i, job_fn *job, void *context, int (*wake)(unsigned i));

/* Has core i finished what it was given? Core 0 only. */
bool crew_done(unsigned i);

/* Waits for that until the deadline, in ticks of cpu_clock(): 0 or -E_TIMEOUT. */
int crew_await(unsigned i, uint64_t deadline);

/*
 * Core i's part: waits for work and does it. After crew_stop_idle(true) it returns after a
 * while without work, so that the core can be stopped; the caller must then look at
 * crew_pending(i) once more, after it has made itself wakeable.
 */
void crew_work(unsigned i);
bool crew_pending(unsigned i);
void crew_stop_idle(bool stop);

#endif

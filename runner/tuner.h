/* tuner.h - which of several tunings shows most: successive halving over samples. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_TUNER_H
#define RUNNER_TUNER_H

#include <stdbool.h>
#include <stdint.h>

#include "runner/sample.h"
#include "runner/tuning.h"

enum {
	ARMS_MAX = 48,
	ARM_SAMPLES_MAX = 16, /* of one arm; more than the rounds of any number of arms */
};

struct arm {
	struct tuning tuning;
	struct sample samples[ARM_SAMPLES_MAX];
	uint32_t count; /* of samples */
};

/*
 * All arms are sampled, FIRST_SAMPLES times, then the better half twice as long, and so on
 * until one is left. Between rounds the arms are ordered, best first. An arm is as good
 * as the upper median of its samples, in target a second; where no arm has shown the
 * target, in balance a second. What is drawn follows from what was learnt alone.
 */
struct tuner {
	struct arm arms[ARMS_MAX];
	uint32_t count;   /* of arms, 1..ARMS_MAX */
	uint32_t in_play; /* the first so many are still in the race */
	uint32_t next;    /* to be sampled in this round */
	uint32_t round;
	uint32_t turn; /* which sample of each in this round */
};

enum {
	TUNER_FIRST_SAMPLES = 2,
	TUNER_SAMPLE_NS = 1000000, /* of the first round; each later one twice that */
};

/* Begins a race; an arm may be there more than once, the first one counts. */
void tuner_init(struct tuner *tuner, const struct tuning *tunings, uint32_t count);

/* The arm to be sampled next; NULL: one is left. */
const struct arm *tuner_next(const struct tuner *tuner);

/* For how long, in nanoseconds. */
uint64_t tuner_sample_ns(const struct tuner *tuner);

/* What that arm showed; moves on. */
void tuner_learn(struct tuner *tuner, const struct sample *sample);

/* The best so far, after any number of samples; the first arm where there is none. */
const struct arm *tuner_best(const struct tuner *tuner);

/* Has any arm shown the target? */
bool tuner_saw_target(const struct tuner *tuner);

/* Picoseconds an iteration took in the arm's last sample; 0: it has none. */
uint64_t arm_iteration_ps(const struct arm *arm);

#endif

/* tuner.c - which of several tunings shows most: successive halving over samples. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/tuner.h"

#include <string.h>

static bool is_known(const struct tuner *tuner, const struct tuning *tuning)
{
	for (uint32_t i = 0; i < tuner->count; i++)
		if (!memcmp(&tuner->arms[i].tuning, tuning, sizeof(*tuning)))
			return true;
	return false;
}

void tuner_init(struct tuner *tuner, const struct tuning *tunings, uint32_t count)
{
	tuner->count = 0;
	for (uint32_t i = 0; i < count && tuner->count < ARMS_MAX; i++)
		if (!is_known(tuner, &tunings[i]))
			tuner->arms[tuner->count++] = (struct arm){.tuning = tunings[i]};
	tuner->in_play = tuner->count;
	tuner->next = 0;
	tuner->round = 0;
	tuner->turn = 0;
}

const struct arm *tuner_next(const struct tuner *tuner)
{
	return tuner->in_play > 1 ? &tuner->arms[tuner->next] : NULL;
}

uint64_t tuner_sample_ns(const struct tuner *tuner)
{
	return (uint64_t)TUNER_SAMPLE_NS << tuner->round;
}

bool tuner_saw_target(const struct tuner *tuner)
{
	for (uint32_t i = 0; i < tuner->count; i++)
		for (uint32_t s = 0; s < tuner->arms[i].count; s++)
			if (tuner->arms[i].samples[s].target)
				return true;
	return false;
}

/* In millionths a second: rare targets must not come out as 0. Fits up to 2^34 counts. */
static uint64_t sample_score(const struct sample *sample, bool by_target)
{
	uint64_t count = by_target ? sample->target : sample->balance;

	return count * 1000000000 / (sample->nanoseconds / 1000 + 1);
}

/* The upper median: one sample that the machine disturbed does no harm. */
static uint64_t arm_score(const struct arm *arm, bool by_target)
{
	uint64_t scores[ARM_SAMPLES_MAX];

	if (!arm->count)
		return 0;
	for (uint32_t i = 0; i < arm->count; i++) {
		uint64_t score = sample_score(&arm->samples[i], by_target);
		uint32_t at = i;

		for (; at && scores[at - 1] > score; at--)
			scores[at] = scores[at - 1];
		scores[at] = score;
	}
	return scores[arm->count / 2];
}

/* Insertion: equals stay in their order. */
static void sort_in_play(struct tuner *tuner)
{
	bool by_target = tuner_saw_target(tuner);

	for (uint32_t i = 1; i < tuner->in_play; i++) {
		struct arm arm = tuner->arms[i];
		uint64_t score = arm_score(&arm, by_target);
		uint32_t at = i;

		for (; at && arm_score(&tuner->arms[at - 1], by_target) < score; at--)
			tuner->arms[at] = tuner->arms[at - 1];
		tuner->arms[at] = arm;
	}
}

void tuner_learn(struct tuner *tuner, const struct sample *sample)
{
	struct arm *arm = &tuner->arms[tuner->next];

	if (arm->count < ARM_SAMPLES_MAX)
		arm->samples[arm->count++] = *sample;
	if (++tuner->next < tuner->in_play)
		return;
	tuner->next = 0;
	if (!tuner->round && ++tuner->turn < TUNER_FIRST_SAMPLES)
		return;
	sort_in_play(tuner);
	tuner->in_play = (tuner->in_play + 1) / 2;
	tuner->round++;
}

const struct arm *tuner_best(const struct tuner *tuner)
{
	bool by_target = tuner_saw_target(tuner);
	const struct arm *best = &tuner->arms[0];

	for (uint32_t i = 1; i < tuner->in_play; i++)
		if (arm_score(&tuner->arms[i], by_target) > arm_score(best, by_target))
			best = &tuner->arms[i];
	return best;
}

uint64_t arm_iteration_ps(const struct arm *arm)
{
	const struct sample *last;

	if (!arm->count)
		return 0;
	last = &arm->samples[arm->count - 1];
	return last->iterations ? last->nanoseconds * 1000 / last->iterations : 0;
}

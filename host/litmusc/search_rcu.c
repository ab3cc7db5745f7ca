/* search_rcu.c - sections of readers and grace periods in a state. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/search.h"

/*
 * None of this needs a move of its own. A section begins with its first access and ends
 * with its last, for a longer one only makes more grace periods wait. A grace period begins
 * as soon as it may, for one that begins later has to wait for more sections, and ends as
 * soon as it may.
 */
void search_enter_rcu(const struct search *s, unsigned int t, int64_t *state)
{
	const struct place_of *p = &s->places[t];

	if (!state[p->nesting] || state[p->inside])
		return;
	state[p->inside] = 1;
	state[p->entered]++;
}

void search_leave_rcu(struct search *s, unsigned int t, int64_t *state)
{
	const struct place_of *p = &s->places[t];

	if (!state[p->nesting]) {
		s->good = false;
	} else if (--state[p->nesting] == 0 && state[p->inside]) {
		state[p->inside] = 0;
		search_store(s, t, state, LEAVES_RCU, 0);
	}
}

bool search_is_waiting(const struct search *s, unsigned int t, const int64_t *state)
{
	const struct step *step = search_step(s, t, state);

	return step->kind == STEP_ACCESS && step->effect.kind == EFFECT_RCU_WAIT;
}

bool search_wait_is_over(const struct search *s, unsigned int t, const int64_t *state)
{
	const struct place_of *p = &s->places[t];

	if (!state[p->waits])
		return false;
	for (unsigned int other = 0; other < s->litmus->thread_count; other++) {
		if (state[s->places[other].left] < state[p->awaited + other])
			return false;
	}
	return true;
}

static void begin_wait(const struct search *s, unsigned int t, int64_t *state)
{
	const struct place_of *p = &s->places[t];

	state[p->waits] = 1;
	for (unsigned int other = 0; other < s->litmus->thread_count; other++)
		state[p->awaited + other] = state[s->places[other].entered];
}

bool search_wait(struct search *s, unsigned int t, int64_t *state)
{
	const struct place_of *p = &s->places[t];

	if (state[p->nesting])
		s->good = false; /* it would wait for itself */
	if (!state[p->waits] && !state[p->queued])
		begin_wait(s, t, state);
	if (!search_wait_is_over(s, t, state))
		return false;
	state[p->waits] = 0;
	for (unsigned int other = 0; other < s->litmus->thread_count; other++)
		state[p->awaited + other] = 0;
	state[p->at]++;
	return true;
}

/* search_step.c - what a step of a thread does to a state. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/search.h"

#include "host/litmusc/type.h"
#include "host/litmusc/value.h"

static void do_arithmetic(struct search *s, unsigned int t, int64_t *state,
			  const struct step *step)
{
	int64_t a = search_take(s, t, state, step->a),
		b = search_take(s, t, state, step->b);
	int64_t value = step->number;

	if (step->kind == STEP_CONVERT)
		s->good &= value_convert(a, step->bytes, &value);
	else if (step->kind == STEP_UNARY)
		s->good &= value_unary(step->op, a, step->bytes, &value);
	else if (step->kind == STEP_BINARY)
		s->good &= value_binary(step->op, a, b, step->bytes, &value);
	else if (step->kind == STEP_OFFSET)
		s->good &= b == 0, value = a;
	search_put(s, t, state, step->to, value);
}

/* No variable of a thread that is done matters but the observed. */
static void forget(const struct search *s, unsigned int t, int64_t *state)
{
	int number = 0;

	for (const struct variable *v = s->litmus->threads[t].variables; v; v = v->next) {
		if (!v->is_observed)
			search_put(s, t, state, number, 0);
		number++;
	}
}

/* What no other thread can notice. False: the next step is not of that kind. */
static bool do_private(struct search *s, unsigned int t, int64_t *state)
{
	const struct step *step = search_step(s, t, state);
	int64_t *at = &state[s->places[t].at];

	switch (step->kind) {
	case STEP_BRANCH:
		*at = search_take(s, t, state, step->a) ? *at + 1 : (int64_t)step->target;
		return true;
	case STEP_REQUIRE:
		if (!search_take(s, t, state, step->a))
			return false;
		++*at;
		return true;
	case STEP_JUMP:
		*at = step->target;
		return true;
	case STEP_END:
		forget(s, t, state);
		return false;
	case STEP_ACCESS:
		return false;
	default:
		do_arithmetic(s, t, state, step);
		++*at;
		return true;
	}
}

/*
 * Under TSO a store into the queue, too, is noticed by nobody, unless it is what begins a
 * section of readers.
 */
static bool is_private_access(const struct search *s, unsigned int t,
			      const int64_t *state, const struct step *step)
{
	const struct place_of *p = &s->places[t];

	if (step->kind != STEP_ACCESS)
		return false;
	switch (step->effect.kind) {
	case EFFECT_NOTHING:
	case EFFECT_RCU_ENTER:
	case EFFECT_RCU_LEAVE:
		return true;
	case EFFECT_FENCE:
		return s->model == MODEL_SC;
	case EFFECT_STORE:
		return s->model == MODEL_TSO && (!state[p->nesting] || state[p->inside]);
	default:
		return false;
	}
}

/* An access as wide as its location? What a lock is like inside only its primitives know. */
static void check_access(struct search *s, const struct step *step, int64_t address)
{
	int64_t l = search_location(s, address);

	if (s->locks >> l & 1)
		s->good &= step->on_lock;
	else
		s->good &= type_width(s->litmus->locations[l].type) == step->bytes;
}

void search_access(struct search *s, unsigned int t, int64_t *state)
{
	const struct step *step = search_step(s, t, state);
	int64_t address = search_take(s, t, state, step->address);

	state[s->places[t].at]++;
	if (step->address >= 0)
		check_access(s, step, address);
	if (!s->good)
		return;
	if (step->address >= 0)
		search_enter_rcu(s, t, state);
	switch (step->effect.kind) {
	case EFFECT_LOAD:
		search_put(s, t, state, step->to,
			   step->effect.gives == GIVES_HELD
				   ? search_load(s, t, state, address) != 0
				   : search_load(s, t, state, address));
		search_take(s, t, state, step->a); /* a condition that is not looked at */
		break;
	case EFFECT_STORE:
		search_store(s, t, state, address, search_take(s, t, state, step->a));
		search_take(s, t, state, step->b);
		break;
	case EFFECT_STORE_FENCE:
		search_perform(s, t, state, address, search_take(s, t, state, step->a));
		break;
	case EFFECT_UPDATE:
		search_update(s, t, state, step, address);
		break;
	case EFFECT_RCU_ENTER:
		state[s->places[t].nesting]++;
		break;
	case EFFECT_RCU_LEAVE:
		search_leave_rcu(s, t, state);
		break;
	default:
		break;
	}
}

void search_run_private(struct search *s, unsigned int t, int64_t *state)
{
	while (s->good) {
		if (is_private_access(s, t, state, search_step(s, t, state)))
			search_access(s, t, state);
		else if (search_is_waiting(s, t, state) ? !search_wait(s, t, state)
							: !do_private(s, t, state))
			return;
	}
}

bool search_is_ready(struct search *s, unsigned int t, const int64_t *state)
{
	const struct step *step = search_step(s, t, state);
	bool drained = !state[s->places[t].queued];

	if (step->kind != STEP_ACCESS)
		return false; /* it has ended, or waits for ever */
	if (step->address >= 0)
		search_location(s, search_peek(s, t, state, step->address));
	if (!s->good)
		return false;
	switch (step->effect.kind) {
	case EFFECT_FENCE:
	case EFFECT_STORE_FENCE: /* it may as well wait in front of the store */
		return drained;
	case EFFECT_UPDATE:
		return search_update_is_ready(s, t, state, step);
	case EFFECT_AWAIT:
		return (drained || !step->effect.drains) &&
		       search_load(s, t, state,
				   search_peek(s, t, state, step->address)) == 0;
	case EFFECT_RCU_WAIT:
		return false;
	default:
		return true;
	}
}

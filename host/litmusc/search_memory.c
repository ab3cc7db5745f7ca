/* search_memory.c - loads, stores and updates of a state: interleaved, or with queues. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/search.h"

#include "host/litmusc/value.h"

#include <string.h>

int64_t search_location(struct search *s, int64_t address)
{
	if (!value_is_address(address)) {
		s->good = false;
		return 0;
	}
	return address - VALUE_ADDRESS(0);
}

void search_perform(struct search *s, unsigned int t, int64_t *state, int64_t address,
		    int64_t value)
{
	if (address == LEAVES_RCU)
		state[s->places[t].left]++;
	else
		state[search_location(s, address)] = value;
}

void search_store(struct search *s, unsigned int t, int64_t *state, int64_t address,
		  int64_t value)
{
	const struct place_of *p = &s->places[t];
	int64_t *entry = &state[p->queue + 2 * state[p->queued]];

	if (s->model == MODEL_SC) {
		search_perform(s, t, state, address, value);
		return;
	}
	entry[0] = address;
	entry[1] = value;
	state[p->queued]++;
}

void search_drain(struct search *s, unsigned int t, int64_t *state)
{
	const struct place_of *p = &s->places[t];
	int64_t *queue = &state[p->queue];
	size_t rest = 2 * (size_t)--state[p->queued];

	search_perform(s, t, state, queue[0], queue[1]);
	memmove(queue, queue + 2, rest * sizeof(*queue));
	queue[rest] = queue[rest + 1] = 0; /* equal states are equal in all words */
}

int64_t search_load(struct search *s, unsigned int t, const int64_t *state,
		    int64_t address)
{
	const struct place_of *p = &s->places[t];

	for (int64_t i = state[p->queued]; i-- > 0;) {
		if (state[p->queue + 2 * i] == address)
			return state[p->queue + 2 * i + 1];
	}
	return state[search_location(s, address)];
}

/* --- updates --- */

static bool calculate(enum update_kind update, int64_t old, int64_t a, unsigned int bytes,
		      int64_t *new)
{
	static const char *const ops[] = {
		[UPDATE_AND] = "&", [UPDATE_OR] = "|", [UPDATE_XOR] = "^"};
	bool addresses = value_is_address(old) || value_is_address(a);

	switch (update) {
	case UPDATE_SWAP:
		*new = a;
		return true;
	case UPDATE_ADD:
	case UPDATE_UNLESS:
		*new = (int64_t)((uint64_t)old + (uint64_t)a);
		break;
	case UPDATE_SUB:
		*new = (int64_t)((uint64_t)old - (uint64_t)a);
		break;
	case UPDATE_ANDNOT:
		*new = old & ~a;
		break;
	default:
		return value_binary(ops[update], old, a, bytes, new);
	}
	return !addresses && value_convert(*new, bytes, new);
}

/* Does it change the location that holds old? */
static bool succeeds(const struct effect *effect, int64_t old, int64_t a, int64_t b)
{
	if (effect->update == UPDATE_COMPARE)
		return old == a;
	return effect->update != UPDATE_UNLESS || old != b;
}

static int64_t result_of(enum update_result gives, int64_t old, int64_t new, bool success)
{
	switch (gives) {
	case GIVES_OLD:
		return old;
	case GIVES_NEW:
		return new;
	case GIVES_SUCCESS:
		return success;
	case GIVES_ZERO:
		return new == 0;
	case GIVES_NEGATIVE:
		return new < 0;
	case GIVES_HELD:
		return old != 0;
	case GIVES_NOTHING:
		break;
	}
	return 0;
}

/*
 * One that fails is a load: on machines that exchange in a loop it never comes to the
 * store, and orders nothing. One that succeeds comes after all earlier stores.
 */
bool search_update_is_ready(struct search *s, unsigned int t, const int64_t *state,
			    const struct step *step)
{
	int64_t old = search_load(s, t, state, search_peek(s, t, state, step->address));
	bool success = succeeds(&step->effect, old, search_peek(s, t, state, step->a),
				search_peek(s, t, state, step->b));

	return success ? !state[s->places[t].queued] : !step->effect.must_succeed;
}

void search_update(struct search *s, unsigned int t, int64_t *state,
		   const struct step *step, int64_t address)
{
	int64_t a = search_take(s, t, state, step->a),
		b = search_take(s, t, state, step->b);
	int64_t old = search_load(s, t, state, address), new = old;
	bool success = succeeds(&step->effect, old, a, b);

	if (success && step->effect.update == UPDATE_COMPARE)
		new = b;
	else if (success && !calculate(step->effect.update, old, a, step->bytes, &new))
		s->good = false;
	if (success)
		search_perform(s, t, state, address, new);
	search_put(s, t, state, step->found, old);
	search_put(s, t, state, step->to,
		   result_of(step->effect.gives, old, new, success));
}

/* enumerate.c - the outcomes that a test can have under SC and under TSO. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/enumerate.h"

#include "host/litmusc/search.h"
#include "host/litmusc/value.h"
#include "runner/condition.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_WORDS = 1 << 14 }; /* of a state */

/* --- the search --- */

static int compare(const int64_t *one, const int64_t *other, unsigned int count)
{
	for (unsigned int i = 0; i < count; i++) {
		if (one[i] != other[i])
			return one[i] < other[i] ? -1 : 1;
	}
	return 0;
}

static void add_outcome(struct search *s, const int64_t *values)
{
	unsigned int items = s->litmus->item_count, low = 0;
	unsigned int high = s->outcomes->count;
	size_t size = items * sizeof(*values);
	int64_t *all = s->outcomes->values;

	while (low < high) {
		unsigned int middle = (low + high) / 2;
		int order = compare(values, all + (size_t)middle * items, items);

		if (order == 0)
			return;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	if (s->outcomes->count == ENUMERATE_MAX_OUTCOMES) {
		s->good = false;
		return;
	}
	memmove(all + (size_t)(low + 1) * items, all + (size_t)low * items,
		(s->outcomes->count - low) * size);
	memcpy(all + (size_t)low * items, values, size);
	s->outcomes->count++;
}

static bool is_end(const struct search *s, const int64_t *state)
{
	for (unsigned int t = 0; t < s->litmus->thread_count; t++) {
		if (state[s->places[t].queued] ||
		    search_step(s, t, state)->kind != STEP_END)
			return false;
	}
	return true;
}

static void end(struct search *s, const int64_t *state)
{
	const struct litmus *litmus = s->litmus;
	int64_t values[TEST_MAX_ITEMS];

	for (unsigned int i = 0; i < litmus->item_count; i++) {
		const struct item *item = &litmus->items[i];
		unsigned int t = (unsigned int)item->thread;

		if (item->thread == ITEM_MEMORY)
			values[i] = state[item->location];
		else
			values[i] = search_peek(
				s, t, state,
				thread_register(&litmus->threads[t], item->variable));
	}
	if (!litmus->filter.count ||
	    condition_holds(litmus->filter.ops, litmus->filter.count, values))
		add_outcome(s, values);
}

/* Takes over next, the state after a move of thread t. */
static void visit(struct search *s, unsigned int t, int64_t *next)
{
	search_run_private(s, t, next);
	for (unsigned int w = 0; w < s->litmus->thread_count;) {
		if (search_is_waiting(s, w, next) && search_wait_is_over(s, w, next)) {
			search_run_private(s, w, next);
			w = 0; /* it may have left a section that others wait for */
		} else {
			w++;
		}
	}
	if (s->good && !states_push(&s->states, next))
		s->good = false;
}

/* Does no other thread ever access the location, or where the step loads, write it? */
static bool is_alone(const struct search *s, unsigned int t, int64_t address, bool loads)
{
	const struct location *location;
	uint32_t users;

	if (!value_is_address(address))
		return false;
	location = &s->litmus->locations[address - VALUE_ADDRESS(0)];
	users = location->writers | (loads ? 0 : location->readers);
	return !(users & ~(UINT32_C(1) << t));
}

static void move(struct search *s, unsigned int t, const int64_t *state, bool drains)
{
	int64_t next[MAX_WORDS];

	memcpy(next, state, s->words * sizeof(*next));
	if (drains)
		search_drain(s, t, next);
	else
		search_access(s, t, next);
	visit(s, t, next);
}

/* A move that need not be weighed against the others: it is made. */
static bool move_alone(struct search *s, unsigned int t, const int64_t *state)
{
	const struct place_of *p = &s->places[t];
	const struct step *step = search_step(s, t, state);

	if (state[p->queued] && state[p->queue] != LEAVES_RCU &&
	    is_alone(s, t, state[p->queue], false)) {
		move(s, t, state, true);
		return true;
	}
	if (!search_is_ready(s, t, state) || step->address < 0 ||
	    !is_alone(s, t, search_peek(s, t, state, step->address),
		      step->effect.kind == EFFECT_LOAD))
		return false;
	move(s, t, state, false);
	return true;
}

static void expand(struct search *s, const int64_t *state)
{
	unsigned int threads = s->litmus->thread_count;

	if (is_end(s, state)) {
		end(s, state);
		return;
	}
	for (unsigned int t = 0; t < threads && s->good; t++) {
		if (move_alone(s, t, state))
			return;
	}
	for (unsigned int t = 0; t < threads && s->good; t++) {
		if (state[s->places[t].queued])
			move(s, t, state, true);
		if (s->good && search_is_ready(s, t, state))
			move(s, t, state, false);
	}
}

/* --- the first state --- */

static unsigned int reserve(struct search *s, unsigned int words)
{
	unsigned int at = s->words;

	s->words += words;
	return at;
}

static void lay_out(struct search *s)
{
	unsigned int threads = s->litmus->thread_count;

	reserve(s, s->litmus->location_count);
	for (unsigned int t = 0; t < threads; t++) {
		struct place_of *p = &s->places[t];
		bool queues = s->model == MODEL_TSO;

		p->at = reserve(s, 1);
		p->nesting = reserve(s, 1);
		p->inside = reserve(s, 1);
		p->entered = reserve(s, 1);
		p->left = reserve(s, 1);
		p->waits = reserve(s, 1);
		p->awaited = reserve(s, s->litmus->threads[t].waits_rcu ? threads : 0);
		p->registers = reserve(s, s->threads[t].registers);
		p->queued = reserve(s, 1);
		p->queue = reserve(s, queues ? 2 * s->threads[t].stores + 2 : 0);
	}
}

static void begin(struct search *s)
{
	const struct litmus *litmus = s->litmus;
	int64_t state[MAX_WORDS] = {0};

	for (unsigned int l = 0; l < litmus->location_count; l++)
		state[l] = location_init(&litmus->locations[l]);
	for (unsigned int t = 0; t < litmus->thread_count; t++) {
		int number = 0;

		for (const struct variable *v = litmus->threads[t].variables; v;
		     v = v->next)
			search_put(s, t, state, number++,
				   constant_value(&v->init, v->init_location));
		search_run_private(s, t, state);
	}
	if (s->good && !states_push(&s->states, state))
		s->good = false;
}

/* A lock is what its primitives make of it: free at first, and seen by nobody else. */
static bool locks_are_hidden(const struct search *s)
{
	for (unsigned int l = 0; l < s->litmus->location_count; l++) {
		if ((s->locks >> l & 1) && location_init(&s->litmus->locations[l]))
			return false;
	}
	for (unsigned int i = 0; i < s->litmus->item_count; i++) {
		const struct item *item = &s->litmus->items[i];

		if (item->thread == ITEM_MEMORY && (s->locks >> item->location & 1))
			return false;
	}
	return true;
}

static bool prepare(struct search *s, struct arena *arena)
{
	const struct litmus *litmus = s->litmus;

	for (unsigned int t = 0; t < litmus->thread_count; t++) {
		if (!steps_build(&s->threads[t], &litmus->threads[t], arena))
			return false;
		s->locks |= s->threads[t].locks;
	}
	lay_out(s);
	return s->words <= MAX_WORDS && locks_are_hidden(s);
}

struct outcomes enumerate(const struct litmus *litmus, enum model model,
			  unsigned int states)
{
	size_t room = (size_t)ENUMERATE_MAX_OUTCOMES * litmus->item_count + 1;
	struct outcomes outcomes = {.values = states_memory(room)};
	struct search s = {
		.litmus = litmus, .model = model, .outcomes = &outcomes, .good = true};
	struct arena arena = {0}; /* other tests may be searched at the same time */
	int64_t state[MAX_WORDS];

	if (prepare(&s, &arena)) {
		states_init(&s.states, s.words, states);
		begin(&s);
		while (s.good && states_pop(&s.states, state))
			expand(&s, state);
		states_free(&s.states);
		outcomes.known = s.good;
	}
	arena_free(&arena);
	return outcomes;
}

/* Those of the second set that are not in the first, behind the first. */
static void merge(struct allowed *allowed, const struct outcomes *sc,
		  const struct outcomes *tso, unsigned int items)
{
	unsigned int at = 0;

	memcpy(allowed->values, sc->values, (size_t)sc->count * items * sizeof(int64_t));
	allowed->sc = sc->count;
	for (unsigned int i = 0; i < tso->count; i++) {
		const int64_t *values = tso->values + (size_t)i * items;
		int order = -1;

		while (at < sc->count && (order = compare(sc->values + (size_t)at * items,
							  values, items)) < 0)
			at++;
		if (at < sc->count && order == 0)
			continue;
		memcpy(allowed->values + (size_t)(sc->count + allowed->tso++) * items,
		       values, items * sizeof(*values));
	}
}

void enumerate_both(const struct litmus *litmus, struct outcomes *sc,
		    struct outcomes *tso)
{
	*sc = enumerate(litmus, MODEL_SC, ENUMERATE_MAX_STATES);
	*tso = (struct outcomes){0};
	if (sc->known)
		*tso = enumerate(litmus, MODEL_TSO, ENUMERATE_MAX_STATES);
}

void litmus_allow(struct litmus *litmus, struct outcomes *sc, struct outcomes *tso)
{
	struct allowed *allowed = &litmus->allowed;

	if (!sc->known)
		sc->count = 0;
	if (!tso->known)
		tso->count = 0;
	allowed->sc_known = sc->known;
	allowed->tso_known = tso->known;
	allowed->values =
		arena_alloc(litmus->source->arena,
			    ((size_t)sc->count + tso->count) * litmus->item_count *
					    sizeof(*allowed->values) +
				    1);
	merge(allowed, sc, tso, litmus->item_count);
	free(sc->values);
	free(tso->values);
}

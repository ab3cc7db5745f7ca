/* enumerate.c - the outcomes that a test can have under SC and under TSO. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/enumerate.h"

#include "host/litmusc/states.h"
#include "host/litmusc/steps.h"
#include "host/litmusc/type.h"
#include "host/litmusc/value.h"
#include "runner/condition.h"

#include <stdlib.h>
#include <string.h>

/*
 * A depth-first search over states. A state is an array of words: memory, then for each
 * thread where it is, its registers and its queue of stores. Steps that no other thread
 * can notice are taken at once; a state is the moment before an access. An access to a
 * location that nobody else writes (or, for a store, reads) commutes with all that the
 * others may ever do, and is taken alone. Tests have no loops, so the search ends.
 */

/* A queued "store" to this address ends a section of readers. */
#define LEAVES_RCU INT64_C(-1)

enum { MAX_WORDS = 1 << 14 }; /* of a state */

/* Where in a state a thread's words are. */
struct place_of {
	unsigned int at;      /* the number of its next step */
	unsigned int nesting; /* sections of readers around it, */
	unsigned int inside;  /* 1: in which it has begun to access something */
	unsigned int entered; /* outermost sections so far, */
	unsigned int left;    /* and those whose end the others see */
	unsigned int waits;   /* 1: a grace period has begun */
	unsigned int awaited; /* per thread: how many sections must have been left */
	unsigned int registers;
	unsigned int queued; /* how many stores wait */
	unsigned int queue;  /* address and value of each, the oldest first */
};

struct search {
	const struct litmus *litmus;
	enum model model;
	struct steps threads[TEST_MAX_THREADS];
	struct place_of places[TEST_MAX_THREADS];
	uint32_t locks; /* set of locations */
	unsigned int words;
	struct states states;
	struct outcomes *outcomes;
	bool good; /* everything could be foretold so far */
};

static int64_t location_of(struct search *s, int64_t address)
{
	if (!value_is_address(address)) {
		s->good = false;
		return 0;
	}
	return address - VALUE_ADDRESS(0);
}

/* Reads a register; those that are not of variables are read once. */
static int64_t take(const struct search *s, unsigned int t, int64_t *state, int number)
{
	int64_t *at = &state[s->places[t].registers + (unsigned int)number];
	int64_t value;

	if (number < 0)
		return 0;
	value = *at;
	if ((unsigned int)number >= s->threads[t].locals)
		*at = 0;
	return value;
}

static int64_t peek(const struct search *s, unsigned int t, const int64_t *state,
		    int number)
{
	return number < 0 ? 0 : state[s->places[t].registers + (unsigned int)number];
}

static void put(const struct search *s, unsigned int t, int64_t *state, int number,
		int64_t value)
{
	if (number >= 0)
		state[s->places[t].registers + (unsigned int)number] = value;
}

static const struct step *next_step(const struct search *s, unsigned int t,
				    const int64_t *state)
{
	return &s->threads[t].list[state[s->places[t].at]];
}

/* --- memory --- */

/* A store, or the end of a section, that all see. */
static void perform(struct search *s, unsigned int t, int64_t *state, int64_t address,
		    int64_t value)
{
	if (address == LEAVES_RCU)
		state[s->places[t].left]++;
	else
		state[location_of(s, address)] = value;
}

static void store(struct search *s, unsigned int t, int64_t *state, int64_t address,
		  int64_t value)
{
	const struct place_of *p = &s->places[t];
	int64_t *entry = &state[p->queue + 2 * state[p->queued]];

	if (s->model == MODEL_SC) {
		perform(s, t, state, address, value);
		return;
	}
	entry[0] = address;
	entry[1] = value;
	state[p->queued]++;
}

/* The oldest store of the queue becomes visible. */
static void drain(struct search *s, unsigned int t, int64_t *state)
{
	const struct place_of *p = &s->places[t];
	int64_t *queue = &state[p->queue];
	size_t rest = 2 * (size_t)--state[p->queued];

	perform(s, t, state, queue[0], queue[1]);
	memmove(queue, queue + 2, rest * sizeof(*queue));
	queue[rest] = queue[rest + 1] = 0; /* equal states are equal in all words */
}

static int64_t load(struct search *s, unsigned int t, const int64_t *state,
		    int64_t address)
{
	const struct place_of *p = &s->places[t];

	for (int64_t i = state[p->queued]; i-- > 0;) {
		if (state[p->queue + 2 * i] == address)
			return state[p->queue + 2 * i + 1];
	}
	return state[location_of(s, address)];
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
static bool update_is_ready(struct search *s, unsigned int t, const int64_t *state,
			    const struct step *step)
{
	int64_t old = load(s, t, state, peek(s, t, state, step->address));
	bool success = succeeds(&step->effect, old, peek(s, t, state, step->a),
				peek(s, t, state, step->b));

	return success ? !state[s->places[t].queued] : !step->effect.must_succeed;
}

static void do_update(struct search *s, unsigned int t, int64_t *state,
		      const struct step *step, int64_t address)
{
	int64_t a = take(s, t, state, step->a), b = take(s, t, state, step->b);
	int64_t old = load(s, t, state, address), new = old;
	bool success = succeeds(&step->effect, old, a, b);

	if (success && step->effect.update == UPDATE_COMPARE)
		new = b;
	else if (success && !calculate(step->effect.update, old, a, step->bytes, &new))
		s->good = false;
	if (success)
		perform(s, t, state, address, new);
	put(s, t, state, step->found, old);
	put(s, t, state, step->to, result_of(step->effect.gives, old, new, success));
}

/* --- grace periods --- */

/*
 * None of this needs a move of its own. A section begins with its first access and ends
 * with its last, for a longer one only makes more grace periods wait. A grace period begins
 * as soon as it may, for one that begins later has to wait for more sections, and ends as
 * soon as it may.
 */
static void enter_section(const struct search *s, unsigned int t, int64_t *state)
{
	const struct place_of *p = &s->places[t];

	if (!state[p->nesting] || state[p->inside])
		return;
	state[p->inside] = 1;
	state[p->entered]++;
}

static void leave_section(struct search *s, unsigned int t, int64_t *state)
{
	const struct place_of *p = &s->places[t];

	if (!state[p->nesting]) {
		s->good = false;
	} else if (--state[p->nesting] == 0 && state[p->inside]) {
		state[p->inside] = 0;
		store(s, t, state, LEAVES_RCU, 0);
	}
}

static bool is_waiting(const struct search *s, unsigned int t, const int64_t *state)
{
	const struct step *step = next_step(s, t, state);

	return step->kind == STEP_ACCESS && step->effect.kind == EFFECT_RCU_WAIT;
}

static bool wait_is_over(const struct search *s, unsigned int t, const int64_t *state)
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

/* At a grace period: true where it is over. */
static bool do_wait(struct search *s, unsigned int t, int64_t *state)
{
	const struct place_of *p = &s->places[t];

	if (state[p->nesting])
		s->good = false; /* it would wait for itself */
	if (!state[p->waits] && !state[p->queued])
		begin_wait(s, t, state);
	if (!wait_is_over(s, t, state))
		return false;
	state[p->waits] = 0;
	for (unsigned int other = 0; other < s->litmus->thread_count; other++)
		state[p->awaited + other] = 0;
	state[p->at]++;
	return true;
}

/* --- steps --- */

static void do_arithmetic(struct search *s, unsigned int t, int64_t *state,
			  const struct step *step)
{
	int64_t a = take(s, t, state, step->a), b = take(s, t, state, step->b);
	int64_t value = step->number;

	if (step->kind == STEP_CONVERT)
		s->good &= value_convert(a, step->bytes, &value);
	else if (step->kind == STEP_UNARY)
		s->good &= value_unary(step->op, a, step->bytes, &value);
	else if (step->kind == STEP_BINARY)
		s->good &= value_binary(step->op, a, b, step->bytes, &value);
	else if (step->kind == STEP_OFFSET)
		s->good &= b == 0, value = a;
	put(s, t, state, step->to, value);
}

/* No variable of a thread that is done matters but the observed. */
static void forget(const struct search *s, unsigned int t, int64_t *state)
{
	int number = 0;

	for (const struct variable *v = s->litmus->threads[t].variables; v; v = v->next) {
		if (!v->is_observed)
			put(s, t, state, number, 0);
		number++;
	}
}

/* What no other thread can notice. False: the next step is not of that kind. */
static bool do_private(struct search *s, unsigned int t, int64_t *state)
{
	const struct step *step = next_step(s, t, state);
	int64_t *at = &state[s->places[t].at];

	switch (step->kind) {
	case STEP_BRANCH:
		*at = take(s, t, state, step->a) ? *at + 1 : (int64_t)step->target;
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
	int64_t l = location_of(s, address);

	if (s->locks >> l & 1)
		s->good &= step->on_lock;
	else
		s->good &= type_width(s->litmus->locations[l].type) == step->bytes;
}

static void do_access(struct search *s, unsigned int t, int64_t *state)
{
	const struct step *step = next_step(s, t, state);
	int64_t address = take(s, t, state, step->address);

	state[s->places[t].at]++;
	if (step->address >= 0)
		check_access(s, step, address);
	if (!s->good)
		return;
	if (step->address >= 0)
		enter_section(s, t, state);
	switch (step->effect.kind) {
	case EFFECT_LOAD:
		put(s, t, state, step->to,
		    step->effect.gives == GIVES_HELD ? load(s, t, state, address) != 0
						     : load(s, t, state, address));
		take(s, t, state, step->a); /* a condition that is not looked at */
		break;
	case EFFECT_STORE:
		store(s, t, state, address, take(s, t, state, step->a));
		take(s, t, state, step->b);
		break;
	case EFFECT_STORE_FENCE:
		perform(s, t, state, address, take(s, t, state, step->a));
		break;
	case EFFECT_UPDATE:
		do_update(s, t, state, step, address);
		break;
	case EFFECT_RCU_ENTER:
		state[s->places[t].nesting]++;
		break;
	case EFFECT_RCU_LEAVE:
		leave_section(s, t, state);
		break;
	default:
		break;
	}
}

static void run_private(struct search *s, unsigned int t, int64_t *state)
{
	while (s->good) {
		if (is_private_access(s, t, state, next_step(s, t, state)))
			do_access(s, t, state);
		else if (is_waiting(s, t, state) ? !do_wait(s, t, state)
						 : !do_private(s, t, state))
			return;
	}
}

/* May the thread's next access happen now? */
static bool is_ready(struct search *s, unsigned int t, const int64_t *state)
{
	const struct step *step = next_step(s, t, state);
	bool drained = !state[s->places[t].queued];

	if (step->kind == STEP_END)
		return false;
	if (step->address >= 0)
		location_of(s, peek(s, t, state, step->address));
	if (!s->good)
		return false;
	switch (step->effect.kind) {
	case EFFECT_FENCE:
	case EFFECT_STORE_FENCE: /* it may as well wait in front of the store */
		return drained;
	case EFFECT_UPDATE:
		return update_is_ready(s, t, state, step);
	case EFFECT_AWAIT:
		return (drained || !step->effect.drains) &&
		       load(s, t, state, peek(s, t, state, step->address)) == 0;
	case EFFECT_RCU_WAIT:
		return false;
	default:
		return true;
	}
}

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
		    next_step(s, t, state)->kind != STEP_END)
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
			values[i] = peek(
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
	run_private(s, t, next);
	for (unsigned int w = 0; w < s->litmus->thread_count;) {
		if (is_waiting(s, w, next) && wait_is_over(s, w, next)) {
			run_private(s, w, next);
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
		drain(s, t, next);
	else
		do_access(s, t, next);
	visit(s, t, next);
}

/* A move that need not be weighed against the others: it is made. */
static bool move_alone(struct search *s, unsigned int t, const int64_t *state)
{
	const struct place_of *p = &s->places[t];
	const struct step *step = next_step(s, t, state);

	if (state[p->queued] && state[p->queue] != LEAVES_RCU &&
	    is_alone(s, t, state[p->queue], false)) {
		move(s, t, state, true);
		return true;
	}
	if (!is_ready(s, t, state) || step->address < 0 ||
	    !is_alone(s, t, peek(s, t, state, step->address),
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
		if (s->good && is_ready(s, t, state))
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
			put(s, t, state, number++,
			    constant_value(&v->init, v->init_location));
		run_private(s, t, state);
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

static bool prepare(struct search *s)
{
	const struct litmus *litmus = s->litmus;

	for (unsigned int t = 0; t < litmus->thread_count; t++) {
		if (!steps_build(&s->threads[t], &litmus->threads[t],
				 litmus->source->arena))
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
	int64_t state[MAX_WORDS];

	if (!prepare(&s))
		return outcomes;
	states_init(&s.states, s.words, states);
	begin(&s);
	while (s.good && states_pop(&s.states, state))
		expand(&s, state);
	states_free(&s.states);
	outcomes.known = s.good;
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

void litmus_enumerate(struct litmus *litmus)
{
	struct outcomes sc = enumerate(litmus, MODEL_SC, ENUMERATE_MAX_STATES);
	struct outcomes tso = {0};
	struct allowed *allowed = &litmus->allowed;

	if (sc.known)
		tso = enumerate(litmus, MODEL_TSO, ENUMERATE_MAX_STATES);
	if (!sc.known)
		sc.count = 0;
	if (!tso.known)
		tso.count = 0;
	allowed->sc_known = sc.known;
	allowed->tso_known = tso.known;
	allowed->values =
		arena_alloc(litmus->source->arena,
			    ((size_t)sc.count + tso.count) * litmus->item_count *
					    sizeof(*allowed->values) +
				    1);
	merge(allowed, &sc, &tso, litmus->item_count);
	free(sc.values);
	free(tso.values);
}

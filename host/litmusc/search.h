/* search.h - a state of the search for outcomes, and what a thread can do to it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_SEARCH_H
#define LITMUSC_SEARCH_H

#include "host/litmusc/enumerate.h"
#include "host/litmusc/states.h"
#include "host/litmusc/steps.h"

/*
 * A depth-first search over states. A state is an array of words: memory, then for each
 * thread where it is, its registers and its queue of stores. Steps that no other thread
 * can notice are taken at once; a state is the moment before an access. An access to a
 * location that nobody else writes (or, for a store, reads) commutes with all that the
 * others may ever do, and is taken alone. Tests have no loops, so the search ends.
 */

/* A queued "store" to this address ends a section of readers. */
#define LEAVES_RCU INT64_C(-1)

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

/* Reads a register; those that are not of variables are read once. */
static inline int64_t search_take(const struct search *s, unsigned int t, int64_t *state,
				  int number)
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

static inline int64_t search_peek(const struct search *s, unsigned int t,
				  const int64_t *state, int number)
{
	return number < 0 ? 0 : state[s->places[t].registers + (unsigned int)number];
}

static inline void search_put(const struct search *s, unsigned int t, int64_t *state,
			      int number, int64_t value)
{
	if (number >= 0)
		state[s->places[t].registers + (unsigned int)number] = value;
}

static inline const struct step *search_step(const struct search *s, unsigned int t,
					     const int64_t *state)
{
	return &s->threads[t].list[state[s->places[t].at]];
}

/*
 * Below, t is a thread, and what cannot be foretold sets s->good to false. search_memory.c:
 */

/* The location that an address means; 0 where it is none. */
int64_t search_location(struct search *s, int64_t address);

/* A store, or with LEAVES_RCU the end of a section, that all see. */
void search_perform(struct search *s, unsigned int t, int64_t *state, int64_t address,
		    int64_t value);

/* The same, into the queue where the model has one. */
void search_store(struct search *s, unsigned int t, int64_t *state, int64_t address,
		  int64_t value);

/* The oldest store of the queue becomes visible. */
void search_drain(struct search *s, unsigned int t, int64_t *state);

int64_t search_load(struct search *s, unsigned int t, const int64_t *state,
		    int64_t address);

/* May the update at hand happen now? Then search_update() does it. */
bool search_update_is_ready(struct search *s, unsigned int t, const int64_t *state,
			    const struct step *step);
void search_update(struct search *s, unsigned int t, int64_t *state,
		   const struct step *step, int64_t address);

/* search_rcu.c: */

/* Before an access: a section of readers begins with its first. */
void search_enter_rcu(const struct search *s, unsigned int t, int64_t *state);
void search_leave_rcu(struct search *s, unsigned int t, int64_t *state);

/* Is the thread at a grace period? And is that over? */
bool search_is_waiting(const struct search *s, unsigned int t, const int64_t *state);
bool search_wait_is_over(const struct search *s, unsigned int t, const int64_t *state);

/* At a grace period: begins it, or ends it and is true where it is over. */
bool search_wait(struct search *s, unsigned int t, int64_t *state);

/* search_step.c: */

/* All that no other thread can notice. */
void search_run_private(struct search *s, unsigned int t, int64_t *state);

/* May the thread's next access happen now? Then search_access() does it. */
bool search_is_ready(struct search *s, unsigned int t, const int64_t *state);
void search_access(struct search *s, unsigned int t, int64_t *state);

#endif

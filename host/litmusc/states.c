/* states.c - the states of a search. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/states.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_SLOTS = 1024 };
#define MAX_STACK ((size_t)1 << 24) /* words: 128 MiB */

__extension__ typedef unsigned __int128 wide;

static void *checked(void *memory)
{
	if (!memory) {
		fputs("litmusc: out of memory\n", stderr);
		exit(2);
	}
	return memory;
}

int64_t *states_memory(size_t words)
{
	return checked(calloc(words, sizeof(int64_t)));
}

/* The finalizer of splitmix64: each bit of x decides about all of the result. */
static uint64_t mix(uint64_t x)
{
	x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
	return x ^ x >> 31;
}

void states_init(struct states *states, unsigned int words, unsigned int most)
{
	*states = (struct states){.words = words, .most = most, .slots = FIRST_SLOTS};
	states->marks = checked(calloc(states->slots, sizeof(*states->marks)));
	states->room = 64 * (size_t)words + 64;
	states->stack = checked(malloc(states->room * sizeof(*states->stack)));
	states->keys = checked(malloc(((size_t)words + 1) * sizeof(*states->keys)));
	for (unsigned int i = 0; i <= words; i++)
		states->keys[i] = mix((i + 1) * UINT64_C(0x9e3779b97f4a7c15));
}

void states_free(struct states *states)
{
	free(states->marks);
	free(states->stack);
	free(states->keys);
}

/*
 * The hash NH (Black et al., UMAC, 1999): a sum of products, none of which waits for
 * another. Two states have the same 128 bits with a chance of 2^-64.
 */
static struct mark mark_of(const struct states *states, const int64_t *state)
{
	const uint64_t *keys = states->keys;
	unsigned int i = 0;
	wide sum = 0;
	struct mark mark;

	for (; i + 1 < states->words; i += 2)
		sum += (wide)((uint64_t)state[i] + keys[i]) *
		       ((uint64_t)state[i + 1] + keys[i + 1]);
	if (i < states->words)
		sum += (wide)((uint64_t)state[i] + keys[i]) * keys[i + 1];
	mark.other = (uint64_t)sum;
	mark.one = mix((uint64_t)(sum >> 64) ^ mark.other); /* decides about the slot */
	mark.one |= !mark.one;                              /* {0, 0} is a free slot */
	return mark;
}

/* The slot of the mark, or the free one where it goes. */
static struct mark *slot_of(struct mark *marks, size_t slots, struct mark mark)
{
	size_t at = mark.one & (slots - 1);

	while (marks[at].one &&
	       (marks[at].one != mark.one || marks[at].other != mark.other))
		at = (at + 1) & (slots - 1);
	return &marks[at];
}

static void grow_marks(struct states *states)
{
	size_t slots = 2 * states->slots;
	struct mark *marks = checked(calloc(slots, sizeof(*marks)));

	for (size_t i = 0; i < states->slots; i++) {
		if (states->marks[i].one)
			*slot_of(marks, slots, states->marks[i]) = states->marks[i];
	}
	free(states->marks);
	states->marks = marks;
	states->slots = slots;
}

bool states_push(struct states *states, const int64_t *state)
{
	struct mark mark = mark_of(states, state);
	struct mark *slot = slot_of(states->marks, states->slots, mark);

	if (slot->one)
		return true;
	if (states->met == states->most || states->depth + states->words > MAX_STACK)
		return false;
	*slot = mark;
	if (2 * (size_t)++states->met > states->slots)
		grow_marks(states);
	if (states->depth + states->words > states->room) {
		states->room *= 2;
		states->stack =
			checked(realloc(states->stack, states->room * sizeof(*state)));
	}
	memcpy(states->stack + states->depth, state, states->words * sizeof(*state));
	states->depth += states->words;
	return true;
}

bool states_pop(struct states *states, int64_t *state)
{
	if (!states->depth)
		return false;
	states->depth -= states->words;
	memcpy(state, states->stack + states->depth, states->words * sizeof(*state));
	return true;
}

/* states.h - the states of a search: those to do, and all that were ever met. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_STATES_H
#define LITMUSC_STATES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The halves of a state's hash. Two states of one search will not share both. */
struct mark {
	uint64_t one, other;
};

struct states {
	unsigned int words;     /* of a state */
	unsigned int met, most; /* states met, and how many may be */
	struct mark *marks;     /* of those met: an open hash; {0, 0}: free */
	size_t slots;           /* a power of two */
	uint64_t *keys;         /* of the hashes, one more than words */
	int64_t *stack;         /* those to do */
	size_t depth, room;
};

void states_init(struct states *states, unsigned int words, unsigned int most);

/* Keeps a copy, unless it was met before. False where too many were met. */
bool states_push(struct states *states, const int64_t *state);

/* Takes out the next one to do; false where there is none. */
bool states_pop(struct states *states, int64_t *state);

void states_free(struct states *states);

/* So many zeros, for free(). Without memory the program ends with exit status 2. */
int64_t *states_memory(size_t words);

#endif

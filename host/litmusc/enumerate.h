/* enumerate.h - the outcomes that a test can have under SC and under TSO. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_ENUMERATE_H
#define LITMUSC_ENUMERATE_H

#include "host/litmusc/litmus.h"

enum {
	ENUMERATE_MAX_STATES = 50000, /* of one test under one model */
	ENUMERATE_MAX_OUTCOMES = 4096,
};

enum model { MODEL_SC, MODEL_TSO };

/* Values as in runner/test.h, item_count of them an outcome; sorted, each once. */
struct outcomes {
	bool known; /* else nobody may conclude anything from the rest */
	int64_t *values;
	unsigned int count;
};

/*
 * Runs the test in all ways that the model allows. SC: the threads' accesses in any
 * interleaving. TSO: stores wait in a queue of their thread, which sees them at once.
 * Outcomes that the test filters out are left out. They are not known where the test does
 * something that cannot be foretold, where a bound is hit (states is the one on states),
 * or where there are too many. The caller frees the values.
 */
struct outcomes enumerate(const struct litmus *litmus, enum model model,
			  unsigned int states);

/* Both sets of a test, each in full. Any thread may call it, and enumerate(). */
void enumerate_both(const struct litmus *litmus, struct outcomes *sc,
		    struct outcomes *tso);

/*
 * Both sets become the test's, for the descriptor: those of SC, then those that only TSO
 * has, each of the two parts sorted. Takes the values.
 */
void litmus_allow(struct litmus *litmus, struct outcomes *sc, struct outcomes *tso);

#endif

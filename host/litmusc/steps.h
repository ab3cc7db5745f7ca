/* steps.h - a thread as a list of steps, each with at most one access to memory. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_STEPS_H
#define LITMUSC_STEPS_H

#include "host/litmusc/effect.h"
#include "host/litmusc/litmus.h"

enum step_kind {
	STEP_NUMBER,  /* to = number */
	STEP_CONVERT, /* to = a, as bytes wide */
	STEP_UNARY,   /* to = op a */
	STEP_BINARY,  /* to = a op b */
	STEP_OFFSET,  /* to = a, a pointer that b is added to; only 0 is understood */
	STEP_BRANCH,  /* where a is 0, go on at target */
	STEP_REQUIRE, /* where a is 0, stay for ever */
	STEP_JUMP,    /* go on at target */
	STEP_ACCESS,  /* to = effect on the location at address, with a and b */
	STEP_END,
};

/* Registers are numbers; -1: none. */
struct step {
	enum step_kind kind;
	struct effect effect;
	const char *op;
	int64_t number;
	unsigned int target;
	unsigned int bytes; /* of the result, or of the access */
	int to, address, a, b;
	int found;    /* the local that an update writes the old value to */
	bool on_lock; /* by a primitive for locks or srcu_structs */
};

struct steps {
	struct step *list; /* the last is STEP_END */
	unsigned int count;
	unsigned int locals;    /* registers of variables: in their order, from 0 */
	unsigned int registers; /* and those that are read once, after them */
	unsigned int stores;    /* at most so many are on their way at once */
	uint32_t locks;         /* set of locations that are locks or srcu_structs */
};

/* With memory from the arena; false where the thread cannot be understood. */
bool steps_build(struct steps *steps, const struct thread *thread, struct arena *arena);

#endif

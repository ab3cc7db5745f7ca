/* mutate.h - changes to a test that let through what it forbids. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_MUTATE_H
#define LITMUSC_MUTATE_H

#include "host/litmusc/litmus.h"

/*
 * One change to one thread. Statements are numbered in the order of the text, from 0, those
 * inside an if or a block after it; calls within a statement likewise.
 */
struct mutation {
	enum mutation_kind {
		MUTATION_FENCE,  /* without the fence that statement first is */
		MUTATION_FENCES, /* without any fence */
		MUTATION_WEAKEN, /* call second of statement first becomes relaxed */
		MUTATION_SWAP,   /* statements first and second change places */
	} kind;
	unsigned int thread, first, second;
	const char *label; /* "drop-mb-P0", "weaken-xchg-P1", "swap-x-y-P0" */
};

enum { MUTATION_MAX = 32 }; /* of one test */

/*
 * Writes to out, which has room for MUTATION_MAX, what can be changed in a test; returns
 * how many there are. The labels are unique among them. Two accesses are swapped if one
 * follows the other with no third between them, to different locations, and no register
 * is in both or in what lies between; fences and locks stay where they are.
 */
unsigned int mutation_list(const struct litmus *litmus, struct mutation *out);

/* Makes the change to the same test as it was read, before litmus_bind(). */
void mutation_apply(const struct mutation *mutation, struct ast *ast,
		    struct arena *arena);

#endif

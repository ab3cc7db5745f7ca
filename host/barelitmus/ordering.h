/* ordering.h - what the instructions of a primitive order. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_ORDERING_H
#define HOST_BARELITMUS_ORDERING_H

#include "host/barelitmus/sequence.h"

/* Has the set of ORDER_ an access of kind a before one of kind b? */
bool order_includes(unsigned orders, enum event_kind a, enum event_kind b);

/*
 * Is event i of a way ordered before event j, by any chain of the rules of the Armv8 model or
 * of RVWMO? Both are accesses. There are at most twice EVENT_MAX and two more.
 */
bool path_orders(const struct event *events, size_t i, size_t j);

/* What brings the order: fences relative to the access, or the access itself. */
enum {
	PLACE_LEADING = 1,
	PLACE_TRAILING = 2,
	PLACE_INSIDE = 4, /* between two accesses of the primitive */
	PLACE_ALONE = 8,  /* a fence, and no access */
	PLACE_ACQUIRE = 16,
	PLACE_RELEASE = 32,
};

/* What holds on every path. Bits of sets of two: ORDER_RR.. where "before" is the load. */
struct ordering {
	bool known;
	bool has_load, has_store;
	unsigned through; /* from what stands before to what stands behind */
	unsigned acquire; /* from a load of the primitive to what stands behind: RR, RW */
	unsigned release; /* from what stands before to a store of it: RW, WW */
	unsigned trailing; /* from a store of it to what stands behind: WR, WW */
	unsigned places;   /* PLACE_, of all paths */
};

void sequence_ordering(const struct sequence *sequence, struct ordering *ordering);

/* Do both give the same order, wherever it comes from? */
bool ordering_same(const struct ordering *a, const struct ordering *b);

/* Is an access of kind a in the first always ordered before one of kind b in the second? */
bool sequence_between(const struct sequence *first, const struct sequence *second,
		      enum event_kind a, enum event_kind b);

/* "full: trailing fence", "acquire: instruction (a)"; text holds at least 80 bytes. */
void ordering_text(const struct ordering *ordering, char *text, size_t size);

#endif

/* findings.h - what stands out in an atlas: derived from the instructions alone. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_FINDINGS_H
#define HOST_BARELITMUS_FINDINGS_H

#include "host/barelitmus/atlas.h"

/* In the order in which they are printed. */
enum finding_kind {
	FINDING_WEAK, /* less order than the primitive's name promises */
	FINDING_MIX,  /* two variants in one thread lose an order that one of them has */
	FINDING_CALL, /* a primitive calls something */
	FINDING_TOOLCHAIN, /* one dialect, two compilers, other instructions */
	FINDING_UNORDERED, /* a variant that orders nothing, by its design */
	FINDING_KINDS,
};

struct finding {
	enum finding_kind kind;
	char *subject; /* variants */
	char *text;    /* what, with the primitives and an example */
	char *shape;   /* the litmus test's shape that shows it, or NULL */
};

struct findings {
	size_t count, capacity;
	struct finding *findings;
};

/* What the name of a primitive promises in LKMM: ORDER_ bits as in struct ordering. */
struct demand {
	unsigned through, acquire, release;
};

struct demand demand_of(const char *primitive);

/* What of the demand an ordering does not give. */
struct demand demand_missing(const struct demand *demand,
			     const struct ordering *ordering);

/* Two accesses in program order, and the shape in which their order counts. */
struct idiom {
	const char *first, *second;
	enum event_kind a, b;
	const char *shape;
};

enum { IDIOMS = 14 };
extern const struct idiom idioms[IDIOMS];

/* In one thread, the first access by variant x and the second by y. */
bool idiom_ordered(const struct atlas *atlas, const struct idiom *idiom, size_t x,
		   size_t y);

void findings_collect(struct findings *findings, const struct atlas *atlas);
void findings_free(struct findings *findings);
const char *finding_kind_text(enum finding_kind kind);

#endif

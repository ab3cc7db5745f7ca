/* sequence.h - a primitive's instructions: as a text, and what they order. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_SEQUENCE_H
#define HOST_BARELITMUS_SEQUENCE_H

#include "host/barelitmus/disassembly.h"

enum arch { ARCH_ARM64, ARCH_RISCV64, ARCH_X86_64, ARCH_COUNT };

/* "arm64", "riscv64" or "x86_64"; ARCH_COUNT for another name. */
enum arch arch_of(const char *name);
const char *arch_name(enum arch arch);

/*
 * The notation of primitives/mapping/: instructions on registers alone are left out, branches
 * name the listed instruction they go to, a call names what it calls. To be freed.
 */
char *sequence_text(enum arch arch, const struct function *function);

/* Kinds of an earlier and a later access, as bits of a set: a load before a store is ORDER_RW. */
enum {
	ORDER_RR = 1,
	ORDER_RW = 2,
	ORDER_WR = 4,
	ORDER_WW = 8,
	ORDER_ALL = 15,
};

/* What brings the order: fences relative to the access, or the access itself. */
enum {
	PLACE_LEADING = 1,
	PLACE_TRAILING = 2,
	PLACE_INSIDE = 4, /* between two accesses of the primitive */
	PLACE_ALONE = 8,  /* a fence, and no access */
	PLACE_ACQUIRE = 16,
	PLACE_RELEASE = 32,
};

enum {
	EVENT_MAX = 32, /* on a path */
	PATH_MAX = 32,  /* through a primitive */
};

enum event_kind { EVENT_LOAD = 1, EVENT_STORE = 2, EVENT_BOTH = 3, EVENT_FENCE = 4 };

struct event {
	enum event_kind kind; /* EVENT_BOTH: one operation that reads and writes */
	bool acquire, release;
	bool weak_acquire; /* of LDAPR: not ordered behind an earlier release */
	bool exclusive;    /* half of an RMW: the store is ordered behind the load */
	bool implied;      /* a fence that is an atomic instruction's own */
	unsigned fence;    /* ORDER_ of a fence */
};

struct path {
	size_t count;
	struct event events[EVENT_MAX];
};

/*
 * The ways through a primitive on which it does its work: with a store, where it has any.
 * Every instruction comes at most once on each. none: it calls something, or is too large.
 */
struct sequence {
	size_t count, capacity;
	struct path *paths;
};

void sequence_read(struct sequence *sequence, enum arch arch,
		   const struct function *function);
void sequence_free(struct sequence *sequence);

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

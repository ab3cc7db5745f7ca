/* sequence.h - a primitive's instructions: as a text, and what they order. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_SEQUENCE_H
#define HOST_BARELITMUS_SEQUENCE_H

#include "host/barelitmus/disassembly.h"

enum arch { ARCH_ARM64, ARCH_RISCV64, ARCH_X86_64, ARCH_ARM, ARCH_COUNT };

/* "arm64", "riscv64", "x86_64" or "arm"; ARCH_COUNT for another name. */
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
	size_t node;       /* which instruction it is of */
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

/* Has a path an access of these kinds? */
bool path_has(const struct path *path, unsigned kinds);

/* An instruction, and which ones may be the next. */
struct flow {
	const struct insn *insn; /* NULL: it has no part in what is asked */
	size_t next[2];          /* indices, or FLOW_END */
	unsigned nexts;
	bool is_call; /* nobody knows what that orders */
};

enum { FLOW_END = -1 };

/* All ways from an instruction to the end, whether they store or not. */
void sequence_follow(struct sequence *sequence, enum arch arch, const struct flow *flow,
		     size_t count, size_t entry);

void sequence_free(struct sequence *sequence);

#endif

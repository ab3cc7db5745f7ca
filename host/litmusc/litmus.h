/* litmus.h - a litmus test as it is understood, ready to be written out. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_LITMUS_H
#define LITMUSC_LITMUS_H

#include "host/litmusc/ast.h"
#include "host/litmusc/source.h"
#include "runner/test.h"

/* A shared location. Its type is the widest of those the test gives it. */
struct location {
	const char *name;
	const char *at;
	struct type type; /* without base until something gives it one */
	struct constant init;
	int init_location;         /* of an address */
	uint32_t points;           /* set of locations whose address it may hold */
	uint32_t params;           /* set of threads that have it as a parameter, */
	uint32_t readers, writers; /* that read it, that write it */
};

/* A parameter or a local of a thread. */
struct variable {
	struct variable *next;
	const char *name;
	const char *c_name;
	struct type type;
	int location; /* of a parameter; -1: a local */
	struct constant init;
	int init_location;
	uint32_t points;
	bool is_declared; /* by now, in the order of the text */
	bool is_hoisted;  /* to the top of the body: declared there, not in its place */
	bool is_used;     /* in the body, other than by an assignment */
	bool is_observed;
	bool is_loaded; /* VAL: a primitive defines it, for its condition alone */
};

struct thread {
	struct stmt *body;
	struct variable *variables; /* in order of declaration */
	unsigned int accesses;      /* calls and plain accesses in the body */
	bool has_log;
	bool is_plain;             /* somewhere in the body: "*x = 1" or "r = *x" */
	bool reads_rcu, waits_rcu; /* calls rcu_read_lock, synchronize_rcu */
	bool waits;                /* for a value: smp_cond_load_... */
	int held;                  /* locks and sections taken, less those given back */

	/* Set by perpetual.c where the test converts: */
	struct stmt *perpetual;
	struct variable *base; /* what its stores add to; NULL: it has none */
};

struct item {
	const char *name; /* "0:r1", "[x]" */
	int thread;       /* ITEM_MEMORY for a location */
	struct variable *variable;
	int location;
};

struct ops {
	struct cond_op *ops;
	unsigned int count;
};

/* What SC and TSO allow: see runner/test.h. */
struct allowed {
	int64_t *values;
	unsigned int sc, tso;
	bool sc_known, tso_known;
};

/* As struct test_perpetual of runner/test.h. */
struct perpetual {
	const char *why_not;
	struct test_read *reads;
	unsigned int read_count, shift;
	uint8_t by;
};

struct litmus {
	const char *path;
	struct source *source;
	struct ast *ast;
	struct location locations[TEST_MAX_LOCATIONS];
	unsigned int location_count;
	struct thread threads[TEST_MAX_THREADS];
	unsigned int thread_count;
	struct item items[TEST_MAX_ITEMS];
	unsigned int item_count;
	struct ops filter, condition;
	const char *text;           /* "exists (0:r0=0 /\ 1:r0=0)" */
	struct allowed allowed;     /* set by litmus_allow() */
	struct perpetual perpetual; /* set by litmus_perpetual() */

	bool is_racy; /* set by verdicts.c */

	/* Set by names.c and suites.c: */
	const char *id, *symbol, *suites;

	/* Set by controls.c: the mutants of a test; what a mutant is. */
	const struct litmus **controls;
	unsigned int control_count;
	const struct litmus *control_of; /* the first one; NULL: of none */
	const char *change;              /* "fence", "weaken" or "swap" */
	enum test_needs needs;
};

struct mutation;

/* Compiles what source_read() read. NULL where it fails: source->error says why. */
struct litmus *litmus_compile(struct source *source);

/* The same with one change: mutate.h. */
struct litmus *litmus_compile_changed(struct source *source,
				      const struct mutation *mutation);

/*
 * An initial value: an integer, VALUE_ADDRESS(location) for an address, else 0. The second
 * for a location's own.
 */
int64_t constant_value(const struct constant *constant, int location);
int64_t location_init(const struct location *location);

/* The thread that should reset the location. */
unsigned int litmus_reset_by(const struct litmus *litmus, unsigned int number);

/* How many values from 0 up an item of the test commonly has. */
unsigned int litmus_small(const struct litmus *litmus);

/*
 * The steps of litmus_compile(), in order. They fail by source_fail().
 * bind.c finds what each name stands for, and the set of addresses that the init block
 * and the condition give away; flow.c the types; items.c what is observed.
 */
void litmus_bind(struct litmus *litmus);
void litmus_flow(struct litmus *litmus);
void litmus_items(struct litmus *litmus);

/* The number of the location, or -1. */
int litmus_find_location(const struct litmus *litmus, const char *name);

/* NULL where the thread has none of that name. */
struct variable *thread_find(const struct thread *thread, const char *name);

/* Its place among the variables of the thread, from 0. */
int thread_register(const struct thread *thread, const struct variable *variable);

/* What a place of a condition stands for; fails where there is no such thing. */
struct item litmus_place(struct litmus *litmus, const struct place *place);

#endif

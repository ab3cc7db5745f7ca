/* follow.h - one body out of a compiled thread function: what it executes, on what. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_FOLLOW_H
#define HOST_BARELITMUS_FOLLOW_H

#include "host/barelitmus/operation.h"

/*
 * The function is followed from its entry with made-up arguments, so that each address is
 * a number that tells what it is the address of. At the first boundary one body has run;
 * the next body, up to the boundaries that end it, is the one that is taken: there the
 * loop has settled and all registers hold what they hold in a measurement.
 */
enum place_kind {
	PLACE_NONE, /* a constant */
	PLACE_LOCATION,
	PLACE_LOG,
	PLACE_RCU,
	PLACE_ARGS,
	PLACE_STACK,
};

/* What a number is the address of. */
struct place {
	enum place_kind kind;
	unsigned int number;   /* of the location, or of the thread in the RCU states */
	unsigned int instance; /* the body's own is BODY_INSTANCE */
	uint64_t offset;       /* bytes into it */
};

enum { BODY_INSTANCE = 1 };

struct state;

struct step {
	struct operation operation;
	struct state *state;  /* before it; NULL: not part of the body */
	struct value address; /* of an access */
	bool kept;            /* has an effect that the test has to have */
	bool is_dead;         /* leads only to where a wait has been given up */
	size_t next[2]; /* fall through and target; of both the possible ones alone */
	unsigned int nexts;
	uint64_t live; /* registers that a kept step after it reads as they are */
};

enum { STEP_END = -1 }; /* as a successor: the body ends */

struct body {
	const struct function *function;
	const struct image *image;
	const struct test *test;
	unsigned int thread;
	struct step *steps; /* one for each instruction of the function */
	size_t entry;
	char error[160]; /* "instruction: why" */
};

/* False with a reason in error: the body is not to be had. body_free() in either case. */
bool body_follow(struct body *body, const struct image *image,
		 const struct function *function, const struct test *test,
		 unsigned int thread);

/* Of a body that body_follow() saw, or of one of zeros. */
void body_free(struct body *body);

struct place place_of(const struct body *body, uint64_t bits);

/* The value of a register before a step of the body. */
struct value body_value(const struct step *step, unsigned int reg);

/*
 * Must the register be written as it is where the step reads it? Else its value is known,
 * and any register with that value will do.
 */
bool body_is_verbatim(const struct step *step, unsigned int reg);

/* Registers that the body reads as they were before it, and that a kept step writes. */
uint64_t body_reads_before(const struct body *body);
uint64_t body_writes(const struct step *step);

__attribute__((format(printf, 3, 4))) bool body_fail(struct body *body, size_t at,
						     const char *format, ...);

#endif

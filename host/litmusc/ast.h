/* ast.h - a litmus test as it was read. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_AST_H
#define LITMUSC_AST_H

#include "host/litmusc/primitives.h"
#include "runner/test.h"

#include <stdbool.h>
#include <stdint.h>

/* All of it lives in the arena of the test; at is always a position in its source. */

/* A named type of the language of tests. */
struct base {
	const char *name;
	const char *c_name; /* how the generated code spells it */
	uint8_t width;      /* bytes; 0: void */
};

struct type {
	const struct base *base;
	uint8_t stars;
	bool is_volatile, is_const; /* of what the stars lead to, or of the variable */
};

enum expr_kind {
	EXPR_NUMBER,
	EXPR_NAME,
	EXPR_PREFIX, /* op arg */
	EXPR_BINARY, /* arg op arg->next */
	EXPR_CAST,   /* (type)arg */
	EXPR_CALL,   /* name(arg, arg->next, …) */
};

struct expr {
	enum expr_kind kind;
	const char *at;
	const char *name; /* of a name or a call; the operator */
	int64_t number;
	struct expr *arg;
	struct expr *next; /* argument of the same call, or operand */
	unsigned int height;
	struct type cast;

	/* Found by bind.c: */
	struct variable *variable; /* of a name; of a call with a condition: VAL */
	const struct primitive *primitive;

	/* Found by flow.c: */
	struct type type;
	struct type access; /* a dereference, or a call that accesses: of what */
	uint32_t points;    /* set of locations whose address it may be */
};

enum stmt_kind {
	STMT_DECLARE, /* type name = value; */
	STMT_ASSIGN,  /* name = value; */
	STMT_STORE,   /* target = value; where target is "*…" */
	STMT_CALL,    /* value; */
	STMT_IF,      /* if (value) body else other */
	STMT_BLOCK,   /* { body } */
};

struct stmt {
	enum stmt_kind kind;
	const char *at; /* of the name, where there is one */
	struct stmt *next;
	struct type type;
	const char *name;
	struct expr *target, *value;
	struct stmt *body, *other;
	struct variable *variable; /* found by bind.c */
};

/* A register, "0:r1", or a location, "x". */
struct place {
	const char *at;
	int thread; /* ITEM_MEMORY for a location */
	const char *name;
};

/* A value as written in the init block or in a condition. */
struct constant {
	enum { CONSTANT_NONE, CONSTANT_NUMBER, CONSTANT_ADDRESS } kind;
	const char *at;
	int64_t number;
	const char *name; /* of the location */
};

struct init {
	struct init *next;
	bool typed;
	struct type type;
	struct place place;
	struct constant value;
};

struct param {
	struct param *next;
	const char *at;
	struct type type;
	const char *name;
};

struct proc {
	struct proc *next;
	const char *at;
	struct param *params;
	struct stmt *body;
};

/* In postfix order. For COND_EQ_ITEM and COND_NE_ITEM right is set, else value. */
struct term {
	enum cond_code code;
	struct place left, right;
	struct constant value;
};

struct condition {
	const char *at; /* NULL: the test has none */
	struct term *terms;
	unsigned int count;
};

struct result {
	const char *mix, *arch;
	enum test_expect expect;
	const char *source; /* who says so: struct test_result */
};

struct ast {
	const char *name;
	const char *info;          /* "Orig=…\nHash=…\n" */
	struct result *results;    /* with brackets first */
	unsigned int result_count; /* there is room for one more */
	bool has_plain_result;     /* the last one: without brackets */
	struct init *inits;
	struct proc *procs;
	unsigned int proc_count;
	struct place *observed; /* from "locations" */
	unsigned int observed_count;
	struct condition filter, condition;
	enum test_quantifier quantifier;
	int64_t largest; /* of the integers in the text; at least 0 */
};

#endif

/* statement.h - write the statements of a thread's body, in C or in Rust. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_STATEMENT_H
#define LITMUSC_STATEMENT_H

#include "host/litmusc/litmus.h"
#include "host/litmusc/text.h"

/* What differs between the two. A type is that of the variable, or of the target. */
struct language {
	/* "int r0", "let mut r0: i32" */
	const char *(*declared)(struct arena *arena, struct type type, const char *name);
	void (*value)(struct text *out, struct arena *arena, const struct expr *expr,
		      struct type type);
	/* With the brackets it needs. */
	void (*condition)(struct text *out, struct arena *arena, const struct expr *expr);
	void (*store)(struct text *out, struct arena *arena, const struct expr *target,
		      const struct expr *value);
	/* Whatever it gives is not wanted. */
	void (*call)(struct text *out, struct arena *arena, const struct expr *expr);
};

/* A thread being written. */
struct writer {
	const struct language *language;
	struct text *out;
	const struct litmus *litmus;
	const struct thread *thread;
	struct arena *arena;
	unsigned int number;
	unsigned int indent;
	bool perpetual; /* its perpetual body */
};

/* The statements of that body, and whether the variable base is in them. */
const struct stmt *statement_body(const struct writer *w);
bool statement_base(const struct writer *w);

/* The declaration of a local; value NULL: what the init block gives it. */
void statement_local(const struct writer *w, const struct variable *local,
		     const struct expr *value);

/* The declarations of all locals that stand at the top of the body; false: none does. */
bool statement_hoisted(const struct writer *w);

/* stmt and those that follow it. */
void statement_list(struct writer *w, const struct stmt *stmt);

#endif

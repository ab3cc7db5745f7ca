/* frame.h - what the generated functions of C and of Rust have in common. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_FRAME_H
#define LITMUSC_FRAME_H

#include "host/litmusc/litmus.h"
#include "host/litmusc/text.h"

/* The next parameter the body uses, from variable on. */
const struct variable *frame_param(const struct variable *variable);

/* That of the thread for a location: the thread uses it. */
const struct variable *frame_param_of(const struct thread *thread, int location);

struct type frame_param_type(const struct litmus *litmus, const struct variable *param);

/* Copies of the body in one round of the loop. */
unsigned int frame_copies(const struct thread *thread);

bool frame_uses_rcu(const struct thread *thread);

/* A list in brackets that goes on in a new line where one is full. */
struct list {
	struct text *out;
	const char *new_line;
	bool is_empty; /* true at first */
};

void list_add(struct list *list, const char *what);

#endif

/* emit.h - write tests out as C. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_EMIT_H
#define LITMUSC_EMIT_H

#include "host/litmusc/litmus.h"
#include "host/litmusc/text.h"

#include <stddef.h>

/* gNNN.tests.c: a const struct test per test. */
void emit_tests(struct text *out, struct litmus *const *tests, size_t count);

/* gNNN.threads.c: the threads, compiled once per variant. */
void emit_threads(struct text *out, struct litmus *const *tests, size_t count);

/* The log record of each thread that has one. */
void emit_records(struct text *out, const struct litmus *litmus);

/* "SB+onces: tests/SB+onces.litmus" as a comment. */
void emit_title(struct text *out, const struct litmus *litmus);

/* As a constant of C; an address of a location as VALUE_ADDRESS(l). */
void emit_integer(struct text *out, int64_t value);

/* The expression as C. */
void emit_expr(struct text *out, struct arena *arena, const struct expr *expr);

/* The same as a value of type, converted where C would not do it silently. */
void emit_value(struct text *out, struct arena *arena, const struct expr *expr,
		struct type type);

/* "*x", of the type that the access has. */
void emit_access(struct text *out, struct arena *arena, const struct expr *target);

#endif

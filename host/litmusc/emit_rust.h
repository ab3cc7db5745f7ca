/* emit_rust.h - write tests out as Rust. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_EMIT_RUST_H
#define LITMUSC_EMIT_RUST_H

#include "host/litmusc/litmus.h"
#include "host/litmusc/text.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * gNNN.threads.rs: the threads, which primitives/rust/specimen.rs includes, once per
 * variant. A test that calls what primitives/rust/ lacks is left out: its Rust variants
 * are absent. Returns how many tests are.
 */
size_t emit_rust(struct text *out, struct litmus *const *tests, size_t count);

/* The expression as Rust: as a value of type, and as a condition. */
void rust_value(struct text *out, struct arena *arena, const struct expr *expr,
		struct type type);
void rust_condition(struct text *out, struct arena *arena, const struct expr *expr);

/* A call, whatever it gives. */
void rust_call(struct text *out, struct arena *arena, const struct expr *expr);

/* "*target = value", or what a volatile location takes. */
void rust_store(struct text *out, struct arena *arena, const struct expr *target,
		const struct expr *value);

/* "*mut i32" */
const char *rust_type(struct arena *arena, struct type type);

/* Has primitives/rust/ this primitive, and under which name? */
bool rust_has(struct arena *arena, const struct primitive *primitive);
const char *rust_name(struct arena *arena, const struct primitive *primitive);

#endif

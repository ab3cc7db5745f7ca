/* c11.h - dialect c11: each primitive as the closest C11 atomic (README.md says why). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_C11_H
#define PRIMITIVES_C11_H

#define COMPILED_ORDER memory_order_seq_cst
#define COMPILED_ORDER_relaxed memory_order_relaxed
#define COMPILED_ORDER_consume memory_order_consume
#define COMPILED_ORDER_acquire memory_order_acquire
#define COMPILED_ORDER_release memory_order_release

/* As in Linux, a comparison that fails orders nothing. */
#define COMPILED_FAILURE memory_order_relaxed

#include "primitives/c11_atomic.h"
#include "primitives/compiled.h"

ATOMIC_DEFINE_ALL()

#endif

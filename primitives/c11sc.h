/* c11sc.h - dialect c11sc: C11 as it is without orders, all of it sequentially consistent. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_C11SC_H
#define PRIMITIVES_C11SC_H

#define COMPILED_ORDER memory_order_seq_cst
#define COMPILED_ORDER_relaxed memory_order_seq_cst
#define COMPILED_ORDER_consume memory_order_seq_cst
#define COMPILED_ORDER_acquire memory_order_seq_cst
#define COMPILED_ORDER_release memory_order_seq_cst
#define COMPILED_FAILURE memory_order_seq_cst

#include "primitives/c11_atomic.h"
#include "primitives/compiled.h"

ATOMIC_DEFINE_ALL()

#endif

/* c11_atomic.h - what compiled.h asks for, in C11: for c11 and c11sc. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_C11_ATOMIC_H
#define PRIMITIVES_C11_ATOMIC_H

#include <stdatomic.h>
#include "primitives/type.h"

/*
 * A dialect defines COMPILED_ORDER (_relaxed _acquire _release _consume) and
 * COMPILED_FAILURE as memory orders, then includes this and compiled.h.
 * A location of a test is an ordinary object: in gcc and clang its atomic twin looks the same.
 */
#define C11_ATOMIC(p) ((_Atomic PRIMITIVE_TYPE(*(p)) *)(p))

#define COMPILED_LOAD(order, p) atomic_load_explicit(C11_ATOMIC(p), COMPILED_ORDER##order)
#define COMPILED_STORE(order, p, v)                                                      \
	atomic_store_explicit(C11_ATOMIC(p), v, COMPILED_ORDER##order)
#define COMPILED_XCHG(order, p, v)                                                       \
	atomic_exchange_explicit(C11_ATOMIC(p), v, COMPILED_ORDER##order)
#define COMPILED_CMPXCHG(order, p, old, new)                                             \
	({                                                                               \
		PRIMITIVE_TYPE(*(p)) c11_old_ = (old);                                   \
                                                                                         \
		atomic_compare_exchange_strong_explicit(C11_ATOMIC(p), &c11_old_, new,   \
							COMPILED_ORDER##order,           \
							COMPILED_FAILURE);               \
		c11_old_;                                                                \
	})

#define C11_FETCH(op, order, p, v)                                                       \
	atomic_fetch_##op##_explicit(C11_ATOMIC(p), v, COMPILED_ORDER##order)
#define COMPILED_FETCH_add(order, p, v) C11_FETCH(add, order, p, v)
#define COMPILED_FETCH_sub(order, p, v) C11_FETCH(sub, order, p, v)
#define COMPILED_FETCH_and(order, p, v) C11_FETCH(and, order, p, v)
#define COMPILED_FETCH_or(order, p, v) C11_FETCH(or, order, p, v)
#define COMPILED_FETCH_xor(order, p, v) C11_FETCH(xor, order, p, v)
#define COMPILED_FETCH_andnot(order, p, v) C11_FETCH(and, order, p, ~(v))

#define barrier() atomic_signal_fence(memory_order_seq_cst)
#define smp_mb() atomic_thread_fence(memory_order_seq_cst)
#define smp_rmb() atomic_thread_fence(COMPILED_ORDER_acquire)
#define smp_wmb() atomic_thread_fence(COMPILED_ORDER_release)

/* C11 has these names for operations with other arguments: here they are Linux's. */
#undef atomic_fetch_add
#undef atomic_fetch_sub
#undef atomic_fetch_and
#undef atomic_fetch_or
#undef atomic_fetch_xor

#endif

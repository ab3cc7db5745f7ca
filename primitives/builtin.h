/* builtin.h - dialect builtin: the compiler's __atomic_*, and __sync_* for full order. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_BUILTIN_H
#define PRIMITIVES_BUILTIN_H

#include "primitives/type.h"

#define COMPILED_ORDER __ATOMIC_SEQ_CST
#define COMPILED_ORDER_relaxed __ATOMIC_RELAXED
#define COMPILED_ORDER_consume __ATOMIC_CONSUME
#define COMPILED_ORDER_acquire __ATOMIC_ACQUIRE
#define COMPILED_ORDER_release __ATOMIC_RELEASE
#define COMPILED_FAILURE __ATOMIC_RELAXED

/* Through the unqualified type: a test may declare its locations volatile. */
#define BUILTIN_PLAIN(p) ((PRIMITIVE_TYPE(*(p)) *)(p))

#define COMPILED_LOAD(order, p) __atomic_load_n(BUILTIN_PLAIN(p), COMPILED_ORDER##order)
#define COMPILED_STORE(order, p, v)                                                      \
	__atomic_store_n(BUILTIN_PLAIN(p), v, COMPILED_ORDER##order)

/* The only legacy exchange, __sync_lock_test_and_set, is no more than an acquire. */
#define COMPILED_XCHG(order, p, v)                                                       \
	__atomic_exchange_n(BUILTIN_PLAIN(p), v, COMPILED_ORDER##order)

/* The legacy builtins have no order in their name: they are the fully ordered forms. */
#define BUILTIN_CMPXCHG(p, old, new)                                                     \
	__sync_val_compare_and_swap(BUILTIN_PLAIN(p), old, new)
#define BUILTIN_CMPXCHG_WITH(order, p, old, new)                                         \
	({                                                                               \
		PRIMITIVE_TYPE(*(p)) builtin_old_ = (old);                               \
                                                                                         \
		__atomic_compare_exchange_n(BUILTIN_PLAIN(p), &builtin_old_, new, 0,     \
					    COMPILED_ORDER##order, COMPILED_FAILURE);    \
		builtin_old_;                                                            \
	})
#define BUILTIN_CMPXCHG_relaxed(p, old, new) BUILTIN_CMPXCHG_WITH(_relaxed, p, old, new)
#define BUILTIN_CMPXCHG_acquire(p, old, new) BUILTIN_CMPXCHG_WITH(_acquire, p, old, new)
#define BUILTIN_CMPXCHG_release(p, old, new) BUILTIN_CMPXCHG_WITH(_release, p, old, new)
#define COMPILED_CMPXCHG(order, p, old, new) BUILTIN_CMPXCHG##order(p, old, new)

#define BUILTIN_FETCH(op, p, v) __sync_fetch_and_##op(BUILTIN_PLAIN(p), v)
#define BUILTIN_FETCH_WITH(op, order, p, v)                                              \
	__atomic_fetch_##op(BUILTIN_PLAIN(p), v, COMPILED_ORDER##order)
#define BUILTIN_FETCH_relaxed(op, p, v) BUILTIN_FETCH_WITH(op, _relaxed, p, v)
#define BUILTIN_FETCH_acquire(op, p, v) BUILTIN_FETCH_WITH(op, _acquire, p, v)
#define BUILTIN_FETCH_release(op, p, v) BUILTIN_FETCH_WITH(op, _release, p, v)
#define COMPILED_FETCH_add(order, p, v) BUILTIN_FETCH##order(add, p, v)
#define COMPILED_FETCH_sub(order, p, v) BUILTIN_FETCH##order(sub, p, v)
#define COMPILED_FETCH_and(order, p, v) BUILTIN_FETCH##order(and, p, v)
#define COMPILED_FETCH_or(order, p, v) BUILTIN_FETCH##order(or, p, v)
#define COMPILED_FETCH_xor(order, p, v) BUILTIN_FETCH##order(xor, p, v)
#define COMPILED_FETCH_andnot(order, p, v) BUILTIN_FETCH##order(and, p, ~(v))

#define barrier() __atomic_signal_fence(__ATOMIC_SEQ_CST)
#define smp_mb() __sync_synchronize()
#define smp_rmb() __atomic_thread_fence(__ATOMIC_ACQUIRE)
#define smp_wmb() __atomic_thread_fence(__ATOMIC_RELEASE)

#include "primitives/compiled.h"

ATOMIC_DEFINE_ALL()

#endif

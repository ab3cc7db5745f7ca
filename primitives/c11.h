/* c11.h - dialect c11: each primitive as the closest C11 atomic (README.md says why). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_C11_H
#define PRIMITIVES_C11_H

#include <stdatomic.h>
#include <stdint.h>
#include "primitives/type.h"

/* A location of a test is an ordinary object: in gcc and clang its atomic twin looks the same. */
#define C11_ATOMIC(p) ((_Atomic PRIMITIVE_TYPE(*(p)) *)(p))

#define C11_LOAD(p, order)                                                               \
	({                                                                               \
		PRIMITIVE_CHECK_ACCESS(*(p));                                            \
		atomic_load_explicit(C11_ATOMIC(p), order);                              \
	})

#define C11_STORE(p, v, order)                                                           \
	do {                                                                             \
		PRIMITIVE_CHECK_ACCESS(*(p));                                            \
		atomic_store_explicit(C11_ATOMIC(p), PRIMITIVE_VALUE(*(p), v), order);   \
	} while (0)

#define C11_XCHG(p, v, order)                                                            \
	({                                                                               \
		PRIMITIVE_CHECK_EXCHANGE(*(p));                                          \
		atomic_exchange_explicit(C11_ATOMIC(p), PRIMITIVE_VALUE(*(p), v),        \
					 order);                                         \
	})

/* As in Linux, a comparison that fails orders nothing. */
#define C11_CMPXCHG(p, old, new, order)                                                  \
	({                                                                               \
		PRIMITIVE_CHECK_EXCHANGE(*(p));                                          \
		PRIMITIVE_TYPE(*(p)) c11_old_ = PRIMITIVE_VALUE(*(p), old);              \
                                                                                         \
		atomic_compare_exchange_strong_explicit(C11_ATOMIC(p), &c11_old_,        \
							PRIMITIVE_VALUE(*(p), new),      \
							order, memory_order_relaxed);    \
		c11_old_;                                                                \
	})

#define barrier() atomic_signal_fence(memory_order_seq_cst)
#define smp_mb() atomic_thread_fence(memory_order_seq_cst)
#define smp_rmb() atomic_thread_fence(memory_order_acquire)
#define smp_wmb() atomic_thread_fence(memory_order_release)

#define READ_ONCE(lv) C11_LOAD(&(lv), memory_order_relaxed)
#define WRITE_ONCE(lv, v) C11_STORE(&(lv), v, memory_order_relaxed)
#define smp_load_acquire(p) C11_LOAD(p, memory_order_acquire)
#define smp_store_release(p, v) C11_STORE(p, v, memory_order_release)
#define smp_store_mb(lv, v)                                                              \
	do {                                                                             \
		WRITE_ONCE(lv, v);                                                       \
		smp_mb();                                                                \
	} while (0)

#define rcu_dereference(lv) C11_LOAD(&(lv), memory_order_consume)
#define rcu_assign_pointer(lv, v) C11_STORE(&(lv), v, memory_order_release)

#define xchg(p, v) C11_XCHG(p, v, memory_order_seq_cst)
#define xchg_relaxed(p, v) C11_XCHG(p, v, memory_order_relaxed)
#define xchg_acquire(p, v) C11_XCHG(p, v, memory_order_acquire)
#define xchg_release(p, v) C11_XCHG(p, v, memory_order_release)
#define cmpxchg(p, old, new) C11_CMPXCHG(p, old, new, memory_order_seq_cst)
#define cmpxchg_relaxed(p, old, new) C11_CMPXCHG(p, old, new, memory_order_relaxed)
#define cmpxchg_acquire(p, old, new) C11_CMPXCHG(p, old, new, memory_order_acquire)
#define cmpxchg_release(p, old, new) C11_CMPXCHG(p, old, new, memory_order_release)

#endif

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

/* C11 has these names for operations with other arguments: here they are Linux's. */
#undef atomic_fetch_add
#undef atomic_fetch_sub
#undef atomic_fetch_and
#undef atomic_fetch_or
#undef atomic_fetch_xor

/* Orders by the suffix of the name. */
#define C11_ORDER memory_order_seq_cst
#define C11_ORDER_relaxed memory_order_relaxed
#define C11_ORDER_acquire memory_order_acquire
#define C11_ORDER_release memory_order_release

/* Each operation as C11's, and how the new value comes from the old one. */
#define C11_FETCH_add(p, v, o) atomic_fetch_add_explicit(C11_ATOMIC(p), v, o)
#define C11_FETCH_sub(p, v, o) atomic_fetch_sub_explicit(C11_ATOMIC(p), v, o)
#define C11_FETCH_and(p, v, o) atomic_fetch_and_explicit(C11_ATOMIC(p), v, o)
#define C11_FETCH_or(p, v, o) atomic_fetch_or_explicit(C11_ATOMIC(p), v, o)
#define C11_FETCH_xor(p, v, o) atomic_fetch_xor_explicit(C11_ATOMIC(p), v, o)
#define C11_FETCH_andnot(p, v, o) atomic_fetch_and_explicit(C11_ATOMIC(p), ~(v), o)
#define C11_NEW_add(old, v, width) ((uint##width##_t)(old) + (uint##width##_t)(v))
#define C11_NEW_sub(old, v, width) ((uint##width##_t)(old) - (uint##width##_t)(v))

#define ATOMIC_VOID(op, width, p, v) ((void)C11_FETCH_##op(p, v, memory_order_relaxed))
#define ATOMIC_FETCH(op, order, width, p, v) C11_FETCH_##op(p, v, C11_ORDER##order)
#define ATOMIC_RETURN(op, order, width, p, v)                                            \
	C11_NEW_##op(C11_FETCH_##op(p, v, C11_ORDER##order), v, width)
#define ATOMIC_ADD_UNLESS(width, p, v, u)                                                \
	({                                                                               \
		PRIMITIVE_TYPE(*(p))                                                     \
		c11_found_ = C11_LOAD(p, memory_order_relaxed);                          \
                                                                                         \
		while (c11_found_ != (u) &&                                              \
		       !atomic_compare_exchange_weak_explicit(                           \
			       C11_ATOMIC(p), &c11_found_,                               \
			       PRIMITIVE_VALUE(*(p), C11_NEW_add(c11_found_, v, width)), \
			       memory_order_seq_cst, memory_order_relaxed))              \
			;                                                                \
		c11_found_;                                                              \
	})

#define SPINLOCK_TAKE(p) atomic_fetch_add_acquire(SPINLOCK_TICKET, p)
#define SPINLOCK_WAITED() ((void)0)
#define SPINLOCK_TRY(p, old)                                                             \
	(atomic_cmpxchg_acquire(p, old, (old) + SPINLOCK_TICKET) == (old))

#include "primitives/ordered.h"

ATOMIC_DEFINE_ALL()

/* A lock of C11 orders no more than its acquire and its release: these have to. */
#define smp_mb__after_spinlock() smp_mb()
#define smp_mb__after_unlock_lock() smp_mb()

/* Nothing: srcu_read_unlock() has a full fence. */
#define smp_mb__after_srcu_read_unlock() ((void)0)

#define rcu_dereference_check(lv, condition) ((void)(condition), rcu_dereference(lv))
#define rcu_dereference_raw(lv) rcu_dereference(lv)
#define rcu_dereference_protected(lv, condition) ((void)(condition), READ_ONCE(lv))
#define rcu_access_pointer(lv) READ_ONCE(lv)

#endif

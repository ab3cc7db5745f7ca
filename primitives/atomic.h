/* atomic.h - the atomic_t family, spelled once for all dialects from a few operations. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_ATOMIC_H
#define PRIMITIVES_ATOMIC_H

#include <stdbool.h>
#include <stdint.h>
#include "primitives/type.h"

/*
 * A dialect defines these, then has ATOMIC_DEFINE_ALL() define the family; width is 32 or 64, order is the suffix of
 * the name (none, _relaxed, _acquire, _release):
 *	ATOMIC_VOID(op, width, p, v)		op: add sub and or xor andnot
 *	ATOMIC_FETCH(op, order, width, p, v)	the same; gives the old value
 *	ATOMIC_RETURN(op, order, width, p, v)	op: add sub; gives the new value
 *	ATOMIC_ADD_UNLESS(width, p, v, u)	adds v unless it finds u; gives the old value
 * READ_ONCE, WRITE_ONCE, smp_load_acquire, smp_store_release, xchg and cmpxchg do the rest.
 *
 * Linux: include/linux/atomic/atomic-arch-fallback.h says which of these each name is.
 * atomic_t is an int, atomic64_t an int64_t, atomic_long_t an intptr_t; arguments in Linux's order.
 */
#define ATOMIC_INLINE static inline __attribute__((always_inline))

#define ATOMIC_DEFINE_VOID(name, width, type, op)                                        \
	ATOMIC_INLINE void name##_##op(type v, volatile type *p)                         \
	{                                                                                \
		ATOMIC_VOID(op, width, p, v);                                            \
	}

#define ATOMIC_DEFINE_FETCH(name, width, type, op, order)                                \
	ATOMIC_INLINE type name##_fetch_##op##order(type v, volatile type *p)            \
	{                                                                                \
		return (type)ATOMIC_FETCH(op, order, width, p, v);                       \
	}

#define ATOMIC_DEFINE_RETURN(name, width, type, op, order)                               \
	ATOMIC_INLINE type name##_##op##_return##order(type v, volatile type *p)         \
	{                                                                                \
		return (type)ATOMIC_RETURN(op, order, width, p, v);                      \
	}

/* inc and dec are add and sub of 1. */
#define ATOMIC_DEFINE_STEP_VOID(name, type, step, op)                                    \
	ATOMIC_INLINE void name##_##step(volatile type *p)                               \
	{                                                                                \
		name##_##op(1, p);                                                       \
	}

#define ATOMIC_DEFINE_STEP(name, type, step, op, order)                                  \
	ATOMIC_INLINE type name##_fetch_##step##order(volatile type *p)                  \
	{                                                                                \
		return name##_fetch_##op##order(1, p);                                   \
	}                                                                                \
	ATOMIC_INLINE type name##_##step##_return##order(volatile type *p)               \
	{                                                                                \
		return name##_##op##_return##order(1, p);                                \
	}

#define ATOMIC_DEFINE_EXCHANGE(name, type, order)                                        \
	ATOMIC_INLINE type name##_xchg##order(volatile type *p, type v)                  \
	{                                                                                \
		return xchg##order(p, v);                                                \
	}                                                                                \
	ATOMIC_INLINE type name##_cmpxchg##order(volatile type *p, type old, type v)     \
	{                                                                                \
		return cmpxchg##order(p, old, v);                                        \
	}

#define ATOMIC_DEFINE_ACCESS(name, type)                                                 \
	ATOMIC_INLINE type name##_read(const volatile type *p)                           \
	{                                                                                \
		return READ_ONCE(*p);                                                    \
	}                                                                                \
	ATOMIC_INLINE type name##_read_acquire(const volatile type *p)                   \
	{                                                                                \
		return smp_load_acquire(p);                                              \
	}                                                                                \
	ATOMIC_INLINE void name##_set(volatile type *p, type v)                          \
	{                                                                                \
		WRITE_ONCE(*p, v);                                                       \
	}                                                                                \
	ATOMIC_INLINE void name##_set_release(volatile type *p, type v)                  \
	{                                                                                \
		smp_store_release(p, v);                                                 \
	}

/* Fully ordered, but for an add_unless that finds its value and orders nothing. */
#define ATOMIC_DEFINE_TESTS(name, width, type)                                           \
	ATOMIC_INLINE bool name##_sub_and_test(type v, volatile type *p)                 \
	{                                                                                \
		return name##_sub_return(v, p) == 0;                                     \
	}                                                                                \
	ATOMIC_INLINE bool name##_dec_and_test(volatile type *p)                         \
	{                                                                                \
		return name##_dec_return(p) == 0;                                        \
	}                                                                                \
	ATOMIC_INLINE bool name##_inc_and_test(volatile type *p)                         \
	{                                                                                \
		return name##_inc_return(p) == 0;                                        \
	}                                                                                \
	ATOMIC_INLINE bool name##_add_negative(type v, volatile type *p)                 \
	{                                                                                \
		return name##_add_return(v, p) < 0;                                      \
	}                                                                                \
	ATOMIC_INLINE bool name##_add_unless(volatile type *p, type v, type u)           \
	{                                                                                \
		return (type)ATOMIC_ADD_UNLESS(width, p, v, u) != u;                     \
	}                                                                                \
	ATOMIC_INLINE bool name##_inc_not_zero(volatile type *p)                         \
	{                                                                                \
		return name##_add_unless(p, 1, 0);                                       \
	}

#define ATOMIC_DEFINE_ORDER(name, width, type, order)                                    \
	ATOMIC_DEFINE_FETCH(name, width, type, add, order)                               \
	ATOMIC_DEFINE_FETCH(name, width, type, sub, order)                               \
	ATOMIC_DEFINE_FETCH(name, width, type, and, order)                               \
	ATOMIC_DEFINE_FETCH(name, width, type, or, order)                                \
	ATOMIC_DEFINE_FETCH(name, width, type, xor, order)                               \
	ATOMIC_DEFINE_FETCH(name, width, type, andnot, order)                            \
	ATOMIC_DEFINE_RETURN(name, width, type, add, order)                              \
	ATOMIC_DEFINE_RETURN(name, width, type, sub, order)                              \
	ATOMIC_DEFINE_STEP(name, type, inc, add, order)                                  \
	ATOMIC_DEFINE_STEP(name, type, dec, sub, order)                                  \
	ATOMIC_DEFINE_EXCHANGE(name, type, order)

#define ATOMIC_DEFINE(name, width, type)                                                 \
	ATOMIC_DEFINE_VOID(name, width, type, add)                                       \
	ATOMIC_DEFINE_VOID(name, width, type, sub)                                       \
	ATOMIC_DEFINE_VOID(name, width, type, and)                                       \
	ATOMIC_DEFINE_VOID(name, width, type, or)                                        \
	ATOMIC_DEFINE_VOID(name, width, type, xor)                                       \
	ATOMIC_DEFINE_VOID(name, width, type, andnot)                                    \
	ATOMIC_DEFINE_STEP_VOID(name, type, inc, add)                                    \
	ATOMIC_DEFINE_STEP_VOID(name, type, dec, sub)                                    \
	ATOMIC_DEFINE_ORDER(name, width, type, )                                         \
	ATOMIC_DEFINE_ORDER(name, width, type, _relaxed)                                 \
	ATOMIC_DEFINE_ORDER(name, width, type, _acquire)                                 \
	ATOMIC_DEFINE_ORDER(name, width, type, _release)                                 \
	ATOMIC_DEFINE_ACCESS(name, type)                                                 \
	ATOMIC_DEFINE_TESTS(name, width, type)

/* As wide as an address. */
#if UINTPTR_MAX > UINT32_MAX
#define ATOMIC_LONG_WIDTH 64
#else
#define ATOMIC_LONG_WIDTH 32
#endif
#define ATOMIC_DEFINE_LONG(width) ATOMIC_DEFINE_LONG_(width)
#define ATOMIC_DEFINE_LONG_(width) ATOMIC_DEFINE(atomic_long, width, intptr_t)

#define ATOMIC_DEFINE_ALL()                                                              \
	ATOMIC_DEFINE(atomic, 32, int)                                                   \
	ATOMIC_DEFINE(atomic64, 64, int64_t)                                             \
	ATOMIC_DEFINE_LONG(ATOMIC_LONG_WIDTH)

/* True where it exchanged; else *old becomes what it found. old points to a local. */
#define PRIMITIVE_TRY(exchange, p, old, new)                                             \
	({                                                                               \
		__typeof__(&*(old)) try_old_ = (old);                                    \
		PRIMITIVE_TYPE(*(p)) try_wanted_ = PRIMITIVE_VALUE(*(p), *try_old_);     \
		PRIMITIVE_TYPE(*(p)) try_found_ = exchange(p, try_wanted_, new);         \
                                                                                         \
		if (try_found_ != try_wanted_)                                           \
			*try_old_ = PRIMITIVE_VALUE(*try_old_, try_found_);              \
		try_found_ == try_wanted_;                                               \
	})

#define try_cmpxchg(p, old, new) PRIMITIVE_TRY(cmpxchg, p, old, new)
#define try_cmpxchg_relaxed(p, old, new) PRIMITIVE_TRY(cmpxchg_relaxed, p, old, new)
#define try_cmpxchg_acquire(p, old, new) PRIMITIVE_TRY(cmpxchg_acquire, p, old, new)
#define try_cmpxchg_release(p, old, new) PRIMITIVE_TRY(cmpxchg_release, p, old, new)
#define atomic_try_cmpxchg try_cmpxchg
#define atomic_try_cmpxchg_relaxed try_cmpxchg_relaxed
#define atomic_try_cmpxchg_acquire try_cmpxchg_acquire
#define atomic_try_cmpxchg_release try_cmpxchg_release
#define atomic64_try_cmpxchg try_cmpxchg
#define atomic64_try_cmpxchg_relaxed try_cmpxchg_relaxed
#define atomic64_try_cmpxchg_acquire try_cmpxchg_acquire
#define atomic64_try_cmpxchg_release try_cmpxchg_release
#define atomic_long_try_cmpxchg try_cmpxchg
#define atomic_long_try_cmpxchg_relaxed try_cmpxchg_relaxed
#define atomic_long_try_cmpxchg_acquire try_cmpxchg_acquire
#define atomic_long_try_cmpxchg_release try_cmpxchg_release

#endif

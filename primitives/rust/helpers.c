/* helpers.c - lkmm's primitives as functions, which the Rust of dialect rusthelper calls. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdint.h>

/*
 * Compiled with -include primitives/lkmm.h, to bitcode that is linked with Rust's. Each
 * function becomes part of its callers; the ones that are left over are the same in every
 * object of the image, hence weak.
 */
#define HELPER(signature)                                                                \
	signature;                                                                       \
	__attribute__((weak, always_inline)) signature

#define HELPER_FENCE(name)                                                               \
	HELPER(void helper_##name(void))                                                 \
	{                                                                                \
		name();                                                                  \
	}

HELPER_FENCE(smp_mb)
HELPER_FENCE(smp_rmb)
HELPER_FENCE(smp_wmb)
HELPER_FENCE(smp_mb__after_spinlock)
HELPER_FENCE(smp_mb__before_atomic)
HELPER_FENCE(smp_mb__after_atomic)

#define HELPER_ACCESSES(width, type)                                                     \
	HELPER(type helper_READ_ONCE_##width(type *p))                                   \
	{                                                                                \
		return READ_ONCE(*p);                                                    \
	}                                                                                \
	HELPER(void helper_WRITE_ONCE_##width(type *p, type v))                          \
	{                                                                                \
		WRITE_ONCE(*p, v);                                                       \
	}                                                                                \
	HELPER(type helper_smp_load_acquire_##width(type *p))                            \
	{                                                                                \
		return smp_load_acquire(p);                                              \
	}                                                                                \
	HELPER(void helper_smp_store_release_##width(type *p, type v))                   \
	{                                                                                \
		smp_store_release(p, v);                                                 \
	}                                                                                \
	HELPER(void helper_smp_store_mb_##width(type *p, type v))                        \
	{                                                                                \
		smp_store_mb(*p, v);                                                     \
	}

HELPER_ACCESSES(8, uint8_t)
HELPER_ACCESSES(16, uint16_t)
HELPER_ACCESSES(32, uint32_t)
HELPER_ACCESSES(64, uint64_t)

#define HELPER_EXCHANGES(order, width, type)                                             \
	HELPER(type helper_xchg##order##_##width(type *p, type v))                       \
	{                                                                                \
		return xchg##order(p, v);                                                \
	}                                                                                \
	HELPER(type helper_cmpxchg##order##_##width(type *p, type old, type v))          \
	{                                                                                \
		return cmpxchg##order(p, old, v);                                        \
	}

/* t: atomic, or atomic64 for 64 bits. */
#define HELPER_VALUE(t, name, width, type, result)                                       \
	HELPER(result helper_##name##_##width(type v, type *p))                          \
	{                                                                                \
		return t##_##name(v, p);                                                 \
	}

#define HELPER_ORDER(t, order, width, type)                                              \
	HELPER_EXCHANGES(order, width, uint##width##_t)                                  \
	HELPER_VALUE(t, fetch_add##order, width, type, type)                             \
	HELPER_VALUE(t, fetch_sub##order, width, type, type)                             \
	HELPER_VALUE(t, fetch_and##order, width, type, type)                             \
	HELPER_VALUE(t, fetch_or##order, width, type, type)                              \
	HELPER_VALUE(t, fetch_xor##order, width, type, type)                             \
	HELPER_VALUE(t, fetch_andnot##order, width, type, type)                          \
	HELPER_VALUE(t, add_return##order, width, type, type)                            \
	HELPER_VALUE(t, sub_return##order, width, type, type)

#define HELPER_FAMILY(t, width, type)                                                    \
	HELPER_ORDER(t, , width, type)                                                   \
	HELPER_ORDER(t, _relaxed, width, type)                                           \
	HELPER_ORDER(t, _acquire, width, type)                                           \
	HELPER_ORDER(t, _release, width, type)                                           \
	HELPER_VALUE(t, add, width, type, void)                                          \
	HELPER_VALUE(t, sub, width, type, void)                                          \
	HELPER_VALUE(t, and, width, type, void)                                          \
	HELPER_VALUE(t, or, width, type, void)                                           \
	HELPER_VALUE(t, xor, width, type, void)                                          \
	HELPER_VALUE(t, andnot, width, type, void)                                       \
	HELPER(int helper_add_unless_##width(type *p, type v, type u))                   \
	{                                                                                \
		return t##_add_unless(p, v, u);                                          \
	}

HELPER_FAMILY(atomic, 32, int)
HELPER_FAMILY(atomic64, 64, int64_t)

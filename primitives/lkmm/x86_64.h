/* x86_64.h - the LKMM primitives of Linux 6.1 on x86-64. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_LKMM_X86_64_H
#define PRIMITIVES_LKMM_X86_64_H

#include <stdint.h>
#include "primitives/lkmm/word.h"
#include "primitives/type.h"

/* Linux: arch/x86/include/asm/{barrier,cmpxchg,atomic,atomic64_64}.h. */
#define smp_mb() __asm__ volatile("lock addl $0, -4(%%rsp)" ::: "memory", "cc")
#define smp_rmb() barrier()
#define smp_wmb() barrier()
#define smp_mb__after_spinlock() ((void)0)

/* Only a store that a later load passes has to be held back, and exchanges do that. */
#define smp_mb__before_atomic() ((void)0)
#define smp_mb__after_atomic() ((void)0)
#define smp_store_mb(lv, v)                                                              \
	do {                                                                             \
		(void)xchg(&(lv), v);                                                    \
		barrier();                                                               \
	} while (0)

#define smp_store_release(p, v)                                                          \
	do {                                                                             \
		barrier();                                                               \
		WRITE_ONCE(*(p), v);                                                     \
	} while (0)

#define smp_load_acquire(p)                                                              \
	({                                                                               \
		PRIMITIVE_TYPE(*(p)) lkmm_v_ = READ_ONCE(*(p));                          \
		barrier();                                                               \
		lkmm_v_;                                                                 \
	})

/* order: suffix of the name. It changes nothing: whatever is locked is fully ordered. */
#define LKMM_EXCHANGES(order, width, size)                                               \
	LKMM_INLINE uint##width##_t lkmm_xchg##order##_##width(volatile void *p,         \
							       uint##width##_t v)        \
	{                                                                                \
		__asm__ volatile("xchg" size " %[v], %[m]"                               \
				 : [v] "+q"(v), [m] "+m"(*(volatile lkmm_##width *)p)    \
				 :                                                       \
				 : "memory", "cc");                                      \
		return v;                                                                \
	}                                                                                \
	LKMM_INLINE uint##width##_t lkmm_cmpxchg##order##_##width(                       \
		volatile void *p, uint##width##_t old, uint##width##_t v)                \
	{                                                                                \
		__asm__ volatile(                                                        \
			"lock cmpxchg" size " %[v], %[m]"                                \
			: [old] "+a"(old), [m] "+m"(*(volatile lkmm_##width *)p)         \
			: [v] "q"(v)                                                     \
			: "memory", "cc");                                               \
		return old;                                                              \
	}

#define LKMM_EXCHANGES_OF(width, size)                                                   \
	LKMM_EXCHANGES(, width, size)                                                    \
	LKMM_EXCHANGES(_relaxed, width, size)                                            \
	LKMM_EXCHANGES(_acquire, width, size)                                            \
	LKMM_EXCHANGES(_release, width, size)

LKMM_EXCHANGES_OF(8, "b")
LKMM_EXCHANGES_OF(16, "w")
LKMM_EXCHANGES_OF(32, "l")
LKMM_EXCHANGES_OF(64, "q")

#define LKMM_VOID(op, instruction, operand, width, size)                                 \
	LKMM_INLINE void lkmm_##op##_##width(volatile void *p, uint##width##_t v)        \
	{                                                                                \
		__asm__ volatile("lock " instruction size " %[v], %[m]"                  \
				 : [m] "+m"(*(volatile lkmm_##width *)p)                 \
				 : [v] "er"((uint##width##_t)(operand))                  \
				 : "memory", "cc");                                      \
	}

/* XADD is the one instruction that gives the old value; there is none that subtracts. */
#define LKMM_FETCH_XADD(op, operand, order, width, size)                                 \
	LKMM_INLINE uint##width##_t lkmm_fetch_##op##order##_##width(volatile void *p,   \
								     uint##width##_t v)  \
	{                                                                                \
		uint##width##_t old = (uint##width##_t)(operand);                        \
                                                                                         \
		__asm__ volatile(                                                        \
			"lock xadd" size " %[old], %[m]"                                 \
			: [old] "+r"(old), [m] "+m"(*(volatile lkmm_##width *)p)         \
			:                                                                \
			: "memory", "cc");                                               \
		return old;                                                              \
	}

/* The others repeat a cmpxchg until nobody came between; the first look is a plain load. */
#define LKMM_FETCH_LOOP(op, order, width, result)                                        \
	LKMM_INLINE uint##width##_t lkmm_fetch_##op##order##_##width(volatile void *p,   \
								     uint##width##_t v)  \
	{                                                                                \
		uint##width##_t found = *(volatile lkmm_##width *)p, old;                \
                                                                                         \
		do {                                                                     \
			old = found;                                                     \
			found = lkmm_cmpxchg_##width(p, old, result);                    \
		} while (found != old);                                                  \
		return old;                                                              \
	}

#define LKMM_RETURN(op, sign, order, width)                                              \
	LKMM_INLINE uint##width##_t lkmm_##op##_return##order##_##width(                 \
		volatile void *p, uint##width##_t v)                                     \
	{                                                                                \
		return lkmm_fetch_##op##order##_##width(p, v) sign v;                    \
	}

#define LKMM_ORDER(order, width, size)                                                   \
	LKMM_FETCH_XADD(add, v, order, width, size)                                      \
	LKMM_FETCH_XADD(sub, -v, order, width, size)                                     \
	LKMM_FETCH_LOOP(and, order, width, old &v)                                       \
	LKMM_FETCH_LOOP(or, order, width, old | v)                                       \
	LKMM_FETCH_LOOP(xor, order, width, old ^ v)                                      \
	LKMM_FETCH_LOOP(andnot, order, width, old & ~v)                                  \
	LKMM_RETURN(add, +, order, width)                                                \
	LKMM_RETURN(sub, -, order, width)

#define LKMM_ATOMICS(width, size)                                                        \
	LKMM_VOID(add, "add", v, width, size)                                            \
	LKMM_VOID(sub, "sub", v, width, size)                                            \
	LKMM_VOID(and, "and", v, width, size)                                            \
	LKMM_VOID(or, "or", v, width, size)                                              \
	LKMM_VOID(xor, "xor", v, width, size)                                            \
	LKMM_VOID(andnot, "and", ~v, width, size)                                        \
	LKMM_ORDER(, width, size)                                                        \
	LKMM_ORDER(_relaxed, width, size)                                                \
	LKMM_ORDER(_acquire, width, size)                                                \
	LKMM_ORDER(_release, width, size)                                                \
	LKMM_ADD_UNLESS_LOOP(width)

LKMM_ATOMICS(32, "l")
LKMM_ATOMICS(64, "q")

#endif

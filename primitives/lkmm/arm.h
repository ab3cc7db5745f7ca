/* arm.h - the LKMM primitives of Linux 6.1 on arm (Armv7-A with the large address extension). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_LKMM_ARM_H
#define PRIMITIVES_LKMM_ARM_H

#include <stdint.h>
#include "primitives/lkmm/word.h"
#include "primitives/type.h"

/* Linux: arch/arm/include/asm/{barrier,cmpxchg,atomic}.h and include/asm-generic/barrier.h. */
#define smp_mb() __asm__ volatile("dmb ish" ::: "memory")
#define smp_rmb() smp_mb()
#define smp_wmb() __asm__ volatile("dmb ishst" ::: "memory")
#define smp_mb__after_spinlock() ((void)0)

#define smp_store_release(p, v)                                                          \
	do {                                                                             \
		smp_mb();                                                                \
		WRITE_ONCE(*(p), v);                                                     \
	} while (0)

#define smp_load_acquire(p)                                                              \
	({                                                                               \
		PRIMITIVE_TYPE(*(p)) lkmm_v_ = READ_ONCE(*(p));                          \
		smp_mb();                                                                \
		lkmm_v_;                                                                 \
	})

/*
 * All loops are relaxed: order is a DMB before (release), after (acquire) or on both sides,
 * as linux/atomic/atomic-arch-fallback.h adds it; that holds for a compare that fails, too.
 */
#define LKMM_PREFETCH ".arch_extension mp\npldw %[m]\n"
#define LKMM_NONE() ((void)0)

/* By what an operand has: ONE register or TWO. */
#define LKMM_DIFFER_ONE "teq %[old], %[wanted]\n"
#define LKMM_DIFFER_TWO "teq %Q[old], %Q[wanted]\nteqeq %R[old], %R[wanted]\n"

#define LKMM_LOAD(size, pair, name) "1: ldrex" size " " LKMM_##pair(name) ", %[m]\n"
#define LKMM_STORE(size, pair, name)                                                     \
	"strex" size " %[failed], " LKMM_##pair(name) ", %[m]\n"
#define LKMM_ONE(name) "%[" name "]"
#define LKMM_TWO(name) "%Q[" name "], %R[" name "]"
#define LKMM_AGAIN "teq %[failed], #0\nbne 1b\n"

#define LKMM_COMPUTE_ONE(low, high, result, old) low " %[" result "], %[" old "], %[v]\n"
#define LKMM_COMPUTE_TWO(low, high, result, old)                                         \
	low " %Q[" result "], %Q[" old "], %Q[v]\n" high " %R[" result "], %R[" old      \
	    "], %R[v]\n"

/* A compare that fails: a store with a condition, but of 64 bits a branch. */
#define LKMM_IF_SAME_ONE(size)                                                           \
	"mov %[failed], #0\n" LKMM_DIFFER_ONE "strex" size "eq %[failed], %[v], %[m]\n"
#define LKMM_IF_SAME_TWO(size) LKMM_DIFFER_TWO "bne 2f\n" LKMM_STORE(size, TWO, "v")

/*
 * order: suffix of the name. before, after: fences. size: suffix of the instruction. A load of
 * 8 or 16 bits extends with zeros, so what it is compared with has to as well.
 */
#define LKMM_EXCHANGES(order, before, after, width, size, pair)                          \
	LKMM_INLINE uint##width##_t lkmm_xchg##order##_##width(volatile void *p,         \
							       uint##width##_t v)        \
	{                                                                                \
		uint##width##_t old;                                                     \
		uint32_t failed;                                                         \
                                                                                         \
		before();                                                                \
		__asm__ volatile(LKMM_PREFETCH LKMM_LOAD(size, pair, "old")              \
					 LKMM_STORE(size, pair, "v") LKMM_AGAIN          \
				 : [old] "=&r"(old), [failed] "=&r"(failed),             \
				   [m] "+Q"(*(volatile lkmm_##width *)p)                 \
				 : [v] "r"(v)                                            \
				 : "memory", "cc");                                      \
		after();                                                                 \
		return old;                                                              \
	}                                                                                \
	LKMM_INLINE uint##width##_t lkmm_cmpxchg##order##_##width(                       \
		volatile void *p, uint##width##_t expected, uint##width##_t v)           \
	{                                                                                \
		const __typeof__(expected + 0u) wanted = expected;                       \
		uint##width##_t old;                                                     \
		uint32_t failed;                                                         \
                                                                                         \
		before();                                                                \
		__asm__ volatile(LKMM_PREFETCH LKMM_LOAD(size, pair, "old")              \
					 LKMM_IF_SAME_##pair(size) LKMM_AGAIN "2:"       \
				 : [old] "=&r"(old), [failed] "=&r"(failed),             \
				   [m] "+Q"(*(volatile lkmm_##width *)p)                 \
				 : [wanted] "r"(wanted), [v] "r"(v)                      \
				 : "memory", "cc");                                      \
		after();                                                                 \
		return old;                                                              \
	}

/* One that returns the new value, or nothing, and one that fetches the old one. */
#define LKMM_COMPUTE(name, low, high, before, after, width, size, pair)                  \
	LKMM_INLINE uint##width##_t name(volatile void *p, uint##width##_t v)            \
	{                                                                                \
		uint##width##_t result;                                                  \
		uint32_t failed;                                                         \
                                                                                         \
		before();                                                                \
		__asm__ volatile(                                                        \
			LKMM_PREFETCH LKMM_LOAD(size, pair, "result")                    \
				LKMM_COMPUTE_##pair(low, high, "result", "result")       \
					LKMM_STORE(size, pair, "result") LKMM_AGAIN      \
			: [result] "=&r"(result), [failed] "=&r"(failed),                \
			  [m] "+Q"(*(volatile lkmm_##width *)p)                          \
			: [v] "r"(v)                                                     \
			: "cc");                                                         \
		after();                                                                 \
		return result;                                                           \
	}

#define LKMM_FETCH(name, low, high, before, after, width, size, pair)                    \
	LKMM_INLINE uint##width##_t name(volatile void *p, uint##width##_t v)            \
	{                                                                                \
		uint##width##_t old, result;                                             \
		uint32_t failed;                                                         \
                                                                                         \
		before();                                                                \
		__asm__ volatile(                                                        \
			LKMM_PREFETCH LKMM_LOAD(size, pair, "old")                       \
				LKMM_COMPUTE_##pair(low, high, "result", "old")          \
					LKMM_STORE(size, pair, "result") LKMM_AGAIN      \
			: [old] "=&r"(old), [result] "=&r"(result),                      \
			  [failed] "=&r"(failed), [m] "+Q"(*(volatile lkmm_##width *)p)  \
			: [v] "r"(v)                                                     \
			: "cc");                                                         \
		after();                                                                 \
		return old;                                                              \
	}

/* SHAPE in the four orders; the rest of the arguments is the shape's. */
#define LKMM_EXCHANGES_OF(...)                                                           \
	LKMM_EXCHANGES(, smp_mb, smp_mb, __VA_ARGS__)                                    \
	LKMM_EXCHANGES(_relaxed, LKMM_NONE, LKMM_NONE, __VA_ARGS__)                      \
	LKMM_EXCHANGES(_acquire, LKMM_NONE, smp_mb, __VA_ARGS__)                         \
	LKMM_EXCHANGES(_release, smp_mb, LKMM_NONE, __VA_ARGS__)

LKMM_EXCHANGES_OF(8, "b", ONE)
LKMM_EXCHANGES_OF(16, "h", ONE)
LKMM_EXCHANGES_OF(32, "", ONE)
LKMM_EXCHANGES_OF(64, "d", TWO)

#define LKMM_FOUR_ORDERS(SHAPE, name, low, high, width, size, pair)                      \
	SHAPE(name##_##width, low, high, smp_mb, smp_mb, width, size, pair)              \
	SHAPE(name##_relaxed_##width, low, high, LKMM_NONE, LKMM_NONE, width, size,      \
	      pair)                                                                      \
	SHAPE(name##_acquire_##width, low, high, LKMM_NONE, smp_mb, width, size, pair)   \
	SHAPE(name##_release_##width, low, high, smp_mb, LKMM_NONE, width, size, pair)

#define LKMM_ATOMIC(op, low, high, width, size, pair)                                    \
	LKMM_COMPUTE(lkmm_##op##_##width, low, high, LKMM_NONE, LKMM_NONE, width, size,  \
		     pair)                                                               \
	LKMM_FOUR_ORDERS(LKMM_FETCH, lkmm_fetch_##op, low, high, width, size, pair)

/* A value that is found leaves the loop before the last fence; the first one it has passed. */
#define LKMM_ADD_UNLESS(width, size, pair)                                               \
	LKMM_INLINE uint##width##_t lkmm_add_unless_##width(                             \
		volatile void *p, uint##width##_t v, uint##width##_t wanted)             \
	{                                                                                \
		uint##width##_t old, result;                                             \
		uint32_t failed;                                                         \
                                                                                         \
		smp_mb();                                                                \
		__asm__ volatile(                                                        \
			LKMM_PREFETCH LKMM_LOAD(size, pair, "old") LKMM_DIFFER_##pair    \
			"beq 2f\n" LKMM_COMPUTE_##pair("add" LKMM_FLAGS_##pair, "adc",   \
						       "result", "old")                  \
				LKMM_STORE(size, pair, "result") LKMM_AGAIN "2:"         \
			: [old] "=&r"(old), [result] "=&r"(result),                      \
			  [failed] "=&r"(failed), [m] "+Q"(*(volatile lkmm_##width *)p)  \
			: [v] "r"(v), [wanted] "r"(wanted)                               \
			: "cc");                                                         \
		if (old != wanted)                                                       \
			smp_mb();                                                        \
		return old;                                                              \
	}

/* The second instruction is for the upper half of 64 bits, and may need the carry. */
#define LKMM_FLAGS_ONE ""
#define LKMM_FLAGS_TWO "s"

#define LKMM_ATOMICS(width, size, pair)                                                  \
	LKMM_ATOMIC(add, "add" LKMM_FLAGS_##pair, "adc", width, size, pair)              \
	LKMM_ATOMIC(sub, "sub" LKMM_FLAGS_##pair, "sbc", width, size, pair)              \
	LKMM_ATOMIC(and, "and", "and", width, size, pair)                                \
	LKMM_ATOMIC(or, "orr", "orr", width, size, pair)                                 \
	LKMM_ATOMIC(xor, "eor", "eor", width, size, pair)                                \
	LKMM_ATOMIC(andnot, "bic", "bic", width, size, pair)                             \
	LKMM_FOUR_ORDERS(LKMM_COMPUTE, lkmm_add_return, "add" LKMM_FLAGS_##pair, "adc",  \
			 width, size, pair)                                              \
	LKMM_FOUR_ORDERS(LKMM_COMPUTE, lkmm_sub_return, "sub" LKMM_FLAGS_##pair, "sbc",  \
			 width, size, pair)                                              \
	LKMM_ADD_UNLESS(width, size, pair)

LKMM_ATOMICS(32, "", ONE)
LKMM_ATOMICS(64, "d", TWO)

#endif

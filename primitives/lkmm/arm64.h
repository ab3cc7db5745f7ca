/* arm64.h - the LKMM primitives of Linux 6.1 on arm64, LL/SC atomics (Armv8.0). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_LKMM_ARM64_H
#define PRIMITIVES_LKMM_ARM64_H

#include <stddef.h>
#include <stdint.h>
#include "primitives/lkmm/word.h"
#include "primitives/type.h"

/* Linux: arch/arm64/include/asm/{barrier,cmpxchg,atomic_ll_sc}.h. */
#define smp_mb() __asm__ volatile("dmb ish" ::: "memory")
#define smp_rmb() __asm__ volatile("dmb ishld" ::: "memory")
#define smp_wmb() __asm__ volatile("dmb ishst" ::: "memory")
#define smp_mb__after_spinlock() smp_mb()

/* Width, suffix of the instruction, register name of the operand. */
#define LKMM_ACCESSORS(width, suffix, reg)                                               \
	LKMM_INLINE void lkmm_store_release_##width(volatile void *p, uint##width##_t v) \
	{                                                                                \
		__asm__ volatile("stlr" suffix " %" reg "[v], %[m]"                      \
				 : [m] "=Q"(*(volatile lkmm_##width *)p)                 \
				 : [v] "r"(v)                                            \
				 : "memory");                                            \
	}                                                                                \
	LKMM_INLINE uint##width##_t lkmm_load_acquire_##width(const volatile void *p)    \
	{                                                                                \
		uint##width##_t v;                                                       \
                                                                                         \
		__asm__ volatile("ldar" suffix " %" reg "[v], %[m]"                      \
				 : [v] "=r"(v)                                           \
				 : [m] "Q"(*(const volatile lkmm_##width *)p)            \
				 : "memory");                                            \
		return v;                                                                \
	}

LKMM_ACCESSORS(8, "b", "w")
LKMM_ACCESSORS(16, "h", "w")
LKMM_ACCESSORS(32, "", "w")
LKMM_ACCESSORS(64, "", "x")

LKMM_INLINE void lkmm_store_release(volatile void *p, uint64_t v, size_t size)
{
	switch (size) {
	case 1:
		lkmm_store_release_8(p, (uint8_t)v);
		break;
	case 2:
		lkmm_store_release_16(p, (uint16_t)v);
		break;
	case 4:
		lkmm_store_release_32(p, (uint32_t)v);
		break;
	default:
		lkmm_store_release_64(p, v);
	}
}

LKMM_INLINE uint64_t lkmm_load_acquire(const volatile void *p, size_t size)
{
	switch (size) {
	case 1:
		return lkmm_load_acquire_8(p);
	case 2:
		return lkmm_load_acquire_16(p);
	case 4:
		return lkmm_load_acquire_32(p);
	default:
		return lkmm_load_acquire_64(p);
	}
}

#define smp_store_release(p, v)                                                          \
	do {                                                                             \
		PRIMITIVE_CHECK_ACCESS(*(p));                                            \
		lkmm_store_release((p), (uintptr_t)(v), sizeof(*(p)));                   \
	} while (0)

#define smp_load_acquire(p)                                                              \
	({                                                                               \
		PRIMITIVE_CHECK_ACCESS(*(p));                                            \
		(PRIMITIVE_TYPE(*(p))) lkmm_load_acquire((p), sizeof(*(p)));             \
	})

/*
 * order: suffix of the name. acquire, release: the letter in the instruction. mb: what
 * follows. The clobber is the last argument, as the relaxed form has none in Linux. A
 * compare that fails leaves the loop before the fence: it orders nothing.
 */
#define LKMM_EXCHANGES(order, width, reg, acquire, release, mb, ...)                     \
	LKMM_INLINE uint##width##_t lkmm_xchg##order##_##width(volatile void *p,         \
							       uint##width##_t v)        \
	{                                                                                \
		uint##width##_t old;                                                     \
		uint32_t failed;                                                         \
                                                                                         \
		__asm__ volatile("prfm pstl1strm, %[m]\n"                                \
				 "1: ld" acquire "xr %" reg "[old], %[m]\n"              \
				 "st" release "xr %w[failed], %" reg "[v], %[m]\n"       \
				 "cbnz %w[failed], 1b\n" mb                              \
				 : [old] "=&r"(old), [failed] "=&r"(failed),             \
				   [m] "+Q"(*(volatile lkmm_##width *)p)                 \
				 : [v] "r"(v)                                            \
				 : __VA_ARGS__);                                         \
		return old;                                                              \
	}                                                                                \
	LKMM_INLINE uint##width##_t lkmm_cmpxchg##order##_##width(                       \
		volatile void *p, uint##width##_t expected, uint##width##_t v)           \
	{                                                                                \
		uint##width##_t old;                                                     \
		uint64_t differ;                                                         \
                                                                                         \
		__asm__ volatile("prfm pstl1strm, %[m]\n"                                \
				 "1: ld" acquire "xr %" reg "[old], %[m]\n"              \
				 "eor %" reg "[differ], %" reg "[old], %" reg            \
				 "[expected]\n"                                          \
				 "cbnz %" reg "[differ], 2f\n"                           \
				 "st" release "xr %w[differ], %" reg "[v], %[m]\n"       \
				 "cbnz %w[differ], 1b\n" mb "2:"                         \
				 : [old] "=&r"(old), [differ] "=&r"(differ),             \
				   [m] "+Q"(*(volatile lkmm_##width *)p)                 \
				 : [expected] "r"(expected), [v] "r"(v)                  \
				 : __VA_ARGS__);                                         \
		return old;                                                              \
	}

LKMM_EXCHANGES(, 32, "w", "", "l", "dmb ish\n", "memory")
LKMM_EXCHANGES(, 64, "x", "", "l", "dmb ish\n", "memory")
LKMM_EXCHANGES(_relaxed, 32, "w", "", "", "")
LKMM_EXCHANGES(_relaxed, 64, "x", "", "", "")
LKMM_EXCHANGES(_acquire, 32, "w", "a", "", "", "memory")
LKMM_EXCHANGES(_acquire, 64, "x", "a", "", "", "memory")
LKMM_EXCHANGES(_release, 32, "w", "", "l", "", "memory")
LKMM_EXCHANGES(_release, 64, "x", "", "l", "", "memory")

/*
 * The same arguments, and the instruction that computes: an op without a value, one that
 * returns the new value, and one that fetches the old one.
 */
#define LKMM_COMPUTE(name, asm_op, width, reg, acquire, release, mb, ...)                \
	LKMM_INLINE uint##width##_t name(volatile void *p, uint##width##_t v)            \
	{                                                                                \
		uint##width##_t result;                                                  \
		uint32_t failed;                                                         \
                                                                                         \
		__asm__ volatile("prfm pstl1strm, %[m]\n"                                \
				 "1: ld" acquire "xr %" reg "[result], %[m]\n" asm_op    \
				 " %" reg "[result], %" reg "[result], %" reg "[v]\n"    \
				 "st" release "xr %w[failed], %" reg "[result], %[m]\n"  \
				 "cbnz %w[failed], 1b\n" mb                              \
				 : [result] "=&r"(result), [failed] "=&r"(failed),       \
				   [m] "+Q"(*(volatile lkmm_##width *)p)                 \
				 : [v] "r"(v)                                            \
				 : __VA_ARGS__);                                         \
		return result;                                                           \
	}

#define LKMM_FETCH(name, asm_op, width, reg, acquire, release, mb, ...)                  \
	LKMM_INLINE uint##width##_t name(volatile void *p, uint##width##_t v)            \
	{                                                                                \
		uint##width##_t old, result;                                             \
		uint32_t failed;                                                         \
                                                                                         \
		__asm__ volatile(                                                        \
			"prfm pstl1strm, %[m]\n"                                         \
			"1: ld" acquire "xr %" reg "[old], %[m]\n" asm_op " %" reg       \
			"[result], %" reg "[old], %" reg "[v]\n"                         \
			"st" release "xr %w[failed], %" reg "[result], %[m]\n"           \
			"cbnz %w[failed], 1b\n" mb                                       \
			: [old] "=&r"(old), [result] "=&r"(result),                      \
			  [failed] "=&r"(failed), [m] "+Q"(*(volatile lkmm_##width *)p)  \
			: [v] "r"(v)                                                     \
			: __VA_ARGS__);                                                  \
		return old;                                                              \
	}

#define LKMM_FOUR_ORDERS(SHAPE, name, asm_op, width, reg)                                \
	SHAPE(name##_##width, asm_op, width, reg, "", "l", "dmb ish\n", "memory")        \
	SHAPE(name##_relaxed_##width, asm_op, width, reg, "", "", "")                    \
	SHAPE(name##_acquire_##width, asm_op, width, reg, "a", "", "", "memory")         \
	SHAPE(name##_release_##width, asm_op, width, reg, "", "l", "", "memory")

#define LKMM_ATOMIC(op, asm_op, width, reg)                                              \
	LKMM_COMPUTE(lkmm_##op##_##width, asm_op, width, reg, "", "", "")                \
	LKMM_FOUR_ORDERS(LKMM_FETCH, lkmm_fetch_##op, asm_op, width, reg)

#define LKMM_ATOMICS(width, reg)                                                         \
	LKMM_ATOMIC(add, "add", width, reg)                                              \
	LKMM_ATOMIC(sub, "sub", width, reg)                                              \
	LKMM_ATOMIC(and, "and", width, reg)                                              \
	LKMM_ATOMIC(or, "orr", width, reg)                                               \
	LKMM_ATOMIC(xor, "eor", width, reg)                                              \
	LKMM_ATOMIC(andnot, "bic", width, reg)                                           \
	LKMM_FOUR_ORDERS(LKMM_COMPUTE, lkmm_add_return, "add", width, reg)               \
	LKMM_FOUR_ORDERS(LKMM_COMPUTE, lkmm_sub_return, "sub", width, reg)

LKMM_ATOMICS(32, "w")
LKMM_ATOMICS(64, "x")

/* Linux has no loop of its own for this one: it repeats a cmpxchg. */
#define LKMM_ADD_UNLESS(width)                                                           \
	LKMM_INLINE uint##width##_t lkmm_add_unless_##width(                             \
		volatile void *p, uint##width##_t v, uint##width##_t u)                  \
	{                                                                                \
		uint##width##_t old = *(volatile lkmm_##width *)p;                       \
		uint##width##_t wanted;                                                  \
                                                                                         \
		do {                                                                     \
			wanted = old;                                                    \
			if (wanted == u)                                                 \
				break;                                                   \
			old = lkmm_cmpxchg_##width(p, wanted, wanted + v);               \
		} while (old != wanted);                                                 \
		return wanted;                                                           \
	}

LKMM_ADD_UNLESS(32)
LKMM_ADD_UNLESS(64)

#endif

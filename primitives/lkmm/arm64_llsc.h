/* arm64_llsc.h - exchanges and atomics of Linux 6.1 on Armv8.0: loops of LL/SC. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_LKMM_ARM64_LLSC_H
#define PRIMITIVES_LKMM_ARM64_LLSC_H

#include <stdint.h>
#include "primitives/lkmm/word.h"

/* Linux: arch/arm64/include/asm/{cmpxchg,atomic_ll_sc}.h. */

/*
 * order: suffix of the name. size: suffix of the instruction. acquire, release: the letter
 * in it. mb: what follows. The clobber is the last argument, as the relaxed form has none in Linux. A
 * compare that fails leaves the loop before the fence: it orders nothing. A
 * load of 8 or 16 bits extends with zeros, so what it is compared with has to as well.
 */
#define LKMM_EXCHANGES(order, width, size, reg, acquire, release, mb, ...)               \
	LKMM_INLINE uint##width##_t lkmm_xchg##order##_##width(volatile void *p,         \
							       uint##width##_t v)        \
	{                                                                                \
		uint##width##_t old;                                                     \
		uint32_t failed;                                                         \
                                                                                         \
		__asm__ volatile("prfm pstl1strm, %[m]\n"                                \
				 "1: ld" acquire "xr" size " %" reg "[old], %[m]\n"      \
				 "st" release "xr" size " %w[failed], %" reg             \
				 "[v], %[m]\n"                                           \
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
		const uint64_t wanted = expected;                                        \
		uint##width##_t old;                                                     \
		uint64_t differ;                                                         \
                                                                                         \
		__asm__ volatile(                                                        \
			"prfm pstl1strm, %[m]\n"                                         \
			"1: ld" acquire "xr" size " %" reg "[old], %[m]\n"               \
			"eor %" reg "[differ], %" reg "[old], %" reg "[wanted]\n"        \
			"cbnz %" reg "[differ], 2f\n"                                    \
			"st" release "xr" size " %w[differ], %" reg "[v], %[m]\n"        \
			"cbnz %w[differ], 1b\n" mb "2:"                                  \
			: [old] "=&r"(old), [differ] "=&r"(differ),                      \
			  [m] "+Q"(*(volatile lkmm_##width *)p)                          \
			: [wanted] "r"(wanted), [v] "r"(v)                               \
			: __VA_ARGS__);                                                  \
		return old;                                                              \
	}

#define LKMM_EXCHANGES_OF(width, size, reg)                                              \
	LKMM_EXCHANGES(, width, size, reg, "", "l", "dmb ish\n", "memory")               \
	LKMM_EXCHANGES(_relaxed, width, size, reg, "", "", "")                           \
	LKMM_EXCHANGES(_acquire, width, size, reg, "a", "", "", "memory")                \
	LKMM_EXCHANGES(_release, width, size, reg, "", "l", "", "memory")

LKMM_EXCHANGES_OF(8, "b", "w")
LKMM_EXCHANGES_OF(16, "h", "w")
LKMM_EXCHANGES_OF(32, "", "w")
LKMM_EXCHANGES_OF(64, "", "x")

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

#endif

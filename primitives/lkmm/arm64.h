/* arm64.h - the LKMM primitives of Linux 6.1 on arm64. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_LKMM_ARM64_H
#define PRIMITIVES_LKMM_ARM64_H

#include <stddef.h>
#include <stdint.h>
#include "primitives/lkmm/word.h"
#include "primitives/type.h"

/* Linux: arch/arm64/include/asm/barrier.h. */
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

/* Linux patches itself for the core it boots on; here the compiler's -march decides. */
#ifdef __ARM_FEATURE_ATOMICS
#include "primitives/lkmm/arm64_lse.h"
#else
#include "primitives/lkmm/arm64_llsc.h"
#endif

LKMM_ADD_UNLESS_LOOP(32)
LKMM_ADD_UNLESS_LOOP(64)

#endif

/* riscv64.h - the LKMM primitives of Linux 6.1 on riscv64. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_LKMM_RISCV64_H
#define PRIMITIVES_LKMM_RISCV64_H

#include <stdint.h>
#include "primitives/lkmm/word.h"
#include "primitives/type.h"

/* Linux: arch/riscv/include/asm/{barrier,fence,cmpxchg}.h. */
#define smp_mb() __asm__ volatile("fence rw, rw" ::: "memory")
#define smp_rmb() __asm__ volatile("fence r, r" ::: "memory")
#define smp_wmb() __asm__ volatile("fence w, w" ::: "memory")

#define LKMM_FENCE_ACQUIRE "fence r, rw\n"
#define LKMM_FENCE_RELEASE "fence rw, w\n"

#define smp_store_release(p, v)                                                          \
	do {                                                                             \
		__asm__ volatile(LKMM_FENCE_RELEASE ::: "memory");                       \
		WRITE_ONCE(*(p), v);                                                     \
	} while (0)

#define smp_load_acquire(p)                                                              \
	({                                                                               \
		PRIMITIVE_TYPE(*(p)) lkmm_v_ = READ_ONCE(*(p));                          \
		__asm__ volatile(LKMM_FENCE_ACQUIRE ::: "memory");                       \
		lkmm_v_;                                                                 \
	})

/*
 * order: suffix of the name. before, after: fences around the loop or the AMO. aqrl, rl:
 * bits of the AMO and of SC. LR sign-extends, so the wanted value has to be signed. A
 * compare that fails leaves the loop before the last fence. All clobber memory in Linux,
 * the relaxed ones too.
 */
#define LKMM_XCHG_RISCV(order, width, suffix, before, aqrl, after)                       \
	LKMM_INLINE uint##width##_t lkmm_xchg##order##_##width(volatile void *p,         \
							       uint##width##_t v)        \
	{                                                                                \
		uint##width##_t old;                                                     \
                                                                                         \
		__asm__ volatile(                                                        \
			before "amoswap" suffix aqrl " %[old], %[v], %[m]\n" after       \
			: [old] "=r"(old), [m] "+A"(*(volatile lkmm_##width *)p)         \
			: [v] "r"(v)                                                     \
			: "memory");                                                     \
		return old;                                                              \
	}

#define LKMM_CMPXCHG_RISCV(order, width, suffix, before, rl, after)                      \
	LKMM_INLINE uint##width##_t lkmm_cmpxchg##order##_##width(                       \
		volatile void *p, uint##width##_t expected, uint##width##_t v)           \
	{                                                                                \
		int64_t wanted = (int##width##_t)expected;                               \
		uint##width##_t old;                                                     \
		uint32_t failed;                                                         \
                                                                                         \
		__asm__ volatile(before "0: lr" suffix " %[old], %[m]\n"                 \
					"bne %[old], %z[wanted], 1f\n"                   \
					"sc" suffix rl " %[failed], %z[v], %[m]\n"       \
					"bnez %[failed], 0b\n" after "1:"                \
				 : [old] "=&r"(old), [failed] "=&r"(failed),             \
				   [m] "+A"(*(volatile lkmm_##width *)p)                 \
				 : [wanted] "rJ"(wanted), [v] "rJ"(v)                    \
				 : "memory");                                            \
		return old;                                                              \
	}

#define LKMM_EXCHANGES(width, suffix)                                                    \
	LKMM_XCHG_RISCV(, width, suffix, "", ".aqrl", "")                                \
	LKMM_XCHG_RISCV(_relaxed, width, suffix, "", "", "")                             \
	LKMM_XCHG_RISCV(_acquire, width, suffix, "", "", LKMM_FENCE_ACQUIRE)             \
	LKMM_XCHG_RISCV(_release, width, suffix, LKMM_FENCE_RELEASE, "", "")             \
	LKMM_CMPXCHG_RISCV(, width, suffix, "", ".rl", "fence rw, rw\n")                 \
	LKMM_CMPXCHG_RISCV(_relaxed, width, suffix, "", "", "")                          \
	LKMM_CMPXCHG_RISCV(_acquire, width, suffix, "", "", LKMM_FENCE_ACQUIRE)          \
	LKMM_CMPXCHG_RISCV(_release, width, suffix, LKMM_FENCE_RELEASE, "", "")

LKMM_EXCHANGES(32, ".w")
LKMM_EXCHANGES(64, ".d")

#endif

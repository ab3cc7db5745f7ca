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
#define smp_mb__after_spinlock() __asm__ volatile("fence iorw, iorw" ::: "memory")

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

/*
 * 8 and 16 bits, which 6.1 cannot exchange: as Linux does it since 6.9, by LR/SC of the
 * aligned word around them. The other bits of that word are stored again as they were. All
 * is computed in 64 bits: the upper half of what LR gives is never looked at.
 */
#define LKMM_PART(width)                                                                 \
	const uintptr_t address = (uintptr_t)p;                                          \
	volatile lkmm_32 *const word = (volatile lkmm_32 *)(address & ~(uintptr_t)3);    \
	const unsigned int shift = 8 * (address & 3);                                    \
	const uint64_t mask = (uint64_t)UINT##width##_MAX << shift;                      \
	const uint64_t put = (uint64_t)v << shift;                                       \
	uint64_t old, changed

#define LKMM_XCHG_PART(order, width, before, rl, after)                                  \
	LKMM_INLINE uint##width##_t lkmm_xchg##order##_##width(volatile void *p,         \
							       uint##width##_t v)        \
	{                                                                                \
		LKMM_PART(width);                                                        \
                                                                                         \
		__asm__ volatile(                                                        \
			before "0: lr.w %[old], %[m]\n"                                  \
			       "and %[changed], %[old], %[keep]\n"                       \
			       "or %[changed], %[changed], %[put]\n"                     \
			       "sc.w" rl " %[changed], %[changed], %[m]\n"               \
			       "bnez %[changed], 0b\n" after                             \
			: [old] "=&r"(old), [changed] "=&r"(changed), [m] "+A"(*word)    \
			: [keep] "r"(~mask), [put] "r"(put)                              \
			: "memory");                                                     \
		return (uint##width##_t)(old >> shift);                                  \
	}

#define LKMM_CMPXCHG_PART(order, width, before, rl, after)                               \
	LKMM_INLINE uint##width##_t lkmm_cmpxchg##order##_##width(                       \
		volatile void *p, uint##width##_t expected, uint##width##_t v)           \
	{                                                                                \
		LKMM_PART(width);                                                        \
		const uint64_t wanted = (uint64_t)expected << shift;                     \
                                                                                         \
		__asm__ volatile(                                                        \
			before "0: lr.w %[old], %[m]\n"                                  \
			       "and %[changed], %[old], %[mask]\n"                       \
			       "bne %[changed], %[wanted], 1f\n"                         \
			       "and %[changed], %[old], %[keep]\n"                       \
			       "or %[changed], %[changed], %[put]\n"                     \
			       "sc.w" rl " %[changed], %[changed], %[m]\n"               \
			       "bnez %[changed], 0b\n" after "1:"                        \
			: [old] "=&r"(old), [changed] "=&r"(changed), [m] "+A"(*word)    \
			: [mask] "r"(mask), [keep] "r"(~mask), [put] "r"(put),           \
			  [wanted] "r"(wanted)                                           \
			: "memory");                                                     \
		return (uint##width##_t)(old >> shift);                                  \
	}

#define LKMM_PART_ORDER(order, width, before, rl, after)                                 \
	LKMM_XCHG_PART(order, width, before, rl, after)                                  \
	LKMM_CMPXCHG_PART(order, width, before, rl, after)

#define LKMM_PARTS(width)                                                                \
	LKMM_PART_ORDER(, width, "", ".rl", "fence rw, rw\n")                            \
	LKMM_PART_ORDER(_relaxed, width, "", "", "")                                     \
	LKMM_PART_ORDER(_acquire, width, "", "", LKMM_FENCE_ACQUIRE)                     \
	LKMM_PART_ORDER(_release, width, LKMM_FENCE_RELEASE, "", "")

LKMM_PARTS(8)
LKMM_PARTS(16)

/*
 * One AMO each. There is none that subtracts or clears: those add the negative value and
 * take the inverted mask, and the new value is computed from the old one.
 */
#define LKMM_AMO(op, amo, operand, width, suffix)                                        \
	LKMM_INLINE void lkmm_##op##_##width(volatile void *p, uint##width##_t v)        \
	{                                                                                \
		__asm__ volatile("amo" amo suffix " zero, %[v], %[m]"                    \
				 : [m] "+A"(*(volatile lkmm_##width *)p)                 \
				 : [v] "r"(operand)                                      \
				 : "memory");                                            \
	}                                                                                \
	LKMM_AMO_FETCH(op, amo, operand, width, suffix, , "", ".aqrl", "")               \
	LKMM_AMO_FETCH(op, amo, operand, width, suffix, _relaxed, "", "", "")            \
	LKMM_AMO_FETCH(op, amo, operand, width, suffix, _acquire, "", "",                \
		       LKMM_FENCE_ACQUIRE)                                               \
	LKMM_AMO_FETCH(op, amo, operand, width, suffix, _release, LKMM_FENCE_RELEASE,    \
		       "", "")

#define LKMM_AMO_FETCH(op, amo, operand, width, suffix, order, before, aqrl, after)      \
	LKMM_INLINE uint##width##_t lkmm_fetch_##op##order##_##width(volatile void *p,   \
								     uint##width##_t v)  \
	{                                                                                \
		uint##width##_t old;                                                     \
                                                                                         \
		__asm__ volatile(                                                        \
			before "amo" amo suffix aqrl " %[old], %[v], %[m]\n" after       \
			: [old] "=r"(old), [m] "+A"(*(volatile lkmm_##width *)p)         \
			: [v] "r"(operand)                                               \
			: "memory");                                                     \
		return old;                                                              \
	}

#define LKMM_AMO_RETURN(op, sign, order, width)                                          \
	LKMM_INLINE uint##width##_t lkmm_##op##_return##order##_##width(                 \
		volatile void *p, uint##width##_t v)                                     \
	{                                                                                \
		return lkmm_fetch_##op##order##_##width(p, v) sign v;                    \
	}

/* A value that is found leaves the loop before the fence: it orders nothing. */
#define LKMM_ADD_UNLESS(width, suffix)                                                   \
	LKMM_INLINE uint##width##_t lkmm_add_unless_##width(                             \
		volatile void *p, uint##width##_t v, uint##width##_t unwanted)           \
	{                                                                                \
		int64_t u = (int##width##_t)unwanted;                                    \
		uint##width##_t old;                                                     \
		uint64_t result;                                                         \
                                                                                         \
		__asm__ volatile("0: lr" suffix " %[old], %[m]\n"                        \
				 "beq %[old], %[u], 1f\n"                                \
				 "add %[result], %[old], %[v]\n"                         \
				 "sc" suffix ".rl %[result], %[result], %[m]\n"          \
				 "bnez %[result], 0b\n"                                  \
				 "fence rw, rw\n"                                        \
				 "1:"                                                    \
				 : [old] "=&r"(old), [result] "=&r"(result),             \
				   [m] "+A"(*(volatile lkmm_##width *)p)                 \
				 : [v] "r"(v), [u] "r"(u)                                \
				 : "memory");                                            \
		return old;                                                              \
	}

#define LKMM_ATOMICS(width, suffix)                                                      \
	LKMM_AMO(add, "add", v, width, suffix)                                           \
	LKMM_AMO(sub, "add", -v, width, suffix)                                          \
	LKMM_AMO(and, "and", v, width, suffix)                                           \
	LKMM_AMO(or, "or", v, width, suffix)                                             \
	LKMM_AMO(xor, "xor", v, width, suffix)                                           \
	LKMM_AMO(andnot, "and", ~v, width, suffix)                                       \
	LKMM_AMO_RETURN(add, +, , width)                                                 \
	LKMM_AMO_RETURN(add, +, _relaxed, width)                                         \
	LKMM_AMO_RETURN(add, +, _acquire, width)                                         \
	LKMM_AMO_RETURN(add, +, _release, width)                                         \
	LKMM_AMO_RETURN(sub, -, , width)                                                 \
	LKMM_AMO_RETURN(sub, -, _relaxed, width)                                         \
	LKMM_AMO_RETURN(sub, -, _acquire, width)                                         \
	LKMM_AMO_RETURN(sub, -, _release, width)                                         \
	LKMM_ADD_UNLESS(width, suffix)

LKMM_ATOMICS(32, ".w")
LKMM_ATOMICS(64, ".d")

#endif

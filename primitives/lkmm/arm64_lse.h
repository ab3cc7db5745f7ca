/* arm64_lse.h - exchanges and atomics of Linux 6.1 on Armv8.1: one instruction each. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_LKMM_ARM64_LSE_H
#define PRIMITIVES_LKMM_ARM64_LSE_H

#include <stdint.h>
#include "primitives/lkmm/word.h"

/*
 * Linux: arch/arm64/include/asm/{cmpxchg,atomic_lse}.h.
 * order: suffix of the name. al: that of the instruction, which says the order; size comes
 * after it. The clobber is the last argument, as the relaxed form has none in Linux. No fence is anywhere.
 */
#define LKMM_EXCHANGES(order, width, size, reg, al, ...)                                 \
	LKMM_INLINE uint##width##_t lkmm_xchg##order##_##width(volatile void *p,         \
							       uint##width##_t v)        \
	{                                                                                \
		uint##width##_t old;                                                     \
                                                                                         \
		__asm__ volatile(                                                        \
			"swp" al size " %" reg "[v], %" reg "[old], %[m]"                \
			: [old] "=r"(old), [m] "+Q"(*(volatile lkmm_##width *)p)         \
			: [v] "r"(v)                                                     \
			: __VA_ARGS__);                                                  \
		return old;                                                              \
	}                                                                                \
	LKMM_INLINE uint##width##_t lkmm_cmpxchg##order##_##width(                       \
		volatile void *p, uint##width##_t old, uint##width##_t v)                \
	{                                                                                \
		__asm__ volatile(                                                        \
			"cas" al size " %" reg "[old], %" reg "[v], %[m]"                \
			: [old] "+r"(old), [m] "+Q"(*(volatile lkmm_##width *)p)         \
			: [v] "r"(v)                                                     \
			: __VA_ARGS__);                                                  \
		return old;                                                              \
	}

#define LKMM_VOID(op, instruction, width, reg)                                           \
	LKMM_INLINE void lkmm_##op##_##width(volatile void *p, uint##width##_t v)        \
	{                                                                                \
		__asm__ volatile("st" instruction " %" reg "[v], %[m]"                   \
				 : [m] "+Q"(*(volatile lkmm_##width *)p)                 \
				 : [v] "r"(v));                                          \
	}

#define LKMM_FETCH(op, instruction, order, width, reg, al, ...)                          \
	LKMM_INLINE uint##width##_t lkmm_fetch_##op##order##_##width(volatile void *p,   \
								     uint##width##_t v)  \
	{                                                                                \
		uint##width##_t old;                                                     \
                                                                                         \
		__asm__ volatile(                                                        \
			"ld" instruction al " %" reg "[v], %" reg "[old], %[m]"          \
			: [old] "=r"(old), [m] "+Q"(*(volatile lkmm_##width *)p)         \
			: [v] "r"(v)                                                     \
			: __VA_ARGS__);                                                  \
		return old;                                                              \
	}

/* There is no instruction that subtracts or keeps: -v is added, ~v is cleared. */
#define LKMM_FETCH_AS(op, other, operand, order, width)                                  \
	LKMM_INLINE uint##width##_t lkmm_fetch_##op##order##_##width(volatile void *p,   \
								     uint##width##_t v)  \
	{                                                                                \
		return lkmm_fetch_##other##order##_##width(p, operand);                  \
	}

#define LKMM_VOID_AS(op, other, operand, width)                                          \
	LKMM_INLINE void lkmm_##op##_##width(volatile void *p, uint##width##_t v)        \
	{                                                                                \
		lkmm_##other##_##width(p, operand);                                      \
	}

/* fetched: the order that sub really has. It is full in Linux 6.1, whatever was asked for. */
#define LKMM_RETURN(op, sign, order, fetched, width)                                     \
	LKMM_INLINE uint##width##_t lkmm_##op##_return##order##_##width(                 \
		volatile void *p, uint##width##_t v)                                     \
	{                                                                                \
		return lkmm_fetch_##op##fetched##_##width(p, v) sign v;                  \
	}

#define LKMM_ORDER(order, width, reg, al, ...)                                           \
	LKMM_FETCH(add, "add", order, width, reg, al, __VA_ARGS__)                       \
	LKMM_FETCH(or, "set", order, width, reg, al, __VA_ARGS__)                        \
	LKMM_FETCH(xor, "eor", order, width, reg, al, __VA_ARGS__)                       \
	LKMM_FETCH(andnot, "clr", order, width, reg, al, __VA_ARGS__)                    \
	LKMM_FETCH_AS(sub, add, -v, order, width)                                        \
	LKMM_FETCH_AS(and, andnot, ~v, order, width)                                     \
	LKMM_RETURN(add, +, order, order, width)                                         \
	LKMM_RETURN(sub, -, order, , width)

#define LKMM_ATOMICS(width, reg)                                                         \
	LKMM_VOID(add, "add", width, reg)                                                \
	LKMM_VOID(or, "set", width, reg)                                                 \
	LKMM_VOID(xor, "eor", width, reg)                                                \
	LKMM_VOID(andnot, "clr", width, reg)                                             \
	LKMM_VOID_AS(sub, add, -v, width)                                                \
	LKMM_VOID_AS(and, andnot, ~v, width)                                             \
	LKMM_ORDER(, width, reg, "al", "memory")                                         \
	LKMM_ORDER(_relaxed, width, reg, "")                                             \
	LKMM_ORDER(_acquire, width, reg, "a", "memory")                                  \
	LKMM_ORDER(_release, width, reg, "l", "memory")

#define LKMM_EXCHANGES_OF(width, size, reg)                                              \
	LKMM_EXCHANGES(, width, size, reg, "al", "memory")                               \
	LKMM_EXCHANGES(_relaxed, width, size, reg, "")                                   \
	LKMM_EXCHANGES(_acquire, width, size, reg, "a", "memory")                        \
	LKMM_EXCHANGES(_release, width, size, reg, "l", "memory")

LKMM_EXCHANGES_OF(8, "b", "w")
LKMM_EXCHANGES_OF(16, "h", "w")
LKMM_EXCHANGES_OF(32, "", "w")
LKMM_EXCHANGES_OF(64, "", "x")

LKMM_ATOMICS(32, "w")
LKMM_ATOMICS(64, "x")

#endif

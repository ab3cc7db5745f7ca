/* word.h - memory as the instructions see it: words of 8 to 64 bits, and a loop on them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_LKMM_WORD_H
#define PRIMITIVES_LKMM_WORD_H

#include <stdint.h>

#define LKMM_INLINE static inline __attribute__((always_inline))

/* A location may hold a pointer: without may_alias the compiler could miss that it changed. */
typedef uint8_t __attribute__((may_alias)) lkmm_8;
typedef uint16_t __attribute__((may_alias)) lkmm_16;
typedef uint32_t __attribute__((may_alias)) lkmm_32;
typedef uint64_t __attribute__((may_alias)) lkmm_64;

/*
 * Where Linux has no loop of its own for it: it repeats the architecture's cmpxchg. A value
 * that is found leaves the loop before any exchange: it orders nothing.
 */
#define LKMM_ADD_UNLESS_LOOP(width)                                                      \
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

#endif

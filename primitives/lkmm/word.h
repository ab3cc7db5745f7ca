/* word.h - memory as the instructions see it: words of 8 to 64 bits, whatever they hold. */
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

#endif

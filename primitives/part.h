/* part.h - exchanges of 8 and 16 bits where gcc would call a library for them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_PART_H
#define PRIMITIVES_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * gcc 12 on riscv64 has no such exchange and calls libatomic, which an image does not have.
 * There it is a compare exchange of the aligned word around the part, in a loop: what Linux
 * does since 6.9, in the compiler's own atomics. clang does the same by itself.
 */
#if defined(__riscv) && !defined(__clang__)
#define PART_IS_EMULATED(p) (sizeof(*(p)) < sizeof(uint32_t))
#else
#define PART_IS_EMULATED(p) false
#endif

#define PART_INLINE static inline __attribute__((always_inline))

/* The word is signed, as LR extends it: gcc 12 can compare an unsigned one wrongly. */
struct part {
	int32_t *word;
	unsigned int shift;
	uint32_t mask;
};

PART_INLINE struct part part_at(uintptr_t address, size_t size)
{
	const unsigned int shift = 8 * (address % sizeof(uint32_t));

	return (struct part){
		.word = (int32_t *)(address & ~(uintptr_t)(sizeof(uint32_t) - 1)),
		.shift = shift,
		.mask = ((UINT32_C(1) << (8 * size)) - 1) << shift,
	};
}

/* v where the part is in the word. */
PART_INLINE uint32_t part_placed(struct part part, uint64_t v)
{
	return (uint32_t)v << part.shift & part.mask;
}

PART_INLINE uint64_t part_of(struct part part, int32_t word)
{
	return ((uint32_t)word & part.mask) >> part.shift;
}

/*
 * The word becomes its old value with v in it; false: it did not, and *old is what it is.
 * gcc 12 drops the release of a compare exchange that may fail relaxed, so all ordered
 * ones are seq_cst on both sides: the loop is ours, and must not be weaker than its name.
 */
PART_INLINE bool part_replace(struct part part, int32_t *old, uint64_t v, int order)
{
	const int both = order == __ATOMIC_RELAXED ? __ATOMIC_RELAXED : __ATOMIC_SEQ_CST;
	const uint32_t others = (uint32_t)*old & ~part.mask;

	return __atomic_compare_exchange_n(part.word, old,
					   (int32_t)(others | part_placed(part, v)), true,
					   both, both);
}

PART_INLINE uint64_t part_xchg(uintptr_t address, uint64_t v, size_t size, int order)
{
	const struct part part = part_at(address, size);
	int32_t old = __atomic_load_n(part.word, __ATOMIC_RELAXED);

	while (!part_replace(part, &old, v, order))
		;
	return part_of(part, old);
}

/* Leaves where the part differs; the rest of the word may change meanwhile. */
PART_INLINE uint64_t part_cmpxchg(uintptr_t address, uint64_t expected, uint64_t v,
				  size_t size, int order)
{
	const struct part part = part_at(address, size);
	const uint32_t wanted = part_placed(part, expected);
	int32_t old = __atomic_load_n(part.word, __ATOMIC_RELAXED);

	while (((uint32_t)old & part.mask) == wanted &&
	       !part_replace(part, &old, v, order))
		;
	return part_of(part, old);
}

#endif

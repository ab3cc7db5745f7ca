/* random.h - splitmix64, a small generator whose whole state is one word. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LIB_RANDOM_H
#define LIB_RANDOM_H

#include <stdint.h>

/* Constants: Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (2014). */
static inline uint64_t random_next(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

/* A number in 0..below-1; below > 0. The bias is below/2^32. */
static inline uint32_t random_below(uint64_t *state, uint32_t below)
{
	return (uint32_t)(((random_next(state) >> 32) * below) >> 32);
}

#endif

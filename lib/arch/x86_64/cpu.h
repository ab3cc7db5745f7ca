/* cpu.h - the few instructions of x86-64 that the instrument needs. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LIB_CPU_H
#define LIB_CPU_H

#include <stdbool.h>
#include <stdint.h>

/* In a polling loop: leaves the pipeline to a sibling thread, and leaves the loop faster. */
static inline void cpu_relax(void)
{
	__asm__ volatile("pause");
}

/*
 * The time stamp counter: the same on every core where the processor has an invariant one
 * (Intel SDM vol. 3, 17.17). LFENCE, since RDTSC alone may be executed before what precedes it.
 */
static inline uint64_t cpu_clock(void)
{
	uint32_t low, high;

	__asm__ volatile("lfence\n\trdtsc" : "=a"(low), "=d"(high) : : "memory");
	return (uint64_t)high << 32 | low;
}

/* The counter again: it is as fine as a clock of each core would be. */
static inline uint64_t cpu_cycles(void)
{
	return cpu_clock();
}

/* Writes the line of at back to memory and drops it from all caches (SDM vol. 2, CLFLUSH). */
static inline bool cpu_evict(const void *at)
{
	__asm__ volatile("clflush (%0)" : : "r"(at) : "memory");
	return true;
}

/* Orders all accesses before it with those after it. */
static inline void cpu_full_fence(void)
{
	__asm__ volatile("mfence" : : : "memory");
}

#endif

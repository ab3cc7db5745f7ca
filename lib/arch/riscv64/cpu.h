/* cpu.h - the few instructions of riscv64 that the instrument needs. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LIB_CPU_H
#define LIB_CPU_H

#include <stdbool.h>
#include <stdint.h>

/* In a polling loop: "pause" of Zihintpause, a fence without effect where it is absent. */
static inline void cpu_relax(void)
{
	__asm__ volatile(".4byte 0x0100000f"); /* fence w,0 (Zihintpause 2.0) */
}

/*
 * The clock: the time counter, the same on every hart, may trap to the firmware; or
 * mcycle, where a platform has no time and all harts leave reset in the same cycle.
 */
#ifndef CPU_CLOCK
#define CPU_CLOCK "time"
#endif

static inline uint64_t cpu_clock(void)
{
	uint64_t ticks;

	__asm__ volatile("csrr %0, " CPU_CLOCK : "=r"(ticks) : : "memory");
	return ticks;
}

/* The cycle counter of this hart, where it has CORE_CYCLES. */
static inline uint64_t cpu_cycles(void)
{
	uint64_t ticks;

	__asm__ volatile("rdcycle %0" : "=r"(ticks) : : "memory");
	return ticks;
}

/* Drops a line from all caches; false: no instruction can (cbo.flush needs Zicbom). */
static inline bool cpu_evict(const void *at)
{
	(void)at;
	return false;
}

/* Orders all accesses, and reads of the clock, before it with those after it. */
static inline void cpu_full_fence(void)
{
	__asm__ volatile("fence" : : : "memory");
}

/* The value that core_start put into tp, which no C code touches. */
static inline void *cpu_local(void)
{
	void *local;

	__asm__("mv %0, tp" : "=r"(local));
	return local;
}

#endif

/* cpu.h - the few instructions of arm (Armv7-A) that the instrument needs. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LIB_CPU_H
#define LIB_CPU_H

#include <stdbool.h>
#include <stdint.h>

/* In a polling loop: lets a sibling thread or the interconnect breathe. */
static inline void cpu_relax(void)
{
	__asm__ volatile("yield");
}

/* CNTVCT, the virtual counter: the same on every core (Arm ARM DDI 0406C, B8.1.2). */
static inline uint64_t cpu_clock(void)
{
	uint64_t ticks;

	__asm__ volatile("isb\n\tmrrc p15, 1, %Q0, %R0, c14" : "=r"(ticks) : : "memory");
	return ticks;
}

/* The counter again: PMCCNTR needs the firmware's leave. */
static inline uint64_t cpu_cycles(void)
{
	return cpu_clock();
}

/* DCCIMVAC: writes the line of at back to memory and drops it from all caches (B4.2.1). */
static inline bool cpu_evict(const void *at)
{
	__asm__ volatile("mcr p15, 0, %0, c7, c14, 1" : : "r"(at) : "memory");
	return true;
}

/* Orders all accesses before it with those after it. */
static inline void cpu_full_fence(void)
{
	__asm__ volatile("dmb ish" : : : "memory");
}

/* TPIDRPRW: the value that entry.S put there, on this core. */
static inline void *cpu_local(void)
{
	void *local;

	__asm__("mrc p15, 0, %0, c13, c0, 4" : "=r"(local));
	return local;
}

/* DCCIMVAC: writes a line back to memory, past every cache, and waits for it. */
static inline void cpu_flush_line(const volatile void *at)
{
	__asm__ volatile("mcr p15, 0, %0, c7, c14, 1\n\tdsb sy" : : "r"(at) : "memory");
}

/* Wakes cores that wait in WFE. */
static inline void cpu_send_event(void)
{
	__asm__ volatile("sev" : : : "memory");
}

/* What this core has read and written is done, for devices as well. */
static inline void cpu_sync(void)
{
	__asm__ volatile("dsb sy" : : : "memory");
}

/* Until an interrupt is pending, masked or not. */
static inline void cpu_sleep(void)
{
	__asm__ volatile("dsb sy\n\twfi" : : : "memory");
}

/* Entries of translation tables were made valid: before anything relies on them. */
static inline void cpu_tables_written(void)
{
	__asm__ volatile("dsb ishst\n\tisb" : : : "memory");
}

#endif

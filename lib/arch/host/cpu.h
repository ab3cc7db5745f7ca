/* cpu.h - what the instrument needs of a machine, as a host process for unit tests. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LIB_CPU_H
#define LIB_CPU_H

#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

static inline void cpu_relax(void)
{
	sched_yield();
}

/* Nanoseconds. */
static inline uint64_t cpu_clock(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

/* The clock again: what follows from a finer one is seen on machines that have it. */
static inline uint64_t cpu_cycles(void)
{
	return cpu_clock();
}

/* No line is dropped from the caches: what depends on that is seen on other machines. */
static inline bool cpu_evict(const void *at)
{
	(void)at;
	return false;
}

static inline void cpu_full_fence(void)
{
	atomic_thread_fence(memory_order_seq_cst);
}

/* Nobody here polls with caches off. */
static inline void cpu_flush_line(const volatile void *at)
{
	(void)at;
}

static inline void cpu_send_event(void)
{
}

static inline void cpu_sync(void)
{
}

static inline void cpu_sleep(void)
{
}

static inline void cpu_tables_written(void)
{
}

#endif

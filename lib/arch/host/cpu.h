/* cpu.h - what the instrument needs of a machine, as a host process for unit tests. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LIB_CPU_H
#define LIB_CPU_H

#include <sched.h>
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

#endif

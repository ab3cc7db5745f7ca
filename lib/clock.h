/* clock.h - time from the clock that all cores share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LIB_CLOCK_H
#define LIB_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

/* Once, by the boot core, before anything below; hz > 0. */
void clock_init(uint64_t hz);

/* Ticks per second, as given. */
uint64_t clock_hz(void);

/* The point in time us microseconds from now, in ticks of cpu_clock(). Any core. */
uint64_t clock_after_us(uint64_t us);

/* Has that point been reached? Any core. */
bool clock_passed(uint64_t deadline);

/* Ticks as nanoseconds or microseconds. */
uint64_t clock_ns(uint64_t ticks);
uint64_t clock_us(uint64_t ticks);

#endif

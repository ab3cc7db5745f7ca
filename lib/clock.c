/* clock.c - time from the clock that all cores share. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "lib/clock.h"

#include "cpu.h"

static uint64_t hertz;

void clock_init(uint64_t hz)
{
	hertz = hz;
}

uint64_t clock_hz(void)
{
	return hertz;
}

uint64_t clock_after_us(uint64_t us)
{
	return cpu_clock() + us / 1000000 * hertz + us % 1000000 * hertz / 1000000;
}

bool clock_passed(uint64_t deadline)
{
	/* The difference, so that a counter that wraps does no harm. */
	return (int64_t)(cpu_clock() - deadline) >= 0;
}

/* ticks / hertz in units of 1/per seconds, without overflow. */
static uint64_t scale(uint64_t ticks, uint64_t per)
{
	return ticks / hertz * per + ticks % hertz * per / hertz;
}

uint64_t clock_ns(uint64_t ticks)
{
	return scale(ticks, 1000000000);
}

uint64_t clock_us(uint64_t ticks)
{
	return scale(ticks, 1000000);
}

/* clock.c - time that only moves on. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/clock.h"

#include <time.h>

double clock_seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

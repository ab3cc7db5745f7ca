/* clock.h - time that only moves on. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_CLOCK_H
#define HOST_BARELITMUS_CLOCK_H

/* Seconds since some fixed moment. */
double clock_seconds(void);

#endif

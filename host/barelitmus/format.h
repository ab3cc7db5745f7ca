/* format.h - numbers as people read them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_FORMAT_H
#define HOST_BARELITMUS_FORMAT_H

#include <stdint.h>

enum { FORMAT_MAX = 32 }; /* bytes of any of them with its NUL */

/* "1 000 000" */
void format_count(char out[FORMAT_MAX], uint64_t count);

/* "1.00M", "137k", "42": at most three digits and a unit. */
void format_short(char out[FORMAT_MAX], double value);

/* "6.90 M/s"; "-" where no time was measured. */
void format_rate(char out[FORMAT_MAX], uint64_t count, uint64_t microseconds);

/* "4.1 s", "41 s", "12 min 5 s" */
void format_seconds(char out[FORMAT_MAX], double seconds);

#endif

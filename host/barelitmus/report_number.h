/* report_number.h - how a report writes what was seen. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_REPORT_NUMBER_H
#define HOST_BARELITMUS_REPORT_NUMBER_H

#include "host/barelitmus/report_data.h"

enum { NUMBER_MAX = 64 }; /* bytes of each with its NUL */

/* "26.5 %", "4.1e-05", "0"; "-" where nothing was counted. */
void number_share(char out[NUMBER_MAX], const struct tally *tally);

/* What a zero is worth: "<3.0e-06", by the rule of three; "no bound" of perpetual runs. */
void number_bound(char out[NUMBER_MAX], const struct tally *tally);

/* "3/4" controls showed their target; "no controls". */
void number_controls(char out[NUMBER_MAX], const struct tally *tally);

/* Between what the share lies (95 %): "1.2e-03..1.4e-03"; that bound for a zero. */
void number_interval(char out[NUMBER_MAX], const struct tally *tally);

/* 0: none was seen; 1 to 5: by hundredfold, and above 1 % by tenfold. */
int number_heat(const struct tally *tally);

#endif

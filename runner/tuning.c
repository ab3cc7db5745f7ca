/* tuning.c - how the threads of a test meet, and on what memory: what a job is run with. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/tuning.h"

#include <inttypes.h>
#include <stdio.h>

void tuning_words(char out[TUNING_WORDS_MAX], const struct tuning *tuning)
{
	int n = snprintf(out, TUNING_WORDS_MAX,
			 "scheme=%s layout=%s k=%" PRIu32 " n=%" PRIu32,
			 scheme_name(tuning->scheme), layout_name(tuning->layout),
			 tuning->k, tuning->instances);

	if (tuning->scheme == SCHEME_DEADLINE)
		n += snprintf(out + n, (size_t)(TUNING_WORDS_MAX - n), " period=%" PRIu32,
			      tuning->period);
	if (scheme_has_skew(tuning->scheme))
		snprintf(out + n, (size_t)(TUNING_WORDS_MAX - n), " skew=%" PRIu32,
			 tuning->skew);
}

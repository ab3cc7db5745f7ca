/* memo.h - which tunings have won in this run, so that their like need not race again. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_MEMO_H
#define RUNNER_MEMO_H

#include <stdbool.h>
#include <stdint.h>

#include "runner/test.h"
#include "runner/tuning.h"

enum { MEMO_MAX = 64, MEMO_SHAPE_MAX = 24 };

/*
 * Tests have a like shape if they have as many threads and locations, and their names are
 * the same up to the first '+', as the field names them: SB+mbonceonces, SB+poonceonces.
 */
struct memo_entry {
	char shape[MEMO_SHAPE_MAX];
	uint8_t threads;
	uint8_t locations;
	struct tuning tuning;
	uint32_t trip_ns; /* as it was then */
	bool settled;     /* chosen by the target, in races that were not cut short */
	bool of_control;  /* whose target is another than that of the test */
};

/* Core 0 only. */
struct memo {
	struct memo_entry entries[MEMO_MAX];
	unsigned count;
};

/* What has won for tests of this shape; NULL: none was kept. */
const struct memo_entry *memo_find(const struct memo *memo, const struct test *test);

/*
 * Keeps it, in the place of an earlier one that was not settled, or of a control's where the
 * test is none; drops it when full.
 */
void memo_keep(struct memo *memo, const struct test *test, const struct tuning *tuning,
	       uint32_t trip_ns, bool settled);

#endif

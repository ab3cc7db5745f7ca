/* wait.h - when a primitive that waits for another thread stops waiting. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_WAIT_H
#define PRIMITIVES_WAIT_H

#include <stdint.h>

#include "runner/test.h"

/*
 * A test may leave a lock taken: whoever waits for it would wait for ever, and its core
 * would be lost. So each wait has a bound. What the threads do after one gave up is not
 * the test any more: the instrument then throws the batch away and calls it a hang.
 */
enum {
	WAIT_LOOK = 1 << 12,  /* polls between two looks whether somebody gave up */
	WAIT_POLLS = 1 << 29, /* polls of one wait: seconds, also under an emulator */
};

/* One more poll of a wait that began with *polls = 0; true: give up. */
static inline int wait_is_over(uint32_t *polls)
{
	if (++*polls % WAIT_LOOK)
		return 0;
	if (*polls >= WAIT_POLLS)
		specimen_gave_up = 1;
	return specimen_gave_up != 0;
}

#endif

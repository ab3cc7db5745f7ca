/* split.h - a mix of two variants, taken apart. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_SPLIT_H
#define HOST_BARELITMUS_SPLIT_H

#include <stdbool.h>
#include <stdint.h>

enum { SPLIT_NAME = 64 }; /* bytes of a variant's name with its NUL */

struct split {
	char one[SPLIT_NAME];   /* of P0 */
	char other[SPLIT_NAME]; /* the same where all threads have it */
	uint32_t threads;       /* bit t: thread t has other; 0 where all have one */
	unsigned count;         /* of threads; 1 where all have one */
};

/* False: more than two variants, or names or threads beyond what is shown. */
bool split_read(struct split *split, const char *mix);

#endif

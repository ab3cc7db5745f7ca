/* kept.h - what a command printed, kept so that it can be printed again in pieces. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROTOCOL_KEPT_H
#define PROTOCOL_KEPT_H

#include "protocol/log.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Characters of a piece. With what goes before them a line that loses or changes 2 % of
 * its bytes lets one in four pass; of the longest lines of a log none ever would.
 */
enum { KEPT_PIECE = 32 };

/* Used by core 0 alone. */
struct kept {
	char *bytes;
	size_t size;
	size_t length;
	bool overrun; /* there was more than size bytes */
};

/* The memory is the caller's, and stays. */
void kept_init(struct kept *kept, char *bytes, size_t size);

/* Forgets; what is added from here on is kept. */
void kept_clear(struct kept *kept);
void kept_add(struct kept *kept, const char *bytes, size_t n);

/*
 * Writes the pieces from the one to the other, counted from 1; there may be fewer.
 * false: nothing is kept, or not all of what was to be.
 */
bool kept_print(const struct kept *kept, uint32_t from, uint32_t to, log_write_fn *write,
		void *ctx);

#endif

/* ownership.h - initial values, and in whose cache their lines are when a batch begins. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_OWNERSHIP_H
#define RUNNER_OWNERSHIP_H

#include <stddef.h>
#include <stdint.h>

#include "runner/test.h"

enum ownership {
	CACHE_AUTO,   /* the default */
	CACHE_READER, /* dirty in that of the thread that will read the location */
	CACHE_WRITER, /* dirty in that of another thread */
	CACHE_SHARED, /* clean in those of all threads */
	CACHE_ABSENT, /* in none, as far as the machine allows it */
	CACHE_COUNT,
};

/* "reader"; the word of the arguments and the log. */
const char *ownership_name(enum ownership ownership);

enum { OWNERSHIP_SWEEP = 512 << 10 }; /* bytes: more than a first-level cache has */

/* What the functions below work on; the same for all threads but for args. */
struct batch {
	const struct test *test;
	const struct thread_args *args; /* where the locations are */
	uint32_t instances;
	enum ownership ownership;
	const char *sweep; /* OWNERSHIP_SWEEP bytes that nobody writes */
};

/*
 * Gives the locations that this thread is to have their initial values, in every instance;
 * CACHE_ABSENT: and drives them out of its cache, by instructions for that where there are
 * some, else by reading as much else.
 */
void ownership_reset(const struct batch *batch, unsigned thread);

/* CACHE_SHARED: reads all locations of all instances. After all threads have reset. */
void ownership_share(const struct batch *batch);

#endif

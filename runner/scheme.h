/* scheme.h - how the threads of a group are paced through a batch. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_SCHEME_H
#define RUNNER_SCHEME_H

#include <stdint.h>

#include "runner/flags.h"

enum scheme {
	SCHEME_AUTO,
	SCHEME_SYNC,  /* symmetric flags before each group of k instances */
	SCHEME_BATCH, /* threads start a batch together, then run free */
	SCHEME_USER,  /* litmus7's "user": one thread releases the others; the baseline */
	SCHEME_COUNT,
};

/* "sync"; the word of the arguments and the log. */
const char *scheme_name(enum scheme scheme);

/* What a pace function needs; one per thread, written between batches alone. */
struct pacer {
	struct flag *flags;        /* of the group, one per thread */
	_Atomic uint32_t *release; /* SCHEME_USER: a word per group of instances */
	struct watch *watch;
	unsigned self;
	unsigned threads;
	uint32_t ticket; /* of the last meeting before this batch */
};

/* For thread_args.pace, with a struct pacer: called before each group of instances. */
typedef void pace_fn(void *pacer, uint32_t group);
pace_fn *scheme_pace(enum scheme scheme);

#endif

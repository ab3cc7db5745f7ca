/* scheme.c - how the threads of a group are paced through a batch. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/scheme.h"

static const char *const names[SCHEME_COUNT] = {
	[SCHEME_AUTO] = "auto",
	[SCHEME_SYNC] = "sync",
	[SCHEME_BATCH] = "batch",
	[SCHEME_USER] = "user",
};

const char *scheme_name(enum scheme scheme)
{
	return names[scheme];
}

static void pace_sync(void *ctx, uint32_t group)
{
	const struct pacer *p = ctx;

	/* After a missed deadline the rest of the batch runs unpaced and is not counted. */
	if (atomic_load_explicit(&p->watch->late, memory_order_relaxed))
		return;
	flags_pace(p->flags, p->self, p->threads, p->ticket + 1 + group, p->watch);
}

static void pace_batch(void *ctx, uint32_t group)
{
	(void)ctx;
	(void)group;
}

/*
 * As litmus7's user barrier: a word per iteration, packed; the threads take turns in
 * writing it, and the others poll. The ticket stands for litmus7's 1, so that nothing
 * needs to be zeroed.
 */
static void pace_user(void *ctx, uint32_t group)
{
	const struct pacer *p = ctx;
	uint32_t polls = 0;

	if (group % p->threads == p->self) {
		atomic_store_explicit(&p->release[group], p->ticket,
				      memory_order_relaxed);
		return;
	}
	while (atomic_load_explicit(&p->release[group], memory_order_relaxed) !=
	       p->ticket) {
		if (++polls % WATCH_POLLS)
			continue;
		if (atomic_load_explicit(&p->watch->late, memory_order_relaxed))
			return;
		if (clock_passed(p->watch->deadline)) {
			atomic_store_explicit(&p->watch->late, group % p->threads + 1,
					      memory_order_relaxed);
			return;
		}
	}
}

pace_fn *scheme_pace(enum scheme scheme)
{
	switch (scheme) {
	case SCHEME_BATCH:
		return pace_batch;
	case SCHEME_USER:
		return pace_user;
	default:
		return pace_sync;
	}
}

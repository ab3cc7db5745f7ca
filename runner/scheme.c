/* scheme.c - how the threads of a group are paced through a batch. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/scheme.h"
#include "lib/random.h"

static const char *const names[SCHEME_COUNT] = {
	[SCHEME_AUTO] = "auto",   [SCHEME_DEADLINE] = "deadline", [SCHEME_SYNC] = "sync",
	[SCHEME_BATCH] = "batch", [SCHEME_USER] = "user",
};

const char *scheme_name(enum scheme scheme)
{
	return names[scheme];
}

bool scheme_has_skew(enum scheme scheme)
{
	return scheme == SCHEME_DEADLINE || scheme == SCHEME_SYNC;
}

/* A clock that stands would never let us go. */
static __attribute__((noinline)) void await_deadline(const struct pacer *p, uint64_t at,
						     enum clock_kind clock)
{
	uint32_t polls = 0;

	while ((int64_t)(clocks_read(clock) - at) < 0)
		if (!(++polls % WATCH_POLLS) && !watch_go_on(p->watch, p->self))
			return;
}

/*
 * Who comes too late does not wait, and runs on until it has caught up. No communication:
 * no thread learns of another that it has started.
 */
static inline void pace_deadline(struct pacer *p, uint32_t group, enum clock_kind clock)
{
	uint64_t at = p->start + group * p->period;
	uint32_t polls = 0;

	if (p->skew)
		at += random_below(&p->random, p->skew + 1);
	while ((int64_t)(clocks_read(clock) - at) < 0)
		if (++polls == WATCH_POLLS) {
			await_deadline(p, at, clock);
			return;
		}
}

static void pace_deadline_shared(void *ctx, uint32_t group)
{
	pace_deadline(ctx, group, CLOCK_SHARED);
}

static void pace_deadline_cycles(void *ctx, uint32_t group)
{
	pace_deadline(ctx, group, CLOCK_CYCLES);
}

static void pace_sync(void *ctx, uint32_t group)
{
	const struct pacer *p = ctx;
	bool last;

	/* After a missed deadline the rest of the batch runs unpaced and is not counted. */
	if (atomic_load_explicit(&p->watch->late, memory_order_relaxed))
		return;
	if (flags_pace_last(p->flags, p->self, p->threads, p->ticket + 1 + group,
			    p->watch, &last) &&
	    last)
		pace_delay(p->skew);
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
		if (!(++polls % WATCH_POLLS) &&
		    !watch_go_on(p->watch, group % p->threads))
			return;
	}
}

pace_fn *scheme_pace(enum scheme scheme, enum clock_kind clock)
{
	switch (scheme) {
	case SCHEME_DEADLINE:
		return clock == CLOCK_CYCLES ? pace_deadline_cycles
					     : pace_deadline_shared;
	case SCHEME_BATCH:
		return pace_batch;
	case SCHEME_USER:
		return pace_user;
	default:
		return pace_sync;
	}
}

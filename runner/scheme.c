/* scheme.c - how the threads of a group are paced through a batch. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/scheme.h"
#include "lib/random.h"

static const char *const names[SCHEME_COUNT] = {
	[SCHEME_AUTO] = "auto",           [SCHEME_DEADLINE] = "deadline",
	[SCHEME_SYNC] = "sync",           [SCHEME_BATCH] = "batch",
	[SCHEME_USER] = "user",           [SCHEME_TURNS] = "turns",
	[SCHEME_PERPETUAL] = "perpetual",
};

const char *scheme_name(enum scheme scheme)
{
	return names[scheme];
}

unsigned scheme_cores(enum scheme scheme, unsigned threads)
{
	return scheme == SCHEME_TURNS ? 2 : threads;
}

bool scheme_has_skew(enum scheme scheme)
{
	return scheme == SCHEME_DEADLINE || scheme == SCHEME_SYNC;
}

static inline ptrdiff_t late_zero(const struct pacer *p, uint32_t group)
{
	return p->late ? *(const volatile ptrdiff_t *)&p->late[group % LATE_CELLS].zero
		       : 0;
}

/* A clock that stands would never let us go. */
static __attribute__((noinline)) ptrdiff_t
await_deadline(const struct pacer *p, uint64_t at, enum clock_kind clock)
{
	uint32_t polls = 0;

	while ((int64_t)(clocks_read(clock) - at) < 0)
		if (!(++polls % WATCH_POLLS) && !watch_go_on(p->watch, p->self))
			break;
	return 0;
}

/*
 * Who comes too late does not wait, and runs on until it has caught up. No communication:
 * no thread learns of another that it has started.
 */
static inline ptrdiff_t pace_deadline(struct pacer *p, uint32_t group,
				      enum clock_kind clock)
{
	uint64_t at = p->start + group * p->period;
	uint32_t polls = 0;

	if (p->skew)
		at += random_below(&p->random, p->skew + 1);
	while ((int64_t)(clocks_read(clock) - at) < 0)
		if (++polls == WATCH_POLLS)
			return await_deadline(p, at, clock);
	return late_zero(p, group);
}

static ptrdiff_t pace_deadline_shared(void *ctx, uint32_t group)
{
	return pace_deadline(ctx, group, CLOCK_SHARED);
}

static ptrdiff_t pace_deadline_cycles(void *ctx, uint32_t group)
{
	return pace_deadline(ctx, group, CLOCK_CYCLES);
}

static __attribute__((noinline)) ptrdiff_t await_flags(const struct pacer *p,
						       uint32_t ticket)
{
	flags_await(p->flags, p->self, p->threads, ticket, p->watch);
	return 0;
}

/*
 * flags_pace(), but for what the last one to come does: all others' flags were there at
 * its first look. The only call is at the very end, so that nobody's start waits for
 * registers to be restored.
 */
static ptrdiff_t pace_sync(void *ctx, uint32_t group)
{
	const struct pacer *p = ctx;
	uint32_t ticket = p->ticket + 1 + group, polls = 0;
	bool last = true;

	/* After a missed deadline the rest of the batch runs unpaced and is not counted. */
	if (atomic_load_explicit(&p->watch->late, memory_order_relaxed))
		return 0;
	flag_raise(p->flags, p->self, ticket);
	for (unsigned t = 0; t < p->threads; t++)
		while (t != p->self && !flag_has(p->flags, t, ticket)) {
			last = false;
			if (++polls == WATCH_POLLS)
				return await_flags(p, ticket);
			cpu_relax();
		}
	if (last)
		pace_delay(p->skew);
	return late_zero(p, group);
}

static ptrdiff_t pace_batch(void *ctx, uint32_t group)
{
	return late_zero(ctx, group);
}

/*
 * As litmus7's user barrier: a word per iteration, packed; the threads take turns in
 * writing it, and the others poll. The ticket stands for litmus7's 1, so that nothing
 * needs to be zeroed.
 */
static ptrdiff_t pace_user(void *ctx, uint32_t group)
{
	const struct pacer *p = ctx;
	uint32_t polls = 0;

	if (group % p->threads == p->self) {
		atomic_store_explicit(&p->release[group], p->ticket,
				      memory_order_relaxed);
		return 0;
	}
	while (atomic_load_explicit(&p->release[group], memory_order_relaxed) !=
	       p->ticket)
		if (!(++polls % WATCH_POLLS) &&
		    !watch_go_on(p->watch, group % p->threads))
			return 0;
	return 0;
}

pace_fn *scheme_pace(enum scheme scheme, enum clock_kind clock)
{
	switch (scheme) {
	case SCHEME_DEADLINE:
		return clock == CLOCK_CYCLES ? pace_deadline_cycles
					     : pace_deadline_shared;
	case SCHEME_BATCH:
	case SCHEME_TURNS: /* the cores meet, not the threads */
		return pace_batch;
	case SCHEME_USER:
		return pace_user;
	default:
		return pace_sync;
	}
}

/* rcu.h - grace periods that wait: RCU by quiescent states, SRCU by a count of readers. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_RCU_H
#define PRIMITIVES_RCU_H

#include <stdint.h>

#include "primitives/wait.h"

/*
 * RCU.md has the algorithm and why it is right. A thread with rcu_read_lock() in its body
 * is online while it runs the body, and the frame of the generated function says so:
 * rcu_online() before, rcu_offline() after. The fences of these two are the frame's, not
 * the specimen's: they are the same in every dialect.
 */
/* The threads of one group. A state is odd while its thread is online; it only grows. */
struct rcu {
	char *states;    /* each written by its own thread alone, */
	uintptr_t apart; /* and so many bytes from one to the next */
	uint32_t self;
	uint32_t threads;
};

static inline volatile uintptr_t *rcu_state(const struct rcu *rcu, uint32_t thread)
{
	return (volatile uintptr_t *)(rcu->states + thread * rcu->apart);
}

static inline void rcu_online(const struct rcu *rcu)
{
	volatile uintptr_t *mine = rcu_state(rcu, rcu->self);

	*mine = *mine + 1;
	/* Pairs with the first fence of a grace period: it sees us, or we see all before it. */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

static inline void rcu_offline(const struct rcu *rcu)
{
	volatile uintptr_t *mine = rcu_state(rcu, rcu->self);

	/* Pairs with the last fence of a grace period that waited for us. */
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
	*mine = *mine + 1;
}

/* Waits until thread has been offline since the call; at once if it is offline. */
static inline void rcu_await(const struct rcu *rcu, uint32_t thread)
{
	volatile uintptr_t *state = rcu_state(rcu, thread);
	uintptr_t seen = *state;
	uint32_t polls = 0;

	while (seen % 2 && *state == seen && !wait_is_over(&polls))
		;
}

static inline void rcu_await_all(const struct rcu *rcu)
{
	for (uint32_t t = 0; t < rcu->threads; t++)
		if (t != rcu->self)
			rcu_await(rcu, t);
}

/*
 * The rest is for the dialects that have order.
 * Who is online goes offline for the wait: else two that wait would wait for each other.
 */
#define RCU_SYNCHRONIZE(rcu)                                                             \
	do {                                                                             \
		int rcu_was_online_ = *rcu_state((rcu), (rcu)->self) % 2;                \
                                                                                         \
		smp_mb();                                                                \
		if (rcu_was_online_)                                                     \
			rcu_offline(rcu);                                                \
		rcu_await_all(rcu);                                                      \
		smp_mb();                                                                \
		if (rcu_was_online_)                                                     \
			rcu_online(rcu);                                                 \
	} while (0)

/* A srcu_struct is an int: how many readers are in. The index is not needed: 0. */
#define SRCU_ENTER(s)                                                                    \
	({                                                                               \
		atomic_inc(s);                                                           \
		smp_mb(); /* pairs with the first of SRCU_SYNCHRONIZE */                 \
		0;                                                                       \
	})

#define SRCU_LEAVE(s, index)                                                             \
	do {                                                                             \
		smp_mb(); /* pairs with the last of SRCU_SYNCHRONIZE */                  \
		atomic_dec(s);                                                           \
		(void)(index);                                                           \
	} while (0)

/* No index is flipped: readers of one instance are few, so their count reaches 0. */
#define SRCU_SYNCHRONIZE(s)                                                              \
	do {                                                                             \
		uint32_t srcu_polls_ = 0;                                                \
                                                                                         \
		smp_mb();                                                                \
		while (atomic_read(s) > 0 && !wait_is_over(&srcu_polls_))                \
			;                                                                \
		smp_mb();                                                                \
	} while (0)

#endif

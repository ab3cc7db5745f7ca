/* flags.h - symmetric flags: how threads of a group wait for each other. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_FLAGS_H
#define RUNNER_FLAGS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/clock.h"

#include "cpu.h"

/*
 * Every thread writes its own flag and polls those of the others: no counter, no leader,
 * so that all leave within one line transfer of each other. What a flag holds is a
 * ticket, a number that its owner raises by one at each meeting and never resets; it may
 * wrap around.
 */
struct flag {
	_Alignas(128) _Atomic uint32_t ticket; /* written by its owner alone */
	uint64_t stamp; /* likewise, before a meeting: says something to the others */
};

/* A group's deadline. Whoever finds it passed says for whom it waited; all then leave. */
struct watch {
	_Alignas(128) uint64_t deadline; /* ticks; set while nobody waits */
	_Atomic uint32_t late;           /* thread + 1 that did not come; 0: none */
};

enum { WATCH_POLLS = 1 << 16 }; /* polls before a look at the clock */

/* May a wait for thread go on? If not, and nobody was named before, thread is late. */
bool watch_go_on(struct watch *watch, unsigned thread);

/* Has the flag of thread reached ticket? */
static inline bool flag_has(const struct flag *flags, unsigned thread, uint32_t ticket)
{
	return (int32_t)(atomic_load_explicit(&flags[thread].ticket,
					      memory_order_relaxed) -
			 ticket) >= 0;
}

/* Waits until the flag of thread has reached ticket; false: the deadline has passed. */
bool flag_await(const struct flag *flags, unsigned thread, uint32_t ticket,
		struct watch *watch);

/* The same for the flags of all threads but self. */
bool flags_await(const struct flag *flags, unsigned self, unsigned threads,
		 uint32_t ticket, struct watch *watch);

/* Says to the others that self has come. */
static inline void flag_raise(struct flag *flags, unsigned self, uint32_t ticket)
{
	atomic_store_explicit(&flags[self].ticket, ticket, memory_order_relaxed);
}

/* Meets the others without ordering memory. False: the deadline has passed. */
static inline bool flags_pace(struct flag *flags, unsigned self, unsigned threads,
			      uint32_t ticket, struct watch *watch)
{
	flag_raise(flags, self, ticket);
	return flags_await(flags, self, threads, ticket, watch);
}

/* Pairs with itself in every other thread, through their tickets. */
static inline void flags_fence(void)
{
#ifdef __SANITIZE_THREAD__
	/* It knows no fences, but sees what exchanges of one word by all threads order. */
	static _Atomic uint32_t word;

	atomic_fetch_add(&word, 1);
#else
	atomic_thread_fence(memory_order_seq_cst);
#endif
}

/*
 * Meets the others: what any of them wrote before is seen by all of them after. Between
 * the phases of a batch. False: the deadline has passed.
 */
static inline bool flags_meet(struct flag *flags, unsigned self, unsigned threads,
			      uint32_t ticket, struct watch *watch)
{
	bool met;

	flags_fence();
	met = flags_pace(flags, self, threads, ticket, watch);
	flags_fence();
	return met;
}

#endif

/* talk.h - core 0 asks another core, over and over; a line goes there and one comes back. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_TALK_H
#define RUNNER_TALK_H

#include <stdbool.h>
#include <stdint.h>

#include "runner/flags.h"

/*
 * Questions have numbers, from 1 on. Neither side orders memory: who passes more than the
 * number puts flags_fence() before and after talk_ask(), after talk_listen() and before
 * talk_reply().
 */
struct talk {
	struct flag flags[2]; /* of core 0, of the other */
	struct watch watch;   /* its deadline is set before the talk begins */
};

enum { TALK_END = 1 << 30 }; /* instead of a question; no talk is as long */

/* Core 0: puts question i and waits for the reply. False: the deadline has passed. */
static inline bool talk_ask(struct talk *talk, uint32_t i)
{
	atomic_store_explicit(&talk->flags[0].ticket, i, memory_order_relaxed);
	return flag_await(talk->flags, 1, i, &talk->watch);
}

/* Core 0: no more questions. */
static inline void talk_end(struct talk *talk)
{
	atomic_store_explicit(&talk->flags[0].ticket, TALK_END, memory_order_relaxed);
}

/* The other: waits for question i. False: there is none, or the deadline has passed. */
static inline bool talk_listen(struct talk *talk, uint32_t i)
{
	return flag_await(talk->flags, 0, i, &talk->watch) &&
	       atomic_load_explicit(&talk->flags[0].ticket, memory_order_relaxed) !=
		       TALK_END;
}

static inline void talk_reply(struct talk *talk, uint32_t i)
{
	atomic_store_explicit(&talk->flags[1].ticket, i, memory_order_relaxed);
}

#endif

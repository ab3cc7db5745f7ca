/* flags.c - symmetric flags: the patient part of waiting for the others. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/flags.h"

bool flag_await(const struct flag *flags, unsigned thread, uint32_t ticket,
		struct watch *watch)
{
	uint32_t polls = 0;

	while (!flag_has(flags, thread, ticket)) {
		cpu_relax();
		if (++polls % WATCH_POLLS)
			continue;
		if (!watch_go_on(watch, thread))
			return false;
	}
	return true;
}

bool flags_await(const struct flag *flags, unsigned self, unsigned threads,
		 uint32_t ticket, struct watch *watch)
{
	for (unsigned t = 0; t < threads; t++)
		if (t != self && !flag_await(flags, t, ticket, watch))
			return false;
	return true;
}

bool watch_go_on(struct watch *watch, unsigned thread)
{
	if (atomic_load_explicit(&watch->late, memory_order_relaxed))
		return false;
	if (!clock_passed(watch->deadline))
		return true;
	atomic_store_explicit(&watch->late, thread + 1, memory_order_relaxed);
	return false;
}

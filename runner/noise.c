/* noise.c - how long the cores are kept from their work, by whatever it may be. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/noise.h"
#include "lib/clock.h"
#include "lib/err.h"
#include "runner/crew.h"
#include "runner/gaps.h"

#include <inttypes.h>

enum {
	READS = 64,         /* between two looks at the time */
	LEAVE_US = 5000000, /* for the other cores to leave after it is over */
	MEDIAN = 500000,
	P9999 = 999900,
};

/* On lines of its own: written by one core. */
struct listener {
	_Alignas(128) struct gaps gaps;
	enum clock_kind kind;
	uint64_t until; /* of the shared clock */
};

/* One clock: the loop is then the same few instructions. */
static inline void listen_to(enum clock_kind kind, struct listener *l)
{
	while (!clock_passed(l->until)) {
		uint64_t last = clocks_read(kind);

		for (int i = 0; i < READS; i++) {
			uint64_t now = clocks_read(kind);

			gaps_add(&l->gaps, now > last ? now - last : 0);
			last = now;
		}
	}
}

static void listen(void *context)
{
	struct listener *l = context;

	if (l->kind == CLOCK_CYCLES)
		listen_to(CLOCK_CYCLES, l);
	else
		listen_to(CLOCK_SHARED, l);
}

static void print_listener(const struct listener *l, const struct clock_traits *clock,
			   unsigned core, uint64_t microseconds, struct log *log)
{
	log_line_add(log, "# noise core=%u us=%" PRIu64 " reads=%" PRIu64, core,
		     microseconds, l->gaps.total);
	clocks_log_ns(log, "median", clocks_ps(clock, gaps_percentile(&l->gaps, MEDIAN)));
	clocks_log_ns(log, "p99.99", clocks_ps(clock, gaps_percentile(&l->gaps, P9999)));
	clocks_log_ns(log, "max", clocks_ps(clock, l->gaps.largest));
	log_line_end(log);
}

int noise_print(const struct clocks *clocks, const struct machine *machine,
		unsigned cores, uint64_t microseconds)
{
	enum clock_kind kind = clocks_finest(clocks);
	struct arena mark = *machine->arena;
	struct listener *listeners =
		arena_take(machine->arena, cores * sizeof(*listeners), 128);
	uint64_t until, leave;
	int error = 0;

	if (!listeners)
		return -E_NOMEM;
	until = clock_after_us(microseconds);
	leave = clock_after_us(microseconds + LEAVE_US);
	for (unsigned i = 0; i < cores; i++) {
		listeners[i].kind = kind;
		listeners[i].until = until;
		if (i && !error)
			error = crew_post(i, listen, &listeners[i], machine->wake);
	}
	listen(&listeners[0]);
	for (unsigned i = 1; i < cores && !error; i++)
		error = crew_await(i, leave);
	if (error) /* a core may still be there */
		return error;
	for (unsigned i = 0; i < cores; i++)
		print_listener(&listeners[i], &clocks->traits[kind], i, microseconds,
			       machine->log);
	*machine->arena = mark;
	return 0;
}

/* bench.h - contenders that run one test in turn, round after round. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_BENCH_H
#define HOST_BARELITMUS_BENCH_H

#include <stdio.h>

#include "host/barelitmus/bench_numbers.h"
#include "host/barelitmus/litmus7.h"

/* A platform and what starts it: with @ARGS@ in it, and NULL at its end. */
struct bench_machine {
	const char *name;
	char **command;
};

struct contender {
	const struct bench_machine *machine; /* NULL: a litmus7 */
	enum litmus7_options litmus7;
	const char *platform;
	char *scheme;
	uint64_t iterations; /* of a round */
	struct bench_sample *samples;
	char *trouble; /* why it cannot run; NULL: it can */
};

struct bench {
	const char *test;
	const char *mix;
	char *host; /* what it runs on */
	unsigned rounds;
	double seconds; /* that a run should take */
	struct contender *contenders;
	size_t count;
};

/* What ratios of this one are to: user on the same platform. NULL: there is none. */
const struct contender *bench_baseline(const struct bench *bench,
				       const struct contender *contender);

/* The table for people. */
void bench_print(const struct bench *bench, FILE *out);

/* Tab-separated, a row for each round and one for all of them; docs/bench.md. */
void bench_write(const struct bench *bench, FILE *out);

#endif

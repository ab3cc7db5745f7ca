/* bench_numbers.h - what a few rounds of measurements say together. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_BENCH_NUMBERS_H
#define HOST_BARELITMUS_BENCH_NUMBERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One run of one contender. All 0: it did not come about. */
struct bench_sample {
	uint64_t iterations;
	uint64_t target; /* iterations that showed it */
	uint64_t microseconds;
	uint64_t trip_ns;     /* of a cache line, in the same boot; 0: not measured */
	uint64_t counting_us; /* of a thread, and all of its time; 0: not measured */
	uint64_t thread_us;
};

/* NaN stands for what is not known. */
struct bench_summary {
	unsigned rounds;     /* that came about */
	double trip_ns;      /* medians of the rounds: */
	double rate;         /* iterations per second */
	double per_trip;     /* iterations in the time of a round trip */
	double target;       /* per second, over all rounds together */
	double share;        /* of the iterations, likewise */
	double counting;     /* share of the threads' time, likewise */
	double rate_ratio;   /* median of the ratios to the baseline in the same round */
	double target_ratio; /* of both rates over all rounds together; if at_least … */
	bool at_least; /* … the baseline saw none, and is counted as if it saw one */
};

/* Of count values that are not NaN, which are sorted; NaN where there are none. */
double bench_median(double *values, size_t count);

/* Which of count contenders has turn i of a round, so that none is always the first. */
size_t bench_turn(unsigned round, size_t i, size_t count);

/* Iterations that take about so many seconds, as one sample shows; within bounds. */
uint64_t bench_iterations(const struct bench_sample *sample, double seconds);

/* rounds samples each, of the same rounds; baseline may be NULL. */
void bench_summarize(struct bench_summary *summary, const struct bench_sample *samples,
		     const struct bench_sample *baseline, unsigned rounds);

/* How many times more target outcomes a second one contender saw than another. */
double bench_target_ratio(const struct bench_sample *samples,
			  const struct bench_sample *baseline, unsigned rounds,
			  bool *at_least);

double bench_rate(const struct bench_sample *sample);

#endif

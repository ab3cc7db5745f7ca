/* bench_numbers.c - what a few rounds of measurements say together. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/bench_numbers.h"
#include "host/barelitmus/memory.h"

#include <math.h>
#include <stdlib.h>

#define ITERATIONS_LEAST 10000.0
#define ITERATIONS_MOST 1e10

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double bench_median(double *values, size_t count)
{
	if (!count)
		return NAN;
	qsort(values, count, sizeof(*values), by_value);
	return (values[(count - 1) / 2] + values[count / 2]) / 2;
}

size_t bench_turn(unsigned round, size_t i, size_t count)
{
	return (i + round) % count;
}

double bench_rate(const struct bench_sample *sample)
{
	if (!sample->microseconds)
		return NAN;
	return (double)sample->iterations * 1e6 / (double)sample->microseconds;
}

uint64_t bench_iterations(const struct bench_sample *sample, double seconds)
{
	double wanted = bench_rate(sample) * seconds;

	if (!(wanted > ITERATIONS_LEAST)) /* or NaN */
		return (uint64_t)ITERATIONS_LEAST;
	return (uint64_t)(wanted < ITERATIONS_MOST ? wanted : ITERATIONS_MOST);
}

/* All rounds as one. */
static struct bench_sample add_up(const struct bench_sample *samples, unsigned rounds)
{
	struct bench_sample sum = {0};

	for (unsigned r = 0; r < rounds; r++) {
		sum.iterations += samples[r].iterations;
		sum.target += samples[r].target;
		sum.microseconds += samples[r].microseconds;
		sum.counting_us += samples[r].counting_us;
		sum.thread_us += samples[r].thread_us;
	}
	return sum;
}

static double target_rate(const struct bench_sample *sum)
{
	return (double)sum->target * 1e6 / (double)sum->microseconds;
}

double bench_target_ratio(const struct bench_sample *samples,
			  const struct bench_sample *baseline, unsigned rounds,
			  bool *at_least)
{
	struct bench_sample sum = add_up(samples, rounds);
	struct bench_sample base = add_up(baseline, rounds);

	*at_least = false;
	if (!sum.microseconds || !base.microseconds || (!sum.target && !base.target))
		return NAN;
	*at_least = !base.target;
	if (*at_least)
		base.target = 1;
	return target_rate(&sum) / target_rate(&base);
}

typedef double measure_fn(const struct bench_sample *sample,
			  const struct bench_sample *baseline);

static double measure_rate(const struct bench_sample *sample,
			   const struct bench_sample *baseline)
{
	(void)baseline;
	return bench_rate(sample);
}

static double measure_trip(const struct bench_sample *sample,
			   const struct bench_sample *baseline)
{
	(void)baseline;
	return sample->trip_ns ? (double)sample->trip_ns : NAN;
}

static double measure_per_trip(const struct bench_sample *sample,
			       const struct bench_sample *baseline)
{
	return bench_rate(sample) * measure_trip(sample, baseline) / 1e9;
}

static double measure_ratio(const struct bench_sample *sample,
			    const struct bench_sample *baseline)
{
	return baseline ? bench_rate(sample) / bench_rate(baseline) : NAN;
}

static double median_of(measure_fn *measure, const struct bench_sample *samples,
			const struct bench_sample *baseline, unsigned rounds)
{
	double *values = memory_zeroed(rounds, sizeof(*values)), median;
	size_t count = 0;

	for (unsigned r = 0; r < rounds; r++) {
		double value = measure(&samples[r], baseline ? &baseline[r] : NULL);

		if (!isnan(value))
			values[count++] = value;
	}
	median = bench_median(values, count);
	free(values);
	return median;
}

void bench_summarize(struct bench_summary *summary, const struct bench_sample *samples,
		     const struct bench_sample *baseline, unsigned rounds)
{
	struct bench_sample sum = add_up(samples, rounds);

	*summary = (struct bench_summary){
		.trip_ns = median_of(measure_trip, samples, NULL, rounds),
		.rate = median_of(measure_rate, samples, NULL, rounds),
		.per_trip = median_of(measure_per_trip, samples, NULL, rounds),
		.target = NAN,
		.share = NAN,
		.counting = NAN,
		.rate_ratio = median_of(measure_ratio, samples, baseline, rounds),
		.target_ratio = NAN,
	};
	for (unsigned r = 0; r < rounds; r++)
		summary->rounds += samples[r].microseconds != 0;
	if (sum.microseconds)
		summary->target = target_rate(&sum);
	if (sum.iterations)
		summary->share = (double)sum.target / (double)sum.iterations;
	if (sum.thread_us)
		summary->counting = (double)sum.counting_us / (double)sum.thread_us;
	if (baseline)
		summary->target_ratio =
			bench_target_ratio(samples, baseline, rounds, &summary->at_least);
}

/* sample.c - what the outcomes of a job are worth to the search for a better tuning. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/sample.h"
#include "runner/condition.h"
#include "runner/label.h"

uint64_t sample_matching(const struct histogram *h)
{
	const struct test *test = h->test;
	int64_t values[TEST_MAX_ITEMS];
	uint64_t count, sum = 0;
	uint32_t cursor = 0;

	while (histogram_next(h, &cursor, values, &count))
		if ((!test->filter ||
		     condition_holds(test->filter, test->filter_ops, values)) &&
		    condition_holds(test->condition, test->condition_ops, values))
			sum += count;
	return sum;
}

/*
 * The harmonic mean of how often each interleaving was seen, in thousandths: the rarest ones
 * decide, and these need threads that run at the same time. Where nobody knows what the
 * interleavings are, those that were seen are taken.
 */
static uint64_t sample_balance(const struct histogram *h)
{
	const struct test *test = h->test;
	bool known = test->allowed.sc_known;
	uint64_t count, outcomes = 0, inverse = 0;
	int64_t values[TEST_MAX_ITEMS];
	uint32_t cursor = 0;

	while (histogram_next(h, &cursor, values, &count))
		if (!known || label_of(test, values) == LOG_SC) {
			outcomes++;
			inverse += (UINT64_C(1) << 32) / (count + 1);
		}
	if (known && outcomes < test->allowed.sc) {
		inverse += (uint64_t)(test->allowed.sc - outcomes) << 32;
		outcomes = test->allowed.sc;
	}
	return inverse ? (outcomes * 1000 << 32) / inverse : 0;
}

struct sample sample_of(const struct histogram *h, uint64_t iterations,
			uint64_t nanoseconds)
{
	struct sample sample = {.iterations = iterations,
				.nanoseconds = nanoseconds ? nanoseconds : 1};

	if (!iterations)
		return sample;
	sample.target = sample_matching(h);
	if (h->test->quantifier == TEST_FORALL)
		sample.target = iterations - sample.target;
	sample.balance = sample_balance(h);
	return sample;
}

/* test_runner_tuner.c - races of simulated tunings. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/random.h"
#include "runner/tuner.h"

static struct tuner tuner;

/* Arm i is one with k = i + 1. */
static void start(uint32_t count)
{
	struct tuning tunings[ARMS_MAX] = {{0}};

	for (uint32_t i = 0; i < count; i++)
		tunings[i].k = i + 1;
	tuner_init(&tuner, tunings, count);
}

/* Runs a race; show makes a sample of an arm that takes so long. Returns the samples. */
typedef struct sample show_fn(uint32_t k, uint64_t nanoseconds, uint64_t *random);

static unsigned race(show_fn *show, uint64_t seed)
{
	unsigned samples = 0;
	const struct arm *arm;

	while ((arm = tuner_next(&tuner))) {
		struct sample sample =
			show(arm->tuning.k, tuner_sample_ns(&tuner), &seed);

		tuner_learn(&tuner, &sample);
		assert_true(++samples < 1000);
	}
	return samples;
}

/* The best is arm 17, with a rate that falls off to both sides; 10 % of noise. */
static uint64_t true_rate(uint32_t k)
{
	return 1000 - 40 * (k > 17 ? k - 17 : 17 - k);
}

static struct sample noisy(uint32_t k, uint64_t nanoseconds, uint64_t *random)
{
	uint64_t percent = 95 + random_below(random, 11);

	return (struct sample){
		.iterations = nanoseconds / 100,
		.nanoseconds = nanoseconds,
		.target = true_rate(k) * nanoseconds / 1000000 * percent / 100,
		.balance = k == 1 ? nanoseconds : 0, /* of no account */
	};
}

/* Once in ten samples the machine does something else for a hundred times as long. */
static struct sample disturbed(uint32_t k, uint64_t nanoseconds, uint64_t *random)
{
	struct sample sample = noisy(k, nanoseconds, random);

	if (!random_below(random, 10))
		sample.nanoseconds *= 100;
	return sample;
}

static void check_winner(show_fn *show, uint64_t least)
{
	for (uint64_t seed = 1; seed <= 50; seed++) {
		start(24);
		race(show, seed);
		assert_true(tuner_saw_target(&tuner));
		assert_true(true_rate(tuner_best(&tuner)->tuning.k) >= least);
	}
}

static void test_best_wins(void **state)
{
	(void)state;
	check_winner(noisy, 920);
	check_winner(disturbed, 800);
}

/* Two rounds of all, then halves, each sampled twice as long: 24, 24, 12, 6, 3, 2. */
static void test_lengths(void **state)
{
	static const uint32_t fields[] = {24, 24, 12, 6, 3, 2};
	uint64_t seed = 1, length = TUNER_SAMPLE_NS;

	(void)state;
	start(24);
	for (unsigned round = 0; round < 6; round++) {
		for (uint32_t i = 0; i < fields[round]; i++) {
			struct sample sample =
				noisy(tuner_next(&tuner)->tuning.k, 1000000, &seed);

			assert_int_equal(tuner_sample_ns(&tuner), length);
			tuner_learn(&tuner, &sample);
		}
		length *= round ? 2 : 1;
	}
	assert_null(tuner_next(&tuner));
}

static struct sample balanced(uint32_t k, uint64_t nanoseconds, uint64_t *random)
{
	struct sample sample = noisy(k, nanoseconds, random);

	sample.balance = sample.target;
	sample.target = 0;
	return sample;
}

static void test_balance_where_no_target_is_seen(void **state)
{
	(void)state;
	start(24);
	race(balanced, 3);
	assert_false(tuner_saw_target(&tuner));
	assert_true(true_rate(tuner_best(&tuner)->tuning.k) >= 920);
}

/* A target of one in a second counts, however balanced the others are. */
static struct sample rare(uint32_t k, uint64_t nanoseconds, uint64_t *random)
{
	struct sample sample = balanced(k, nanoseconds, random);

	sample.target = k == 3;
	return sample;
}

static void test_rare_target(void **state)
{
	(void)state;
	start(24);
	race(rare, 3);
	assert_true(tuner_saw_target(&tuner));
	assert_int_equal(tuner_best(&tuner)->tuning.k, 3);
}

static void test_few_arms(void **state)
{
	struct sample good = {100, 1000, 50, 0}, bad = {100, 1000, 5, 0};

	(void)state;
	start(1);
	assert_null(tuner_next(&tuner));
	assert_int_equal(tuner_best(&tuner)->tuning.k, 1);
	assert_int_equal(arm_iteration_ps(tuner_best(&tuner)), 0);
	start(3);
	assert_int_equal(tuner_best(&tuner)->tuning.k, 1); /* before any sample */
	tuner_learn(&tuner, &bad);
	assert_int_equal(tuner_best(&tuner)->tuning.k, 1);
	tuner_learn(&tuner, &good);
	assert_int_equal(tuner_best(&tuner)->tuning.k, 2); /* and in the middle */
	assert_int_equal(arm_iteration_ps(tuner_best(&tuner)), 10000);
}

static void test_each_once(void **state)
{
	struct tuning tunings[3] = {{.k = 7}, {.k = 7}, {.k = 7, .skew = 1}};

	(void)state;
	tuner_init(&tuner, tunings, 3);
	assert_int_equal(tuner.count, 2);
	assert_int_equal(tuner.arms[1].tuning.skew, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_best_wins),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_balance_where_no_target_is_seen),
		cmocka_unit_test(test_rare_target),
		cmocka_unit_test(test_few_arms),
		cmocka_unit_test(test_each_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

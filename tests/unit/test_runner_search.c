/* test_runner_search.c - what jobs are run with, on a simulated machine. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/random.h"
#include "runner/search.h"

#include <string.h>

static const struct circumstances usual = {
	.wanted = {.skew = SKEW_AUTO},
	.capacity = 1024,
	.groups = 2,
	.has_clock = true,
	.clock_is_fine = true,
	.trip_ns = 300,
};

static struct search search;

static void start(const struct circumstances *c, bool tune, uint64_t budget)
{
	struct tuning first = {.skew = SKEW_AUTO};

	assert_true(tuning_complete(&first, c));
	search_init(&search, c, &first, tune, budget, 99);
}

/* Picoseconds an iteration takes, and how many in a thousand show the target. */
static uint64_t machine_ps(const struct tuning *t)
{
	uint64_t meeting = t->scheme == SCHEME_DEADLINE ? t->period * UINT64_C(1000)
							: 300000 + t->skew * 1000;

	return 20000 + meeting / t->k;
}

static uint64_t machine_weak(const struct tuning *t)
{
	uint64_t weak = t->scheme == SCHEME_BATCH ? 20 : 800;

	if (t->k > 8)
		weak = weak * 8 / t->k;
	if (t->scheme == SCHEME_DEADLINE && t->period < 300 + 10 * t->k)
		weak = 30;
	if (t->scheme == SCHEME_SYNC && t->skew < 100)
		weak = weak * (50 + t->skew / 2) / 100;
	if (t->layout == LAYOUT_PACKED)
		weak /= 20;
	return t->cache == CACHE_WRITER ? weak + 100 : weak;
}

static double machine_score(const struct tuning *t)
{
	return (double)machine_weak(t) / (double)machine_ps(t);
}

/* Runs the jobs of the plans for so many iterations; returns those of kind. */
static uint64_t simulate(uint64_t iterations, enum job_kind kind,
			 void (*check)(const struct tuning *), bool sees)
{
	uint64_t random = 5, done = 0, of_kind = 0;

	while (done < iterations) {
		const struct job_plan *plan = search_next(&search);
		uint64_t ps = machine_ps(&plan->tuning) *
			      (95 + random_below(&random, 11)) / 100;
		struct sample sample = {.nanoseconds = plan->nanoseconds};

		sample.iterations = sample.nanoseconds * 1000 / ps + 1;
		sample.balance = sample.iterations * machine_weak(&plan->tuning) / 1000;
		sample.target = sees ? sample.balance : 0;
		done += sample.iterations;
		of_kind += plan->kind == kind ? sample.iterations : 0;
		assert_true(plan->tuning.k && plan->tuning.instances);
		assert_int_equal(plan->tuning.instances % plan->tuning.k, 0);
		if (check)
			check(&plan->tuning);
		search_learn(&search, &sample);
	}
	return of_kind;
}

static double best_score;

static void note_best(const struct tuning *tuning)
{
	if (machine_score(tuning) > best_score)
		best_score = machine_score(tuning);
}

static void check_winner(const struct circumstances *c, bool sees)
{
	best_score = 0;
	start(c, true, UINT64_MAX);
	simulate(100000000, JOB_SAMPLE, note_best, sees);
	assert_int_equal(search.heat, HEAT_OVER);
	assert_true(search.finished);
	assert_int_equal(search.by_target, sees);
	assert_true(search.sample_ns >= 100000000);
	assert_true(machine_score(&search.best) > 0.8 * best_score);
}

static void test_winner(void **state)
{
	struct circumstances c = usual;

	(void)state;
	check_winner(&c, true);
	assert_int_equal(search.best.scheme, SCHEME_DEADLINE);
	check_winner(&c, false);
	c.has_clock = false;
	check_winner(&c, true);
	assert_int_equal(search.best.scheme, SCHEME_SYNC);
	assert_true(search.best.skew >= 70);
}

/* The seed and what was learnt decide everything. */
static struct tuning seen[2000];
static size_t seen_count, seen_again;

static void record(const struct tuning *tuning)
{
	if (seen_count < 2000)
		seen[seen_count++] = *tuning;
}

static void compare(const struct tuning *tuning)
{
	if (seen_again < seen_count)
		assert_memory_equal(&seen[seen_again++], tuning, sizeof(*tuning));
}

static void test_deterministic(void **state)
{
	(void)state;
	start(&usual, true, UINT64_MAX);
	simulate(100000000, JOB_SAMPLE, record, true);
	start(&usual, true, UINT64_MAX);
	simulate(100000000, JOB_SAMPLE, compare, true);
	assert_true(seen_count > 100);
	assert_int_equal(seen_again, seen_count);
}

static void test_share_of_random_ones(void **state)
{
	uint64_t random;

	(void)state;
	start(&usual, true, 0); /* no heats */
	random = simulate(400000000, JOB_RANDOM, NULL, true);
	assert_true(random > 10000000);
	assert_true(random < 60000000);
	assert_int_equal(search.explored, random);
}

/* The heats end with the budget, and the best so far goes on. */
static void test_budget(void **state)
{
	uint64_t sampled;

	(void)state;
	start(&usual, true, 500000);
	sampled = simulate(20000000, JOB_SAMPLE, NULL, true);
	assert_int_equal(search.heat, HEAT_OVER);
	assert_false(search.finished);
	assert_int_equal(search.sampled, sampled);
	assert_true(sampled >= 200000);
	assert_true(sampled < 600000);
}

static void same_as_first(const struct tuning *tuning)
{
	assert_memory_equal(tuning, &search.best, sizeof(*tuning));
}

static void test_off(void **state)
{
	(void)state;
	start(&usual, false, UINT64_MAX);
	assert_int_equal(search.best.scheme, SCHEME_DEADLINE);
	assert_int_equal(search.best.period, 600);
	simulate(100000000, JOB_SAMPLE, same_as_first, true);
	assert_int_equal(search.samples, 0);
}

static void as_wanted(const struct tuning *tuning)
{
	assert_int_equal(tuning->scheme, SCHEME_SYNC);
	assert_int_equal(tuning->layout, LAYOUT_PAGE);
	assert_int_equal(tuning->k, 64);
	assert_int_equal(tuning->skew, 0);
}

/* What was asked for is what runs, in the heats and when exploring. */
static void test_wanted(void **state)
{
	struct circumstances c = usual;

	(void)state;
	c.wanted.scheme = SCHEME_SYNC;
	c.wanted.layout = LAYOUT_PAGE;
	c.wanted.k = 64;
	c.wanted.skew = 0;
	start(&c, true, UINT64_MAX);
	simulate(200000000, JOB_SAMPLE, as_wanted, true);
	assert_true(search.finished);
}

static void no_deadline(const struct tuning *tuning)
{
	assert_int_not_equal(tuning->scheme, SCHEME_DEADLINE);
}

static void only_batches(const struct tuning *tuning)
{
	assert_int_equal(tuning->scheme, SCHEME_BATCH);
}

static void test_what_the_machine_cannot_do(void **state)
{
	struct circumstances c = usual;
	struct tuning tuning = {.scheme = SCHEME_DEADLINE};

	(void)state;
	c.has_clock = false;
	assert_false(tuning_complete(&tuning, &c));
	start(&c, true, UINT64_MAX);
	simulate(100000000, JOB_SAMPLE, no_deadline, true);
	c = usual;
	c.share = true;
	assert_false(tuning_complete(&tuning, &c));
	start(&c, true, UINT64_MAX);
	simulate(100000000, JOB_SAMPLE, only_batches, true);
}

/* A machine that does something else all the time is not tried out for long. */
static void test_slow_machine(void **state)
{
	struct sample slow = {.iterations = 1024, .nanoseconds = 500000000};

	(void)state;
	start(&usual, true, UINT64_MAX);
	for (int i = 0; i < 10; i++) {
		search_next(&search);
		search_learn(&search, &slow);
	}
	assert_int_equal(search.heat, HEAT_OVER);
	assert_int_equal(search.samples, 4);
}

/* The machine changes: the heats begin again, and find what is best now. */
static void test_again(void **state)
{
	struct circumstances c = usual;
	uint64_t sampled;

	(void)state;
	c.wanted.scheme = SCHEME_DEADLINE;
	c.trip_ns = 1000;
	start(&c, true, UINT64_MAX);
	simulate(100000000, JOB_SAMPLE, NULL, true);
	assert_true(search.finished);
	assert_true(search.best.period > 300);
	sampled = search.sampled;
	c.trip_ns = 100;
	search_again(&search, &c, 1000000000);
	assert_int_equal(search.heat, HEAT_PACE);
	assert_false(search.finished);
	best_score = 0;
	simulate(100000000, JOB_SAMPLE, note_best, true);
	assert_true(search.finished);
	assert_true(search.sampled > sampled);
	assert_true(machine_score(&search.best) > 0.8 * best_score);
	start(&c, false, UINT64_MAX);
	search_again(&search, &c, 1000000000); /* nothing is tuned */
	assert_int_equal(search.heat, HEAT_OVER);
}

/* What a control has proven wins where the target is not seen, until the machine changes. */
static void test_proven(void **state)
{
	struct tuning proven = {.scheme = SCHEME_BATCH, .skew = SKEW_AUTO};

	(void)state;
	assert_true(tuning_complete(&proven, &usual));
	start(&usual, true, UINT64_MAX);
	search_prove(&search, &proven);
	simulate(100000000, JOB_SAMPLE, NULL, false);
	assert_int_equal(search.heat, HEAT_OVER);
	assert_memory_equal(&search.best, &proven, sizeof(proven));
	start(&usual, true, UINT64_MAX);
	search_prove(&search, &proven);
	simulate(1000000, JOB_SAMPLE, NULL, false);
	search_end(&search);
	assert_memory_equal(&search.best, &proven, sizeof(proven));
	search_again(&search, &usual, UINT64_C(1000000000));
	simulate(100000000, JOB_SAMPLE, NULL, false);
	assert_int_equal(search.best.scheme, SCHEME_DEADLINE);
	start(&usual, true, UINT64_MAX);
	search_prove(&search, &proven);
	simulate(100000000, JOB_SAMPLE, NULL, true);
	assert_int_equal(search.best.scheme, SCHEME_DEADLINE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_winner),
		cmocka_unit_test(test_deterministic),
		cmocka_unit_test(test_share_of_random_ones),
		cmocka_unit_test(test_budget),
		cmocka_unit_test(test_off),
		cmocka_unit_test(test_wanted),
		cmocka_unit_test(test_what_the_machine_cannot_do),
		cmocka_unit_test(test_slow_machine),
		cmocka_unit_test(test_again),
		cmocka_unit_test(test_proven),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

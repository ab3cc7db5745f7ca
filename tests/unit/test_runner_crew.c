/* test_runner_crew.c - jobs for cores, played by threads that may leave when idle. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/clock.h"
#include "lib/err.h"
#include "lib/random.h"
#include "runner/crew.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "cpu.h"

enum { CORE_OFF, CORE_RUNNING };

/* The numbers of cores are used up: a core without a job so far behaves in its own way. */
enum {
	WORKERS = 4, /* cores 1..4 */
	FRESH = 5,   /* cores 5..204: first job around the time when they leave */
	FRESH_END = 205,
	STAYING = 205,
	REFUSED = 206,
	RETURNING = 207, /* cores 207..212 */
	RETURNING_END = 213,
	CORES,
};

/* A core and its firmware, as boot has them: whoever is off is started by the next wake. */
static struct core {
	pthread_t thread;
	_Atomic uint32_t state;
	unsigned index;
	unsigned starts;
	uint64_t random;
	unsigned jobs;
	unsigned other_jobs;
} cores[CORES];

/* Takes from no time to some microseconds: windows that are too narrow become wide. */
static void dawdle(uint64_t *random)
{
	for (uint32_t n = random_below(random, 64) & ~15u; n; n--)
		cpu_relax();
}

static void *core_main(void *ctx)
{
	struct core *core = ctx;
	uint32_t off;

	do {
		crew_work(core->index);
		dawdle(&core->random);
		atomic_store(&core->state, CORE_OFF);
		dawdle(&core->random);
		off = CORE_OFF;
	} while (crew_pending(core->index) &&
		 atomic_compare_exchange_strong(&core->state, &off, CORE_RUNNING));
	return NULL;
}

static int wake(unsigned i)
{
	struct core *core = &cores[i];
	uint32_t off = CORE_OFF;

	if (atomic_compare_exchange_strong(&core->state, &off, CORE_RUNNING)) {
		if (core->starts++)
			pthread_join(core->thread, NULL);
		if (pthread_create(&core->thread, NULL, core_main, core))
			return -E_REFUSED;
	}
	/* Whatever crew_post() does too late now comes much too late. */
	dawdle(&core->random);
	return 0;
}

static int refuse(unsigned i)
{
	(void)i;
	return -E_REFUSED;
}

static int set_up(void **state)
{
	(void)state;
	clock_init(UINT64_C(1000000000));
	memset(cores, 0, sizeof(cores));
	for (unsigned i = 0; i < CORES; i++) {
		cores[i].index = i;
		cores[i].random = i;
	}
	return 0;
}

/* Without work and allowed to leave, every core does. */
static int tear_down(void **state)
{
	(void)state;
	crew_stop_idle(true);
	for (unsigned i = 0; i < CORES; i++)
		if (cores[i].starts)
			pthread_join(cores[i].thread, NULL);
	return 0;
}

static void job(void *context)
{
	struct core *core = context;

	core->jobs++;
}

static void other_job(void *context)
{
	struct core *core = context;

	core->other_jobs++;
}

/* True once core i is done; a job that nobody does is not waited for longer than 10 s. */
static bool finish(unsigned i)
{
	return !crew_await(i, clock_after_us(10000000));
}

static void wait_us(uint64_t us)
{
	uint64_t until = clock_after_us(us);

	while (!clock_passed(until))
		cpu_relax();
}

static void test_each_job_once(void **state)
{
	enum { ROUNDS = 300 };

	(void)state;
	crew_stop_idle(false);
	for (unsigned round = 0; round < ROUNDS; round++) {
		job_fn *now = round % 3 ? job : other_job;

		for (unsigned i = 1; i <= WORKERS; i++) {
			assert_true(crew_done(i));
			assert_int_equal(crew_post(i, now, &cores[i], wake), 0);
		}
		for (unsigned i = 1; i <= WORKERS; i++)
			assert_true(finish(i));
		for (unsigned i = 1; i <= WORKERS; i++) {
			assert_false(crew_pending(i));
			assert_int_equal(cores[i].jobs, (round + 1) - (round / 3 + 1));
			assert_int_equal(cores[i].other_jobs, round / 3 + 1);
		}
	}
	for (unsigned i = 1; i <= WORKERS; i++)
		assert_int_equal(cores[i].starts, 1); /* nobody left */
}

static void test_idle_core_stays_until_allowed(void **state)
{
	struct core *core = &cores[STAYING];
	uint64_t deadline;

	(void)state;
	crew_stop_idle(false);
	assert_int_equal(crew_post(STAYING, job, core, wake), 0);
	assert_true(finish(STAYING));
	wait_us(60000); /* three times as long as an idle core may stay */
	assert_int_equal(atomic_load(&core->state), CORE_RUNNING);
	crew_stop_idle(true);
	deadline = clock_after_us(10000000);
	while (atomic_load(&core->state) == CORE_RUNNING && !clock_passed(deadline))
		cpu_relax();
	assert_int_equal(atomic_load(&core->state), CORE_OFF);
	assert_int_equal(crew_post(STAYING, job, core, wake), 0);
	assert_true(finish(STAYING));
	assert_int_equal(core->jobs, 2);
	assert_int_equal(core->starts, 2);
}

static void test_refused_wake(void **state)
{
	(void)state;
	assert_int_equal(crew_post(REFUSED, job, &cores[REFUSED], refuse), -E_REFUSED);
	assert_false(crew_done(REFUSED));
	assert_int_equal(crew_await(REFUSED, clock_after_us(1000)), -E_TIMEOUT);
	assert_true(crew_pending(REFUSED));
}

/* A core that never had a job leaves at once; how long is that? */
static uint64_t time_to_leave(unsigned i)
{
	uint64_t start = cpu_clock(), deadline = clock_after_us(10000000);

	assert_int_equal(wake(i), 0);
	while (atomic_load(&cores[i].state) == CORE_RUNNING && !clock_passed(deadline))
		cpu_relax();
	assert_int_equal(atomic_load(&cores[i].state), CORE_OFF);
	return clock_us(cpu_clock() - start);
}

/* First jobs that come while their core is about to leave, a little before, or after. */
static void test_job_for_a_leaving_core(void **state)
{
	uint64_t random = 1, longest;
	unsigned met = 0;

	(void)state;
	crew_stop_idle(true);
	longest = 2 * time_to_leave(FRESH) + 2;
	if (longest > 5000)
		longest = 5000;
	for (unsigned i = FRESH; i < FRESH_END; i++) {
		assert_int_equal(wake(i), 0);
		wait_us(random_below(&random, (uint32_t)longest));
		assert_int_equal(crew_post(i, job, &cores[i], wake), 0);
		assert_true(finish(i));
		assert_int_equal(cores[i].jobs, 1);
		met += cores[i].starts == 1;
	}
	assert_in_range(met, 1, FRESH_END - FRESH); /* not all had left for good */
}

/* The same for cores that have had jobs and were idle for as long as they may be. */
static void test_job_for_a_returning_core(void **state)
{
	enum { ROUNDS = 40 };
	uint64_t random = 2;

	(void)state;
	crew_stop_idle(true);
	for (unsigned round = 1; round <= ROUNDS; round++) {
		for (unsigned i = RETURNING; i < RETURNING_END; i++)
			assert_int_equal(crew_post(i, job, &cores[i], wake), 0);
		for (unsigned i = RETURNING; i < RETURNING_END; i++) {
			assert_true(finish(i));
			assert_int_equal(cores[i].jobs, round);
		}
		wait_us(19000 + random_below(&random, 3000));
	}
}

/* Cores that have a job to do are numbered by the tests; all get a mailbox. */
static int make_room(void **state)
{
	static _Alignas(128) char memory[CORES * 512];
	struct arena arena = {(uintptr_t)memory, (uintptr_t)memory + sizeof(memory)};

	(void)state;
	return crew_init(CORES, &arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_each_job_once, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_idle_core_stays_until_allowed,
						set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_refused_wake, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_job_for_a_leaving_core, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_job_for_a_returning_core, set_up,
						tear_down),
	};

	alarm(300); /* a core that finds no end would keep tear_down() waiting */
	return cmocka_run_group_tests(tests, make_room, NULL);
}

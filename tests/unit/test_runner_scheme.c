/* test_runner_scheme.c - the pace functions, with real threads. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/scheme.h"
#include "tests/unit/threads.h"

#include <string.h>

#define LONG_US UINT64_C(30000000) /* never reached by a test that passes */

enum { GROUPS_MAX = 5000 };

static struct flag flags[THREADS_MAX];
static _Atomic uint32_t release[GROUPS_MAX];
static struct watch watch;

/* How many groups each thread has come to, over all batches. */
static _Atomic uint32_t begun[THREADS_MAX];

static int set_up(void **state)
{
	(void)state;
	clock_init(UINT64_C(1000000000));
	memset(flags, 0, sizeof(flags));
	memset(release, 0, sizeof(release));
	memset(begun, 0, sizeof(begun));
	watch.deadline = clock_after_us(LONG_US);
	atomic_store(&watch.late, 0);
	return 0;
}

struct walker {
	struct pacer pacer;
	enum scheme scheme;
	uint32_t batches;
	uint32_t groups;
	uint64_t early; /* groups entered before those that had to come first */
};

static struct walker make_walker(enum scheme scheme, unsigned self, unsigned threads)
{
	return (struct walker){
		.scheme = scheme,
		.pacer = {.flags = flags,
			  .release = release,
			  .watch = &watch,
			  .self = self,
			  .threads = threads,
			  .ticket = 1},
	};
}

/* Whom does the scheme promise to be there? */
static bool must_have_come(const struct walker *w, uint32_t group, unsigned thread)
{
	if (w->scheme == SCHEME_SYNC)
		return true;
	return w->scheme == SCHEME_USER && thread == group % w->pacer.threads;
}

static void *walk(void *ctx)
{
	struct walker *w = ctx;
	pace_fn *pace = scheme_pace(w->scheme, CLOCK_SHARED);
	uint32_t step = 0;

	for (uint32_t b = 0; b < w->batches; b++) {
		for (uint32_t g = 0; g < w->groups && !atomic_load(&watch.late); g++) {
			step++;
			atomic_store_explicit(&begun[w->pacer.self], step,
					      memory_order_relaxed);
			/* Pairs with the other fence, through what pace() writes: it
			 * orders nothing itself. */
			atomic_thread_fence(memory_order_seq_cst);
			pace(&w->pacer, g);
			atomic_thread_fence(memory_order_seq_cst);
			for (unsigned t = 0; t < w->pacer.threads; t++)
				w->early +=
					must_have_come(w, g, t) &&
					atomic_load_explicit(&begun[t],
							     memory_order_relaxed) < step;
		}
		w->pacer.ticket += w->groups;
	}
	return NULL;
}

static void check_walk(enum scheme scheme, unsigned threads, uint32_t batches,
		       uint32_t groups)
{
	struct walker walkers[THREADS_MAX];

	set_up(NULL);
	for (unsigned t = 0; t < threads; t++) {
		walkers[t] = make_walker(scheme, t, threads);
		walkers[t].batches = batches;
		walkers[t].groups = groups;
	}
	threads_run(threads, walk, walkers, sizeof(walkers[0]));
	for (unsigned t = 0; t < threads; t++) {
		assert_int_equal(walkers[t].early, 0);
		assert_int_equal(begun[t], batches * groups);
	}
	assert_int_equal(atomic_load(&watch.late), 0);
}

static void test_sync(void **state)
{
	(void)state;
	check_walk(SCHEME_SYNC, 2, 4, 500);
	check_walk(SCHEME_SYNC, 3, 3, 200);
	check_walk(SCHEME_SYNC, 1, 1, 10);
}

/*
 * Few groups: these threads spin without a rest, so that on a busy host each hand-over may
 * cost a whole time slice. The words of a batch before must not release anyone.
 */
static void test_user(void **state)
{
	(void)state;
	check_walk(SCHEME_USER, 2, 5, 40);
	check_walk(SCHEME_USER, 3, 4, 12);
	check_walk(SCHEME_USER, 1, 1, 10);
}

static void test_batch(void **state)
{
	struct walker alone = make_walker(SCHEME_BATCH, 0, 2);

	(void)state;
	for (uint32_t g = 0; g < GROUPS_MAX; g++)
		scheme_pace(SCHEME_BATCH, CLOCK_SHARED)(&alone.pacer,
							g); /* nobody else is there */
	assert_int_equal(atomic_load(&flags[0].ticket), 0);
	for (uint32_t g = 0; g < GROUPS_MAX; g++)
		assert_int_equal(atomic_load(&release[g]), 0);
}

static void test_who_releases(void **state)
{
	struct walker second = make_walker(SCHEME_USER, 1, 3);

	(void)state;
	second.pacer.ticket = 77;
	for (uint32_t g = 1; g < 10; g += 3)
		scheme_pace(SCHEME_USER, CLOCK_SHARED)(&second.pacer, g);
	for (uint32_t g = 0; g < 10; g++)
		assert_int_equal(atomic_load(&release[g]), g % 3 == 1 ? 77 : 0);
	assert_int_equal(atomic_load(&watch.late), 0);
}

/* The pace of a group names the thread that it waited for in vain, and returns. */
static void check_late(enum scheme scheme, unsigned threads, uint32_t group,
		       unsigned missing)
{
	struct walker first = make_walker(scheme, 0, threads);

	set_up(NULL);
	for (unsigned t = 1; t < threads; t++)
		if (t != missing)
			atomic_store(&flags[t].ticket, first.pacer.ticket + 1 + group);
	watch.deadline = clock_after_us(10000);
	scheme_pace(scheme, CLOCK_SHARED)(&first.pacer, group);
	assert_true(clock_passed(watch.deadline));
	assert_int_equal(atomic_load(&watch.late), missing + 1);
}

static void test_late(void **state)
{
	(void)state;
	check_late(SCHEME_SYNC, 4, 9, 2);
	check_late(SCHEME_USER, 2, 1, 1);
	check_late(SCHEME_USER, 4, 6, 2);
}

/* Whoever was named first stays named: those who leave because of it blame nobody. */
static void check_leave(enum scheme scheme)
{
	struct walker first = make_walker(scheme, 0, 4);

	set_up(NULL);
	atomic_store(&watch.late, 4);
	scheme_pace(scheme, CLOCK_SHARED)(&first.pacer, 1);
	assert_false(clock_passed(watch.deadline));
	assert_int_equal(atomic_load(&watch.late), 4);
}

static void test_leave_with_the_others(void **state)
{
	(void)state;
	check_leave(SCHEME_SYNC);
	check_leave(SCHEME_USER);
}

/* No group begins before its time, and a thread that is late makes up for it. */
static void check_deadline(enum clock_kind clock, uint32_t skew)
{
	enum { GROUPS = 20, PERIOD = 50000 };
	struct walker alone = make_walker(SCHEME_DEADLINE, 0, 2);
	pace_fn *pace = scheme_pace(SCHEME_DEADLINE, clock);

	alone.pacer.period = PERIOD;
	alone.pacer.skew = skew;
	alone.pacer.start = clocks_read(clock) + PERIOD;
	for (uint32_t g = 0; g < GROUPS; g++) {
		pace(&alone.pacer, g);
		assert_true((int64_t)(clocks_read(clock) - alone.pacer.start -
				      (uint64_t)g * PERIOD) >= 0);
	}
	alone.pacer.start = clocks_read(clock) - UINT64_C(3600000000000);
	for (uint32_t g = 0; g < GROUPS; g++)
		pace(&alone.pacer, g);
	assert_int_equal(atomic_load(&watch.late), 0);
	assert_int_equal(atomic_load(&flags[0].ticket), 0);
}

static void test_deadline(void **state)
{
	(void)state;
	check_deadline(CLOCK_SHARED, 0);
	check_deadline(CLOCK_CYCLES, 0);
	check_deadline(CLOCK_SHARED, 10000);
}

/* An hour from now is not waited for: the watch ends it, and the thread names itself. */
static void test_deadline_never_comes(void **state)
{
	struct walker second = make_walker(SCHEME_DEADLINE, 1, 2);

	(void)state;
	second.pacer.start = clocks_read(CLOCK_SHARED) + UINT64_C(3600000000000);
	watch.deadline = clock_after_us(10000);
	scheme_pace(SCHEME_DEADLINE, CLOCK_SHARED)(&second.pacer, 0);
	assert_true(clock_passed(watch.deadline));
	assert_int_equal(atomic_load(&watch.late), 2);
}

/* Turns of the delay that the pace of SCHEME_SYNC takes, in time. */
static uint64_t pace_time(uint32_t skew)
{
	struct walker first = make_walker(SCHEME_SYNC, 0, 2);
	uint64_t start;

	first.pacer.skew = skew;
	atomic_store(&flags[1].ticket, 99);
	start = cpu_clock();
	scheme_pace(SCHEME_SYNC, CLOCK_SHARED)(&first.pacer, 5);
	return cpu_clock() - start;
}

/* The last to come waits: 20 million turns take a millisecond on any machine. */
static void test_skew_of_the_last(void **state)
{
	(void)state;
	assert_true(pace_time(20000000) > 1000000);
	assert_int_equal(atomic_load(&watch.late), 0);
}

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(scheme_name(SCHEME_AUTO), "auto");
	assert_string_equal(scheme_name(SCHEME_SYNC), "sync");
	assert_string_equal(scheme_name(SCHEME_BATCH), "batch");
	assert_string_equal(scheme_name(SCHEME_USER), "user");
	assert_string_equal(scheme_name(SCHEME_TURNS), "turns");
	assert_string_equal(scheme_name(SCHEME_PERPETUAL), "perpetual");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_sync, set_up),
		cmocka_unit_test_setup(test_user, set_up),
		cmocka_unit_test_setup(test_batch, set_up),
		cmocka_unit_test_setup(test_who_releases, set_up),
		cmocka_unit_test_setup(test_late, set_up),
		cmocka_unit_test_setup(test_leave_with_the_others, set_up),
		cmocka_unit_test_setup(test_deadline, set_up),
		cmocka_unit_test_setup(test_deadline_never_comes, set_up),
		cmocka_unit_test_setup(test_skew_of_the_last, set_up),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

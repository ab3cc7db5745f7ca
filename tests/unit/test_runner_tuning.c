/* test_runner_tuning.c - what is printed of a tuning asks for the same tuning. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/settings.h"

#include <string.h>

static void check_words(struct tuning tuning, const char *expected)
{
	static struct settings settings;
	char words[TUNING_WORDS_MAX];

	tuning_words(words, &tuning);
	assert_string_equal(words, expected);
	assert_null(settings_parse(&settings, words));
	if (tuning.scheme != SCHEME_DEADLINE)
		tuning.period = 0;
	if (!scheme_has_skew(tuning.scheme))
		tuning.skew = SKEW_AUTO;
	assert_memory_equal(&settings.tuning, &tuning, sizeof(tuning));
}

static void test_words(void **state)
{
	(void)state;
	check_words((struct tuning){SCHEME_DEADLINE, LAYOUT_OWN, CACHE_READER, MAP_NEAR,
				    LATE_OFF, 8, 1024, 300, 0},
		    "scheme=deadline layout=own k=8 n=1024 period=300 skew=0 "
		    "cache=reader map=near late=off");
	check_words((struct tuning){SCHEME_SYNC, LAYOUT_RANDOM, CACHE_SHARED, MAP_SPREAD,
				    LATE_ON, 1, 1000, 300, 70},
		    "scheme=sync layout=random k=1 n=1000 skew=70 cache=shared "
		    "map=spread late=on");
	check_words(
		(struct tuning){SCHEME_BATCH, LAYOUT_PAGE, CACHE_WRITER, MAP_NEAR,
				LATE_OFF, 512, 512, 300, 0},
		"scheme=batch layout=page k=512 n=512 cache=writer map=near late=off");
	check_words((struct tuning){SCHEME_USER, LAYOUT_PACKED, CACHE_READER, MAP_NEAR,
				    LATE_OFF, 1, 64, 0, 0},
		    "scheme=user layout=packed k=1 n=64 cache=reader map=near late=off");
}

/* Threads take turns where they share processors, and only if they can. */
static void test_auto_scheme(void **state)
{
	struct circumstances c = {.capacity = 1024, .has_clock = true};

	(void)state;
	c.turns = true;
	assert_int_equal(tuning_scheme(&c), SCHEME_SYNC);
	c.clock_is_fine = true;
	assert_int_equal(tuning_scheme(&c), SCHEME_DEADLINE);
	c.share = true;
	assert_int_equal(tuning_scheme(&c), SCHEME_TURNS);
	c.turns = false;
	assert_int_equal(tuning_scheme(&c), SCHEME_BATCH);
	c.wanted.scheme = SCHEME_SYNC;
	assert_int_equal(tuning_scheme(&c), SCHEME_SYNC);
}

/* The longest there can be still fits. */
static void test_longest(void **state)
{
	(void)state;
	check_words((struct tuning){SCHEME_DEADLINE, LAYOUT_PACKED, CACHE_READER,
				    MAP_ROTATED, LATE_OFF, TUNING_K_MAX,
				    TUNING_INSTANCES_MAX, TUNING_NS_MAX, TUNING_NS_MAX},
		    "scheme=deadline layout=packed k=4096 n=65536 period=100000 "
		    "skew=100000 cache=reader map=rotated late=off");
}

/* Whole rounds of a perpetual function, one at least, and what it has no use for. */
static void test_perpetual(void **state)
{
	struct circumstances c = {.wanted = {.scheme = SCHEME_PERPETUAL,
					     .k = 3,
					     .instances = 100,
					     .period = 300,
					     .skew = 5},
				  .capacity = 100,
				  .groups = 1};
	struct tuning t = {.skew = SKEW_AUTO};

	(void)state;
	assert_true(tuning_complete(&t, &c));
	assert_int_equal(t.k, TEST_PERPETUAL_COPIES);
	assert_int_equal(t.instances, 96);
	assert_int_equal(t.period, 0);
	assert_int_equal(t.skew, 0);
	c.wanted.instances = 1;
	assert_true(tuning_complete(&t, &c));
	assert_int_equal(t.instances, TEST_PERPETUAL_COPIES);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),
		cmocka_unit_test(test_auto_scheme),
		cmocka_unit_test(test_longest),
		cmocka_unit_test(test_perpetual),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_runner_layout.c - where the locations of a batch lie. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/random.h"
#include "runner/layout.h"

#include <stdlib.h>
#include <string.h>

static struct test_location locations[TEST_MAX_LOCATIONS];

/* A test with count locations of widths that repeat 4, 8, 1, 2 from first on. */
static struct test make_test(unsigned count, unsigned first)
{
	static const uint8_t widths[] = {4, 8, 1, 2};

	for (unsigned l = 0; l < count; l++)
		locations[l].width = widths[(first + l) % 4];
	return (struct test){.locations = locations, .location_count = (uint8_t)count};
}

/* Byte of the batch's memory at which location l of instance i begins. */
static size_t where(const struct placement *p, unsigned l, uint32_t i)
{
	return p->offset[l] + i * (size_t)p->stride;
}

/* Nobody's bytes are another's, all within size, all naturally aligned. */
static void check_bytes(const struct test *test, uint32_t n, const struct placement *p)
{
	char *taken = calloc(p->size, 1);

	assert_non_null(taken);
	for (unsigned l = 0; l < test->location_count; l++)
		for (uint32_t i = 0; i < n; i++) {
			size_t width = test->locations[l].width, at = where(p, l, i);

			assert_true(at + width <= p->size);
			assert_int_equal(at % width, 0);
			for (size_t b = 0; b < width; b++) {
				assert_int_equal(taken[at + b], 0);
				taken[at + b] = 1;
			}
		}
	free(taken);
}

/* No line has two locations of any instances, and instances keep their distance. */
static void check_own_lines(const struct test *test, uint32_t n,
			    const struct placement *p)
{
	char *taken = calloc(p->size / 64 + 1, 1);

	assert_non_null(taken);
	assert_int_equal(p->stride % 128, 0);
	for (unsigned l = 0; l < test->location_count; l++)
		for (uint32_t i = 0; i < n; i++) {
			size_t at = where(p, l, i);

			assert_int_equal(taken[at / 64], 0);
			taken[at / 64] = 1;
			assert_true(at % 64 + test->locations[l].width <= 64);
		}
	free(taken);
}

static const uint32_t sizes[] = {1, 2, 3, 7, 31, 32, 33, 64, 100};

/* Calls check for every layout of the mask, many numbers of locations and instances. */
static void each(unsigned layouts, unsigned most,
		 void (*check)(const struct test *test, uint32_t n,
			       const struct placement *p))
{
	uint64_t random = 1;

	for (enum layout layout = LAYOUT_AUTO; layout < LAYOUT_COUNT; layout++)
		for (unsigned count = 1; count <= most && layouts >> layout & 1; count++)
			for (size_t s = 0; s < sizeof(sizes) / sizeof(sizes[0]); s++) {
				struct test test = make_test(count, count + s);
				struct placement p;

				layout_place(layout, &test, sizes[s], &random, &p);
				check(&test, sizes[s], &p);
			}
}

static void test_no_overlap(void **state)
{
	(void)state;
	each(~0u, TEST_MAX_LOCATIONS, check_bytes);
}

static void test_own_lines(void **state)
{
	(void)state;
	each(1 << LAYOUT_AUTO | 1 << LAYOUT_OWN | 1 << LAYOUT_PAIRS | 1 << LAYOUT_PAGE |
		     1 << LAYOUT_RANDOM,
	     TEST_MAX_LOCATIONS, check_own_lines);
}

static void check_same_line(const struct test *test, uint32_t n,
			    const struct placement *p)
{
	assert_int_equal(p->stride % 128, 0);
	for (uint32_t i = 0; i < n; i++)
		for (unsigned l = 1; l < test->location_count; l++)
			assert_int_equal(where(p, l, i) / 64, where(p, 0, i) / 64);
}

static void test_same_line(void **state)
{
	(void)state;
	each(1 << LAYOUT_SAME, 8, check_same_line);
}

static void check_packed(const struct test *test, uint32_t n, const struct placement *p)
{
	ptrdiff_t widest = 0;

	(void)n;
	for (unsigned l = 0; l < test->location_count; l++)
		if (test->locations[l].width > widest)
			widest = test->locations[l].width;
	assert_int_equal(p->stride, widest);
}

static void test_packed(void **state)
{
	(void)state;
	each(1 << LAYOUT_PACKED, TEST_MAX_LOCATIONS, check_packed);
}

static void check_pages(const struct test *test, uint32_t n, const struct placement *p)
{
	for (uint32_t i = 0; i < n; i++)
		for (unsigned l = 0; l < test->location_count; l++)
			for (unsigned other = 0; other < l; other++)
				assert_true(where(p, l, i) >= where(p, other, i) + 4096);
}

static void test_pages_apart(void **state)
{
	(void)state;
	each(1 << LAYOUT_PAGE, 8, check_pages);
}

/* What is adjacent: two locations of one instance on neighbouring lines. */
static void test_own_lines_are_adjacent(void **state)
{
	struct test test = make_test(2, 0);
	struct placement p;

	(void)state;
	layout_place(LAYOUT_OWN, &test, 10, NULL, &p);
	assert_int_equal(p.offset[1] - p.offset[0], 64);
	assert_int_equal(p.stride, 128);
	assert_int_equal(p.size, 10 * 128);
}

static void check_pairs(const struct test *test, uint32_t n, const struct placement *p)
{
	for (uint32_t i = 0; i < n; i++)
		for (unsigned l = 0; l < test->location_count; l++)
			assert_int_equal(where(p, l, i),
					 (i * (size_t)test->location_count + l) * 128);
}

static void test_pairs_of_lines(void **state)
{
	(void)state;
	each(1 << LAYOUT_PAIRS, TEST_MAX_LOCATIONS, check_pairs);
}

/* layout_bytes() suffices for each of them, up to n instances. */
static void check_fits(const struct test *test, uint32_t n, const struct placement *p)
{
	assert_true(p->size <= layout_bytes(test, n));
	assert_true(p->size <= layout_bytes(test, n + 1));
}

static void test_bytes(void **state)
{
	(void)state;
	each(~0u, TEST_MAX_LOCATIONS, check_fits);
}

static void test_random_by_seed(void **state)
{
	struct test test = make_test(3, 0);
	struct placement p, again, first;
	uint64_t random = 42, same = 42, other = 43;
	unsigned moved = 0;

	(void)state;
	for (unsigned batch = 0; batch < 1000; batch++) {
		layout_place(LAYOUT_RANDOM, &test, 5, &random, &p);
		layout_place(LAYOUT_RANDOM, &test, 5, &same, &again);
		assert_memory_equal(p.offset, again.offset, 3 * sizeof(p.offset[0]));
		check_bytes(&test, 5, &p);
		if (!batch)
			first = p;
		assert_int_equal(p.size, first.size);
		assert_int_equal(p.stride, first.stride);
		moved += p.offset[1] - p.offset[0] != first.offset[1] - first.offset[0];
	}
	assert_true(moved > 900);
	layout_place(LAYOUT_RANDOM, &test, 5, &other, &again);
	assert_memory_not_equal(first.offset, again.offset, 3 * sizeof(p.offset[0]));
}

static void test_others_leave_random_alone(void **state)
{
	struct test test = make_test(4, 0);
	uint64_t random = 42;
	struct placement p;

	(void)state;
	for (enum layout layout = LAYOUT_AUTO; layout < LAYOUT_RANDOM; layout++)
		layout_place(layout, &test, 9, &random, &p);
	assert_int_equal(random, 42);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_no_overlap),
		cmocka_unit_test(test_own_lines),
		cmocka_unit_test(test_same_line),
		cmocka_unit_test(test_packed),
		cmocka_unit_test(test_pages_apart),
		cmocka_unit_test(test_own_lines_are_adjacent),
		cmocka_unit_test(test_pairs_of_lines),
		cmocka_unit_test(test_bytes),
		cmocka_unit_test(test_random_by_seed),
		cmocka_unit_test(test_others_leave_random_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

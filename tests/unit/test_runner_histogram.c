/* test_runner_histogram.c - counts against a naive count of the same outcomes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/err.h"
#include "lib/random.h"
#include "runner/histogram.h"

#include <stdlib.h>
#include <string.h>

enum {
	INSTANCES = 4600,
	STRIDE = 64, /* of the locations: x at 0, y at 8, p at 16 of an instance */
	LOG_SIZE = 16,
	ITEMS = 5,
	ARENA_SIZE = 4 << 20,
};

static const struct test_location locations[] = {
	{.name = "x", .width = 1}, {.name = "y", .width = 2}, {.name = "p", .width = 8}};
static const uint16_t log_size[] = {LOG_SIZE, 0, LOG_SIZE};

/* One item of each width, and one that may point; their small parts are set by a test. */
static struct test_item items[ITEMS] = {
	{"[x]", ITEM_MEMORY, 1, 2, 0, 0}, {"0:r0", 0, 4, 2, 0, 4},
	{"[y]", ITEM_MEMORY, 2, 2, 0, 1}, {"2:r0", 2, 8, 2, 1, 8},
	{"[p]", ITEM_MEMORY, 8, 2, 1, 2},
};

static struct test test = {
	.locations = locations,
	.location_count = 3,
	.items = items,
	.item_count = ITEMS,
	.log_size = log_size,
	.threads = 3,
};

static _Alignas(128) char arena_memory[ARENA_SIZE];
static struct arena arena;

static _Alignas(128) char memory[(INSTANCES + 1) * STRIDE];
static _Alignas(128) char logs[2][INSTANCES * LOG_SIZE];
static char *const base[] = {memory, memory + 8, memory + 16};
static const char *const log_base[] = {logs[0], NULL, logs[1]};
static const struct batch_view batch = {base, STRIDE, log_base};

/* What the batch holds, as the histogram must name it. */
static int64_t outcomes[INSTANCES][ITEMS];

struct naive {
	int64_t values[ITEMS];
	uint64_t count;
};
static struct naive naive[INSTANCES];
static unsigned naive_count;

static int set_up(void **state)
{
	(void)state;
	arena = (struct arena){(uintptr_t)arena_memory,
			       (uintptr_t)arena_memory + ARENA_SIZE};
	return 0;
}

static void set_small(uint8_t small)
{
	for (unsigned i = 0; i < ITEMS; i++)
		items[i].small = small;
}

static char *item_at(unsigned item, uint32_t instance)
{
	switch (item) {
	case 0:
		return base[0] + instance * STRIDE;
	case 1:
		return logs[0] + instance * LOG_SIZE + 4;
	case 2:
		return base[1] + instance * STRIDE;
	case 3:
		return logs[1] + instance * LOG_SIZE + 8;
	default:
		return base[2] + instance * STRIDE;
	}
}

/* Leaves value in an item of an instance, as its thread would have done. */
static void set_item(unsigned item, uint32_t instance, int64_t value)
{
	uint64_t target = (uint64_t)value - (uint64_t)VALUE_ADDRESS_BASE;

	outcomes[instance][item] = value;
	if (target < test.location_count)
		value = (intptr_t)(base[target] + instance * STRIDE);
	/* Little-endian, as all machines here are. */
	memcpy(item_at(item, instance), &value, items[item].width);
}

static int64_t random_value(uint64_t *random, const struct test_item *item)
{
	static const int64_t extremes[] = {0, INT8_MIN, INT16_MIN, INT32_MIN, INT64_MIN};
	static const int64_t maxima[] = {0, INT8_MAX, INT16_MAX, INT32_MAX, INT64_MAX};
	unsigned log2 = item->width == 8   ? 4
			: item->width == 4 ? 3
			: item->width == 2 ? 2
					   : 1;

	switch (random_below(random, 12)) {
	case 0:
		return -1;
	case 1:
		return extremes[log2];
	case 2:
		return maxima[log2];
	case 3:
		return 16;
	case 4: /* of another instance: a number like any other */
		if (item->may_point)
			return (intptr_t)(base[0] + INSTANCES * STRIDE);
		return 15;
	case 5:
	case 6:
		if (item->may_point)
			return VALUE_ADDRESS(random_below(random, 3));
		return -2;
	default:
		return random_below(random, 4);
	}
}

static void fill_randomly(uint64_t seed)
{
	uint64_t draws = seed;

	/* A hundred outcomes, so that each comes many times. */
	for (uint32_t i = 0; i < INSTANCES; i++) {
		uint64_t random = seed + random_below(&draws, 120);

		for (unsigned item = 0; item < ITEMS; item++)
			set_item(item, i, random_value(&random, &items[item]));
	}
}

static struct naive *naive_find(const int64_t *values)
{
	for (unsigned n = 0; n < naive_count; n++)
		if (!memcmp(naive[n].values, values, sizeof(naive[n].values)))
			return &naive[n];
	return NULL;
}

static void count_naively(uint32_t first, uint32_t end)
{
	naive_count = 0;
	for (uint32_t i = first; i < end; i++) {
		struct naive *found = naive_find(outcomes[i]);

		if (!found) {
			found = &naive[naive_count++];
			memcpy(found->values, outcomes[i], sizeof(found->values));
			found->count = 0;
		}
		found->count++;
	}
}

/* The histogram has times the naive count of each outcome, and no outcome twice. */
static void check_naively(const struct histogram *h, uint64_t times)
{
	int64_t values[ITEMS] = {0};
	uint32_t cursor = 0;
	unsigned distinct = 0;
	uint64_t count;

	while (histogram_next(h, &cursor, values, &count)) {
		const struct naive *found = naive_find(values);

		assert_non_null(found);
		assert_int_equal(count, times * found->count);
		distinct++;
	}
	assert_int_equal(distinct, naive_count);
	assert_int_equal(h->lost, 0);
}

static uint64_t total(const struct histogram *h)
{
	int64_t values[ITEMS];
	uint32_t cursor = 0;
	uint64_t count, sum = 0;

	while (histogram_next(h, &cursor, values, &count))
		sum += count;
	return sum;
}

/* 2, 3: a table and values that have no place in it. 4, 16: the hash alone. */
static void test_random_outcomes(void **state)
{
	static const struct {
		uint8_t small;
		uint32_t states;
	} shapes[] = {
		{2, 2 * 2 * 2 * 5 * 5},
		{3, 3 * 3 * 3 * 6 * 6},
		{4, 4 * 4 * 4 * 7 * 7},
		{5, 0}, /* 5 * 5 * 5 * 8 * 8 > 4096 */
		{16, 0},
	};

	(void)state;
	for (size_t s = 0; s < sizeof(shapes) / sizeof(shapes[0]); s++) {
		struct histogram h;

		set_up(NULL);
		set_small(shapes[s].small);
		fill_randomly(s);
		assert_int_equal(histogram_init(&h, &test, &arena), 0);
		assert_int_equal(h.states, shapes[s].states);
		histogram_count(&h, &batch, 0, INSTANCES);
		count_naively(0, INSTANCES);
		assert_in_range(naive_count, 50, 500);
		check_naively(&h, 1);
		histogram_count(&h, &batch, 0, INSTANCES);
		check_naively(&h, 2);
	}
}

/* Items of 4 bytes, few or many, of which some values have no place in the table. */
static void test_words(void **state)
{
	struct test_item kept[ITEMS];
	uint32_t states = 1;

	(void)state;
	memcpy(kept, items, sizeof(items));
	for (unsigned i = 0; i < ITEMS; i++) {
		items[i].width = 4;
		items[i].may_point = 0;
		items[i].small = (uint8_t)(2 + i % 3);
	}
	for (unsigned n = 1; n <= ITEMS; n++) {
		struct histogram h;

		set_up(NULL);
		test.item_count = (uint8_t)n;
		states *= items[n - 1].small;
		fill_randomly(10 + n);
		for (uint32_t i = 0; i < INSTANCES; i++)
			memset(&outcomes[i][n], 0, (ITEMS - n) * sizeof(outcomes[i][n]));
		assert_int_equal(histogram_init(&h, &test, &arena), 0);
		assert_int_equal(h.states, states);
		histogram_count(&h, &batch, 1, INSTANCES - 1);
		count_naively(1, INSTANCES - 1);
		assert_in_range(naive_count, 4, 500);
		check_naively(&h, 1);
	}
	memcpy(items, kept, sizeof(items));
	test.item_count = ITEMS;
}

/* Parts of a batch, of any size and beginning anywhere, by themselves and together. */
static void test_parts_of_a_batch(void **state)
{
	static const uint32_t cuts[] = {0,   1,   2,   64,   65,        128,
					191, 257, 257, 1000, 1000 + 64, INSTANCES};
	struct histogram all, part;

	(void)state;
	set_small(3);
	fill_randomly(5);
	assert_int_equal(histogram_init(&all, &test, &arena), 0);
	for (size_t i = 0; i + 1 < sizeof(cuts) / sizeof(cuts[0]); i++) {
		assert_int_equal(histogram_init(&part, &test, &arena), 0);
		histogram_count(&part, &batch, cuts[i], cuts[i + 1]);
		count_naively(cuts[i], cuts[i + 1]);
		check_naively(&part, 1);
		histogram_count(&all, &batch, cuts[i], cuts[i + 1]);
	}
	count_naively(0, INSTANCES);
	check_naively(&all, 1);
}

static void test_merge(void **state)
{
	static const uint8_t shapes[] = {3, 16}; /* with a table, and without */

	(void)state;
	for (size_t s = 0; s < sizeof(shapes) / sizeof(shapes[0]); s++) {
		struct histogram parts[3], empty;

		set_up(NULL);
		set_small(shapes[s]);
		fill_randomly(7);
		assert_int_equal(histogram_init(&empty, &test, &arena), 0);
		for (uint32_t i = 0; i < 3; i++) {
			assert_int_equal(histogram_init(&parts[i], &test, &arena), 0);
			histogram_count(&parts[i], &batch, i * INSTANCES / 3,
					(i + 1) * INSTANCES / 3);
		}
		histogram_merge(&parts[0], &parts[1]);
		histogram_merge(&parts[0], &empty);
		histogram_merge(&parts[0], &parts[2]);
		count_naively(0, INSTANCES);
		check_naively(&parts[0], 1);
		histogram_merge(&empty, &parts[0]);
		check_naively(&empty, 1);
	}
}

/* Merging two histograms into each other by turns makes counts grow as Fibonacci's. */
static void test_counts_of_64_bits(void **state)
{
	struct histogram pair[2];
	uint64_t times[2] = {1, 1};

	(void)state;
	set_small(3);
	fill_randomly(9);
	count_naively(0, INSTANCES);
	for (unsigned i = 0; i < 2; i++) {
		assert_int_equal(histogram_init(&pair[i], &test, &arena), 0);
		histogram_count(&pair[i], &batch, 0, INSTANCES);
	}
	for (unsigned round = 0; round < 60; round++) {
		unsigned to = round % 2;

		histogram_merge(&pair[to], &pair[!to]);
		times[to] += times[!to];
	}
	assert_true(times[0] > UINT64_C(1) << 40);
	check_naively(&pair[0], times[0]);
	check_naively(&pair[1], times[1]);
	assert_int_equal(total(&pair[0]), times[0] * INSTANCES);
}

/* Every instance another outcome: as many as there are slots find a place. */
static void test_full_hash(void **state)
{
	static const struct {
		uint8_t small;
		uint32_t slots;
	} shapes[] = {{2, HISTOGRAM_HASH_SLOTS}, {16, HISTOGRAM_HASH_SLOTS_ALONE}};

	(void)state;
	for (size_t s = 0; s < sizeof(shapes) / sizeof(shapes[0]); s++) {
		struct histogram h, other;
		uint32_t slots = shapes[s].slots;

		set_up(NULL);
		set_small(shapes[s].small);
		for (uint32_t i = 0; i < INSTANCES; i++)
			for (unsigned item = 0; item < ITEMS; item++)
				set_item(item, i, item == 1 ? (int64_t)(1000 + i) : 0);
		assert_int_equal(histogram_init(&h, &test, &arena), 0);
		assert_int_equal(histogram_init(&other, &test, &arena), 0);
		histogram_count(&h, &batch, 0, slots);
		assert_int_equal(h.lost, 0);
		assert_int_equal(total(&h), slots);
		/* What is already there still counts. */
		histogram_count(&h, &batch, 0, INSTANCES);
		assert_int_equal(h.lost, INSTANCES - slots);
		assert_int_equal(total(&h), 2 * slots);
		/* What a merge finds no room for is lost as well, and what was lost stays. */
		histogram_count(&other, &batch, slots, INSTANCES);
		histogram_merge(&h, &other);
		assert_int_equal(total(&h), 2 * slots);
		assert_int_equal(h.lost, 2 * (INSTANCES - slots));
	}
}

static void set_only_item(struct test *of, struct test_item *item, uint8_t small)
{
	*of = test;
	*item = items[1];
	item->small = small;
	of->items = item;
	of->item_count = 1;
}

/* 16 * 16 * 16 states are a table; one radix more is none. */
static void test_largest_table(void **state)
{
	struct test_item several[4];
	struct test shape = test;
	struct histogram h;

	(void)state;
	shape.items = several;
	for (unsigned i = 0; i < 4; i++)
		several[i] = items[1];
	shape.item_count = 3;
	for (unsigned i = 0; i < 3; i++)
		several[i].small = 16;
	assert_int_equal(histogram_init(&h, &shape, &arena), 0);
	assert_int_equal(h.states, HISTOGRAM_STATES_MAX);
	assert_int_equal(h.capacity, HISTOGRAM_HASH_SLOTS);
	shape.item_count = 4;
	several[3].small = 2;
	assert_int_equal(histogram_init(&h, &shape, &arena), 0);
	assert_int_equal(h.states, 0);
	assert_int_equal(h.capacity, HISTOGRAM_HASH_SLOTS_ALONE);
}

static void test_ascending(void **state)
{
	int64_t values[ITEMS], last[ITEMS];
	uint32_t cursor = 0;
	struct histogram h;
	unsigned outcome = 0;
	uint64_t count, random = 3;

	(void)state;
	set_small(4);
	for (uint32_t i = 0; i < INSTANCES; i++)
		for (unsigned item = 0; item < ITEMS; item++) {
			unsigned digit =
				random_below(&random, items[item].may_point ? 7 : 4);

			set_item(item, i,
				 digit < 4 ? (int64_t)digit : VALUE_ADDRESS(digit - 4));
		}
	assert_int_equal(histogram_init(&h, &test, &arena), 0);
	histogram_count(&h, &batch, 0, INSTANCES);
	assert_int_equal(h.used, 0); /* all of it in the table */
	for (; histogram_next(&h, &cursor, values, &count); outcome++) {
		unsigned i = 0;

		if (outcome) {
			while (i < ITEMS && values[i] == last[i])
				i++;
			assert_true(i < ITEMS && values[i] > last[i]);
		}
		memcpy(last, values, sizeof(last));
	}
	assert_true(outcome > 2000);
	assert_false(histogram_next(&h, &cursor, values, &count));
}

/* The table comes first, then what had no place in it. */
static void test_table_then_hash(void **state)
{
	int64_t value;
	uint32_t cursor = 0;
	struct test_item item;
	struct histogram h;
	struct test one;
	uint64_t count;

	(void)state;
	set_only_item(&one, &item, 2);
	set_item(1, 0, -7);
	set_item(1, 1, 1);
	set_item(1, 2, -7);
	assert_int_equal(histogram_init(&h, &one, &arena), 0);
	histogram_count(&h, &batch, 0, 3);
	assert_true(histogram_next(&h, &cursor, &value, &count));
	assert_int_equal(value, 1);
	assert_int_equal(count, 1);
	assert_true(histogram_next(&h, &cursor, &value, &count));
	assert_int_equal(value, -7);
	assert_int_equal(count, 2);
	assert_false(histogram_next(&h, &cursor, &value, &count));
}

static void test_nothing_counted(void **state)
{
	int64_t values[ITEMS];
	uint32_t cursor = 0;
	struct histogram h;
	uint64_t count;

	(void)state;
	set_small(2);
	assert_int_equal(histogram_init(&h, &test, &arena), 0);
	assert_false(histogram_next(&h, &cursor, values, &count));
}

static void test_no_memory(void **state)
{
	struct histogram h;
	int error;

	(void)state;
	set_small(2);
	arena.end = arena.next;
	while ((error = histogram_init(&h, &test, &arena))) {
		assert_int_equal(error, -E_NOMEM);
		arena.next = (uintptr_t)arena_memory;
		arena.end += 1000;
		assert_true(arena.end < (uintptr_t)arena_memory + ARENA_SIZE);
	}
	assert_true(arena.end >=
		    (uintptr_t)arena_memory + HISTOGRAM_HASH_SLOTS * (ITEMS + 1) * 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_random_outcomes, set_up),
		cmocka_unit_test_setup(test_words, set_up),
		cmocka_unit_test_setup(test_parts_of_a_batch, set_up),
		cmocka_unit_test_setup(test_merge, set_up),
		cmocka_unit_test_setup(test_counts_of_64_bits, set_up),
		cmocka_unit_test_setup(test_full_hash, set_up),
		cmocka_unit_test_setup(test_largest_table, set_up),
		cmocka_unit_test_setup(test_ascending, set_up),
		cmocka_unit_test_setup(test_table_then_hash, set_up),
		cmocka_unit_test_setup(test_nothing_counted, set_up),
		cmocka_unit_test_setup(test_no_memory, set_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

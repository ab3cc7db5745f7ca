/* test_runner_condition.c - conditions over outcomes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/random.h"
#include "runner/condition.h"

#define CONSTANT(truth) ((truth) ? COND_TRUE : COND_FALSE)

static void test_truth_tables(void **state)
{
	static const struct {
		enum cond_code code;
		bool result[4]; /* of 00, 01, 10, 11 */
	} tables[] = {
		{COND_AND, {false, false, false, true}},
		{COND_OR, {false, true, true, true}},
		{COND_IMPLIES, {true, true, false, true}},
	};

	(void)state;
	for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++)
		for (unsigned row = 0; row < 4; row++) {
			const struct cond_op ops[] = {
				{.code = CONSTANT(row & 2)},
				{.code = CONSTANT(row & 1)},
				{.code = tables[t].code},
			};

			assert_int_equal(condition_holds(ops, 3, NULL),
					 tables[t].result[row]);
		}
}

static void test_constants_and_not(void **state)
{
	const struct cond_op yes[] = {{.code = COND_TRUE}, {.code = COND_NOT}};
	const struct cond_op no[] = {{.code = COND_FALSE}, {.code = COND_NOT}};

	(void)state;
	assert_true(condition_holds(yes, 1, NULL));
	assert_false(condition_holds(yes, 2, NULL));
	assert_false(condition_holds(no, 1, NULL));
	assert_true(condition_holds(no, 2, NULL));
}

static const int64_t interesting[] = {
	0,
	1,
	-1,
	INT32_MIN,
	INT32_MAX,
	INT64_C(0x100000001),
	INT64_MIN,
	INT64_MAX,
	VALUE_ADDRESS(0),
	VALUE_ADDRESS(1),
};
enum { INTERESTING = sizeof(interesting) / sizeof(interesting[0]) };

static void test_comparisons(void **state)
{
	(void)state;
	for (unsigned a = 0; a < INTERESTING; a++)
		for (unsigned b = 0; b < INTERESTING; b++) {
			int64_t values[] = {7, interesting[a], 7, interesting[b]};
			const struct cond_op equal = {COND_EQ, 1, interesting[b]};
			const struct cond_op differs = {COND_NE, 1, interesting[b]};
			const struct cond_op equal_items = {COND_EQ_ITEM, 1, 3};
			const struct cond_op items_differ = {COND_NE_ITEM, 1, 3};

			assert_int_equal(condition_holds(&equal, 1, values), a == b);
			assert_int_equal(condition_holds(&differs, 1, values), a != b);
			assert_int_equal(condition_holds(&equal_items, 1, values),
					 a == b);
			assert_int_equal(condition_holds(&items_differ, 1, values),
					 a != b);
		}
}

struct expression {
	struct cond_op ops[TEST_MAX_OPS];
	unsigned count;
	uint64_t random;
	int64_t values[TEST_MAX_ITEMS];
};

static bool grow_leaf(struct expression *e)
{
	unsigned item = random_below(&e->random, TEST_MAX_ITEMS);
	int64_t value = random_below(&e->random, 3);
	bool equal = random_next(&e->random) & 1;

	e->ops[e->count++] =
		(struct cond_op){equal ? COND_EQ : COND_NE, (uint8_t)item, value};
	return (e->values[item] == value) == equal;
}

/* Appends a random expression of that depth; its value, by C's own operators. */
static bool grow(struct expression *e, unsigned depth)
{
	static const uint8_t codes[] = {COND_NOT, COND_AND, COND_OR, COND_IMPLIES};
	unsigned choice = random_below(&e->random, 4);
	bool left, right = false;

	if (!depth)
		return grow_leaf(e);
	left = grow(e, depth - 1);
	if (choice)
		right = grow(e, depth - 1);
	e->ops[e->count++] = (struct cond_op){.code = codes[choice]};
	switch (codes[choice]) {
	case COND_NOT:
		return !left;
	case COND_AND:
		return left && right;
	case COND_OR:
		return left || right;
	default:
		return !left || right;
	}
}

static void test_nested(void **state)
{
	static struct expression e = {.random = 1};
	unsigned held = 0;

	(void)state;
	for (unsigned round = 0; round < 5000; round++) {
		bool expected;

		for (unsigned i = 0; i < TEST_MAX_ITEMS; i++)
			e.values[i] = random_below(&e.random, 3);
		e.count = 0;
		expected = grow(&e, round % 8);
		assert_int_equal(condition_holds(e.ops, e.count, e.values), expected);
		held += expected;
	}
	assert_in_range(held, 500, 4500);
}

static void test_largest(void **state)
{
	static struct cond_op ops[TEST_MAX_OPS];
	const unsigned leaves = TEST_MAX_OPS / 2;

	(void)state;
	for (unsigned i = 0; i < leaves; i++)
		ops[i].code = COND_TRUE;
	for (unsigned i = leaves; i < 2 * leaves - 1; i++)
		ops[i].code = COND_AND;
	assert_true(condition_holds(ops, 2 * leaves - 1, NULL));
	ops[leaves / 3].code = COND_FALSE;
	assert_false(condition_holds(ops, 2 * leaves - 1, NULL));
}

static void test_malformed(void **state)
{
	static struct cond_op many[TEST_MAX_OPS + 1];
	const struct cond_op two[] = {{.code = COND_TRUE}, {.code = COND_TRUE}};
	const struct cond_op one_short[] = {{.code = COND_TRUE}, {.code = COND_OR}};
	const struct cond_op none = {.code = COND_NOT};
	const struct cond_op unknown[] = {
		{.code = COND_TRUE}, {.code = COND_TRUE}, {.code = COND_IMPLIES + 1}};

	(void)state;
	expect_assert_failure(condition_holds(two, 0, NULL));
	expect_assert_failure(condition_holds(two, 2, NULL));
	expect_assert_failure(condition_holds(one_short, 2, NULL));
	expect_assert_failure(condition_holds(&none, 1, NULL));
	expect_assert_failure(condition_holds(unknown, 3, NULL));
	expect_assert_failure(condition_holds(many, TEST_MAX_OPS + 1, NULL));
}

static void test_room_for_values(void **state)
{
	static const struct test_item items[] = {
		{.name = "0:r0", .width = 4, .may_point = 1},
		{.name = "1:r0", .width = 8, .may_point = 1}};
	struct test_location location = {.name = "x", .width = 4};
	struct cond_op op = {.code = COND_EQ};
	const struct test test = {.locations = &location,
				  .location_count = 1,
				  .items = items,
				  .item_count = 2,
				  .condition = &op,
				  .condition_ops = 1};
	static const struct {
		int64_t value;
		bool fits;
	} values[] = {
		{0, true},
		{-1, true},
		{INT32_MIN, true},
		{INT32_MAX, true},
		{VALUE_ADDRESS(0), true},
		{INT64_C(5000000000), false},
		{INT64_C(-2147483649), false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		op = (struct cond_op){.code = COND_EQ};
		location.init = values[i].value;
		assert_int_equal(condition_has_room(&test), values[i].fits);
		location.init = 0;
		op.value = values[i].value;
		assert_int_equal(condition_has_room(&test), values[i].fits);
		op.item = 1;
		assert_true(condition_has_room(&test));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_truth_tables),
		cmocka_unit_test(test_constants_and_not),
		cmocka_unit_test(test_comparisons),
		cmocka_unit_test(test_nested),
		cmocka_unit_test(test_largest),
		cmocka_unit_test(test_malformed),
		cmocka_unit_test(test_room_for_values),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

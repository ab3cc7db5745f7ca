/* condition.c - does an outcome satisfy a condition? */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/condition.h"
#include "lib/panic.h"

bool condition_holds(const struct cond_op *ops, unsigned count, const int64_t *values)
{
	bool stack[TEST_MAX_OPS];
	unsigned depth = 0;

	for (unsigned i = 0; i < count; i++) {
		const struct cond_op *op = &ops[i];
		unsigned takes = op->code == COND_NOT ? 1 : op->code > COND_NOT ? 2 : 0;
		bool *top;

		if (depth < takes || depth == TEST_MAX_OPS)
			panic("malformed condition", i);
		depth -= takes;
		top = &stack[depth++];
		switch (op->code) {
		case COND_TRUE:
			*top = true;
			break;
		case COND_FALSE:
			*top = false;
			break;
		case COND_EQ:
			*top = values[op->item] == op->value;
			break;
		case COND_NE:
			*top = values[op->item] != op->value;
			break;
		case COND_EQ_ITEM:
			*top = values[op->item] == values[op->value];
			break;
		case COND_NE_ITEM:
			*top = values[op->item] != values[op->value];
			break;
		case COND_NOT:
			*top = !top[0];
			break;
		case COND_AND:
			*top = top[0] && top[1];
			break;
		case COND_OR:
			*top = top[0] || top[1];
			break;
		case COND_IMPLIES:
			*top = !top[0] || top[1];
			break;
		default:
			panic("unknown condition code", op->code);
		}
	}
	if (depth != 1)
		panic("malformed condition", depth);
	return stack[0];
}

/* Is value an integer that needs more than so many bytes? */
static bool is_wider(int64_t value, unsigned bytes)
{
	bool is_address =
		(uint64_t)value - (uint64_t)VALUE_ADDRESS_BASE < TEST_MAX_LOCATIONS;
	int64_t limit;

	if (bytes >= sizeof(value) || is_address)
		return false;
	limit = INT64_C(1) << (8 * bytes - 1);
	return value < -limit || value >= limit;
}

static bool ops_have_room(const struct test *test, const struct cond_op *ops,
			  unsigned count)
{
	for (unsigned i = 0; i < count; i++) {
		bool compares = ops[i].code == COND_EQ || ops[i].code == COND_NE;

		if (compares && test->items[ops[i].item].may_point &&
		    is_wider(ops[i].value, test->items[ops[i].item].width))
			return false;
	}
	return true;
}

bool condition_has_room(const struct test *test)
{
	for (unsigned l = 0; l < test->location_count; l++)
		if (is_wider(test->locations[l].init, test->locations[l].width))
			return false;
	return ops_have_room(test, test->condition, test->condition_ops) &&
	       ops_have_room(test, test->filter, test->filter_ops);
}

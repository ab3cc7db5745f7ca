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

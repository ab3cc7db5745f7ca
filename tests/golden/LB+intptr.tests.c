/* Written by litmusc. */
#include "runner/test.h"

/* golden/LB+intptr: tests/golden/LB+intptr.litmus */
struct t_golden_LB_intptr_P0_log {
	intptr_t r1;
};

struct t_golden_LB_intptr_P1_log {
	intptr_t r1;
};

const struct test t_golden_LB_intptr = {
	.name = "golden/LB+intptr",
	.id = "golden/LB+intptr",
	.path = "tests/golden/LB+intptr.litmus",
	.suites = "",
	.text = "exists (0:r1=1 \\/ 1:r1=x0 /\\ not ([x1]=y1 => not ([z]=-1)))",
	.info = "Generator=none, written by hand\nOrig=DpAddrdR PodRW Rfe DpDatadW Rfe\n",
	.locations = (const struct test_location[]){
		{.name = "x1", .init = VALUE_ADDRESS(1), .width = sizeof(intptr_t), .reset_by = 0},
		{.name = "y1", .init = 0, .width = sizeof(intptr_t), .reset_by = 0},
		{.name = "z", .init = INT64_C(5000000000), .width = sizeof(long), .reset_by = 0},
		{.name = "s", .init = -2, .width = 2, .reset_by = 0},
		{.name = "x0", .init = 0, .width = sizeof(intptr_t), .reset_by = 1},
	},
	.location_count = 5,
	.items = (const struct test_item[]){
		{.name = "0:r1", .thread = 0,
		 .where = offsetof(struct t_golden_LB_intptr_P0_log, r1),
		 .width = sizeof(intptr_t), .small = 16, .may_point = 1},
		{.name = "1:r1", .thread = 1,
		 .where = offsetof(struct t_golden_LB_intptr_P1_log, r1),
		 .width = sizeof(intptr_t), .small = 16, .may_point = 1},
		{.name = "[x1]", .thread = ITEM_MEMORY, .where = 0,
		 .width = sizeof(intptr_t), .small = 16, .may_point = 1},
		{.name = "[z]", .thread = ITEM_MEMORY, .where = 2,
		 .width = sizeof(long), .small = 16, .may_point = 1},
	},
	.item_count = 4,
	.quantifier = TEST_EXISTS,
	.condition = (const struct cond_op[]){
		{.code = COND_EQ, .item = 0, .value = 1},
		{.code = COND_EQ, .item = 1, .value = VALUE_ADDRESS(4)},
		{.code = COND_EQ, .item = 2, .value = VALUE_ADDRESS(1)},
		{.code = COND_EQ, .item = 3, .value = -1},
		{.code = COND_NOT},
		{.code = COND_IMPLIES},
		{.code = COND_NOT},
		{.code = COND_AND},
		{.code = COND_OR},
	},
	.condition_ops = 9,
	.allowed = {
		.values = (const int64_t[]){
			VALUE_ADDRESS(1), 0, VALUE_ADDRESS(1), INT64_C(5000000000),
			VALUE_ADDRESS(1), VALUE_ADDRESS(4), 1, INT64_C(5000000000),
		},
		.sc = 2, .tso = 0, .sc_known = true, .tso_known = true,
	},
	.perpetual = {.why_not = "a location that holds an address"},
	.is_marked = true,
	.log_size = (const uint16_t[]){sizeof(struct t_golden_LB_intptr_P0_log), sizeof(struct t_golden_LB_intptr_P1_log)},
	.threads = 2,
};

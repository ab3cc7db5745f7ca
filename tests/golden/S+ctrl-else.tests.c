/* Written by litmusc. */
#include "runner/test.h"

/* S+ctrl-else: tests/golden/S+ctrl-else.litmus */
struct S_ctrl_else_P1_log {
	int r1;
	int r0;
};

const struct test S_ctrl_else = {
	.name = "S+ctrl-else",
	.id = "S+ctrl-else",
	.path = "tests/golden/S+ctrl-else.litmus",
	.suites = "",
	.text = "forall (true => [x]=3 \\/ 1:r1!=4)",
	.info = "",
	.locations = (const struct test_location[]){
		{.name = "x", .init = 2, .width = 4, .reset_by = 1},
		{.name = "y", .init = 0, .width = 4, .reset_by = 1},
		{.name = "unused", .init = 0, .width = 4, .reset_by = 1},
	},
	.location_count = 3,
	.items = (const struct test_item[]){
		{.name = "1:r1", .thread = 1,
		 .where = offsetof(struct S_ctrl_else_P1_log, r1),
		 .width = 4, .small = 6, .may_point = 0},
		{.name = "1:r0", .thread = 1,
		 .where = offsetof(struct S_ctrl_else_P1_log, r0),
		 .width = 4, .small = 6, .may_point = 0},
		{.name = "[x]", .thread = ITEM_MEMORY, .where = 0,
		 .width = 4, .small = 6, .may_point = 0},
		{.name = "[y]", .thread = ITEM_MEMORY, .where = 1,
		 .width = 4, .small = 6, .may_point = 0},
	},
	.item_count = 4,
	.quantifier = TEST_FORALL,
	.condition = (const struct cond_op[]){
		{.code = COND_TRUE},
		{.code = COND_EQ, .item = 2, .value = 3},
		{.code = COND_NE, .item = 0, .value = 4},
		{.code = COND_OR},
		{.code = COND_IMPLIES},
	},
	.condition_ops = 5,
	.perpetual = {.why_not = "a location that two threads write"},
	.is_marked = false,
	.log_size = (const uint16_t[]){0, sizeof(struct S_ctrl_else_P1_log)},
	.threads = 2,
};

/* Written by litmusc. */
#include "runner/test.h"

/* SB+rcu: tests/golden/SB+rcu.litmus */
struct SB_rcu_P0_log {
	int r0;
};

struct SB_rcu_P1_log {
	int r0;
};

const struct test SB_rcu = {
	.name = "SB+rcu",
	.id = "SB+rcu",
	.path = "tests/golden/SB+rcu.litmus",
	.suites = "",
	.text = "exists (0:r0=0 /\\ 1:r0=0)",
	.info = "",
	.locations = (const struct test_location[]){
		{.name = "x", .init = 0, .width = 4, .reset_by = 1},
		{.name = "y", .init = 0, .width = 4, .reset_by = 0},
	},
	.location_count = 2,
	.items = (const struct test_item[]){
		{.name = "0:r0", .thread = 0,
		 .where = offsetof(struct SB_rcu_P0_log, r0),
		 .width = 4, .small = 3, .may_point = 0},
		{.name = "1:r0", .thread = 1,
		 .where = offsetof(struct SB_rcu_P1_log, r0),
		 .width = 4, .small = 3, .may_point = 0},
	},
	.item_count = 2,
	.quantifier = TEST_EXISTS,
	.condition = (const struct cond_op[]){
		{.code = COND_EQ, .item = 0, .value = 0},
		{.code = COND_EQ, .item = 1, .value = 0},
		{.code = COND_AND},
	},
	.condition_ops = 3,
	.allowed = {
		.values = (const int64_t[]){
			0, 1,
			1, 0,
			1, 1,
		},
		.sc = 3, .tso = 0, .sc_known = true, .tso_known = true,
	},
	.perpetual = {.why_not = "a register that is not loaded"},
	.is_marked = true,
	.log_size = (const uint16_t[]){sizeof(struct SB_rcu_P0_log), sizeof(struct SB_rcu_P1_log)},
	.threads = 2,
};

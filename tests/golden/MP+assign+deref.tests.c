/* Written by litmusc. */
#include "runner/test.h"

/* MP+assign+deref: tests/golden/MP+assign+deref.litmus */
struct MP_assign_deref_P1_log {
	int *r0;
	int r1;
};

const struct test MP_assign_deref = {
	.name = "MP+assign+deref",
	.id = "MP+assign+deref",
	.path = "tests/golden/MP+assign+deref.litmus",
	.suites = "",
	.text = "exists (1:r0=x /\\ 1:r1=0)",
	.info = "",
	.locations = (const struct test_location[]){
		{.name = "p", .init = VALUE_ADDRESS(1), .width = sizeof(int *), .reset_by = 1},
		{.name = "y", .init = 0, .width = 4, .reset_by = 1},
		{.name = "x", .init = 0, .width = 4, .reset_by = 1},
	},
	.location_count = 3,
	.items = (const struct test_item[]){
		{.name = "1:r0", .thread = 1,
		 .where = offsetof(struct MP_assign_deref_P1_log, r0),
		 .width = sizeof(int *), .small = 3, .may_point = 1},
		{.name = "1:r1", .thread = 1,
		 .where = offsetof(struct MP_assign_deref_P1_log, r1),
		 .width = 4, .small = 3, .may_point = 0},
	},
	.item_count = 2,
	.quantifier = TEST_EXISTS,
	.condition = (const struct cond_op[]){
		{.code = COND_EQ, .item = 0, .value = VALUE_ADDRESS(2)},
		{.code = COND_EQ, .item = 1, .value = 0},
		{.code = COND_AND},
	},
	.condition_ops = 3,
	.results = (const struct test_result[]){
		{.mix = "lkmm", .arch = "*", .expect = EXPECT_NEVER, .source = "lkmm"},
	},
	.result_count = 1,
	.allowed = {
		.values = (const int64_t[]){
			VALUE_ADDRESS(1), 0,
			VALUE_ADDRESS(2), 1,
		},
		.sc = 2, .tso = 0, .sc_known = true, .tso_known = true,
	},
	.perpetual = {.why_not = "a location that holds an address"},
	.is_marked = true,
	.log_size = (const uint16_t[]){0, sizeof(struct MP_assign_deref_P1_log)},
	.threads = 2,
};

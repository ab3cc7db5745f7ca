/* Written by litmusc. */
#include "runner/test.h"

/* 3.MP+names: tests/golden/MP+names.litmus */
struct t_3_MP_names_P1_log {
	intptr_t while_;
	int v_stride;
	int v_group;
};

const struct test t_3_MP_names = {
	.name = "3.MP+names",
	.id = "3.MP+names",
	.path = "tests/golden/MP+names.litmus",
	.suites = "",
	.text = "exists (1:while_=y /\\ 1:stride=0 /\\ 1:group=-7)",
	.info = "",
	.locations = (const struct test_location[]){
		{.name = "y", .init = 0, .width = 4, .reset_by = 1},
		{.name = "log", .init = VALUE_ADDRESS(2), .width = sizeof(intptr_t), .reset_by = 1},
		{.name = "y0", .init = 0, .width = 4, .reset_by = 1},
	},
	.location_count = 3,
	.items = (const struct test_item[]){
		{.name = "1:while_", .thread = 1,
		 .where = offsetof(struct t_3_MP_names_P1_log, while_),
		 .width = sizeof(intptr_t), .small = 16, .may_point = 1},
		{.name = "1:stride", .thread = 1,
		 .where = offsetof(struct t_3_MP_names_P1_log, v_stride),
		 .width = 4, .small = 16, .may_point = 0},
		{.name = "1:group", .thread = 1,
		 .where = offsetof(struct t_3_MP_names_P1_log, v_group),
		 .width = 4, .small = 16, .may_point = 0},
	},
	.item_count = 3,
	.quantifier = TEST_EXISTS,
	.condition = (const struct cond_op[]){
		{.code = COND_EQ, .item = 0, .value = VALUE_ADDRESS(0)},
		{.code = COND_EQ, .item = 1, .value = 0},
		{.code = COND_AND},
		{.code = COND_EQ, .item = 2, .value = -7},
		{.code = COND_AND},
	},
	.condition_ops = 5,
	.allowed = {
		.values = (const int64_t[]){
			VALUE_ADDRESS(0), 1, -7,
			VALUE_ADDRESS(2), 0, -7,
		},
		.sc = 2, .tso = 0, .sc_known = true, .tso_known = true,
	},
	.perpetual = {.why_not = "a location that holds an address"},
	.is_marked = true,
	.log_size = (const uint16_t[]){0, sizeof(struct t_3_MP_names_P1_log)},
	.threads = 2,
};

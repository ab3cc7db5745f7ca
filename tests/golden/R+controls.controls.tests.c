/* Written by litmusc. */
#include "runner/test.h"

/* R+controls~swap-x-y-P0: tests/golden/R+controls.litmus */
struct m10_R_controls_swap_x_y_P0_P1_log {
	int r0;
};

const struct test m10_R_controls_swap_x_y_P0 = {
	.name = "R+controls~swap-x-y-P0",
	.id = "R+controls~swap-x-y-P0",
	.path = "tests/golden/R+controls.litmus",
	.suites = "",
	.text = "exists ([y]=2 /\\ 1:r0=0)",
	.info = "",
	.locations = (const struct test_location[]){
		{.name = "x", .init = 0, .width = 4, .reset_by = 1},
		{.name = "y", .init = 0, .width = 4, .reset_by = 1},
	},
	.location_count = 2,
	.items = (const struct test_item[]){
		{.name = "1:r0", .thread = 1,
		 .where = offsetof(struct m10_R_controls_swap_x_y_P0_P1_log, r0),
		 .width = 4, .small = 4, .may_point = 0},
		{.name = "[y]", .thread = ITEM_MEMORY, .where = 1,
		 .width = 4, .small = 4, .may_point = 0},
	},
	.item_count = 2,
	.quantifier = TEST_EXISTS,
	.condition = (const struct cond_op[]){
		{.code = COND_EQ, .item = 1, .value = 2},
		{.code = COND_EQ, .item = 0, .value = 0},
		{.code = COND_AND},
	},
	.condition_ops = 3,
	.allowed = {
		.values = (const int64_t[]){
			0, 1,
			0, 2,
			1, 1,
			1, 2,
		},
		.sc = 4, .tso = 0, .sc_known = true, .tso_known = true,
	},
	.control_of = "R+controls",
	.change = "swap",
	.needs = NEEDS_SC,
	.perpetual = {.why_not = "a location that two threads write"},
	.is_marked = true,
	.log_size = (const uint16_t[]){0, sizeof(struct m10_R_controls_swap_x_y_P0_P1_log)},
	.threads = 2,
};

/* R+controls~weaken-store_mb-P1: tests/golden/R+controls.litmus */
struct m10_R_controls_weaken_store_mb_P1_P1_log {
	int r0;
};

const struct test m10_R_controls_weaken_store_mb_P1 = {
	.name = "R+controls~weaken-store_mb-P1",
	.id = "R+controls~weaken-store_mb-P1",
	.path = "tests/golden/R+controls.litmus",
	.suites = "",
	.text = "exists ([y]=2 /\\ 1:r0=0)",
	.info = "",
	.locations = (const struct test_location[]){
		{.name = "x", .init = 0, .width = 4, .reset_by = 1},
		{.name = "y", .init = 0, .width = 4, .reset_by = 1},
	},
	.location_count = 2,
	.items = (const struct test_item[]){
		{.name = "1:r0", .thread = 1,
		 .where = offsetof(struct m10_R_controls_weaken_store_mb_P1_P1_log, r0),
		 .width = 4, .small = 4, .may_point = 0},
		{.name = "[y]", .thread = ITEM_MEMORY, .where = 1,
		 .width = 4, .small = 4, .may_point = 0},
	},
	.item_count = 2,
	.quantifier = TEST_EXISTS,
	.condition = (const struct cond_op[]){
		{.code = COND_EQ, .item = 1, .value = 2},
		{.code = COND_EQ, .item = 0, .value = 0},
		{.code = COND_AND},
	},
	.condition_ops = 3,
	.allowed = {
		.values = (const int64_t[]){
			0, 1,
			1, 1,
			1, 2,
			0, 2,
		},
		.sc = 3, .tso = 1, .sc_known = true, .tso_known = true,
	},
	.control_of = "R+controls",
	.change = "weaken",
	.needs = NEEDS_TSO,
	.perpetual = {.why_not = "a location that two threads write"},
	.is_marked = true,
	.log_size = (const uint16_t[]){0, sizeof(struct m10_R_controls_weaken_store_mb_P1_P1_log)},
	.threads = 2,
};

/* R+controls~swap-y-x-P1: tests/golden/R+controls.litmus */
struct m10_R_controls_swap_y_x_P1_P1_log {
	int r0;
};

const struct test m10_R_controls_swap_y_x_P1 = {
	.name = "R+controls~swap-y-x-P1",
	.id = "R+controls~swap-y-x-P1",
	.path = "tests/golden/R+controls.litmus",
	.suites = "",
	.text = "exists ([y]=2 /\\ 1:r0=0)",
	.info = "",
	.locations = (const struct test_location[]){
		{.name = "x", .init = 0, .width = 4, .reset_by = 1},
		{.name = "y", .init = 0, .width = 4, .reset_by = 1},
	},
	.location_count = 2,
	.items = (const struct test_item[]){
		{.name = "1:r0", .thread = 1,
		 .where = offsetof(struct m10_R_controls_swap_y_x_P1_P1_log, r0),
		 .width = 4, .small = 4, .may_point = 0},
		{.name = "[y]", .thread = ITEM_MEMORY, .where = 1,
		 .width = 4, .small = 4, .may_point = 0},
	},
	.item_count = 2,
	.quantifier = TEST_EXISTS,
	.condition = (const struct cond_op[]){
		{.code = COND_EQ, .item = 1, .value = 2},
		{.code = COND_EQ, .item = 0, .value = 0},
		{.code = COND_AND},
	},
	.condition_ops = 3,
	.allowed = {
		.values = (const int64_t[]){
			0, 1,
			0, 2,
			1, 1,
			1, 2,
		},
		.sc = 4, .tso = 0, .sc_known = true, .tso_known = true,
	},
	.control_of = "R+controls",
	.change = "swap",
	.needs = NEEDS_SC,
	.perpetual = {.why_not = "a location that two threads write"},
	.is_marked = true,
	.log_size = (const uint16_t[]){0, sizeof(struct m10_R_controls_swap_y_x_P1_P1_log)},
	.threads = 2,
};

/* R+controls~drop-mb-P0: tests/golden/R+controls.litmus */
struct m10_R_controls_drop_mb_P0_P1_log {
	int r0;
};

const struct test m10_R_controls_drop_mb_P0 = {
	.name = "R+controls~drop-mb-P0",
	.id = "R+controls~drop-mb-P0",
	.path = "tests/golden/R+controls.litmus",
	.suites = "",
	.text = "exists ([y]=2 /\\ 1:r0=0)",
	.info = "",
	.locations = (const struct test_location[]){
		{.name = "x", .init = 0, .width = 4, .reset_by = 1},
		{.name = "y", .init = 0, .width = 4, .reset_by = 1},
	},
	.location_count = 2,
	.items = (const struct test_item[]){
		{.name = "1:r0", .thread = 1,
		 .where = offsetof(struct m10_R_controls_drop_mb_P0_P1_log, r0),
		 .width = 4, .small = 4, .may_point = 0},
		{.name = "[y]", .thread = ITEM_MEMORY, .where = 1,
		 .width = 4, .small = 4, .may_point = 0},
	},
	.item_count = 2,
	.quantifier = TEST_EXISTS,
	.condition = (const struct cond_op[]){
		{.code = COND_EQ, .item = 1, .value = 2},
		{.code = COND_EQ, .item = 0, .value = 0},
		{.code = COND_AND},
	},
	.condition_ops = 3,
	.allowed = {
		.values = (const int64_t[]){
			0, 1,
			1, 1,
			1, 2,
		},
		.sc = 3, .tso = 0, .sc_known = true, .tso_known = true,
	},
	.control_of = "R+controls",
	.change = "fence",
	.needs = NEEDS_WEAK,
	.perpetual = {.why_not = "a location that two threads write"},
	.is_marked = true,
	.log_size = (const uint16_t[]){0, sizeof(struct m10_R_controls_drop_mb_P0_P1_log)},
	.threads = 2,
};

/* Written by litmusc. */
#include "runner/test.h"

/* R+controls: tests/golden/R+controls.litmus */
struct R_controls_P1_log {
	int r0;
};

extern const struct test m10_R_controls_swap_x_y_P0;
extern const struct test m10_R_controls_weaken_store_mb_P1;
extern const struct test m10_R_controls_swap_y_x_P1;
extern const struct test m10_R_controls_drop_mb_P0;
const struct test R_controls = {
	.name = "R+controls",
	.id = "R+controls",
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
		 .where = offsetof(struct R_controls_P1_log, r0),
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
	.results = (const struct test_result[]){
		{.mix = "lkmm", .arch = "*", .expect = EXPECT_NEVER, .source = "lkmm"},
	},
	.result_count = 1,
	.allowed = {
		.values = (const int64_t[]){
			0, 1,
			1, 1,
			1, 2,
		},
		.sc = 3, .tso = 0, .sc_known = true, .tso_known = true,
	},
	.controls = (const struct test *const[]){
		&m10_R_controls_swap_x_y_P0,
		&m10_R_controls_weaken_store_mb_P1,
		&m10_R_controls_swap_y_x_P1,
		&m10_R_controls_drop_mb_P0,
	},
	.control_count = 4,
	.perpetual = {.why_not = "a location that two threads write"},
	.is_marked = true,
	.log_size = (const uint16_t[]){0, sizeof(struct R_controls_P1_log)},
	.threads = 2,
};

/* Written by litmusc. */
#include "runner/test.h"

/* SB+onces: tests/golden/SB+onces.litmus */
struct SB_onces_P0_log {
	int r0;
};

struct SB_onces_P1_log {
	int r0;
};

const struct test SB_onces = {
	.name = "SB+onces",
	.id = "SB+onces",
	.path = "tests/golden/SB+onces.litmus",
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
		 .where = offsetof(struct SB_onces_P0_log, r0),
		 .width = 4, .small = 3, .may_point = 0},
		{.name = "1:r0", .thread = 1,
		 .where = offsetof(struct SB_onces_P1_log, r0),
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
	.results = (const struct test_result[]){
		{.mix = "lkmm", .arch = "*", .expect = EXPECT_SOMETIMES, .source = "lkmm"},
	},
	.result_count = 1,
	.allowed = {
		.values = (const int64_t[]){
			0, 1,
			1, 0,
			1, 1,
			0, 0,
		},
		.sc = 3, .tso = 1, .sc_known = true, .tso_known = true,
	},
	.perpetual = {
		.reads = (const struct test_read[]){
			{.item = 0, .writer = 1, .store = 0},
			{.item = 1, .writer = 0, .store = 0},
		},
		.read_count = 2, .shift = 0, .by = 1,
	},
	.is_marked = true,
	.log_size = (const uint16_t[]){sizeof(struct SB_onces_P0_log), sizeof(struct SB_onces_P1_log)},
	.threads = 2,
};

/* Written by litmusc. */
#include "runner/test.h"

/* SB+xchg+filter: tests/golden/SB+xchg+filter.litmus */
struct SB_xchg_filter_P0_log {
	int r0;
	int r1;
};

struct SB_xchg_filter_P1_log {
	int r0;
	int r1;
};

const struct test SB_xchg_filter = {
	.name = "SB+xchg+filter",
	.id = "SB+xchg+filter",
	.path = "tests/golden/SB+xchg+filter.litmus",
	.suites = "",
	.text = "~exists (1:r0=0:r0 /\\ not (1:r1=0 \\/ 0:r1!=1:r1) /\\ [x]=4)",
	.info = "Com=Fr Fr\nHash=0123456789abcdef\n",
	.locations = (const struct test_location[]){
		{.name = "x", .init = 1, .width = 4, .reset_by = 1},
		{.name = "y", .init = 0, .width = 4, .reset_by = 1},
	},
	.location_count = 2,
	.items = (const struct test_item[]){
		{.name = "0:r0", .thread = 0,
		 .where = offsetof(struct SB_xchg_filter_P0_log, r0),
		 .width = 4, .small = 16, .may_point = 0},
		{.name = "0:r1", .thread = 0,
		 .where = offsetof(struct SB_xchg_filter_P0_log, r1),
		 .width = 4, .small = 16, .may_point = 0},
		{.name = "1:r0", .thread = 1,
		 .where = offsetof(struct SB_xchg_filter_P1_log, r0),
		 .width = 4, .small = 16, .may_point = 0},
		{.name = "1:r1", .thread = 1,
		 .where = offsetof(struct SB_xchg_filter_P1_log, r1),
		 .width = 4, .small = 16, .may_point = 0},
		{.name = "[x]", .thread = ITEM_MEMORY, .where = 0,
		 .width = 4, .small = 16, .may_point = 0},
	},
	.item_count = 5,
	.quantifier = TEST_NOT_EXISTS,
	.condition = (const struct cond_op[]){
		{.code = COND_EQ_ITEM, .item = 2, .value = 0},
		{.code = COND_EQ, .item = 3, .value = 0},
		{.code = COND_NE_ITEM, .item = 1, .value = 3},
		{.code = COND_OR},
		{.code = COND_NOT},
		{.code = COND_AND},
		{.code = COND_EQ, .item = 4, .value = 4},
		{.code = COND_AND},
	},
	.condition_ops = 8,
	.filter = (const struct cond_op[]){
		{.code = COND_EQ, .item = 0, .value = 1},
	},
	.filter_ops = 1,
	.results = (const struct test_result[]){
		{.mix = "c11", .arch = "*", .expect = EXPECT_SOMETIMES, .source = "test"},
		{.mix = "lkmm:c11", .arch = "arm64", .expect = EXPECT_SOMETIMES, .source = "test"},
		{.mix = "c11", .arch = "riscv64", .expect = EXPECT_ALWAYS, .source = "test"},
		{.mix = "lkmm", .arch = "*", .expect = EXPECT_NEVER, .source = "lkmm"},
	},
	.result_count = 4,
	.allowed = {
		.values = (const int64_t[]){
			1, 0, 1, 0, 4,
			1, 0, 1, 41, 4,
			1, 0, 2, 0, 4,
			1, 0, 2, 41, 4,
			1, 0, 3, 41, 4,
			1, 0, 4, 41, 4,
		},
		.sc = 6, .tso = 0, .sc_known = true, .tso_known = true,
	},
	.perpetual = {.why_not = "xchg"},
	.is_marked = true,
	.log_size = (const uint16_t[]){sizeof(struct SB_xchg_filter_P0_log), sizeof(struct SB_xchg_filter_P1_log)},
	.threads = 2,
};

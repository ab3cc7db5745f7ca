/* test_barelitmus_talk.c - the conversation with a stand-in, in made-up time. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/barelitmus/talk.h"
#include "tests/board/stand_in.h"
#include "tests/unit/log_sample.h"

enum { RESULTS_MAX = 4000 };

/* What one side of the line says was counted. */
struct tally {
	struct stand_in_result list[RESULTS_MAX];
	size_t count;
};

/* A board, a line and a host; the line is two queues, and a raw log of what came. */
struct world {
	struct stand_in board;
	struct talk talk;
	struct talk_options options;
	struct talk_calls calls;
	struct sink to_board, to_host, raw, said;
	size_t at_board, at_host;
	uint64_t random;
	unsigned drop, flip; /* of 10 000 bytes */
	double now;
	double reset_at; /* the board resets itself; 0: never */
	bool is_off;     /* it does not answer, until it is reset */
	unsigned cycles;
	struct tally told;
};

static void record(struct tally *tally, const struct stand_in_result *result)
{
	assert_true(tally->count < RESULTS_MAX);
	tally->list[tally->count++] = *result;
}

static void told(void *ctx, const struct stand_in_result *result)
{
	record(&((struct world *)ctx)->told, result);
}

static bool chance(struct world *world, unsigned of_10000)
{
	return of_10000 && stand_in_random(&world->random) % 10000 < of_10000;
}

static void lossy(struct world *world, struct sink *sink, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char c = bytes[i];

		if (chance(world, world->drop))
			continue;
		if (chance(world, world->flip))
			c = (char)stand_in_random(&world->random);
		sink_write(sink, &c, 1);
	}
}

static void board_writes(void *ctx, const char *bytes, size_t n)
{
	struct world *world = ctx;

	lossy(world, &world->to_host, bytes, n);
}

static void host_sends(void *ctx, const char *bytes, size_t n)
{
	struct world *world = ctx;

	lossy(world, &world->to_board, bytes, n);
}

static void host_marks(void *ctx, const char *line)
{
	struct world *world = ctx;

	sink_write(&world->raw, "\n", 1);
	sink_write(&world->raw, line, strlen(line));
	sink_write(&world->raw, "\n", 1);
}

static void host_says(void *ctx, const char *line)
{
	struct world *world = ctx;

	sink_write(&world->said, line, strlen(line));
	sink_write(&world->said, "\n", 1);
}

static void host_resets(void *ctx)
{
	struct world *world = ctx;

	world->cycles++;
	world->is_off = false;
	stand_in_boot(&world->board);
}

static void begin_talk(struct world *world)
{
	talk_init(&world->talk, &world->options, &world->calls, world->now);
}

static int set_up(void **state)
{
	struct world *world = calloc(1, sizeof(*world));

	*state = world;
	if (!world)
		return -1;
	world->board.ctx = world;
	world->board.write = board_writes;
	world->board.told = told;
	world->board.random = 1;
	world->board.tests = 12;
	world->random = 2;
	world->calls = (struct talk_calls){world, host_sends, host_marks, host_resets,
					   host_says};
	world->options = (struct talk_options){
		.plan = "tests=* mix=lkmm,c11 iters=1000",
		.words = "iters=1000",
		.chunk = 8,
		.retries = 2,
		.can_reset = true,
		.times = {.quiet = 0.05,
			  .echo = 0.5,
			  .silent = 2,
			  .hang = 10,
			  .wait = 100},
	};
	stand_in_boot(&world->board);
	begin_talk(world);
	return 0;
}

static int tear_down(void **state)
{
	struct world *world = *state;

	talk_free(&world->talk);
	free(world->to_board.bytes);
	free(world->to_host.bytes);
	free(world->raw.bytes);
	free(world->said.bytes);
	free(world);
	return 0;
}

/* Ten milliseconds: a UART's worth of bytes, and perhaps a test. */
static void step(struct world *world)
{
	size_t n = world->to_host.length - world->at_host;

	world->now += 0.01;
	if (world->reset_at && world->now >= world->reset_at) {
		world->reset_at = 0;
		world->to_host.length = world->at_host; /* in the middle of a line */
		n = 0;
		stand_in_boot(&world->board);
	}
	for (; world->at_board < world->to_board.length; world->at_board++)
		if (!world->is_off)
			stand_in_byte(&world->board,
				      world->to_board.bytes[world->at_board]);
	if (n > 100)
		n = 100;
	if (n) {
		const char *bytes = world->to_host.bytes + world->at_host;

		world->at_host += n;
		sink_write(&world->raw, bytes, n);
		talk_bytes(&world->talk, bytes, n, world->now);
	} else if (!world->is_off) {
		stand_in_step(&world->board);
	}
	talk_tick(&world->talk, world->now);
}

static void talk_on(struct world *world, double seconds)
{
	double end = world->now + seconds;

	if (!world->talk.is_linked)
		talk_link(&world->talk, true, world->now);
	while (world->talk.phase != TALK_OVER && world->now < end)
		step(world);
}

/* What a reader of the raw log believes. */
struct readout {
	struct tally *tally;
	uint32_t nonce;
	unsigned hangs;
};

static void read_event(void *ctx, const struct parse_event *event)
{
	struct readout *readout = ctx;
	struct stand_in_result result = {.nonce = readout->nonce, .seq = event->seq};

	if (event->kind == PARSE_BOOT)
		readout->nonce = event->boot.nonce;
	readout->hangs += event->kind == PARSE_LOST;
	if (event->kind != PARSE_RESULT)
		return;
	snprintf(result.id, sizeof(result.id), "%s", event->id);
	result.rows = event->block->row_count;
	for (size_t i = 0; i < result.rows; i++)
		result.counts[i] = event->block->rows[i].count;
	record(readout->tally, &result);
}

static bool same_run(const struct stand_in_result *a, const struct stand_in_result *b)
{
	return a->nonce == b->nonce && a->seq == b->seq;
}

static bool has_counted(const struct tally *told, const struct stand_in_result *result)
{
	for (size_t i = 0; i < told->count; i++)
		if (same_run(&told->list[i], result))
			return !memcmp(&told->list[i], result, sizeof(*result));
	return false;
}

/* So many tests have a result, just one each, and all of them are what was counted. */
static unsigned assert_results(struct world *world, size_t tests)
{
	struct tally *read = calloc(1, sizeof(*read));
	struct readout readout = {.tally = read};
	struct parser parser;
	size_t distinct = 0;

	parser_init(&parser, read_event, &readout);
	parser_feed(&parser, world->raw.bytes, world->raw.length);
	parser_free(&parser);
	for (size_t i = 0; i < read->count; i++) {
		bool is_first = true;

		assert_true(has_counted(&world->told, &read->list[i]));
		for (size_t j = 0; j < i; j++) {
			if (strcmp(read->list[j].id, read->list[i].id))
				continue;
			/* a second copy of one run, or it ran twice */
			assert_true(same_run(&read->list[j], &read->list[i]));
			is_first = false;
		}
		distinct += is_first;
	}
	free(read);
	assert_int_equal(distinct, tests);
	return readout.hangs;
}

static void assert_over(const struct world *world)
{
	assert_int_equal(world->talk.phase, TALK_OVER);
	assert_false(world->talk.failed);
}

static void test_good_line(void **state)
{
	struct world *world = *state;

	talk_on(world, 1000);
	assert_over(world);
	assert_results(world, 24);
	assert_int_equal(world->told.count, 24);
	assert_int_equal(world->talk.counts.typed + world->talk.counts.rerun, 0);
	assert_int_equal(world->cycles, 0);
	assert_non_null(strstr(world->said.bytes, "24 tests, 0 of them done before"));
}

/* One byte in a hundred is lost, and one is another, in both directions. */
static void test_bad_line(void **state)
{
	struct world *world = *state;

	world->drop = 100;
	world->flip = 100;
	talk_on(world, 100000);
	assert_over(world);
	assert_results(world, 24);
	assert_true(world->talk.counts.typed > 0);
	assert_true(world->talk.counts.again > 24);
}

/* What halving and doubling makes of a number that is no power of two. */
static void test_chunks(void **state)
{
	struct world *world = *state;

	for (unsigned chunk = 1; chunk < 12; chunk++) {
		tear_down(state);
		set_up(state);
		world = *state;
		talk_free(&world->talk);
		world->options.chunk = chunk;
		world->options.plan = "tests=* mix=lkmm iters=1000";
		begin_talk(world);
		world->drop = 100;
		talk_on(world, 1000000);
		assert_over(world);
		assert_results(world, 12);
		assert_true(world->talk.chunk_max <= chunk);
	}
}

/* As long as the board remembers, no test has to run again. */
static void test_not_so_bad_line(void **state)
{
	struct world *world = *state;

	world->drop = 5;
	talk_on(world, 100000);
	assert_over(world);
	assert_results(world, 24);
	assert_int_equal(world->told.count, 24);
	assert_int_equal(world->talk.counts.rerun, 0);
}

static void test_hang(void **state)
{
	struct world *world = *state;

	world->board.hanging = "R+3[lkmm]";
	talk_on(world, 100000);
	assert_over(world);
	assert_int_equal(assert_results(world, 23), 3);
	assert_int_equal(world->talk.counts.hangs, 3);
	assert_int_equal(world->cycles, 3);
	assert_non_null(
		strstr(world->said.bytes, "R+3[lkmm]: hang, given up after 3 tries\n"));
	assert_int_equal(worklist_count(&world->talk.list, WORK_GIVEN_UP), 1);
}

static void test_hang_on_a_bad_line(void **state)
{
	struct world *world = *state;

	world->board.hanging = "R+3[lkmm]";
	world->drop = 50;
	world->flip = 50;
	talk_on(world, 100000);
	assert_over(world);
	assert_results(world, 23);
	assert_int_equal(worklist_count(&world->talk.list, WORK_GIVEN_UP), 1);
}

static void test_trap(void **state)
{
	struct world *world = *state;

	world->board.trapping = "R+3[lkmm]";
	talk_on(world, 100000);
	assert_over(world);
	assert_results(world, 23);
	assert_non_null(strstr(world->said.bytes, "R+3[lkmm]: trap, given up after 3 "));
}

/* A hang that the image has seen is recorded with its counts, and tried again. */
static void test_late_core(void **state)
{
	struct world *world = *state;

	world->board.late = "R+3[lkmm]";
	talk_on(world, 100000);
	assert_over(world);
	assert_int_equal(worklist_count(&world->talk.list, WORK_DONE), 23);
	assert_int_equal(world->told.count, 23 + 3);
	assert_non_null(
		strstr(world->said.bytes, "R+3[lkmm]: hang, given up after 3 tries\n"));
}

/* A board that refuses to run is started again from its prompt. */
static void test_lost_core(void **state)
{
	struct world *world = *state;

	world->board.losing = "R+3[lkmm]";
	talk_on(world, 100000);
	assert_over(world);
	assert_int_equal(assert_results(world, 23), 3);
	assert_int_equal(world->cycles, 0);
	assert_non_null(strstr(world->said.bytes,
			       "the board says: error: a core is lost, expected reboot"));
	assert_non_null(
		strstr(world->said.bytes, "R+3[lkmm]: hang, given up after 3 tries\n"));
}

/* Whenever the board is reset, it goes on with the tests that have no result. */
static void test_resets(void **state)
{
	struct world *world = *state;

	for (double reset_at = 0.3; reset_at < 8; reset_at += 0.07) {
		if (*state != world || world->now) {
			tear_down((void *[]){world});
			set_up(state);
			world = *state;
		}
		world->reset_at = reset_at;
		talk_on(world, 1000);
		assert_over(world);
		assert_results(world, 24);
		assert_true(world->talk.counts.rerun <= 1);
	}
}

/* A session that was killed is taken up where its log ends. */
static void test_taken_up(void **state)
{
	struct world *world = *state;

	for (double seconds = 0.2; world->talk.phase != TALK_OVER; seconds += 0.13) {
		talk_on(world, seconds);
		if (world->talk.phase == TALK_OVER)
			break;
		talk_free(&world->talk);
		begin_talk(world);
		talk_replay(&world->talk, world->raw.bytes, world->raw.length);
	}
	assert_over(world);
	assert_results(world, 24);
	assert_int_equal(world->told.count, 24);
	/* all is done: nothing is asked of the board again */
	talk_free(&world->talk);
	begin_talk(world);
	talk_replay(&world->talk, world->raw.bytes, world->raw.length);
	talk_on(world, 100);
	assert_over(world);
	assert_int_equal(world->told.count, 24);
}

/* A tty that goes away for a while. */
static void test_lost_line(void **state)
{
	struct world *world = *state;

	for (double up = 0.3; world->talk.phase != TALK_OVER; up += 0.1) {
		talk_on(world, up);
		talk_link(&world->talk, false, world->now);
		world->at_host = world->to_host.length;
		for (int i = 0; i < 100; i++)
			step(world);
		world->at_host = world->to_host.length;
	}
	assert_over(world);
	assert_results(world, 24);
	assert_int_equal(world->told.count, 24);
}

static void test_wrong_words(void **state)
{
	struct world *world = *state;

	world->options.plan = "tests=none mix=lkmm";
	talk_on(world, 100);
	assert_true(world->talk.failed && world->talk.wrong_words);
	assert_non_null(strstr(world->said.bytes,
			       "the board says: error: tests= matches no test\n"));
}

static void test_no_board(void **state)
{
	struct world *world = *state;

	world->is_off = true;
	world->at_host = world->to_host.length;
	world->options.can_reset = false;
	talk_on(world, 200);
	assert_true(world->talk.failed);
	assert_true(world->now < 102);
	assert_non_null(strstr(world->said.bytes, "no prompt within 100 s\n"));
}

static void test_board_that_is_off(void **state)
{
	struct world *world = *state;

	world->is_off = true;
	world->at_host = world->to_host.length;
	talk_on(world, 200);
	assert_over(world);
	assert_int_equal(world->cycles, 1);
	assert_results(world, 24);
}

/* A log without a prompt, and what no board says. */
static void test_noise(void **state)
{
	struct world *world = *state;

	world->is_off = true;
	world->options.can_reset = false;
	talk_link(&world->talk, true, world->now);
	while (world->talk.phase != TALK_OVER) {
		char bytes[100];

		for (size_t i = 0; i < sizeof(bytes); i++)
			bytes[i] = (char)stand_in_random(&world->random);
		world->now += 0.1;
		talk_bytes(&world->talk, bytes, sizeof(bytes), world->now);
		talk_tick(&world->talk, world->now);
	}
	assert_true(world->talk.failed);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_good_line),
		TEST(test_bad_line),
		TEST(test_chunks),
		TEST(test_not_so_bad_line),
		TEST(test_hang),
		TEST(test_hang_on_a_bad_line),
		TEST(test_trap),
		TEST(test_late_core),
		TEST(test_lost_core),
		TEST(test_resets),
		TEST(test_taken_up),
		TEST(test_lost_line),
		TEST(test_wrong_words),
		TEST(test_no_board),
		TEST(test_board_that_is_off),
		TEST(test_noise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

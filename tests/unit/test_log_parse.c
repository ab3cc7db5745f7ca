/* test_log_parse.c - what the image writes is what the host reads, or is not believed. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "protocol/parse.h"
#include "tests/unit/log_sample.h"

/* What a parser said, counted, and the last event of each kind. */
struct heard {
	unsigned count[PARSE_END + 1];
	uint64_t believed_seen; /* sums over the results */
	uint64_t believed_iterations;
	enum log_verdict verdict;
	uint64_t sc;
	enum log_label first_label;
	char id[LOG_ID_MAX];
	char text[256];
	bool again;
	uint32_t rc;
	bool intact;
	uint32_t missing;
	uint64_t partial; /* iterations of the last lost test; 0: no counts */
	enum log_verdict lost;
};

static void hear_result(struct heard *heard, const struct parse_event *event)
{
	heard->believed_seen += event->block->seen;
	heard->believed_iterations += event->block->iterations;
	heard->verdict = event->block->verdict;
	heard->sc = event->block->labelled[LOG_SC];
	heard->first_label = event->block->rows[0].label;
}

static void hear(void *ctx, const struct parse_event *event)
{
	struct heard *heard = ctx;

	heard->count[event->kind]++;
	if (event->id)
		snprintf(heard->id, sizeof(heard->id), "%s", event->id);
	if (event->text)
		snprintf(heard->text, sizeof(heard->text), "%s", event->text);
	if (event->kind == PARSE_RESULT)
		hear_result(heard, event);
	if (event->kind == PARSE_LOST) {
		heard->lost = event->verdict;
		heard->partial = event->block ? event->block->iterations : 0;
		assert_true(!event->block || event->block->verdict == event->verdict);
	}
	if (event->kind == PARSE_BOOT)
		heard->again = event->boot.again;
	if (event->kind == PARSE_END) {
		heard->rc = event->end.rc;
		heard->intact = event->end.intact;
		heard->missing = event->end.missing;
	}
}

struct fixture {
	struct sink sink;
	struct log log;
	struct parser parser;
	struct heard heard;
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	*state = fixture;
	if (!fixture)
		return -1;
	parser_init(&fixture->parser, hear, &fixture->heard);
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	parser_free(&fixture->parser);
	free(fixture->sink.bytes);
	free(fixture);
	return 0;
}

static void parse(struct fixture *fixture, const char *bytes, size_t n)
{
	parser_free(&fixture->parser);
	memset(&fixture->heard, 0, sizeof(fixture->heard));
	parser_init(&fixture->parser, hear, &fixture->heard);
	parser_feed(&fixture->parser, bytes, n);
	parser_finish(&fixture->parser);
}

static void parse_all(struct fixture *fixture)
{
	parse(fixture, fixture->sink.bytes, fixture->sink.length);
}

static const uint64_t small[2] = {12, 88};

static void write_result(struct fixture *fixture, uint32_t seq, enum log_verdict verdict)
{
	struct log_result result = sample_result(seq, "SB+once[lkmm]", small, verdict);

	log_result(&fixture->log, &result);
}

/* One block in a log that is complete. */
static void write_one(struct fixture *fixture)
{
	sample_boot(&fixture->log, &fixture->sink, 1);
	write_result(fixture, 1, V_PASS);
	log_end(&fixture->log, 0);
}

static void assert_clean(const struct fixture *fixture)
{
	if (fixture->heard.count[PARSE_DAMAGED])
		fail_msg("damaged: %s", fixture->heard.text);
	assert_int_equal(fixture->heard.count[PARSE_END], 1);
	assert_true(fixture->heard.intact);
	assert_int_equal(fixture->heard.missing, 0);
}

static void test_every_kind(void **state)
{
	struct fixture *fixture = *state;
	const struct heard *heard = &fixture->heard;

	sample_boot(&fixture->log, &fixture->sink, 9);
	log_note(&fixture->log, "args iters=1k");
	log_error(&fixture->log, "core 3 did not come");
	log_progress(&fixture->log, 1, "SB+once[lkmm]", 5, 100, 1);
	for (uint32_t seq = 1; seq <= 6; seq++)
		write_result(fixture, seq, (enum log_verdict)(seq - 1));
	log_skip(&fixture->log, 7, "MP[c11]", "why: because");
	log_hang(&fixture->log, 1, "MP[lkmm]", "at 5");
	log_lost(&fixture->log, 8, "MP[lkmm]", V_HANG);
	log_lost(&fixture->log, 9, "LB[lkmm]", V_FAULT);
	log_trap(&fixture->log, 1, "load", 0x80, 0, "LB[lkmm]");
	log_end(&fixture->log, 1);
	parse_all(fixture);
	assert_clean(fixture);
	assert_int_equal(heard->count[PARSE_BOOT], 1);
	assert_int_equal(heard->count[PARSE_PLAN], 1);
	assert_int_equal(heard->count[PARSE_NOTE], 1);
	assert_int_equal(heard->count[PARSE_ERROR], 1);
	assert_int_equal(heard->count[PARSE_PROGRESS], 1);
	assert_int_equal(heard->count[PARSE_RESULT], 6);
	assert_int_equal(heard->verdict, V_FAULT);
	assert_int_equal(heard->believed_seen, 6 * 12);
	assert_int_equal(heard->count[PARSE_SKIP], 1);
	assert_int_equal(heard->count[PARSE_LOST], 2);
	assert_int_equal(heard->count[PARSE_HANG], 1);
	assert_int_equal(heard->count[PARSE_TRAP], 1);
	assert_int_equal(heard->rc, 1);
}

/* A run of two tests that has printed, of the first, 10 iterations and then 30. */
static void write_partials(struct fixture *fixture)
{
	static const uint64_t few[2] = {1, 9}, more[2] = {2, 28};

	sample_boot(&fixture->log, &fixture->sink, 2);
	log_progress(&fixture->log, 1, "SB+once[lkmm]", 0, 100, 0);
	sample_partial(&fixture->log, 1, few);
	log_progress(&fixture->log, 1, "SB+once[lkmm]", 20, 100, 0);
	sample_partial(&fixture->log, 1, more);
}

static void assert_lost(const struct fixture *fixture, enum log_verdict verdict,
			uint64_t iterations)
{
	assert_int_equal(fixture->heard.count[PARSE_LOST], 1);
	assert_int_equal(fixture->heard.lost, verdict);
	assert_int_equal(fixture->heard.partial, iterations);
	assert_int_equal(fixture->heard.count[PARSE_RESULT], 0);
}

static void test_partial_counts_of_a_whole_test(void **state)
{
	struct fixture *fixture = *state;

	write_partials(fixture);
	write_result(fixture, 1, V_PASS);
	write_result(fixture, 2, V_PASS);
	log_end(&fixture->log, 0);
	parse_all(fixture);
	assert_clean(fixture);
	assert_int_equal(fixture->heard.count[PARSE_RESULT], 2);
	assert_int_equal(fixture->heard.believed_iterations, 200);
	assert_int_equal(fixture->heard.count[PARSE_LOST], 0);
	assert_int_equal(fixture->heard.count[PARSE_NOTE], 0);
}

static void test_partial_counts_of_a_lost_test(void **state)
{
	struct fixture *fixture = *state;

	write_partials(fixture);
	log_hang(&fixture->log, 1, "SB+once[lkmm]", "the core is lost");
	log_lost(&fixture->log, 1, "SB+once[lkmm]", V_HANG);
	log_end(&fixture->log, 1);
	parse_all(fixture);
	assert_int_equal(fixture->heard.count[PARSE_DAMAGED], 0);
	assert_true(fixture->heard.intact);
	assert_int_equal(fixture->heard.missing, 1);
	assert_lost(fixture, V_HANG, 30);
}

/* No more bytes, a restart, a trap: the test never ended. */
static void test_partial_counts_of_a_test_without_end(void **state)
{
	struct fixture *fixture = *state;
	static const uint64_t more[2] = {2, 28};

	write_partials(fixture);
	parse_all(fixture);
	assert_lost(fixture, V_HANG, 30);

	memset(&fixture->heard, 0, sizeof(fixture->heard));
	fixture->sink.length = 0;
	write_partials(fixture);
	sample_boot(&fixture->log, &fixture->sink, 1);
	log_end(&fixture->log, 0);
	parse_all(fixture);
	assert_lost(fixture, V_HANG, 30);

	memset(&fixture->heard, 0, sizeof(fixture->heard));
	fixture->sink.length = 0;
	write_partials(fixture);
	sample_partial(&fixture->log, 1, more);
	log_trap(&fixture->log, 1, "load", 1, 0, "SB+once[lkmm]");
	log_end(&fixture->log, 1);
	parse_all(fixture);
	assert_lost(fixture, V_FAULT, 30);
	assert_int_equal(fixture->heard.count[PARSE_TRAP], 1);
}

/* What is damaged of them is left out; the older ones are then the newest. */
static void test_damaged_partial_counts(void **state)
{
	struct fixture *fixture = *state;
	char *second;

	write_partials(fixture);
	second = strstr(fixture->sink.bytes, "# partial 1");
	second = strstr(second + 1, "# partial 1");
	*strstr(second, "Witnesses") = 'w';
	parse_all(fixture);
	assert_int_equal(fixture->heard.count[PARSE_DAMAGED], 1);
	assert_lost(fixture, V_HANG, 10);
}

/* The result was damaged, or another test has begun: nothing hangs. */
static void test_partial_counts_of_a_test_that_ended(void **state)
{
	struct fixture *fixture = *state;

	write_partials(fixture);
	write_result(fixture, 1, V_PASS);
	*strstr(fixture->sink.bytes, "# begin") = 'x';
	log_end(&fixture->log, 0);
	parse_all(fixture);
	assert_int_equal(fixture->heard.count[PARSE_LOST], 0);

	fixture->sink.length = 0;
	write_partials(fixture);
	log_progress(&fixture->log, 2, "MP+once[lkmm]", 0, 100, 0);
	parse_all(fixture);
	assert_int_equal(fixture->heard.count[PARSE_LOST], 0);
}

/* What block_parse() says of the text between the first # begin and # end. */
static void assert_block_is_wrong(const char *log, const char *why)
{
	const char *from = strchr(strstr(log, "# begin "), '\n') + 1;
	size_t length = (size_t)(strstr(from, "# end ") - from);
	char *text = malloc(length + 1);
	struct block block;

	assert_non_null(text);
	memcpy(text, from, length);
	text[length] = '\0';
	assert_string_equal(block_parse(&block, text), why);
	free(text);
}

static const uint64_t shown[2] = {3, 5};

static void write_with_control(struct fixture *fixture)
{
	sample_boot(&fixture->log, &fixture->sink, 1);
	sample_control(&fixture->log, "SB+once~swap-x-y-P0", shown, LOG_NEEDS_TSO);
	write_result(fixture, 1, V_PASS);
	log_end(&fixture->log, 0);
}

static void check_control(void *ctx, const struct parse_event *event)
{
	if (event->kind != PARSE_CONTROL)
		return;
	*(bool *)ctx = true;
	assert_int_equal(event->seq, 1);
	assert_string_equal(event->id, "SB+once~swap-x-y-P0[lkmm]");
	assert_string_equal(event->control.of, "SB+once[lkmm]");
	assert_string_equal(event->control.change, "swap");
	assert_int_equal(event->control.needs, LOG_NEEDS_TSO);
	assert_int_equal(event->block->seen, 3);
	assert_int_equal(event->block->iterations, 8);
}

/* It is read like a test and counted as none. */
static void test_control(void **state)
{
	struct fixture *fixture = *state;
	struct parser parser;
	bool came = false;

	write_with_control(fixture);
	parse_all(fixture);
	assert_clean(fixture);
	assert_int_equal(fixture->heard.count[PARSE_CONTROL], 1);
	assert_int_equal(fixture->heard.count[PARSE_RESULT], 1);
	assert_int_equal(fixture->heard.count[PARSE_NOTE], 0);
	assert_int_equal(fixture->heard.believed_iterations, 100);
	parser_init(&parser, check_control, &came);
	parser_feed(&parser, fixture->sink.bytes, fixture->sink.length);
	parser_free(&parser);
	assert_true(came);
}

/* A byte that is lost costs the control, and never the test beside it. */
static void test_damaged_control(void **state)
{
	struct fixture *fixture = *state;
	const char *first, *last;
	char *copy;

	write_with_control(fixture);
	first = strstr(fixture->sink.bytes, "# control 1");
	last = strstr(fixture->sink.bytes, "# begin 1");
	for (const char *at = first; at < last - 1; at++) {
		size_t before = (size_t)(at - fixture->sink.bytes);

		copy = malloc(fixture->sink.length);
		assert_non_null(copy);
		memcpy(copy, fixture->sink.bytes, before);
		memcpy(copy + before, at + 1, fixture->sink.length - before - 1);
		parse(fixture, copy, fixture->sink.length - 1);
		free(copy);
		assert_int_equal(fixture->heard.count[PARSE_CONTROL], 0);
		assert_int_equal(fixture->heard.count[PARSE_RESULT], 1);
		assert_int_equal(fixture->heard.believed_seen, 12);
		assert_false(fixture->heard.intact);
	}
}

static void hear_sensitivity(void *ctx, const struct parse_event *event)
{
	if (event->kind == PARSE_RESULT) {
		assert_true(event->block->has_sensitivity);
		*(struct log_sensitivity *)ctx = event->block->sensitivity;
		assert_int_equal(event->block->rate, 20000);
	}
}

static void test_sensitivity(void **state)
{
	struct fixture *fixture = *state;
	const struct log_sensitivity sensitivity = {
		.ran = {2, 1, 4}, .seen = {2, 0, 1}, .targets = 30, .microseconds = 1500};
	struct log_result result = sample_result(1, "SB+once[lkmm]", small, V_PASS);
	struct log_sensitivity heard = {0};
	struct parser parser;
	char *share;

	result.sensitivity = &sensitivity;
	sample_boot(&fixture->log, &fixture->sink, 1);
	log_result(&fixture->log, &result);
	parser_init(&parser, hear_sensitivity, &heard);
	parser_feed(&parser, fixture->sink.bytes, fixture->sink.length);
	parser_free(&parser);
	assert_memory_equal(heard.ran, sensitivity.ran, sizeof(heard.ran));
	assert_memory_equal(heard.seen, sensitivity.seen, sizeof(heard.seen));

	/* sums that are none */
	share = strstr(fixture->sink.bytes, "3/7");
	memcpy(share, "4/7", 3);
	assert_block_is_wrong(fixture->sink.bytes, "no good # sensitivity line");
	memcpy(share, "3/8", 3);
	assert_block_is_wrong(fixture->sink.bytes, "no good # sensitivity line");
}

static void check_block(void *ctx, const struct parse_event *event)
{
	const struct block *block = event->block;

	if (event->kind != PARSE_RESULT)
		return;
	*(bool *)ctx = true;
	assert_int_equal(event->seq, 1);
	assert_string_equal(event->id, "SB+once~2[lkmm]");
	assert_string_equal(block->name, "SB+once[lkmm]");
	assert_string_equal(block->kind, "Allowed");
	assert_string_equal(block->hash, "00ff");
	assert_string_equal(block->condition, "exists (0:r0=-1 /\\ 1:r1=x) is validated");
	assert_int_equal(block->row_count, 2);
	assert_int_equal(block->rows[0].count, UINT64_MAX - 5);
	assert_true(block->rows[0].matches);
	assert_string_equal(block->rows[0].state, "0:r0=-1; 1:r1=x;");
	assert_int_equal(block->rows[1].count, 5);
	assert_false(block->rows[1].matches);
	assert_int_equal(block->iterations, UINT64_MAX);
	assert_int_equal(block->seen, UINT64_MAX - 5);
	assert_int_equal(block->microseconds, 1234567);
	assert_int_equal(block->round_trip_ns, 92);
	assert_int_equal(block->phases.reset_us, 1000);
	assert_int_equal(block->phases.run_us, 7000);
	assert_int_equal(block->phases.wait_us, 20);
	assert_int_equal(block->phases.count_us, 1980);
	assert_string_equal(block->expected, "Never");
	assert_string_equal(block->source, "lkmm");
	assert_string_equal(block->known_by, "issue_4872");
}

static void test_counts_near_the_limit(void **state)
{
	struct fixture *fixture = *state;
	const uint64_t counts[2] = {UINT64_MAX - 5, 5};
	struct log_result result = sample_result(1, "SB+once~2[lkmm]", counts, V_KNOWN);
	bool checked = false;

	sample_boot(&fixture->log, &fixture->sink, 1);
	log_result(&fixture->log, &result);
	parser_init(&fixture->parser, check_block, &checked);
	parser_feed(&fixture->parser, fixture->sink.bytes, fixture->sink.length);
	assert_true(checked);
}

static void test_counts_that_overflow(void **state)
{
	struct fixture *fixture = *state;
	const uint64_t counts[2] = {UINT64_MAX, 5};
	struct log_result result = sample_result(1, "SB+once[lkmm]", counts, V_KNOWN);

	sample_boot(&fixture->log, &fixture->sink, 1);
	log_result(&fixture->log, &result);
	parse_all(fixture);
	assert_int_equal(fixture->heard.count[PARSE_RESULT], 0);
	assert_int_equal(fixture->heard.count[PARSE_DAMAGED], 1);
	assert_string_equal(fixture->heard.text,
			    "the counts do not add up to the iterations");
}

/* The writer prints what it is told; the reader must not take it if it contradicts itself. */
static void test_contradictions(void **state)
{
	struct fixture *fixture = *state;

	for (int wrong = 0; wrong < 6; wrong++) {
		struct log_result result =
			sample_result(1, "SB+once[lkmm]", small, V_PASS);

		result.matching += wrong == 0;
		result.iterations += wrong == 1;
		result.filtered += wrong == 2;
		result.state_count -= wrong == 3;
		result.expected = wrong == 4 ? "Never" : result.expected;
		result.name = wrong == 5 ? "SB" : result.name;
		fixture->sink.length = 0;
		sample_boot(&fixture->log, &fixture->sink, 1);
		log_result(&fixture->log, &result);
		parse_all(fixture);
		assert_int_equal(fixture->heard.count[PARSE_RESULT], 0);
		assert_int_equal(fixture->heard.count[PARSE_DAMAGED], 1);
	}
}

static void test_labels(void **state)
{
	struct fixture *fixture = *state;

	for (int wrong = 0; wrong < 4; wrong++) {
		struct log_result result =
			sample_result(1, "SB+once[lkmm]", small, V_PASS);

		result.state = sample_labelled;
		result.has_labels = wrong != 1;
		result.labelled[LOG_SC] = small[1] + (wrong == 2);
		result.labelled[LOG_TSO] = wrong == 3;
		result.labelled[LOG_WEAK] = small[0];
		fixture->sink.length = 0;
		sample_boot(&fixture->log, &fixture->sink, 1);
		log_result(&fixture->log, &result);
		log_end(&fixture->log, 0);
		parse_all(fixture);
		assert_int_equal(fixture->heard.count[PARSE_RESULT], wrong == 0);
		if (wrong) {
			assert_string_equal(
				fixture->heard.text,
				"the labels of the states and the # labels line differ");
			continue;
		}
		assert_int_equal(fixture->heard.sc, small[1]);
		assert_int_equal(fixture->heard.first_label, LOG_WEAK);
	}
}

static void test_one_byte_at_a_time(void **state)
{
	struct fixture *fixture = *state;

	write_one(fixture);
	for (size_t i = 0; i < fixture->sink.length; i++)
		parser_feed(&fixture->parser, fixture->sink.bytes + i, 1);
	assert_clean(fixture);
	assert_int_equal(fixture->heard.believed_iterations, 100);
}

static void test_carriage_returns(void **state)
{
	struct fixture *fixture = *state;
	struct sink with_cr = {0};

	write_one(fixture);
	for (size_t i = 0; i < fixture->sink.length; i++) {
		if (fixture->sink.bytes[i] == '\n')
			sink_write(&with_cr, "\r\r", 2);
		sink_write(&with_cr, fixture->sink.bytes + i, 1);
	}
	parse(fixture, with_cr.bytes, with_cr.length);
	free(with_cr.bytes);
	assert_clean(fixture);
	assert_int_equal(fixture->heard.count[PARSE_RESULT], 1);
}

static void test_stale_bytes_before_boot(void **state)
{
	static const char stale[] =
		"OpenSBI v1.1\nok 1 1_sb_once_lkmm # pass seen=5 "
		"iterations=9\n\xff\xfe\0BARELITMUS-END 0badcafe rc=0 tests=0"
		" crc32=00000000\n# begin 4 half a li";
	struct fixture *fixture = *state;
	struct sink sink = {0};

	write_one(fixture);
	sink_write(&sink, stale, sizeof(stale) - 1);
	sink_write(&sink, fixture->sink.bytes + 1, fixture->sink.length - 1);
	parse(fixture, sink.bytes, sink.length);
	free(sink.bytes);
	assert_clean(fixture);
	assert_int_equal(fixture->heard.count[PARSE_RESULT], 1);
}

static void test_restart_voids_what_came_before(void **state)
{
	struct fixture *fixture = *state;

	sample_boot(&fixture->log, &fixture->sink, 2);
	write_result(fixture, 1, V_PASS);
	fixture->sink.length -= 40; /* the power went in the middle of the ok line */
	write_one(fixture);
	parse_all(fixture);
	assert_int_equal(fixture->heard.count[PARSE_BOOT], 2);
	assert_true(fixture->heard.again);
	assert_int_equal(fixture->heard.count[PARSE_END], 1);
	assert_true(fixture->heard.intact);
	assert_int_equal(fixture->heard.count[PARSE_RESULT], 1);
}

static void test_end_of_another_run(void **state)
{
	struct fixture *fixture = *state;

	sample_boot(&fixture->log, &fixture->sink, 1);
	fixture->log.nonce++;
	log_end(&fixture->log, 0);
	parse_all(fixture);
	assert_int_equal(fixture->heard.count[PARSE_END], 0);
	assert_int_equal(fixture->heard.count[PARSE_DAMAGED], 1);
}

static void test_missing_and_repeated_tests(void **state)
{
	struct fixture *fixture = *state;

	sample_boot(&fixture->log, &fixture->sink, 4);
	write_result(fixture, 1, V_PASS);
	write_result(fixture, 3, V_PASS);
	write_result(fixture, 3, V_PASS);
	write_result(fixture, 5, V_PASS);
	log_end(&fixture->log, 0);
	parse_all(fixture);
	assert_int_equal(fixture->heard.count[PARSE_RESULT], 2);
	assert_int_equal(fixture->heard.count[PARSE_DAMAGED], 2);
	assert_int_equal(fixture->heard.missing, 2);
	assert_false(fixture->heard.intact); /* END says 4 tests */
}

/* Two results, and then a plan. */
static void write_late_plan(struct fixture *fixture, uint32_t plan)
{
	sample_machine(&fixture->log, &fixture->sink);
	log_start(&fixture->log);
	write_result(fixture, 1, V_PASS);
	write_result(fixture, 2, V_PASS);
	log_plan(&fixture->log, plan);
	log_end(&fixture->log, 0);
	parse_all(fixture);
}

static void test_plan_after_the_tests(void **state)
{
	struct fixture *fixture = *state;

	write_late_plan(fixture, 2);
	assert_int_equal(fixture->heard.count[PARSE_DAMAGED], 0);
	assert_int_equal(fixture->heard.count[PARSE_PLAN], 1);
	assert_int_equal(fixture->heard.missing, 0);
	assert_true(fixture->heard.intact);
}

static void test_late_plan_of_more(void **state)
{
	struct fixture *fixture = *state;

	write_late_plan(fixture, 3);
	assert_int_equal(fixture->heard.count[PARSE_DAMAGED], 0);
	assert_int_equal(fixture->heard.missing, 1);
}

static void test_late_plan_of_fewer(void **state)
{
	struct fixture *fixture = *state;

	write_late_plan(fixture, 1);
	assert_int_equal(fixture->heard.count[PARSE_PLAN], 0);
	assert_int_equal(fixture->heard.count[PARSE_DAMAGED], 1);
}

/* Where the block of seq 2 begins, and where its ok line ends. */
static void find_block(const struct sink *sink, size_t *begin, size_t *end)
{
	const char *at = strstr(sink->bytes, "# begin 2 ");
	const char *ok = strstr(at, "\nok 2 ");

	*begin = (size_t)(at - sink->bytes);
	*end = (size_t)(strchr(ok + 1, '\n') + 1 - sink->bytes);
}

static void write_three(struct fixture *fixture)
{
	sample_boot(&fixture->log, &fixture->sink, 3);
	for (uint32_t seq = 1; seq <= 3; seq++)
		write_result(fixture, seq, V_PASS);
	log_end(&fixture->log, 0);
}

/* The others may suffer with it where a line end is gone, but nothing false is believed. */
static void assert_second_lost(const struct fixture *fixture, size_t at)
{
	const struct heard *heard = &fixture->heard;

	if (heard->count[PARSE_RESULT] > 2 || !heard->count[PARSE_RESULT] ||
	    heard->believed_iterations != 100 * heard->count[PARSE_RESULT] ||
	    heard->believed_seen != 12 * heard->count[PARSE_RESULT])
		fail_msg("byte %zu: %u results believed", at, heard->count[PARSE_RESULT]);
	if (!heard->count[PARSE_DAMAGED] || heard->intact)
		fail_msg("byte %zu: not noticed", at);
}

static void test_a_lost_byte_anywhere_in_a_block(void **state)
{
	struct fixture *fixture = *state;
	char *bytes;
	size_t begin;
	size_t end;

	write_three(fixture);
	find_block(&fixture->sink, &begin, &end);
	bytes = malloc(fixture->sink.length);
	assert_non_null(bytes);
	for (size_t at = begin; at < end; at++) {
		memcpy(bytes, fixture->sink.bytes, at);
		memcpy(bytes + at, fixture->sink.bytes + at + 1,
		       fixture->sink.length - at - 1);
		parse(fixture, bytes, fixture->sink.length - 1);
		assert_second_lost(fixture, at);
	}
	free(bytes);
}

static void test_a_false_byte_anywhere_in_a_block(void **state)
{
	struct fixture *fixture = *state;
	size_t begin;
	size_t end;

	write_three(fixture);
	find_block(&fixture->sink, &begin, &end);
	for (size_t at = begin; at < end; at++) {
		for (int bit = 0; bit < 8; bit++) {
			/* CR and LF are framing: what they do, the lost byte did. */
			char flipped = (char)(fixture->sink.bytes[at] ^ 1 << bit);

			fixture->sink.bytes[at] = flipped;
			parse_all(fixture);
			assert_second_lost(fixture, at);
			fixture->sink.bytes[at] = (char)(flipped ^ 1 << bit);
		}
	}
}

/* What is most dangerous to lose: whole words of the line that has no checksum. */
static void test_ok_line_against_its_block(void **state)
{
	static const struct {
		const char *text;
		const char *other;
	} changes[] = {
		{"\nnot ok 1 ", "\nok 1 "},
		{" # FORBIDDEN ", " # fault "},
		{" # FORBIDDEN ", " # pass "},
		{" seen=12 iterations=", " seen=2 iterations="},
		{" iterations=100\n", " iterations=10\n"},
	};
	struct fixture *fixture = *state;

	sample_boot(&fixture->log, &fixture->sink, 1);
	write_result(fixture, 1, V_FORBIDDEN);
	for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
		const char *end = strstr(fixture->sink.bytes, "# end 1 ");
		const char *at = strstr(end, changes[i].text);
		struct sink sink = {0};

		assert_non_null(at);
		sink_write(&sink, fixture->sink.bytes,
			   (size_t)(at - fixture->sink.bytes));
		sink_write(&sink, changes[i].other, strlen(changes[i].other));
		at += strlen(changes[i].text);
		sink_write(&sink, at, strlen(at));
		parse(fixture, sink.bytes, sink.length);
		free(sink.bytes);
		if (fixture->heard.count[PARSE_RESULT] ||
		    fixture->heard.count[PARSE_DAMAGED] != 1)
			fail_msg("'%s' for '%s'", changes[i].other, changes[i].text);
	}
}

static void test_cut_off_anywhere(void **state)
{
	struct fixture *fixture = *state;

	write_one(fixture);
	for (size_t n = 0; n < fixture->sink.length; n++) {
		parse(fixture, fixture->sink.bytes, n);
		assert_int_equal(fixture->heard.count[PARSE_END], 0);
	}
}

static void test_damage_outside_of_blocks(void **state)
{
	struct fixture *fixture = *state;

	sample_boot(&fixture->log, &fixture->sink, 1);
	log_note(&fixture->log, "a note with one letter too many");
	write_result(fixture, 1, V_PASS);
	log_end(&fixture->log, 0);
	char *letter = strstr(fixture->sink.bytes, "letter");

	*letter = 'b';
	parse_all(fixture);
	assert_int_equal(fixture->heard.count[PARSE_RESULT], 1);
	assert_int_equal(fixture->heard.count[PARSE_DAMAGED], 0);
	assert_false(fixture->heard.intact);

	*letter = '\x01';
	parse_all(fixture);
	assert_int_equal(fixture->heard.count[PARSE_RESULT], 1);
	assert_int_equal(fixture->heard.count[PARSE_DAMAGED], 1);
}

static void test_line_too_long(void **state)
{
	struct fixture *fixture = *state;
	struct sink sink = {0};

	sample_boot(&fixture->log, &sink, 1);
	for (int i = 0; i < 3 * LOG_LINE_MAX; i++)
		sink_write(&sink, "x", 1);
	sink_write(&sink, "\n", 1);
	fixture->log.ctx = &sink;
	write_result(fixture, 1, V_PASS);
	parse(fixture, sink.bytes, sink.length);
	free(sink.bytes);
	assert_int_equal(fixture->heard.count[PARSE_DAMAGED], 1);
	assert_string_equal(fixture->heard.text, "a line too long");
}

/* Some of them cut off: the parser must be at peace with any bytes (with ASan looking). */
static void test_garbage(void **state)
{
	struct fixture *fixture = *state;
	uint32_t random = 1;

	write_three(fixture);
	for (int round = 0; round < 300; round++) {
		char *bytes = malloc(fixture->sink.length);

		assert_non_null(bytes);
		memcpy(bytes, fixture->sink.bytes, fixture->sink.length);
		for (int i = 0; i < 20; i++) {
			random = random * 1664525 + 1013904223;
			bytes[(random >> 8) % fixture->sink.length] = (char)(random >> 3);
		}
		parse(fixture, bytes, fixture->sink.length);
		free(bytes);
		assert_int_equal(fixture->heard.believed_iterations,
				 100 * fixture->heard.count[PARSE_RESULT]);
	}
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_kind),
		TEST(test_control),
		TEST(test_damaged_control),
		TEST(test_partial_counts_of_a_whole_test),
		TEST(test_partial_counts_of_a_lost_test),
		TEST(test_partial_counts_of_a_test_without_end),
		TEST(test_damaged_partial_counts),
		TEST(test_partial_counts_of_a_test_that_ended),
		TEST(test_sensitivity),
		TEST(test_counts_near_the_limit),
		TEST(test_counts_that_overflow),
		TEST(test_contradictions),
		TEST(test_labels),
		TEST(test_one_byte_at_a_time),
		TEST(test_carriage_returns),
		TEST(test_stale_bytes_before_boot),
		TEST(test_restart_voids_what_came_before),
		TEST(test_end_of_another_run),
		TEST(test_missing_and_repeated_tests),
		TEST(test_plan_after_the_tests),
		TEST(test_late_plan_of_more),
		TEST(test_late_plan_of_fewer),
		TEST(test_a_lost_byte_anywhere_in_a_block),
		TEST(test_a_false_byte_anywhere_in_a_block),
		TEST(test_ok_line_against_its_block),
		TEST(test_cut_off_anywhere),
		TEST(test_damage_outside_of_blocks),
		TEST(test_line_too_long),
		TEST(test_garbage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

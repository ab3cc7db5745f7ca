/* test_log_again.c - what a board prints again is put together, or not believed. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "protocol/crc32.h"
#include "protocol/kept.h"
#include "protocol/parse.h"
#include "tests/unit/survey_sample.h"

enum { TESTS = 5, NONCE = 0x1234abcd };

struct fixture {
	struct kept kept;
	char memory[64 << 10];
	struct sink run; /* a log, as it was printed first */
	struct parser parser;
	unsigned count[PARSE_END + 1];
	uint64_t seen;
	bool intact;
	uint32_t nonce;
};

static void hear(void *ctx, const struct parse_event *event)
{
	struct fixture *fixture = ctx;

	fixture->count[event->kind]++;
	if (event->kind == PARSE_BOOT)
		fixture->nonce = event->boot.nonce;
	if (event->kind == PARSE_RESULT)
		fixture->seen += event->block->seen;
	if (event->kind == PARSE_END)
		fixture->intact = event->end.intact;
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	*state = fixture;
	if (!fixture)
		return -1;
	kept_init(&fixture->kept, fixture->memory, sizeof(fixture->memory));
	sample_run(&fixture->run, NONCE, 10, TESTS);
	kept_add(&fixture->kept, fixture->run.bytes, fixture->run.length);
	parser_init(&fixture->parser, hear, fixture);
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	parser_free(&fixture->parser);
	free(fixture->run.bytes);
	free(fixture);
	return 0;
}

static void feed(struct fixture *fixture, const char *text)
{
	parser_feed(&fixture->parser, text, strlen(text));
}

static struct sink again(const struct fixture *fixture, uint32_t from, uint32_t to)
{
	struct sink sink = {0};

	assert_true(kept_print(&fixture->kept, from, to, sink_write, &sink));
	return sink;
}

static void assert_whole(const struct fixture *fixture)
{
	assert_int_equal(fixture->count[PARSE_END], 1);
	assert_true(fixture->intact);
	assert_int_equal(fixture->nonce, NONCE);
	assert_int_equal(fixture->count[PARSE_RESULT], TESTS);
	assert_int_equal(fixture->seen, 10 + 11 + 12 + 13 + 14);
}

static void test_every_line_is_short(void **state)
{
	struct sink sink = again(*state, 1, UINT32_MAX);

	for (const char *line = sink.bytes; *line; line = strchr(line, '\n') + 1) {
		assert_int_equal(strncmp(line, "# = ", 4), 0);
		assert_true(strcspn(line, "\n") < 4 + 9 + 9 + 12 + 1 + KEPT_PIECE);
	}
	free(sink.bytes);
}

static void test_all_at_once(void **state)
{
	struct fixture *fixture = *state;
	struct sink sink = again(fixture, 1, UINT32_MAX);

	feed(fixture, sink.bytes);
	free(sink.bytes);
	assert_whole(fixture);
	assert_int_equal(fixture->count[PARSE_DAMAGED], 0);
}

/* Bytes are lost and changed, and just what is missing is asked for, until it is here. */
static void test_of_many_copies(void **state)
{
	struct fixture *fixture = *state;
	uint32_t from = 1, to = UINT32_MAX;
	unsigned copies = 0;

	srand(5);
	for (; !fixture->count[PARSE_END]; copies++) {
		struct sink sink = again(fixture, from, to);
		size_t n = 0;

		for (size_t i = 0; i < sink.length; i++) {
			if (rand() % 100 == 0)
				continue;
			sink.bytes[n++] = rand() % 100 ? sink.bytes[i] : (char)rand();
		}
		parser_feed(&fixture->parser, sink.bytes, n);
		parser_feed(&fixture->parser, "\n", 1);
		free(sink.bytes);
		pieces_missing(&fixture->parser.pieces, &from, &to);
		if (!from) {
			from = 1;
			to = UINT32_MAX;
		}
		assert_true(copies < 1000);
	}
	assert_whole(fixture);
	assert_true(copies > 5);
}

/* A first copy of which the END was lost does not keep the second from being believed. */
static void test_behind_a_damaged_one(void **state)
{
	struct fixture *fixture = *state;
	struct sink sink = again(fixture, 1, UINT32_MAX);

	parser_feed(&fixture->parser, fixture->run.bytes, fixture->run.length - 20);
	assert_int_equal(fixture->count[PARSE_RESULT], TESTS);
	feed(fixture, "\n");
	feed(fixture, sink.bytes);
	free(sink.bytes);
	assert_true(fixture->intact);
	assert_int_equal(fixture->count[PARSE_RESULT], 2 * TESTS);
	assert_int_equal(fixture->parser.state, PARSE_ENDED);
}

/* Of two texts that come mixed neither passes for the other. */
static void test_another_text_displaces(void **state)
{
	struct fixture *fixture = *state;
	struct sink sink = again(fixture, 1, 10);

	feed(fixture, sink.bytes);
	free(sink.bytes);
	fixture->memory[fixture->run.length - 20] ^= 1;
	sink = again(fixture, 11, UINT32_MAX);
	feed(fixture, sink.bytes);
	free(sink.bytes);
	assert_int_equal(fixture->count[PARSE_BOOT], 0);
	assert_int_equal(fixture->parser.pieces.here, fixture->parser.pieces.total - 10);
}

/* What no board prints: with the right checksum, and still nothing to be believed. */
static void test_hostile_pieces(void **state)
{
	static const char *const bad[] = {
		"00000000 0 1 =x",
		"00000000 2 1 =x",
		"00000000 1 4294967295 =x",
		"00000000 1 1 x",
		"00000000 1 1",
		"0000000g 1 1 =x",
		"00000000 1 1 =012345678901234567890123456789012",
	};
	struct fixture *fixture = *state;
	char line[256];

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		snprintf(line, sizeof(line), "# = %08lx %s\n",
			 (unsigned long)crc32_add(0, bad[i], strlen(bad[i])), bad[i]);
		feed(fixture, line);
		assert_int_equal(fixture->parser.pieces.total, 0);
	}
	/* a key that is not the text's */
	snprintf(line, sizeof(line), "# = %08lx %s\n",
		 (unsigned long)crc32_add(0, "00000000 1 1 =x", 15), "00000000 1 1 =x");
	feed(fixture, line);
	assert_int_equal(fixture->count[PARSE_BOOT] + fixture->count[PARSE_DAMAGED], 0);
}

static void test_nothing_kept(void **state)
{
	struct fixture *fixture = *state;
	struct sink sink = {0};

	kept_clear(&fixture->kept);
	assert_false(kept_print(&fixture->kept, 1, 9, sink_write, &sink));
	fixture->kept.size = 100;
	kept_add(&fixture->kept, fixture->run.bytes, fixture->run.length);
	assert_false(kept_print(&fixture->kept, 1, 9, sink_write, &sink));
	assert_null(sink.bytes);
}

/* A run must not be taken for another, as where a digit of its nonce has changed. */
static void test_boot_has_a_checksum(void **state)
{
	struct fixture *fixture = *state;
	size_t length = strcspn(fixture->run.bytes + 1, "\n") + 1;

	for (size_t i = 1; i < length; i++) {
		char *byte = &fixture->run.bytes[i];
		char old = *byte;

		*byte = old == '1' ? '3' : '1';
		feed(fixture, "\n");
		feed(fixture, fixture->run.bytes);
		assert_int_equal(fixture->count[PARSE_BOOT], 0);
		*byte = old;
	}
	feed(fixture, "BARELITMUS-BOOT 00000001 0.2 arm64 virt cores=4 host=2 clock=6\n");
	assert_int_equal(fixture->count[PARSE_BOOT], 0);
	feed(fixture, "BARELITMUS-BOOT 00000001 0.1 arm64 virt cores=4 host=2 clock=6\n");
	assert_int_equal(fixture->count[PARSE_BOOT], 1);
}

/* What the host adds: that a test hangs, and that a run is over whatever came of it. */
static void test_lines_of_the_host(void **state)
{
	struct fixture *fixture = *state;
	char *cut = strstr(fixture->run.bytes, "# begin 3");

	cut[4] = '\0';
	feed(fixture, fixture->run.bytes);
	feed(fixture, "\nBARELITMUS-HOST hang 1234abce 3 T12[lkmm]\n");
	feed(fixture, "BARELITMUS-HOST hang 1234abcd 2 T11[lkmm]\n");
	feed(fixture, "BARELITMUS-HOST hang 1234abcd 6 T16[lkmm]\n");
	assert_int_equal(fixture->count[PARSE_LOST], 0);
	feed(fixture, "BARELITMUS-HOST hang 1234abcd 3 T12[lkmm]\n");
	assert_int_equal(fixture->count[PARSE_LOST], 1);
	feed(fixture, "BARELITMUS-HOST run tests=x\n");
	cut[4] = 'g';
	feed(fixture, strstr(fixture->run.bytes, "# begin 4"));
	assert_int_equal(fixture->count[PARSE_RESULT], 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_every_line_is_short),    TEST(test_all_at_once),
		TEST(test_of_many_copies),         TEST(test_behind_a_damaged_one),
		TEST(test_another_text_displaces), TEST(test_hostile_pieces),
		TEST(test_nothing_kept),           TEST(test_boot_has_a_checksum),
		TEST(test_lines_of_the_host),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

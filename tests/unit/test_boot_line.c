/* test_boot_line.c - what is typed becomes a line, and what the terminal is sent. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "boot/line.h"

#include <string.h>

static struct line line;
static char shown[8 * LINE_MAX];
static size_t shown_length;

static void show(void *ctx, const char *bytes, size_t n)
{
	(void)ctx;
	assert_true(shown_length + n < sizeof(shown));
	memcpy(shown + shown_length, bytes, n);
	shown_length += n;
	shown[shown_length] = '\0';
}

static int setup(void **state)
{
	(void)state;
	line_init(&line, show, NULL);
	shown_length = 0;
	*shown = '\0';
	return 0;
}

/* Types text, in the middle of which no line may end; returns what its last byte made. */
static enum line_event type(const char *text)
{
	enum line_event event = LINE_OPEN;

	for (; *text; text++) {
		assert_int_equal(event, LINE_OPEN);
		event = line_take(&line, (uint8_t)*text);
	}
	return event;
}

static void assert_line(const char *typed, const char *text, const char *echo)
{
	setup(NULL);
	assert_int_equal(type(typed), LINE_DONE);
	assert_string_equal(line.text, text);
	assert_string_equal(shown, echo);
}

static void test_ends(void **state)
{
	(void)state;
	assert_line("list\n", "list", "list\n");
	assert_line("list\r", "list", "list\n");
	/* of CR LF the LF ends nothing, not even an empty line */
	assert_int_equal(type("\nrun\r"), LINE_DONE);
	assert_string_equal(line.text, "run");
	assert_int_equal(type("\n"), LINE_OPEN);
	assert_int_equal(type("\n"), LINE_DONE);
	assert_string_equal(line.text, "");
	assert_int_equal(type("\r"), LINE_DONE);
	assert_int_equal(type("\r"), LINE_DONE);
}

static void test_corrections(void **state)
{
	(void)state;
	assert_line("rum\x7fn\r", "run", "rum\b \bn\n");
	assert_line("rum\bn\r", "run", "rum\b \bn\n");
	assert_line("\b\x7f\r", "", "\n");
	assert_line("x\x15\r", "", "x\b \b\n");
	assert_line("run a=1  \x17z\r", "run z", "run a=1  \b \b\b \b\b \b\b \b\b \bz\n");
	assert_line("\x17\x15list\r", "list", "list\n");
}

static void test_break(void **state)
{
	(void)state;
	assert_int_equal(type("run tests=*\x03"), LINE_DROPPED);
	assert_string_equal(shown, "run tests=*^C\n");
	assert_int_equal(type("off\r"), LINE_DONE);
	assert_string_equal(line.text, "off");
}

/* Arrows, a function key, ESC with a letter, one that the end of the line cuts off. */
static void test_escapes(void **state)
{
	(void)state;
	assert_line("a\x1b[A\x1b[1;5Cb\r", "ab", "ab\n");
	assert_line("a\x1bOPb\x1b[15~c\r", "abc", "abc\n");
	assert_line("a\x1b"
		    "fb\x1b\x1b[Dc\r",
		    "abc", "abc\n");
	assert_line("a\x1b[1\rb\r" + 5, "b", "b\n");
	assert_line("a\x1b[1\r", "a", "a\n");
}

static void test_other_bytes(void **state)
{
	(void)state;
	assert_line("a\tb\x01\x0c\x80\xc3\xa9\xff"
		    "c\r",
		    "a bc", "a bc\n");
	setup(NULL);
	assert_int_equal(line_take(&line, 0), LINE_OPEN);
	assert_string_equal(shown, "");
}

static void test_length(void **state)
{
	(void)state;
	for (int i = 0; i < LINE_MAX - 1; i++)
		assert_int_equal(type("x"), LINE_OPEN);
	assert_int_equal(type("\r"), LINE_DONE);
	assert_int_equal(strlen(line.text), LINE_MAX - 1);

	for (int i = 0; i < LINE_MAX; i++)
		assert_int_equal(type("x"), LINE_OPEN);
	/* a correction does not make a line of what was cut */
	assert_int_equal(type("\x7f\x7fy\r"), LINE_TOO_LONG);
	assert_int_equal(type("ok\r"), LINE_DONE);
	assert_string_equal(line.text, "ok");

	for (int i = 0; i < LINE_MAX + 5; i++)
		assert_int_equal(type("x"), LINE_OPEN);
	assert_int_equal(type("\x15ok\r"), LINE_DONE);
	assert_string_equal(line.text, "ok");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_ends, setup),
		cmocka_unit_test_setup(test_corrections, setup),
		cmocka_unit_test_setup(test_break, setup),
		cmocka_unit_test_setup(test_escapes, setup),
		cmocka_unit_test_setup(test_other_bytes, setup),
		cmocka_unit_test_setup(test_length, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

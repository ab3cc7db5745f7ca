/* test_linux_words.c - what the Linux process makes of its command line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "boot/linux/process.h"

#include <string.h>

static char args[32];
static enum words_sched sched;

static const char *join(char *first, char *second)
{
	char *arguments[] = {first, second, NULL};

	return words_join(args, sizeof(args), arguments, &sched);
}

/* make run gives one argument with all words, a person gives many. */
static void test_words_are_joined(void **state)
{
	(void)state;
	assert_null(join(" tests=SB*  iters=1k ", "k=4"));
	assert_string_equal(args, "tests=SB* iters=1k k=4");
	assert_int_equal(sched, WORDS_AUTO);
	assert_null(join(NULL, NULL));
	assert_string_equal(args, "");
}

static void test_sched_is_kept_apart(void **state)
{
	(void)state;
	assert_null(join("k=4 sched=fifo n=8", "sched=other"));
	assert_string_equal(args, "k=4 n=8");
	assert_int_equal(sched, WORDS_OTHER);
	assert_string_equal(
		join("sched=fif", NULL),
		"command line: found 'sched=fif', expected sched=auto, fifo or other");
	assert_string_equal(
		join("sched= k=4", NULL),
		"command line: found 'sched=', expected sched=auto, fifo or other");
}

/* The last byte is the NUL's. */
static void test_too_many_bytes_are_refused(void **state)
{
	(void)state;
	assert_null(join("tests=MP*", "mix=lkmm,c11:rust,ab"));
	assert_int_equal(strlen(args), sizeof(args) - 2);
	assert_null(join("tests=MP*", "mix=lkmm,c11:rust,abc"));
	assert_int_equal(strlen(args), sizeof(args) - 1);
	assert_string_equal(join("tests=MP*", "mix=lkmm,c11:rust,abcd"),
			    "command line: found 'mix=lkmm,c11:rust,abcd', expected at "
			    "most 31 bytes in all");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words_are_joined),
		cmocka_unit_test(test_sched_is_kept_apart),
		cmocka_unit_test(test_too_many_bytes_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

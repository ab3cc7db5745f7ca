/* test_boot_command.c - lines at the prompt, as commands or as what is wrong with them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "boot/command.h"

#include <string.h>

static struct command command;

static const char *read_line(const char *text)
{
	static char line[128];

	strcpy(line, text);
	return command_read(&command, line);
}

static void assert_command(const char *text, enum command_kind kind, const char *words)
{
	assert_null(read_line(text));
	assert_int_equal(command.kind, kind);
	assert_string_equal(command.words, words);
}

static void assert_wrong(const char *text, const char *what)
{
	const char *trouble = read_line(text);

	assert_non_null(trouble);
	assert_string_equal(trouble, what);
}

static void test_commands(void **state)
{
	(void)state;
	assert_command("", COMMAND_NOTHING, "");
	assert_command("   ", COMMAND_NOTHING, "");
	assert_command("help", COMMAND_HELP, "");
	assert_command("list", COMMAND_LIST, "");
	assert_command("list SB*,@smoke", COMMAND_LIST, "SB*,@smoke");
	assert_command("run", COMMAND_RUN, "");
	assert_command("  run   tests=SB* iters=1M  ", COMMAND_RUN, "tests=SB* iters=1M");
	assert_command("plan mix=all", COMMAND_PLAN, "mix=all");
	assert_command("again", COMMAND_AGAIN, "");
	assert_command("again 3 17", COMMAND_AGAIN, "3 17");
	assert_command("info ", COMMAND_INFO, "");
	assert_command("noise", COMMAND_NOISE, "");
	assert_command("noise 5s", COMMAND_NOISE, "5s");
	assert_command("baud 921600", COMMAND_BAUD, "921600");
	assert_command("seed 0x7", COMMAND_SEED, "0x7");
	assert_command("reboot", COMMAND_REBOOT, "");
	assert_command("off", COMMAND_OFF, "");
}

static void test_wrong_lines(void **state)
{
	(void)state;
	assert_wrong("tests=SB*",
		     "found 'tests=SB*', expected one of: help list run plan "
		     "again info noise baud seed reboot off");
	assert_non_null(read_line("RUN"));
	assert_non_null(read_line("ru"));
	assert_non_null(read_line("runs"));
	assert_wrong("off now", "found 'now', expected nothing behind this word");
	assert_wrong("seed", "found '', expected one word");
	assert_wrong("seed 1 2", "found '1 2', expected one word");
	assert_wrong("list SB* MP*", "found 'SB* MP*', expected one word or none");
}

/* Each form of the help text is a command that can be typed so. */
static void test_forms(void **state)
{
	(void)state;
	for (const struct command_form *form = command_forms; form->name; form++) {
		char line[64];

		strcpy(line, form->name);
		assert_true(command_add(line, sizeof(line), form->words));
		assert_null(read_line(line));
		assert_int_equal(command.kind, form->kind);
		assert_true(*form->does);
	}
}

static void test_add(void **state)
{
	char text[8] = "";

	(void)state;
	assert_true(command_add(text, sizeof(text), ""));
	assert_true(command_add(text, sizeof(text), "ab"));
	assert_true(command_add(text, sizeof(text), ""));
	assert_false(command_add(text, sizeof(text), "cdefg"));
	assert_string_equal(text, "ab");
	assert_true(command_add(text, sizeof(text), "cdef"));
	assert_string_equal(text, "ab cdef");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_commands),
		cmocka_unit_test(test_wrong_lines),
		cmocka_unit_test(test_forms),
		cmocka_unit_test(test_add),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* test_litmusc_golden.c - litmusc writes what tests/golden says, and that compiles. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/*
 * Runs at the top of the tree. Where a change of the output is meant, write the expected
 * files anew: litmusc -o DIR tests/golden/X.litmus, then DIR/g000.tests.c becomes
 * tests/golden/X.tests.c, DIR/g000.threads.c X.threads.c, and DIR/g000.threads.rs
 * X.threads.rs; with --controls 4 also DIR/c000.tests.c X.controls.tests.c, and
 * DIR/c000.threads.c X.controls.threads.c.
 */
static char directory[256];

static int make_directory(void **state)
{
	const char *base = getenv("TMPDIR");

	(void)state;
	snprintf(directory, sizeof(directory), "%s/litmusc-XXXXXX", base ? base : "/tmp");
	return mkdtemp(directory) ? 0 : -1;
}

static int remove_directory(void **state)
{
	char command[512];

	(void)state;
	snprintf(command, sizeof(command), "rm -r '%s'", directory);
	return system(command);
}

static char *read_file(const char *path)
{
	enum { ROOM = 1 << 18 };
	char *text = malloc(ROOM);
	FILE *file = fopen(path, "r");

	assert_non_null(text);
	if (!file)
		fail_msg("%s is missing", path);
	text[fread(text, 1, ROOM - 1, file)] = '\0';
	fclose(file);
	return text;
}

static void assert_same(const char *written, const char *expected)
{
	char *one = read_file(written), *other = read_file(expected);
	unsigned int line = 1;
	size_t i = 0;

	for (; one[i] && one[i] == other[i]; i++)
		line += one[i] == '\n';
	if (one[i] != other[i])
		fail_msg("%s:%u differs from what litmusc writes", expected, line);
	free(one);
	free(other);
}

/* In dialect rust and for this machine; a machine without rustc checks the text alone. */
static void assert_rust_compiles(const char *path)
{
	const char *compiler = getenv("RUSTC");
	char command[1024];

	if (!compiler)
		compiler = "rustc";
	snprintf(command, sizeof(command), "command -v %s > /dev/null", compiler);
	if (system(command) != 0) {
		print_message("# %s is missing: %s was not compiled\n", compiler, path);
		return;
	}
	snprintf(command, sizeof(command),
		 "SPECIMEN=\"$PWD/%s\" VARIANT=rust_rustc DIALECT=rust TOOLCHAIN=rustc "
		 "NEEDS=0 %s --edition 2021 --crate-type lib --crate-name golden "
		 "--emit metadata -C panic=abort -D warnings --cfg 'dialect=\"rust\"' "
		 "-o '%s/golden.rmeta' primitives/rust/specimen.rs",
		 path, compiler, directory);
	assert_int_equal(system(command), 0);
}

static void assert_compiles(const char *path)
{
	const char *compiler = getenv("CC");
	char command[512];

	snprintf(command, sizeof(command),
		 "%s -std=gnu11 -Wall -Wextra -Werror -fsyntax-only -I. "
		 "-include tests/golden/dialect.h -DVARIANT=dialect_cc "
		 "-DDIALECT='\"dialect\"' -DTOOLCHAIN='\"cc\"' -DNEEDS=0 '%s'",
		 compiler ? compiler : "cc", path);
	assert_int_equal(system(command), 0);
}

static void check(void **state)
{
	const char *name = *state;
	char input[128], written[512], expected[128];
	const char *inputs[] = {input};
	struct options options = {
		.group = 4, .directory = directory, .inputs = inputs, .input_count = 1};
	const char *const parts[] = {"tests.c", "threads.c", "threads.rs"};
	const char *const controls[] = {"tests.c", "threads.c"};

	if (strcmp(name, "R+controls") == 0)
		options.controls = 4;
	snprintf(input, sizeof(input), "tests/golden/%s.litmus", name);
	assert_int_equal(program_run(&options, stderr), 0);
	for (size_t i = 0; i < 3; i++) {
		snprintf(written, sizeof(written), "%s/g000.%s", directory, parts[i]);
		snprintf(expected, sizeof(expected), "tests/golden/%s.%s", name,
			 parts[i]);
		assert_same(written, expected);
		if (i < 2)
			assert_compiles(expected);
		else
			assert_rust_compiles(expected);
	}
	for (size_t i = 0; options.controls && i < 2; i++) {
		snprintf(written, sizeof(written), "%s/c000.%s", directory, controls[i]);
		snprintf(expected, sizeof(expected), "tests/golden/%s.controls.%s", name,
			 controls[i]);
		assert_same(written, expected);
		assert_compiles(expected);
	}
}

#define GOLDEN(name)                                                                     \
	{                                                                                \
		name, check, NULL, NULL, (void *)(uintptr_t)name                         \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		GOLDEN("LB+intptr"),      GOLDEN("MP+assign+deref"), GOLDEN("MP+names"),
		GOLDEN("S+ctrl-else"),    GOLDEN("SB+onces"),        GOLDEN("SB+rcu"),
		GOLDEN("SB+xchg+filter"), GOLDEN("R+controls"),
	};

	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}

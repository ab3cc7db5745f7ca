/* test_litmusc_program.c - litmusc as a whole: arguments, files, suites, leaving out. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/program.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define GOOD(name) "C " name "\n{}\nP0(int *x) {}\nP1(int *x) {}\nexists (x=0)\n"
#define SB(name, x, y)                                                                   \
	"C " name "\n(* Result: Never *)\n{}\n"                                          \
	"P0(int *" x ", int *" y ") { int r0; WRITE_ONCE(*" x ", 1); smp_mb(); r0 = "    \
	"READ_ONCE(*" y "); }\n"                                                         \
	"P1(int *" x ", int *" y ") { int r0; WRITE_ONCE(*" y ", 1); smp_mb(); r0 = "    \
	"READ_ONCE(*" x "); }\n"                                                         \
	"exists (0:r0=0 /\\ 1:r0=0)\n"
#define BAD "C bad\n{}\nP0(int *x) { spin_luck(x); }\nexists (x=0)\n"

static char root[256]; /* a new directory per test; the current one */
static char said[4096];

static int enter(void **state)
{
	const char *base = getenv("TMPDIR");

	(void)state;
	snprintf(root, sizeof(root), "%s/litmusc-XXXXXX", base ? base : "/tmp");
	return mkdtemp(root) && !chdir(root) ? 0 : -1;
}

static int leave(void **state)
{
	char command[512];

	(void)state;
	snprintf(command, sizeof(command), "rm -r '%s'", root);
	return chdir("/") || system(command);
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static const char *read_file(const char *path)
{
	static char text[1 << 16];
	FILE *file = fopen(path, "r");

	if (!file)
		fail_msg("%s is missing", path);
	text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
	fclose(file);
	return text;
}

static bool exists(const char *path)
{
	return access(path, F_OK) == 0;
}

/* Runs "litmusc <arguments>", split at blanks. What it says is in said. */
static int run(const char *arguments)
{
	char words[512], *list[32] = {"litmusc"};
	struct arena arena = {0};
	struct options options;
	FILE *messages = tmpfile();
	int count = 1, result = EXIT_WRONG_INPUT;

	assert_non_null(messages);
	strcpy(words, arguments);
	for (char *word = strtok(words, " "); word; word = strtok(NULL, " "))
		list[count++] = word;
	if (!options_read(&options, &arena, count, list, messages))
		result = program_run(&options, messages);
	rewind(messages);
	said[fread(said, 1, sizeof(said) - 1, messages)] = '\0';
	fclose(messages);
	arena_free(&arena);
	return result;
}

static void test_files(void **state)
{
	(void)state;
	mkdir("in", 0777);
	mkdir("in/b", 0777);
	write_file("in/c.litmus", GOOD("c"));
	write_file("in/b/a.litmus", GOOD("a"));
	write_file("in/a.txt", "no test");
	write_file("z", GOOD("z"));
	assert_int_equal(run("--group 2 -o out z in ./in/c.litmus in/"), 0);
	assert_string_equal(said, "");
	assert_string_equal(read_file("out/tests.txt"), "z\t2\t\tz\n"
							"a\t2\t\tin/b/a.litmus\n"
							"c\t2\t\tin/c.litmus\n");
	assert_string_equal(read_file("out/groups.mk"), "LITMUS_GROUPS := g000 g001\n"
							"CONTROL_GROUPS :=\n");
	assert_non_null(
		strstr(read_file("out/g000.tests.c"), "const struct test t_z = {"));
	assert_non_null(
		strstr(read_file("out/g000.threads.c"), "SPECIMEN_VARIANT(t_a, "));
	assert_non_null(
		strstr(read_file("out/g001.tests.c"), "const struct test t_c = {"));
	assert_false(exists("out/g000.tests.c.new"));
	assert_false(exists("out/g002.tests.c"));
}

/* Rust lends no int where an i64 is wanted; the other test still has its variant. */
static void test_without_rust(void **state)
{
	(void)state;
	write_file("a.litmus", GOOD("a"));
	write_file("b.litmus", "C b\n{}\nP0(atomic64_t *x) { int r0; int r1; r0 = "
			       "atomic64_try_cmpxchg(x, &r1, 1); }\nexists (0:r0=1)\n");
	assert_int_equal(run("--group 2 -o out a.litmus b.litmus"), 0);
	assert_non_null(strstr(said, "1 of 2 tests have no Rust variant"));
	assert_non_null(
		strstr(read_file("out/g000.threads.rs"), "specimen_variant!(t_a, "));
	assert_null(strstr(read_file("out/g000.threads.rs"), "specimen_variant!(t_b, "));
	assert_non_null(
		strstr(read_file("out/g000.threads.c"), "SPECIMEN_VARIANT(t_b, "));
}

static void test_dependencies(void **state)
{
	(void)state;
	write_file("d.litmus", "C d\n{ int *p = &x; }\n"
			       "P0(int **p, int *x, int *y) {\n"
			       "\tint *r0 = READ_ONCE(*p);\n"
			       "\tint r1 = READ_ONCE(*r0);\n"
			       "\tint r2 = READ_ONCE(*y);\n"
			       "\tWRITE_ONCE(*x, (r1 & 0) + 1);\n"
			       "\tif (r2 == 1)\n\t\tWRITE_ONCE(*p, y);\n"
			       "\tWRITE_ONCE(*y, 1);\n}\n"
			       "P1(int *x, int *y) {\n"
			       "\tint r0 = READ_ONCE(*x);\n"
			       "\tr0 = 2;\n"
			       "\tWRITE_ONCE(*y, r0);\n}\n"
			       "exists (0:r1=1)\n");
	assert_int_equal(run("-o out d.litmus"), 0);
	assert_string_equal(read_file("out/dependencies.txt"),
			    "# id, thread, kind, from, to\n"
			    "d\t0\taddr\tp\tx\n"
			    "d\t0\taddr\tp\ty\n"
			    "d\t0\tdata\tx\tx\n"
			    "d\t0\tdata\ty\tx\n"
			    "d\t0\tctrl\ty\tp\n");
}

static void test_stale_files(void **state)
{
	(void)state;
	write_file("a.litmus", GOOD("a"));
	write_file("b.litmus", GOOD("b"));
	assert_int_equal(run("--group 1 -o out a.litmus b.litmus"), 0);
	write_file("out/g001.threads.lkmm.o", "");
	write_file("out/g7.note", "");
	write_file("out/gap.001", "");
	assert_int_equal(run("--group 1 -o out a.litmus"), 0);
	assert_true(exists("out/g000.tests.c"));
	assert_false(exists("out/g001.tests.c"));
	assert_false(exists("out/g001.threads.c"));
	assert_false(exists("out/g001.threads.lkmm.o"));
	assert_true(exists("out/g7.note"));
	assert_true(exists("out/gap.001"));
	assert_string_equal(read_file("out/groups.mk"), "LITMUS_GROUPS := g000\n"
							"CONTROL_GROUPS :=\n");
}

/* Makes all files in out old; returns when that is. */
static time_t make_old(void)
{
	assert_int_equal(system("touch -d 2001-01-01T00:00:00Z out/*"), 0);
	return 978307200;
}

static time_t changed(const char *path)
{
	struct stat status;

	assert_int_equal(stat(path, &status), 0);
	return status.st_mtime;
}

static void test_unchanged_files(void **state)
{
	time_t old;

	(void)state;
	write_file("a.litmus", GOOD("a"));
	write_file("b.litmus", GOOD("b"));
	assert_int_equal(run("--group 1 -o out a.litmus b.litmus"), 0);
	old = make_old();
	assert_int_equal(run("--group 1 -o out a.litmus b.litmus"), 0);
	assert_int_equal(changed("out/g000.tests.c"), old);
	assert_int_equal(changed("out/g001.threads.c"), old);
	assert_int_equal(changed("out/groups.mk"), old);
	assert_int_equal(changed("out/tests.txt"), old);
	write_file("b.litmus", "C b\n{}\nP0(int *x) {}\nP1(int *x) {}\nexists (x=1)\n");
	assert_int_equal(run("--group 1 -o out a.litmus b.litmus"), 0);
	assert_int_equal(changed("out/g000.tests.c"), old);
	assert_int_equal(changed("out/g001.threads.c"), old);
	assert_true(changed("out/g001.tests.c") > old);
}

static void test_errors(void **state)
{
	time_t old;

	(void)state;
	write_file("a.litmus", GOOD("a"));
	write_file("bad.litmus", BAD);
	write_file("worse.litmus", "C worse\n{");
	assert_int_equal(run("-o out worse.litmus a.litmus bad.litmus"), 2);
	assert_string_equal(
		said,
		"litmusc: worse.litmus:2:2: found end of file, expected a location or a "
		"register\n"
		"litmusc: bad.litmus:3:14: unknown primitive 'spin_luck'\n");
	assert_false(exists("out"));
	assert_int_equal(run("-o out a.litmus"), 0);
	old = make_old();
	assert_int_equal(run("-o out bad.litmus"), 2);
	assert_int_equal(changed("out/g000.tests.c"), old);
}

static void test_keep_going(void **state)
{
	(void)state;
	write_file("a.litmus", GOOD("a"));
	write_file("bad.litmus", BAD);
	assert_int_equal(run("--keep-going -o out bad.litmus a.litmus"), 0);
	assert_string_equal(said, "litmusc: left out bad.litmus:3:14: unknown primitive "
				  "'spin_luck'\n"
				  "litmusc: left out 1 of 2 tests\n");
	assert_string_equal(read_file("out/tests.txt"), "a\t2\t\ta.litmus\n");
	assert_int_equal(run("--keep-going -o none bad.litmus"), 2);
	assert_false(exists("none"));
}

static void assert_refused(const char *arguments, const char *message)
{
	assert_int_equal(run(arguments), 2);
	if (!strstr(said, message))
		fail_msg("'%s' said '%s', not '%s'", arguments, said, message);
	assert_false(exists("out"));
}

static void test_files_that_are_not_there(void **state)
{
	(void)state;
	mkdir("empty", 0777);
	mkdir("other", 0777);
	write_file("other/a.txt", GOOD("a"));
	write_file("nul.litmus", "");
	assert_int_equal(truncate("nul.litmus", 1), 0);
	write_file("big.litmus", "C big\n");
	assert_int_equal(truncate("big.litmus", (1 << 20) + 1), 0);
	assert_refused("-o out gone.litmus", "gone.litmus: No such file or directory\n");
	assert_refused("--keep-going -o out gone", "gone: No such file or directory\n");
	assert_refused("-o out empty", "empty: no .litmus file below it\n");
	assert_refused("-o out other", "other: no .litmus file below it\n");
	assert_refused("-o out nul.litmus", "nul.litmus:1:1: found a NUL byte\n");
	assert_refused("-o out big.litmus",
		       "big.litmus: larger than 1 MiB, the limit for a test\n");
	assert_refused("-o out /dev/null", "/dev/null: not a regular file\n");
	write_file("a.litmus", GOOD("a"));
	assert_int_equal(run("-o gone/out a.litmus"), 2);
	assert_string_equal(said, "litmusc: gone/out: No such file or directory\n");
}

static void test_suites(void **state)
{
	(void)state;
	write_file("a.litmus", GOOD("SB+a"));
	write_file("b.litmus", GOOD("SB+b[1]"));
	write_file("c.litmus", GOOD("MP"));
	write_file("smoke", "# a comment\n\nSB*\t# both\n MP never\nSB+a seen\n");
	write_file("one", "SB+b[1]");
	assert_int_equal(
		run("-o out --suite smoke=smoke --suite one=one a.litmus b.litmus "
		    "c.litmus"),
		0);
	assert_string_equal(read_file("out/tests.txt"),
			    "SB+a\t2\tsmoke\ta.litmus\n"
			    "SB+b[1]\t2\tsmoke one\tb.litmus\n"
			    "MP\t2\tsmoke\tc.litmus\n");
	assert_non_null(
		strstr(read_file("out/g000.tests.c"), ".suites = \"smoke one\","));
}

static void test_wrong_suites(void **state)
{
	(void)state;
	write_file("a.litmus", GOOD("a"));
	write_file("s", "a\n\nb\na sometimes\na seen often\n");
	assert_int_equal(run("-o out --suite s=s a.litmus"), 2);
	assert_string_equal(
		said, "litmusc: s:3: no test matches 'b'\n"
		      "litmusc: s:4: found 'sometimes', expected 'seen' or 'never'\n"
		      "litmusc: s:5: found 'often', expected end of line\n");
	assert_false(exists("out"));
	assert_refused("-o out --suite s=gone a.litmus",
		       "gone: No such file or directory");
	write_file("s", "a\nb\n");
	assert_int_equal(run("--keep-going -o out --suite s=s a.litmus"), 0);
	assert_string_equal(said, "litmusc: left out s:2: no test matches 'b'\n");
}

static void test_controls(void **state)
{
	(void)state;
	write_file("sb.litmus", SB("SB", "x", "y"));
	write_file("same.litmus", SB("same", "flag", "data"));
	write_file("open.litmus", GOOD("open"));
	assert_int_equal(run("--controls 2 -o out sb.litmus same.litmus open.litmus"), 0);
	assert_string_equal(said, "");
	assert_string_equal(read_file("out/groups.mk"), "LITMUS_GROUPS := g000\n"
							"CONTROL_GROUPS := c000\n");
	/* what differs in names alone is one mutant; what SC shows has none */
	assert_string_equal(read_file("out/controls.txt"),
			    "# test, control, needs, change\n"
			    "SB\tSB~swap-x-y-P0\tsc\tswap\n"
			    "SB\tSB~drop-mb-P0\ttso\tfence\n"
			    "same\tSB~swap-x-y-P0\tsc\tswap\n"
			    "same\tSB~drop-mb-P0\ttso\tfence\n");
	/* what must always hold is turned around */
	write_file("all.litmus", "C all\n(* Result: Always *)\n{}\n"
				 "P0(int *x, int *y) { WRITE_ONCE(*x, 1); "
				 "smp_store_release(y, 1); }\n"
				 "P1(int *x, int *y) { int r0 = smp_load_acquire(y); "
				 "int r1 = READ_ONCE(*x); }\n"
				 "forall (1:r0=0 \\/ 1:r1=1)\n");
	assert_int_equal(run("--controls 1 -o out all.litmus"), 0);
	assert_string_equal(read_file("out/controls.txt"),
			    "# test, control, needs, change\n"
			    "all\tall~swap-x-y-P0\tsc\tswap\n");
	assert_non_null(strstr(read_file("out/c000.tests.c"),
			       "\"exists (not (1:r0=0 \\\\/ 1:r1=1))\""));
	assert_non_null(strstr(read_file("out/c000.tests.c"), "COND_OR},\n"
							      "\t\t{.code = COND_NOT}"));
	assert_int_equal(run("-o out sb.litmus"), 0);
	assert_false(exists("out/c000.tests.c"));
	assert_null(strstr(read_file("out/g000.tests.c"), "control"));
}

/* Threads that wait for each other must not take turns on a core. */
/* A test with other mutants leaves those of other groups as they are. */
static void test_unchanged_controls(void **state)
{
	time_t old;

	(void)state;
	write_file("a.litmus", SB("a", "x", "y"));
	write_file("b.litmus", GOOD("b"));
	write_file("c.litmus", "C c\n{}\n"
			       "P0(int *x, int *y) { WRITE_ONCE(*x, 1); smp_wmb(); "
			       "WRITE_ONCE(*y, 1); }\n"
			       "P1(int *x, int *y) { int r0 = READ_ONCE(*y); smp_rmb(); "
			       "int r1 = READ_ONCE(*x); }\n"
			       "exists (1:r0=1 /\\ 1:r1=0)\n");
	assert_int_equal(run("--group 1 --controls 2 -o out a.litmus b.litmus c.litmus"),
			 0);
	assert_string_equal(read_file("out/groups.mk"),
			    "LITMUS_GROUPS := g000 g001 g002\n"
			    "CONTROL_GROUPS := c000 c002\n");
	old = make_old();
	write_file("a.litmus", GOOD("a"));
	assert_int_equal(run("--group 1 --controls 2 -o out a.litmus b.litmus c.litmus"),
			 0);
	assert_string_equal(read_file("out/groups.mk"),
			    "LITMUS_GROUPS := g000 g001 g002\n"
			    "CONTROL_GROUPS := c002\n");
	assert_false(exists("out/c000.threads.c"));
	assert_int_equal(changed("out/c002.threads.c"), old);
	assert_int_equal(changed("out/c002.tests.c"), old);
}

static void check_waits(const char *bodies, bool expected)
{
	char text[512];

	snprintf(text, sizeof(text),
		 "C a\n{}\nP0(int *x, spinlock_t *s) { %s }\n"
		 "P1(int *x) { int r0 = READ_ONCE(*x); }\nexists (1:r0=1)\n",
		 bodies);
	write_file("a.litmus", text);
	assert_int_equal(run("-o out a.litmus"), 0);
	assert_int_equal(strstr(read_file("out/g000.tests.c"), "\t.waits = true,\n") !=
				 NULL,
			 expected);
}

static void test_waits(void **state)
{
	(void)state;
	check_waits("WRITE_ONCE(*x, 1); spin_lock(s); spin_unlock(s);", false);
	check_waits("int r1 = smp_cond_load_acquire(x, VAL);", true);
	check_waits("WRITE_ONCE(*x, 1); spin_lock(s);", true);
	check_waits("WRITE_ONCE(*x, 1); spin_unlock(s);", true);
}

static void test_usage(void **state)
{
	(void)state;
	write_file("a.litmus", GOOD("a"));
	assert_refused("a.litmus", "litmusc: -o DIR is missing\nusage: litmusc ");
	assert_refused("-o out", "litmusc: no test given\nusage: litmusc ");
	assert_refused("a.litmus -o", "litmusc: -o needs a directory\n");
	assert_refused("-o out -x a.litmus", "litmusc: unknown option -x\n");
	assert_refused("-o out --group 0 a.litmus",
		       "--group needs a number from 1 to 1000000, found 0\n");
	assert_refused("-o out --group 2x a.litmus", "found 2x\n");
	assert_refused("-o out a.litmus --group",
		       "--group needs a number from 1 to 1000000, found nothing\n");
	assert_refused("-o out --controls 17 a.litmus",
		       "--controls needs a number from 0 to 16, found 17\n");
	assert_refused("-o out --suite smoke a.litmus",
		       "litmusc: --suite needs NAME=FILE, found smoke\n");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, enter, leave)

static void test_verdicts(void **state)
{
	const char *written;

	(void)state;
	write_file("a.litmus", GOOD("a"));
	write_file("b.litmus", "C b\n(* Result: Sometimes *)\n{}\nP0(int *x) {}\n"
			       "exists (x=0)\n");
	write_file("v", "# a comment\na\tAlways\nb\tNever\ngone\tNever\n");
	assert_int_equal(run("--verdicts v -o out a.litmus b.litmus"), 0);
	assert_string_equal(said, "litmusc: note: b.litmus: Result: Sometimes, but v:3 "
				  "says Never\n");
	written = read_file("out/g000.tests.c");
	assert_non_null(strstr(written, "EXPECT_ALWAYS"));
	assert_non_null(strstr(written, "EXPECT_NEVER"));
	assert_null(strstr(written, "EXPECT_SOMETIMES"));

	/* a path counts more than a name; a race is noted */
	write_file("v", "path\tname\therd7_lkmm\tstates\tflags\n"
			"x/a.litmus\ta\tNever\t1\t\n"
			"a.litmus\tother\tSometimes\t1\tmixed,data-race\n"
			"t.litmus\t\ttimeout\t\t\n");
	assert_int_equal(run("--verdicts v -o out a.litmus"), 0);
	assert_string_equal(said, "");
	written = read_file("out/g000.tests.c");
	assert_non_null(strstr(written, "EXPECT_SOMETIMES"));
	assert_non_null(strstr(written, ".is_racy = true"));
}

static void test_verdicts_for_mixes(void **state)
{
	const char *written, *first, *second, *third;

	(void)state;
	write_file("a.litmus", "C a\n(* Result[c11]: Always *)\n(* Result: Never *)\n{}\n"
			       "P0(int *x) {}\nexists (x=0)\n");
	write_file("v", "path\tname\tlkmm\tstates\tflags\n"
			"path\tname\trc11\tstates\tflags\tmix\n"
			"a.litmus\ta\tSometimes\t1\tdata-race\tc11\n"
			"a.litmus\ta\tundefined\t1\t\tc11sc\n"
			"b.litmus\ta\tSometimes\t1\t\tc11\n"
			"path\tname\tasm\tstates\tflags\tmix\n"
			"a.litmus\ta\tNever\t1\t\tlkmm.gcc:c11.gcc@arm64\n"
			"a.litmus\ta\tSometimes\t1\t\tlkmm.gcc@arm64\n");
	assert_int_equal(run("--verdicts v -o out a.litmus"), 0);
	assert_string_equal(said, "");
	written = read_file("out/g000.tests.c");
	first = strstr(written,
		       ".mix = \"c11\", .arch = \"*\", .expect = EXPECT_SOMETIMES, "
		       ".source = \"c11\"}");
	second =
		strstr(written, ".mix = \"c11\", .arch = \"*\", .expect = EXPECT_ALWAYS, "
				".source = \"test\"}");
	third = strstr(written, ".mix = \"lkmm\", .arch = \"*\", .expect = EXPECT_NEVER, "
				".source = \"lkmm\"}");
	assert_true(first && second && third && first < second && second < third);
	/* machine code that may do it excuses no compiler of a language that forbids it */
	assert_non_null(strstr(first, ".mix = \"lkmm.gcc:c11.gcc\", .arch = \"arm64\", "
				      ".expect = EXPECT_NEVER, .source = \"asm\"}"));
	assert_non_null(strstr(third, ".mix = \"lkmm.gcc\", .arch = \"arm64\", "
				      ".expect = EXPECT_SOMETIMES, .source = \"asm\"}"));
	assert_non_null(strstr(written, ".result_count = 5,"));
	assert_null(strstr(written, ".is_racy = true"));
}

static void test_wrong_verdicts(void **state)
{
	(void)state;
	write_file("a.litmus", GOOD("a"));
	write_file("v", "a\tNever\na\tOften\na Never\n\tNever\na\ta\tNever\t1\t\t\n"
			"a\ta\tNever\t1\t\tc11@\n");
	assert_int_equal(run("--verdicts v -o out a.litmus"), EXIT_WRONG_INPUT);
	assert_string_equal(
		said,
		"litmusc: v:2: found 'Often', expected Never, Sometimes or Always\n"
		"litmusc: v:3: found 'a Never', expected 2, 5 or 6 fields with tabs "
		"between them\n"
		"litmusc: v:4: found '', expected a path or a name\n"
		"litmusc: v:5: found '', expected a mix\n"
		"litmusc: v:6: found '', expected a mix\n");
	assert_int_equal(run("--verdicts none -o out a.litmus"), EXIT_WRONG_INPUT);
	assert_string_equal(said, "litmusc: none: No such file or directory\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_files),
		TEST(test_without_rust),
		TEST(test_dependencies),
		TEST(test_stale_files),
		TEST(test_unchanged_files),
		TEST(test_errors),
		TEST(test_keep_going),
		TEST(test_files_that_are_not_there),
		TEST(test_suites),
		TEST(test_wrong_suites),
		TEST(test_verdicts),
		TEST(test_wrong_verdicts),
		TEST(test_verdicts_for_mixes),
		TEST(test_controls),
		TEST(test_unchanged_controls),
		TEST(test_waits),
		TEST(test_usage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

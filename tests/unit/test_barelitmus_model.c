/* test_barelitmus_model.c - barelitmus model with scripts that play herd7. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "host/barelitmus/c11.h"
#include "host/barelitmus/command.h"
#include "tests/unit/stage.h"

#include <signal.h>
#include <sys/stat.h>

enum { ARGV_MAX = 16 };

struct fixture {
	struct stage stage;
	char rows[8192];
};

#define SB                                                                               \
	"C SB\n{}\nP0(int *x, int *y)\n{\n\tWRITE_ONCE(*x, 1);\n\tint r0 = "             \
	"READ_ONCE(*y);\n}\nexists (0:r0=0)\n"

/* Answers as herd7 does. */
#define ANSWER                                                                           \
	"for last; do :; done\n"                                                         \
	"name=$(sed -n '1s/^C //p' \"$last\")\n"                                         \
	"echo \"Test $name Allowed\"\n"                                                  \
	"printf 'States 2\\n0:r0=0;\\n0:r0=1;\\nOk\\nWitnesses\\n'\n"                    \
	"echo 'Positive: 1 Negative: 1'\n"                                               \
	"grep -q race \"$last\" && printf 'Flag data-race\\nFlag odd\\n'\n"              \
	"echo 'Condition exists (0:r0=0)'\n"                                             \
	"echo \"Observation $name Sometimes 1 1\"\n"                                     \
	"printf \"Time $name 0.00\\nHash=0123\\n\\n\"\n"

/* The same, and notes how it was called. */
#define HERD "#!/bin/sh\necho \"$@\" >> calls\n" ANSWER

static void write_herd(const char *script)
{
	write_file("herd7", script);
	assert_int_equal(chmod("herd7", 0755), 0);
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	*state = fixture;
	if (!fixture || stage_enter(&fixture->stage, "model") || mkdir("lkmm", 0777))
		return -1;
	write_file("lkmm/linux-kernel.cfg", "model linux-kernel.cat\n");
	write_file("sb.litmus", SB);
	write_herd(HERD);
	setenv("HERD7", "./herd7", 1);
	setenv("LKMM", "lkmm", 1);
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;
	int failed = stage_leave(&fixture->stage);

	free(fixture);
	return failed;
}

/* "barelitmus model -o rows --cache kept/here <words>" in a process of its own. */
static void run(struct fixture *fixture, const char *const *words)
{
	char *argv[ARGV_MAX] = {"model", "-o", "rows", "--cache", "kept/here"};
	int argc = 5;

	for (; *words; words++)
		argv[argc++] = (char *)*words;
	unlink("rows");
	stage_run(&fixture->stage, command_model, argc, argv);
	read_file("rows", fixture->rows, sizeof(fixture->rows));
}

#define RUN(fixture, ...) run(fixture, (const char *const[]){__VA_ARGS__, NULL})

static unsigned int calls(void)
{
	char text[4096];
	unsigned int lines = 0;

	read_file("calls", text, sizeof(text));
	for (const char *at = text; *at; at++)
		lines += *at == '\n';
	return lines;
}

#define HEAD "path\tname\tlkmm\tstates\tflags\n"
#define SB_ROW "sb.litmus\tSB\tSometimes\t2\t\n"

static void test_answers(void **state)
{
	struct fixture *fixture = *state;
	char text[1024];

	assert_int_equal(mkdir("more", 0777), 0);
	write_file("more/racy.litmus", "C other\n{} (* race *)\n");
	RUN(fixture, "sb.litmus", "more");
	assert_string_equal(fixture->rows,
			    HEAD SB_ROW "more/racy.litmus\tother\tSometimes\t2\t"
					"data-race,odd\n");
	assert_string_equal(fixture->stage.said,
			    "barelitmus model: 2 tests: 2 answered (0 of them kept from "
			    "before), 1 racy, 0 not answered, 0 without a model\n");
	assert_int_equal(fixture->stage.status, 0);
	read_file("calls", text, sizeof(text));
	assert_string_equal(text,
			    "-I lkmm -conf lkmm/linux-kernel.cfg sb.litmus\n"
			    "-I lkmm -conf lkmm/linux-kernel.cfg more/racy.litmus\n");
}

static void test_answers_are_kept(void **state)
{
	struct fixture *fixture = *state;

	RUN(fixture, "sb.litmus");
	setenv("HERD7", "./gone", 1); /* nobody looks for it */
	RUN(fixture, "sb.litmus");
	assert_string_equal(fixture->rows, HEAD SB_ROW);
	assert_said(&fixture->stage, "1 answered (1 of them kept from before)");
	assert_int_equal(calls(), 1);

	setenv("HERD7", "./herd7", 1);
	write_file("sb.litmus", SB "\n");
	RUN(fixture, "sb.litmus");
	assert_int_equal(calls(), 2);
	write_file("lkmm/lock.cat", "(* another model *)");
	RUN(fixture, "sb.litmus");
	assert_int_equal(calls(), 3);
	RUN(fixture, "--model", "rc11", "sb.litmus");
	assert_int_equal(calls(), 4);
}

/* A herd7 without a whole answer: a row without a verdict, and asked again next time. */
static void assert_no_answer(struct fixture *fixture, const char *script, const char *row,
			     const char *why)
{
	/* on a busy machine all but what is late needs its time */
	const char *seconds = strcmp(row, "timeout") ? "60" : "0.3";
	char text[4096];

	snprintf(text, sizeof(text), "#!/bin/sh\necho >> calls\n%s\n", script);
	write_herd(text);
	unlink("calls");
	for (unsigned int i = 1; i <= 2; i++) {
		RUN(fixture, "--timeout", seconds, "sb.litmus");
		assert_int_equal(fixture->stage.status, 1);
		assert_int_equal(calls(), i);
	}
	snprintf(text, sizeof(text), HEAD "sb.litmus\t\t%s\t\t\n", row);
	assert_string_equal(fixture->rows, text);
	assert_said(&fixture->stage, why);
	assert_said(&fixture->stage,
		    "0 answered (0 of them kept from before), 0 racy, 1 not");
}

static void test_no_answers(void **state)
{
	struct fixture *fixture = *state;

	assert_no_answer(fixture, "echo 'Warning: File \"sb\": Unknown macro' >&2",
			 "rejected", "note: sb.litmus: rejected: Warning: File \"sb\"");
	assert_no_answer(fixture, "echo 'Test SB Allowed'; sleep 9", "timeout",
			 "note: sb.litmus: timeout: Test SB Allowed\n");
	assert_no_answer(fixture, "trap '' TERM; while :; do sleep 1; done", "timeout",
			 "sb.litmus: timeout");
	assert_no_answer(fixture, "echo oh; kill -SEGV $$", "crash", "crash: oh\n");
	assert_no_answer(fixture, ANSWER "exit 3", "crash", "crash: Test SB Allowed\n");
	assert_no_answer(fixture, "exec yes", "flood", "flood: y\n");
	assert_no_answer(fixture, "printf 'Test SB Allowed\\nStates 1\\n'", "rejected",
			 "rejected: Test");
	assert_no_answer(fixture, "echo 'Observation SB Never 0 1'", "rejected", "");
	assert_no_answer(fixture,
			 "printf 'Test SB Allowed\\nObservation MP Never 0 1\\n'",
			 "rejected", "");
	assert_no_answer(fixture,
			 "printf 'Test SB Allowed\\nObservation SB Rarely 0 1\\n'",
			 "rejected", "");
	assert_no_answer(fixture,
			 "printf 'Test SB Allowed\\nStates many\\nObservation SB Never "
			 "0 1\\n'",
			 "rejected", "");
	assert_no_answer(fixture, ANSWER ANSWER, "rejected", "");
	assert_no_answer(fixture, "head -c 4096 /dev/zero | tr '\\0' '\\377'", "rejected",
			 "");
}

static void test_signal(void **state)
{
	struct fixture *fixture = *state;

	write_herd("#!/bin/sh\nkill -INT $PPID\nsleep 9\n");
	RUN(fixture, "sb.litmus");
	assert_int_equal(fixture->stage.status, 128 + SIGINT);
	assert_string_equal(fixture->rows, "");
}

static void test_rc11(void **state)
{
	struct fixture *fixture = *state;

	write_file("racy.litmus", "C racy\n{}\nP0(int *race)\n{\n}\nexists (race=0)\n");
	write_file("rcu.litmus", "C rcu\n{}\nP0(int *x)\n{\n\tsynchronize_rcu();\n}\n");
	RUN(fixture, "--model", "rc11", "sb.litmus", "racy.litmus", "rcu.litmus");
	assert_string_equal(fixture->rows,
			    "path\tname\trc11\tstates\tflags\tmix\n"
			    "sb.litmus\tSB\tSometimes\t2\t\tc11\n"
			    "racy.litmus\tracy\tundefined\t2\tdata-race,odd\tc11\n");
	assert_said(&fixture->stage, "note: rcu.litmus: no model: synchronize_rcu has no "
				     "counterpart\n");
	assert_said(&fixture->stage,
		    "2 answered (0 of them kept from before), 1 racy, 0 not "
		    "answered, 1 without a model\n");
	assert_int_equal(fixture->stage.status, 0);
}

static void assert_translated(const char *body, const char *expected)
{
	char text[512], why[C11_WHY_MAX];
	char *c11;

	snprintf(text, sizeof(text), "C t (* READ_ONCE() *)\n{}\nP0(int *x) {%s}\n",
		 body);
	c11 = c11_translate(text, why);
	if (!c11)
		fail_msg("%s", why);
	snprintf(text, sizeof(text), "C t (* READ_ONCE() *)\n{}\nP0(int *x) {%s}\n",
		 expected);
	assert_string_equal(c11, text);
	free(c11);
}

static void assert_untranslated(const char *body, const char *expected)
{
	char text[512], why[C11_WHY_MAX];

	snprintf(text, sizeof(text), "C t\n{}\nP0(int *x) {%s}\n", body);
	assert_null(c11_translate(text, why));
	assert_string_equal(why, expected);
}

static void test_translation(void **state)
{
	(void)state;
	assert_translated("", "");
	assert_translated("smp_mb(); smp_rmb( ); smp_wmb();",
			  "atomic_thread_fence(memory_order_seq_cst); "
			  "atomic_thread_fence(memory_order_acquire); "
			  "atomic_thread_fence(memory_order_release);");
	assert_translated("WRITE_ONCE(*x, (READ_ONCE(*y) & 1) + r0);",
			  "atomic_store_explicit(x,  "
			  "(atomic_load_explicit(y, memory_order_relaxed) & 1) + r0, "
			  "memory_order_relaxed);");
	assert_translated("if (smp_load_acquire(x)) smp_store_release(y, 2);",
			  "if (atomic_load_explicit(x, memory_order_acquire)) "
			  "atomic_store_explicit(y,  2, memory_order_release);");
	assert_translated("r0 = xchg_release(x, 1); // smp_mb()\n",
			  "r0 = atomic_exchange_explicit(x,  1, memory_order_release); "
			  "\n");
	assert_translated("/* spin_lock(x) */}\nexists (*x=1 /\\ not (0:r0=P)",
			  "\n}\nexists (*x=1 /\\ not (0:r0=P)");
	assert_untranslated("smp_store_mb(*x, 1);", "smp_store_mb has no counterpart");
	assert_untranslated("atomic_t a;", "atomic_t has no counterpart");
	assert_untranslated("READ_ONCE(r0);", "READ_ONCE of a variable");
	assert_untranslated("READ_ONCE();", "READ_ONCE of a variable");
	assert_untranslated("smp_mb(1);", "smp_mb with an argument");
	assert_untranslated("WRITE_ONCE(*x);",
			    "WRITE_ONCE with another number of arguments");
	assert_untranslated("WRITE_ONCE(*x, 1, 2);",
			    "WRITE_ONCE with another number of arguments");
	assert_untranslated("READ_ONCE(*x;",
			    "READ_ONCE with another number of arguments");
}

static void assert_refused(struct fixture *fixture, const char *what)
{
	assert_int_equal(fixture->stage.status, 2);
	assert_said(&fixture->stage, what);
	assert_string_equal(fixture->rows, "");
}

static void test_what_is_missing(void **state)
{
	struct fixture *fixture = *state;

	setenv("HERD7", "./gone", 1);
	RUN(fixture, "sb.litmus");
	assert_refused(fixture, "barelitmus model: no ./gone: install herdtools7");
	setenv("HERD7", "", 1);
	setenv("PATH", "/nowhere::.x", 1);
	RUN(fixture, "sb.litmus");
	assert_refused(fixture, "no herd7: install");
	RUN(fixture, "gone.litmus");
	assert_refused(fixture, "gone.litmus: No such file");
	RUN(fixture, "-I", "more", "sb.litmus");
	assert_refused(fixture, "more/linux-kernel.cfg: No such file");
	unsetenv("LKMM");
	RUN(fixture, "sb.litmus");
	assert_refused(fixture, "where is the kernel's tools/memory-model?");
	RUN(fixture, "-I", "lkmm", "--cache", "sb.litmus/x", "sb.litmus");
	assert_refused(fixture, "sb.litmus/x: Not a directory");
}

static void test_usage(void **state)
{
	struct fixture *fixture = *state;

	RUN(fixture, "--timeout", "0", "sb.litmus");
	assert_refused(fixture, "expected a number of seconds, found 0");
	RUN(fixture, "--model", "sc", "sb.litmus");
	assert_refused(fixture, "expected --model lkmm or rc11, found sc");
	RUN(fixture, "--colour", "sb.litmus");
	assert_refused(fixture, "unknown option --colour");
	RUN(fixture, "-I");
	assert_refused(fixture, "no value for -I");
	run(fixture, (const char *const[]){NULL});
	assert_refused(fixture, "no test given");
	RUN(fixture, "--help");
	assert_int_equal(fixture->stage.status, 0);
	assert_said(&fixture->stage, "usage: barelitmus model");
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_answers),    TEST(test_answers_are_kept),
		TEST(test_no_answers), TEST(test_signal),
		TEST(test_rc11),       cmocka_unit_test(test_translation),
		TEST(test_usage),      TEST(test_what_is_missing),
	};

	return cmocka_run_group_tests_name("barelitmus_model", tests, NULL, NULL);
}

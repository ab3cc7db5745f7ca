/* test_log_write.c - what the image writes, byte by byte. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tests/unit/log_sample.h"

#include <inttypes.h>
#include <zlib.h>

struct fixture {
	struct sink sink;
	struct log log;
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	*state = fixture;
	if (!fixture)
		return -1;
	log_init(&fixture->log, sink_write, &fixture->sink);
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	free(fixture->sink.bytes);
	free(fixture);
	return 0;
}

static void assert_written(const struct fixture *fixture, const char *text)
{
	assert_string_equal(fixture->sink.bytes, text);
}

static void test_boot_and_plan(void **state)
{
	struct fixture *fixture = *state;

	sample_boot(&fixture->log, &fixture->sink, 3);
	assert_written(fixture,
		       "\nBARELITMUS-BOOT 0badcafe 0.1 arm64 virt-arm64 cores=4 host=2 "
		       "clock=62500000 crc32=317638df\nKTAP version 1\n1..3\n");
}

static const char block[] =
	"# begin 12 SB+once~2[lkmm]\n"
	"# run scheme=sync layout=line k=4 n=1024 groups=2 iterations=100000012 seed=0x7 "
	"filtered=0 us=1234567 trip=92\n"
	"# phases reset=1000 run=7000 wait=20 count=1980\n"
	"# tuned tune=off scheme=sync layout=line k=4 n=1024\n"
	"# tuning by=target samples=70 sampled=600000 explored=5000000\n"
	"Test SB+once[lkmm] Allowed\n"
	"Histogram (2 states)\n"
	"12      *>0:r0=-1; 1:r1=x;\n"
	"100000000:>0:r0=0; 1:r1=x;\n"
	"Ok\n"
	"\n"
	"Witnesses\n"
	"Positive: 12, Negative: 100000000\n"
	"Condition exists (0:r0=-1 /\\ 1:r1=x) is validated\n"
	"Orig=PodWR Fre\n"
	"Hash=00ff\n"
	"Observation SB+once[lkmm] Sometimes 12 100000000\n"
	"Time SB+once[lkmm] 1.23\n"
	"\n"
	"# verdict known by=issue_4872 expected=Never source=lkmm seen=12\n";

static void test_block(void **state)
{
	struct fixture *fixture = *state;
	const uint64_t counts[2] = {12, 100000000};
	struct log_result result = sample_result(12, "SB+once~2[lkmm]", counts, V_KNOWN);
	const char *inside = strchr(block, '\n') + 1;
	char expected[2048];

	log_result(&fixture->log, &result);
	snprintf(expected, sizeof(expected),
		 "%s# end 12 lines=19 crc32=%08lx\n"
		 "ok 12 12_sb_once_2_lkmm # known by=issue_4872 seen=12 "
		 "iterations=100000012\n",
		 block, crc32(0, (const Bytef *)inside, (uInt)strlen(inside)));
	assert_written(fixture, expected);
}

static const char control[] =
	"# control 1 SB+once~swap-x-y-P0[lkmm] of=SB+once[lkmm] change=swap needs=sc\n"
	"# |# run scheme=sync layout=line k=4 n=1024 groups=2 iterations=8 seed=0x7 "
	"filtered=0 us=1234567 trip=92\n"
	"# |# phases reset=1000 run=7000 wait=20 count=1980\n"
	"# |# tuned tune=off scheme=sync layout=line k=4 n=1024\n"
	"# |# tuning by=target samples=70 sampled=600000 explored=5000000\n"
	"# |Test SB+once~swap-x-y-P0[lkmm] Allowed\n"
	"# |Histogram (2 states)\n"
	"# |3       *>0:r0=-1; 1:r1=x;\n"
	"# |5       :>0:r0=0; 1:r1=x;\n"
	"# |Ok\n"
	"# |\n"
	"# |Witnesses\n"
	"# |Positive: 3, Negative: 5\n"
	"# |Condition exists (0:r0=-1 /\\ 1:r1=x) is validated\n"
	"# |Observation SB+once~swap-x-y-P0[lkmm] Sometimes 3 5\n"
	"# |Time SB+once~swap-x-y-P0[lkmm] 1.23\n"
	"# |\n"
	"# |# verdict pass expected=none seen=3\n"
	"# control-end 1 lines=18 crc32=";

/* To whoever reads tests it is all comment; the checksum is over the first line and what lies behind "# |". */
static void test_control(void **state)
{
	struct fixture *fixture = *state;
	const uint64_t counts[2] = {3, 5};
	char expected[2048];
	uLong crc = crc32(0, (const Bytef *)control,
			  (uInt)(strchr(control, '\n') - control) + 1);

	sample_control(&fixture->log, "SB+once~swap-x-y-P0", counts, LOG_NEEDS_SC);
	for (const char *line = strstr(control, "# |"); line;
	     line = strstr(line + 1, "# |"))
		crc = crc32(crc, (const Bytef *)line + 3,
			    (uInt)(strchr(line, '\n') - line) - 2);
	snprintf(expected, sizeof(expected), "%s%08lx\n", control, crc);
	assert_written(fixture, expected);
	log_note(&fixture->log, "after it");
	strcat(expected, "# after it\n");
	assert_written(fixture, expected);
}

static void assert_has(const struct fixture *fixture, const char *text)
{
	if (!strstr(fixture->sink.bytes, text))
		fail_msg("no '%s' in\n%s", text, fixture->sink.bytes);
}

/* What a zero is worth stands in the block, above Test. */
static void test_zero(void **state)
{
	struct fixture *fixture = *state;
	const struct log_sensitivity sensitivity = {
		.ran = {2, 1, 4}, .seen = {2, 0, 1}, .targets = 30, .microseconds = 1500};
	const uint64_t counts[2] = {0, 100};
	struct log_result result = sample_result(1, "A[lkmm]", counts, V_PASS);

	result.sensitivity = &sensitivity;
	log_result(&fixture->log, &result);
	assert_has(fixture, "\n# sensitivity 3/7 mutants sc=2/2 tso=0/1 weak=1/4 "
			    "rate=20000/s\n# never n=100 bound=1/33\nTest ");
}

static void test_quantifiers(void **state)
{
	struct fixture *fixture = *state;
	const uint64_t counts[2] = {0, 5};
	struct log_result result = sample_result(1, "A[lkmm]", counts, V_PASS);

	log_result(&fixture->log, &result);
	assert_has(fixture, " Allowed\n");
	assert_has(fixture, "\nNo\n");
	assert_has(fixture, "\nPositive: 0, Negative: 5\n");
	assert_has(fixture, " is NOT validated\n");
	assert_has(fixture, " Never 0 5\n");
	assert_has(fixture, " count=1980\n# tuned ");

	fixture->sink.length = 0;
	result.tuning_by = NULL;
	log_result(&fixture->log, &result);
	assert_has(fixture, " count=1980\n# never n=5 bound=1/1\nTest ");

	fixture->sink.length = 0;
	result.dependent = true;
	log_result(&fixture->log, &result);
	assert_has(fixture, " count=1980\n# never n=5\nTest ");

	fixture->sink.length = 0;
	result.quantifier = LOG_NOT_EXISTS;
	log_result(&fixture->log, &result);
	assert_has(fixture, " Forbidden\n");
	assert_has(fixture, "\nOk\n");
	assert_has(fixture, "\nPositive: 5, Negative: 0\n");
	assert_has(fixture, " Never 0 5\n");

	fixture->sink.length = 0;
	result.quantifier = LOG_FORALL;
	log_result(&fixture->log, &result);
	assert_has(fixture, " Required\n");
	assert_has(fixture, "\nNo\n");

	fixture->sink.length = 0;
	result.matching = 5;
	result.others = 0;
	log_result(&fixture->log, &result);
	assert_has(fixture, "\nOk\n");
	assert_has(fixture, " Always 5 0\n");
}

static void test_lines_without_block(void **state)
{
	struct fixture *fixture = *state;

	log_skip(&fixture->log, 1, "SB[c11]", "no variant c11");
	log_skip_cores(&fixture->log, 2, "WRC[c11]", 3, 2);
	log_hang(&fixture->log, 1, "SB[lkmm]", "after 1024 iterations");
	log_lost(&fixture->log, 3, "SB[lkmm]", V_HANG);
	log_trap(&fixture->log, 1, "load access", 0x80, UINT64_MAX, NULL);
	log_progress(&fixture->log, 4, "MP[c11]", 0, 1000000, 0);
	log_note(&fixture->log, "args %s", "iters=1M");
	log_error(&fixture->log, "unknown word %s", "itres=1M");
	assert_written(fixture,
		       "ok 1 1_sb_c11 # SKIP SB[c11]: no variant c11\n"
		       "ok 2 2_wrc_c11 # SKIP WRC[c11]: needs 3 cores, has 2\n"
		       "BARELITMUS-HANG core=1 test=SB[lkmm] after 1024 iterations\n"
		       "not ok 3 3_sb_lkmm # hang SB[lkmm]\n"
		       "\n"
		       "BARELITMUS-TRAP core=1 cause=load_access pc=0x80 "
		       "address=0xffffffffffffffff test=-\n"
		       "# progress 4 MP[c11] done=0 of=1000000 seen=0\n"
		       "# args iters=1M\n"
		       "# error unknown word itres=1M\n");
}

static void test_end_checks_all_lines(void **state)
{
	struct fixture *fixture = *state;
	char expected[80];

	sample_boot(&fixture->log, &fixture->sink, 1);
	log_skip(&fixture->log, 1, "SB[c11]", "why not");
	const char *from = fixture->sink.bytes + 1; /* the LF before the log */
	uLong crc = crc32(0, (const Bytef *)from, (uInt)strlen(from));

	log_end(&fixture->log, 1);
	snprintf(expected, sizeof(expected),
		 "\nBARELITMUS-END 0badcafe rc=1 tests=1 crc32=%08lx\n", crc);
	assert_has(fixture, expected);
}

static void test_unprintable_bytes(void **state)
{
	struct fixture *fixture = *state;

	log_note(&fixture->log, "a\nb\rc\x1b[0m \xc3\xa9 %s", "BARELITMUS-END");
	assert_written(fixture, "# a?b?c?[0m ?? BARELITMUS-END\n");
}

static void test_long_line_is_cut(void **state)
{
	struct fixture *fixture = *state;
	char text[5000];

	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	log_line_add(&fixture->log, "%s", text);
	log_line_add(&fixture->log, "more");
	log_line_end(&fixture->log);
	assert_int_equal(fixture->sink.length, LOG_LINE_MAX);
	assert_string_equal(fixture->sink.bytes + LOG_LINE_MAX - 5, "x...\n");

	fixture->sink.length = 0;
	log_line(&fixture->log, "%.*s", LOG_LINE_MAX - 1, text);
	assert_int_equal(fixture->sink.length, LOG_LINE_MAX);
	assert_string_equal(fixture->sink.bytes + LOG_LINE_MAX - 5, "xxxx\n");
}

static void test_long_condition_is_left_out(void **state)
{
	struct fixture *fixture = *state;
	const uint64_t counts[2] = {1, 1};
	struct log_result result = sample_result(1, "A[lkmm]", counts, V_PASS);
	char condition[5000];

	memset(condition, 'x', sizeof(condition) - 1);
	condition[sizeof(condition) - 1] = '\0';
	result.condition = condition;
	log_result(&fixture->log, &result);
	assert_has(fixture, "\n# condition left out: 4999 characters\nTest ");
	assert_null(strstr(fixture->sink.bytes, "Condition"));
}

static void test_ids(void **state)
{
	char out[LOG_ID_MAX];
	char long_name[1000];

	(void)state;
	log_id(out, "MP+rel-acq,x y", "lkmm:c11.clang");
	assert_string_equal(out, "MP+rel-acq_x_y[lkmm:c11.clang]");
	log_safe_id(out, 7, "MP+rel-acq[lkmm:c11.clang]");
	assert_string_equal(out, "7_mp_rel_acq_lkmm_c11_clang");
	log_safe_id(out, 7, "+++");
	assert_string_equal(out, "7");

	memset(long_name, 'N', sizeof(long_name) - 1);
	long_name[sizeof(long_name) - 1] = '\0';
	log_id(out, long_name, "lkmm");
	assert_int_equal(strlen(out), LOG_ID_MAX - 1);
	log_safe_id(out, 4294967295u, long_name);
	assert_int_equal(strlen(out), LOG_ID_MAX - 1);
	assert_memory_equal(out, "4294967295_nnn", 14);
}

/* Farms fold ids to lower case and '_': what differs only there must not become one. */
static void test_safe_ids_are_unique(void **state)
{
	static const char *const ids[] = {"MP+dmb.sys[lkmm]", "MP_dmb_sys[lkmm]",
					  "mp+dmb+sys[lkmm]", "MP+dmb.sys[lkmm]"};
	char safe[4][LOG_ID_MAX];

	(void)state;
	for (uint32_t i = 0; i < 4; i++) {
		log_safe_id(safe[i], i + 1, ids[i]);
		for (uint32_t j = 0; j < i; j++)
			assert_string_not_equal(safe[i], safe[j]);
	}
}

static void test_labels(void **state)
{
	struct fixture *fixture = *state;
	const uint64_t counts[2] = {12, 88};
	struct log_result result = sample_result(1, "SB+once[lkmm]", counts, V_BROKEN);

	result.state = sample_labelled;
	result.has_labels = true;
	result.racy = true;
	result.labelled[LOG_SC] = 88;
	result.labelled[LOG_WEAK] = 12;
	log_result(&fixture->log, &result);
	assert_non_null(strstr(fixture->sink.bytes, "\n12      *>0:r0=0; # weak\n"
						    "88      :>0:r0=1; # sc\nOk\n"));
	assert_non_null(strstr(fixture->sink.bytes,
			       "\n\n# labels sc=88 tso=0 weak=12\n# verdict broken "));
	assert_non_null(strstr(fixture->sink.bytes, "\n# racy: "));
	assert_non_null(
		strstr(fixture->sink.bytes, "\nnot ok 1 1_sb_once_lkmm # broken "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_boot_and_plan, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_block, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_control, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_zero, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_quantifiers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_lines_without_block, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_end_checks_all_lines, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_unprintable_bytes, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_long_line_is_cut, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_long_condition_is_left_out, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_labels, set_up, tear_down),
		cmocka_unit_test(test_ids),
		cmocka_unit_test(test_safe_ids_are_unique),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

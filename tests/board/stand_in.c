/* stand_in.c - plays an image at its prompt. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests/board/stand_in.h"
#include "lib/glob.h"
#include "protocol/crc32.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

uint64_t stand_in_random(uint64_t *state)
{
	/* splitmix64, Steele, Lea and Flood 2014 */
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
	return z ^ z >> 31;
}

/* A UART's: each LF as CR LF. What the log says is kept. */
static void print(void *ctx, const char *bytes, size_t n)
{
	struct stand_in *board = ctx;

	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == '\n')
			board->write(board->ctx, "\r", 1);
		board->write(board->ctx, bytes + i, 1);
	}
	if (board->keeps)
		kept_add(&board->kept, bytes, n);
}

static void print_text(struct stand_in *board, const char *text)
{
	print(board, text, strlen(text));
}

static void end_answer(struct stand_in *board)
{
	board->keeps = false;
	board->in_run = false;
	print_text(board, "barelitmus> ");
}

/* --- the tests it has --- */

static const char *test_name(unsigned i, char name[64])
{
	static const char *const shapes[] = {"SB+poonceonces",
					     "MP+wmbonceonce+rmbonceonce",
					     "LB+poacquireonce+pooncerelease", "R"};

	snprintf(name, 64, "%s+%u", shapes[i % 4], i);
	return name;
}

static bool list_has(const char *list, const char *name)
{
	char item[STAND_IN_LINE];

	while (*list) {
		size_t n = strcspn(list, ",");

		snprintf(item, sizeof(item), "%.*s", (int)n, list);
		if (glob_match(item, name))
			return true;
		list += n + (list[n] == ',');
	}
	return false;
}

static void add_runs(struct stand_in *board, const char *test, const char *mixes)
{
	while (*mixes && board->count < STAND_IN_RUNS) {
		struct stand_in_run *run = &board->runs[board->count++];
		size_t n = strcspn(mixes, ",");

		snprintf(run->test, sizeof(run->test), "%s", test);
		snprintf(run->mix, sizeof(run->mix), "%.*s", (int)n, mixes);
		mixes += n + (mixes[n] == ',');
	}
}

/* NULL, or what is wrong with the words. */
static const char *make_plan(struct stand_in *board, const char *words)
{
	char copy[STAND_IN_LINE];
	const char *tests = "*", *mixes = "lkmm";
	char name[64];

	snprintf(copy, sizeof(copy), "%s", words);
	board->count = 0;
	board->next = 0;
	for (char *at = copy, *word; (word = strtok_r(at, " ", &at));) {
		if (!strncmp(word, "tests=", 6))
			tests = word + 6;
		else if (!strncmp(word, "mix=", 4))
			mixes = word + 4;
		else if (strncmp(word, "iters=", 6) ||
			 word[6 + strspn(word + 6, "0123456789")])
			return "error: found a word that is none, expected tests=, mix= "
			       "or "
			       "iters=";
	}
	for (unsigned i = 0; i < board->tests; i++)
		if (list_has(tests, test_name(i, name)))
			add_runs(board, name, mixes);
	return board->count ? NULL : "error: tests= matches no test";
}

/* --- the log --- */

static void print_boot(struct stand_in *board)
{
	const struct log_machine machine = {
		.nonce = (uint32_t)stand_in_random(&board->random),
		.version = "0.2-stand-in",
		.arch = "arm64",
		.platform = "virt-arm64",
		.cores = 4,
		.clock_hz = 62500000,
	};

	log_boot(&board->log, &machine);
	log_note(&board->log, "core 0 id=0x0 kind=0x411fd070 place=0 name=cortex-a57");
	log_note(&board->log, "toolchain gcc: aarch64-linux-gnu-gcc 12.2.0; -O2 "
			      "-march=armv8-a -fno-strict-aliasing -ffreestanding");
	log_note(&board->log, "round-trip from=0 to=1 min=88 median=92 samples=32");
	log_start(&board->log);
}

static void print_row(struct log *log, const void *ctx, size_t i)
{
	const struct stand_in_result *result = ctx;

	log_state_begin(log, result->counts[i], i == 0);
	log_state_value(log, "0:r0", (int64_t)i);
	log_state_value(log, "1:r1", (int64_t)i / 2);
	log_state_end(log, i ? LOG_SC : LOG_TSO);
}

static void count(struct stand_in *board, struct stand_in_result *result)
{
	result->rows = 2 + stand_in_random(&board->random) % (STAND_IN_ROWS - 1);
	for (size_t i = 0; i < result->rows; i++)
		result->counts[i] = 1 + stand_in_random(&board->random) % 10000000;
}

static void print_result(struct stand_in *board, const struct stand_in_run *run,
			 struct stand_in_result *told)
{
	struct log_result result = {
		.seq = told->seq,
		.id = told->id,
		.name = run->test,
		.mix = run->mix,
		.quantifier = LOG_EXISTS,
		.condition = "exists (0:r0=0 /\\ 1:r1=0)",
		.info = "Hash=2f2a5dc2e5b4a3f0b6cbd5a60d0df8b1\n",
		.tuning = "scheme=sync layout=own k=16 n=1024 skew=30 cache=reader "
			  "map=near "
			  "late=off",
		.groups = 2,
		.seed = stand_in_random(&board->random),
		.microseconds = 65012,
		.round_trip_ns = 119,
		.matching = told->counts[0],
		.verdict =
			board->late && !strcmp(board->late, told->id) ? V_HANG : V_PASS,
		.expected = "Sometimes",
		.source = "lkmm",
		.state = print_row,
		.ctx = told,
		.state_count = told->rows,
	};

	for (size_t i = 1; i < told->rows; i++)
		result.others += told->counts[i];
	result.iterations = result.matching + result.others;
	result.has_labels = true;
	result.labelled[LOG_TSO] = result.matching;
	result.labelled[LOG_SC] = result.others;
	log_result(&board->log, &result);
}

static void end_run(struct stand_in *board)
{
	log_end(&board->log, 0);
	end_answer(board);
}

static void lose_core(struct stand_in *board, const struct stand_in_result *told)
{
	log_hang(&board->log, 1, told->id, "the core is lost");
	log_lost(&board->log, told->seq, told->id, V_HANG);
	board->has_lost_core = true;
	log_end(&board->log, 1);
	end_answer(board);
}

bool stand_in_step(struct stand_in *board)
{
	struct stand_in_result told = {.nonce = board->log.nonce};
	const struct stand_in_run *run = &board->runs[board->next];

	if (!board->in_run)
		return false;
	if (board->next == board->count) {
		end_run(board);
		return true;
	}
	told.seq = ++board->next;
	log_id(told.id, run->test, run->mix);
	log_progress(&board->log, told.seq, told.id, 0, 1000000, 0);
	if (board->hanging && !strcmp(board->hanging, told.id)) {
		board->is_dead = true;
		board->in_run = false;
		return false;
	}
	if (board->trapping && !strcmp(board->trapping, told.id)) {
		log_trap(&board->log, 0, "data-abort", 0x40000, 0, told.id);
		log_end(&board->log, 1);
		stand_in_boot(board);
		return true;
	}
	if (board->losing && !strcmp(board->losing, told.id)) {
		lose_core(board, &told);
		return true;
	}
	count(board, &told);
	print_result(board, run, &told);
	board->told(board->ctx, &told);
	return true;
}

/* --- the prompt --- */

static void do_plan(struct stand_in *board, const char *words)
{
	const char *wrong = make_plan(board, words);
	char line[STAND_IN_LINE + 8];

	if (wrong) {
		print_text(board, wrong);
		print_text(board, "\n");
		return;
	}
	snprintf(line, sizeof(line), "plan %s\n", words);
	print_text(board, line);
	for (uint32_t i = 0; i < board->count; i++) {
		snprintf(line, sizeof(line), "run %s[%s]\n", board->runs[i].test,
			 board->runs[i].mix);
		print_text(board, line);
	}
	snprintf(line, sizeof(line), "list-end lines=%" PRIu32 " crc32=%08" PRIx32 "\n",
		 board->count + 1, crc32_add(0, board->kept.bytes, board->kept.length));
	print_text(board, line);
}

/* Its tests come step by step. */
static void do_run(struct stand_in *board, const char *words)
{
	const char *wrong = make_plan(board, words);

	if (board->has_lost_core) {
		print_text(board, "error: a core is lost, expected reboot or off\n");
		return;
	}
	print_boot(board);
	if (wrong) {
		log_error(&board->log, "%s", wrong + 7);
		log_end(&board->log, 2);
		return;
	}
	log_note(&board->log, "args %s", words);
	log_plan(&board->log, board->count);
	board->in_run = true;
}

static void do_again(struct stand_in *board, const char *words)
{
	char *end;
	unsigned long from = strtoul(words, &end, 10);
	unsigned long to = strtoul(end, NULL, 10);

	if (!kept_print(&board->kept, (uint32_t)from, to ? (uint32_t)to : UINT32_MAX,
			print, board))
		print_text(board, "error: nothing is kept, expected a command before\n");
}

static void do_line(struct stand_in *board, const char *line)
{
	if (!strncmp(line, "again", 5)) {
		do_again(board, line + 5);
		end_answer(board);
		return;
	}
	if (!strncmp(line, "plan ", 5) || !strncmp(line, "run ", 4)) {
		kept_clear(&board->kept);
		board->keeps = true;
	}
	if (!strncmp(line, "plan ", 5))
		do_plan(board, line + 5);
	else if (!strncmp(line, "run ", 4))
		do_run(board, line + 4);
	else if (!strcmp(line, "reboot"))
		stand_in_boot(board);
	else if (*line)
		print_text(board, "error: found another word, expected run\n");
	if (!board->in_run && strcmp(line, "reboot"))
		end_answer(board);
}

void stand_in_byte(struct stand_in *board, char c)
{
	if (board->is_dead)
		return;
	if (board->in_run) {
		if (c == '\003') {
			log_note(&board->log, "interrupted seq=%" PRIu32, board->next);
			end_run(board);
		}
		return;
	}
	if (c == '\003') {
		board->length = 0;
		print_text(board, "^C\n");
		end_answer(board);
	} else if (c == '\025') {
		for (; board->length; board->length--)
			print_text(board, "\b \b");
	} else if (c == '\r') {
		print_text(board, "\n");
		board->line[board->length] = '\0';
		board->length = 0;
		do_line(board, board->line);
	} else if (c >= ' ' && c <= '~' && board->length < sizeof(board->line) - 1) {
		board->line[board->length++] = c;
		print(board, &c, 1);
	}
}

void stand_in_boot(struct stand_in *board)
{
	board->is_dead = false;
	board->has_lost_core = false;
	board->in_run = false;
	board->keeps = false;
	board->length = 0;
	kept_init(&board->kept, board->memory, sizeof(board->memory));
	log_init(&board->log, print, board);
	print_text(board, "\nU-Boot 2022.01 of a stand-in\n");
	print_boot(board);
	log_plan(&board->log, 0);
	log_end(&board->log, 0);
	end_answer(board);
}

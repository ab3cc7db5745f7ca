/* log.c - write the log: lines, blocks, checksums. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "protocol/log.h"
#include "protocol/crc32.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Behind it, a control's block is like a test's; to any other reader it is a comment. */
static const char inset[] = "# |";

void log_init(struct log *log, log_write_fn *write, void *ctx)
{
	memset(log, 0, offsetof(struct log, line));
	log->write = write;
	log->ctx = ctx;
}

static void line_add_list(struct log *log, const char *format, va_list list)
{
	size_t room;
	int n;

	if (log->inset && !log->length) {
		log->length = sizeof(inset) - 1;
		memcpy(log->line, inset, log->length);
	}
	room = sizeof(log->line) - log->length; /* the LF takes the NUL's place */
	n = vsnprintf(log->line + log->length, room, format, list);
	if (n < 0)
		return;
	if ((size_t)n < room) {
		log->length += (size_t)n;
		return;
	}
	log->length = sizeof(log->line) - 1;
	memset(log->line + log->length - 3, '.', 3);
}

void log_line_add(struct log *log, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	line_add_list(log, format, list);
	va_end(list);
}

/* All of the line so far goes into the checksum of the log, printable. */
static void line_sum(struct log *log)
{
	for (size_t i = log->summed; i < log->length; i++) {
		if (log->line[i] < ' ' || log->line[i] > '~')
			log->line[i] = '?';
	}
	log->crc =
		crc32_add(log->crc, log->line + log->summed, log->length - log->summed);
	log->summed = log->length;
}

void log_line_end(struct log *log)
{
	size_t skipped = log->inset ? sizeof(inset) - 1 : 0;

	line_sum(log);
	log->line[log->length++] = '\n';
	log->crc = crc32_add(log->crc, "\n", 1);
	log->summed = 0;
	if (log->in_block) {
		log->block_crc = crc32_add(log->block_crc, log->line + skipped,
					   log->length - skipped);
		log->block_lines++;
	}
	log->write(log->ctx, log->line, log->length);
	log->length = 0;
}

void log_line(struct log *log, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	line_add_list(log, format, list);
	va_end(list);
	log_line_end(log);
}

void log_note(struct log *log, const char *format, ...)
{
	va_list list;

	log_line_add(log, "# ");
	va_start(list, format);
	line_add_list(log, format, list);
	va_end(list);
	log_line_end(log);
}

void log_error(struct log *log, const char *format, ...)
{
	va_list list;

	log_line_add(log, "# error ");
	va_start(list, format);
	line_add_list(log, format, list);
	va_end(list);
	log_line_end(log);
}

/* " name=word": what the word is may come from elsewhere, and a blank would end it. */
static void line_add_value(struct log *log, const char *name, const char *word)
{
	size_t start = log->length + 1;

	log_line_add(log, " %s=%s", name, word && *word ? word : "-");
	for (size_t i = start; i < log->length; i++)
		if (log->line[i] == ' ')
			log->line[i] = '_';
}

void log_boot(struct log *log, const struct log_machine *machine)
{
	/* Firmware may have left a line unfinished; this LF is not part of the log. */
	log->write(log->ctx, "\n", 1);
	log->nonce = machine->nonce;
	log->crc = 0;
	log->tests = 0;
	log->inset = false;
	log->length = log->summed = 0;
	log_line_add(log,
		     "BARELITMUS-BOOT %08" PRIx32 " %s %s %s cores=%" PRIu32
		     " host=%" PRIu32 " clock=%" PRIu64,
		     machine->nonce, machine->version, machine->arch, machine->platform,
		     machine->cores, machine->host, machine->clock_hz);
	line_sum(log);
	log_line(log, " crc32=%08" PRIx32, log->crc);
}

void log_start(struct log *log)
{
	log_line(log, "KTAP version 1");
}

void log_plan(struct log *log, uint32_t tests)
{
	log_line(log, "1..%" PRIu32, tests);
}

void log_progress(struct log *log, uint32_t seq, const char *id, uint64_t done,
		  uint64_t of, uint64_t seen)
{
	log_line(log,
		 "# progress %" PRIu32 " %s done=%" PRIu64 " of=%" PRIu64
		 " seen=%" PRIu64,
		 seq, id, done, of, seen);
}

const char *log_verdict_word(enum log_verdict verdict)
{
	static const char *const word[VERDICT_COUNT] = {
		[V_PASS] = "pass",   [V_FORBIDDEN] = "FORBIDDEN", [V_BROKEN] = "broken",
		[V_KNOWN] = "known", [V_HANG] = "hang",           [V_FAULT] = "fault",
		[V_SKIP] = "skip",
	};

	return word[verdict];
}

bool log_verdict_holds(enum log_verdict verdict)
{
	return verdict == V_PASS || verdict == V_KNOWN || verdict == V_SKIP;
}

/* Not <ctype.h>: an id must not depend on a locale. */
static bool is_lower_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_id(char c)
{
	return is_lower_or_digit(c) || is_upper(c) || (c && strchr("_/.+:~[]-", c));
}

void log_id(char out[LOG_ID_MAX], const char *test, const char *mix)
{
	snprintf(out, LOG_ID_MAX, "%s[%s]", test, mix);
	for (char *c = out; *c; c++) {
		if (!is_id(*c))
			*c = '_';
	}
}

void log_safe_id(char out[LOG_ID_MAX], uint32_t seq, const char *id)
{
	size_t n = (size_t)snprintf(out, LOG_ID_MAX, "%" PRIu32 "_", seq);

	for (; *id && n < LOG_ID_MAX - 1; id++) {
		if (is_lower_or_digit(*id))
			out[n++] = *id;
		else if (is_upper(*id))
			out[n++] = (char)(*id - 'A' + 'a');
		else if (out[n - 1] != '_')
			out[n++] = '_';
	}
	if (out[n - 1] == '_')
		n--;
	out[n] = '\0';
}

void log_state_begin(struct log *log, uint64_t count, bool matches)
{
	log_line_add(log, "%-8" PRIu64 "%c>", count, matches ? '*' : ':');
}

static void state_gap(struct log *log)
{
	if (log->length && log->line[log->length - 1] == ';')
		log_line_add(log, " ");
}

void log_state_value(struct log *log, const char *item, int64_t value)
{
	state_gap(log);
	log_line_add(log, "%s=%" PRId64 ";", item, value);
}

void log_state_name(struct log *log, const char *item, const char *location)
{
	state_gap(log);
	log_line_add(log, "%s=%s;", item, location);
}

const char *log_label_word(enum log_label label)
{
	static const char *const word[LOG_LABELS] = {
		[LOG_UNLABELLED] = "",
		[LOG_SC] = "sc",
		[LOG_TSO] = "tso",
		[LOG_WEAK] = "weak",
	};

	return word[label];
}

void log_state_end(struct log *log, enum log_label label)
{
	if (label != LOG_UNLABELLED)
		log_line_add(log, " # %s", log_label_word(label));
	log_line_end(log);
}

static const char *quantifier_kind(enum log_quantifier quantifier)
{
	static const char *const kind[] = {
		[LOG_EXISTS] = "Allowed",
		[LOG_NOT_EXISTS] = "Forbidden",
		[LOG_FORALL] = "Required",
	};

	return kind[quantifier];
}

static bool result_validated(const struct log_result *result)
{
	switch (result->quantifier) {
	case LOG_EXISTS:
		return result->matching > 0;
	case LOG_NOT_EXISTS:
		return result->matching == 0;
	case LOG_FORALL:
		return result->others == 0;
	}
	return false;
}

static const char *result_observation(const struct log_result *result)
{
	if (!result->matching)
		return "Never";
	return result->others ? "Sometimes" : "Always";
}

static void block_settings(struct log *log, const struct log_result *result)
{
	log_line(log,
		 "# run %s groups=%" PRIu32 " iterations=%" PRIu64 " seed=0x%" PRIx64
		 " filtered=%" PRIu64 " us=%" PRIu64 " trip=%" PRIu64,
		 result->tuning, result->groups, result->iterations, result->seed,
		 result->filtered, result->microseconds, result->round_trip_ns);
}

static void block_phases(struct log *log, const struct log_phases *phases)
{
	log_line(log,
		 "# phases reset=%" PRIu64 " run=%" PRIu64 " wait=%" PRIu64
		 " count=%" PRIu64,
		 phases->reset_us, phases->run_us, phases->wait_us, phases->count_us);
}

/* How the words came about, and those that ask for them without trials. */
static void block_tuning(struct log *log, const struct log_result *result)
{
	if (!result->tuning_by)
		return;
	log_line(log, "# tuned tune=off %s", result->tuning);
	log_line(log,
		 "# tuning by=%s samples=%" PRIu32 " sampled=%" PRIu64
		 " explored=%" PRIu64,
		 result->tuning_by, result->samples, result->sampled, result->explored);
}

/* A line that was cut would not parse as a condition; readers can do without it. */
static bool condition_fits(const struct log_result *result)
{
	return strlen(result->condition) <
	       LOG_LINE_MAX - sizeof("Condition  is NOT validated\n");
}

static void block_info(struct log *log, const char *info)
{
	while (*info) {
		size_t n = strcspn(info, "\n");

		if (n)
			log_line(log, "%.*s", (int)n, info);
		info += n + (info[n] == '\n');
	}
}

/* What mcompare7 and msum7 read: the format of litmus7. */
static void block_litmus(struct log *log, const struct log_result *result,
			 const char *name)
{
	bool validated = result_validated(result);
	bool inverted = result->quantifier == LOG_NOT_EXISTS;

	log_line(log, "Test %s %s", name, quantifier_kind(result->quantifier));
	log_line(log, "Histogram (%lu states)", (unsigned long)result->state_count);
	for (size_t i = 0; i < result->state_count; i++)
		result->state(log, result->ctx, i);
	log_line(log, "%s", validated ? "Ok" : "No");
	log_line(log, "%s", "");
	log_line(log, "Witnesses");
	log_line(log, "Positive: %" PRIu64 ", Negative: %" PRIu64,
		 inverted ? result->others : result->matching,
		 inverted ? result->matching : result->others);
	if (condition_fits(result))
		log_line(log, "Condition %s is %svalidated", result->condition,
			 validated ? "" : "NOT ");
	block_info(log, result->info);
	log_line(log, "Observation %s %s %" PRIu64 " %" PRIu64, name,
		 result_observation(result), result->matching, result->others);
	log_line(log, "Time %s %" PRIu64 ".%02u", name, result->microseconds / 1000000,
		 (unsigned)(result->microseconds % 1000000 / 10000));
	log_line(log, "%s", "");
}

static void block_labels(struct log *log, const struct log_result *result)
{
	log_line_add(log, "# labels");
	for (int l = LOG_SC; l < LOG_LABELS; l++)
		log_line_add(log, " %s=%" PRIu64, log_label_word((enum log_label)l),
			     result->labelled[l]);
	log_line_end(log);
}

const char *log_needs_word(enum log_needs needs)
{
	static const char *const word[LOG_NEEDS] = {
		[LOG_NEEDS_SC] = "sc",
		[LOG_NEEDS_TSO] = "tso",
		[LOG_NEEDS_WEAK] = "weak",
	};

	return word[needs];
}

static void block_sensitivity(struct log *log, const struct log_sensitivity *s)
{
	uint32_t seen = 0, ran = 0;

	for (int n = 0; n < LOG_NEEDS; n++) {
		seen += s->seen[n];
		ran += s->ran[n];
	}
	log_line_add(log, "# sensitivity %" PRIu32 "/%" PRIu32 " mutants", seen, ran);
	for (int n = 0; n < LOG_NEEDS; n++)
		log_line_add(log, " %s=%" PRIu32 "/%" PRIu32,
			     log_needs_word((enum log_needs)n), s->seen[n], s->ran[n]);
	log_line(log, " rate=%" PRIu64 "/s",
		 s->microseconds ? s->targets * 1000000 / s->microseconds : 0);
}

/* The rule of three: what was not seen in n trials is rarer than 3/n, with 95 %. */
static void block_zero(struct log *log, const struct log_result *result)
{
	uint64_t n = result->others;

	log_line_add(log, "# never n=%" PRIu64, n);
	if (n >= 3 && !result->dependent)
		log_line_add(log, " bound=1/%" PRIu64, n / 3);
	log_line_end(log);
}

static void line_add_verdict(struct log *log, const struct log_result *result)
{
	log_line_add(log, "%s", log_verdict_word(result->verdict));
	if (result->verdict == V_KNOWN)
		line_add_value(log, "by", result->known_by);
}

/* Begins the line that KTAP readers count. */
static void line_add_ok(struct log *log, uint32_t seq, const char *id, bool ok)
{
	char safe_id[LOG_ID_MAX];

	log_safe_id(safe_id, seq, id);
	log_line_add(log, "%sok %" PRIu32 " %s # ", ok ? "" : "not ", seq, safe_id);
	log->tests++;
}

static void block_begin(struct log *log)
{
	log->in_block = true;
	log->block_crc = 0;
	log->block_lines = 0;
}

/* The lines of a block, between the one that begins it and the one that ends it. */
static void block_lines(struct log *log, const struct log_result *result)
{
	char name[LOG_ID_MAX];

	log_id(name, result->name, result->mix);
	block_settings(log, result);
	block_phases(log, &result->phases);
	block_tuning(log, result);
	if (!condition_fits(result))
		log_note(log, "condition left out: %lu characters",
			 (unsigned long)strlen(result->condition));
	if (result->sensitivity)
		block_sensitivity(log, result->sensitivity);
	if (!result->matching && result->quantifier != LOG_FORALL)
		block_zero(log, result);
	if (result->racy)
		log_note(log, "racy: the model says nothing of the outcomes");
	block_litmus(log, result, name);
	if (result->has_labels)
		block_labels(log, result);
	log_line_add(log, "# verdict ");
	line_add_verdict(log, result);
	log_line_add(log, " expected=%s", result->expected);
	if (result->source)
		log_line_add(log, " source=%s", result->source);
	log_line(log, " seen=%" PRIu64, result->matching);
}

/* The lines of a block that no reader of tests takes for one; the line that begins it is out. */
static void inset_lines(struct log *log, const struct log_result *result,
			const char *kind)
{
	log->inset = true;
	block_lines(log, result);
	log->inset = false;
	log->in_block = false;
	log_line(log, "# %s-end %" PRIu32 " lines=%" PRIu32 " crc32=%08" PRIx32, kind,
		 result->seq, log->block_lines, log->block_crc);
}

void log_control(struct log *log, const struct log_result *result, const char *of,
		 const char *change, enum log_needs needs)
{
	block_begin(log);
	log_line(log, "# control %" PRIu32 " %s of=%s change=%s needs=%s", result->seq,
		 result->id, of, change, log_needs_word(needs));
	inset_lines(log, result, "control");
}

void log_partial(struct log *log, const struct log_result *result)
{
	block_begin(log);
	log_line(log, "# partial %" PRIu32 " %s", result->seq, result->id);
	inset_lines(log, result, "partial");
}

void log_result(struct log *log, const struct log_result *result)
{
	log_line(log, "# begin %" PRIu32 " %s", result->seq, result->id);
	block_begin(log);
	block_lines(log, result);
	log->in_block = false;
	log_line(log, "# end %" PRIu32 " lines=%" PRIu32 " crc32=%08" PRIx32, result->seq,
		 log->block_lines, log->block_crc);

	line_add_ok(log, result->seq, result->id, log_verdict_holds(result->verdict));
	line_add_verdict(log, result);
	log_line(log, " seen=%" PRIu64 " iterations=%" PRIu64, result->matching,
		 result->iterations);
}

void log_skip(struct log *log, uint32_t seq, const char *id, const char *reason)
{
	line_add_ok(log, seq, id, true);
	log_line(log, "SKIP %s: %s", id, reason);
}

void log_skip_cores(struct log *log, uint32_t seq, const char *id, uint32_t needs,
		    uint32_t has)
{
	line_add_ok(log, seq, id, true);
	log_line(log, "SKIP %s: needs %" PRIu32 " cores, has %" PRIu32, id, needs, has);
}

void log_hang(struct log *log, uint32_t core, const char *id, const char *detail)
{
	log_line(log, "BARELITMUS-HANG core=%" PRIu32 " test=%s %s", core, id, detail);
}

void log_lost(struct log *log, uint32_t seq, const char *id, enum log_verdict verdict)
{
	line_add_ok(log, seq, id, false);
	log_line(log, "%s %s", log_verdict_word(verdict), id);
}

void log_trap(struct log *log, uint32_t core, const char *cause, uint64_t pc,
	      uint64_t address, const char *id)
{
	log->length = log->summed = 0;
	log->inset = false;
	log_line(log, "%s", ""); /* the UART may be in the middle of a line */
	log_line_add(log, "BARELITMUS-TRAP core=%" PRIu32, core);
	line_add_value(log, "cause", cause);
	log_line(log, " pc=0x%" PRIx64 " address=0x%" PRIx64 " test=%s", pc, address,
		 id ? id : "-");
}

void log_list_begin(struct log *log)
{
	block_begin(log);
}

void log_list_end(struct log *log)
{
	log->in_block = false;
	log_line(log, "list-end lines=%" PRIu32 " crc32=%08" PRIx32, log->block_lines,
		 log->block_crc);
}

void log_end(struct log *log, int rc)
{
	uint32_t crc = log->crc;

	log_line(log,
		 "BARELITMUS-END %08" PRIx32 " rc=%d tests=%" PRIu32 " crc32=%08" PRIx32,
		 log->nonce, rc, log->tests, crc);
}

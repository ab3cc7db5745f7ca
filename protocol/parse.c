/* parse.c - read the log as it comes: lines, blocks, checksums, the order of things. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "protocol/parse.h"
#include "protocol/crc32.h"
#include "protocol/scan.h"

#include <stdlib.h>
#include <string.h>

void parser_init(struct parser *parser, parse_fn *event, void *ctx)
{
	memset(parser, 0, sizeof(*parser));
	parser->event = event;
	parser->ctx = ctx;
}

void parser_free(struct parser *parser)
{
	free(parser->block_text);
	free(parser->partial);
	parser->block_text = NULL;
	parser->partial = NULL;
	pieces_free(&parser->pieces);
}

static void emit(struct parser *parser, const struct parse_event *event)
{
	parser->event(parser->ctx, event);
}

static void emit_text(struct parser *parser, enum parse_kind kind, const char *text)
{
	emit(parser, &(struct parse_event){.kind = kind, .text = text});
}

/* Gives up the block that was begun, if one was. */
static void block_drop(struct parser *parser, const char *why)
{
	enum parse_block_state state = parser->block_state;

	if (state == BLOCK_NONE)
		return;
	parser->block_state = BLOCK_NONE;
	if (state == BLOCK_CONTROL ||
	    state == BLOCK_PARTIAL) { /* no test is hurt by it */
		emit_text(parser, PARSE_DAMAGED, why);
		return;
	}
	emit(parser, &(struct parse_event){.kind = PARSE_DAMAGED,
					   .seq = parser->block_seq,
					   .id = parser->block_id,
					   .text = why});
}

/* A line that should not be there, and the block it stands in or behind. */
static void line_damaged(struct parser *parser, const char *why)
{
	if (parser->block_state == BLOCK_NONE)
		emit_text(parser, PARSE_DAMAGED, why);
	else
		block_drop(parser, why);
}

/* --- partial counts: kept until their test has a result --- */

static void partial_drop(struct parser *parser)
{
	free(parser->partial);
	parser->partial = NULL;
}

/* The test is lost or never ended: what it had is what is left of it. */
static void partial_emit(struct parser *parser, enum log_verdict verdict)
{
	struct block block;

	if (!parser->partial)
		return;
	if (!block_parse(&block, parser->partial)) { /* as when it came */
		block.verdict = verdict;
		block.known_by = NULL;
		emit(parser, &(struct parse_event){.kind = PARSE_LOST,
						   .seq = parser->partial_seq,
						   .id = parser->partial_id,
						   .verdict = verdict,
						   .block = &block});
		block_free(&block);
	}
	partial_drop(parser);
}

/*
 * The line's own checksum: a run must not be taken for another one. Version 0.1 had none.
 */
static bool scan_boot_crc(char *line, uint32_t before, const char *version)
{
	uint32_t crc;

	if (!*line)
		return !strncmp(version, "0.1", 3);
	return scan_literal(&line, " crc32=") && scan_crc(&line, &crc) && !*line &&
	       crc == before;
}

static bool scan_boot(char *line, struct parse_event *event)
{
	const char *crc = strstr(line, " crc32=");
	uint32_t before = crc32_add(0, line, crc ? (size_t)(crc - line) : 0);

	event->kind = PARSE_BOOT;
	return scan_literal(&line, "BARELITMUS-BOOT ") &&
	       scan_crc(&line, &event->boot.nonce) && scan_literal(&line, " ") &&
	       (event->boot.version = scan_word(&line)) &&
	       (event->boot.arch = scan_word(&line)) &&
	       (event->boot.platform = scan_word(&line)) &&
	       scan_literal(&line, "cores=") && scan_u64(&line, &event->boot.cores) &&
	       scan_literal(&line, " host=") && scan_u64(&line, &event->boot.host) &&
	       scan_literal(&line, " clock=") && scan_u64(&line, &event->boot.clock_hz) &&
	       scan_boot_crc(line, before, event->boot.version);
}

/* A reset may come in the middle of a line: the marker counts wherever it stands. */
static bool take_boot(struct parser *parser)
{
	struct parse_event event = {0};
	char *marker = strstr(parser->line, "BARELITMUS-BOOT ");

	if (!marker)
		return false;
	uint32_t crc = crc32_add(0, marker, strlen(marker));

	if (!scan_boot(marker, &event)) {
		line_damaged(parser, "a BARELITMUS-BOOT line that does not parse");
		return true;
	}
	block_drop(parser, "cut off by a restart");
	partial_emit(parser, V_HANG);
	event.boot.again = parser->state == PARSE_RUNNING;
	parser->state = PARSE_RUNNING;
	parser->nonce = event.boot.nonce;
	parser->crc = crc32_add(crc, "\n", 1);
	parser->plan = 0;
	parser->last = 0;
	parser->tests = 0;
	emit(parser, &event);
	return true;
}

static void test_counts(struct parser *parser, uint32_t seq)
{
	parser->last = seq;
	parser->tests++;
}

/* A test without a block: what it has had of partial counts is its own. */
static void take_lost(struct parser *parser, const struct parse_event *event)
{
	test_counts(parser, event->seq);
	if (event->kind == PARSE_LOST && parser->partial &&
	    parser->partial_seq == event->seq)
		partial_emit(parser, event->verdict);
	else
		emit(parser, event);
	partial_drop(parser);
}

/* What the host says of a run that cannot say it any more. */
static void take_host(struct parser *parser, char *line)
{
	struct parse_event event = {.kind = PARSE_LOST};
	uint32_t nonce;

	block_drop(parser, "cut off");
	if (scan_literal(&line, "run ")) {
		partial_emit(parser, V_HANG);
		parser->state = PARSE_ENDED;
		emit_text(parser, PARSE_ASKED, line);
		return;
	}
	event.verdict = V_HANG;
	if (parser->state == PARSE_RUNNING && scan_literal(&line, "hang ") &&
	    scan_crc(&line, &nonce) && nonce == parser->nonce &&
	    scan_literal(&line, " ") && scan_u32(&line, &event.seq) &&
	    scan_literal(&line, " ") && (event.id = scan_word(&line)) && !*line &&
	    event.seq > parser->last && (!parser->plan || event.seq <= parser->plan)) {
		take_lost(parser, &event);
	}
}

static void take_end(struct parser *parser, char *line, uint32_t crc)
{
	struct parse_event event = {.kind = PARSE_END};
	uint32_t nonce;
	uint32_t tests;
	uint32_t end_crc;

	block_drop(parser, "cut off by the end of the run");
	if (!scan_crc(&line, &nonce) || !scan_literal(&line, " rc=") ||
	    !scan_u32(&line, &event.end.rc) || !scan_literal(&line, " tests=") ||
	    !scan_u32(&line, &tests) || !scan_literal(&line, " crc32=") ||
	    !scan_crc(&line, &end_crc) || *line) {
		line_damaged(parser, "a BARELITMUS-END line that does not parse");
		return;
	}
	if (nonce != parser->nonce) {
		line_damaged(parser, "the BARELITMUS-END of another run");
		return;
	}
	partial_emit(parser, V_HANG);
	parser->state = PARSE_ENDED;
	event.end.intact = end_crc == crc && tests == parser->tests;
	event.end.missing =
		parser->plan > parser->tests ? parser->plan - parser->tests : 0;
	emit(parser, &event);
}

static void take_plan(struct parser *parser, char *line)
{
	uint32_t plan;

	if (!scan_u32(&line, &plan) || *line || parser->plan || plan < parser->tests) {
		line_damaged(parser,
			     "a plan that does not parse, is too small, or a second one");
		return;
	}
	parser->plan = plan;
	emit(parser, &(struct parse_event){.kind = PARSE_PLAN, .plan = plan});
}

static void take_progress(struct parser *parser, char *line)
{
	struct parse_event event = {.kind = PARSE_PROGRESS};

	if (scan_u32(&line, &event.seq) && scan_literal(&line, " ") &&
	    (event.id = scan_word(&line)) && scan_literal(&line, "done=") &&
	    scan_u64(&line, &event.progress.done) && scan_literal(&line, " of=") &&
	    scan_u64(&line, &event.progress.of) && scan_literal(&line, " seen=") &&
	    scan_u64(&line, &event.progress.seen) && !*line) {
		if (event.seq != parser->partial_seq)
			partial_drop(parser); /* that test is over */
		emit(parser, &event);
	} else
		line_damaged(parser, "a # progress line that does not parse");
}

static void take_begin(struct parser *parser, char *line)
{
	const char *id;

	if (!scan_u32(&line, &parser->block_seq) || !scan_literal(&line, " ") ||
	    !(id = scan_word(&line)) || *line || strlen(id) >= LOG_ID_MAX) {
		line_damaged(parser, "a # begin line that does not parse");
		return;
	}
	partial_drop(parser); /* the test has ended, whatever comes of its block */
	strcpy(parser->block_id, id);
	parser->block_state = BLOCK_OPEN;
	parser->block_length = 0;
	parser->block_lines = 0;
	parser->block_crc = 0;
}

/* Room for n more bytes and a NUL. */
static bool block_reserve(struct parser *parser, size_t n)
{
	size_t need = parser->block_length + n + 1;
	size_t size = parser->block_size ? parser->block_size : 64 * LOG_LINE_MAX;

	if (need <= parser->block_size)
		return true;
	if (need > PARSE_BLOCK_MAX)
		return false;
	while (size < need)
		size *= 2;
	char *text = realloc(parser->block_text, size);

	if (!text)
		return false;
	parser->block_text = text;
	parser->block_size = size;
	return true;
}

static void block_add(struct parser *parser, const char *line)
{
	size_t n = strlen(line);

	if (!block_reserve(parser, n + 1)) {
		block_drop(parser, "a block too long");
		return;
	}
	char *end = parser->block_text + parser->block_length;

	memcpy(end, line, n);
	end[n] = '\n';
	end[n + 1] = '\0';
	parser->block_length += n + 1;
	parser->block_lines++;
}

/* NULL where the end of a block says what came before it. */
static const char *block_end_wrong(const struct parser *parser, char *line)
{
	uint32_t seq;
	uint32_t lines;
	uint32_t crc;

	if (!scan_u32(&line, &seq) || !scan_literal(&line, " lines=") ||
	    !scan_u32(&line, &lines) || !scan_literal(&line, " crc32=") ||
	    !scan_crc(&line, &crc) || *line)
		return "the # end line does not parse";
	if (seq != parser->block_seq)
		return "the # end line is that of another block";
	if (lines != parser->block_lines)
		return "lines are missing or too many";
	if (!parser->block_length ||
	    crc != crc32_add(parser->block_crc, parser->block_text, parser->block_length))
		return "the checksum is wrong";
	return NULL;
}

static void take_block_end(struct parser *parser, char *line)
{
	const char *wrong;

	if (parser->block_state != BLOCK_OPEN) {
		line_damaged(parser, "a block that has no beginning");
		return;
	}
	wrong = block_end_wrong(parser, line);
	if (wrong)
		block_drop(parser, wrong);
	else
		parser->block_state = BLOCK_CLOSED;
}

/* The words behind "# control "; what the event points to is in line. */
static bool scan_control(char *line, struct parse_event *event)
{
	const char *needs;

	event->kind = PARSE_CONTROL;
	if (!scan_u32(&line, &event->seq) || !scan_literal(&line, " ") ||
	    !(event->id = scan_word(&line)) || !scan_literal(&line, "of=") ||
	    !(event->control.of = scan_word(&line)) || !scan_literal(&line, "change=") ||
	    !(event->control.change = scan_word(&line)) ||
	    !scan_literal(&line, "needs=") || !(needs = scan_word(&line)) || *line)
		return false;
	for (int n = 0; n < LOG_NEEDS; n++) {
		event->control.needs = (enum log_needs)n;
		if (!strcmp(needs, log_needs_word(event->control.needs)))
			return true;
	}
	return false;
}

static void take_control(struct parser *parser, char *line)
{
	struct parse_event event = {0};

	parser->block_crc = crc32_add(0, parser->line, parser->length);
	parser->block_crc = crc32_add(parser->block_crc, "\n", 1);
	strcpy(parser->control, line);
	if (!scan_control(line, &event)) {
		line_damaged(parser, "a # control line that does not parse");
		return;
	}
	parser->block_seq = event.seq;
	parser->block_state = BLOCK_CONTROL;
	parser->block_length = 0;
	parser->block_lines = 1;
}

static void take_partial(struct parser *parser, char *line)
{
	const char *id;

	parser->block_crc = crc32_add(0, parser->line, parser->length);
	parser->block_crc = crc32_add(parser->block_crc, "\n", 1);
	if (!scan_u32(&line, &parser->block_seq) || !scan_literal(&line, " ") ||
	    !(id = scan_word(&line)) || *line || strlen(id) >= LOG_ID_MAX) {
		line_damaged(parser, "a # partial line that does not parse");
		return;
	}
	strcpy(parser->block_id, id);
	parser->block_state = BLOCK_PARTIAL;
	parser->block_length = 0;
	parser->block_lines = 1;
}

/* What an ok or not ok line says. */
struct ok_line {
	bool ok;
	uint32_t seq;
	const char *safe_id;
	char *rest;
};

static bool scan_ok(char *line, struct ok_line *out)
{
	out->ok = !scan_literal(&line, "not ");
	if (!scan_literal(&line, "ok ") || !scan_u32(&line, &out->seq) ||
	    !scan_literal(&line, " ") || !(out->safe_id = scan_word(&line)) ||
	    !scan_literal(&line, "# "))
		return false;
	out->rest = line;
	return true;
}

static bool ok_names(const struct ok_line *ok, const char *id)
{
	char safe_id[LOG_ID_MAX];

	log_safe_id(safe_id, ok->seq, id);
	return !strcmp(safe_id, ok->safe_id);
}

/* The id is the name as in the block, but for a "~<n>" where tests share a name. */
static bool id_has_name(const char *id, const char *name)
{
	size_t same = 0;

	while (id[same] && id[same] == name[same])
		same++;
	if (id[same] == '~') {
		id += same + 1;
		id += strspn(id, "0123456789");
		return *id == '[' && !strcmp(id, name + same);
	}
	return !id[same] && !name[same];
}

/* NULL where the ok line says what the block says. */
static const char *ok_disagrees(const struct ok_line *ok, const struct block *block)
{
	char *rest = ok->rest;
	const char *word = scan_word(&rest);
	enum log_verdict verdict;
	uint64_t seen;
	uint64_t iterations;

	if (!word || !block_verdict(word, &verdict))
		return "an ok line without a verdict";
	if (block->known_by &&
	    (!scan_literal(&rest, "by=") || !(word = scan_word(&rest)) ||
	     strcmp(word, block->known_by)))
		return "the ok line and the block differ";
	if (!scan_literal(&rest, "seen=") || !scan_u64(&rest, &seen) ||
	    !scan_literal(&rest, " iterations=") || !scan_u64(&rest, &iterations) ||
	    *rest)
		return "an ok line that does not parse";
	if (verdict != block->verdict || seen != block->seen ||
	    iterations != block->iterations || ok->ok != log_verdict_holds(verdict))
		return "the ok line and the block differ";
	return NULL;
}

/* The ok line behind a block that is intact. */
static void take_ok_block(struct parser *parser, const struct ok_line *ok)
{
	struct block block;
	const char *why;

	if (ok->seq != parser->block_seq || !ok_names(ok, parser->block_id)) {
		block_drop(parser, "the ok line is that of another test");
		return;
	}
	why = block_parse(&block, parser->block_text);
	if (why) {
		block_drop(parser, why);
		return;
	}
	why = id_has_name(parser->block_id, block.name) ? ok_disagrees(ok, &block)
							: "the block has another name";
	if (why) {
		block_drop(parser, why);
	} else {
		parser->block_state = BLOCK_NONE;
		test_counts(parser, ok->seq);
		emit(parser, &(struct parse_event){.kind = PARSE_RESULT,
						   .seq = ok->seq,
						   .id = parser->block_id,
						   .block = &block});
	}
	block_free(&block);
}

static void take_control_end(struct parser *parser, char *line)
{
	struct parse_event event = {0};
	struct block block;
	const char *why = block_end_wrong(parser, line);

	if (!why)
		why = block_parse(&block, parser->block_text);
	if (why) {
		block_drop(parser, why);
		return;
	}
	scan_control(parser->control, &event);
	if (!id_has_name(event.id, block.name)) {
		block_drop(parser, "the block has another name");
	} else {
		parser->block_state = BLOCK_NONE;
		event.block = &block;
		emit(parser, &event);
	}
	block_free(&block);
}

/* NULL where the partial block is as good as a test's. */
static const char *partial_wrong(struct parser *parser, char *line)
{
	const char *why = block_end_wrong(parser, line);
	struct block block;

	if (why)
		return why;
	why = block_parse(&block, parser->block_text);
	if (why)
		return why;
	if (!id_has_name(parser->block_id, block.name))
		why = "the block has another name";
	else if (parser->block_seq <= parser->last)
		why = "partial counts of a test that has ended";
	block_free(&block);
	return why;
}

static void take_partial_end(struct parser *parser, char *line)
{
	/* reading a block cuts it up */
	char *copy = malloc(parser->block_length + 1);
	const char *why = "a block too long";

	if (copy) {
		memcpy(copy, parser->block_text, parser->block_length);
		copy[parser->block_length] = '\0';
		why = partial_wrong(parser, line);
	}
	if (why) {
		free(copy);
		block_drop(parser, why);
		return;
	}
	parser->block_state = BLOCK_NONE;
	partial_drop(parser);
	parser->partial = copy;
	parser->partial_seq = parser->block_seq;
	strcpy(parser->partial_id, parser->block_id);
}

static bool scan_skip(const struct ok_line *ok, struct parse_event *event)
{
	char *rest = ok->rest;

	if (!ok->ok || !scan_literal(&rest, "SKIP "))
		return false;
	char *colon = strstr(rest, ": ");

	if (!colon || memchr(rest, ' ', (size_t)(colon - rest)))
		return false;
	*colon = '\0';
	event->kind = PARSE_SKIP;
	event->id = rest;
	event->text = colon + 2;
	return true;
}

static bool scan_lost(const struct ok_line *ok, struct parse_event *event)
{
	char *rest = ok->rest;
	const char *word = scan_word(&rest);

	event->kind = PARSE_LOST;
	event->id = scan_word(&rest);
	return !ok->ok && word && block_verdict(word, &event->verdict) &&
	       (event->verdict == V_HANG || event->verdict == V_FAULT) && event->id &&
	       !*rest;
}

/* The line of a test that has no block. */
static void take_ok_alone(struct parser *parser, const struct ok_line *ok)
{
	struct parse_event event = {.seq = ok->seq};

	if ((scan_skip(ok, &event) || scan_lost(ok, &event)) && ok_names(ok, event.id)) {
		take_lost(parser, &event);
	} else {
		line_damaged(parser, "an ok line without its block");
	}
}

static void take_ok(struct parser *parser, char *line)
{
	struct ok_line ok;

	if (!scan_ok(line, &ok))
		line_damaged(parser, "an ok line that does not parse");
	else if (ok.seq <= parser->last)
		line_damaged(parser, "a second result of one test");
	else if (parser->plan && ok.seq > parser->plan)
		line_damaged(parser, "a result beyond the plan");
	else if (parser->block_state == BLOCK_OPEN)
		block_drop(parser, "the # end line is missing");
	else if (parser->block_state == BLOCK_CLOSED)
		take_ok_block(parser, &ok);
	else
		take_ok_alone(parser, &ok);
	partial_drop(parser); /* the test has ended, whatever came of this line */
}

/* A trap or a hang: the line as a whole is shown, its test= names the test. */
static void take_record(struct parser *parser, enum parse_kind kind, const char *line)
{
	char id[LOG_ID_MAX];
	const char *test = strstr(line, " test=");
	size_t n = test ? strcspn(test += strlen(" test="), " ") : 0;

	block_drop(parser, "cut off by a trap or a hang");
	if (!n || n >= sizeof(id)) {
		line_damaged(parser, "a record without its test");
		return;
	}
	memcpy(id, test, n);
	id[n] = '\0';
	if (kind == PARSE_TRAP && parser->partial && !strcmp(id, parser->partial_id))
		partial_emit(parser, V_FAULT);
	emit(parser, &(struct parse_event){.kind = kind, .id = id, .text = line});
}

static bool is_ok_line(const char *line)
{
	return !strncmp(line, "ok ", 3) || !strncmp(line, "not ok ", 7);
}

/* What may not stand inside a block: there it means that the block's end was lost. */
static bool line_ends_block(const char *line)
{
	return is_ok_line(line) || !strncmp(line, "# begin ", 8) ||
	       !strncmp(line, "# control ", 10) || !strncmp(line, "# partial ", 10) ||
	       !strncmp(line, "# progress ", 11) || !strncmp(line, "BARELITMUS-", 11);
}

/* A line of a control's or a partial block; false: it is none. */
static bool take_inset(struct parser *parser, char *line)
{
	bool control = parser->block_state == BLOCK_CONTROL;

	if (!control && parser->block_state != BLOCK_PARTIAL)
		return false;
	if (scan_literal(&line, "# |"))
		block_add(parser, line);
	else if (control && scan_literal(&line, "# control-end "))
		take_control_end(parser, line);
	else if (!control && scan_literal(&line, "# partial-end "))
		take_partial_end(parser, line);
	else
		return false;
	return true;
}

/* A line of a run, with the CRC of the lines before it. */
static void take_line(struct parser *parser, uint32_t crc_before)
{
	char *line = parser->line;

	if (scan_literal(&line, "# end ")) {
		take_block_end(parser, line);
		return;
	}
	if (parser->block_state == BLOCK_OPEN && !line_ends_block(line)) {
		block_add(parser, line);
		return;
	}
	if (take_inset(parser, line))
		return;
	if (is_ok_line(line)) {
		take_ok(parser, line);
		return;
	}
	block_drop(parser, "its # end or ok line is missing");
	if (scan_literal(&line, "# begin "))
		take_begin(parser, line);
	else if (scan_literal(&line, "# control "))
		take_control(parser, line);
	else if (scan_literal(&line, "# partial "))
		take_partial(parser, line);
	else if (scan_literal(&line, "# progress "))
		take_progress(parser, line);
	else if (scan_literal(&line, "# = "))
		line_damaged(parser, "a piece of what is printed again");
	else if (scan_literal(&line, "# error "))
		emit_text(parser, PARSE_ERROR, line);
	else if (scan_literal(&line, "# "))
		emit_text(parser, PARSE_NOTE, line);
	else if (scan_literal(&line, "1.."))
		take_plan(parser, line);
	else if (scan_literal(&line, "BARELITMUS-END "))
		take_end(parser, line, crc_before);
	else if (!strncmp(line, "BARELITMUS-TRAP ", 16))
		take_record(parser, PARSE_TRAP, line);
	else if (!strncmp(line, "BARELITMUS-HANG ", 16))
		take_record(parser, PARSE_HANG, line);
	else if (*line && strcmp(line, "KTAP version 1"))
		emit_text(parser, PARSE_DAMAGED, "a line that is not of the log");
}

/* The pieces are whole: if they are a log, all of it comes again. */
static void take_again(struct parser *parser)
{
	struct parser *again = malloc(sizeof(*again));
	size_t length;
	char *text = again ? pieces_text(&parser->pieces, &length) : NULL;

	pieces_free(&parser->pieces);
	if (text) {
		emit_text(parser, PARSE_AGAIN, text);
		parser_init(again, parser->event, parser->ctx);
		again->is_again = true;
		parser_feed(again, text, length);
		parser_finish(again);
		if (again->state != PARSE_BEFORE) {
			block_drop(parser, "cut off");
			partial_drop(parser);
			parser->state = PARSE_ENDED;
		}
		parser_free(again);
	}
	free(text);
	free(again);
}

/* At any time: it does not come from the board. */
static bool take_host_line(struct parser *parser)
{
	char *line = parser->line;

	if (!scan_literal(&line, "BARELITMUS-HOST "))
		return false;
	take_host(parser, line);
	return true;
}

static bool take_piece(struct parser *parser)
{
	enum pieces_got got = parser->is_again
				      ? PIECES_NONE
				      : pieces_take(&parser->pieces, parser->line);

	if (got == PIECES_ALL)
		take_again(parser);
	return got != PIECES_NONE;
}

/* What is shown to people and compared as strings: printable ASCII. True: it was. */
static bool line_clean(struct parser *parser)
{
	bool clean = true;

	for (size_t i = 0; i < parser->length; i++) {
		if (parser->line[i] < ' ' || parser->line[i] > '~') {
			parser->line[i] = '?';
			clean = false;
		}
	}
	parser->line[parser->length] = '\0';
	return clean;
}

static void line_finish(struct parser *parser)
{
	uint32_t before = parser->crc;
	uint32_t crc = crc32_add(before, parser->line, parser->length);
	bool clean = line_clean(parser);

	parser->crc = crc32_add(crc, "\n", 1);
	if (take_piece(parser) || take_boot(parser) || take_host_line(parser) ||
	    parser->state != PARSE_RUNNING)
		return;
	if (parser->overlong)
		line_damaged(parser, "a line too long");
	else if (!clean)
		line_damaged(parser, "a line with bytes that are not printable");
	else
		take_line(parser, before);
}

void parser_feed(struct parser *parser, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == '\n') {
			line_finish(parser);
			parser->length = 0;
			parser->overlong = false;
		} else if (bytes[i] == '\r') {
			continue;
		} else if (parser->length < sizeof(parser->line) - 1) {
			parser->line[parser->length++] = bytes[i];
		} else {
			parser->overlong = true;
		}
	}
}

void parser_finish(struct parser *parser)
{
	block_drop(parser, "cut off");
	partial_emit(parser, V_HANG);
	if (parser->length && parser->state == PARSE_RUNNING)
		emit_text(parser, PARSE_DAMAGED, "the last line is cut off");
	parser->length = 0;
}

/* talk.c - what to say to a board next, and what to make of its answer. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/talk.h"
#include "host/barelitmus/memory.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	WINDOW = 16, /* bytes typed before their echo: the FIFO of a 16550 or PL011 */
	MISTYPED_HALVES = 4, /* in a row: a shorter line may pass */
	MISTYPED_MAX = 500,
	PLANS_MAX = 20,
	REFUSALS = 3, /* in a row are believed */
	STALLS_MAX = 30,
	LOSSES_MAX = 20, /* runs of a test of which nothing whole comes */
	CYCLES_MAX = 5,  /* power cycles in a row that bring no prompt */
};

static const char prompt[] = LOG_PROMPT;
static const char interrupt[] = "\003"; /* ^C */

/* --- to others --- */

__attribute__((format(printf, 2, 3))) static void say(struct talk *talk,
						      const char *format, ...)
{
	char line[LOG_ID_MAX + 256];
	va_list list;

	va_start(list, format);
	vsnprintf(line, sizeof(line), format, list);
	va_end(list);
	talk->calls->say(talk->calls->ctx, line);
}

/* The parser here reads what all readers of the raw log will. */
__attribute__((format(printf, 2, 3))) static void mark(struct talk *talk,
						       const char *format, ...)
{
	char line[TALK_COMMAND_MAX + 64];
	va_list list;

	va_start(list, format);
	vsnprintf(line, sizeof(line), format, list);
	va_end(list);
	talk->calls->mark(talk->calls->ctx, line);
	parser_feed(&talk->parser, "\n", 1);
	parser_feed(&talk->parser, line, strlen(line));
	parser_feed(&talk->parser, "\n", 1);
}

static void send_bytes(struct talk *talk, const char *bytes, size_t n)
{
	talk->calls->send(talk->calls->ctx, bytes, n);
}

static void enter(struct talk *talk, enum talk_phase phase, double now)
{
	talk->phase = phase;
	talk->since = now;
	talk->poked = now;
}

static void fail(struct talk *talk, double now)
{
	talk->failed = true;
	enter(talk, TALK_OVER, now);
}

/* --- events of the log --- */

static struct work *work_of(struct talk *talk, const char *id)
{
	size_t place = worklist_place(&talk->list, id); /* which may move them all */

	return &talk->list.items[place];
}

/* Once more, unless that was enough. The same failure may be told twice. */
static void work_fails(struct talk *talk, struct work *work, const char *how)
{
	uint32_t nonce = talk->run.nonce;

	if (work->state != WORK_WAITING || (nonce && work->failed_in == nonce))
		return;
	work->failed_in = nonce;
	if (++work->failures <= talk->options->retries) {
		talk->counts.rerun++;
		return;
	}
	work->state = WORK_GIVEN_UP;
	say(talk, "%s: %s, given up after %u tries", work->id, how, work->failures);
}

static void work_is_lost(struct talk *talk, struct work *work)
{
	talk->counts.rerun++;
	if (++work->losses < LOSSES_MAX)
		return;
	work->state = WORK_GIVEN_UP;
	say(talk, "%s: ran %u times, and nothing whole came of it", work->id,
	    work->losses);
}

static void take_progress(struct talk *talk, const struct parse_event *event)
{
	int64_t place = worklist_find(&talk->list, event->id);

	/* The line has no checksum: a name that is not in the plan is damage. */
	if (place == WORK_NONE)
		return;
	talk->run.suspect = place;
	talk->run.seq = event->seq;
}

/* Bytes on the way may make up a command, and begin a run of other words. */
static void take_boot(struct talk *talk, const struct parse_event *event)
{
	talk->run.is_ours = talk->is_again ? talk->again_is_ours : talk->asked;
	talk->is_again = false;
	talk->asked = false;
	talk->run.was_reset |= event->boot.again;
	if (!talk->run.booted) /* else it is the same again, or that of a reset */
		talk->run.nonce = event->boot.nonce;
	talk->run.booted = true;
}

/* A hang that the image saw may have left counts, and is one all the same. */
static void take_result(struct talk *talk, const struct parse_event *event)
{
	enum log_verdict verdict = event->block->verdict;
	struct work *work = work_of(talk, event->id);

	if (verdict == V_HANG || verdict == V_FAULT)
		work_fails(talk, work, log_verdict_word(verdict));
	else
		work->state = WORK_DONE;
}

static void take_again(struct talk *talk, const char *text)
{
	talk->has_text = true;
	talk->is_again = strstr(text, "BARELITMUS-BOOT ") != NULL;
	talk->again_is_ours = worklist_is_run(talk->options->words, text);
	if (talk->wants == TALK_PLAN)
		talk->has_plan |= worklist_plan(&talk->list, talk->options->plan, text);
	if (strncmp(text, "error: ", 7))
		return;
	snprintf(talk->refusal, sizeof(talk->refusal), "%.*s", (int)strcspn(text, "\n"),
		 text);
}

static void take_event(void *ctx, const struct parse_event *event)
{
	struct talk *talk = ctx;

	switch (event->kind) {
	case PARSE_BOOT:
		take_boot(talk, event);
		break;
	case PARSE_PLAN: /* none: the log of a boot */
		talk->run.was_reset |= talk->ask == TALK_RUN && !event->plan;
		break;
	case PARSE_PROGRESS:
		take_progress(talk, event);
		break;
	case PARSE_RESULT:
		if (talk->run.is_ours)
			take_result(talk, event);
		break;
	case PARSE_SKIP:
		if (talk->run.is_ours)
			work_of(talk, event->id)->state = WORK_DONE;
		break;
	case PARSE_LOST:
		if (talk->run.is_ours)
			work_fails(talk, work_of(talk, event->id),
				   log_verdict_word(event->verdict));
		break;
	case PARSE_ASKED:
		talk->asked = true;
		talk->run.booted = false;
		talk->run.is_whole = false;
		break;
	case PARSE_TRAP:
		talk->run.has_trap = true;
		break;
	case PARSE_END:
		talk->run.is_whole = event->end.intact;
		break;
	case PARSE_AGAIN:
		take_again(talk, event->text);
		break;
	default:
		break;
	}
}

/* --- what to do next --- */

/* Nothing is known of what the board does: it may have a prompt, or be off. */
static void find(struct talk *talk, double now)
{
	talk->ask = TALK_NOTHING;
	talk->matched = 0;
	enter(talk, TALK_FIND, now);
}

static void type(struct talk *talk, enum talk_ask ask, double now)
{
	talk->ask = ask;
	talk->command_length = strlen(talk->command);
	talk->sent = 0;
	talk->echoed = 0;
	enter(talk, TALK_TYPE, now);
}

static void ask_plan(struct talk *talk, double now)
{
	if (talk->plans++ == PLANS_MAX) {
		say(talk, "the board gives no plan: expected an image that knows plan "
			  "and again");
		fail(talk, now);
		return;
	}
	snprintf(talk->command, sizeof(talk->command), "plan %s", talk->options->plan);
	type(talk, TALK_PLAN, now);
}

static void ask_again(struct talk *talk, double now)
{
	uint32_t from, to;

	pieces_missing(&talk->parser.pieces, &from, &to);
	if (from)
		snprintf(talk->command, sizeof(talk->command),
			 "again %" PRIu32 " %" PRIu32, from, to);
	else
		snprintf(talk->command, sizeof(talk->command), "again");
	type(talk, TALK_AGAIN, now);
}

static void ask_run(struct talk *talk, double now)
{
	struct talk_run *run = &talk->run;
	size_t *chunk = run->chunk;

	*run = (struct talk_run){.chunk = chunk, .suspect = WORK_NONE};
	run->count = worklist_next(&talk->list, talk->chunk_max, chunk);
	if (!run->count) {
		enter(talk, TALK_OVER, now);
		return;
	}
	run->count = worklist_line(&talk->list, chunk, run->count, talk->options->words,
				   talk->command, sizeof(talk->command));
	type(talk, TALK_RUN, now);
}

/* At a prompt. */
static void decide(struct talk *talk, double now)
{
	talk->cycles = 0;
	if (talk->wants != TALK_NOTHING)
		ask_again(talk, now);
	else if (!talk->has_plan)
		ask_plan(talk, now);
	else if (talk->is_refused) {
		snprintf(talk->command, sizeof(talk->command), "reboot");
		type(talk, TALK_REBOOT, now);
	} else
		ask_run(talk, now);
}

/* --- how an answer ends --- */

static size_t count_waiting(const struct talk *talk, int64_t *last)
{
	const struct talk_run *run = &talk->run;
	size_t waiting = 0;

	for (size_t i = 0; i < run->count; i++) {
		if (talk->list.items[run->chunk[i]].state != WORK_WAITING)
			continue;
		*last = (int64_t)run->chunk[i];
		waiting++;
	}
	return waiting;
}

/* The progress line has no checksum: its number and its name must agree. */
static bool suspect_is_sure(const struct talk *talk)
{
	const struct talk_run *run = &talk->run;

	return run->suspect != WORK_NONE && run->seq && run->seq <= run->count &&
	       run->chunk[run->seq - 1] == (size_t)run->suspect &&
	       talk->list.items[run->suspect].state == WORK_WAITING;
}

/* Finds the test in which the run ended, if it can be known. */
static bool find_suspect(struct talk *talk)
{
	struct talk_run *run = &talk->run;

	if (suspect_is_sure(talk))
		return true;
	if (run->count != 1 || count_waiting(talk, &run->suspect) != 1)
		return false;
	run->seq = 1;
	return true;
}

/* The tests that have no result go back to the others. */
static void run_broke_off(struct talk *talk, const char *how)
{
	if (find_suspect(talk))
		work_fails(talk, &talk->list.items[talk->run.suspect], how);
	else
		talk->chunk_max = 1;
}

static void run_is_over(struct talk *talk)
{
	struct talk_run *run = &talk->run;
	int64_t last;

	talk->wants = TALK_NOTHING;
	if (!count_waiting(talk, &last)) {
		if (run->count)
			talk->chunk_max *= 2;
		if (talk->chunk_max > talk->options->chunk)
			talk->chunk_max = talk->options->chunk;
	} else if (run->was_reset || run->has_trap) {
		talk->counts.resets += run->was_reset;
		run_broke_off(talk, run->has_trap ? "trap" : "the board was reset");
	} else {
		for (size_t i = 0; i < run->count; i++) {
			struct work *work = &talk->list.items[run->chunk[i]];

			if (work->state == WORK_WAITING)
				work_is_lost(talk, work);
		}
		talk->chunk_max = (talk->chunk_max + 1) / 2;
	}
	run->count = 0;
}

static void run_answered(struct talk *talk)
{
	if (talk->run.is_whole || talk->run.was_reset || talk->run.has_trap)
		run_is_over(talk);
	else
		talk->wants = TALK_RUN;
}

/* Once may be a line that was changed on its way. */
static void take_refusal(struct talk *talk, enum talk_ask wanted, double now)
{
	if (!*talk->refusal) {
		talk->refusals = 0;
		return;
	}
	if (++talk->refusals < REFUSALS)
		return;
	talk->refusals = 0;
	say(talk, "the board says: %s", talk->refusal);
	talk->is_refused = wanted == TALK_RUN;
	if (wanted != TALK_PLAN)
		return;
	talk->wrong_words = true;
	fail(talk, now);
}

/* All that was kept is here. */
static void text_is_whole(struct talk *talk, double now)
{
	enum talk_ask wanted = talk->wants;

	talk->wants = TALK_NOTHING;
	if (wanted == TALK_RUN)
		run_is_over(talk);
	if (wanted == TALK_PLAN && talk->has_plan)
		say(talk, "%" PRIu32 " tests, %zu of them done before",
		    talk->list.planned, worklist_count(&talk->list, WORK_DONE));
	take_refusal(talk, wanted, now);
}

static void again_answered(struct talk *talk, double now)
{
	uint32_t here = talk->parser.pieces.here;

	if (talk->has_text) {
		text_is_whole(talk, now);
		return;
	}
	if (talk->had_error) /* a reset leaves nothing */
		talk->stalls += STALLS_MAX / 3;
	else
		talk->stalls = here > talk->here ? 0 : talk->stalls + 1;
	talk->here = here;
	if (talk->stalls < STALLS_MAX)
		return;
	if (talk->wants == TALK_RUN)
		run_is_over(talk);
	talk->wants = TALK_NOTHING;
}

/* There is a prompt, and nothing behind it. */
static void answered(struct talk *talk, double now)
{
	enum talk_ask ask = talk->ask;

	talk->ask = TALK_NOTHING;
	if (ask == TALK_RUN)
		run_answered(talk);
	else if (ask == TALK_PLAN)
		talk->wants = TALK_PLAN;
	else if (ask == TALK_AGAIN)
		again_answered(talk, now);
	if (ask == TALK_RUN || ask == TALK_PLAN) {
		talk->here = 0;
		talk->stalls = 0;
	}
	if (talk->phase != TALK_OVER)
		decide(talk, now);
}

/* --- a board that does not answer --- */

static void run_hangs(struct talk *talk)
{
	struct talk_run *run = &talk->run;
	double silence = talk->options->times.hang;

	talk->counts.hangs++;
	if (find_suspect(talk)) {
		const char *id = talk->list.items[run->suspect].id;

		say(talk, "%s: hang: silent for %g s", id, silence);
		/* Read as an event of the log, it counts as a failure. */
		if (run->booted)
			mark(talk, "BARELITMUS-HOST hang %08" PRIx32 " %" PRIu32 " %s",
			     run->nonce, run->seq, id);
	} else {
		say(talk, "hang: silent for %g s, in one of %zu tests", silence,
		    run->count);
	}
	run_broke_off(talk, "hang");
	run->count = 0;
}

static void cycle(struct talk *talk, double now)
{
	if (!talk->options->can_reset) {
		say(talk, "reset the board: it does not answer");
	} else if (talk->cycles++ == CYCLES_MAX) {
		say(talk, "no prompt after %d resets", CYCLES_MAX);
		fail(talk, now);
		return;
	} else {
		talk->counts.cycles++;
		talk->calls->reset(talk->calls->ctx);
	}
	find(talk, now);
}

/* Whatever was in progress, the board has to start anew. */
static void give_up_answer(struct talk *talk, double now)
{
	struct talk_run *run = &talk->run;

	if (talk->ask == TALK_RUN && (run->was_reset || run->has_trap))
		run_is_over(talk);
	else if (talk->ask == TALK_RUN)
		run_hangs(talk);
	cycle(talk, now);
}

/* --- typing --- */

static void mistype(struct talk *talk, double now)
{
	talk->counts.typed++;
	if (++talk->mistyped == MISTYPED_MAX) {
		say(talk, "the board echoes something else than what is sent to it");
		fail(talk, now);
		return;
	}
	if (talk->ask == TALK_RUN && talk->mistyped % MISTYPED_HALVES == 0)
		talk->chunk_max = (talk->chunk_max + 1) / 2;
	send_bytes(talk, interrupt, 1);
	find(talk, now);
}

static void end_line(struct talk *talk, double now)
{
	talk->mistyped = 0;
	talk->length = 0;
	talk->matched = 0;
	talk->has_line = false;
	talk->has_text = false;
	talk->had_error = false;
	talk->was_interrupted = false;
	if (talk->ask == TALK_AGAIN)
		talk->counts.again++;
	else
		pieces_free(&talk->parser.pieces);
	if (talk->ask == TALK_RUN)
		mark(talk, "BARELITMUS-HOST %s", talk->command);
	*talk->refusal = '\0';
	talk->is_refused = false;
	send_bytes(talk, "\r", 1);
	enter(talk, TALK_ANSWER, now);
}

static void type_on(struct talk *talk, double now)
{
	size_t n = talk->echoed + WINDOW - talk->sent;

	if (talk->echoed == talk->command_length) {
		end_line(talk, now);
		return;
	}
	if (n > talk->command_length - talk->sent)
		n = talk->command_length - talk->sent;
	if (n)
		send_bytes(talk, talk->command + talk->sent, n);
	talk->sent += n;
}

/* --- bytes and time --- */

static void take_answer(struct talk *talk, char c)
{
	if (c == '\n') {
		talk->line[talk->length] = '\0';
		if (!strncmp(talk->line, "error: ", 7))
			talk->had_error = true;
		talk->length = 0;
		talk->has_line = true;
	} else if (c != '\r' && talk->length < sizeof(talk->line) - 1) {
		talk->line[talk->length++] = c;
	}
}

/* Only its first byte is a b. */
static bool take_prompt(struct talk *talk, char c)
{
	if (c != prompt[talk->matched])
		talk->matched = 0;
	talk->matched += c == prompt[talk->matched];
	if (prompt[talk->matched])
		return false;
	talk->matched = 0;
	return true;
}

static void take_byte(struct talk *talk, char c, double now)
{
	switch (talk->phase) {
	case TALK_TYPE:
		if (talk->echoed < talk->sent && c == talk->command[talk->echoed])
			talk->echoed++;
		else
			mistype(talk, now);
		break;
	case TALK_ANSWER:
		take_answer(talk, c);
		/* fall through */
	case TALK_FIND:
		if (take_prompt(talk, c))
			enter(talk, TALK_SETTLE, now);
		break;
	default:
		break;
	}
}

void talk_bytes(struct talk *talk, const char *bytes, size_t n, double now)
{
	if (!n)
		return;
	talk->heard = now;
	parser_feed(&talk->parser, bytes, n);
	for (size_t i = 0; i < n; i++)
		take_byte(talk, bytes[i], now);
	talk_tick(talk, now);
}

static double later(double a, double b)
{
	return a > b ? a : b;
}

/* A prompt may have been lost; a run that is in progress does not mind CR. */
static void poke(struct talk *talk, double now)
{
	talk->poked = now;
	if (!talk->has_line && talk->length)
		mistype(talk, now); /* the CR has become something else */
	else
		send_bytes(talk, "\r", 1);
}

/* Only a run may take its time. */
static void tick_answer(struct talk *talk, double now)
{
	const struct talk_times *times = &talk->options->times;
	double silence = now - later(talk->heard, talk->since);
	double patience = talk->ask == TALK_RUN ? times->silent : times->echo;

	if (silence >= times->hang + times->silent) {
		give_up_answer(talk, now);
	} else if (silence >= times->hang && !talk->was_interrupted) {
		talk->was_interrupted = true;
		send_bytes(talk, interrupt, 1);
	} else if (!talk->was_interrupted &&
		   now - later(talk->heard, talk->poked) >= patience) {
		poke(talk, now);
	}
}

/* CR at first, behind ^U, for a line may be half typed: ^C would end a run. */
static void tick_find(struct talk *talk, double now)
{
	const struct talk_times *times = &talk->options->times;
	bool can_reset = talk->options->can_reset;

	if (can_reset && now - later(talk->heard, talk->since) >= times->hang) {
		cycle(talk, now);
	} else if (now - talk->since >= times->wait) {
		say(talk, "no prompt within %g s", times->wait);
		fail(talk, now);
	} else if (now - later(talk->heard, talk->poked) >= times->echo) {
		if (now - talk->since < times->silent)
			send_bytes(talk, "\025\025\r", 3);
		else
			send_bytes(talk, interrupt, 1);
		talk->poked = now;
	}
}

void talk_tick(struct talk *talk, double now)
{
	const struct talk_times *times = &talk->options->times;

	if (!talk->is_linked)
		return;
	switch (talk->phase) {
	case TALK_FIND:
		tick_find(talk, now);
		break;
	case TALK_SETTLE: /* behind an answer nothing else comes */
		if (talk->ask != TALK_NOTHING || now - talk->heard >= times->quiet)
			answered(talk, now);
		break;
	case TALK_TYPE:
		if (now - later(talk->heard, talk->since) >= times->echo)
			mistype(talk, now);
		else
			type_on(talk, now);
		break;
	case TALK_ANSWER:
		tick_answer(talk, now);
		break;
	case TALK_OVER:
		break;
	}
}

void talk_link(struct talk *talk, bool is_linked, double now)
{
	talk->is_linked = is_linked;
	talk->heard = now;
	if (talk->phase == TALK_OVER)
		return;
	/* The board went on, and the answer was missed. */
	if (talk->phase == TALK_ANSWER && talk->ask == TALK_RUN)
		talk->wants = TALK_RUN;
	find(talk, now);
}

/* --- its life --- */

void talk_init(struct talk *talk, const struct talk_options *options,
	       const struct talk_calls *calls, double now)
{
	memset(talk, 0, sizeof(*talk));
	talk->options = options;
	talk->calls = calls;
	talk->chunk_max = options->chunk;
	talk->run.chunk = memory_zeroed(options->chunk, sizeof(size_t));
	talk->run.suspect = WORK_NONE;
	parser_init(&talk->parser, take_event, talk);
	find(talk, now);
}

void talk_free(struct talk *talk)
{
	parser_free(&talk->parser);
	worklist_free(&talk->list);
	free(talk->run.chunk);
}

void talk_replay(struct talk *talk, const char *bytes, size_t n)
{
	parser_feed(&talk->parser, bytes, n);
	talk->counts = (struct talk_counts){0};
	/* What a killed session has not seen the end of, the board may still know. */
	talk->wants = talk->run.booted && !talk->run.is_whole ? TALK_RUN : TALK_NOTHING;
}

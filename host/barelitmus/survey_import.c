/* survey_import.c - read logs into a survey. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/survey_import.h"
#include "host/barelitmus/command.h"
#include "host/barelitmus/command_line.h"
#include "host/barelitmus/memory.h"
#include "protocol/parse.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char help[] =
	"usage: barelitmus import [OPTION ...] SURVEY.db [LOG ...]\n"
	"\n"
	"Takes logs of images into a survey, a database that is made where there is "
	"none\n"
	"(docs/survey.md). A log that is there already adds nothing, one that grew adds\n"
	"what is new, and one that contradicts the survey changes nothing. \"-\" is "
	"standard\n"
	"input. Without a LOG: makes the survey, or brings an older one up to date.\n"
	"\n"
	"  --board NAME   what the machine is called (default: the name of its "
	"platform)\n"
	"  --help         this text\n"
	"\n"
	"Exit status: 0 every log was whole; 1 something was damaged or has no end, and "
	"what\n"
	"is good of it was taken; 2 wrong usage, no log, or a contradiction.\n";

enum {
	SHOWN_MAX = 10, /* lines about the damage of one log */
	CHUNK = 1 << 16,
};

enum statement {
	ADD_BOARD,
	ADD_RUN,
	FIND_RUN,
	ADD_SOURCE,
	ADD_NOTE,
	ADD_RESULT,
	ADD_BARE, /* a result without counts */
	ADD_OUTCOME,
	DROP_OUTCOMES,
	DROP_RESULT,
	ADD_CONTROL,
	ADD_DAMAGE,
	SET_PLAN,
	SET_END,
	STATEMENTS,
};

static const char *const sql[STATEMENTS] = {
	[ADD_BOARD] =
		"INSERT OR IGNORE INTO src.boards(name, arch, platform, cores, host,"
		" clock_hz) VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
	[ADD_RUN] = "INSERT OR IGNORE INTO src.runs(boot, nonce, version, board_id)"
		    " SELECT ?1, ?2, ?3, id FROM src.boards WHERE (name, arch, platform,"
		    " cores, host, clock_hz) = (?4, ?5, ?6, ?7, ?8, ?9)",
	[FIND_RUN] = "SELECT id FROM src.runs WHERE boot = ?1",
	[ADD_SOURCE] = "INSERT OR IGNORE INTO src.sources VALUES(?1, ?2, ?3)",
	[ADD_NOTE] = "INSERT OR IGNORE INTO src.notes VALUES(?1, ?2, ?3)",
	[ADD_RESULT] =
		"INSERT OR IGNORE INTO src.results(run_id, seq, test, mix, verdict,"
		" counted, reason, expected, source, scheme, settings, kind, condition,"
		" hash, states, iterations, filtered, seen, others, microseconds, "
		"trip_ns,"
		" reset_us, run_us, wait_us, count_us, sc_seen, sc_ran, tso_seen, "
		"tso_ran,"
		" weak_seen, weak_ran, control_rate) VALUES(?1, ?2, ?3, ?4, ?5, 1, ?6, "
		"?7,"
		" ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, "
		"?22,"
		" ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31)",
	[ADD_BARE] = "INSERT OR IGNORE INTO src.results(run_id, seq, test, mix, verdict,"
		     " reason, counted) VALUES(?1, ?2, ?3, ?4, ?5, ?6, 0)",
	[ADD_OUTCOME] = "INSERT OR IGNORE INTO src.outcomes VALUES(?1, ?2, ?3, ?4, ?5,"
			" ?6)",
	[DROP_OUTCOMES] = "DELETE FROM src.outcomes WHERE run_id = ?1 AND seq = ?2",
	[DROP_RESULT] = "DELETE FROM src.results WHERE run_id = ?1 AND seq = ?2",
	[ADD_CONTROL] = "INSERT OR IGNORE INTO src.controls(run_id, seq, id, of, change,"
			" needs, settings, iterations, seen, microseconds, trip_ns)"
			" VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
	[ADD_DAMAGE] = "INSERT INTO src.damage VALUES(?1, ?2, ?3, ?4, 1)"
		       " ON CONFLICT DO UPDATE SET count = count + 1",
	[SET_PLAN] = "UPDATE src.runs SET plan = ?2 WHERE id = ?1",
	[SET_END] = "UPDATE src.runs SET ended = 1, intact = ?2, rc = ?3 WHERE id = ?1",
};

static const char clear[] =
	"DELETE FROM src.outcomes; DELETE FROM src.results; DELETE FROM src.controls;"
	"DELETE FROM src.damage; DELETE FROM src.notes; DELETE FROM src.sources;"
	"DELETE FROM src.runs; DELETE FROM src.boards";

struct import {
	struct survey *survey;
	const char *path;
	const char *board;
	struct import_count *count;
	sqlite3_stmt *statements[STATEMENTS];
	char imported[32]; /* now */
	int64_t run;       /* its id in src; 0: none that could be taken */
	bool open;         /* the run has no whole END yet */
	bool failed;       /* said what is wrong */
	bool finishing;    /* what is damaged now is only unfinished */
	uint32_t running_seq;
	char running_id[LOG_ID_MAX];
};

#define PUT(import, statement, types, ...)                                               \
	put(import, survey_put((import)->survey, (import)->statements[statement], types, \
			       __VA_ARGS__))

/* How many rows changed, remembering an error. */
static int put(struct import *import, int changed)
{
	import->failed |= changed < 0;
	return changed;
}

/* --- names --- */

/* The "<test>[<mix>]" of the grammar, cut in two. */
struct name {
	char test[LOG_ID_MAX];
	char mix[LOG_ID_MAX];
};

static bool name_cut(struct name *name, const char *id)
{
	static const char others[] = "_/.+:~[]-";
	size_t n = strlen(id);
	const char *mix = strrchr(id, '[');

	for (const char *c = id; *c; c++)
		if (!isalnum((unsigned char)*c) && !strchr(others, *c))
			return false;
	if (!mix || mix == id || n >= LOG_ID_MAX || id[n - 1] != ']' || mix + 2 == id + n)
		return false;
	memcpy(name->test, id, (size_t)(mix - id));
	name->test[mix - id] = '\0';
	n = (size_t)(id + n - 1 - (mix + 1));
	memcpy(name->mix, mix + 1, n);
	name->mix[n] = '\0';
	return !strchr(name->mix, ']');
}

static size_t span_of(const char *text, const char *others)
{
	size_t n = 0;

	while (text[n] && (isalnum((unsigned char)text[n]) || strchr(others, text[n])))
		n++;
	return n;
}

/* "<item>=<value>;" any number of times, with a blank between. */
static bool state_is_good(const char *state)
{
	while (*state) {
		size_t n = span_of(state, "_.:$[]");

		if (!n || state[n] != '=')
			return false;
		state += n + 1;
		n = span_of(state, "_.:$-+");
		if (!n || state[n] != ';')
			return false;
		state += n + 1;
		if (*state == ' ' && state[1])
			state++;
		else if (*state)
			return false;
	}
	return true;
}

/* --- damage --- */

static void show_damage(const struct import *import, uint32_t seq, const char *id,
			const char *what)
{
	if (import->count->damaged > SHOWN_MAX)
		return;
	if (import->count->damaged == SHOWN_MAX)
		fprintf(stderr, "barelitmus: %s: and more\n", import->path);
	else if (id)
		fprintf(stderr, "barelitmus: %s: left out test %" PRIu32 ", %s: %s\n",
			import->path, seq, id, what);
	else
		fprintf(stderr, "barelitmus: %s: left out: %s\n", import->path, what);
}

static void add_damage(struct import *import, uint32_t seq, const char *id,
		       const char *what)
{
	struct name name;

	show_damage(import, seq, id, what);
	import->count->damaged++;
	/* What a last line without its end is, the next import of the log knows. */
	if (!import->run || (import->finishing && !id))
		return;
	if (id && !name_cut(&name, id))
		id = NULL;
	PUT(import, ADD_DAMAGE, "iitt", import->run, (int64_t)(id ? seq : 0),
	    id ? id : "", what);
}

/* --- results --- */

/* NULL, or what keeps the survey from taking the block's numbers and words. */
static const char *block_wrong(const struct block *block)
{
	const struct log_phases *phases = &block->phases;
	const uint64_t numbers[] = {
		block->iterations, block->microseconds, block->round_trip_ns,
		block->rate,       phases->reset_us,    phases->run_us,
		phases->wait_us,   phases->count_us,
	};

	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		if (numbers[i] > SURVEY_COUNT_MAX)
			return "a number too large to be true";
	for (size_t i = 0; i < block->row_count; i++)
		if (!state_is_good(block->rows[i].state))
			return "an outcome that does not parse";
	return NULL;
}

/* Without " is validated", to be freed; NULL for none. */
static char *condition_text(const struct block *block)
{
	const char *end;

	if (!block->condition)
		return NULL;
	end = strstr(block->condition,
		     block->validated ? " is validated" : " is NOT validated");
	return memory_text(block->condition, end ? (size_t)(end - block->condition)
						 : strlen(block->condition));
}

static char *scheme_text(const struct block *block)
{
	const char *scheme = strstr(block->settings, "scheme=");

	if (!scheme)
		return NULL;
	scheme += strlen("scheme=");
	return memory_text(scheme, strcspn(scheme, " "));
}

/* False where a state comes twice. */
static bool add_outcomes(struct import *import, uint32_t seq, const struct block *block)
{
	for (size_t i = 0; i < block->row_count && !import->failed; i++) {
		const struct block_row *row = &block->rows[i];
		const char *label =
			row->label == LOG_UNLABELLED ? NULL : log_label_word(row->label);

		if (!PUT(import, ADD_OUTCOME, "iitiit", import->run, (int64_t)seq,
			 row->state, (int64_t)row->count, (int64_t)row->matches, label))
			return false;
	}
	return true;
}

static int put_result(struct import *import, uint32_t seq, const struct name *name,
		      const struct block *block, const char *reason)
{
	const struct log_sensitivity *s = &block->sensitivity;
	char *condition = condition_text(block);
	char *scheme = scheme_text(block);
	/* A sensitivity that the block does not have is NULL, not 0. */
	const char *types = block->has_sensitivity ? "iitttttttttttiiiiiiiiiiiiiiiiii"
						   : "iitttttttttttiiiiiiiiiii";
	int changed;

	sqlite3_clear_bindings(import->statements[ADD_RESULT]);
	changed =
		PUT(import, ADD_RESULT, types, import->run, (int64_t)seq, name->test,
		    name->mix, log_verdict_word(block->verdict), reason, block->expected,
		    block->source, scheme, block->settings, block->kind, condition,
		    block->hash, (int64_t)block->row_count, (int64_t)block->iterations,
		    (int64_t)block->filtered, (int64_t)block->seen,
		    (int64_t)block->others, (int64_t)block->microseconds,
		    (int64_t)block->round_trip_ns, (int64_t)block->phases.reset_us,
		    (int64_t)block->phases.run_us, (int64_t)block->phases.wait_us,
		    (int64_t)block->phases.count_us, (int64_t)s->seen[LOG_NEEDS_SC],
		    (int64_t)s->ran[LOG_NEEDS_SC], (int64_t)s->seen[LOG_NEEDS_TSO],
		    (int64_t)s->ran[LOG_NEEDS_TSO], (int64_t)s->seen[LOG_NEEDS_WEAK],
		    (int64_t)s->ran[LOG_NEEDS_WEAK], (int64_t)block->rate);
	free(condition);
	free(scheme);
	return changed;
}

static void add_result(struct import *import, const struct parse_event *event)
{
	const char *wrong = block_wrong(event->block);
	const char *reason =
		event->kind == PARSE_LOST ? "partial" : event->block->known_by;
	struct name name;

	if (!wrong && !name_cut(&name, event->id))
		wrong = "a name that no test has";
	if (!wrong && !put_result(import, event->seq, &name, event->block, reason))
		wrong = "a second result of one test";
	else if (!wrong && !import->failed &&
		 !add_outcomes(import, event->seq, event->block)) {
		wrong = "an outcome that comes twice";
		PUT(import, DROP_OUTCOMES, "ii", import->run, (int64_t)event->seq);
		PUT(import, DROP_RESULT, "ii", import->run, (int64_t)event->seq);
	}
	if (wrong)
		add_damage(import, event->seq, event->id, wrong);
	else
		import->count->results++;
}

/* A skip, a hang or a fault: no counts. */
static void add_bare(struct import *import, uint32_t seq, const char *id,
		     enum log_verdict verdict, const char *reason)
{
	struct name name;
	const char *wrong = NULL;

	if (!name_cut(&name, id))
		wrong = "a name that no test has";
	else if (!PUT(import, ADD_BARE, "iitttt", import->run, (int64_t)seq, name.test,
		      name.mix, log_verdict_word(verdict), reason))
		wrong = "a second result of one test";
	if (wrong)
		add_damage(import, seq, id, wrong);
	else
		import->count->results++;
}

static void add_control(struct import *import, const struct parse_event *event)
{
	const struct block *block = event->block;
	const char *wrong = block_wrong(block);
	struct name name, of;

	if (!wrong && (!name_cut(&name, event->id) || !name_cut(&of, event->control.of)))
		wrong = "a control with a name that no test has";
	if (!wrong &&
	    !PUT(import, ADD_CONTROL, "iitttttiiii", import->run, (int64_t)event->seq,
		 event->id, event->control.of, event->control.change,
		 log_needs_word(event->control.needs), block->settings,
		 (int64_t)block->iterations, (int64_t)block->seen,
		 (int64_t)block->microseconds, (int64_t)block->round_trip_ns))
		wrong = "a second result of one control";
	if (wrong)
		add_damage(import, 0, NULL, wrong);
	else
		import->count->controls++;
}

/* --- runs --- */

/* The first word of a note is its kind: "args", "toolchain", "noise", … */
static void add_note(struct import *import, const char *kind, const char *text)
{
	PUT(import, ADD_NOTE, "itt", import->run, kind, text);
}

static void take_note(struct import *import, const char *text)
{
	size_t n = strcspn(text, " ");
	char *kind = memory_text(text, n && text[n - 1] == ':' ? n - 1 : n);

	add_note(import, kind, text + n + strspn(text + n, " "));
	free(kind);
}

static void take_record(struct import *import, const struct parse_event *event)
{
	bool is_trap = event->kind == PARSE_TRAP;

	add_note(import, is_trap ? "trap" : "hang", event->text);
	/* A hang has a line of its own that counts it. */
	if (is_trap && import->running_seq && !strcmp(event->id, import->running_id))
		add_bare(import, import->running_seq, event->id, V_FAULT, NULL);
}

static int64_t find_run(struct import *import, const char *boot)
{
	sqlite3_stmt *statement = import->statements[FIND_RUN];
	int64_t id = 0;
	int row;

	sqlite3_bind_text(statement, 1, boot, -1, SQLITE_TRANSIENT);
	row = survey_step(import->survey, statement);
	if (row > 0)
		id = sqlite3_column_int64(statement, 0);
	import->failed |= row < 0;
	sqlite3_reset(statement);
	return id;
}

static int take_in(struct import *import)
{
	return survey_absorb(import->survey, import->path, &import->count->absorbed);
}

static void add_run(struct import *import, const struct parse_event *event,
		    const char *boot)
{
	const char *board = import->board ? import->board : event->boot.platform;
	int64_t cores = (int64_t)event->boot.cores, host = (int64_t)event->boot.host,
		clock = (int64_t)event->boot.clock_hz;
	char nonce[16];

	snprintf(nonce, sizeof(nonce), "%08" PRIx32, event->boot.nonce);
	PUT(import, ADD_BOARD, "tttiii", board, event->boot.arch, event->boot.platform,
	    cores, host, clock);
	PUT(import, ADD_RUN, "ttttttiii", boot, nonce, event->boot.version, board,
	    event->boot.arch, event->boot.platform, cores, host, clock);
	import->run = find_run(import, boot);
	PUT(import, ADD_SOURCE, "itt", import->run, import->path, import->imported);
}

static void end_run(struct import *import)
{
	import->count->unended += import->open;
	import->open = false;
	import->run = 0;
	import->running_seq = 0;
}

static void take_boot(struct import *import, const struct parse_event *event)
{
	char boot[LOG_LINE_MAX + 128];

	end_run(import);
	import->count->runs++;
	import->open = true;
	if (event->boot.cores > SURVEY_COUNT_MAX || event->boot.host > SURVEY_COUNT_MAX ||
	    event->boot.clock_hz > SURVEY_COUNT_MAX) {
		add_damage(import, 0, NULL,
			   "a run whose BARELITMUS-BOOT has a number too large to be "
			   "true");
		return;
	}
	snprintf(boot, sizeof(boot),
		 "%08" PRIx32 " %s %s %s cores=%" PRIu64 " host=%" PRIu64
		 " clock=%" PRIu64,
		 event->boot.nonce, event->boot.version, event->boot.arch,
		 event->boot.platform, event->boot.cores, event->boot.host,
		 event->boot.clock_hz);
	/* The same run again, as where a log was copied behind itself: held against it. */
	if (find_run(import, boot) && !import->failed)
		import->failed = take_in(import) || survey_run(import->survey, clear);
	if (!import->failed)
		add_run(import, event, boot);
}

static void take_progress(struct import *import, const struct parse_event *event)
{
	import->running_seq = 0;
	if (strlen(event->id) < sizeof(import->running_id)) {
		import->running_seq = event->seq;
		strcpy(import->running_id, event->id);
	}
}

static void take_end(struct import *import, const struct parse_event *event)
{
	PUT(import, SET_END, "iii", import->run, (int64_t)event->end.intact,
	    (int64_t)event->end.rc);
	import->open = !event->end.intact;
}

static void take_event(void *ctx, const struct parse_event *event)
{
	struct import *import = ctx;

	if (import->failed)
		return;
	if (event->kind == PARSE_BOOT) {
		take_boot(import, event);
		return;
	}
	if (event->kind == PARSE_DAMAGED) {
		add_damage(import, event->seq, event->id, event->text);
		return;
	}
	if (!import->run)
		return;
	switch (event->kind) {
	case PARSE_PLAN:
		PUT(import, SET_PLAN, "ii", import->run, (int64_t)event->plan);
		break;
	case PARSE_NOTE:
		take_note(import, event->text);
		break;
	case PARSE_ERROR:
		add_note(import, "error", event->text);
		break;
	case PARSE_PROGRESS:
		take_progress(import, event);
		break;
	case PARSE_RESULT:
		add_result(import, event);
		break;
	case PARSE_CONTROL:
		add_control(import, event);
		break;
	case PARSE_SKIP:
		add_bare(import, event->seq, event->id, V_SKIP, event->text);
		break;
	case PARSE_LOST:
		if (event->block)
			add_result(import, event);
		else
			add_bare(import, event->seq, event->id, event->verdict, NULL);
		import->running_seq = 0;
		break;
	case PARSE_TRAP:
	case PARSE_HANG:
		take_record(import, event);
		break;
	case PARSE_END:
		take_end(import, event);
		break;
	default:
		break;
	}
}

/* --- a log --- */

static int read_log(struct import *import, FILE *file)
{
	struct parser *parser = memory_zeroed(1, sizeof(*parser));
	char *chunk = memory_zeroed(CHUNK, 1);
	size_t n;

	parser_init(parser, take_event, import);
	while (!import->failed && (n = fread(chunk, 1, CHUNK, file)))
		parser_feed(parser, chunk, n);
	import->finishing = true;
	if (ferror(file)) {
		fprintf(stderr, "barelitmus: %s: %s\n", import->path, strerror(errno));
		import->failed = true;
	}
	parser_finish(parser);
	end_run(import);
	parser_free(parser);
	free(parser);
	free(chunk);
	return import->failed ? -1 : 0;
}

static int take_log(struct import *import, FILE *file)
{
	if (read_log(import, file))
		return -1;
	if (!import->count->runs) {
		fprintf(stderr,
			"barelitmus: %s: expected the log of an image, found no "
			"BARELITMUS-BOOT\n",
			import->path);
		return -1;
	}
	return take_in(import);
}

static int prepare(struct import *import)
{
	time_t now = time(NULL);
	struct tm utc;

	gmtime_r(&now, &utc);
	strftime(import->imported, sizeof(import->imported), "%Y-%m-%dT%H:%M:%SZ", &utc);
	for (int i = 0; i < STATEMENTS; i++) {
		import->statements[i] = survey_prepare(import->survey, sql[i]);
		if (!import->statements[i])
			return -1;
	}
	return 0;
}

/* In a transaction and beside a scratch that both end with it. */
static int import_file(struct import *import, FILE *file)
{
	struct survey *survey = import->survey;
	int result = -1;

	if (survey_attach_scratch(survey))
		return -1;
	if (!prepare(import) && !survey_run(survey, "BEGIN"))
		result = take_log(import, file);
	for (int i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(import->statements[i]);
	if (!result)
		result = survey_run(survey, "COMMIT");
	if (!sqlite3_get_autocommit(survey->db))
		survey_run(survey, "ROLLBACK");
	return survey_detach(survey) ? -1 : result;
}

int survey_import(struct survey *survey, const char *path, const char *board,
		  struct import_count *count)
{
	struct import import = {
		.survey = survey, .path = path, .board = board, .count = count};
	bool is_stdin = !strcmp(path, "-");
	FILE *file = is_stdin ? stdin : fopen(path, "rb");
	int result;

	*count = (struct import_count){0};
	if (!file) {
		fprintf(stderr, "barelitmus: %s: %s\n", path, strerror(errno));
		return -1;
	}
	result = import_file(&import, file);
	if (!is_stdin)
		fclose(file);
	return result;
}

/* --- the command --- */

static const struct option long_options[] = {
	{"board", required_argument, NULL, 'b'},
	{"help", no_argument, NULL, OPTION_HELP},
	{NULL, 0, NULL, 0},
};

/* --board is the only one that has a value. */
static int take_board(void *board, int option)
{
	(void)option;
	*(const char **)board = optarg;
	return 0;
}

static const struct command_line command_line = {
	.name = "import",
	.help = help,
	.letters = ":",
	.options = long_options,
	.take = take_board,
};

static int import_all(struct survey *survey, char **paths, const char *board)
{
	struct import_count count;
	int result = EXIT_HOLDS;

	for (; *paths; paths++) {
		if (survey_import(survey, *paths, board, &count))
			return EXIT_MISUSE;
		printf("%s: %" PRIu64 " runs, %" PRIu64 " results, %" PRIu64
		       " of them new; %" PRIu64 " controls; %" PRIu64 " damaged; %" PRIu64
		       " runs without a whole end\n",
		       *paths, count.runs, count.results, count.absorbed.results,
		       count.controls, count.damaged, count.unended);
		if (count.damaged || count.unended)
			result = EXIT_FAILS;
	}
	return result;
}

int command_import(int argc, char **argv)
{
	const char *board = NULL;
	struct survey survey;
	int result;
	int asked = command_line_read(&command_line, argc, argv, &board);

	if (!asked && optind == argc)
		asked = command_line_misuse(&command_line, "no survey given", "");
	if (asked)
		return asked < 0 ? EXIT_MISUSE : EXIT_HOLDS;
	result = survey_open(&survey, argv[optind], true) ? EXIT_MISUSE : EXIT_HOLDS;
	if (!result)
		result = import_all(&survey, argv + optind + 1, board);
	survey_close(&survey);
	return result;
}

/* survey_reader.c - take a log into a survey as it comes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/survey_reader.h"
#include "host/barelitmus/memory.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
	SHOWN_MAX = 10, /* lines about the damage of one log */
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

/* The parser takes no test of a run twice: those that are committed need not stay. */
static const char clear_results[] =
	"DELETE FROM src.outcomes; DELETE FROM src.results; DELETE FROM src.controls";

static const char clear_rest[] =
	"DELETE FROM src.damage; DELETE FROM src.notes; DELETE FROM src.sources;"
	"DELETE FROM src.runs; DELETE FROM src.boards";

_Static_assert((int)STATEMENTS == (int)SURVEY_STATEMENTS, "the header has room for them");

#define PUT(reader, statement, types, ...)                                               \
	put(reader, survey_put((reader)->survey, (reader)->statements[statement], types, \
			       __VA_ARGS__))

/* How many rows changed, remembering an error. */
static int put(struct survey_reader *reader, int changed)
{
	reader->failed |= changed < 0;
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

static void show_damage(const struct survey_reader *reader, uint32_t seq, const char *id,
			const char *what)
{
	if (reader->is_quiet || reader->count.damaged > SHOWN_MAX)
		return;
	if (reader->count.damaged == SHOWN_MAX)
		fprintf(stderr, "barelitmus: %s: and more\n", reader->path);
	else if (id)
		fprintf(stderr, "barelitmus: %s: left out test %" PRIu32 ", %s: %s\n",
			reader->path, seq, id, what);
	else
		fprintf(stderr, "barelitmus: %s: left out: %s\n", reader->path, what);
}

static void add_damage(struct survey_reader *reader, uint32_t seq, const char *id,
		       const char *what)
{
	struct name name;

	show_damage(reader, seq, id, what);
	reader->count.damaged++;
	/* What a last line without its end is, the next import of the log knows. */
	if (!reader->run || (reader->finishing && !id))
		return;
	if (id && !name_cut(&name, id))
		id = NULL;
	PUT(reader, ADD_DAMAGE, "iitt", reader->run, (int64_t)(id ? seq : 0),
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
static bool add_outcomes(struct survey_reader *reader, uint32_t seq,
			 const struct block *block)
{
	for (size_t i = 0; i < block->row_count && !reader->failed; i++) {
		const struct block_row *row = &block->rows[i];
		const char *label =
			row->label == LOG_UNLABELLED ? NULL : log_label_word(row->label);

		if (!PUT(reader, ADD_OUTCOME, "iitiit", reader->run, (int64_t)seq,
			 row->state, (int64_t)row->count, (int64_t)row->matches, label))
			return false;
	}
	return true;
}

static int put_result(struct survey_reader *reader, uint32_t seq, const struct name *name,
		      const struct block *block, const char *reason)
{
	const struct log_sensitivity *s = &block->sensitivity;
	char *condition = condition_text(block);
	char *scheme = scheme_text(block);
	/* A sensitivity that the block does not have is NULL, not 0. */
	const char *types = block->has_sensitivity ? "iitttttttttttiiiiiiiiiiiiiiiiii"
						   : "iitttttttttttiiiiiiiiiii";
	int changed;

	sqlite3_clear_bindings(reader->statements[ADD_RESULT]);
	changed =
		PUT(reader, ADD_RESULT, types, reader->run, (int64_t)seq, name->test,
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

static void add_result(struct survey_reader *reader, const struct parse_event *event)
{
	const char *wrong = block_wrong(event->block);
	const char *reason =
		event->kind == PARSE_LOST ? "partial" : event->block->known_by;
	struct name name;

	if (!wrong && !name_cut(&name, event->id))
		wrong = "a name that no test has";
	if (!wrong && !put_result(reader, event->seq, &name, event->block, reason))
		wrong = "a second result of one test";
	else if (!wrong && !reader->failed &&
		 !add_outcomes(reader, event->seq, event->block)) {
		wrong = "an outcome that comes twice";
		PUT(reader, DROP_OUTCOMES, "ii", reader->run, (int64_t)event->seq);
		PUT(reader, DROP_RESULT, "ii", reader->run, (int64_t)event->seq);
	}
	if (wrong)
		add_damage(reader, event->seq, event->id, wrong);
	else
		reader->count.results++;
}

/* A skip, a hang or a fault: no counts. */
static void add_bare(struct survey_reader *reader, uint32_t seq, const char *id,
		     enum log_verdict verdict, const char *reason)
{
	struct name name;
	const char *wrong = NULL;

	if (!name_cut(&name, id))
		wrong = "a name that no test has";
	else if (!PUT(reader, ADD_BARE, "iitttt", reader->run, (int64_t)seq, name.test,
		      name.mix, log_verdict_word(verdict), reason))
		wrong = "a second result of one test";
	if (wrong)
		add_damage(reader, seq, id, wrong);
	else
		reader->count.results++;
}

static void add_control(struct survey_reader *reader, const struct parse_event *event)
{
	const struct block *block = event->block;
	const char *wrong = block_wrong(block);
	struct name name, of;

	if (!wrong && (!name_cut(&name, event->id) || !name_cut(&of, event->control.of)))
		wrong = "a control with a name that no test has";
	if (!wrong &&
	    !PUT(reader, ADD_CONTROL, "iitttttiiii", reader->run, (int64_t)event->seq,
		 event->id, event->control.of, event->control.change,
		 log_needs_word(event->control.needs), block->settings,
		 (int64_t)block->iterations, (int64_t)block->seen,
		 (int64_t)block->microseconds, (int64_t)block->round_trip_ns))
		wrong = "a second result of one control";
	if (wrong)
		add_damage(reader, 0, NULL, wrong);
	else
		reader->count.controls++;
}

/* --- runs --- */

/* The first word of a note is its kind: "args", "toolchain", "noise", … */
static void add_note(struct survey_reader *reader, const char *kind, const char *text)
{
	PUT(reader, ADD_NOTE, "itt", reader->run, kind, text);
}

static void take_note(struct survey_reader *reader, const char *text)
{
	size_t n = strcspn(text, " ");
	char *kind = memory_text(text, n && text[n - 1] == ':' ? n - 1 : n);

	add_note(reader, kind, text + n + strspn(text + n, " "));
	free(kind);
}

static void take_record(struct survey_reader *reader, const struct parse_event *event)
{
	bool is_trap = event->kind == PARSE_TRAP;

	add_note(reader, is_trap ? "trap" : "hang", event->text);
	/* A hang has a line of its own that counts it. */
	if (is_trap && reader->running_seq && !strcmp(event->id, reader->running_id))
		add_bare(reader, reader->running_seq, event->id, V_FAULT, NULL);
}

static int64_t find_run(struct survey_reader *reader, const char *boot)
{
	sqlite3_stmt *statement = reader->statements[FIND_RUN];
	int64_t id = 0;
	int row;

	sqlite3_bind_text(statement, 1, boot, -1, SQLITE_TRANSIENT);
	row = survey_step(reader->survey, statement);
	if (row > 0)
		id = sqlite3_column_int64(statement, 0);
	reader->failed |= row < 0;
	sqlite3_reset(statement);
	return id;
}

static int take_in(struct survey_reader *reader)
{
	return survey_absorb(reader->survey, reader->path, &reader->count.absorbed);
}

static int clear(struct survey_reader *reader)
{
	return survey_run(reader->survey, clear_results) ||
	       survey_run(reader->survey, clear_rest);
}

static void add_run(struct survey_reader *reader, const struct parse_event *event,
		    const char *boot)
{
	const char *board = reader->board ? reader->board : event->boot.platform;
	int64_t cores = (int64_t)event->boot.cores, host = (int64_t)event->boot.host,
		clock = (int64_t)event->boot.clock_hz;
	char nonce[16];

	snprintf(nonce, sizeof(nonce), "%08" PRIx32, event->boot.nonce);
	PUT(reader, ADD_BOARD, "tttiii", board, event->boot.arch, event->boot.platform,
	    cores, host, clock);
	PUT(reader, ADD_RUN, "ttttttiii", boot, nonce, event->boot.version, board,
	    event->boot.arch, event->boot.platform, cores, host, clock);
	reader->run = find_run(reader, boot);
	PUT(reader, ADD_SOURCE, "itt", reader->run, reader->path, reader->imported);
}

static void end_run(struct survey_reader *reader)
{
	reader->count.unended += reader->open;
	reader->open = false;
	reader->over = false;
	reader->run = 0;
	reader->running_seq = 0;
}

static void take_boot(struct survey_reader *reader, const struct parse_event *event)
{
	char boot[LOG_LINE_MAX + 128];

	end_run(reader);
	reader->count.runs++;
	reader->open = true;
	if (event->boot.cores > SURVEY_COUNT_MAX || event->boot.host > SURVEY_COUNT_MAX ||
	    event->boot.clock_hz > SURVEY_COUNT_MAX) {
		add_damage(reader, 0, NULL,
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
	if (find_run(reader, boot) && !reader->failed)
		reader->failed = take_in(reader) || clear(reader);
	if (!reader->failed)
		add_run(reader, event, boot);
}

static void take_progress(struct survey_reader *reader, const struct parse_event *event)
{
	reader->running_seq = 0;
	if (strlen(event->id) < sizeof(reader->running_id)) {
		reader->running_seq = event->seq;
		strcpy(reader->running_id, event->id);
	}
}

static void take_end(struct survey_reader *reader, const struct parse_event *event)
{
	PUT(reader, SET_END, "iii", reader->run, (int64_t)event->end.intact,
	    (int64_t)event->end.rc);
	reader->open = !event->end.intact;
	reader->over = true;
}

static void take_event(void *ctx, const struct parse_event *event)
{
	struct survey_reader *reader = ctx;

	if (reader->failed)
		return;
	if (reader->watch)
		reader->watch(reader->watch_ctx, event);
	if (event->kind == PARSE_BOOT) {
		take_boot(reader, event);
		return;
	}
	if (event->kind == PARSE_DAMAGED) {
		add_damage(reader, event->seq, event->id, event->text);
		return;
	}
	if (!reader->run)
		return;
	switch (event->kind) {
	case PARSE_PLAN:
		PUT(reader, SET_PLAN, "ii", reader->run, (int64_t)event->plan);
		break;
	case PARSE_NOTE:
		take_note(reader, event->text);
		break;
	case PARSE_ERROR:
		add_note(reader, "error", event->text);
		break;
	case PARSE_PROGRESS:
		take_progress(reader, event);
		break;
	case PARSE_RESULT:
		add_result(reader, event);
		break;
	case PARSE_CONTROL:
		add_control(reader, event);
		break;
	case PARSE_SKIP:
		add_bare(reader, event->seq, event->id, V_SKIP, event->text);
		break;
	case PARSE_LOST:
		if (event->block)
			add_result(reader, event);
		else
			add_bare(reader, event->seq, event->id, event->verdict, NULL);
		reader->running_seq = 0;
		break;
	case PARSE_TRAP:
	case PARSE_HANG:
		take_record(reader, event);
		break;
	case PARSE_END:
		take_end(reader, event);
		break;
	default:
		break;
	}
}

/* --- all of it --- */

static int prepare(struct survey_reader *reader)
{
	time_t now = time(NULL);
	struct tm utc;

	gmtime_r(&now, &utc);
	strftime(reader->imported, sizeof(reader->imported), "%Y-%m-%dT%H:%M:%SZ", &utc);
	for (int i = 0; i < STATEMENTS; i++) {
		reader->statements[i] = survey_prepare(reader->survey, sql[i]);
		if (!reader->statements[i])
			return -1;
	}
	return 0;
}

int survey_reader_open(struct survey_reader *reader, struct survey *survey,
		       const char *path, const char *board, bool is_quiet)
{
	memset(reader, 0, sizeof(*reader));
	reader->survey = survey;
	reader->path = path;
	reader->board = board;
	reader->is_quiet = is_quiet;
	parser_init(&reader->parser, take_event, reader);
	if (survey_attach_scratch(survey) || prepare(reader) ||
	    survey_run(survey, "BEGIN"))
		reader->failed = true;
	return reader->failed ? -1 : 0;
}

int survey_reader_feed(struct survey_reader *reader, const char *bytes, size_t n)
{
	if (!reader->failed)
		parser_feed(&reader->parser, bytes, n);
	return reader->failed ? -1 : 0;
}

/* What is over is not held against the survey a second time. */
int survey_reader_commit(struct survey_reader *reader)
{
	struct survey *survey = reader->survey;

	if (!reader->failed && take_in(reader))
		reader->failed = true;
	if (!reader->failed && (!reader->run || reader->over)) {
		reader->failed = clear(reader);
		reader->run = 0;
	} else if (!reader->failed) {
		reader->failed = survey_run(survey, clear_results);
	}
	if (!reader->failed &&
	    (survey_run(survey, "COMMIT") || survey_run(survey, "BEGIN")))
		reader->failed = true;
	return reader->failed ? -1 : 0;
}

void survey_reader_finish(struct survey_reader *reader)
{
	reader->finishing = true;
	parser_finish(&reader->parser);
	end_run(reader);
}

int survey_reader_close(struct survey_reader *reader)
{
	for (int i = 0; i < STATEMENTS; i++)
		sqlite3_finalize(reader->statements[i]);
	parser_free(&reader->parser);
	if (!sqlite3_get_autocommit(reader->survey->db))
		survey_run(reader->survey, "ROLLBACK");
	return survey_detach(reader->survey);
}

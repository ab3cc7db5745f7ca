/* collect.c - barelitmus collect: from a board to a survey. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/bootargs.h"
#include "host/barelitmus/clock.h"
#include "host/barelitmus/command.h"
#include "host/barelitmus/command_line.h"
#include "host/barelitmus/link.h"
#include "host/barelitmus/memory.h"
#include "host/barelitmus/progress.h"
#include "host/barelitmus/raw_log.h"
#include "host/barelitmus/survey_reader.h"
#include "host/barelitmus/talk.h"

#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char help[] =
	"usage: barelitmus collect [OPTION ...] SURVEY.db SOURCE\n"
	"       barelitmus collect [OPTION ...] SURVEY.db -- COMMAND [ARG ...]\n"
	"\n"
	"Has a board run tests from its prompt, in chunks, and takes what it counted "
	"into "
	"a\n"
	"survey as it comes (docs/collect.md). SOURCE is a tty, a pty, or tcp:HOST:PORT, "
	"a\n"
	"serial server. COMMAND starts a machine, its stdin and stdout are the console; "
	"it\n"
	"is started anew where that is to be reset, and host=<processors> replaces its\n"
	"argument @ARGS@. A file, or - for standard input, is only read.\n"
	"\n"
	"  --tests GLOBS      which tests, as in bootargs (default: all)\n"
	"  --mix MIXES        in which mixes (default: what the image takes for one)\n"
	"  --iters N          iterations of each\n"
	"  --args 'WORD ...'  more words of the bootargs\n"
	"  --chunk N          tests of a run at most (default: 16)\n"
	"  --retries N        of a test that hangs or resets the board (default: 2)\n"
	"  --hang-after S     seconds without a byte that are a hang (default: 60)\n"
	"  --reset-cmd CMD    power off and on; the shell runs it where the board hangs\n"
	"  --wait S           for a board or a tty to come (default: 600)\n"
	"  --listen           send nothing, for an image that runs by itself\n"
	"  --baud N           speed of a tty (default: 115200)\n"
	"  --flow HOW         none, rtscts, xonxoff (default: none)\n"
	"  --board NAME       what the machine is called (default: its platform)\n"
	"  --log FILE         what the board sends, byte for byte (default: SURVEY.log)\n"
	"  --no-progress      say only what does not hold\n"
	"  --help             this text\n"
	"\n"
	"The same command again goes on where the log ends: no test of which it has a "
	"result\n"
	"is asked for a second time.\n"
	"\n"
	"Exit status: 0 every test has a result, and all verdicts hold; 1 one does not, "
	"or\n"
	"some have none; 2 wrong usage, here or in the words for the board; 128 + n "
	"signal "
	"n\n"
	"stopped it.\n";

enum {
	READ_MILLISECONDS = 10,
	READ_BYTES = 1 << 16,
	RESET_SECONDS = 60, /* for --reset-cmd to end */
	STARTS_MAX = 5,     /* of a command that comes to no prompt */
	WORDS_MAX = 3000,   /* a line at the prompt has room for some tests beside them */
};

#define COMMIT_PERIOD 0.5 /* seconds between two commits, which wait for the disk */
#define RECONNECT_PERIOD 0.5

struct options {
	const char *survey;
	const char *source;
	char **command; /* NULL: there is a source */
	const char *tests, *mix, *iters, *args;
	unsigned long chunk, retries, baud;
	enum link_flow flow;
	double hang, wait;
	const char *reset, *board, *log;
	bool listens;
	bool no_progress;
};

struct collect {
	const struct options *options;
	struct link link;
	bool is_linked;
	double tried;    /* to open the link */
	double lost;     /* since when there is none; 0: a prompt has come since */
	unsigned starts; /* of the command, without one */

	char said[LINK_ERROR]; /* of what is waited for */

	struct raw_log log;
	bool has_log;
	struct survey survey;
	struct survey_reader reader;
	uint64_t committed; /* events that were in the last commit */
	double commit_at;
	uint64_t events;
	bool failed; /* said why */
	bool is_bad; /* a verdict does not hold */
	bool has_end;

	bool talks;
	struct talk talk;
	struct process reset;
	bool is_resetting;
	double reset_until;
	struct progress progress;
	double heard;
};

static volatile sig_atomic_t signal_caught;

static void on_signal(int number)
{
	signal_caught = number;
}

/* --- options --- */

static const struct command_line command_line;

enum option_code {
	OPTION_TESTS = 1,
	OPTION_MIX,
	OPTION_ITERS,
	OPTION_ARGS,
	OPTION_CHUNK,
	OPTION_RETRIES,
	OPTION_HANG,
	OPTION_RESET,
	OPTION_WAIT,
	OPTION_LISTEN,
	OPTION_BAUD,
	OPTION_FLOW,
	OPTION_BOARD,
	OPTION_LOG,
	OPTION_NO_PROGRESS,
};

static const struct option long_options[] = {
	{"tests", required_argument, NULL, OPTION_TESTS},
	{"mix", required_argument, NULL, OPTION_MIX},
	{"iters", required_argument, NULL, OPTION_ITERS},
	{"args", required_argument, NULL, OPTION_ARGS},
	{"chunk", required_argument, NULL, OPTION_CHUNK},
	{"retries", required_argument, NULL, OPTION_RETRIES},
	{"hang-after", required_argument, NULL, OPTION_HANG},
	{"reset-cmd", required_argument, NULL, OPTION_RESET},
	{"wait", required_argument, NULL, OPTION_WAIT},
	{"listen", no_argument, NULL, OPTION_LISTEN},
	{"baud", required_argument, NULL, OPTION_BAUD},
	{"flow", required_argument, NULL, OPTION_FLOW},
	{"board", required_argument, NULL, OPTION_BOARD},
	{"log", required_argument, NULL, OPTION_LOG},
	{"no-progress", no_argument, NULL, OPTION_NO_PROGRESS},
	{"help", no_argument, NULL, OPTION_HELP},
	{NULL, 0, NULL, 0},
};

static int take_number(unsigned long *out, unsigned long least, unsigned long most)
{
	char *end;

	errno = 0;
	*out = strtoul(optarg, &end, 10);
	if (errno || end == optarg || *end || *optarg == '-' || *out < least ||
	    *out > most)
		return command_line_misuse(&command_line, "expected a number, found ",
					   optarg);
	return 0;
}

static int take_flow(enum link_flow *out)
{
	static const char *const words[] = {"none", "rtscts", "xonxoff"};

	for (int i = 0; i <= LINK_FLOW_XONXOFF; i++) {
		if (strcmp(optarg, words[i]))
			continue;
		*out = (enum link_flow)i;
		return 0;
	}
	return command_line_misuse(&command_line,
				   "expected none, rtscts or xonxoff, found ", optarg);
}

static int take_text(const char **out)
{
	*out = optarg;
	return 0;
}

static int take_option(void *context, int option)
{
	struct options *options = context;

	switch (option) {
	case OPTION_TESTS:
		return take_text(&options->tests);
	case OPTION_MIX:
		return take_text(&options->mix);
	case OPTION_ITERS:
		return take_text(&options->iters);
	case OPTION_ARGS:
		return take_text(&options->args);
	case OPTION_CHUNK:
		return take_number(&options->chunk, 1, 10000);
	case OPTION_RETRIES:
		return take_number(&options->retries, 0, 1000);
	case OPTION_HANG:
		return command_line_seconds(&command_line, optarg, &options->hang);
	case OPTION_RESET:
		return take_text(&options->reset);
	case OPTION_WAIT:
		return command_line_seconds(&command_line, optarg, &options->wait);
	case OPTION_LISTEN:
		options->listens = true;
		return 0;
	case OPTION_BAUD:
		return take_number(&options->baud, 1, 100000000);
	case OPTION_FLOW:
		return take_flow(&options->flow);
	case OPTION_BOARD:
		return take_text(&options->board);
	case OPTION_LOG:
		return take_text(&options->log);
	case OPTION_NO_PROGRESS:
		options->no_progress = true;
		return 0;
	}
	return -1;
}

static const struct command_line command_line = {
	.name = "collect",
	.help = help,
	.letters = "+:",
	.options = long_options,
	.take = take_option,
};

/* 0; 1 where only help was asked for; -1 after saying what is wrong. */
static int read_options(struct options *options, int argc, char **argv)
{
	int asked;

	*options = (struct options){.tests = "*",
				    .args = "",
				    .chunk = 16,
				    .retries = 2,
				    .baud = 115200,
				    .hang = 60,
				    .wait = 600};
	asked = command_line_read(&command_line, argc, argv, options);
	if (asked)
		return asked;
	if (argc - optind < 2)
		return command_line_misuse(&command_line,
					   "expected SURVEY.db and a source", "");
	options->survey = argv[optind];
	options->source = argv[optind + 1];
	if (!strcmp(options->source, "--"))
		options->command = argv + optind + 2;
	if (options->command ? !*options->command : argc - optind > 2)
		return command_line_misuse(&command_line, "expected one source, found ",
					   options->command ? "none" : argv[optind + 2]);
	return 0;
}

/* What is typed at the prompt. */
static int check_words(const char *words)
{
	for (const char *c = words; *c; c++)
		if (*c < ' ' || *c > '~')
			return command_line_misuse(
				&command_line, "expected printable words, found ", words);
	if (strlen(words) > WORDS_MAX)
		return command_line_misuse(&command_line, "too many words for a prompt",
					   "");
	return 0;
}

/* Each of the blank-separated words, with one blank before it. */
static void add_words(FILE *out, const char *words)
{
	for (words += strspn(words, " "); *words; words += strspn(words, " ")) {
		size_t n = strcspn(words, " ");

		fprintf(out, "%s%.*s", ftell(out) ? " " : "", (int)n, words);
		words += n;
	}
}

/* The words of "plan", and those of them that all runs have; to be freed. */
static char *all_words(const struct options *options, char **rest)
{
	char *words;
	size_t size;
	FILE *out = open_memstream(rest, &size);

	if (options->iters)
		fprintf(out, "iters=%s", options->iters);
	add_words(out, options->args);
	fclose(out);
	out = open_memstream(&words, &size);
	fprintf(out, "tests=%s", options->tests);
	if (options->mix)
		fprintf(out, " mix=%s", options->mix);
	add_words(out, *rest);
	fclose(out);
	return words;
}

/* --- what comes --- */

static void on_event(void *ctx, const struct parse_event *event)
{
	struct collect *collect = ctx;

	collect->events++;
	collect->has_end |= event->kind == PARSE_END;
	if (event->kind == PARSE_RESULT)
		collect->is_bad |= !log_verdict_holds(event->block->verdict);
	if (event->kind == PARSE_LOST)
		collect->is_bad = true;
	/* On a bad line there is no end to it: it is counted, and shown at the end. */
	if (event->kind != PARSE_DAMAGED)
		progress_event(&collect->progress, event);
}

static bool take_old(void *ctx, const char *bytes, size_t n)
{
	struct collect *collect = ctx;

	if (survey_reader_feed(&collect->reader, bytes, n)) {
		collect->failed = true;
		return false;
	}
	if (collect->talks)
		talk_replay(&collect->talk, bytes, n);
	return true;
}

/* To the log first: what is in the survey must be there. */
static void take_new(struct collect *collect, const char *bytes, size_t n)
{
	if (collect->has_log && raw_log_write(&collect->log, bytes, n))
		collect->failed = true;
	else if (survey_reader_feed(&collect->reader, bytes, n))
		collect->failed = true;
}

static void commit(struct collect *collect, double now)
{
	if (collect->failed || collect->committed == collect->events)
		return;
	collect->committed = collect->events;
	collect->commit_at = now + COMMIT_PERIOD;
	if (survey_reader_commit(&collect->reader))
		collect->failed = true;
}

/* --- what the conversation asks for --- */

static void on_send(void *ctx, const char *bytes, size_t n)
{
	struct collect *collect = ctx;

	link_send(&collect->link, bytes, n);
}

static void on_mark(void *ctx, const char *line)
{
	struct collect *collect = ctx;

	take_new(collect, "\n", 1);
	take_new(collect, line, strlen(line));
	take_new(collect, "\n", 1);
}

static void on_say(void *ctx, const char *line)
{
	progress_say(&((struct collect *)ctx)->progress, line);
}

static void lose_link(struct collect *collect, double now)
{
	collect->is_linked = false;
	collect->tried = now;
	if (!collect->lost)
		collect->lost = now;
	if (collect->talks)
		talk_link(&collect->talk, false, now);
}

/* The user's own command, as it was typed, with nothing of the log in it. */
static void start_reset_command(struct collect *collect)
{
	char *argv[] = {"sh", "-c", (char *)collect->options->reset, NULL};

	if (collect->is_resetting)
		process_stop(&collect->reset);
	collect->is_resetting = !process_start(&collect->reset, argv);
	collect->reset_until = clock_seconds() + RESET_SECONDS;
	if (!collect->is_resetting)
		progress_say(&collect->progress, "--reset-cmd cannot be run");
}

static void on_reset(void *ctx)
{
	struct collect *collect = ctx;

	progress_say(&collect->progress, "reset");
	if (collect->options->reset) {
		start_reset_command(collect);
	} else {
		link_close(&collect->link);
		lose_link(collect, clock_seconds());
	}
}

/* Its output goes to stderr as it comes. */
static void follow_reset(struct collect *collect, double now)
{
	char bytes[1024];
	char how[64];
	size_t n;

	if (!collect->is_resetting)
		return;
	n = process_read(&collect->reset, bytes, sizeof(bytes), 0);
	if (n)
		fwrite(bytes, 1, n, stderr);
	if (n || (!process_ended(&collect->reset) && now < collect->reset_until))
		return;
	process_stop(&collect->reset);
	collect->is_resetting = false;
	if (collect->reset.stopped) {
		snprintf(how, sizeof(how), "--reset-cmd: stopped after %d s",
			 RESET_SECONDS);
		progress_say(&collect->progress, how);
	} else if (collect->reset.status) {
		snprintf(how, sizeof(how), "--reset-cmd: ");
		process_how(&collect->reset, how + strlen(how), 32);
		progress_say(&collect->progress, how);
	}
}

/* --- the loop --- */

/* Waits, as long as it may, and says so once. */
static void no_link(struct collect *collect, double now)
{
	const char *error = collect->link.error;
	char line[LINK_ERROR + 64];

	if (strcmp(error, collect->said)) {
		snprintf(line, sizeof(line), "waits: %s", error);
		progress_say(&collect->progress, line);
		snprintf(collect->said, sizeof(collect->said), "%s", error);
	}
	if (now - collect->lost < collect->options->wait)
		return;
	fprintf(stderr, "barelitmus collect: %s, for %g s\n", error,
		collect->options->wait);
	collect->failed = true;
}

static void try_link(struct collect *collect, double now)
{
	collect->tried = now + RECONNECT_PERIOD;
	if (collect->link.kind == LINK_COMMAND && collect->starts++ == STARTS_MAX) {
		fprintf(stderr, "barelitmus collect: %s: no prompt after %d starts\n",
			collect->link.source, STARTS_MAX);
		collect->failed = true;
		return;
	}
	if (!collect->lost)
		collect->lost = now;
	if (link_open(&collect->link)) {
		no_link(collect, now);
		return;
	}
	collect->is_linked = true;
	collect->heard = now;
	if (collect->talks)
		talk_link(&collect->talk, true, now);
}

static void read_link(struct collect *collect, char *bytes)
{
	long n = link_read(&collect->link, bytes, READ_BYTES, READ_MILLISECONDS);
	double now = clock_seconds();

	if (n < 0) {
		lose_link(collect, now);
		if (collect->link.kind != LINK_FILE)
			no_link(collect, now);
		return;
	}
	if (n > 0) {
		collect->heard = now;
		take_new(collect, bytes, (size_t)n);
		if (collect->talks)
			talk_bytes(&collect->talk, bytes, (size_t)n, now);
	}
}

static void wait_a_little(void)
{
	nanosleep(&(struct timespec){.tv_nsec = READ_MILLISECONDS * 1000000}, NULL);
}

static bool is_over(const struct collect *collect)
{
	const struct options *options = collect->options;

	if (collect->failed || signal_caught)
		return true;
	if (collect->link.kind == LINK_FILE)
		return !collect->is_linked;
	if (!collect->talks)
		return collect->has_end ||
		       (collect->is_linked &&
			clock_seconds() - collect->heard >= options->hang);
	return collect->talk.phase == TALK_OVER;
}

static void follow_talk(struct collect *collect, double now)
{
	const struct worklist *list = &collect->talk.list;

	talk_tick(&collect->talk, now);
	if (collect->talk.phase == TALK_TYPE) { /* at a prompt */
		collect->lost = 0;
		collect->starts = 0;
		*collect->said = '\0';
	}
	if (collect->talk.has_plan)
		progress_plan(&collect->progress, worklist_count(list, WORK_DONE),
			      list->planned);
}

static void follow(struct collect *collect)
{
	char *bytes = memory_zeroed(READ_BYTES, 1);

	while (!is_over(collect)) {
		double now = clock_seconds();

		if (collect->is_linked)
			read_link(collect, bytes);
		else if (now >= collect->tried)
			try_link(collect, now);
		else
			wait_a_little();
		now = clock_seconds();
		if (collect->talks)
			follow_talk(collect, now);
		follow_reset(collect, now);
		if (now >= collect->commit_at)
			commit(collect, now);
	}
	free(bytes);
}

/* --- the end --- */

static void print_counts(const struct collect *collect)
{
	const struct import_count *count = &collect->reader.count;
	const struct talk_counts *talk = &collect->talk.counts;
	const struct worklist *list = &collect->talk.list;

	printf("%s: %" PRIu64 " results, %" PRIu64 " of them new; %" PRIu64
	       " lines or blocks damaged\n",
	       collect->options->survey, count->results, count->absorbed.results,
	       count->damaged);
	if (!collect->talks)
		return;
	printf("%zu of %" PRIu32 " tests done, %zu given up; retries: %u lines typed "
	       "again, %u answers printed again, %u tests run again; %u resets of the "
	       "board, %u by us, %u hangs\n",
	       worklist_count(list, WORK_DONE), list->planned,
	       worklist_count(list, WORK_GIVEN_UP), talk->typed, talk->again, talk->rerun,
	       talk->resets, talk->cycles, talk->hangs);
}

static int status_of(const struct collect *collect)
{
	const struct worklist *list = &collect->talk.list;

	if (signal_caught)
		return 128 + signal_caught;
	if (collect->talks && collect->talk.wrong_words)
		return EXIT_MISUSE;
	if (collect->failed || collect->is_bad || !collect->reader.count.results)
		return EXIT_FAILS;
	if (!collect->talks)
		return collect->reader.count.damaged || collect->reader.count.unended
			       ? EXIT_FAILS
			       : EXIT_HOLDS;
	return !collect->talk.failed && worklist_count(list, WORK_DONE) == list->planned
		       ? EXIT_HOLDS
		       : EXIT_FAILS;
}

static int conclude(struct collect *collect)
{
	if (collect->talks && collect->is_linked && signal_caught) {
		/* The board is not to go on with a run that nobody reads. */
		link_send(&collect->link, "\003", 1);
		link_read(&collect->link, (char[1]){0}, 1, 0);
	}
	link_close(&collect->link);
	if (collect->is_resetting)
		process_stop(&collect->reset);
	survey_reader_finish(&collect->reader);
	collect->events++;
	commit(collect, 0);
	progress_finish(&collect->progress);
	print_counts(collect);
	fflush(stdout);
	return status_of(collect);
}

/* --- the beginning --- */

/* "survey.db" becomes "survey.log"; to be freed. */
static char *log_path(const struct options *options)
{
	size_t n = strlen(options->survey);

	if (options->log)
		return memory_copy(options->log);
	if (n > 3 && !strcmp(options->survey + n - 3, ".db"))
		n -= 3;
	char *base = memory_text(options->survey, n);
	char *path = memory_join(base, ".log");

	free(base);
	return path;
}

static int read_old(struct collect *collect)
{
	/* What an earlier session left is read without a word. */
	progress_init(&collect->progress, "collect", NULL);
	if (collect->has_log && raw_log_read(&collect->log, take_old, collect))
		return -1;
	collect->has_end = false;
	progress_init(&collect->progress, "collect",
		      collect->options->no_progress ? NULL : stderr);
	return collect->failed ? -1 : 0;
}

/* A file that is not there does not come. */
static int open_file(struct collect *collect)
{
	if (collect->link.kind != LINK_FILE)
		return 0;
	collect->is_linked = !link_open(&collect->link);
	if (collect->is_linked)
		return 0;
	fprintf(stderr, "barelitmus collect: %s\n", collect->link.error);
	return -1;
}

static int start(struct collect *collect, const char *path)
{
	const struct options *options = collect->options;
	int status = EXIT_MISUSE;

	if (!survey_reader_open(&collect->reader, &collect->survey,
				collect->has_log ? path : options->source, options->board,
				true)) {
		collect->reader.watch = on_event;
		collect->reader.watch_ctx = collect;
		process_on_signals(on_signal);
		if (!read_old(collect) && !open_file(collect)) {
			follow(collect);
			status = conclude(collect);
		}
	}
	if (survey_reader_close(&collect->reader) && !status)
		status = EXIT_FAILS;
	return status;
}

static double at_most(double limit, double value)
{
	return value < limit ? value : limit;
}

static int run_session(struct collect *collect, const char *words, const char *rest)
{
	const struct options *options = collect->options;
	const struct talk_options talk_options = {
		.plan = words,
		.words = rest,
		.chunk = (unsigned)options->chunk,
		.retries = (unsigned)options->retries,
		.can_reset = options->reset || options->command,
		.times = {.quiet = at_most(0.05, options->hang / 40),
			  .echo = at_most(0.5, options->hang / 10),
			  .silent = at_most(3, options->hang / 4),
			  .hang = options->hang,
			  .wait = options->wait},
	};
	const struct talk_calls calls = {collect, on_send, on_mark, on_reset, on_say};
	char *path = log_path(options);
	int status = EXIT_MISUSE;

	collect->talks = collect->link.kind != LINK_FILE && !options->listens;
	collect->has_log = collect->link.kind != LINK_FILE || options->log;
	if (collect->talks)
		talk_init(&collect->talk, &talk_options, &calls, clock_seconds());
	if (!collect->has_log || !raw_log_open(&collect->log, path, words))
		status = start(collect, path);
	raw_log_close(&collect->log);
	if (collect->talks)
		talk_free(&collect->talk);
	free(path);
	return status;
}

static bool init_link(struct collect *collect)
{
	const struct options *options = collect->options;
	bool good = true;

	if (options->command)
		link_init_command(&collect->link, options->command);
	else
		good = link_init(&collect->link, options->source);
	if (!good)
		command_line_misuse(&command_line, collect->link.error, "");
	collect->link.baud = (unsigned)options->baud;
	collect->link.flow = options->flow;
	return good;
}

int command_collect(int argc, char **argv)
{
	struct options options;
	struct collect *collect = memory_zeroed(1, sizeof(*collect));
	int asked = read_options(&options, argc, argv);
	int status = EXIT_MISUSE;
	char *rest = NULL, *words = NULL, *args = NULL;

	collect->options = &options;
	collect->log.file = -1;
	if (asked) {
		status = asked < 0 ? EXIT_MISUSE : EXIT_HOLDS;
		goto out;
	}
	words = all_words(&options, &rest);
	if (check_words(words) || !init_link(collect))
		goto out;
	if (options.command && bootargs_place(options.command)) {
		args = bootargs_complete("", "");
		*bootargs_place(options.command) = args;
	}
	if (!survey_open(&collect->survey, options.survey, true))
		status = run_session(collect, words, rest);
	survey_close(&collect->survey);
out:
	free(args);
	free(words);
	free(rest);
	free(collect);
	return status;
}

/* run.c - barelitmus run: start a machine, follow its log, judge what came. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/bootargs.h"
#include "host/barelitmus/canary.h"
#include "host/barelitmus/clock.h"
#include "host/barelitmus/command.h"
#include "host/barelitmus/command_line.h"
#include "host/barelitmus/evidence.h"
#include "host/barelitmus/process.h"
#include "host/barelitmus/progress.h"
#include "host/barelitmus/results.h"
#include "host/barelitmus/table.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char help[] =
	"usage: barelitmus run --platform NAME --log FILE [OPTION ...] -- COMMAND [ARG "
	"...]\n"
	"\n"
	"Starts COMMAND, reads the log of a barelitmus image from its output, writes it "
	"to\n"
	"FILE as it comes, and prints a table of what was seen.\n"
	"\n"
	"  --platform NAME     what to call the machine\n"
	"  --log FILE          where the raw log goes; its directory must exist\n"
	"  --suite FILE        check the canaries of this suite: lines 'GLOB seen' and\n"
	"                      'GLOB never'\n"
	"  --args 'WORD ...'   bootargs; they replace the argument @ARGS@ of COMMAND, "
	"with\n"
	"                      host=<processors of this machine> unless host= is there, "
	"and auto\n"
	"  --image FILE        the ELF file of the image: its code tells which "
	"dependencies are\n"
	"                      lost, and why outcomes can be seen\n"
	"  --dependencies FILE those of the tests, as litmusc lists them\n"
	"  --timeout SECONDS   stop the command after so long (default: never)\n"
	"  --silence SECONDS   stop it after so long without a byte, as a hang (default: "
	"60)\n"
	"  --no-progress       say nothing before the table\n"
	"  --help              this text\n"
	"\n"
	"Exit status: 0 all verdicts hold; 1 one does not (FORBIDDEN, hang, fault), a "
	"canary\n"
	"failed, or the log is damaged or ends early; 2 wrong usage or wrong bootargs; "
	"128 + n\n"
	"signal n (SIGINT, SIGTERM) stopped the run, after the table of what there "
	"was.\n";

enum {
	READ_MILLISECONDS = 100, /* how often signals and deadlines are looked at */
	EXIT_SECONDS = 5,        /* for the command to end after the log has */
	TAIL_MAX = 2000,         /* bytes shown of a command that printed no log */
};

struct options {
	const char *platform;
	const char *log;
	const char *suite;
	const char *args;
	const char *image, *dependencies; /* NULL: not given */
	double timeout;                   /* 0: none */
	double silence;
	bool no_progress;
	char **command; /* ends in NULL */
};

enum why {
	WHY_END,  /* the log is complete */
	WHY_DIED, /* the command ended before it was */
	WHY_TIMEOUT,
	WHY_SILENCE,
	WHY_SIGNAL,
	WHY_LOG, /* the log file cannot be written */
};

struct run {
	const struct options *options;
	struct process process;
	struct parser parser;
	struct results results;
	struct progress progress;
	struct canaries canaries;
	int log;
	int log_error;  /* errno of the write that failed */
	double started; /* clock_seconds() */
	double heard;   /* when the last byte came */
	double ended;   /* when the END did */
	size_t tail_length;
	char tail[TAIL_MAX];
};

static volatile sig_atomic_t signal_caught;

static void on_signal(int number)
{
	signal_caught = number;
}

static const struct command_line command_line;

static int misuse(const char *what, const char *about)
{
	return command_line_misuse(&command_line, what, about);
}

enum option_code {
	OPTION_PLATFORM = 1,
	OPTION_LOG,
	OPTION_SUITE,
	OPTION_ARGS,
	OPTION_IMAGE,
	OPTION_DEPENDENCIES,
	OPTION_TIMEOUT,
	OPTION_SILENCE,
	OPTION_NO_PROGRESS,
};

static const struct option long_options[] = {
	{"platform", required_argument, NULL, OPTION_PLATFORM},
	{"log", required_argument, NULL, OPTION_LOG},
	{"suite", required_argument, NULL, OPTION_SUITE},
	{"args", required_argument, NULL, OPTION_ARGS},
	{"image", required_argument, NULL, OPTION_IMAGE},
	{"dependencies", required_argument, NULL, OPTION_DEPENDENCIES},
	{"timeout", required_argument, NULL, OPTION_TIMEOUT},
	{"silence", required_argument, NULL, OPTION_SILENCE},
	{"no-progress", no_argument, NULL, OPTION_NO_PROGRESS},
	{"help", no_argument, NULL, OPTION_HELP},
	{NULL, 0, NULL, 0},
};

/* 0 where the option is taken. */
static int take_option(void *context, int option)
{
	struct options *options = context;

	switch (option) {
	case OPTION_PLATFORM:
		options->platform = optarg;
		return 0;
	case OPTION_LOG:
		options->log = optarg;
		return 0;
	case OPTION_SUITE:
		options->suite = optarg;
		return 0;
	case OPTION_ARGS:
		options->args = optarg;
		return 0;
	case OPTION_IMAGE:
		options->image = optarg;
		return 0;
	case OPTION_DEPENDENCIES:
		options->dependencies = optarg;
		return 0;
	case OPTION_TIMEOUT:
		return command_line_seconds(&command_line, optarg, &options->timeout);
	case OPTION_SILENCE:
		return command_line_seconds(&command_line, optarg, &options->silence);
	case OPTION_NO_PROGRESS:
		options->no_progress = true;
		return 0;
	}
	return -1;
}

static const struct command_line command_line = {
	.name = "run",
	.help = help,
	.letters = "+:",
	.options = long_options,
	.take = take_option,
};

static int check_options(const struct options *options)
{
	if (!options->platform)
		return misuse("no --platform", "");
	if (!options->log)
		return misuse("no --log", "");
	if (!*options->command)
		return misuse("no COMMAND", "");
	if (*options->args && !bootargs_place(options->command))
		return misuse("--args without an argument @ARGS@ in COMMAND", "");
	return 0;
}

/* 0; 1 where only help was asked for; -1 after saying what is wrong. */
static int read_options(struct options *options, int argc, char **argv)
{
	int asked;

	*options = (struct options){.args = "", .silence = 60};
	asked = command_line_read(&command_line, argc, argv, options);
	if (asked)
		return asked;
	options->command = argv + optind;
	return check_options(options);
}

static void on_event(void *ctx, const struct parse_event *event)
{
	struct run *run = ctx;

	results_event(&run->results, event);
	progress_event(&run->progress, event);
}

static bool log_write(struct run *run, const char *bytes, size_t n)
{
	while (n) {
		ssize_t written = write(run->log, bytes, n);

		if (written < 0 && errno == EINTR)
			continue;
		if (written < 0) {
			run->log_error = errno;
			return false;
		}
		bytes += written;
		n -= (size_t)written;
	}
	return true;
}

/* Keeps the last bytes, for a command that dies before it says anything of the log. */
static void tail_add(struct run *run, const char *bytes, size_t n)
{
	if (n > TAIL_MAX) {
		bytes += n - TAIL_MAX;
		n = TAIL_MAX;
	}
	size_t keep = run->tail_length;

	if (keep > TAIL_MAX - n)
		keep = TAIL_MAX - n;
	memmove(run->tail, run->tail + run->tail_length - keep, keep);
	memcpy(run->tail + keep, bytes, n);
	run->tail_length = keep + n;
}

/* Takes what the command printed; after the END it goes to the file alone. */
static bool take_bytes(struct run *run, const char *bytes, size_t n)
{
	run->heard = clock_seconds();
	tail_add(run, bytes, n);
	if (!log_write(run, bytes, n))
		return false;
	if (!run->results.ended) {
		parser_feed(&run->parser, bytes, n);
		run->ended = run->heard;
	}
	return true;
}

/* Reads on until the command has nothing more to say, or something is due. */
static enum why follow(struct run *run)
{
	const struct options *options = run->options;
	char bytes[4096];

	for (;;) {
		bool died = process_ended(&run->process);
		size_t n = process_read(&run->process, bytes, sizeof(bytes),
					died ? 0 : READ_MILLISECONDS);
		double now = clock_seconds();

		if (n && !take_bytes(run, bytes, n))
			return WHY_LOG;
		if (signal_caught)
			return WHY_SIGNAL;
		if (died && !n)
			return run->results.ended ? WHY_END : WHY_DIED;
		if (run->results.ended) {
			if (now - run->ended >= EXIT_SECONDS)
				return WHY_END;
		} else if (options->timeout && now - run->started >= options->timeout) {
			return WHY_TIMEOUT;
		} else if (now - run->heard >= options->silence) {
			return WHY_SILENCE;
		}
	}
}

static const char *running(const struct run *run)
{
	if (run->results.running_seq)
		return run->results.running_id;
	return run->results.booted ? "no test that it named" : "the boot";
}

/* What was printed last, with every line set off; for a machine that never spoke. */
static void print_tail(const struct run *run)
{
	bool begin = true;

	for (size_t i = 0; i < run->tail_length; i++) {
		char c = run->tail[i];

		if (begin)
			fputs("    | ", stdout);
		begin = c == '\n';
		if (c != '\r')
			putchar(begin || (c >= ' ' && c <= '~') ? c : '?');
	}
	if (!begin)
		putchar('\n');
}

static void print_why(const struct run *run, enum why why)
{
	const char *platform = run->options->platform;
	char how[32];

	switch (why) {
	case WHY_END:
		break;
	case WHY_DIED:
		process_how(&run->process, how, sizeof(how));
		printf("%s: the command ended before its log did: %s, in %s\n", platform,
		       how, running(run));
		break;
	case WHY_TIMEOUT:
		printf("%s: stopped after %g s (--timeout), in %s\n", platform,
		       run->options->timeout, running(run));
		break;
	case WHY_SILENCE:
		printf("%s: hang: silent for %g s (--silence), in %s\n", platform,
		       run->options->silence, running(run));
		break;
	case WHY_SIGNAL:
		printf("%s: stopped by signal %d, in %s\n", platform, (int)signal_caught,
		       running(run));
		break;
	case WHY_LOG:
		printf("%s: stopped: %s: %s\n", platform, run->options->log,
		       strerror(run->log_error));
		break;
	}
	if (!run->results.booted) {
		printf("%s: no BARELITMUS-BOOT in what it printed%s\n", platform,
		       run->tail_length ? ", which ends:" : ": nothing at all");
		print_tail(run);
	}
}

/* What makes a log that has an END less than a result. */
static void print_doubts(const struct run *run)
{
	const struct results *results = &run->results;
	const char *platform = run->options->platform;

	if (results->restarts)
		printf("%s: the machine restarted %u time%s; these are the results of "
		       "its "
		       "last boot\n",
		       platform, results->restarts, results->restarts == 1 ? "" : "s");
	if (results->damaged_lines)
		printf("%s: %zu damaged line%s, the first: %s\n", platform,
		       results->damaged_lines, results->damaged_lines == 1 ? "" : "s",
		       results->damage);
	if (!results->ended)
		return;
	if (!results->intact)
		printf("%s: the checksum of the log is wrong: something in it is "
		       "damaged\n",
		       platform);
	if (results->missing)
		printf("%s: %u of %u runs have no result that counts\n", platform,
		       results->missing, results->plan);
	if (!results->count)
		printf("%s: nothing ran\n", platform);
	if (results->rc)
		printf("%s: the image ended with rc=%u\n", platform, results->rc);
}

static void print_results(struct run *run)
{
	const struct options *options = run->options;
	double seconds = run->heard - run->started;
	char error[SPECIMENS_ERROR] = "no --image";
	struct evidence evidence = {0};
	bool known = options->image && evidence_read(&evidence, options->image,
						     options->dependencies, error);

	table_print(&run->results, known ? &evidence : NULL, options->platform, seconds,
		    stdout);
	if (!known)
		printf("%s: neither lost dependencies nor reasons are shown: %s\n",
		       options->platform, error);
	evidence_free(&evidence);
}

/* Prints everything; returns the exit status. */
static int conclude(struct run *run, enum why why)
{
	const struct options *options = run->options;
	size_t failed = 0;

	if (run->results.booted)
		print_results(run);
	print_why(run, why);
	print_doubts(run);
	if (run->results.booted && run->results.rc != EXIT_MISUSE)
		failed = canaries_check(&run->canaries, &run->results, options->args,
					stdout);
	table_print_summary(&run->results, options->platform, options->log, stdout);
	fflush(stdout);
	if (why == WHY_SIGNAL)
		return 128 + signal_caught;
	if (run->results.rc == EXIT_MISUSE)
		return EXIT_MISUSE;
	return results_hold(&run->results) && why == WHY_END && !failed ? EXIT_HOLDS
									: EXIT_FAILS;
}

/* The command has started. */
static int run_follow(struct run *run)
{
	results_init(&run->results);
	parser_init(&run->parser, on_event, run);
	progress_init(&run->progress, run->options->platform,
		      run->options->no_progress ? NULL : stderr);
	run->started = clock_seconds();
	run->heard = run->started;

	enum why why = follow(run);

	process_stop(&run->process);
	if (why == WHY_SILENCE)
		results_hang(&run->results);
	if (!run->results.ended)
		parser_finish(&run->parser);
	progress_finish(&run->progress);

	int status = conclude(run, why);

	parser_free(&run->parser);
	results_free(&run->results);
	return status;
}

static int run_start(struct run *run)
{
	const struct options *options = run->options;
	char *args = bootargs_complete(options->args, "auto");
	char **place = bootargs_place(options->command);
	int status = EXIT_FAILS;

	run->log = open(options->log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (run->log < 0) {
		fprintf(stderr, "barelitmus run: %s: %s\n", options->log,
			strerror(errno));
		status = EXIT_MISUSE;
		goto out;
	}
	if (place)
		*place = args;
	process_on_signals(on_signal);
	if (process_start(&run->process, options->command)) {
		fprintf(stderr, "barelitmus run: %s: %s\n", options->command[0],
			strerror(errno));
		goto out;
	}
	status = run_follow(run);
out:
	if (run->log >= 0 && close(run->log)) {
		fprintf(stderr, "barelitmus run: %s: %s\n", options->log,
			strerror(errno));
		status = status ? status : EXIT_FAILS;
	}
	free(args);
	return status;
}

int command_run(int argc, char **argv)
{
	struct options options;
	struct run run = {.options = &options};
	int asked = read_options(&options, argc, argv);

	if (asked)
		return asked < 0 ? EXIT_MISUSE : EXIT_HOLDS;
	if (options.suite && canaries_load(&run.canaries, options.suite))
		return EXIT_MISUSE;
	int status = run_start(&run);

	canaries_free(&run.canaries);
	return status;
}

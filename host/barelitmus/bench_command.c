/* bench_command.c - barelitmus bench: schemes, platforms and litmus7 side by side. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/bench.h"
#include "host/barelitmus/command.h"
#include "host/barelitmus/command_line.h"
#include "host/barelitmus/file.h"
#include "host/barelitmus/memory.h"
#include "host/barelitmus/process.h"
#include "host/barelitmus/results.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

static const char help[] =
	"usage: barelitmus bench --out FILE --logs DIRECTORY [OPTION ...]\n"
	"                        [-- PLATFORM COMMAND [ARG ...]] ...\n"
	"\n"
	"Runs a test under every scheme on every platform, in turn, round after round, "
	"and\n"
	"prints how they compare. COMMAND starts the platform; its argument @ARGS@ "
	"becomes\n"
	"the bootargs.\n"
	"\n"
	"  --out FILE          all numbers, tab-separated\n"
	"  --logs DIRECTORY    the last log of each contender\n"
	"  --test ID           the test (default: SB+poonceonces)\n"
	"  --mix MIX           its variants (default: lkmm)\n"
	"  --schemes A,B,...   these schemes (default: all that an image names)\n"
	"  --args 'WORD ...'   more bootargs\n"
	"  --rounds N          1 to 1000 (default: 5)\n"
	"  --seconds S         how long each run should take, 0.01 to 60 (default: 0.5)\n"
	"  --litmus7 PATH      let litmus7 run --litmus7-test on this machine, as well\n"
	"  --litmus7-test FILE its name without .litmus is the test's\n"
	"  --help              this text\n"
	"\n"
	"Exit status: 0; 1 where a run had no result; 2 wrong usage; 128 + n signal n.\n";

enum {
	FIRST_ITERATIONS = 50000, /* they tell how many fit into --seconds */
	LOG_MAX = 16 << 20,
	ROUNDS_MAX = 1000,
};

#define RUN_SECONDS "120" /* before a run is given up */

struct options {
	const char *out, *logs, *test, *mix, *schemes, *args, *litmus7, *litmus7_test;
	double rounds, seconds;
	struct bench_machine *machines;
	size_t machine_count;
};

static volatile sig_atomic_t signal_caught;
static volatile sig_atomic_t running_pid;

/* A signal of the terminal reaches the run by itself, one of kill only through us. */
static void on_signal(int number)
{
	signal_caught = number;
	if (running_pid)
		kill((pid_t)running_pid, number);
}

static const struct command_line command_line;

static int misuse(const char *what, const char *about)
{
	return command_line_misuse(&command_line, what, about);
}

/* --- one run --- */

/* "<logs>/<platform>-<scheme>.log", to be freed. */
static char *log_path(const struct options *options, const struct contender *c)
{
	size_t size = strlen(options->logs) + strlen(c->platform) + strlen(c->scheme) + 8;
	char *path = memory_zeroed(size, 1);

	snprintf(path, size, "%s/%s-%s.log", options->logs, c->platform, c->scheme);
	return path;
}

/* "barelitmus run …" in a process of its own, silent but for its errors. */
static int run_machine(const struct bench_machine *machine, char *log, char *args)
{
	size_t words = 0, n = 0;
	char *before[] = {
		"run",       "--platform", (char *)machine->name, "--log",  log,
		"--timeout", RUN_SECONDS,  "--no-progress",       "--args", args,
		"--"};
	enum { BEFORE = sizeof(before) / sizeof(before[0]) };
	char **argv;
	int status;
	pid_t pid;

	while (machine->command[words])
		words++;
	argv = memory_zeroed(BEFORE + words + 1, sizeof(*argv));
	for (; n < BEFORE; n++)
		argv[n] = before[n];
	for (; n < BEFORE + words; n++)
		argv[n] = machine->command[n - BEFORE];
	fflush(NULL);
	pid = fork();
	if (!pid) {
		int null = open("/dev/null", O_WRONLY);

		if (null >= 0)
			dup2(null, STDOUT_FILENO);
		status = command_run((int)n, argv);
		fflush(NULL);
		_exit(status);
	}
	free(argv);
	if (pid < 0)
		return EXIT_FAILS;
	running_pid = pid;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return EXIT_FAILS;
	running_pid = 0;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILS;
}

static void read_log(const char *path, struct results *results)
{
	struct parser parser;
	size_t size = 0;
	char *bytes = file_read(path, LOG_MAX, &size);

	results_init(results);
	parser_init(&parser, results_event, results);
	if (bytes)
		parser_feed(&parser, bytes, size);
	parser_finish(&parser);
	parser_free(&parser);
	free(bytes);
}

/* Boots the contender's machine; *results is to be freed. The exit status of the run. */
static int boot(const struct options *options, const struct contender *c,
		uint64_t iterations, struct results *results)
{
	char *path = log_path(options, c), args[1024];
	int status = EXIT_MISUSE;

	if (snprintf(args, sizeof(args), "tests=%s mix=%s iters=%" PRIu64 " scheme=%s %s",
		     options->test, options->mix, iterations, c->scheme,
		     options->args) < (int)sizeof(args))
		status = run_machine(c->machine, path, args);
	read_log(path, results);
	free(path);
	return status;
}

/* Why a run has no counts, in words of the image where it has some; to be freed. */
static char *reason_of(const struct results *results)
{
	if (results->errors.count)
		return memory_copy(results->errors.texts[0]);
	if (results->count && results->results[0].reason)
		return memory_copy(results->results[0].reason);
	return NULL;
}

/* 0; 1: it cannot run, for a reason that c->trouble has now; -1: there is no result. */
static int run_contender(const struct options *options, struct contender *c,
			 uint64_t iterations, struct bench_sample *sample)
{
	struct results results;
	const struct result *result;
	int status, outcome = -1;

	if (!c->machine) {
		char *directory = log_path(options, c);

		status = litmus7_run(directory, options->litmus7_test, iterations, sample,
				     &signal_caught);
		free(directory);
		return status;
	}
	status = boot(options, c, iterations, &results);
	result = results.results;
	if (results.count == 1 && result->counted && !result->damaged) {
		const struct log_phases *phases = &result->phases;

		*sample = (struct bench_sample){
			.iterations = result->iterations,
			.target = result->seen,
			.microseconds = result->microseconds,
			.trip_ns = result->round_trip_ns,
			.counting_us = phases->count_us,
			.thread_us = phases->reset_us + phases->run_us + phases->wait_us +
				     phases->count_us,
		};
		outcome = 0;
	} else if (status == EXIT_MISUSE ||
		   (results.count == 1 && result->verdict == V_SKIP)) {
		c->trouble = reason_of(&results);
		outcome = c->trouble ? 1 : -1;
	}
	results_free(&results);
	return outcome;
}

/* --- the contenders --- */

static struct contender *add_contender(struct bench *bench, size_t *capacity,
				       const char *platform, const char *scheme, size_t n)
{
	struct contender *c;

	bench->contenders = memory_grow(bench->contenders, bench->count, capacity,
					sizeof(*bench->contenders));
	c = &bench->contenders[bench->count++];
	*c = (struct contender){
		.platform = platform,
		.scheme = memory_text(scheme, n),
		.samples = memory_zeroed(bench->rounds, sizeof(struct bench_sample)),
	};
	return c;
}

/* The list behind "# schemes " in a first log of the machine; to be freed, or NULL. */
static char *ask_schemes(const struct options *options,
			 const struct bench_machine *machine)
{
	const struct contender first = {
		.machine = machine, .platform = machine->name, .scheme = "auto"};
	struct results results;
	char *schemes = NULL;

	boot(options, &first, 1, &results);
	for (size_t i = 0; i < results.notes.count; i++)
		if (!strncmp(results.notes.texts[i], "schemes ", 8))
			schemes = memory_copy(results.notes.texts[i] + 8);
	if (!schemes) {
		char *reason = reason_of(&results);

		fprintf(stderr, "barelitmus bench: %s names no schemes: %s\n",
			machine->name, reason ? reason : "there is no log");
		free(reason);
	}
	results_free(&results);
	return schemes;
}

/* One contender for each word of schemes, which are separated by blanks or commas. */
static void add_schemes(struct bench *bench, size_t *capacity,
			const struct bench_machine *machine, const char *schemes)
{
	for (schemes += strspn(schemes, " ,"); *schemes;
	     schemes += strspn(schemes, " ,")) {
		size_t n = strcspn(schemes, " ,");

		add_contender(bench, capacity, machine->name, schemes, n)->machine =
			machine;
		schemes += n;
	}
}

static int add_machine(struct bench *bench, size_t *capacity,
		       const struct options *options, const struct bench_machine *machine)
{
	char *schemes = options->schemes ? memory_copy(options->schemes)
					 : ask_schemes(options, machine);

	if (!schemes)
		return -1;
	add_schemes(bench, capacity, machine, schemes);
	free(schemes);
	return 0;
}

static int add_litmus7(struct bench *bench, size_t *capacity,
		       const struct options *options, enum litmus7_options set)
{
	const char *name = litmus7_name(set);
	struct contender *c = add_contender(bench, capacity, "linux", name, strlen(name));
	char *directory = log_path(options, c);
	int status;

	c->litmus7 = set;
	status = litmus7_build(options->litmus7, set, options->litmus7_test, directory,
			       &signal_caught);
	free(directory);
	return status;
}

static int add_all(struct bench *bench, const struct options *options)
{
	size_t capacity = 0;

	for (size_t i = 0; i < options->machine_count; i++)
		if (add_machine(bench, &capacity, options, &options->machines[i]))
			return -1;
	for (int set = 0; options->litmus7 && set < LITMUS7_COUNT; set++)
		if (add_litmus7(bench, &capacity, options, (enum litmus7_options)set))
			return -1;
	return 0;
}

/* --- the rounds --- */

static void say(const struct contender *c, unsigned round, unsigned rounds)
{
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "\r\033[Kround %u of %u: %s %s", round, rounds,
			c->platform, c->scheme);
}

static void say_nothing(void)
{
	if (isatty(STDERR_FILENO))
		fputs("\r\033[K", stderr);
}

/* How many runs had no result. The first round only tells how long iterations take. */
static size_t run_round(struct bench *bench, const struct options *options,
			unsigned round)
{
	size_t failures = 0;

	for (size_t i = 0; i < bench->count && !signal_caught; i++) {
		struct contender *c =
			&bench->contenders[bench_turn(round, i, bench->count)];
		struct bench_sample first,
			*sample = round ? &c->samples[round - 1] : &first;
		uint64_t iterations = round ? c->iterations : FIRST_ITERATIONS;

		if (c->trouble)
			continue;
		say(c, round, bench->rounds);
		if (run_contender(options, c, iterations, sample) < 0) {
			say_nothing();
			fprintf(stderr,
				"barelitmus bench: %s %s, round %u: no result; its log "
				"is in "
				"%s\n",
				c->platform, c->scheme, round, options->logs);
			failures++;
		} else if (!round && !c->trouble) {
			c->iterations = bench_iterations(&first, bench->seconds);
		}
	}
	return failures;
}

/* Replaces the file by what bench_write() has to say; 0 or -1. */
static int write_out(const struct bench *bench, const char *path)
{
	char *bytes = NULL;
	size_t size = 0;
	FILE *out = open_memstream(&bytes, &size);
	int status = -1;

	if (out) {
		bench_write(bench, out);
		if (!fclose(out))
			status = file_replace(path, bytes, size);
	}
	if (status)
		fprintf(stderr, "barelitmus bench: %s: %s\n", path, strerror(errno));
	free(bytes);
	return status;
}

static int run_bench(struct bench *bench, const struct options *options)
{
	size_t failures = 0;

	process_on_signals(on_signal);
	if (add_all(bench, options))
		return signal_caught ? 128 + signal_caught : EXIT_FAILS;
	for (unsigned round = 0; round <= bench->rounds && !signal_caught; round++)
		failures += run_round(bench, options, round);
	say_nothing();
	if (signal_caught)
		return 128 + signal_caught;
	bench_print(bench, stdout);
	if (write_out(bench, options->out))
		return EXIT_FAILS;
	printf("all rounds in %s\n", options->out);
	return failures ? EXIT_FAILS : EXIT_HOLDS;
}

/* --- what it runs on --- */

/* What stands behind the key and a colon in a file of /proc, to be freed; or NULL. */
static char *proc_value(const char *path, const char *key)
{
	size_t size;
	char *text = file_read(path, LOG_MAX, &size), *value = NULL, *at;

	if (text && (at = strstr(text, key)) && (at = strchr(at, ':'))) {
		at += 1 + strspn(at + 1, " ");
		value = memory_text(at, strcspn(at, "\n"));
	}
	free(text);
	return value;
}

/* "<processor>, <n> processors, Linux <release>, load <n>", to be freed. */
static char *describe_host(void)
{
	struct utsname system;
	size_t size;
	char *load = file_read("/proc/loadavg", LOG_MAX, &size);
	char *model = proc_value("/proc/cpuinfo", "model name");
	char text[512];

	uname(&system);
	snprintf(text, sizeof(text), "%.200s, %ld processors, %s %s, load %.*s",
		 model ? model : system.machine, sysconf(_SC_NPROCESSORS_ONLN),
		 system.sysname, system.release, load ? (int)strcspn(load, " ") : 1,
		 load ? load : "?");
	free(load);
	free(model);
	return memory_copy(text);
}

/* --- the command line --- */

static const struct option long_options[] = {
	{"out", required_argument, NULL, 'o'},
	{"logs", required_argument, NULL, 'l'},
	{"test", required_argument, NULL, 't'},
	{"mix", required_argument, NULL, 'm'},
	{"schemes", required_argument, NULL, 's'},
	{"args", required_argument, NULL, 'a'},
	{"rounds", required_argument, NULL, 'r'},
	{"seconds", required_argument, NULL, 'n'},
	{"litmus7", required_argument, NULL, '7'},
	{"litmus7-test", required_argument, NULL, 'f'},
	{"help", no_argument, NULL, OPTION_HELP},
	{NULL, 0, NULL, 0},
};

static int read_number(double least, double most, double *out)
{
	char *end;

	*out = strtod(optarg, &end);
	if (end == optarg || *end || !(*out >= least && *out <= most))
		return misuse("found a number out of its range: ", optarg);
	return 0;
}

static int take_option(void *context, int option)
{
	struct options *options = context;

	switch (option) {
	case 'o':
		options->out = optarg;
		return 0;
	case 'l':
		options->logs = optarg;
		return 0;
	case 't':
		options->test = optarg;
		return 0;
	case 'm':
		options->mix = optarg;
		return 0;
	case 's':
		options->schemes = optarg;
		return 0;
	case 'a':
		options->args = optarg;
		return 0;
	case 'r':
		return read_number(1, ROUNDS_MAX, &options->rounds);
	case 'n':
		return read_number(0.01, 60, &options->seconds);
	case '7':
		options->litmus7 = optarg;
		return 0;
	case 'f':
		options->litmus7_test = optarg;
		return 0;
	}
	return misuse("unknown option", "");
}

static const struct command_line command_line = {
	.name = "bench",
	.help = help,
	.letters = "+:",
	.options = long_options,
	.take = take_option,
};

/* "PLATFORM COMMAND … -- PLATFORM COMMAND …"; the separators become the ends. */
static int read_machines(struct options *options, char **argv)
{
	size_t capacity = 0;

	while (*argv) {
		struct bench_machine *machine;

		options->machines = memory_grow(options->machines, options->machine_count,
						&capacity, sizeof(*options->machines));
		machine = &options->machines[options->machine_count++];
		*machine = (struct bench_machine){argv[0], argv + 1};
		if (!argv[1] || !strcmp(argv[1], "--"))
			return misuse("no COMMAND for ", argv[0]);
		while (*argv && strcmp(*argv, "--"))
			argv++;
		if (*argv)
			*argv++ = NULL;
	}
	return 0;
}

/* 0; 1 where only help was asked for; -1 after saying what is wrong. */
static int read_options(struct options *options, int argc, char **argv)
{
	int asked;

	*options = (struct options){.test = "SB+poonceonces",
				    .mix = "lkmm",
				    .args = "",
				    .rounds = 5,
				    .seconds = 0.5};
	asked = command_line_read(&command_line, argc, argv, options);
	if (asked)
		return asked;
	if (!options->out || !options->logs)
		return misuse("no ", options->out ? "--logs" : "--out");
	if (options->litmus7 && !options->litmus7_test)
		return misuse("--litmus7 without --litmus7-test", "");
	if (read_machines(options, argv + optind))
		return -1;
	if (!options->machine_count && !options->litmus7)
		return misuse("no PLATFORM and no --litmus7", "");
	return 0;
}

int command_bench(int argc, char **argv)
{
	struct options options;
	int asked = read_options(&options, argc, argv), status = EXIT_MISUSE;

	if (!asked) {
		struct bench bench = {
			.test = options.test,
			.mix = options.mix,
			.host = describe_host(),
			.rounds = (unsigned)options.rounds,
			.seconds = options.seconds,
		};

		status = run_bench(&bench, &options);
		for (size_t i = 0; i < bench.count; i++) {
			free(bench.contenders[i].scheme);
			free(bench.contenders[i].samples);
			free(bench.contenders[i].trouble);
		}
		free(bench.contenders);
		free(bench.host);
	} else if (asked > 0) {
		status = EXIT_HOLDS;
	}
	free(options.machines);
	return status;
}

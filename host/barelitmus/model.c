/* model.c - barelitmus model: ask herd7 what a memory model says of tests. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/c11.h"
#include "host/barelitmus/command.h"
#include "host/barelitmus/file.h"
#include "host/barelitmus/herd.h"
#include "host/litmusc/arena.h"
#include "host/litmusc/inputs.h"

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char help[] =
	"usage: barelitmus model [OPTION ...] FILE|DIR ...\n"
	"\n"
	"Asks herd7 about each test, and writes what 'litmusc --verdicts' and\n"
	"'make VERDICTS=' read.\n"
	"\n"
	"  -o FILE            where the verdicts go (default: to the terminal)\n"
	"  --model lkmm       the Linux-kernel memory model, for the mix lkmm (default)\n"
	"  --model rc11       C11 as rc11.cat has it, for the mix c11: of each test "
	"that\n"
	"                     has only what C11 has too, as the dialect c11 puts it\n"
	"  -I DIR             where the model is: the kernel's tools/memory-model "
	"(default:\n"
	"                     LKMM=), or for rc11 another folder than herd7's own\n"
	"  --cache DIR        where answers are kept (default: build/model)\n"
	"  --timeout SECONDS  for one test (default: 60)\n"
	"  --help             this text\n"
	"\n"
	"herd7 is looked for in PATH; HERD7= names another.\n"
	"Exit status: 0 every test has its verdict, or no model; 1 of one herd7 has "
	"none;\n"
	"2 wrong usage, or something is missing; 128 + n signal n, and nothing is "
	"written.\n";

static const char *const model_files[] = {
	"linux-kernel.cfg", "linux-kernel.bell", "linux-kernel.cat",
	"linux-kernel.def", "lock.cat",          "rc11.cat",
};

enum { MODEL_FILES = sizeof(model_files) / sizeof(model_files[0]) };

struct model {
	struct arena arena;
	struct inputs inputs;
	bool is_rc11;
	const char *program;   /* herd7; NULL before it is needed */
	const char *directory; /* of the model; NULL: herd7's own */
	const char *cache;
	const char *output; /* NULL: stdout */
	double timeout;
	const char *file; /* what herd7 loads */
	uint64_t digest;  /* of the model */
	FILE *rows;
	unsigned int verdicts, racy, none, kept, failed;
};

static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
	interrupted = number;
}

static int misuse(const char *what, const char *about)
{
	fprintf(stderr, "barelitmus model: %s%s (see barelitmus model --help)\n", what,
		about);
	return -1;
}

static int complain(const char *path, const char *why)
{
	fprintf(stderr, "barelitmus model: %s: %s\n", path, why);
	return -1;
}

static void note(const char *path, const char *why)
{
	fprintf(stderr, "barelitmus model: note: %s: %.*s\n", path,
		(int)strcspn(why, "\r\n"), why);
}

/* --- what was asked for --- */

enum option_code {
	OPTION_MODEL = 1,
	OPTION_CACHE,
	OPTION_TIMEOUT,
	OPTION_HELP,
};

static const struct option long_options[] = {
	{"model", required_argument, NULL, OPTION_MODEL},
	{"cache", required_argument, NULL, OPTION_CACHE},
	{"timeout", required_argument, NULL, OPTION_TIMEOUT},
	{"help", no_argument, NULL, OPTION_HELP},
	{NULL, 0, NULL, 0},
};

static int take_model(struct model *model, const char *name)
{
	model->is_rc11 = !strcmp(name, "rc11");
	if (!model->is_rc11 && strcmp(name, "lkmm") != 0)
		return misuse("expected --model lkmm or rc11, found ", name);
	return 0;
}

static int take_timeout(struct model *model, const char *text)
{
	char *end;

	model->timeout = strtod(text, &end);
	if (end == text || *end || !(model->timeout > 0) || model->timeout > 1e9)
		return misuse("expected a number of seconds, found ", text);
	return 0;
}

static int take_option(struct model *model, int option)
{
	switch (option) {
	case 'o':
		model->output = optarg;
		return 0;
	case 'I':
		model->directory = optarg;
		return 0;
	case OPTION_CACHE:
		model->cache = optarg;
		return 0;
	case OPTION_MODEL:
		return take_model(model, optarg);
	default:
		return take_timeout(model, optarg);
	}
}

/* 0; 1 where only help was asked for; -1 after saying what is wrong. */
static int read_options(struct model *model, int argc, char **argv)
{
	int option;

	opterr = 0;
	optind = 1;
	while ((option = getopt_long(argc, argv, ":o:I:", long_options, NULL)) != -1) {
		if (option == OPTION_HELP) {
			fputs(help, stdout);
			return 1;
		}
		if (option == ':')
			return misuse("no value for ", argv[optind - 1]);
		if (option == '?')
			return misuse("unknown option ", argv[optind - 1]);
		if (take_option(model, option))
			return -1;
	}
	if (optind == argc)
		return misuse("no test given", "");
	for (; optind < argc; optind++) {
		if (inputs_add(&model->inputs, argv[optind])) {
			fprintf(stderr, "barelitmus model: %s\n", model->inputs.error);
			return -1;
		}
	}
	return 0;
}

/* --- herd7 and the model --- */

static bool is_program(const char *path)
{
	struct stat status;

	return !stat(path, &status) && S_ISREG(status.st_mode) && !access(path, X_OK);
}

static const char *search_path(struct arena *arena, const char *name)
{
	const char *path = getenv("PATH");

	while (path && *path) {
		int length = (int)strcspn(path, ":");
		const char *found = arena_format(arena, "%.*s/%s", length, path, name);

		if (length && is_program(found))
			return found;
		path += length + (path[length] == ':');
	}
	return NULL;
}

static int find_herd(struct model *model)
{
	const char *given = getenv("HERD7");
	const char *name = given && *given ? given : "herd7";

	model->program = strchr(name, '/') ? (is_program(name) ? name : NULL)
					   : search_path(&model->arena, name);
	if (model->program)
		return 0;
	fprintf(stderr,
		"barelitmus model: no %s: install herdtools7 (opam, or a newer Debian), "
		"or "
		"name the program by HERD7=\n",
		name);
	return -1;
}

#define FNV_START UINT64_C(0xcbf29ce484222325)

/* FNV-1a. The length goes in as well, so that texts cannot flow into each other. */
static uint64_t digest(uint64_t hash, const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)bytes[i]) * UINT64_C(0x100000001b3);
	return (hash ^ size) * UINT64_C(0x100000001b3);
}

/* A model is its files; which of them there are differs from kernel to kernel. */
static int find_model(struct model *model)
{
	const char *name = model->is_rc11 ? "rc11.cat" : "linux-kernel.cfg";
	const char *given = model->directory ? model->directory : "";

	model->digest = digest(FNV_START, name, strlen(name));
	model->file = *given ? arena_format(&model->arena, "%s/%s", given, name) : name;
	if (!*given)
		return model->is_rc11
			       ? 0
			       : misuse("where is the kernel's tools/memory-model? "
					"Give it by -I or LKMM=",
					"");
	if (access(model->file, R_OK))
		return complain(model->file, strerror(errno));
	for (size_t i = 0; i < MODEL_FILES; i++) {
		size_t size = 0;
		char *text = file_read(
			arena_format(&model->arena, "%s/%s", given, model_files[i]),
			SIZE_MAX, &size);

		model->digest = digest(model->digest, text, size);
		free(text);
	}
	return 0;
}

/* Like mkdir -p. */
static int make_directory(char *path)
{
	for (char *at = path + 1;; at++) {
		char c = *at;

		if (c != '/' && c)
			continue;
		*at = '\0';
		if (mkdir(path, 0777) && errno != EEXIST)
			return complain(path, strerror(errno));
		*at = c;
		if (!c)
			return 0;
	}
}

static void catch_signals(void)
{
	struct sigaction action = {.sa_handler = on_signal};

	sigemptyset(&action.sa_mask);
	sigaction(SIGINT, &action, NULL);
	sigaction(SIGTERM, &action, NULL);
}

/* --- one test --- */

static enum herd_end ask(const struct model *model, const char *path, char **output)
{
	char *argv[7];
	int n = 0;

	argv[n++] = (char *)model->program;
	if (model->directory) {
		argv[n++] = "-I";
		argv[n++] = (char *)model->directory;
	}
	argv[n++] = model->is_rc11 ? "-model" : "-conf";
	argv[n++] = (char *)model->file;
	argv[n++] = (char *)path;
	argv[n] = NULL;
	return herd_ask(argv, model->timeout, &interrupted, output);
}

/* A row as litmusc reads it; a racy C11 program has no meaning, and so no verdict. */
static void add_row(struct model *model, const char *path,
		    const struct herd_answer *answer)
{
	bool racy = strstr(answer->flags, "data-race") != NULL;

	model->racy += racy;
	model->verdicts++;
	fprintf(model->rows, "%s\t%s\t%s\t%lu\t%s%s\n", path, answer->name,
		racy && model->is_rc11 ? "undefined" : answer->verdict, answer->states,
		answer->flags, model->is_rc11 ? "\tc11" : "");
}

static void add_failure(struct model *model, const char *path, const char *what,
			const char *output)
{
	model->failed++;
	fprintf(model->rows, "%s\t\t%s\t\t%s\n", path, what,
		model->is_rc11 ? "\tc11" : "");
	note(path, arena_format(&model->arena, "%s: %s", what, output));
}

/* Asks herd7 about the test in question, and keeps what it answers in the file kept. */
static int answer_anew(struct model *model, const char *path, const char *question,
		       const char *kept)
{
	static const char *const failures[] = {
		[HERD_DONE] = "rejected",
		[HERD_TIMEOUT] = "timeout",
		[HERD_FLOOD] = "flood",
		[HERD_CRASH] = "crash",
	};
	struct herd_answer answer;
	enum herd_end end;
	int result = 0;
	char *output;

	if (!model->program && find_herd(model))
		return -1;
	end = ask(model, question, &output);
	if (end == HERD_SIGNAL) {
		result = -1;
	} else if (end != HERD_DONE || !herd_read(output, &answer)) {
		add_failure(model, path, failures[end], output);
	} else {
		add_row(model, path, &answer);
		if (file_replace(kept, output, strlen(output)))
			result = complain(kept, strerror(errno));
	}
	free(output);
	return result;
}

/* Text is what herd7 is asked: the file path, or where that is another, question. */
static int answer(struct model *model, const char *path, const char *text)
{
	size_t size = strlen(text);
	uint64_t key = digest(model->digest, text, size);
	const char *kept = arena_format(&model->arena, "%s/%016" PRIx64 "-%zu.log",
					model->cache, key, size);
	const char *question = path;
	struct herd_answer answer;
	char *output = file_read(kept, SIZE_MAX, &size);
	bool known = output && herd_read(output, &answer);

	free(output);
	if (known) {
		model->kept++;
		add_row(model, path, &answer);
		return 0;
	}
	if (model->is_rc11) {
		question = arena_format(&model->arena, "%s.litmus", kept);
		if (file_replace(question, text, strlen(text)))
			return complain(question, strerror(errno));
	}
	return answer_anew(model, path, question, kept);
}

static int take_test(struct model *model, const char *path)
{
	size_t size;
	char *text = file_read(path, SIZE_MAX, &size);
	char *c11 = NULL;
	char why[C11_WHY_MAX];
	int result = 0;

	if (!text)
		return complain(path, strerror(errno));
	if (model->is_rc11 && !(c11 = c11_translate(text, why))) {
		model->none++;
		note(path, arena_format(&model->arena, "no model: %s", why));
	} else {
		result = answer(model, path, c11 ? c11 : text);
	}
	free(c11);
	free(text);
	return result;
}

/* --- all tests --- */

static int take_tests(struct model *model)
{
	fprintf(model->rows, "path\tname\t%s\tstates\tflags%s\n",
		model->is_rc11 ? "rc11" : "lkmm", model->is_rc11 ? "\tmix" : "");
	for (size_t i = 0; i < model->inputs.count; i++) {
		const char *path = model->inputs.list[i].path;

		if (strpbrk(path, "\t\r\n"))
			return complain(path, "a tab or a line's end in its name");
		if (take_test(model, path))
			return -1;
	}
	return 0;
}

static int write_rows(const struct model *model, const char *rows, size_t size)
{
	if (!model->output)
		return fwrite(rows, 1, size, stdout) == size && !fflush(stdout)
			       ? 0
			       : complain("standard output", strerror(errno));
	return file_replace(model->output, rows, size)
		       ? complain(model->output, strerror(errno))
		       : 0;
}

static void print_summary(const struct model *model)
{
	fprintf(stderr,
		"barelitmus model: %zu tests: %u answered (%u of them kept from before), "
		"%u racy, %u not answered, %u without a model\n",
		model->inputs.count, model->verdicts, model->kept, model->racy,
		model->failed, model->none);
}

static int run(struct model *model)
{
	char *cache = arena_copy(&model->arena, model->cache, strlen(model->cache));
	char *rows = NULL;
	size_t size = 0;
	int status = EXIT_MISUSE;

	if (find_model(model) || make_directory(cache))
		return EXIT_MISUSE;
	model->rows = open_memstream(&rows, &size);
	if (!model->rows) {
		complain("rows", strerror(errno));
		return EXIT_MISUSE;
	}
	catch_signals();
	int failed = take_tests(model);

	if (fclose(model->rows))
		failed = complain("rows", strerror(errno));
	if (interrupted)
		status = 128 + interrupted;
	else if (!failed && !write_rows(model, rows, size))
		status = model->failed ? EXIT_FAILS : EXIT_HOLDS;
	if (!failed)
		print_summary(model);
	free(rows);
	return status;
}

int command_model(int argc, char **argv)
{
	struct model model = {.cache = "build/model", .timeout = 60};
	int asked, status;

	model.inputs.arena = &model.arena;
	asked = read_options(&model, argc, argv);
	if (!model.directory && !model.is_rc11)
		model.directory = getenv("LKMM");
	if (asked)
		status = asked < 0 ? EXIT_MISUSE : EXIT_HOLDS;
	else
		status = run(&model);
	inputs_free(&model.inputs);
	arena_free(&model.arena);
	return status;
}

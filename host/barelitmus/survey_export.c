/* survey_export.c - the command that writes a survey for other programs. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/command.h"
#include "host/barelitmus/file.h"
#include "host/barelitmus/survey_write.h"

#include <errno.h>
#include <string.h>

static const char help[] =
	"usage: barelitmus export --format FORMAT [OPTION ...] SURVEY.db\n"
	"\n"
	"Writes the results of a survey (docs/survey.md).\n"
	"\n"
	"  --format csv       a line for each outcome of each result\n"
	"  --format json      an object for each result\n"
	"  --format junit     XML: a testsuite for each run, a testcase for each result\n"
	"  --format ktap      the same as nested KTAP\n"
	"  --format litmus7   a log for each board and mix that mcompare7 reads: "
	"-o DIR\n"
	"  -o FILE            where to (default: the terminal)\n" FILTER_HELP
	"  --help             this text\n"
	"\n"
	"Exit status: 0 written; 2 wrong usage, no survey, or it cannot be written.\n";

enum { OPTION_FORMAT = 256, OPTION_HELP };

static const struct option long_options[] = {
	FILTER_OPTIONS,
	{"format", required_argument, NULL, OPTION_FORMAT},
	{"help", no_argument, NULL, OPTION_HELP},
	{NULL, 0, NULL, 0},
};

struct task {
	struct survey survey;
	struct survey_filter filter;
	const char *format;
	const char *output; /* NULL: standard output */
};

static const struct stream {
	const char *format;
	int (*write)(struct survey *survey, const struct survey_filter *filter,
		     FILE *out);
} streams[] = {
	{"csv", survey_write_csv},
	{"json", survey_write_json},
	{"junit", survey_write_junit},
	{"ktap", survey_write_ktap},
};

enum { STREAMS = sizeof(streams) / sizeof(streams[0]) };

/* NULL: the format has none. */
static const struct stream *find_stream(const char *format)
{
	for (size_t i = 0; i < STREAMS; i++)
		if (!strcmp(format, streams[i].format))
			return &streams[i];
	return NULL;
}

static int write_to(struct task *task, FILE *out)
{
	return find_stream(task->format)->write(&task->survey, &task->filter, out);
}

static int complain(const char *path)
{
	fprintf(stderr, "barelitmus export: %s: %s\n", path, strerror(errno));
	return -1;
}

static int write_file(struct task *task)
{
	FILE *out = file_begin(task->output);
	int result;

	if (!out)
		return complain(task->output);
	result = write_to(task, out);
	if (file_commit(out, task->output, !result))
		return result ? result : complain(task->output);
	return 0;
}

static int write_all(struct task *task)
{
	if (!strcmp(task->format, "litmus7"))
		return survey_write_litmus7(&task->survey, &task->filter, task->output);
	if (task->output)
		return write_file(task);
	if (write_to(task, stdout))
		return -1;
	return fflush(stdout) || ferror(stdout) ? complain("standard output") : 0;
}

static int misuse(const char *what)
{
	fprintf(stderr, "barelitmus export: %s (see barelitmus export --help)\n", what);
	return EXIT_MISUSE;
}

static const char *format_wrong(const struct task *task)
{
	const char *format = task->format ? task->format : "";

	if (!find_stream(format) && strcmp(format, "litmus7"))
		return "expected --format csv, json, junit, ktap or litmus7";
	if (!strcmp(format, "litmus7") && !task->output)
		return "expected -o DIR with --format litmus7";
	return NULL;
}

int command_export(int argc, char **argv)
{
	struct task task = {.format = NULL};
	int option, result;

	optind = 1;
	while ((option = getopt_long(argc, argv, "o:", long_options, NULL)) != -1) {
		if (option == OPTION_HELP) {
			fputs(help, stdout);
			return EXIT_HOLDS;
		}
		if (option == OPTION_FORMAT)
			task.format = optarg;
		else if (option == 'o')
			task.output = optarg;
		else if (!filter_take(&task.filter, option, optarg))
			return EXIT_MISUSE;
	}
	if (format_wrong(&task))
		return misuse(format_wrong(&task));
	if (optind + 1 != argc)
		return misuse("expected one survey");
	result = survey_open(&task.survey, argv[optind], false) || write_all(&task);
	survey_close(&task.survey);
	return result ? EXIT_MISUSE : EXIT_HOLDS;
}

/* report_command.c - barelitmus report: a survey for people to read. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/command.h"
#include "host/barelitmus/command_line.h"
#include "host/barelitmus/file.h"
#include "host/barelitmus/report_write.h"

#include <errno.h>
#include <string.h>

static const char help[] =
	"usage: barelitmus report [OPTION ...] SURVEY.db -o FILE\n"
	"\n"
	"Writes a survey as one page that needs nothing else (docs/report.md).\n"
	"\n"
	"  -o FILE        where to\n"
	"  --format html  the page (default)\n"
	"  --format md    a table in Markdown\n"
	"  --format csv   a line for each test, mix, board and scheme\n"
	"  --tests PATH   show the source of tests: a .litmus file, or a directory of "
	"them;\n"
	"                 may be given again\n" FILTER_HELP "  --help         this text\n"
	"\n"
	"Exit status: 0 written; 2 wrong usage, no survey, or it cannot be written.\n";

enum { OPTION_FORMAT = OPTION_HELP + 1, OPTION_TESTS };

static const struct option long_options[] = {
	FILTER_OPTIONS,
	{"format", required_argument, NULL, OPTION_FORMAT},
	{"tests", required_argument, NULL, OPTION_TESTS},
	{"help", no_argument, NULL, OPTION_HELP},
	{NULL, 0, NULL, 0},
};

struct task {
	struct survey survey;
	struct survey_filter filter;
	struct test_sources sources;
	const char *format;
	const char *output;
};

static int take(void *context, int option)
{
	struct task *task = context;

	if (option == OPTION_FORMAT)
		task->format = optarg;
	else if (option == 'o')
		task->output = optarg;
	else if (option == OPTION_TESTS)
		return test_sources_add(&task->sources, optarg);
	else
		filter_take(&task->filter, option, optarg);
	return 0;
}

static const struct command_line line = {"report", help, ":o:", long_options, take};

static int write_format(struct task *task, struct report *report, FILE *out)
{
	if (!strcmp(task->format, "csv"))
		return report_write_csv(report, out);
	if (!strcmp(task->format, "md"))
		return report_write_md(report, out);
	return report_write_html(report, &task->sources, out);
}

static int write_file(struct task *task, struct report *report)
{
	FILE *out = file_begin(task->output);
	int result = out ? write_format(task, report, out) : 0;

	if (!out || (file_commit(out, task->output, !result) && !result)) {
		fprintf(stderr, "barelitmus report: %s: %s\n", task->output,
			strerror(errno));
		return -1;
	}
	return result;
}

static int check(const struct task *task, int rest)
{
	if (strcmp(task->format, "html") && strcmp(task->format, "md") &&
	    strcmp(task->format, "csv"))
		return command_line_misuse(
			&line, "expected --format html, md or csv, found ", task->format);
	if (rest != 1)
		return command_line_misuse(&line, "expected one survey", "");
	if (!task->output)
		return command_line_misuse(&line, "expected -o FILE", "");
	return 0;
}

static int report_survey(struct task *task, const char *path)
{
	struct report report = {.survey = NULL};
	int result;

	test_sources_read(&task->sources);
	result = survey_open(&task->survey, path, false) ||
		 report_open(&report, &task->survey, &task->filter) ||
		 write_file(task, &report);
	report_free(&report);
	survey_close(&task->survey);
	return result;
}

int command_report(int argc, char **argv)
{
	struct task task = {.format = "html"};
	int result = command_line_read(&line, argc, argv, &task);

	if (!result)
		result = check(&task, argc - optind) || report_survey(&task, argv[optind])
				 ? -1
				 : 0;
	test_sources_free(&task.sources);
	return result < 0 ? EXIT_MISUSE : EXIT_HOLDS;
}

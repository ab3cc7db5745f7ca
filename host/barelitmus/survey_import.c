/* survey_import.c - barelitmus import: read logs into a survey. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/survey_import.h"
#include "host/barelitmus/command.h"
#include "host/barelitmus/command_line.h"
#include "host/barelitmus/memory.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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

enum { CHUNK = 1 << 16 };

static int read_log(struct survey_reader *reader, FILE *file)
{
	char *chunk = memory_zeroed(CHUNK, 1);
	int result = 0;
	size_t n;

	while (!result && (n = fread(chunk, 1, CHUNK, file)))
		result = survey_reader_feed(reader, chunk, n);
	free(chunk);
	if (!ferror(file))
		return result;
	fprintf(stderr, "barelitmus: %s: %s\n", reader->path, strerror(errno));
	return -1;
}

/* All of a log or nothing. */
static int take_log(struct survey_reader *reader, FILE *file)
{
	if (read_log(reader, file))
		return -1;
	survey_reader_finish(reader);
	if (reader->count.runs)
		return survey_reader_commit(reader);
	fprintf(stderr,
		"barelitmus: %s: expected the log of an image, found no "
		"BARELITMUS-BOOT\n",
		reader->path);
	return -1;
}

static int import_file(struct survey_reader *reader, struct survey *survey,
		       const char *path, const char *board, FILE *file)
{
	int result = survey_reader_open(reader, survey, path, board, false);

	if (!result)
		result = take_log(reader, file);
	return survey_reader_close(reader) ? -1 : result;
}

int survey_import(struct survey *survey, const char *path, const char *board,
		  struct import_count *count)
{
	struct survey_reader *reader = memory_zeroed(1, sizeof(*reader));
	bool is_stdin = !strcmp(path, "-");
	FILE *file = is_stdin ? stdin : fopen(path, "rb");
	int result = -1;

	if (file)
		result = import_file(reader, survey, path, board, file);
	else
		fprintf(stderr, "barelitmus: %s: %s\n", path, strerror(errno));
	*count = reader->count;
	if (file && !is_stdin)
		fclose(file);
	free(reader);
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

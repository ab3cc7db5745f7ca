/* options.c - read the command line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/program.h"

#include "host/litmusc/controls.h"

#include <stdlib.h>
#include <string.h>

enum { DEFAULT_GROUP = 16, MAX_GROUP = 1000000 };

struct reader {
	struct options *options;
	struct arena *arena;
	char *const *arguments;
	int count, next;
	FILE *messages;
};

static int usage(const struct reader *reader, const char *what, const char *word)
{
	fprintf(reader->messages,
		"litmusc: %s%s\n"
		"usage: litmusc [--keep-going] [--group N] [--controls N] "
		"[--suite NAME=FILE]... [--verdicts FILE] -o DIR FILE|DIR...\n",
		what, word);
	return -1;
}

static const char *value(struct reader *reader)
{
	return reader->next < reader->count ? reader->arguments[reader->next++] : NULL;
}

/* Returns 0 where the next word is a number from least to most. */
static int read_number(struct reader *reader, const char *needs, unsigned long least,
		       unsigned long most, unsigned long *number)
{
	const char *word = value(reader);

	if (!word)
		return usage(reader, needs, "nothing");
	*number = strtoul(word, NULL, 10);
	if (!*word || strspn(word, "0123456789") != strlen(word) || *number < least ||
	    *number > most)
		return usage(reader, needs, word);
	return 0;
}

static int read_group(struct reader *reader)
{
	unsigned long group;

	if (read_number(reader, "--group needs a number from 1 to 1000000, found ", 1,
			MAX_GROUP, &group))
		return -1;
	reader->options->group = group;
	return 0;
}

static int read_controls(struct reader *reader)
{
	unsigned long controls;

	if (read_number(reader, "--controls needs a number from 0 to 16, found ", 0,
			CONTROLS_MAX, &controls))
		return -1;
	reader->options->controls = (unsigned int)controls;
	return 0;
}

static int read_suite(struct reader *reader)
{
	const char *word = value(reader);
	struct suite *suite = &reader->options->suites[reader->options->suite_count];
	size_t length;

	if (!word)
		return usage(reader, "--suite needs NAME=FILE", "");
	length = strspn(word, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
			      "0123456789_.-");
	if (length == 0 || word[length] != '=' || word[length + 1] == '\0')
		return usage(reader, "--suite needs NAME=FILE, found ", word);
	suite->name = arena_copy(reader->arena, word, length);
	suite->path = word + length + 1;
	reader->options->suite_count++;
	return 0;
}

static int read_word(struct reader *reader, const char *word)
{
	struct options *options = reader->options;

	if (strcmp(word, "--keep-going") == 0) {
		options->keep_going = true;
	} else if (strcmp(word, "--group") == 0) {
		return read_group(reader);
	} else if (strcmp(word, "--controls") == 0) {
		return read_controls(reader);
	} else if (strcmp(word, "--suite") == 0) {
		return read_suite(reader);
	} else if (strcmp(word, "--verdicts") == 0) {
		options->verdicts = value(reader);
		if (!options->verdicts)
			return usage(reader, "--verdicts needs a file", "");
	} else if (strcmp(word, "-o") == 0) {
		options->directory = value(reader);
		if (!options->directory)
			return usage(reader, "-o needs a directory", "");
	} else if (word[0] == '-') {
		return usage(reader, "unknown option ", word);
	} else {
		options->inputs[options->input_count++] = word;
	}
	return 0;
}

int options_read(struct options *options, struct arena *arena, int count,
		 char *const *arguments, FILE *messages)
{
	struct reader reader = {options, arena, arguments, count, 1, messages};
	size_t room = (size_t)count + 1;

	*options = (struct options){.group = DEFAULT_GROUP};
	options->suites = arena_alloc(arena, room * sizeof(*options->suites));
	options->inputs = arena_alloc(arena, room * sizeof(*options->inputs));
	while (reader.next < count) {
		if (read_word(&reader, arguments[reader.next++]))
			return -1;
	}
	if (!options->directory)
		return usage(&reader, "-o DIR is missing", "");
	if (!options->input_count)
		return usage(&reader, "no test given", "");
	return 0;
}

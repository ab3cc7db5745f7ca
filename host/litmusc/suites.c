/* suites.c - which tests are in which suite. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/suites.h"

#include "lib/glob.h"

#include <string.h>

enum { MAX_WORDS = 3 };

struct reader {
	const struct suite *suite;
	struct litmus *const *tests;
	size_t count;
	struct arena *arena;
	bool lenient;
	FILE *messages;
	unsigned int line, wrong;
};

static void add_suite(struct reader *reader, struct litmus *litmus)
{
	const char *name = reader->suite->name;
	size_t length = strlen(litmus->suites);
	size_t own = strlen(name);

	if (length >= own && strcmp(litmus->suites + length - own, name) == 0 &&
	    (length == own || litmus->suites[length - own - 1] == ' '))
		return; /* by an earlier line */
	litmus->suites = arena_format(reader->arena, "%s%s%s", litmus->suites,
				      length ? " " : "", name);
}

static void match_line(struct reader *reader, const char *glob)
{
	bool matched = false;

	for (size_t i = 0; i < reader->count; i++) {
		if (glob_match(glob, reader->tests[i]->id)) {
			add_suite(reader, reader->tests[i]);
			matched = true;
		}
	}
	if (matched)
		return;
	fprintf(reader->messages, "litmusc: %s%s:%u: no test matches '%s'\n",
		reader->lenient ? "left out " : "", reader->suite->path, reader->line,
		glob);
	reader->wrong += !reader->lenient;
}

static void read_line(struct reader *reader, const char *line, size_t length)
{
	char *text = arena_copy(reader->arena, line, length);
	const char *words[MAX_WORDS] = {0};
	unsigned int count = 0;
	char *rest = NULL;

	text[strcspn(text, "#")] = '\0';
	for (char *word = strtok_r(text, " \t\r", &rest); word && count < MAX_WORDS;
	     word = strtok_r(NULL, " \t\r", &rest))
		words[count++] = word;
	if (count == 0)
		return;
	if (count > 1 && strcmp(words[1], "seen") != 0 &&
	    strcmp(words[1], "never") != 0) {
		fprintf(reader->messages,
			"litmusc: %s:%u: found '%s', expected 'seen' or 'never'\n",
			reader->suite->path, reader->line, words[1]);
		reader->wrong++;
	} else if (count > 2) {
		fprintf(reader->messages,
			"litmusc: %s:%u: found '%s', expected end of line\n",
			reader->suite->path, reader->line, words[2]);
		reader->wrong++;
	} else {
		match_line(reader, words[0]);
	}
}

unsigned int suite_apply(const struct suite *suite, struct litmus *const *tests,
			 size_t count, struct arena *arena, bool lenient, FILE *messages)
{
	struct source source = {.arena = arena};
	struct reader reader = {.suite = suite,
				.tests = tests,
				.count = count,
				.arena = arena,
				.lenient = lenient,
				.messages = messages};
	const char *at;

	if (source_read(&source, suite->path)) {
		fprintf(messages, "litmusc: %s\n", source.error);
		return 1;
	}
	for (at = source.text; *at; at += *at == '\n') {
		size_t length = strcspn(at, "\n");

		reader.line++;
		read_line(&reader, at, length);
		at += length;
	}
	return reader.wrong;
}

/* verdicts.c - a file that says what a model expects of tests. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/verdicts.h"

#include <string.h>

enum { SHORT_FIELDS = 2, LONG_FIELDS = 5, MIX_FIELDS = 6 };

struct verdict {
	const char *path; /* NULL: in the short form */
	const char *name;
	const char *mix; /* NULL: the mix lkmm */
	const char *arch;
	const char *source;
	enum test_expect expect;
	bool racy;
	unsigned int line;
};

struct reader {
	const char *path;
	struct arena *arena;
	FILE *messages;
	struct verdict *verdicts;
	size_t count;
	const char *source; /* of the rows that follow */
	unsigned int line, wrong;
};

static const char *const words[] = {
	[EXPECT_NEVER] = "Never",
	[EXPECT_SOMETIMES] = "Sometimes",
	[EXPECT_ALWAYS] = "Always",
};

static enum test_expect expect_of(const char *word)
{
	for (int i = EXPECT_NEVER; i <= EXPECT_ALWAYS; i++) {
		if (strcmp(words[i], word) == 0)
			return (enum test_expect)i;
	}
	return EXPECT_NONE;
}

static void complain(struct reader *reader, const char *found, const char *expected)
{
	fprintf(reader->messages, "litmusc: %s:%u: found '%s', expected %s\n",
		reader->path, reader->line, found, expected);
	reader->wrong++;
}

static bool has_flag(const char *flags, const char *flag)
{
	size_t length = strlen(flag);

	while (*flags) {
		size_t n = strcspn(flags, ", ");

		if (n == length && strncmp(flags, flag, n) == 0)
			return true;
		flags += n + (flags[n] != '\0');
	}
	return false;
}

/* Cuts text at its tabs; how many fields there are. */
static unsigned int cut(char *text, const char *fields[MIX_FIELDS])
{
	unsigned int count = 0;

	for (;;) {
		char *tab = strchr(text, '\t');

		if (count < MIX_FIELDS)
			fields[count] = text;
		count++;
		if (!tab)
			return count;
		*tab = '\0';
		text = tab + 1;
	}
}

/* A header names the model in its third field, in words of barelitmus model or another tool's. */
static const char *source_of(const char *header)
{
	static const struct {
		const char *word, *source;
	} models[] = {{"lkmm", "lkmm"}, {"rc11", "c11"}, {"asm", "asm"}};
	const char *name = strchr(header + strlen("path\t"), '\t');

	for (size_t i = 0; name && i < sizeof(models) / sizeof(models[0]); i++) {
		const char *at = strstr(name, models[i].word);

		if (at && at < name + 1 + strcspn(name + 1, "\t"))
			return models[i].source;
	}
	return "file";
}

/* "lkmm.gcc:c11.gcc@arm64" */
static void cut_mix(struct reader *reader, struct verdict *verdict, const char *mix)
{
	const char *at = strchr(mix, '@');

	verdict->mix = at ? arena_copy(reader->arena, mix, (size_t)(at - mix)) : mix;
	if (at)
		verdict->arch = at + 1;
}

static void read_line(struct reader *reader, char *text)
{
	struct verdict *verdict = &reader->verdicts[reader->count];
	const char *fields[MIX_FIELDS];
	unsigned int count;

	text[strcspn(text, "\r")] = '\0';
	if (strncmp(text, "path\t", 5) == 0)
		reader->source = source_of(text);
	if (*text == '\0' || *text == '#' || strncmp(text, "path\t", 5) == 0)
		return;
	count = cut(text, fields);
	*verdict = (struct verdict){
		.line = reader->line, .arch = "*", .source = reader->source};
	if (count == SHORT_FIELDS) {
		verdict->name = fields[0];
		verdict->source = "file";
		verdict->expect = expect_of(fields[1]);
		if (verdict->expect == EXPECT_NONE) {
			complain(reader, fields[1], "Never, Sometimes or Always");
			return;
		}
	} else if (count == LONG_FIELDS || count == MIX_FIELDS) {
		verdict->path = fields[0];
		verdict->name = fields[1];
		verdict->expect = expect_of(fields[2]);
		verdict->racy = has_flag(fields[4], "data-race");
		if (count == MIX_FIELDS)
			cut_mix(reader, verdict, fields[5]);
	} else {
		complain(reader, fields[0], "2, 5 or 6 fields with tabs between them");
		return;
	}
	if (!*(verdict->path ? verdict->path : verdict->name))
		complain(reader, "", "a path or a name");
	else if (verdict->mix && (!*verdict->mix || !*verdict->arch))
		complain(reader, "", "a mix");
	else
		reader->count++;
}

static void read_lines(struct reader *reader, const char *text)
{
	size_t lines = 1;

	for (const char *at = text; *at; at++)
		lines += *at == '\n';
	reader->verdicts = arena_alloc(reader->arena, lines * sizeof(struct verdict));
	while (*text) {
		size_t length = strcspn(text, "\n");

		reader->line++;
		read_line(reader, arena_copy(reader->arena, text, length));
		text += length + (text[length] == '\n');
	}
}

/* Is end the path, or its end from a folder on? */
static bool ends_path(const char *path, const char *end)
{
	size_t length = strlen(path), own = strlen(end);

	return length >= own && strcmp(path + length - own, end) == 0 &&
	       (length == own || path[length - own - 1] == '/');
}

static const struct verdict *find(const struct reader *reader,
				  const struct litmus *litmus)
{
	for (size_t i = 0; i < reader->count; i++) {
		const struct verdict *verdict = &reader->verdicts[i];

		if (!verdict->mix && verdict->path &&
		    ends_path(litmus->path, verdict->path))
			return verdict;
	}
	for (size_t i = 0; i < reader->count; i++) {
		const struct verdict *verdict = &reader->verdicts[i];

		if (!verdict->mix && strcmp(verdict->name, litmus->ast->name) == 0)
			return verdict;
	}
	return NULL;
}

/* The Result without brackets is the last one, for the mix lkmm. */
static void set_result(struct reader *reader, struct litmus *litmus,
		       const struct verdict *verdict)
{
	struct ast *ast = litmus->ast;
	struct result *last = ast->result_count && ast->has_plain_result
				      ? &ast->results[ast->result_count - 1]
				      : NULL;

	if (last && last->expect != verdict->expect)
		fprintf(reader->messages,
			"litmusc: note: %s: Result: %s, but %s:%u says %s\n",
			litmus->path, words[last->expect], reader->path, verdict->line,
			words[verdict->expect]);
	if (!last)
		last = &ast->results[ast->result_count++];
	*last = (struct result){"lkmm", "*", verdict->expect, verdict->source};
	ast->has_plain_result = true;
}

/*
 * What machine code may do at most goes behind what languages allow: where a language forbids
 * an outcome that the code can have, the compiler is wrong, and that must show.
 */
static bool goes_last(const struct verdict *verdict)
{
	return verdict->expect == EXPECT_SOMETIMES && !strcmp(verdict->source, "asm");
}

static bool is_for_mix(const struct verdict *verdict, const struct litmus *litmus,
		       bool last)
{
	return verdict->mix && verdict->expect != EXPECT_NONE &&
	       goes_last(verdict) == last && ends_path(litmus->path, verdict->path);
}

static unsigned int add_mixes(const struct reader *reader, const struct litmus *litmus,
			      bool last, struct result *results)
{
	unsigned int count = 0;

	for (size_t i = 0; i < reader->count; i++) {
		const struct verdict *verdict = &reader->verdicts[i];

		if (is_for_mix(verdict, litmus, last))
			results[count++] =
				(struct result){verdict->mix, verdict->arch,
						verdict->expect, verdict->source};
	}
	return count;
}

/* The file's results for mixes come before the test's own, which they thus override. */
static void set_mixes(struct reader *reader, struct litmus *litmus)
{
	struct ast *ast = litmus->ast;
	struct result *results =
		arena_alloc(reader->arena,
			    (reader->count + ast->result_count + 1) * sizeof(*results));
	unsigned int count = add_mixes(reader, litmus, false, results);

	memcpy(results + count, ast->results, ast->result_count * sizeof(*results));
	count += ast->result_count;
	count += add_mixes(reader, litmus, true, results + count);
	ast->results = results;
	ast->result_count = count;
}

int verdicts_apply(const char *path, struct litmus *const *tests, size_t count,
		   struct arena *arena, FILE *messages)
{
	struct source source = {.arena = arena};
	struct reader reader = {
		.path = path, .arena = arena, .messages = messages, .source = "file"};

	if (source_read(&source, path)) {
		fprintf(messages, "litmusc: %s\n", source.error);
		return -1;
	}
	read_lines(&reader, source.text);
	if (reader.wrong)
		return -1;
	for (size_t i = 0; i < count; i++) {
		const struct verdict *verdict = find(&reader, tests[i]);

		if (verdict)
			tests[i]->is_racy = verdict->racy;
		if (verdict && verdict->expect != EXPECT_NONE)
			set_result(&reader, tests[i], verdict);
		set_mixes(&reader, tests[i]);
	}
	return 0;
}

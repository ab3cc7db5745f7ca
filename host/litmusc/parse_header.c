/* parse_header.c - read the lines of a test before its '{': name, info, results. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/parse.h"

#include <ctype.h>
#include <string.h>

enum { MAX_NAME = 200, MAX_RESULTS = 64, MAX_INFO = 4096 };

/* Results in the order of the file; those without brackets go to the end later. */
struct header {
	struct source *source;
	struct ast *ast;
	struct result bracketed[MAX_RESULTS + 1]; /* room for the plain one */
	unsigned int bracketed_count;
	struct result plain;
	bool has_plain;
};

static const char *skip_blanks(const char *at)
{
	return at + strspn(at, " \t\r");
}

static size_t line_length(const char *at)
{
	size_t length = strcspn(at, "\n");

	while (length && isspace((unsigned char)at[length - 1]))
		length--;
	return length;
}

static enum test_expect result_word(struct header *header, const char *at)
{
	/*
	 * What Linux's scripts write as well: Maybe claims nothing, and Deadlock and
	 * Flag are about herd7's run, not about outcomes.
	 */
	static const struct {
		const char *word;
		enum test_expect expect;
	} words[] = {
		{"Never", EXPECT_NEVER},   {"Sometimes", EXPECT_SOMETIMES},
		{"Always", EXPECT_ALWAYS}, {"Maybe", EXPECT_NONE},
		{"Deadlock", EXPECT_NONE}, {"DEADLOCK", EXPECT_NONE},
		{"Flag", EXPECT_NONE},
	};
	size_t length = lex_length(at);

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strlen(words[i].word) == length &&
		    strncmp(at, words[i].word, length) == 0)
			return words[i].expect;
	}
	source_expected(header->source, at, "Never, Sometimes, Always or Maybe");
}

/* "lkmm:c11@arm64" up to ',' or ']' */
static const char *result_mix(struct header *header, const char *at,
			      struct result *result)
{
	static const char *const archs[] = {"arm", "arm64", "riscv64", "x86_64"};
	struct arena *arena = header->source->arena;
	size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789_.:*?");

	if (length == 0)
		source_expected(header->source, at, "a mix");
	result->mix = arena_copy(arena, at, length);
	result->arch = "*";
	at += length;
	if (*at != '@')
		return at;
	at++;
	length = strspn(at, "abcdefghijklmnopqrstuvwxyz0123456789_");
	for (size_t i = 0; i < sizeof(archs) / sizeof(archs[0]); i++) {
		if (strlen(archs[i]) == length && strncmp(at, archs[i], length) == 0) {
			result->arch = archs[i];
			return at + length;
		}
	}
	source_expected(header->source, at, "arm, arm64, riscv64 or x86_64");
}

/* "[mix,mix@arch]" */
static const char *result_mixes(struct header *header, const char *at)
{
	do {
		if (header->bracketed_count == MAX_RESULTS)
			source_fail(header->source, at, "more than %d results, the limit",
				    MAX_RESULTS);
		at = result_mix(header, skip_blanks(at + 1),
				&header->bracketed[header->bracketed_count++]);
		at = skip_blanks(at);
	} while (*at == ',');
	if (*at != ']')
		source_expected(header->source, at, "',' or ']'");
	return at + 1;
}

/* "Result: Never", "Result[c11]: Never"; in a line of its own '=' stands for ':'. */
static void read_result(struct header *header, const char *at, char separator)
{
	unsigned int first = header->bracketed_count;
	enum test_expect expect;
	bool brackets;

	if (strncmp(at, "Result", 6) != 0 || (at[6] != '[' && at[6] != separator))
		return;
	at += 6;
	brackets = *at == '[';
	if (brackets)
		at = result_mixes(header, at);
	else if (header->has_plain)
		source_fail(header->source, at - 6, "a second Result without brackets");
	if (*at != separator)
		source_expected(header->source, at, "'%c'", separator);
	expect = result_word(header, skip_blanks(at + 1));
	for (unsigned int i = first; i < header->bracketed_count; i++) {
		header->bracketed[i].expect = expect;
		header->bracketed[i].source = "test";
	}
	if (!brackets) {
		header->plain = (struct result){"lkmm", "*", expect, "lkmm"};
		header->has_plain = true;
	}
}

static void read_comment(struct header *header, const char *at, const char *end)
{
	while (at < end) {
		read_result(header, at + strspn(at, " \t(*/"), ':');
		at += strcspn(at, "\n");
		if (*at)
			at++;
	}
}

static bool is_kept(const char *key, size_t length)
{
	static const char *const keys[] = {"Orig",      "Com",   "Hash",
					   "Generator", "Relax", "Safe"};

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (strlen(keys[i]) == length && strncmp(key, keys[i], length) == 0)
			return true;
	}
	return false;
}

/* The log is plain ASCII: what goes there must be. */
static void check_ascii(struct header *header, const char *at, size_t length)
{
	for (const char *c = at; c < at + length; c++) {
		if (*c != '\t' && !isprint((unsigned char)*c))
			source_expected(header->source, c, "printable ASCII");
	}
}

/* "Key=value": returns false where at is no such line. */
static bool read_info(struct header *header, const char *at)
{
	struct ast *ast = header->ast;
	size_t length = line_length(at);
	size_t key = 0;

	while (isalnum((unsigned char)at[key]) || at[key] == '_')
		key++;
	read_result(header, at, '=');
	if (key == 0 || at[key] != '=')
		return false;
	if (is_kept(at, key)) {
		check_ascii(header, at, length);
		if (strlen(ast->info) + length > MAX_INFO)
			source_fail(header->source, at,
				    "more than %d characters of info lines, the limit",
				    MAX_INFO);
		ast->info = arena_format(header->source->arena, "%s%.*s\n", ast->info,
					 (int)length, at);
	}
	return true;
}

/* One comment, string or line of any other kind. */
static const char *read_item(struct header *header, const char *at)
{
	const char *end = lex_comment_end(header->source, at, false);

	if (end != at) {
		read_comment(header, at, end);
		return end;
	}
	if (*at == '"') {
		end = strchr(at + 1, '"');
		if (!end)
			source_fail(header->source, at,
				    "found end of file, expected '\"' for this string");
		return end + 1;
	}
	if (read_info(header, at))
		return at + strcspn(at, "\n");
	return at + strcspn(at, "\n{");
}

static const char *read_name(struct header *header, const char *at)
{
	size_t length;

	if (strspn(at, "C") != 1 || lex_length(at) != 1)
		source_fail(header->source, at, "not a C litmus test");
	at = skip_blanks(at + 1);
	length = strcspn(at, " \t\r\n");
	if (length == 0)
		source_expected(header->source, at, "the name of the test");
	if (length > MAX_NAME)
		source_expected(header->source, at, "a name of at most %d characters",
				MAX_NAME);
	check_ascii(header, at, length);
	header->ast->name = arena_copy(header->source->arena, at, length);
	at = skip_blanks(at + length);
	if (*at != '\n' && *at != '\0')
		source_expected(header->source, at, "end of line");
	return at;
}

static void keep_results(struct header *header)
{
	struct ast *ast = header->ast;
	unsigned int count = header->bracketed_count;
	struct result *results =
		arena_alloc(header->source->arena, (count + 2) * sizeof(*results));

	if (header->has_plain)
		header->bracketed[count++] = header->plain;
	for (unsigned int i = 0; i < count; i++) {
		if (header->bracketed[i].expect != EXPECT_NONE)
			results[ast->result_count++] = header->bracketed[i];
	}
	ast->has_plain_result = header->has_plain && header->plain.expect != EXPECT_NONE;
	ast->results = results;
}

const char *parse_header(struct source *source, struct ast *ast)
{
	struct header header = {.source = source, .ast = ast};
	const char *at;

	ast->info = "";
	at = read_name(&header, source->text);
	for (;;) {
		at += strspn(at, " \t\r\n\f\v");
		if (*at == '{')
			break;
		if (*at == '\0')
			source_expected(source, at, "'{'");
		at = read_item(&header, at);
	}
	keep_results(&header);
	return at;
}

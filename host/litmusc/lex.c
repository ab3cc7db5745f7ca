/* lex.c - the words of a litmus test. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/lex.h"

#include <ctype.h>
#include <string.h>

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

size_t lex_length(const char *at)
{
	static const char *const pairs[] = {
		"/\\", "\\/", "=>", "==", "!=", "<=", ">=", "<<", ">>", "&&", "||"};
	size_t length = 0;

	if (*at == '\0')
		return 0;
	while (is_word(at[length]))
		length++;
	if (length)
		return length;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		if (strncmp(at, pairs[i], 2) == 0)
			return 2;
	}
	return 1;
}

/*
 * "(*" also begins WRITE_ONCE(*x, 1) and READ_ONCE(**p). In a body it is a comment only
 * where a blank, the comment's end or nothing follows the stars.
 */
static bool is_nested_comment(const char *at, bool in_body)
{
	if (strncmp(at, "(*", 2) != 0)
		return false;
	if (!in_body)
		return true;
	at++;
	at += strspn(at, "*");
	return *at == '\0' || *at == ')' || isspace((unsigned char)*at);
}

static const char *nested_comment_end(struct source *source, const char *at)
{
	const char *begin = at;
	unsigned int depth = 0;

	while (*at) {
		if (strncmp(at, "(*", 2) == 0) {
			depth++;
			at += 2;
		} else if (strncmp(at, "*)", 2) == 0) {
			at += 2;
			if (--depth == 0)
				return at;
		} else {
			at++;
		}
	}
	source_fail(source, begin, "found end of file, expected '*)' for this comment");
}

const char *lex_comment_end(struct source *source, const char *at, bool in_body)
{
	if (is_nested_comment(at, in_body))
		return nested_comment_end(source, at);
	if (strncmp(at, "//", 2) == 0)
		return at + strcspn(at, "\n");
	if (strncmp(at, "/*", 2) == 0) {
		const char *end = strstr(at + 2, "*/");

		if (!end)
			source_fail(source, at,
				    "found end of file, expected '*/' for this comment");
		return end + 2;
	}
	return at;
}

static uint64_t number_of(struct source *source, const char *at, size_t length)
{
	const uint64_t limit = UINT64_C(1) << 63;
	bool hex = length > 2 && at[0] == '0' && (at[1] == 'x' || at[1] == 'X');
	uint64_t base = hex ? 16 : 10;
	uint64_t number = 0;

	for (size_t i = hex ? 2 : 0; i < length; i++) {
		int c = tolower((unsigned char)at[i]);
		uint64_t digit = (uint64_t)(isdigit(c) ? c - '0' : c - 'a' + 10);

		if (!isalnum(c) || digit >= base)
			source_expected(source, at, "a number");
		if (number > (limit - digit) / base)
			source_expected(source, at, "a number of at most 64 bits");
		number = number * base + digit;
	}
	return number;
}

void lex_start(struct lexer *lexer, const char *at)
{
	struct token *token = &lexer->token;
	const char *from;

	do {
		from = at + strspn(at, " \t\r\n\f\v");
		at = lex_comment_end(lexer->source, from, lexer->in_body);
	} while (at != from);
	*token = (struct token){.kind = TOKEN_SYMBOL, .at = at, .length = lex_length(at)};
	if (token->length == 0) {
		token->kind = TOKEN_END;
	} else if (isdigit((unsigned char)*at)) {
		token->kind = TOKEN_NUMBER;
		token->number = number_of(lexer->source, at, token->length);
	} else if (is_word(*at)) {
		token->kind = TOKEN_WORD;
		if (token->length > LEX_MAX_WORD)
			source_expected(lexer->source, at,
					"a name of at most %d characters", LEX_MAX_WORD);
	}
}

void lex_next(struct lexer *lexer)
{
	lex_start(lexer, lexer->token.at + lexer->token.length);
}

bool lex_is(const struct lexer *lexer, const char *text)
{
	const struct token *token = &lexer->token;

	return strlen(text) == token->length &&
	       memcmp(token->at, text, token->length) == 0;
}

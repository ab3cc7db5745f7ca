/* lex.h - the words of a litmus test. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_LEX_H
#define LITMUSC_LEX_H

#include "host/litmusc/source.h"

#include <stdbool.h>
#include <stdint.h>

enum { LEX_MAX_WORD = 63 };

enum token_kind { TOKEN_END, TOKEN_WORD, TOKEN_NUMBER, TOKEN_SYMBOL };

struct token {
	enum token_kind kind;
	const char *at;
	size_t length;
	uint64_t number; /* of a TOKEN_NUMBER: at most 2^63 */
};

/* One token of look-ahead. A copy of it is a place to come back to. */
struct lexer {
	struct source *source;
	struct token token; /* the current one */
	bool in_body;       /* "(*x" is a call's argument here, not a comment */
};

/* Goes to the first token at or after at. */
void lex_start(struct lexer *lexer, const char *at);

void lex_next(struct lexer *lexer);

/* Is the current token this word or symbol? */
bool lex_is(const struct lexer *lexer, const char *text);

/* The end of the comment that begins at at; at itself where none does. */
const char *lex_comment_end(struct source *source, const char *at, bool in_body);

/* The length of the word, number or symbol at at; 0 at the end. */
size_t lex_length(const char *at);

#endif

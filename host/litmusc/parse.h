/* parse.h - read a litmus test. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_PARSE_H
#define LITMUSC_PARSE_H

#include "host/litmusc/ast.h"
#include "host/litmusc/lex.h"

enum {
	PARSE_MAX_DEPTH = 200, /* of brackets, statements and operators */
	PARSE_MAX_ARGS = 8,
};

struct parser {
	struct lexer lexer;
	struct source *source;
	struct arena *arena;
	struct ast *ast;
	unsigned int depth;
};

/* Everything below fails by source_fail() where the text is not as it should be. */
struct ast *parse_test(struct source *source);

/* parse_header.c: the lines before '{'; returns where that is. */
const char *parse_header(struct source *source, struct ast *ast);

/* parse_cond.c: locations, filter and the condition, up to the end of the file. */
void parse_tail(struct parser *parser);

/* parse_type.c */
bool parse_at_type(const struct parser *parser);
struct type parse_type(struct parser *parser);

/* parse_expr.c */
struct expr *parse_expr(struct parser *parser);

/* "*…", what a store may go to. */
struct expr *parse_target(struct parser *parser);

/* parse_body.c: up to a '}', which is left. */
struct stmt *parse_statements(struct parser *parser);

/* parse.c: what the others share. */
bool parse_accept(struct parser *parser, const char *word);
void parse_expect(struct parser *parser, const char *word);
const char *parse_name(struct parser *parser, const char *what);
int64_t parse_number(struct parser *parser); /* with an optional '-' */
int parse_thread(struct parser *parser);
struct place parse_place(struct parser *parser); /* "0:r1", "x" or "[x]" */
void parse_enter(struct parser *parser); /* one level deeper; parse_leave() comes back */
void parse_leave(struct parser *parser);

#endif

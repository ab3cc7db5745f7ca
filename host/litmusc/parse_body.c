/* parse_body.c - read the statements of a thread. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/parse.h"

static struct stmt *parse_statement(struct parser *parser);

static struct stmt *parse_declaration(struct parser *parser, struct stmt *stmt)
{
	stmt->kind = STMT_DECLARE;
	stmt->type = parse_type(parser);
	stmt->at = parser->lexer.token.at;
	stmt->name = parse_name(parser, "the name of a local");
	if (parse_accept(parser, "="))
		stmt->value = parse_expr(parser);
	parse_expect(parser, ";");
	return stmt;
}

static struct stmt *parse_store(struct parser *parser, struct stmt *stmt)
{
	stmt->kind = STMT_STORE;
	stmt->target = parse_target(parser);
	parse_expect(parser, "=");
	stmt->value = parse_expr(parser);
	parse_expect(parser, ";");
	return stmt;
}

static struct stmt *parse_if(struct parser *parser, struct stmt *stmt)
{
	stmt->kind = STMT_IF;
	parse_expect(parser, "(");
	stmt->value = parse_expr(parser);
	parse_expect(parser, ")");
	stmt->body = parse_statement(parser);
	if (parse_accept(parser, "else"))
		stmt->other = parse_statement(parser);
	return stmt;
}

static struct stmt *parse_braces(struct parser *parser, struct stmt *stmt)
{
	stmt->kind = STMT_BLOCK;
	stmt->body = parse_statements(parser);
	parse_expect(parser, "}");
	return stmt;
}

/* Words of C that begin a statement there, but not in a test. */
static bool at_foreign(const struct parser *parser)
{
	static const char *const words[] = {"break",  "case", "continue", "do",
					    "else",   "for",  "goto",     "return",
					    "switch", "while"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (lex_is(&parser->lexer, words[i]))
			return true;
	}
	return false;
}

/* "name = value;" or "name(…);" */
static struct stmt *parse_simple(struct parser *parser, struct stmt *stmt)
{
	struct lexer start = parser->lexer;

	if (at_foreign(parser))
		source_expected(parser->source, start.token.at, "a statement");
	stmt->name = parse_name(parser, "a statement");
	if (lex_is(&parser->lexer, "(")) {
		parser->lexer = start;
		stmt->kind = STMT_CALL;
		stmt->value = parse_expr(parser);
		if (stmt->value->kind != EXPR_CALL)
			source_expected(parser->source, stmt->value->at, "';'");
	} else {
		stmt->kind = STMT_ASSIGN;
		if (!parse_accept(parser, "="))
			source_expected(parser->source, parser->lexer.token.at,
					"'=' or '('");
		stmt->value = parse_expr(parser);
	}
	parse_expect(parser, ";");
	return stmt;
}

static struct stmt *parse_any(struct parser *parser)
{
	struct stmt *stmt = arena_alloc(parser->arena, sizeof(*stmt));

	stmt->at = parser->lexer.token.at;
	stmt->kind = STMT_BLOCK;
	if (parse_accept(parser, ";"))
		return stmt;
	if (parse_accept(parser, "{"))
		return parse_braces(parser, stmt);
	if (parse_accept(parser, "if"))
		return parse_if(parser, stmt);
	if (lex_is(&parser->lexer, "*"))
		return parse_store(parser, stmt);
	if (parse_at_type(parser))
		return parse_declaration(parser, stmt);
	return parse_simple(parser, stmt);
}

static struct stmt *parse_statement(struct parser *parser)
{
	struct stmt *stmt;

	parse_enter(parser);
	stmt = parse_any(parser);
	parse_leave(parser);
	return stmt;
}

struct stmt *parse_statements(struct parser *parser)
{
	struct stmt *first = NULL;
	struct stmt **end = &first;

	while (!lex_is(&parser->lexer, "}")) {
		*end = parse_statement(parser);
		end = &(*end)->next;
	}
	return first;
}

/* parse_expr.c - read an expression. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/parse.h"

/* The binary operators, loosest first; each line binds alike. */
static const char *const levels[][4] = {
	{"||"},
	{"&&"},
	{"|"},
	{"^"},
	{"&"},
	{"==", "!="},
	{"<", ">", "<=", ">="},
	{"<<", ">>"},
	{"+", "-"},
	{"*", "/", "%"},
};
enum { LEVELS = sizeof(levels) / sizeof(levels[0]) };

static struct expr *new_expr(struct parser *parser, enum expr_kind kind, const char *at)
{
	struct expr *expr = arena_alloc(parser->arena, sizeof(*expr));

	expr->kind = kind;
	expr->at = at;
	return expr;
}

/* Later passes recurse over what is built here. */
static void add_operand(struct parser *parser, struct expr *expr, struct expr *operand)
{
	struct expr **end = &expr->arg;

	while (*end)
		end = &(*end)->next;
	*end = operand;
	if (operand->height >= expr->height)
		expr->height = operand->height + 1;
	if (expr->height > PARSE_MAX_DEPTH)
		source_fail(parser->source, expr->at,
			    "expression too deep, the limit is %d levels",
			    PARSE_MAX_DEPTH);
}

static void parse_args(struct parser *parser, struct expr *call)
{
	unsigned int count = 0;

	if (parse_accept(parser, ")"))
		return;
	do {
		if (++count > PARSE_MAX_ARGS)
			source_fail(parser->source, parser->lexer.token.at,
				    "more than %d arguments, the limit", PARSE_MAX_ARGS);
		add_operand(parser, call, parse_expr(parser));
	} while (parse_accept(parser, ","));
	if (!parse_accept(parser, ")"))
		source_expected(parser->source, parser->lexer.token.at, "',' or ')'");
}

static struct expr *parse_primary(struct parser *parser)
{
	const struct token token = parser->lexer.token;
	struct expr *expr;

	if (parse_accept(parser, "(")) {
		expr = parse_expr(parser);
		parse_expect(parser, ")");
	} else if (token.kind == TOKEN_NUMBER) {
		expr = new_expr(parser, EXPR_NUMBER, token.at);
		expr->number = parse_number(parser);
	} else {
		expr = new_expr(parser, EXPR_NAME, token.at);
		expr->name = parse_name(parser, "an expression");
		if (parse_accept(parser, "(")) {
			expr->kind = EXPR_CALL;
			parse_args(parser, expr);
		}
	}
	return expr;
}

static bool accept_one(struct parser *parser, const char *const *ops, size_t count,
		       const char **op)
{
	for (size_t i = 0; i < count && ops[i]; i++) {
		if (parse_accept(parser, ops[i])) {
			*op = ops[i];
			return true;
		}
	}
	return false;
}

/* At "(type": the parenthesis of a cast? */
static bool at_cast(const struct parser *parser)
{
	struct parser ahead = *parser;

	return parse_accept(&ahead, "(") && parse_at_type(&ahead);
}

static struct expr *parse_unary(struct parser *parser)
{
	static const char *const prefixes[] = {"!", "-", "~", "*", "&"};
	const char *at = parser->lexer.token.at;
	struct expr *expr;
	const char *op;

	parse_enter(parser);
	if (accept_one(parser, prefixes, 5, &op)) {
		expr = new_expr(parser, EXPR_PREFIX, at);
		expr->name = op;
		add_operand(parser, expr, parse_unary(parser));
	} else if (at_cast(parser)) {
		expr = new_expr(parser, EXPR_CAST, at);
		parse_expect(parser, "(");
		expr->cast = parse_type(parser);
		parse_expect(parser, ")");
		add_operand(parser, expr, parse_unary(parser));
	} else {
		expr = parse_primary(parser);
	}
	parse_leave(parser);
	return expr;
}

static struct expr *parse_level(struct parser *parser, unsigned int level)
{
	struct expr *left;
	const char *op;

	if (level == LEVELS)
		return parse_unary(parser);
	left = parse_level(parser, level + 1);
	for (;;) {
		const char *at = parser->lexer.token.at;
		struct expr *expr;

		if (!accept_one(parser, levels[level], 4, &op))
			return left;
		expr = new_expr(parser, EXPR_BINARY, at);
		expr->name = op;
		add_operand(parser, expr, left);
		add_operand(parser, expr, parse_level(parser, level + 1));
		left = expr;
	}
}

struct expr *parse_expr(struct parser *parser)
{
	return parse_level(parser, 0);
}

struct expr *parse_target(struct parser *parser)
{
	if (!lex_is(&parser->lexer, "*"))
		source_expected(parser->source, parser->lexer.token.at, "'*'");
	return parse_unary(parser);
}

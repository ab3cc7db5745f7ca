/* parse_cond.c - read locations, filter and the condition. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/parse.h"

#include <string.h>

/*
 * A condition is kept in postfix order from the start: it needs no tree, and the
 * generated code wants it like that.
 */
struct cond_parser {
	struct parser *parser;
	struct condition *condition;
	unsigned int room;
};

static void parse_cond(struct cond_parser *cond);

static struct term *add_term(struct cond_parser *cond, enum cond_code code)
{
	struct condition *condition = cond->condition;
	struct term *term, *moved;

	if (condition->count == TEST_MAX_OPS)
		source_fail(cond->parser->source, cond->parser->lexer.token.at,
			    "more than %d operations in a condition, the limit",
			    TEST_MAX_OPS);
	if (condition->count == cond->room) {
		cond->room = cond->room ? 2 * cond->room : 32;
		moved = arena_alloc(cond->parser->arena, cond->room * sizeof(*moved));
		if (condition->count)
			memcpy(moved, condition->terms,
			       condition->count * sizeof(*moved));
		condition->terms = moved;
	}
	term = &condition->terms[condition->count++];
	term->code = code;
	return term;
}

/* A place, or "*x" for x. */
static struct place parse_observable(struct parser *parser)
{
	struct place place = {.at = parser->lexer.token.at, .thread = ITEM_MEMORY};

	if (!parse_accept(parser, "*"))
		return parse_place(parser);
	place.name = parse_name(parser, "a location or a register");
	return place;
}

static bool at_register(const struct parser *parser)
{
	struct parser ahead = *parser;

	if (ahead.lexer.token.kind != TOKEN_NUMBER)
		return false;
	lex_next(&ahead.lexer);
	return lex_is(&ahead.lexer, ":");
}

static void parse_comparison(struct cond_parser *cond)
{
	struct parser *parser = cond->parser;
	struct term *term = add_term(cond, COND_EQ);

	term->left = parse_observable(parser);
	if (parse_accept(parser, "!="))
		term->code = COND_NE;
	else if (!parse_accept(parser, "=") && !parse_accept(parser, "=="))
		source_expected(parser->source, parser->lexer.token.at, "'=' or '!='");
	term->value.at = parser->lexer.token.at;
	if (at_register(parser)) {
		term->code = term->code == COND_EQ ? COND_EQ_ITEM : COND_NE_ITEM;
		term->right = parse_observable(parser);
	} else if (parser->lexer.token.kind == TOKEN_WORD) {
		term->value.kind = CONSTANT_ADDRESS;
		term->value.name = parse_name(parser, "a location");
	} else {
		term->value.kind = CONSTANT_NUMBER;
		term->value.number = parse_number(parser);
	}
}

static void parse_atom(struct cond_parser *cond)
{
	struct parser *parser = cond->parser;

	parse_enter(parser);
	if (parse_accept(parser, "~") || parse_accept(parser, "not")) {
		parse_atom(cond);
		add_term(cond, COND_NOT);
	} else if (parse_accept(parser, "(")) {
		parse_cond(cond);
		parse_expect(parser, ")");
	} else if (parse_accept(parser, "true")) {
		add_term(cond, COND_TRUE);
	} else if (parse_accept(parser, "false")) {
		add_term(cond, COND_FALSE);
	} else {
		parse_comparison(cond);
	}
	parse_leave(parser);
}

static void parse_and(struct cond_parser *cond)
{
	parse_atom(cond);
	while (parse_accept(cond->parser, "/\\")) {
		parse_atom(cond);
		add_term(cond, COND_AND);
	}
}

static void parse_or(struct cond_parser *cond)
{
	parse_and(cond);
	while (parse_accept(cond->parser, "\\/")) {
		parse_and(cond);
		add_term(cond, COND_OR);
	}
}

static void parse_cond(struct cond_parser *cond)
{
	parse_enter(cond->parser);
	parse_or(cond);
	if (parse_accept(cond->parser, "=>")) {
		parse_cond(cond);
		add_term(cond, COND_IMPLIES);
	}
	parse_leave(cond->parser);
}

static void parse_condition(struct parser *parser, struct condition *condition)
{
	struct cond_parser cond = {.parser = parser, .condition = condition};

	condition->at = parser->lexer.token.at;
	parse_cond(&cond);
}

static void parse_observed(struct parser *parser)
{
	struct ast *ast = parser->ast;

	parse_expect(parser, "[");
	ast->observed =
		arena_alloc(parser->arena, TEST_MAX_ITEMS * sizeof(*ast->observed));
	while (!lex_is(&parser->lexer, "]")) {
		if (ast->observed_count == TEST_MAX_ITEMS)
			source_fail(parser->source, parser->lexer.token.at,
				    "more than %d observed values, the limit",
				    TEST_MAX_ITEMS);
		ast->observed[ast->observed_count++] = parse_observable(parser);
		if (!parse_accept(parser, ";") && !parse_accept(parser, ","))
			break;
	}
	if (!parse_accept(parser, "]"))
		source_expected(parser->source, parser->lexer.token.at, "';' or ']'");
}

static void once(struct parser *parser, bool again, const char *what)
{
	if (again)
		source_fail(parser->source, parser->lexer.token.at, "a second '%s'",
			    what);
}

static bool parse_quantifier(struct parser *parser)
{
	enum test_quantifier *quantifier = &parser->ast->quantifier;

	*quantifier = TEST_EXISTS;
	if (parse_accept(parser, "exists"))
		return true;
	if (parse_accept(parser, "~")) {
		parse_expect(parser, "exists");
		*quantifier = TEST_NOT_EXISTS;
		return true;
	}
	*quantifier = TEST_FORALL;
	return parse_accept(parser, "forall");
}

void parse_tail(struct parser *parser)
{
	struct ast *ast = parser->ast;
	struct lexer *lexer = &parser->lexer;

	for (;;) {
		once(parser, ast->observed && lex_is(lexer, "locations"), "locations");
		once(parser, ast->filter.at && lex_is(lexer, "filter"), "filter");
		if (parse_accept(parser, "locations"))
			parse_observed(parser);
		else if (parse_accept(parser, "filter"))
			parse_condition(parser, &ast->filter);
		else if (parse_quantifier(parser))
			break;
		else
			source_expected(parser->source, lexer->token.at,
					"a thread, 'locations', 'filter' or a condition");
	}
	parse_condition(parser, &ast->condition);
	parse_accept(parser, ";");
	if (lexer->token.kind != TOKEN_END)
		source_expected(parser->source, lexer->token.at, "end of file");
}

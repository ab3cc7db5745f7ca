/* parse_type.c - read a type. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/parse.h"
#include "host/litmusc/type.h"

static const struct base *find_base(const struct lexer *lexer)
{
	return base_find(lexer->token.at, lexer->token.length);
}

bool parse_at_type(const struct parser *parser)
{
	const struct lexer *lexer = &parser->lexer;

	return lex_is(lexer, "volatile") || lex_is(lexer, "const") ||
	       lex_is(lexer, "struct") || find_base(lexer);
}

static bool parse_qualifier(struct parser *parser, struct type *type)
{
	if (parse_accept(parser, "volatile"))
		type->is_volatile = true;
	else if (parse_accept(parser, "const"))
		type->is_const = true;
	else
		return false;
	return true;
}

struct type parse_type(struct parser *parser)
{
	struct type type = {0}, ignored;

	while (parse_qualifier(parser, &type))
		;
	if (parse_accept(parser, "struct")) {
		parse_name(parser, "the name of a struct");
		type.base = base_struct();
	} else {
		type.base = find_base(&parser->lexer);
		if (!type.base)
			source_expected(parser->source, parser->lexer.token.at, "a type");
		lex_next(&parser->lexer);
	}
	while (parse_qualifier(parser, &type))
		;
	while (parse_accept(parser, "*")) {
		if (++type.stars > TYPE_MAX_STARS)
			source_fail(parser->source, parser->lexer.token.at,
				    "more than %d stars in a type, the limit",
				    TYPE_MAX_STARS);
		while (parse_qualifier(parser, &ignored)) /* of the pointer itself */
			;
	}
	if (type.stars > 1) /* nothing is ever accessed as that */
		type = type_plain(type);
	return type;
}

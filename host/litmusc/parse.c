/* parse.c - read a litmus test: the file, the init block, the threads' heads. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/parse.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

bool parse_accept(struct parser *parser, const char *word)
{
	if (!lex_is(&parser->lexer, word))
		return false;
	lex_next(&parser->lexer);
	return true;
}

void parse_expect(struct parser *parser, const char *word)
{
	if (!parse_accept(parser, word))
		source_expected(parser->source, parser->lexer.token.at, "'%s'", word);
}

const char *parse_name(struct parser *parser, const char *what)
{
	const struct token token = parser->lexer.token;

	if (token.kind != TOKEN_WORD)
		source_expected(parser->source, token.at, "%s", what);
	lex_next(&parser->lexer);
	return arena_copy(parser->arena, token.at, token.length);
}

int64_t parse_number(struct parser *parser)
{
	bool negative = parse_accept(parser, "-");
	const struct token token = parser->lexer.token;

	if (token.kind != TOKEN_NUMBER)
		source_expected(parser->source, token.at, "a number");
	if (token.number > (uint64_t)INT64_MAX && !negative)
		source_expected(parser->source, token.at, "a number of at most 64 bits");
	lex_next(&parser->lexer);
	if (negative)
		return (int64_t)(UINT64_C(0) - token.number);
	if ((int64_t)token.number > parser->ast->largest)
		parser->ast->largest = (int64_t)token.number;
	return (int64_t)token.number;
}

int parse_thread(struct parser *parser)
{
	const struct token token = parser->lexer.token;

	if (token.kind != TOKEN_NUMBER || token.number >= TEST_MAX_THREADS)
		source_expected(parser->source, token.at, "a thread, 0 to %d",
				TEST_MAX_THREADS - 1);
	lex_next(&parser->lexer);
	parse_expect(parser, ":");
	return (int)token.number;
}

void parse_enter(struct parser *parser)
{
	if (++parser->depth > PARSE_MAX_DEPTH)
		source_fail(parser->source, parser->lexer.token.at,
			    "nested too deeply, the limit is %d levels", PARSE_MAX_DEPTH);
}

void parse_leave(struct parser *parser)
{
	parser->depth--;
}

struct place parse_place(struct parser *parser)
{
	struct place place = {.at = parser->lexer.token.at, .thread = ITEM_MEMORY};

	if (parser->lexer.token.kind == TOKEN_NUMBER) {
		place.thread = parse_thread(parser);
		place.name = parse_name(parser, "the name of a register");
	} else if (parse_accept(parser, "[")) {
		place.name = parse_name(parser, "the name of a location");
		parse_expect(parser, "]");
	} else {
		place.name = parse_name(parser, "a location or a register");
	}
	return place;
}

/* "y", "&y", "1", "-1" or "ATOMIC_INIT(1)" */
static struct constant parse_init_value(struct parser *parser)
{
	struct constant value = {.at = parser->lexer.token.at};
	bool address = parse_accept(parser, "&");

	if (!address && parse_accept(parser, "ATOMIC_INIT")) {
		parse_expect(parser, "(");
		value.number = parse_number(parser);
		value.kind = CONSTANT_NUMBER;
		parse_expect(parser, ")");
	} else if (address || parser->lexer.token.kind == TOKEN_WORD) {
		value.at = parser->lexer.token.at;
		value.name = parse_name(parser, "the name of a location");
		value.kind = CONSTANT_ADDRESS;
	} else {
		value.number = parse_number(parser);
		value.kind = CONSTANT_NUMBER;
	}
	return value;
}

static struct init *parse_init_item(struct parser *parser)
{
	struct init *init = arena_alloc(parser->arena, sizeof(*init));

	init->typed = parse_at_type(parser);
	if (init->typed)
		init->type = parse_type(parser);
	init->place = parse_place(parser);
	if (parse_accept(parser, "="))
		init->value = parse_init_value(parser);
	return init;
}

static void parse_inits(struct parser *parser)
{
	struct init **end = &parser->ast->inits;

	parse_expect(parser, "{");
	while (!lex_is(&parser->lexer, "}")) {
		if (parse_accept(parser, ";"))
			continue;
		*end = parse_init_item(parser);
		end = &(*end)->next;
		if (!lex_is(&parser->lexer, "}"))
			parse_expect(parser, ";");
	}
	parse_expect(parser, "}");
}

static struct param *parse_params(struct parser *parser)
{
	struct param *first = NULL;
	struct param **end = &first;

	parse_expect(parser, "(");
	if (parse_accept(parser, ")"))
		return NULL;
	do {
		struct param *param = arena_alloc(parser->arena, sizeof(*param));

		param->at = parser->lexer.token.at;
		param->type = parse_type(parser);
		if (!param->type.stars)
			source_expected(parser->source, param->at, "a pointer type");
		param->at = parser->lexer.token.at;
		param->name = parse_name(parser, "the name of a location");
		*end = param;
		end = &param->next;
	} while (parse_accept(parser, ","));
	if (!parse_accept(parser, ")"))
		source_expected(parser->source, parser->lexer.token.at, "',' or ')'");
	return first;
}

static bool at_proc(const struct parser *parser)
{
	const struct token *token = &parser->lexer.token;

	return token->kind == TOKEN_WORD && token->length > 1 && token->at[0] == 'P' &&
	       isdigit((unsigned char)token->at[1]);
}

static struct proc *parse_proc(struct parser *parser)
{
	struct proc *proc = arena_alloc(parser->arena, sizeof(*proc));
	unsigned int number = parser->ast->proc_count++;

	proc->at = parser->lexer.token.at;
	if (number >= TEST_MAX_THREADS)
		source_fail(parser->source, proc->at, "more than %d threads, the limit",
			    TEST_MAX_THREADS);
	parse_expect(parser, arena_format(parser->arena, "P%u", number));
	proc->params = parse_params(parser);
	parser->lexer.in_body = true;
	parse_expect(parser, "{");
	proc->body = parse_statements(parser);
	parser->lexer.in_body = false;
	parse_expect(parser, "}");
	return proc;
}

static void parse_procs(struct parser *parser)
{
	struct proc **end = &parser->ast->procs;

	if (!at_proc(parser))
		source_expected(parser->source, parser->lexer.token.at, "'P0'");
	while (at_proc(parser)) {
		*end = parse_proc(parser);
		end = &(*end)->next;
	}
}

struct ast *parse_test(struct source *source)
{
	struct parser parser = {.source = source, .arena = source->arena};
	const char *init;

	parser.ast = arena_alloc(parser.arena, sizeof(*parser.ast));
	init = parse_header(source, parser.ast);
	parser.lexer.source = source;
	lex_start(&parser.lexer, init);
	parse_inits(&parser);
	parse_procs(&parser);
	parse_tail(&parser);
	return parser.ast;
}

/* items.c - what a test observes, and its condition over that. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/litmus.h"
#include "host/litmusc/type.h"

#include <string.h>

static bool is_same_item(const struct item *one, const struct item *other)
{
	return one->thread == other->thread && one->variable == other->variable &&
	       one->location == other->location;
}

static unsigned int find_item(struct litmus *litmus, const struct place *place)
{
	struct item item = litmus_place(litmus, place);
	unsigned int i = 0;

	while (i < litmus->item_count && !is_same_item(&litmus->items[i], &item))
		i++;
	return i;
}

/* Registers by thread, then locations; in order of appearance among themselves. */
static unsigned int rank(const struct item *item)
{
	return item->thread == ITEM_MEMORY ? TEST_MAX_THREADS
					   : (unsigned int)item->thread;
}

static void add_item(struct litmus *litmus, const struct place *place)
{
	struct arena *arena = litmus->source->arena;
	struct item item = litmus_place(litmus, place);
	unsigned int i = litmus->item_count;

	if (find_item(litmus, place) < i)
		return;
	if (i == TEST_MAX_ITEMS)
		source_fail(litmus->source, place->at,
			    "more than %d observed values, the limit", TEST_MAX_ITEMS);
	if (item.thread == ITEM_MEMORY) {
		item.name = arena_format(arena, "[%s]", place->name);
	} else {
		item.name = arena_format(arena, "%d:%s", place->thread, place->name);
		item.variable->is_observed = true;
		litmus->threads[place->thread].has_log = true;
	}
	litmus->item_count++;
	for (; i > 0 && rank(&litmus->items[i - 1]) > rank(&item); i--)
		litmus->items[i] = litmus->items[i - 1];
	litmus->items[i] = item;
}

static void add_items(struct litmus *litmus, const struct condition *condition)
{
	for (unsigned int i = 0; i < condition->count; i++) {
		const struct term *term = &condition->terms[i];

		if (term->left.name)
			add_item(litmus, &term->left);
		if (term->right.name)
			add_item(litmus, &term->right);
	}
}

static int64_t term_value(struct litmus *litmus, const struct term *term)
{
	if (term->right.name)
		return find_item(litmus, &term->right);
	if (term->value.kind == CONSTANT_ADDRESS)
		return VALUE_ADDRESS(litmus_find_location(litmus, term->value.name));
	return term->value.number;
}

static struct ops compile(struct litmus *litmus, const struct condition *condition)
{
	struct ops ops = {.count = condition->count};

	ops.ops = arena_alloc(litmus->source->arena, ops.count * sizeof(*ops.ops));
	for (unsigned int i = 0; i < ops.count; i++) {
		const struct term *term = &condition->terms[i];

		ops.ops[i].code = (uint8_t)term->code;
		if (!term->left.name)
			continue;
		ops.ops[i].item = (uint8_t)find_item(litmus, &term->left);
		ops.ops[i].value = term_value(litmus, term);
	}
	return ops;
}

/* A part of a condition in words; loose binds no tighter than its operator. */
struct phrase {
	const char *text;
	enum { IMPLIES, OR, AND, ATOM } binding;
};

static const char *within(struct arena *arena, struct phrase phrase, int binding)
{
	if ((int)phrase.binding >= binding)
		return phrase.text;
	return arena_format(arena, "(%s)", phrase.text);
}

static struct phrase compare(struct litmus *litmus, const struct term *term)
{
	struct arena *arena = litmus->source->arena;
	bool equal = term->code == COND_EQ || term->code == COND_EQ_ITEM;
	const char *left = litmus->items[find_item(litmus, &term->left)].name;
	const char *right = term->value.name;

	if (term->right.name)
		right = litmus->items[find_item(litmus, &term->right)].name;
	else if (term->value.kind == CONSTANT_NUMBER)
		right = arena_format(arena, "%lld", (long long)term->value.number);
	return (struct phrase){
		arena_format(arena, "%s%s%s", left, equal ? "=" : "!=", right), ATOM};
}

static struct phrase join(struct arena *arena, struct phrase left, struct phrase right,
			  enum cond_code code)
{
	if (code == COND_AND)
		return (struct phrase){arena_format(arena, "%s /\\ %s",
						    within(arena, left, AND),
						    within(arena, right, ATOM)),
				       AND};
	if (code == COND_OR)
		return (struct phrase){arena_format(arena, "%s \\/ %s",
						    within(arena, left, OR),
						    within(arena, right, AND)),
				       OR};
	return (struct phrase){arena_format(arena, "%s => %s", within(arena, left, OR),
					    within(arena, right, IMPLIES)),
			       IMPLIES};
}

static const char *in_words(struct litmus *litmus, const struct condition *condition)
{
	struct arena *arena = litmus->source->arena;
	struct phrase stack[TEST_MAX_OPS];
	unsigned int top = 0;

	for (unsigned int i = 0; i < condition->count; i++) {
		const struct term *term = &condition->terms[i];

		switch (term->code) {
		case COND_TRUE:
			stack[top++] = (struct phrase){"true", ATOM};
			break;
		case COND_FALSE:
			stack[top++] = (struct phrase){"false", ATOM};
			break;
		case COND_NOT:
			stack[top - 1] = (struct phrase){
				arena_format(arena, "not (%s)", stack[top - 1].text),
				ATOM};
			break;
		case COND_AND:
		case COND_OR:
		case COND_IMPLIES:
			top--;
			stack[top - 1] =
				join(arena, stack[top - 1], stack[top], term->code);
			break;
		default:
			stack[top++] = compare(litmus, term);
		}
	}
	return stack[0].text;
}

void litmus_items(struct litmus *litmus)
{
	static const char *const quantifiers[] = {"exists", "~exists", "forall"};
	struct ast *ast = litmus->ast;

	add_items(litmus, &ast->condition);
	for (unsigned int i = 0; i < ast->observed_count; i++)
		add_item(litmus, &ast->observed[i]);
	add_items(litmus, &ast->filter);
	litmus->condition = compile(litmus, &ast->condition);
	litmus->filter = compile(litmus, &ast->filter);
	litmus->text = arena_format(litmus->source->arena, "%s (%s)",
				    quantifiers[ast->quantifier],
				    in_words(litmus, &ast->condition));
}

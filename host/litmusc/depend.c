/* depend.c - find address, data and control dependencies in a test as it is written. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/depend.h"
#include "host/litmusc/arena.h"
#include "host/litmusc/effect.h"

enum kind { ADDRESS, DATA, CONTROL, KINDS };

/* Sets of locations: bit l is location l. */
struct walk {
	const struct litmus *litmus;
	const struct thread *thread;
	uint32_t *sources; /* of each variable: loads that its value comes from */
	uint32_t control;  /* of the branches around */
	uint32_t found[KINDS][TEST_MAX_LOCATIONS]; /* by from: the set of to */
};

static void depend(struct walk *walk, enum kind kind, uint32_t from, uint32_t to)
{
	for (unsigned int l = 0; l < walk->litmus->location_count; l++)
		if (from >> l & 1)
			walk->found[kind][l] |= to;
}

static uint32_t *sources_of(struct walk *walk, const struct variable *variable)
{
	return &walk->sources[thread_register(walk->thread, variable)];
}

static uint32_t visit(struct walk *walk, const struct expr *expr);

/* An access through a pointer; value: what a store's value comes from. */
static void access(struct walk *walk, const struct expr *pointer, bool stores,
		   uint32_t value)
{
	depend(walk, ADDRESS, visit(walk, pointer), pointer->points);
	if (!stores)
		return;
	depend(walk, DATA, value, pointer->points);
	depend(walk, CONTROL, walk->control, pointer->points);
}

static uint32_t visit_call(struct walk *walk, const struct expr *expr)
{
	const char *kind = expr->primitive->args;
	const struct expr *pointer = NULL, *local = NULL;
	uint32_t value = 0;

	for (const struct expr *arg = expr->arg; arg; arg = arg->next, kind++) {
		if (*kind == ARG_LVALUE)
			pointer = arg->arg;
		else if (*kind == ARG_POINTER)
			pointer = arg;
		else if (*kind == ARG_REGISTER)
			local = arg->arg;
		else
			value |= visit(walk, arg);
	}
	if (!pointer)
		return 0;
	/* The index that srcu_read_unlock() takes is not what it stores. */
	if (effect_of(expr->primitive).constants)
		value = 0;
	if (local)
		value |= *sources_of(walk, local->variable);
	access(walk, pointer, expr->primitive->stores, value);
	if (local)
		*sources_of(walk, local->variable) |= pointer->points;
	return expr->primitive->result == RESULT_NONE ? 0 : pointer->points;
}

/* What loads the value comes from. */
static uint32_t visit(struct walk *walk, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_NAME:
		return expr->variable->location < 0 ? *sources_of(walk, expr->variable)
						    : 0;
	case EXPR_PREFIX:
		if (*expr->name == '&')
			return visit(walk, expr->arg->arg);
		if (*expr->name != '*')
			return visit(walk, expr->arg);
		access(walk, expr->arg, false, 0);
		return expr->arg->points;
	case EXPR_BINARY:
		return visit(walk, expr->arg) | visit(walk, expr->arg->next);
	case EXPR_CAST:
		return visit(walk, expr->arg);
	case EXPR_CALL:
		return visit_call(walk, expr);
	default:
		return 0;
	}
}

static void visit_statements(struct walk *walk, const struct stmt *stmt)
{
	for (; stmt; stmt = stmt->next) {
		uint32_t value = stmt->value ? visit(walk, stmt->value) : 0;
		uint32_t around = walk->control;

		if (stmt->kind == STMT_STORE)
			access(walk, stmt->target->arg, true, value);
		/* In a branch the old value may stay. */
		if (stmt->variable && stmt->value)
			*sources_of(walk, stmt->variable) =
				value | (around ? *sources_of(walk, stmt->variable) : 0);
		if (stmt->kind == STMT_IF)
			walk->control |= value;
		visit_statements(walk, stmt->body);
		visit_statements(walk, stmt->other);
		walk->control = around;
	}
}

static unsigned int count_variables(const struct thread *thread)
{
	unsigned int count = 0;

	for (const struct variable *v = thread->variables; v; v = v->next)
		count++;
	return count;
}

static void list_found(struct text *out, const struct walk *walk, unsigned int thread)
{
	static const char *const names[] = {"addr", "data", "ctrl"};
	const struct location *locations = walk->litmus->locations;

	for (unsigned int kind = 0; kind < KINDS; kind++)
		for (unsigned int from = 0; from < walk->litmus->location_count; from++)
			for (unsigned int to = 0; to < walk->litmus->location_count; to++)
				if (walk->found[kind][from] >> to & 1)
					text_add(out, "%s\t%u\t%s\t%s\t%s\n",
						 walk->litmus->id, thread, names[kind],
						 locations[from].name,
						 locations[to].name);
}

void depend_list(struct text *out, const struct litmus *litmus)
{
	for (unsigned int t = 0; t < litmus->thread_count; t++) {
		struct walk walk = {.litmus = litmus, .thread = &litmus->threads[t]};

		walk.sources = arena_alloc(litmus->source->arena,
					   (count_variables(walk.thread) + 1) *
						   sizeof(*walk.sources));
		visit_statements(&walk, walk.thread->body);
		list_found(out, &walk, t);
	}
}

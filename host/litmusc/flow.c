/* flow.c - find where addresses go, and from that the types of everything. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/litmus.h"
#include "host/litmusc/type.h"

#include <string.h>

/*
 * Tests are loose about types: they keep addresses in an int and follow it. So each
 * variable, location and expression has the set of locations it may point to, the walk
 * over all threads is repeated until no set and no type grows, and whatever may hold an
 * address is made wide enough for one. Types only widen and sets only grow: it ends.
 */
struct flow {
	struct litmus *litmus;
	struct source *source;
	uint32_t thread; /* as a set */
	bool is_final;   /* all is known: note accesses, report what is wrong */
	bool changed;
};

static void visit(struct flow *flow, struct expr *expr);

static void grow_set(struct flow *flow, uint32_t *set, uint32_t more)
{
	if (more & ~*set) {
		*set |= more;
		flow->changed = true;
	}
}

static void grow_type(struct flow *flow, struct type *type, struct type other)
{
	if (type_width(other) > type_width(*type)) {
		*type = type_plain(other);
		flow->changed = true;
	}
}

static bool in_set(uint32_t set, unsigned int l)
{
	return set >> l & 1;
}

/* What the locations of a set may point to. */
static uint32_t follow(const struct flow *flow, uint32_t set)
{
	uint32_t points = 0;

	for (unsigned int l = 0; l < flow->litmus->location_count; l++) {
		if (in_set(set, l))
			points |= flow->litmus->locations[l].points;
	}
	return points;
}

/* A value that may point to points goes into the locations of set. */
static void store(struct flow *flow, uint32_t set, uint32_t points)
{
	for (unsigned int l = 0; l < flow->litmus->location_count; l++) {
		if (in_set(set, l))
			grow_set(flow, &flow->litmus->locations[l].points, points);
	}
}

static struct type widest(const struct flow *flow, uint32_t set)
{
	struct type type = {0};

	for (unsigned int l = 0; l < flow->litmus->location_count; l++) {
		struct type other = flow->litmus->locations[l].type;

		if (in_set(set, l) &&
		    (!type.base || type_width(other) > type_width(type)))
			type = other;
	}
	return type;
}

static void widen(struct flow *flow, uint32_t set, struct type type)
{
	for (unsigned int l = 0; l < flow->litmus->location_count; l++) {
		if (in_set(set, l))
			grow_type(flow, &flow->litmus->locations[l].type, type);
	}
}

/*
 * The type of an access through pointer. A cast means what it says; else all accesses to
 * a location are as wide as the location, whatever the pointer was declared as.
 */
static struct type access_type(struct flow *flow, const struct expr *pointer)
{
	struct type wanted = {0}, type;

	if (type_is_pointer(pointer->type))
		wanted = type_pointee(pointer->type);
	if (wanted.base && type_width(wanted))
		widen(flow, pointer->points, wanted);
	else if (!pointer->points && flow->is_final)
		source_expected(flow->source, pointer->at, "a pointer");
	type = widest(flow, pointer->points);
	if (wanted.base && type_width(wanted) &&
	    (pointer->kind == EXPR_CAST || !type.base ||
	     type_width(wanted) >= type_width(type)))
		type = wanted;
	if (!type.base)
		type = type_int();
	if (pointer->kind == EXPR_NAME && pointer->variable->type.is_volatile &&
	    !type_is_pointer(type))
		type.is_volatile = true;
	return type;
}

static void note_access(struct flow *flow, uint32_t set, bool loads, bool stores)
{
	if (!flow->is_final)
		return;
	for (unsigned int l = 0; l < flow->litmus->location_count; l++) {
		struct location *location = &flow->litmus->locations[l];

		if (in_set(set, l) && loads)
			location->readers |= flow->thread;
		if (in_set(set, l) && stores)
			location->writers |= flow->thread;
	}
}

static void visit_name(struct flow *flow, struct expr *expr)
{
	const struct variable *variable = expr->variable;

	expr->points = variable->points;
	if (variable->location < 0)
		expr->type = type_of_value(variable->type);
	else
		expr->type =
			type_pointer_to(flow->litmus->locations[variable->location].type);
}

static struct type integer_for(struct type type)
{
	if (type_is_same(type, type_int64()))
		return type_int64();
	return type_width(type) > 4 ? type_intptr() : type_int();
}

static void visit_dereference(struct flow *flow, struct expr *expr)
{
	visit(flow, expr->arg);
	expr->access = access_type(flow, expr->arg);
	expr->type = type_plain(expr->access);
	expr->points = follow(flow, expr->arg->points);
}

static void visit_prefix(struct flow *flow, struct expr *expr)
{
	struct expr *arg = expr->arg;

	switch (*expr->name) {
	case '*':
		visit_dereference(flow, expr);
		note_access(flow, arg->points, true, false);
		break;
	case '&':
		visit_dereference(flow, arg);
		expr->type = type_pointer_to(arg->type);
		expr->points = arg->arg->points;
		break;
	case '!':
		visit(flow, arg);
		expr->type = type_int();
		break;
	default:
		visit(flow, arg);
		expr->type = integer_for(arg->type);
		expr->points = arg->points;
	}
}

static bool is_truth(const char *op)
{
	static const char *const ops[] = {"||", "&&", "==", "!=", "<", ">", "<=", ">="};

	for (size_t i = 0; i < sizeof(ops) / sizeof(ops[0]); i++) {
		if (strcmp(op, ops[i]) == 0)
			return true;
	}
	return false;
}

static void visit_binary(struct flow *flow, struct expr *expr)
{
	struct expr *left = expr->arg, *right = expr->arg->next;
	bool left_points, right_points;

	visit(flow, left);
	visit(flow, right);
	left_points = type_is_pointer(left->type);
	right_points = type_is_pointer(right->type);
	expr->type = type_int();
	if (is_truth(expr->name))
		return;
	expr->points = left->points | right->points;
	if (left_points && !right_points && strchr("+-", *expr->name))
		expr->type = left->type;
	else if (right_points && !left_points && *expr->name == '+')
		expr->type = right->type;
	else if (type_width(left->type) > 4 || type_width(right->type) > 4)
		expr->type = type_intptr();
}

/* An address that goes through (int) is still followed: then the cast is to intptr_t. */
static void visit_cast(struct flow *flow, struct expr *expr)
{
	visit(flow, expr->arg);
	expr->points = expr->arg->points;
	if (expr->points && type_width(expr->cast) < type_width(type_intptr()))
		expr->cast = type_intptr();
	expr->type = type_of_value(expr->cast);
}

/* The location is at least as wide as the primitive wants it. */
static void widen_for(struct flow *flow, const struct primitive *primitive, uint32_t set)
{
	struct type type = type_int();

	if (primitive->width == 8)
		type = strncmp(primitive->name, "atomic64", 8) ? type_intptr()
							       : type_int64();
	if (primitive->width)
		widen(flow, set, type);
}

/* What a primitive accesses: the atomic_t family an integer, a lock an int. */
static struct type call_access(struct flow *flow, const struct primitive *primitive,
			       const struct expr *pointer)
{
	struct type type = type_plain(access_type(flow, pointer));

	if (primitive->is_atomic)
		return integer_for(type);
	return primitive->width ? type_int() : type;
}

/* VAL is what the location holds. */
static void visit_wait(struct flow *flow, const struct expr *call, struct expr *condition,
		       const struct expr *pointer)
{
	grow_type(flow, &call->variable->type, type_plain(access_type(flow, pointer)));
	grow_set(flow, &call->variable->points, follow(flow, pointer->points));
	visit(flow, condition);
}

static void visit_call(struct flow *flow, struct expr *expr)
{
	const struct primitive *primitive = expr->primitive;
	const struct expr *pointer = NULL, *value = NULL, *local = NULL;
	const char *kind = primitive->args;

	for (struct expr *arg = expr->arg; arg; arg = arg->next, kind++) {
		if (*kind == ARG_LVALUE) {
			visit_dereference(flow, arg);
			pointer = arg->arg;
		} else if (*kind == ARG_REGISTER) {
			visit(flow, arg->arg);
			local = arg->arg;
		} else if (*kind == ARG_CONDITION) {
			visit_wait(flow, expr, arg, pointer);
		} else {
			visit(flow, arg);
			if (*kind == ARG_POINTER)
				pointer = arg;
			else
				value = arg;
		}
	}
	if (!pointer)
		return;
	widen_for(flow, primitive, pointer->points);
	expr->access = call_access(flow, primitive, pointer);
	expr->type = primitive->result == RESULT_INT ? type_int() : expr->access;
	if (primitive->result == RESULT_VALUE)
		expr->points = follow(flow, pointer->points);
	if (local)
		grow_set(flow, &local->variable->points, follow(flow, pointer->points));
	if (primitive->stores && value)
		store(flow, pointer->points, value->points);
	note_access(flow, pointer->points, primitive->result != RESULT_NONE,
		    primitive->stores);
}

static void visit(struct flow *flow, struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_NUMBER:
		expr->type = expr->number > INT32_MAX ? type_intptr() : type_int();
		break;
	case EXPR_NAME:
		visit_name(flow, expr);
		break;
	case EXPR_PREFIX:
		visit_prefix(flow, expr);
		break;
	case EXPR_BINARY:
		visit_binary(flow, expr);
		break;
	case EXPR_CAST:
		visit_cast(flow, expr);
		break;
	case EXPR_CALL:
		visit_call(flow, expr);
		break;
	}
}

static void visit_statements(struct flow *flow, struct stmt *stmt)
{
	for (; stmt; stmt = stmt->next) {
		if (stmt->value)
			visit(flow, stmt->value);
		if (stmt->target) {
			visit_dereference(flow, stmt->target);
			store(flow, stmt->target->arg->points, stmt->value->points);
			note_access(flow, stmt->target->arg->points, false, true);
		}
		if (stmt->variable && stmt->value)
			grow_set(flow, &stmt->variable->points, stmt->value->points);
		visit_statements(flow, stmt->body);
		visit_statements(flow, stmt->other);
	}
}

static void widen_holders(struct flow *flow)
{
	struct litmus *litmus = flow->litmus;

	for (unsigned int l = 0; l < litmus->location_count; l++) {
		if (litmus->locations[l].points)
			grow_type(flow, &litmus->locations[l].type, type_intptr());
	}
	for (unsigned int t = 0; t < litmus->thread_count; t++) {
		for (struct variable *v = litmus->threads[t].variables; v; v = v->next) {
			if (v->location < 0 && v->points)
				grow_type(flow, &v->type, type_intptr());
		}
	}
}

static void walk(struct flow *flow)
{
	flow->changed = false;
	for (unsigned int t = 0; t < flow->litmus->thread_count; t++) {
		flow->thread = UINT32_C(1) << t;
		visit_statements(flow, flow->litmus->threads[t].body);
	}
	widen_holders(flow);
}

static void check_init(const struct flow *flow, const struct constant *init,
		       struct type type)
{
	int64_t limit;

	if (init->kind != CONSTANT_NUMBER || type_width(type) == 8)
		return;
	limit = INT64_C(1) << (8 * type_width(type) - 1);
	if (init->number < -limit || init->number >= limit)
		source_expected(flow->source, init->at, "a number that fits in %u bytes",
				type_width(type));
}

static void check_inits(const struct flow *flow)
{
	const struct litmus *litmus = flow->litmus;

	for (unsigned int l = 0; l < litmus->location_count; l++)
		check_init(flow, &litmus->locations[l].init, litmus->locations[l].type);
	for (unsigned int t = 0; t < litmus->thread_count; t++) {
		for (struct variable *v = litmus->threads[t].variables; v; v = v->next)
			check_init(flow, &v->init, v->type);
	}
}

void litmus_flow(struct litmus *litmus)
{
	struct flow flow = {.litmus = litmus, .source = litmus->source};

	do
		walk(&flow);
	while (flow.changed);
	flow.is_final = true;
	walk(&flow);
	check_inits(&flow);
}

/* steps.c - a thread as a list of steps. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/steps.h"
#include "host/litmusc/type.h"

#include <string.h>

enum { MAX_STEPS = 4096 }; /* of a thread */

struct builder {
	struct steps *steps;
	const struct thread *thread;
	struct arena *arena;
	unsigned int room;
	int next;  /* register */
	bool good; /* all was understood so far */
};

static int build_expr(struct builder *b, const struct expr *expr);
static void build_statements(struct builder *b, const struct stmt *stmt);

static struct step *add_step(struct builder *b, enum step_kind kind)
{
	struct steps *steps = b->steps;
	struct step *step;

	if (steps->count == b->room) {
		struct step *old = steps->list;

		b->room = b->room ? 2 * b->room : 64;
		steps->list = arena_alloc(b->arena, b->room * sizeof(*steps->list));
		if (steps->count)
			memcpy(steps->list, old, steps->count * sizeof(*old));
	}
	if (steps->count >= MAX_STEPS) {
		b->good = false;
		steps->count--; /* the list stays short; nobody will use it */
	}
	step = &steps->list[steps->count++];
	*step = (struct step){
		.kind = kind, .to = -1, .address = -1, .a = -1, .b = -1, .found = -1};
	return step;
}

static int new_register(struct builder *b)
{
	int number = b->next++;

	if ((unsigned int)b->next > b->steps->registers)
		b->steps->registers = (unsigned int)b->next;
	return number;
}

static int build_number(struct builder *b, int64_t number)
{
	int to = new_register(b);
	struct step *step = add_step(b, STEP_NUMBER);

	step->number = number;
	step->to = to;
	return to;
}

static int build_convert(struct builder *b, int a, int to, unsigned int bytes)
{
	struct step *step = add_step(b, STEP_CONVERT);

	step->a = a;
	step->to = to;
	step->bytes = bytes;
	return to;
}

static int build_as(struct builder *b, const struct expr *expr, struct type type)
{
	int to = new_register(b);
	unsigned int bytes = type_width(type);

	return build_convert(b, build_expr(b, expr), to, bytes ? bytes : 8);
}

static bool has_access(const struct expr *expr)
{
	if (expr->kind == EXPR_CALL)
		return true;
	if (expr->kind == EXPR_PREFIX && *expr->name == '&')
		return expr->arg->kind == EXPR_PREFIX && has_access(expr->arg->arg);
	if (expr->kind == EXPR_PREFIX && *expr->name == '*')
		return true;
	for (const struct expr *arg = expr->arg; arg; arg = arg->next) {
		if (has_access(arg))
			return true;
	}
	return false;
}

/* Where C leaves the order of two accesses open, the compiler chooses. */
static void check_order(struct builder *b, bool one, bool other)
{
	if (one && other)
		b->good = false;
}

static struct step *add_access(struct builder *b, enum effect_kind kind, int address,
			       struct type access)
{
	struct step *step = add_step(b, STEP_ACCESS);

	step->effect.kind = kind;
	step->address = address;
	step->bytes = type_width(access);
	return step;
}

static int build_load(struct builder *b, const struct expr *expr)
{
	int to = new_register(b);
	int address = build_expr(b, expr->arg);

	add_access(b, EFFECT_LOAD, address, expr->access)->to = to;
	return to;
}

static int build_prefix(struct builder *b, const struct expr *expr)
{
	struct step *step;
	int a, to;

	if (*expr->name == '*')
		return build_load(b, expr);
	if (*expr->name == '&')
		return build_expr(b, expr->arg->arg);
	to = new_register(b);
	a = build_expr(b, expr->arg);
	step = add_step(b, STEP_UNARY);
	step->op = expr->name;
	step->a = a;
	step->to = to;
	step->bytes = type_width(expr->type);
	return to;
}

static unsigned int add_branch(struct builder *b, int a)
{
	add_step(b, STEP_BRANCH)->a = a;
	return b->steps->count - 1;
}

static unsigned int add_jump(struct builder *b)
{
	add_step(b, STEP_JUMP);
	return b->steps->count - 1;
}

/* The step at from goes on at the next one to come. */
static void land(struct builder *b, unsigned int from)
{
	b->steps->list[from].target = b->steps->count;
}

/* "left && right": 0 until both have passed; "left || right": 1 until both have failed. */
static int build_logic(struct builder *b, const struct expr *expr)
{
	bool is_or = *expr->name == '|';
	int to = build_number(b, is_or);
	unsigned int exits[2], count = 0;
	struct step *step;

	for (const struct expr *operand = expr->arg; operand; operand = operand->next) {
		int a = build_expr(b, operand);

		if (is_or) {
			step = add_step(b, STEP_UNARY);
			step->op = "!";
			step->a = step->to = a;
			if ((unsigned int)a < b->steps->locals)
				step->to = new_register(b);
			a = step->to;
		}
		exits[count++] = add_branch(b, a);
	}
	step = add_step(b, STEP_NUMBER);
	step->number = !is_or;
	step->to = to;
	land(b, exits[0]);
	land(b, exits[1]);
	return to;
}

static int build_binary(struct builder *b, const struct expr *expr)
{
	const struct expr *left = expr->arg, *right = left->next;
	bool swapped = type_is_pointer(expr->type) && !type_is_pointer(left->type);
	int to, first, second;
	struct step *step;

	if (strcmp(expr->name, "&&") == 0 || strcmp(expr->name, "||") == 0)
		return build_logic(b, expr);
	check_order(b, has_access(left), has_access(right));
	to = new_register(b);
	first = build_expr(b, left);
	second = build_expr(b, right);
	step = add_step(b, type_is_pointer(expr->type) ? STEP_OFFSET : STEP_BINARY);
	step->op = expr->name;
	step->to = to;
	step->a = swapped ? second : first;
	step->b = swapped ? first : second;
	step->bytes = type_width(expr->type);
	return to;
}

/* The arguments of a call, in registers. */
struct operands {
	int address, found;
	int values[2];
	unsigned int count;
};

static void build_argument(struct builder *b, const struct expr *call,
			   const struct expr *arg, char kind, struct operands *operands)
{
	switch (kind) {
	case ARG_LVALUE:
		operands->address = build_expr(b, arg->arg);
		break;
	case ARG_POINTER:
		operands->address = build_expr(b, arg);
		break;
	case ARG_CONDITION: /* comes after the access */
		break;
	case ARG_REGISTER:
		operands->found = thread_register(b->thread, arg->arg->variable);
		if (operands->count < 2)
			operands->values[operands->count++] =
				build_as(b, arg->arg, call->access);
		break;
	default:
		if (operands->count < 2)
			operands->values[operands->count++] =
				build_as(b, arg, call->access);
	}
}

static struct operands build_arguments(struct builder *b, const struct expr *call,
				       const struct effect *effect)
{
	struct operands operands = {-1, -1, {-1, -1}, 0};
	const char *kind = call->primitive->args;
	bool accesses = false;

	for (const struct expr *arg = call->arg; arg; arg = arg->next, kind++) {
		const struct expr *inner = *kind == ARG_LVALUE ? arg->arg : arg;
		bool more = *kind != ARG_REGISTER && *kind != ARG_CONDITION &&
			    has_access(inner);

		check_order(b, accesses, more);
		accesses |= more;
		build_argument(b, call, arg, *kind, &operands);
	}
	if (effect->constants)
		operands.values[0] = build_number(b, effect->a);
	if (effect->constants > 1)
		operands.values[1] = build_number(b, effect->b);
	return operands;
}

static bool is_for_locks(const struct primitive *primitive)
{
	return primitive->width && !primitive->is_atomic;
}

/*
 * Loads before the last one of a wait change nothing: an execution with them has the outcome
 * of one that makes the last alone. So it loads once, and has to find what it waits for.
 */
static void build_wait(struct builder *b, const struct expr *call, int loaded)
{
	const struct expr *condition = call->arg->next;
	int val = thread_register(b->thread, call->variable);
	int a;

	if (has_access(condition))
		b->good = false;
	build_convert(b, loaded, val, type_width(call->access));
	a = build_expr(b, condition);
	add_step(b, STEP_REQUIRE)->a = a;
}

static int build_call(struct builder *b, const struct expr *expr)
{
	struct effect effect = effect_of(expr->primitive);
	int to = new_register(b);
	struct operands operands = build_arguments(b, expr, &effect);
	struct step *step;

	if (effect.kind == EFFECT_UNKNOWN)
		b->good = false;
	if (effect.kind == EFFECT_STORE || effect.kind == EFFECT_STORE_FENCE ||
	    effect.kind == EFFECT_RCU_LEAVE)
		b->steps->stores++;
	step = add_step(b, STEP_ACCESS);
	step->effect = effect;
	step->to = to;
	step->address = operands.address;
	step->found = operands.found;
	step->a = operands.values[0];
	step->b = operands.values[1];
	step->bytes = operands.address < 0 ? 0 : type_width(expr->access);
	step->on_lock = is_for_locks(expr->primitive);
	if (step->on_lock)
		b->steps->locks |= expr->arg->points;
	if (!expr->variable)
		return to;
	build_wait(b, expr, to);
	return thread_register(b->thread, expr->variable);
}

static int build_expr(struct builder *b, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_NUMBER:
		return build_number(b, expr->number);
	case EXPR_NAME:
		if (expr->variable->location >= 0)
			return build_number(b, VALUE_ADDRESS(expr->variable->location));
		return thread_register(b->thread, expr->variable);
	case EXPR_PREFIX:
		return build_prefix(b, expr);
	case EXPR_BINARY:
		return build_binary(b, expr);
	case EXPR_CAST:
		return build_as(b, expr->arg, expr->cast);
	case EXPR_CALL:
		return build_call(b, expr);
	}
	return -1;
}

static void build_if(struct builder *b, const struct stmt *stmt)
{
	unsigned int over = add_branch(b, build_expr(b, stmt->value));

	build_statements(b, stmt->body);
	if (stmt->other) {
		unsigned int end = add_jump(b);

		land(b, over);
		over = end;
		build_statements(b, stmt->other);
	}
	land(b, over);
}

static void build_store(struct builder *b, const struct stmt *stmt)
{
	struct step *step;
	int value, address;

	check_order(b, has_access(stmt->target->arg), has_access(stmt->value));
	value = build_as(b, stmt->value, stmt->target->access);
	address = build_expr(b, stmt->target->arg);
	step = add_access(b, EFFECT_STORE, address, stmt->target->access);
	step->a = value;
	b->steps->stores++;
}

static void build_statement(struct builder *b, const struct stmt *stmt)
{
	switch (stmt->kind) {
	case STMT_DECLARE:
	case STMT_ASSIGN:
		if (stmt->value)
			build_convert(b, build_expr(b, stmt->value),
				      thread_register(b->thread, stmt->variable),
				      type_width(stmt->variable->type));
		break;
	case STMT_STORE:
		build_store(b, stmt);
		break;
	case STMT_CALL:
		build_expr(b, stmt->value);
		b->steps->list[b->steps->count - 1].to = -1; /* nobody reads it */
		break;
	case STMT_IF:
		build_if(b, stmt);
		break;
	case STMT_BLOCK:
		build_statements(b, stmt->body);
		break;
	}
}

static void build_statements(struct builder *b, const struct stmt *stmt)
{
	for (; stmt; stmt = stmt->next) {
		int mark = b->next;

		build_statement(b, stmt);
		b->next = mark;
	}
}

bool steps_build(struct steps *steps, const struct thread *thread, struct arena *arena)
{
	struct builder b = {
		.steps = steps, .thread = thread, .arena = arena, .good = true};

	*steps = (struct steps){0};
	for (const struct variable *v = thread->variables; v; v = v->next)
		steps->locals++;
	steps->registers = steps->locals;
	b.next = (int)steps->locals;
	build_statements(&b, thread->body);
	add_step(&b, STEP_END);
	return b.good;
}

/* emit_expr.c - write an expression out as C that compiles without a warning. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/emit.h"
#include "host/litmusc/type.h"

#include <string.h>

struct writer {
	struct text *out;
	struct arena *arena;
};

static void write_expr(const struct writer *w, const struct expr *expr);

static void write_operand(const struct writer *w, const struct expr *expr)
{
	bool brackets = expr->kind == EXPR_BINARY ||
			(expr->kind == EXPR_PREFIX && *expr->name == '-');

	text_add(w->out, brackets ? "(" : "");
	write_expr(w, expr);
	text_add(w->out, brackets ? ")" : "");
}

static void write_cast(const struct writer *w, struct type type, const struct expr *expr)
{
	bool pointer = type_is_pointer(expr->type);
	bool from =
		pointer && !type_is_pointer(type) && !type_is_same(type, type_intptr());
	bool into = !pointer && type_is_pointer(type) && expr->kind != EXPR_NUMBER &&
		    !type_is_same(expr->type, type_intptr());

	text_add(w->out, "(%s)%s", type_text(w->arena, type, ""),
		 from || into ? "(intptr_t)" : "");
	write_operand(w, expr);
}

static bool drops_qualifier(struct type from, struct type to)
{
	return (from.is_volatile && !to.is_volatile) || (from.is_const && !to.is_const);
}

static void write_as(const struct writer *w, const struct expr *expr, struct type type)
{
	bool pointers = type_is_pointer(expr->type) || type_is_pointer(type);

	if (pointers &&
	    (!type_is_same(expr->type, type) || drops_qualifier(expr->type, type)))
		write_cast(w, type, expr);
	else
		write_expr(w, expr);
}

/* "x", a pointer to what the access is of. */
static void write_pointer(const struct writer *w, const struct expr *pointer,
			  struct type access)
{
	struct type type = type_pointer_to(access);

	if (!type_is_same(pointer->type, type) ||
	    (access.is_volatile && !pointer->type.is_volatile))
		write_cast(w, type, pointer);
	else
		write_operand(w, pointer);
}

static void write_access(const struct writer *w, const struct expr *target,
			 struct type access)
{
	text_add(w->out, "*");
	write_pointer(w, target->arg, access);
}

/* The family is that of the type: an atomic_t that holds an address is an atomic_long_t. */
static void write_call_name(const struct writer *w, const struct expr *expr)
{
	static const char *const families[] = {"atomic64", "atomic_long", "atomic"};
	const char *operation = expr->name, *family = "";

	if (expr->primitive->is_atomic) {
		for (size_t i = 0; operation == expr->name; i++)
			if (!strncmp(expr->name, families[i], strlen(families[i])))
				operation += strlen(families[i]);
		family = type_is_same(expr->access, type_int64()) ? "atomic64"
			 : type_width(expr->access) > 4           ? "atomic_long"
								  : "atomic";
	}
	text_add(w->out, "%s%s", family, operation);
}

static void write_call(const struct writer *w, const struct expr *expr)
{
	const char *kind = expr->primitive->args;

	write_call_name(w, expr);
	text_add(w->out, "(");
	for (const struct expr *arg = expr->arg; arg; arg = arg->next, kind++) {
		if (arg != expr->arg)
			text_add(w->out, ", ");
		if (*kind == ARG_LVALUE)
			write_access(w, arg, type_plain(arg->access));
		else if (*kind == ARG_POINTER)
			write_pointer(w, arg, expr->access);
		else if (*kind == ARG_REGISTER)
			text_add(w->out, "&%s", arg->arg->variable->c_name);
		else if (*kind == ARG_CONDITION)
			write_expr(w, arg);
		else
			write_as(w, arg, expr->access);
	}
	text_add(w->out, ")");
}

static void write_prefix(const struct writer *w, const struct expr *expr)
{
	const struct expr *arg = expr->arg;

	if (*expr->name == '*') {
		write_access(w, expr, expr->access);
		return;
	}
	text_add(w->out, "%s", expr->name);
	if (*expr->name == '&')
		write_access(w, arg, arg->access);
	else if (*expr->name == '!')
		write_operand(w, arg);
	else if (type_is_pointer(arg->type))
		write_cast(w, type_intptr(), arg);
	else
		write_operand(w, arg);
}

static bool is_one_of(const char *op, const char *const *ops, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(op, ops[i]) == 0)
			return true;
	}
	return false;
}

static bool is_logic(const char *op)
{
	return is_one_of(op, (const char *const[]){"||", "&&"}, 2);
}

static bool is_comparison(const char *op)
{
	return is_one_of(op, (const char *const[]){"==", "!=", "<", ">", "<=", ">="}, 6);
}

static bool is_sum(const char *op)
{
	return is_one_of(op, (const char *const[]){"+", "-"}, 2);
}

/* Bare only where every reader knows the precedence, and no compiler warns. */
static bool needs_brackets(const char *op, const struct expr *operand, bool is_left)
{
	const char *inner = operand->name;

	if (operand->kind != EXPR_BINARY)
		return false;
	if (is_left && strcmp(op, inner) == 0 && strchr("+*&|^", *op))
		return false;
	if (is_logic(op))
		return !is_comparison(inner);
	if (is_comparison(op))
		return !is_sum(inner);
	return !(is_left && is_sum(op) && is_sum(inner));
}

static bool is_zero(const struct expr *expr)
{
	return expr->kind == EXPR_NUMBER && expr->number == 0;
}

/* Does C take the operands as they are, pointers among them? */
static bool takes_pointers(const struct expr *expr)
{
	const struct expr *left = expr->arg, *right = left->next;
	bool both = type_is_pointer(left->type) && type_is_pointer(right->type);

	if (is_logic(expr->name))
		return true;
	if (is_comparison(expr->name))
		return is_zero(left) || is_zero(right) ||
		       (both && type_is_same(left->type, right->type));
	return type_is_pointer(expr->type);
}

static void write_binary(const struct writer *w, const struct expr *expr)
{
	bool bare = takes_pointers(expr);

	for (const struct expr *operand = expr->arg; operand; operand = operand->next) {
		bool is_left = operand == expr->arg;
		bool brackets = needs_brackets(expr->name, operand, is_left);

		if (!is_left)
			text_add(w->out, " %s ", expr->name);
		if (!bare && type_is_pointer(operand->type)) {
			write_cast(w, type_intptr(), operand);
			continue;
		}
		text_add(w->out, brackets ? "(" : "");
		write_expr(w, operand);
		text_add(w->out, brackets ? ")" : "");
	}
}

void emit_integer(struct text *out, int64_t value)
{
	if (value >= VALUE_ADDRESS(0) && value < VALUE_ADDRESS(TEST_MAX_LOCATIONS))
		text_add(out, "VALUE_ADDRESS(%d)", (int)(value - VALUE_ADDRESS(0)));
	else if (value == INT64_MIN)
		text_add(out, "INT64_MIN");
	else if (value > INT32_MAX || value < INT32_MIN)
		text_add(out, "INT64_C(%lld)", (long long)value);
	else
		text_add(out, "%lld", (long long)value);
}

static void write_expr(const struct writer *w, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_NUMBER:
		emit_integer(w->out, expr->number);
		break;
	case EXPR_NAME:
		text_add(w->out, "%s", expr->variable->c_name);
		break;
	case EXPR_PREFIX:
		write_prefix(w, expr);
		break;
	case EXPR_BINARY:
		write_binary(w, expr);
		break;
	case EXPR_CAST:
		write_cast(w, expr->cast, expr->arg);
		break;
	case EXPR_CALL:
		write_call(w, expr);
		break;
	}
}

void emit_expr(struct text *out, struct arena *arena, const struct expr *expr)
{
	write_expr(&(struct writer){out, arena}, expr);
}

void emit_value(struct text *out, struct arena *arena, const struct expr *expr,
		struct type type)
{
	write_as(&(struct writer){out, arena}, expr, type);
}

void emit_access(struct text *out, struct arena *arena, const struct expr *target)
{
	write_access(&(struct writer){out, arena}, target, target->access);
}

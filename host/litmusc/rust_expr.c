/* rust_expr.c - write an expression out as Rust, with the conversions that C makes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/emit_rust.h"
#include "host/litmusc/type.h"

#include <string.h>

/*
 * Rust converts nothing by itself, and tells truths from integers: an expression is
 * written as a value of a wanted type, or as a condition. Integers wrap and shift counts
 * are masked, as the crate is built without overflow checks.
 */
struct writer {
	struct text *out;
	struct arena *arena;
};

/* Inside another expression some need brackets. */
enum around { ALONE, OPERAND };

static void write_value(const struct writer *w, const struct expr *expr, struct type type,
			enum around around);
static void write_condition(const struct writer *w, const struct expr *expr,
			    enum around around);

/* --- types --- */

static const char *base_text(const struct base *base)
{
	static const char *const names[][2] = {{"int", "i32"},        {"intptr_t", "i64"},
					       {"int64_t", "i64"},    {"long", "i64"},
					       {"signed char", "i8"}, {"short", "i16"},
					       {"void", "u8"}};
	size_t i = 0;

	while (strcmp(names[i][0], base->c_name) != 0)
		i++; /* there are no others: type.c */
	return names[i][1];
}

const char *rust_type(struct arena *arena, struct type type)
{
	const char *text = base_text(type.base);

	for (unsigned int i = 0; i < type.stars; i++)
		text = arena_format(arena, "*mut %s", text);
	return text;
}

static bool is_same(struct type one, struct type other)
{
	return one.stars == other.stars &&
	       strcmp(base_text(one.base), base_text(other.base)) == 0;
}

/* --- operators --- */

static bool is_one_of(const char *op, const char *const *ops, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(op, ops[i]) == 0)
			return true;
	}
	return false;
}

static bool is_logic(const struct expr *expr)
{
	return expr->kind == EXPR_BINARY &&
	       is_one_of(expr->name, (const char *const[]){"||", "&&"}, 2);
}

static bool is_comparison(const struct expr *expr)
{
	return expr->kind == EXPR_BINARY &&
	       is_one_of(expr->name,
			 (const char *const[]){"==", "!=", "<", ">", "<=", ">="}, 6);
}

static bool is_not(const struct expr *expr)
{
	return expr->kind == EXPR_PREFIX && *expr->name == '!';
}

/* What gives a truth where Rust is concerned. */
static bool is_truth(const struct expr *expr)
{
	return is_logic(expr) || is_comparison(expr) || is_not(expr);
}

static bool is_division(const struct expr *expr)
{
	return *expr->name == '/' || *expr->name == '%';
}

static void bracket(const struct writer *w, bool wanted, const char *which)
{
	text_add(w->out, "%s", wanted ? which : "");
}

/* --- accesses --- */

/* "x", a pointer to what the access is of. */
static void write_pointer(const struct writer *w, const struct expr *pointer,
			  struct type access, enum around around)
{
	write_value(w, pointer, type_pointer_to(type_plain(access)), around);
}

static void write_load(const struct writer *w, const struct expr *expr)
{
	bool is_volatile = expr->access.is_volatile;

	text_add(w->out, is_volatile ? "read_volatile(" : "*");
	write_pointer(w, expr->arg, expr->access, is_volatile ? ALONE : OPERAND);
	text_add(w->out, is_volatile ? ")" : "");
}

static void write_call(const struct writer *w, const struct expr *expr)
{
	const struct primitive *primitive = expr->primitive;
	const char *kind = primitive->args;

	text_add(w->out, "%s(", rust_name(w->arena, primitive));
	for (const struct expr *arg = expr->arg; arg; arg = arg->next, kind++) {
		if (arg != expr->arg)
			text_add(w->out, ", ");
		if (*kind == ARG_LVALUE)
			write_pointer(w, arg->arg, arg->access, ALONE);
		else if (*kind == ARG_POINTER)
			write_pointer(w, arg, expr->access, ALONE);
		else if (*kind == ARG_REGISTER)
			text_add(w->out, "&mut %s", arg->arg->variable->c_name);
		else
			write_value(w, arg, expr->access, ALONE);
	}
	text_add(w->out, "%s)", primitive->rcu == RCU_WAITS ? "rcu" : "");
}

/* --- values --- */

static void write_number(const struct writer *w, const struct expr *expr,
			 struct type type, enum around around)
{
	bool brackets = around == OPERAND && (type_is_pointer(type) || expr->number < 0);

	bracket(w, brackets, "(");
	text_add(w->out, "%lld", (long long)expr->number);
	if (type_is_pointer(type))
		text_add(w->out, "i64 as %s", rust_type(w->arena, type));
	bracket(w, brackets, ")");
}

/* Both pointers and integers as integers. */
static void write_arithmetic(const struct writer *w, const struct expr *expr)
{
	const struct expr *left = expr->arg, *right = left->next;

	write_value(w, left, expr->type, OPERAND);
	text_add(w->out, " %s ", expr->name);
	write_value(w, right, expr->type, OPERAND);
}

/* By zero C says nothing and the machines do not trap: no panic here either. */
static void write_division(const struct writer *w, const struct expr *expr)
{
	text_add(w->out, "%s(", *expr->name == '/' ? "frame::quotient" : "frame::rest");
	write_value(w, expr->arg, expr->type, ALONE);
	text_add(w->out, ", ");
	write_value(w, expr->arg->next, expr->type, ALONE);
	text_add(w->out, ")");
}

static void write_step(const struct writer *w, const struct expr *expr)
{
	const struct expr *pointer = expr->arg, *offset = pointer->next;
	bool is_minus = *expr->name == '-';

	if (!type_is_pointer(pointer->type)) {
		pointer = expr->arg->next;
		offset = expr->arg;
	}
	write_value(w, pointer, expr->type, OPERAND);
	text_add(w->out, ".wrapping_offset(%s", is_minus ? "-(" : "");
	write_value(w, offset, type_intptr(), OPERAND);
	text_add(w->out, "%s as isize)", is_minus ? ")" : "");
}

/* Without a conversion: as what flow.c says. */
static void write_own(const struct writer *w, const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_NUMBER:
		write_number(w, expr, expr->type, ALONE);
		break;
	case EXPR_NAME:
		text_add(w->out, "%s", expr->variable->c_name);
		break;
	case EXPR_PREFIX:
		if (*expr->name == '*') {
			write_load(w, expr);
		} else if (*expr->name == '&') {
			write_pointer(w, expr->arg->arg, expr->arg->access, ALONE);
		} else {
			text_add(w->out, *expr->name == '~' ? "!" : "-");
			write_value(w, expr->arg, expr->type, OPERAND);
		}
		break;
	case EXPR_BINARY:
		if (type_is_pointer(expr->type))
			write_step(w, expr);
		else if (is_division(expr))
			write_division(w, expr);
		else
			write_arithmetic(w, expr);
		break;
	case EXPR_CAST:
		write_value(w, expr->arg, type_of_value(expr->cast), ALONE);
		break;
	case EXPR_CALL:
		write_call(w, expr);
		break;
	}
}

/* Is it, without a conversion, more than one operand to whatever is around it? */
static bool is_compound(const struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_BINARY:
		return !type_is_pointer(expr->type) && !is_division(expr);
	case EXPR_PREFIX:
		return true;
	case EXPR_CAST:
		return true;
	default:
		return false;
	}
}

static void write_cast(const struct writer *w, const struct expr *expr, struct type type)
{
	if (is_truth(expr))
		write_condition(w, expr, OPERAND);
	else if (expr->kind == EXPR_NUMBER)
		write_number(w, expr, expr->type, OPERAND);
	else
		write_value(w, expr, expr->type, OPERAND);
	if (type_is_pointer(type) && !type_is_pointer(expr->type))
		text_add(w->out, " as isize");
	text_add(w->out, " as %s", rust_type(w->arena, type));
}

static void write_value(const struct writer *w, const struct expr *expr, struct type type,
			enum around around)
{
	bool converts = is_truth(expr) || !is_same(expr->type, type);
	bool brackets = around == OPERAND && (converts || is_compound(expr));

	if (expr->kind == EXPR_NUMBER) {
		write_number(w, expr, type, around);
		return;
	}
	bracket(w, brackets, "(");
	if (converts)
		write_cast(w, expr, type);
	else
		write_own(w, expr);
	bracket(w, brackets, ")");
}

/* --- conditions --- */

/* The type in which C compares the two, where Rust could compare them as well. */
static struct type compared_type(const struct expr *left, const struct expr *right)
{
	if (is_same(left->type, right->type) && type_width(left->type) >= 4)
		return left->type;
	if (type_is_pointer(left->type) && right->kind == EXPR_NUMBER && !right->number)
		return left->type;
	if (type_is_pointer(right->type) && left->kind == EXPR_NUMBER && !left->number)
		return right->type;
	if (type_width(left->type) > 4 || type_width(right->type) > 4)
		return type_intptr();
	return type_int();
}

static void write_comparison(const struct writer *w, const struct expr *expr)
{
	const struct expr *left = expr->arg, *right = left->next;
	struct type type = compared_type(left, right);

	write_value(w, left, type, OPERAND);
	text_add(w->out, " %s ", expr->name);
	write_value(w, right, type, OPERAND);
}

/* A value that is not a truth, against zero. */
static void write_test(const struct writer *w, const struct expr *expr, const char *op)
{
	write_value(w, expr, expr->type, OPERAND);
	if (type_is_pointer(expr->type))
		text_add(w->out, " as i64");
	text_add(w->out, " %s 0", op);
}

static void write_condition(const struct writer *w, const struct expr *expr,
			    enum around around)
{
	bool negates_truth = is_not(expr) && is_truth(expr->arg);
	bool brackets = around == OPERAND && !negates_truth;

	bracket(w, brackets, "(");
	if (is_logic(expr)) {
		write_condition(w, expr->arg, OPERAND);
		text_add(w->out, " %s ", expr->name);
		write_condition(w, expr->arg->next, OPERAND);
	} else if (is_comparison(expr)) {
		write_comparison(w, expr);
	} else if (negates_truth) {
		text_add(w->out, "!");
		write_condition(w, expr->arg, OPERAND);
	} else if (is_not(expr)) {
		write_test(w, expr->arg, "==");
	} else {
		write_test(w, expr, "!=");
	}
	bracket(w, brackets, ")");
}

/* --- what emit_rust.c calls --- */

void rust_value(struct text *out, struct arena *arena, const struct expr *expr,
		struct type type)
{
	write_value(&(struct writer){out, arena}, expr, type, ALONE);
}

void rust_condition(struct text *out, struct arena *arena, const struct expr *expr)
{
	write_condition(&(struct writer){out, arena}, expr, ALONE);
}

void rust_call(struct text *out, struct arena *arena, const struct expr *expr)
{
	write_call(&(struct writer){out, arena}, expr);
}

void rust_store(struct text *out, struct arena *arena, const struct expr *target,
		const struct expr *value)
{
	struct writer w = {out, arena};
	bool is_volatile = target->access.is_volatile;

	text_add(out, is_volatile ? "write_volatile(" : "*");
	write_pointer(&w, target->arg, target->access, is_volatile ? ALONE : OPERAND);
	text_add(out, is_volatile ? ", " : " = ");
	write_value(&w, value, target->type, ALONE);
	text_add(out, is_volatile ? ")" : "");
}

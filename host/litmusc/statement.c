/* statement.c - write the statements of a thread's body, in C or in Rust. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/statement.h"

#include "host/litmusc/frame.h"
#include "host/litmusc/type.h"

const struct stmt *statement_body(const struct writer *w)
{
	return w->perpetual ? w->thread->perpetual : w->thread->body;
}

bool statement_base(const struct writer *w)
{
	return w->perpetual && w->thread->base;
}

static void indent(const struct writer *w)
{
	for (unsigned int i = 0; i < w->indent; i++)
		text_add(w->out, "\t");
}

/* The value that the init block or, failing that, herd7's rule gives a local: 0. */
static void initial(const struct writer *w, const struct variable *local)
{
	struct expr value = {.kind = EXPR_NUMBER, .type = type_int()};
	struct variable param;

	if (local->init.kind == CONSTANT_ADDRESS) {
		param = *frame_param_of(w->thread, local->init_location);
		value.kind = EXPR_NAME;
		value.variable = &param;
		value.type = frame_param_type(w->litmus, &param);
	} else {
		value.number = local->init.number;
	}
	w->language->value(w->out, w->arena, &value, local->type);
}

void statement_local(const struct writer *w, const struct variable *local,
		     const struct expr *value)
{
	struct type type = local->type;

	type.is_const = false; /* the generated code assigns to it */
	indent(w);
	text_add(w->out, "%s = ", w->language->declared(w->arena, type, local->c_name));
	if (value)
		w->language->value(w->out, w->arena, value, type);
	else
		initial(w, local);
	text_add(w->out, ";\n");
}

bool statement_hoisted(const struct writer *w)
{
	bool any = false;

	for (const struct variable *v = w->thread->variables; v; v = v->next) {
		if (v->is_hoisted) {
			statement_local(w, v, NULL);
			any = true;
		}
	}
	return any;
}

static void braces(struct writer *w, const struct stmt *stmt)
{
	text_add(w->out, "{\n");
	w->indent++;
	statement_list(w, stmt->kind == STMT_BLOCK ? stmt->body : stmt);
	w->indent--;
	indent(w);
	text_add(w->out, "}");
}

static void branch(struct writer *w, const struct stmt *stmt)
{
	indent(w);
	for (;;) {
		text_add(w->out, "if ");
		w->language->condition(w->out, w->arena, stmt->value);
		text_add(w->out, " ");
		braces(w, stmt->body);
		if (!stmt->other)
			break;
		text_add(w->out, " else ");
		stmt = stmt->other;
		if (stmt->kind != STMT_IF) {
			braces(w, stmt);
			break;
		}
	}
	text_add(w->out, "\n");
}

static void assign(const struct writer *w, const struct variable *variable,
		   const struct expr *value)
{
	indent(w);
	text_add(w->out, "%s = ", variable->c_name);
	w->language->value(w->out, w->arena, value, variable->type);
	text_add(w->out, ";\n");
}

static void one(struct writer *w, const struct stmt *stmt)
{
	switch (stmt->kind) {
	case STMT_DECLARE:
		if (!stmt->variable->is_hoisted)
			statement_local(w, stmt->variable, stmt->value);
		else if (stmt->value)
			assign(w, stmt->variable, stmt->value);
		break;
	case STMT_ASSIGN:
		assign(w, stmt->variable, stmt->value);
		break;
	case STMT_STORE:
		indent(w);
		w->language->store(w->out, w->arena, stmt->target, stmt->value);
		text_add(w->out, ";\n");
		break;
	case STMT_CALL:
		indent(w);
		w->language->call(w->out, w->arena, stmt->value);
		text_add(w->out, ";\n");
		break;
	case STMT_IF:
		branch(w, stmt);
		break;
	case STMT_BLOCK:
		statement_list(w, stmt->body); /* its locals are hoisted */
		break;
	}
}

void statement_list(struct writer *w, const struct stmt *stmt)
{
	for (; stmt; stmt = stmt->next)
		one(w, stmt);
}

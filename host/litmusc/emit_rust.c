/* emit_rust.c - write the tests' threads out as Rust. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/emit_rust.h"
#include "host/litmusc/emit.h"
#include "host/litmusc/frame.h"
#include "host/litmusc/statement.h"
#include "host/litmusc/type.h"

#include <string.h>

/* --- may the test be written at all? --- */

/* Rust exchanges words and double words; the others are few, and need a loop of masks. */
static bool is_narrow_exchange(const struct expr *expr)
{
	return strstr(expr->primitive->name, "xchg") && type_width(expr->access) < 4;
}

static bool has_expr(struct arena *arena, const struct expr *expr)
{
	const char *kind = expr->kind == EXPR_CALL ? expr->primitive->args : "";

	if (expr->kind == EXPR_CALL &&
	    (!rust_has(arena, expr->primitive) || is_narrow_exchange(expr)))
		return false;
	for (const struct expr *arg = expr->arg; arg; arg = arg->next) {
		/* A local that is not as wide as the location cannot be lent to it. */
		if (*kind == ARG_REGISTER &&
		    strcmp(rust_type(arena, arg->arg->variable->type),
			   rust_type(arena, expr->access)) != 0)
			return false;
		if (!has_expr(arena, arg))
			return false;
		kind += *kind != '\0';
		if (expr->kind == EXPR_PREFIX || expr->kind == EXPR_CAST)
			break; /* what is next belongs to the expression around it */
	}
	return true;
}

static bool has_statements(struct arena *arena, const struct stmt *stmt)
{
	for (; stmt; stmt = stmt->next) {
		if ((stmt->value && !has_expr(arena, stmt->value)) ||
		    (stmt->target && !has_expr(arena, stmt->target)) ||
		    !has_statements(arena, stmt->body) ||
		    !has_statements(arena, stmt->other))
			return false;
	}
	return true;
}

static bool has_test(const struct litmus *litmus)
{
	for (unsigned int t = 0; t < litmus->thread_count; t++) {
		if (!has_statements(litmus->source->arena, litmus->threads[t].body))
			return false;
	}
	return true;
}

/* --- the language --- */

static const char *declared(struct arena *arena, struct type type, const char *name)
{
	return arena_format(arena, "let mut %s: %s", name, rust_type(arena, type));
}

static const struct language rust = {
	.declared = declared,
	.value = rust_value,
	.condition = rust_condition,
	.store = rust_store,
	.call = rust_call,
};

/* --- functions --- */

static void write_records(const struct writer *w)
{
	const struct litmus *litmus = w->litmus;

	if (!w->thread->has_log)
		return;
	text_add(w->out, "#[repr(C)]\nstruct %s_P%u_log {\n", litmus->symbol, w->number);
	for (unsigned int i = 0; i < litmus->item_count; i++) {
		const struct item *item = &litmus->items[i];

		if (item->thread == (int)w->number)
			text_add(w->out, "\t%s: %s,\n", item->variable->c_name,
				 rust_type(w->arena, item->variable->type));
	}
	text_add(w->out, "}\n\n");
}

static const char *middle(const struct writer *w)
{
	return w->perpetual ? "_perpetual" : "";
}

static void write_body(struct writer *w)
{
	const char *symbol = w->litmus->symbol;
	const struct variable *v;
	struct list list = {w->out, "\n\t", true};

	text_add(w->out, "#[inline(always)]\nunsafe fn %s_P%u%s_body(", symbol, w->number,
		 middle(w));
	for (v = frame_param(w->thread->variables); v; v = frame_param(v->next))
		list_add(&list, arena_format(w->arena, "%s: %s", v->c_name,
					     rust_type(w->arena,
						       frame_param_type(w->litmus, v))));
	if (w->thread->has_log)
		list_add(&list, arena_format(w->arena, "log: *mut %s_P%u_log", symbol,
					     w->number));
	if (w->thread->waits_rcu)
		list_add(&list, "rcu: &rcu::rcu");
	if (statement_base(w))
		list_add(&list, "base: i32");
	text_add(w->out, ") {\n");
	w->indent = 1;
	statement_hoisted(w);
	statement_list(w, statement_body(w));
	for (v = w->thread->variables; v; v = v->next) {
		if (v->is_observed)
			text_add(w->out, "\t(*log).%s = %s;\n", v->c_name, v->c_name);
	}
	text_add(w->out, "}\n\n");
}

/* A thread with readers is online while it runs a body, and only then: primitives/RCU.md. */
static void write_online(const struct writer *w, const char *call)
{
	if (w->thread->reads_rcu)
		text_add(w->out, "\t\t\trcu::%s(&rcu);\n", call);
}

/* The steps to the next instance are part of it. */
static void write_step(const struct writer *w)
{
	const struct variable *first = frame_param(w->thread->variables);
	struct list list = {w->out, "\n\t\t\t\t", true};

	text_add(w->out, "\tmacro_rules! STEP {\n\t\t() => {\n");
	write_online(w, "online");
	text_add(w->out, "\t\t\t%s_P%u%s_body(", w->litmus->symbol, w->number, middle(w));
	for (const struct variable *p = first; p; p = frame_param(p->next))
		list_add(&list, arena_format(w->arena, "%s as %s", p->c_name,
					     rust_type(w->arena,
						       frame_param_type(w->litmus, p))));
	if (w->thread->has_log)
		list_add(&list, "log");
	if (w->thread->waits_rcu)
		list_add(&list, "&rcu");
	if (statement_base(w))
		list_add(&list, "base");
	text_add(w->out, ");\n");
	write_online(w, "offline");
	text_add(w->out, "\t\t\tframe::boundary();\n");
	if (statement_base(w))
		text_add(w->out, "\t\t\tbase += %u;\n", 1u << w->litmus->perpetual.shift);
	for (const struct variable *p = first; p && !w->perpetual;
	     p = frame_param(p->next))
		text_add(w->out, "\t\t\t%s = %s.wrapping_offset(stride);\n", p->c_name,
			 p->c_name);
	if (w->thread->has_log)
		text_add(w->out, "\t\t\tlog = log.wrapping_add(1);\n");
	text_add(w->out, "\t\t};\n\t}\n");
}

/* The pace, and the addresses that it makes late. */
static void write_pace(const struct writer *w)
{
	const struct variable *first = frame_param(w->thread->variables);

	text_add(w->out, "\t\t%s((*args).pace)((*args).pacer, group);\n",
		 first ? "let late = " : "");
	for (const struct variable *p = first; p; p = frame_param(p->next))
		text_add(w->out,
			 "\t\t%s = %s.wrapping_offset(late & (*args).late[%d]);\n",
			 p->c_name, p->c_name, p->location);
}

static void write_group(const struct writer *w)
{
	unsigned int copies = frame_copies(w->thread);

	text_add(w->out, "\tfor group in 0..(*args).groups {\n"
			 "\t\tlet mut left = (*args).k;\n\n");
	write_pace(w);
	if (copies > 1) {
		text_add(w->out, "\t\twhile left >= %u {\n", copies);
		for (unsigned int i = 0; i < copies; i++)
			text_add(w->out, "\t\t\tSTEP!();\n");
		text_add(w->out, "\t\t\tleft -= %u;\n\t\t}\n", copies);
	}
	text_add(w->out, "\t\twhile left > 0 {\n\t\t\tSTEP!();\n\t\t\tleft -= 1;\n"
			 "\t\t}\n\t}\n}\n\n");
}

static void write_rounds(const struct writer *w)
{
	text_add(w->out, "\tfor _ in 0..(*args).groups {\n");
	for (unsigned int i = 0; i < TEST_PERPETUAL_COPIES; i++)
		text_add(w->out, "\t\tSTEP!();\n");
	text_add(w->out, "\t}\n}\n\n");
}

static void write_frame(const struct writer *w)
{
	const struct variable *first = frame_param(w->thread->variables);
	const char *symbol = w->litmus->symbol;

	text_add(w->out,
		 "#[export_name = specimen_name!(\"%s_P%u%s\")]\n"
		 "unsafe extern \"C\" fn %s_P%u%s(args: *const frame::thread_args) {\n",
		 symbol, w->number, middle(w), symbol, w->number, middle(w));
	for (const struct variable *p = first; p; p = frame_param(p->next))
		text_add(w->out, "\tlet %s%s = (*args).location[%d];\n",
			 w->perpetual ? "" : "mut ", p->c_name, p->location);
	if (w->thread->has_log)
		text_add(w->out, "\tlet mut log = (*args).log as *mut %s_P%u_log;\n",
			 symbol, w->number);
	if (statement_base(w))
		text_add(w->out, "\tlet mut base: i32 = 0;\n");
	else if (first && !w->perpetual)
		text_add(w->out, "\tlet stride = (*args).stride;\n");
	if (frame_uses_rcu(w->thread))
		text_add(w->out, "\tlet rcu = rcu::of(args, %u, %u);\n", w->number,
			 w->litmus->thread_count);
	text_add(w->out, "\n");
	write_step(w);
	if (w->perpetual)
		write_rounds(w);
	else
		write_group(w);
}

static void write_functions(struct writer *w)
{
	for (w->number = 0; w->number < w->litmus->thread_count; w->number++) {
		w->thread = &w->litmus->threads[w->number];
		if (!w->perpetual)
			write_records(w);
		write_body(w);
		write_frame(w);
	}
}

static void write_names(struct list *list, const struct litmus *litmus,
			const char *before, const char *middle)
{
	for (unsigned int t = 0; t < litmus->thread_count; t++) {
		bool last = t + 1 == litmus->thread_count;

		list_add(list, arena_format(litmus->source->arena, "%s%s_P%u%s%s",
					    t ? "" : before, litmus->symbol, t, middle,
					    last ? "]" : ""));
	}
}

static void write_test(struct text *out, const struct litmus *litmus)
{
	struct writer w = {.language = &rust,
			   .out = out,
			   .litmus = litmus,
			   .arena = litmus->source->arena};
	struct list list = {out, "\n\t", true};

	text_add(out, "\n");
	emit_title(out, litmus);
	write_functions(&w);
	w.perpetual = !litmus->perpetual.why_not;
	if (w.perpetual)
		write_functions(&w);
	text_add(out, "specimen_variant!(");
	list_add(&list, litmus->symbol);
	write_names(&list, litmus, "[", "");
	if (w.perpetual)
		write_names(&list, litmus, "[", "_perpetual");
	else
		list_add(&list, "[]");
	text_add(out, ");\n");
}

size_t emit_rust(struct text *out, struct litmus *const *tests, size_t count)
{
	size_t left_out = 0;

	text_add(out, "/* Written by litmusc. */\n");
	for (size_t i = 0; i < count; i++) {
		if (has_test(tests[i]))
			write_test(out, tests[i]);
		else
			left_out++;
	}
	return left_out;
}

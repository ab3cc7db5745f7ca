/* emit_threads.c - write the tests' threads out as C. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/emit.h"
#include "host/litmusc/frame.h"
#include "host/litmusc/statement.h"
#include "host/litmusc/type.h"

void emit_title(struct text *out, const struct litmus *litmus)
{
	text_add(out, "/* %s: ", litmus->id);
	for (const char *c = litmus->path; *c; c++)
		text_add(out, "%c",
			 *c == '*' || *c < ' ' ? '_' : *c); /* ends no comment */
	text_add(out, " */\n");
}

void emit_records(struct text *out, const struct litmus *litmus)
{
	for (unsigned int t = 0; t < litmus->thread_count; t++) {
		if (!litmus->threads[t].has_log)
			continue;
		text_add(out, "struct %s_P%u_log {\n", litmus->symbol, t);
		for (unsigned int i = 0; i < litmus->item_count; i++) {
			const struct item *item = &litmus->items[i];

			if (item->thread == (int)t)
				text_add(out, "\t%s;\n",
					 type_text(litmus->source->arena,
						   type_of_value(item->variable->type),
						   item->variable->c_name));
		}
		text_add(out, "};\n\n");
	}
}

/* --- the language --- */

static void c_condition(struct text *out, struct arena *arena, const struct expr *expr)
{
	text_add(out, "(");
	emit_expr(out, arena, expr);
	text_add(out, ")");
}

static void c_store(struct text *out, struct arena *arena, const struct expr *target,
		    const struct expr *value)
{
	emit_access(out, arena, target);
	text_add(out, " = ");
	emit_value(out, arena, value, target->type);
}

static void c_call(struct text *out, struct arena *arena, const struct expr *expr)
{
	text_add(out, expr->primitive->result ? "(void)" : "");
	emit_expr(out, arena, expr);
}

static const struct language c = {
	.declared = type_text,
	.value = emit_value,
	.condition = c_condition,
	.store = c_store,
	.call = c_call,
};

/* --- functions --- */

/* The locals at the top of the body and an empty line; returns the statements after. */
static const struct stmt *emit_locals(struct writer *w)
{
	const struct stmt *stmt = statement_body(w);
	bool any = statement_hoisted(w);

	for (; stmt && stmt->kind == STMT_DECLARE && !stmt->variable->is_hoisted;
	     stmt = stmt->next) {
		statement_local(w, stmt->variable, stmt->value);
		any = true;
	}
	if (any)
		text_add(w->out, "\n");
	return stmt;
}

static void emit_log(const struct writer *w)
{
	for (const struct variable *v = w->thread->variables; v; v = v->next) {
		if (v->is_observed)
			text_add(w->out, "\tlog->%s = %s;\n", v->c_name, v->c_name);
		else if (v->location < 0 && !v->is_used)
			text_add(w->out, "\t(void)%s;\n", v->c_name);
	}
}

/* "SB_P0_body", "SB_P0_perpetual_body": what differs is in the middle. */
static const char *middle(const struct writer *w)
{
	return w->perpetual ? "_perpetual" : "";
}

static void emit_body_head(const struct writer *w)
{
	const struct variable *param = frame_param(w->thread->variables);
	const char *symbol = w->litmus->symbol;
	struct list list = {w->out, "\n\t", true};

	text_add(w->out, "SPECIMEN_BODY SPECIMEN_NAME(%s_P%u%s_body)(", symbol, w->number,
		 middle(w));
	for (; param; param = frame_param(param->next))
		list_add(&list, type_text(w->arena, frame_param_type(w->litmus, param),
					  param->c_name));
	if (w->thread->has_log)
		list_add(&list, arena_format(w->arena, "struct %s_P%u_log *log", symbol,
					     w->number));
	if (w->thread->waits_rcu)
		list_add(&list, "const struct rcu *rcu");
	if (statement_base(w))
		list_add(&list, "int base");
	text_add(w->out, "%s)\n", list.is_empty ? "void" : "");
}

static void emit_body(struct writer *w)
{
	emit_body_head(w);
	text_add(w->out, "{\n");
	w->indent = 1;
	statement_list(w, emit_locals(w));
	emit_log(w);
	text_add(w->out, "}\n\n");
}

/* A thread with readers is online while it runs a body, and only then: primitives/RCU.md. */
static void emit_online(const struct writer *w, const char *call)
{
	if (w->thread->reads_rcu)
		text_add(w->out, "%s(&rcu); \\\n\t\t", call);
}

/* The steps to the next instance are part of it. */
static void emit_step(const struct writer *w)
{
	const struct variable *first = frame_param(w->thread->variables);
	struct list list = {w->out, " \\\n\t\t\t", true};

	text_add(w->out, "#define STEP() \\\n\tdo { \\\n\t\t");
	emit_online(w, "rcu_online");
	text_add(w->out, "SPECIMEN_NAME(%s_P%u%s_body)(", w->litmus->symbol, w->number,
		 middle(w));
	for (const struct variable *p = first; p; p = frame_param(p->next))
		list_add(&list,
			 arena_format(
				 w->arena, "(%s)%s",
				 type_text(w->arena, frame_param_type(w->litmus, p), ""),
				 p->c_name));
	if (w->thread->has_log)
		list_add(&list, "log");
	if (w->thread->waits_rcu)
		list_add(&list, "&rcu");
	if (statement_base(w))
		list_add(&list, "base");
	text_add(w->out, "); \\\n\t\t");
	emit_online(w, "rcu_offline");
	text_add(w->out, "SPECIMEN_BOUNDARY(); \\\n");
	if (statement_base(w))
		text_add(w->out, "\t\tbase += %u; \\\n",
			 1u << w->litmus->perpetual.shift);
	for (const struct variable *p = first; p && !w->perpetual;
	     p = frame_param(p->next))
		text_add(w->out, "\t\t%s += stride; \\\n", p->c_name);
	if (w->thread->has_log)
		text_add(w->out, "\t\tlog++; \\\n");
	text_add(w->out, "\t} while (0)\n");
}

/* The pace, and the addresses that it makes late. */
static void emit_pace(const struct writer *w)
{
	const struct variable *first = frame_param(w->thread->variables);

	text_add(w->out, first ? "\t\tlate = args->pace(args->pacer, group);\n"
			       : "\t\targs->pace(args->pacer, group);\n");
	for (const struct variable *p = first; p; p = frame_param(p->next))
		text_add(w->out, "\t\t%s += late & args->late[%d];\n", p->c_name,
			 p->location);
}

static void emit_group(const struct writer *w)
{
	unsigned int copies = frame_copies(w->thread);

	text_add(w->out, "\tfor (uint32_t group = 0; group < args->groups; group++) {\n"
			 "\t\tuint32_t left = args->k;\n");
	text_add(w->out,
		 frame_param(w->thread->variables) ? "\t\tptrdiff_t late;\n\n" : "\n");
	emit_pace(w);
	if (copies > 1) {
		text_add(w->out, "\t\tfor (; left >= %u; left -= %u) {\n", copies,
			 copies);
		for (unsigned int i = 0; i < copies; i++)
			text_add(w->out, "\t\t\tSTEP();\n");
		text_add(w->out, "\t\t}\n");
	}
	text_add(w->out, "\t\tfor (; left; left--)\n\t\t\tSTEP();\n\t}\n");
}

static void emit_rounds(const struct writer *w)
{
	text_add(w->out, "\tfor (uint32_t left = args->groups; left; left--) {\n");
	for (unsigned int i = 0; i < TEST_PERPETUAL_COPIES; i++)
		text_add(w->out, "\t\tSTEP();\n");
	text_add(w->out, "\t}\n");
}

static void emit_frame(const struct writer *w)
{
	const struct variable *first_param = frame_param(w->thread->variables);
	const char *symbol = w->litmus->symbol;

	text_add(w->out,
		 "static void SPECIMEN_NAME(%s_P%u%s)(const struct thread_args "
		 "*args)\n{\n",
		 symbol, w->number, middle(w));
	for (const struct variable *p = first_param; p; p = frame_param(p->next))
		text_add(w->out, "\tchar *%s = args->location[%d];\n", p->c_name,
			 p->location);
	if (w->thread->has_log)
		text_add(w->out, "\tstruct %s_P%u_log *log = args->log;\n", symbol,
			 w->number);
	if (statement_base(w))
		text_add(w->out, "\tint base = 0;\n");
	else if (first_param && !w->perpetual)
		text_add(w->out, "\tconst ptrdiff_t stride = args->stride;\n");
	if (frame_uses_rcu(w->thread))
		text_add(
			w->out,
			"\tconst struct rcu rcu = {args->rcu, TEST_RCU_APART, %u, %u};\n",
			w->number, w->litmus->thread_count);
	text_add(w->out, first_param || w->thread->has_log || frame_uses_rcu(w->thread)
				 ? "\n"
				 : "");
	emit_step(w);
	if (w->perpetual)
		emit_rounds(w);
	else
		emit_group(w);
	text_add(w->out, "#undef STEP\n}\n\n");
}

static void emit_table(const struct writer *w)
{
	const char *symbol = w->litmus->symbol;

	text_add(w->out, "static thread_fn *const SPECIMEN_NAME(%s%s_threads)[] = {\n",
		 symbol, middle(w));
	for (unsigned int t = 0; t < w->litmus->thread_count; t++)
		text_add(w->out, "\tSPECIMEN_NAME(%s_P%u%s),\n", symbol, t, middle(w));
	text_add(w->out, "};\n");
}

static void emit_functions(struct writer *w)
{
	for (w->number = 0; w->number < w->litmus->thread_count; w->number++) {
		w->thread = &w->litmus->threads[w->number];
		emit_body(w);
		emit_frame(w);
	}
	emit_table(w);
}

static void emit_variant(struct text *out, const struct litmus *litmus)
{
	const char *symbol = litmus->symbol;

	text_add(out, "SPECIMEN_VARIANT(%s, SPECIMEN_NAME(%s_threads), ", symbol, symbol);
	if (litmus->perpetual.why_not)
		text_add(out, "NULL);\n");
	else
		text_add(out, "SPECIMEN_NAME(%s_perpetual_threads));\n", symbol);
}

void emit_threads(struct text *out, struct litmus *const *tests, size_t count)
{
	text_add(out, "/* Written by litmusc. */\n#include \"runner/specimen.h\"\n");
	for (size_t i = 0; i < count; i++) {
		struct writer w = {.language = &c, .out = out, .litmus = tests[i]};

		w.arena = tests[i]->source->arena;
		text_add(out, "\n");
		emit_title(out, tests[i]);
		emit_records(out, tests[i]);
		emit_functions(&w);
		if (!tests[i]->perpetual.why_not) {
			w.perpetual = true;
			text_add(out, "\n");
			emit_functions(&w);
		}
		emit_variant(out, tests[i]);
	}
}

/* emit_threads.c - write the tests' threads out as C. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/emit.h"
#include "host/litmusc/frame.h"
#include "host/litmusc/type.h"

/* A thread being written. */
struct writer {
	struct text *out;
	const struct litmus *litmus;
	const struct thread *thread;
	struct arena *arena;
	unsigned int number;
	unsigned int indent;
};

void emit_title(struct text *out, const struct litmus *litmus)
{
	text_add(out, "/* %s: ", litmus->id);
	for (const char *c = litmus->path; *c; c++)
		text_add(out, "%c",
			 *c == '*' || *c < ' ' ? '_' : *c); /* ends no comment */
	text_add(out, " */\n");
}

static void emit_indent(const struct writer *w)
{
	for (unsigned int i = 0; i < w->indent; i++)
		text_add(w->out, "\t");
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

/* The value that the init block or, failing that, herd7's rule gives a local: 0. */
static void emit_initial(const struct writer *w, const struct variable *local)
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
	emit_value(w->out, w->arena, &value, local->type);
}

static void emit_local(const struct writer *w, const struct variable *local,
		       const struct expr *value)
{
	struct type type = local->type;

	type.is_const = false; /* the generated code assigns to it */
	emit_indent(w);
	text_add(w->out, "%s = ", type_text(w->arena, type, local->c_name));
	if (value)
		emit_value(w->out, w->arena, value, type);
	else
		emit_initial(w, local);
	text_add(w->out, ";\n");
}

static void emit_statements(struct writer *w, const struct stmt *stmt);

static void emit_braces(struct writer *w, const struct stmt *stmt)
{
	text_add(w->out, "{\n");
	w->indent++;
	emit_statements(w, stmt->kind == STMT_BLOCK ? stmt->body : stmt);
	w->indent--;
	emit_indent(w);
	text_add(w->out, "}");
}

static void emit_if(struct writer *w, const struct stmt *stmt)
{
	emit_indent(w);
	for (;;) {
		text_add(w->out, "if (");
		emit_expr(w->out, w->arena, stmt->value);
		text_add(w->out, ") ");
		emit_braces(w, stmt->body);
		if (!stmt->other)
			break;
		text_add(w->out, " else ");
		stmt = stmt->other;
		if (stmt->kind != STMT_IF) {
			emit_braces(w, stmt);
			break;
		}
	}
	text_add(w->out, "\n");
}

static void emit_assign(const struct writer *w, const struct variable *variable,
			const struct expr *value)
{
	emit_indent(w);
	text_add(w->out, "%s = ", variable->c_name);
	emit_value(w->out, w->arena, value, variable->type);
	text_add(w->out, ";\n");
}

static void emit_store(const struct writer *w, const struct stmt *stmt)
{
	emit_indent(w);
	emit_access(w->out, w->arena, stmt->target);
	text_add(w->out, " = ");
	emit_value(w->out, w->arena, stmt->value, stmt->target->type);
	text_add(w->out, ";\n");
}

static void emit_call(const struct writer *w, const struct stmt *stmt)
{
	emit_indent(w);
	text_add(w->out, stmt->value->primitive->result ? "(void)" : "");
	emit_expr(w->out, w->arena, stmt->value);
	text_add(w->out, ";\n");
}

static void emit_statement(struct writer *w, const struct stmt *stmt)
{
	switch (stmt->kind) {
	case STMT_DECLARE:
		if (!stmt->variable->is_hoisted)
			emit_local(w, stmt->variable, stmt->value);
		else if (stmt->value)
			emit_assign(w, stmt->variable, stmt->value);
		break;
	case STMT_ASSIGN:
		emit_assign(w, stmt->variable, stmt->value);
		break;
	case STMT_STORE:
		emit_store(w, stmt);
		break;
	case STMT_CALL:
		emit_call(w, stmt);
		break;
	case STMT_IF:
		emit_if(w, stmt);
		break;
	case STMT_BLOCK:
		emit_statements(w, stmt->body); /* its locals are hoisted */
		break;
	}
}

static void emit_statements(struct writer *w, const struct stmt *stmt)
{
	for (; stmt; stmt = stmt->next)
		emit_statement(w, stmt);
}

/* The locals at the top of the body and an empty line; returns the statements after. */
static const struct stmt *emit_locals(struct writer *w)
{
	const struct stmt *stmt = w->thread->body;
	bool any = false;

	for (const struct variable *v = w->thread->variables; v; v = v->next) {
		if (v->is_hoisted) {
			emit_local(w, v, NULL);
			any = true;
		}
	}
	for (; stmt && stmt->kind == STMT_DECLARE && !stmt->variable->is_hoisted;
	     stmt = stmt->next) {
		emit_local(w, stmt->variable, stmt->value);
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

static void emit_body_head(const struct writer *w)
{
	const struct variable *param = frame_param(w->thread->variables);
	const char *symbol = w->litmus->symbol;
	struct list list = {w->out, "\n\t", true};

	text_add(w->out, "SPECIMEN_BODY SPECIMEN_NAME(%s_P%u_body)(", symbol, w->number);
	for (; param; param = frame_param(param->next))
		list_add(&list, type_text(w->arena, frame_param_type(w->litmus, param),
					  param->c_name));
	if (w->thread->has_log)
		list_add(&list, arena_format(w->arena, "struct %s_P%u_log *log", symbol,
					     w->number));
	if (w->thread->waits_rcu)
		list_add(&list, "const struct rcu *rcu");
	text_add(w->out, "%s)\n", list.is_empty ? "void" : "");
}

static void emit_body(struct writer *w)
{
	emit_body_head(w);
	text_add(w->out, "{\n");
	w->indent = 1;
	emit_statements(w, emit_locals(w));
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
	text_add(w->out, "SPECIMEN_NAME(%s_P%u_body)(", w->litmus->symbol, w->number);
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
	text_add(w->out, "); \\\n\t\t");
	emit_online(w, "rcu_offline");
	text_add(w->out, "SPECIMEN_BOUNDARY(); \\\n");
	for (const struct variable *p = first; p; p = frame_param(p->next))
		text_add(w->out, "\t\t%s += stride; \\\n", p->c_name);
	if (w->thread->has_log)
		text_add(w->out, "\t\tlog++; \\\n");
	text_add(w->out, "\t} while (0)\n");
}

static void emit_group(const struct writer *w)
{
	unsigned int copies = frame_copies(w->thread);

	text_add(w->out, "\tfor (uint32_t group = 0; group < args->groups; group++) {\n"
			 "\t\tuint32_t left = args->k;\n\n"
			 "\t\targs->pace(args->pacer, group);\n");
	if (copies > 1) {
		text_add(w->out, "\t\tfor (; left >= %u; left -= %u) {\n", copies,
			 copies);
		for (unsigned int i = 0; i < copies; i++)
			text_add(w->out, "\t\t\tSTEP();\n");
		text_add(w->out, "\t\t}\n");
	}
	text_add(w->out, "\t\tfor (; left; left--)\n\t\t\tSTEP();\n\t}\n");
}

static void emit_frame(const struct writer *w)
{
	const struct variable *first_param = frame_param(w->thread->variables);
	const char *symbol = w->litmus->symbol;

	text_add(w->out,
		 "static void SPECIMEN_NAME(%s_P%u)(const struct thread_args *args)\n{\n",
		 symbol, w->number);
	for (const struct variable *p = first_param; p; p = frame_param(p->next))
		text_add(w->out, "\tchar *%s = args->location[%d];\n", p->c_name,
			 p->location);
	if (w->thread->has_log)
		text_add(w->out, "\tstruct %s_P%u_log *log = args->log;\n", symbol,
			 w->number);
	if (first_param)
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
	emit_group(w);
	text_add(w->out, "#undef STEP\n}\n\n");
}

static void emit_table(struct text *out, const struct litmus *litmus)
{
	const char *symbol = litmus->symbol;

	text_add(out, "static thread_fn *const SPECIMEN_NAME(%s_threads)[] = {\n",
		 symbol);
	for (unsigned int t = 0; t < litmus->thread_count; t++)
		text_add(out, "\tSPECIMEN_NAME(%s_P%u),\n", symbol, t);
	text_add(out, "};\nSPECIMEN_VARIANT(%s, SPECIMEN_NAME(%s_threads));\n", symbol,
		 symbol);
}

void emit_threads(struct text *out, struct litmus *const *tests, size_t count)
{
	text_add(out, "/* Written by litmusc. */\n#include \"runner/specimen.h\"\n");
	for (size_t i = 0; i < count; i++) {
		struct writer w = {.out = out, .litmus = tests[i]};

		w.arena = tests[i]->source->arena;
		text_add(out, "\n");
		emit_title(out, tests[i]);
		emit_records(out, tests[i]);
		for (w.number = 0; w.number < tests[i]->thread_count; w.number++) {
			w.thread = &tests[i]->threads[w.number];
			emit_body(&w);
			emit_frame(&w);
		}
		emit_table(out, tests[i]);
	}
}

/* emit_tests.c - write the tests' descriptors out as C. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/emit.h"
#include "host/litmusc/type.h"

static void emit_locations(struct text *out, const struct litmus *litmus)
{
	text_add(out, "\t.locations = (const struct test_location[]){\n");
	for (unsigned int l = 0; l < litmus->location_count; l++) {
		const struct location *location = &litmus->locations[l];

		text_add(out, "\t\t{.name = ");
		text_add_literal(out, location->name);
		text_add(out, ", .init = ");
		emit_integer(out, location_init(location));
		text_add(out, ", .width = %s, .reset_by = %u},\n",
			 type_size_text(litmus->source->arena, location->type),
			 litmus_reset_by(litmus, l));
	}
	text_add(out, "\t},\n\t.location_count = %u,\n", litmus->location_count);
}

static struct type item_type(const struct litmus *litmus, const struct item *item)
{
	if (item->thread == ITEM_MEMORY)
		return litmus->locations[item->location].type;
	return item->variable->type;
}

static void emit_item(struct text *out, const struct litmus *litmus,
		      const struct item *item)
{
	struct type type = item_type(litmus, item);

	text_add(out, "\t\t{.name = ");
	text_add_literal(out, item->name);
	if (item->thread == ITEM_MEMORY)
		text_add(out, ", .thread = ITEM_MEMORY, .where = %d", item->location);
	else
		text_add(out,
			 ", .thread = %d,\n\t\t .where = offsetof(struct %s_P%d_log, %s)",
			 item->thread, litmus->symbol, item->thread,
			 item->variable->c_name);
	text_add(out, ",\n\t\t .width = %s, .small = %u, .may_point = %d},\n",
		 type_size_text(litmus->source->arena, type), litmus_small(litmus),
		 type_width(type) == 8);
}

static void emit_items(struct text *out, const struct litmus *litmus)
{
	if (litmus->item_count) {
		text_add(out, "\t.items = (const struct test_item[]){\n");
		for (unsigned int i = 0; i < litmus->item_count; i++)
			emit_item(out, litmus, &litmus->items[i]);
		text_add(out, "\t},\n");
	}
	text_add(out, "\t.item_count = %u,\n", litmus->item_count);
}

static void emit_ops(struct text *out, const struct ops *ops, const char *field)
{
	static const char *const codes[] = {
		"COND_TRUE",    "COND_FALSE", "COND_EQ",  "COND_NE", "COND_EQ_ITEM",
		"COND_NE_ITEM", "COND_NOT",   "COND_AND", "COND_OR", "COND_IMPLIES",
	};

	if (!ops->count)
		return;
	text_add(out, "\t.%s = (const struct cond_op[]){\n", field);
	for (unsigned int i = 0; i < ops->count; i++) {
		const struct cond_op *op = &ops->ops[i];

		text_add(out, "\t\t{.code = %s", codes[op->code]);
		if (op->code >= COND_EQ && op->code <= COND_NE_ITEM) {
			text_add(out, ", .item = %u, .value = ", op->item);
			emit_integer(out, op->value);
		}
		text_add(out, "},\n");
	}
	text_add(out, "\t},\n\t.%s_ops = %u,\n", field, ops->count);
}

static void emit_results(struct text *out, const struct ast *ast)
{
	static const char *const words[] = {"EXPECT_NONE", "EXPECT_NEVER",
					    "EXPECT_SOMETIMES", "EXPECT_ALWAYS"};

	if (!ast->result_count)
		return;
	text_add(out, "\t.results = (const struct test_result[]){\n");
	for (unsigned int i = 0; i < ast->result_count; i++) {
		const struct result *result = &ast->results[i];

		text_add(out, "\t\t{.mix = ");
		text_add_literal(out, result->mix);
		text_add(out, ", .arch = ");
		text_add_literal(out, result->arch);
		text_add(out, ", .expect = %s, .source = ", words[result->expect]);
		text_add_literal(out, result->source);
		text_add(out, "},\n");
	}
	text_add(out, "\t},\n\t.result_count = %u,\n", ast->result_count);
}

static void emit_outcome(struct text *out, const int64_t *values, unsigned int items)
{
	text_add(out, "\t\t\t");
	for (unsigned int i = 0; i < items; i++) {
		emit_integer(out, values[i]);
		text_add(out, i + 1 < items ? ", " : ",\n");
	}
}

static void emit_allowed(struct text *out, const struct litmus *litmus)
{
	const struct allowed *allowed = &litmus->allowed;
	unsigned int count = allowed->sc + allowed->tso;

	if (!allowed->sc_known)
		return;
	text_add(out, "\t.allowed = {\n");
	if (count && litmus->item_count) {
		text_add(out, "\t\t.values = (const int64_t[]){\n");
		for (unsigned int o = 0; o < count; o++)
			emit_outcome(out,
				     allowed->values + (size_t)o * litmus->item_count,
				     litmus->item_count);
		text_add(out, "\t\t},\n");
	}
	text_add(out,
		 "\t\t.sc = %u, .tso = %u, .sc_known = true, .tso_known = %s,\n\t},\n",
		 allowed->sc, allowed->tso, allowed->tso_known ? "true" : "false");
}

static void emit_perpetual(struct text *out, const struct perpetual *perpetual)
{
	text_add(out, "\t.perpetual = {");
	if (perpetual->why_not) {
		text_add(out, ".why_not = ");
		text_add_literal(out, perpetual->why_not);
		text_add(out, "},\n");
		return;
	}
	text_add(out, "\n\t\t.reads = (const struct test_read[]){\n");
	for (unsigned int i = 0; i < perpetual->read_count; i++)
		text_add(out, "\t\t\t{.item = %u, .writer = %u, .store = %u},\n",
			 perpetual->reads[i].item, perpetual->reads[i].writer,
			 perpetual->reads[i].store);
	text_add(out, "\t\t},\n\t\t.read_count = %u, .shift = %u, .by = %u,\n\t},\n",
		 perpetual->read_count, perpetual->shift, perpetual->by);
}

static bool is_marked(const struct litmus *litmus)
{
	for (unsigned int t = 0; t < litmus->thread_count; t++) {
		if (litmus->threads[t].is_plain)
			return false;
	}
	return true;
}

/*
 * Can a thread's end depend on another's? Not by a lock that each thread gives back: whoever
 * has it needs nothing more to go on.
 */
static bool waits(const struct litmus *litmus)
{
	for (unsigned int t = 0; t < litmus->thread_count; t++) {
		if (litmus->threads[t].waits || litmus->threads[t].held)
			return true;
	}
	return false;
}

static void emit_threads_part(struct text *out, const struct litmus *litmus)
{
	text_add(out, "\t.log_size = (const uint16_t[]){");
	for (unsigned int t = 0; t < litmus->thread_count; t++) {
		text_add(out, t ? ", " : "");
		if (litmus->threads[t].has_log)
			text_add(out, "sizeof(struct %s_P%u_log)", litmus->symbol, t);
		else
			text_add(out, "0");
	}
	text_add(out, "},\n\t.threads = %u,\n", litmus->thread_count);
}

static void emit_string(struct text *out, const char *field, const char *value)
{
	text_add(out, "\t.%s = ", field);
	text_add_literal(out, value);
	text_add(out, ",\n");
}

static void emit_controls(struct text *out, const struct litmus *litmus)
{
	static const char *const needs[] = {"NEEDS_SC", "NEEDS_TSO", "NEEDS_WEAK"};

	if (litmus->control_count) {
		text_add(out, "\t.controls = (const struct test *const[]){\n");
		for (unsigned int c = 0; c < litmus->control_count; c++)
			text_add(out, "\t\t&%s,\n", litmus->controls[c]->symbol);
		text_add(out, "\t},\n\t.control_count = %u,\n", litmus->control_count);
	}
	if (litmus->control_of) {
		emit_string(out, "control_of", litmus->control_of->id);
		emit_string(out, "change", litmus->change);
		text_add(out, "\t.needs = %s,\n", needs[litmus->needs]);
	}
}

static void emit_test(struct text *out, const struct litmus *litmus)
{
	static const char *const quantifiers[] = {"TEST_EXISTS", "TEST_NOT_EXISTS",
						  "TEST_FORALL"};

	text_add(out, "\n");
	emit_title(out, litmus);
	emit_records(out, litmus);
	for (unsigned int c = 0; c < litmus->control_count; c++)
		text_add(out, "extern const struct test %s;\n",
			 litmus->controls[c]->symbol);
	text_add(out, "const struct test %s = {\n", litmus->symbol);
	emit_string(out, "name", litmus->ast->name);
	emit_string(out, "id", litmus->id);
	emit_string(out, "path", litmus->path);
	emit_string(out, "suites", litmus->suites);
	emit_string(out, "text", litmus->text);
	emit_string(out, "info", litmus->ast->info);
	emit_locations(out, litmus);
	emit_items(out, litmus);
	text_add(out, "\t.quantifier = %s,\n", quantifiers[litmus->ast->quantifier]);
	emit_ops(out, &litmus->condition, "condition");
	emit_ops(out, &litmus->filter, "filter");
	emit_results(out, litmus->ast);
	emit_allowed(out, litmus);
	emit_controls(out, litmus);
	emit_perpetual(out, &litmus->perpetual);
	if (waits(litmus))
		text_add(out, "\t.waits = true,\n");
	if (litmus->is_racy)
		text_add(out, "\t.is_racy = true,\n");
	text_add(out, "\t.is_marked = %s,\n", is_marked(litmus) ? "true" : "false");
	emit_threads_part(out, litmus);
	text_add(out, "};\n");
}

void emit_tests(struct text *out, struct litmus *const *tests, size_t count)
{
	text_add(out, "/* Written by litmusc. */\n#include \"runner/test.h\"\n");
	for (size_t i = 0; i < count; i++)
		emit_test(out, tests[i]);
}

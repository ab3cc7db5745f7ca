/* export.c - write a test's compiled threads as a litmus test in assembly. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/export.h"
#include "host/barelitmus/follow.h"
#include "host/barelitmus/memory.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_MAX_LENGTH = 96, LINE_MAX_LENGTH = 160 };

/* One column of the test. */
struct column {
	struct body body;
	size_t *order; /* the steps of the body, in the order in which they are printed */
	size_t steps;
	uint64_t busy;        /* registers that the body writes, or reads from before */
	uint64_t taken;       /* registers that hold an initial value */
	uint64_t value[REGS]; /* of these */
	bool *is_target;      /* steps that need a label */
	bool end_is_target;
	char **lines;
	size_t line_count, line_capacity;
};

struct export
{
	const struct image *image;
	const struct test *test;
	FILE *out;
	bool uses_rcu[TEST_MAX_THREADS];
	bool is_mixed; /* an access is narrower than its location */
	bool drops_hints;
	struct column *columns;
	const struct dependency_list *list; /* of the source; may be NULL */
};

/* A dependency that a thread has lost. */
struct loss {
	const struct export *export;
	unsigned int thread;
};

static void line_add(struct column *column, const char *line)
{
	column->lines = memory_grow(column->lines, column->line_count,
				    &column->line_capacity, sizeof(char *));
	column->lines[column->line_count++] = memory_copy(line);
}

/* --- names --- */

/* Of the location that stands for a record's field: "P1_r0" for the item "1:r0". */
static void item_name(char out[NAME_MAX_LENGTH], const struct test_item *item,
		      const struct test *test)
{
	const char *colon = strchr(item->name, ':');

	if (item->thread == ITEM_MEMORY)
		snprintf(out, NAME_MAX_LENGTH, "%s", test->locations[item->where].name);
	else
		snprintf(out, NAME_MAX_LENGTH, "P%d_%s", item->thread,
			 colon ? colon + 1 : item->name);
}

static const struct test_item *find_item(const struct body *body, uint64_t offset)
{
	for (unsigned int i = 0; i < body->test->item_count; i++) {
		const struct test_item *item = &body->test->items[i];

		if (item->thread == (int)body->thread && item->where == offset)
			return item;
	}
	return NULL;
}

/* The bytes of the location at an address, and its name; 0: there is none. */
static unsigned int location_at(struct export *export, const struct body *body,
				uint64_t bits, char name[NAME_MAX_LENGTH])
{
	struct place place = place_of(body, bits);
	const struct test_item *item;

	if (place.kind == PLACE_NONE || place.instance != BODY_INSTANCE)
		return 0;
	if (place.kind == PLACE_LOCATION && place.number < body->test->location_count &&
	    !place.offset) {
		snprintf(name, NAME_MAX_LENGTH, "%s",
			 body->test->locations[place.number].name);
		return body->test->locations[place.number].width;
	}
	if (place.kind == PLACE_RCU && place.number < body->test->threads &&
	    !place.offset) {
		export->uses_rcu[place.number] = true;
		snprintf(name, NAME_MAX_LENGTH, "rcu%u", place.number);
		return 8;
	}
	item = place.kind == PLACE_LOG ? find_item(body, place.offset) : NULL;
	if (!item)
		return 0;
	item_name(name, item, body->test);
	return item->width;
}

/* --- registers --- */

static void reg_text(const struct export *export, char out[8], unsigned int reg,
		     bool is_word)
{
	if (export->image->arch == IMAGE_RISCV64)
		snprintf(out, 8, "x%u", reg == REG_ZERO ? 0 : reg);
	else if (reg == REG_ZERO)
		snprintf(out, 8, "%s", is_word ? "WZR" : "XZR");
	else
		snprintf(out, 8, "%c%u", is_word ? 'W' : 'X', reg);
}

static bool reg_is_free(const struct export *export, const struct column *column,
			unsigned int reg)
{
	if (reg >= REG_SP || (reg == 0 && export->image->arch == IMAGE_RISCV64))
		return false;
	return !((column->busy | column->taken) >> reg & 1);
}

/* A register that holds a value from the start; REG_ZERO: none is left. */
static unsigned int reg_for(const struct export *export, struct column *column,
			    uint64_t value, unsigned int preferred)
{
	unsigned int reg = preferred;

	for (unsigned int r = 0; r < REG_SP; r++)
		if ((column->taken & ~column->busy) >> r & 1 && column->value[r] == value)
			return r;
	for (unsigned int r = 0; r < REG_SP && !reg_is_free(export, column, reg); r++)
		reg = r;
	if (!reg_is_free(export, column, reg))
		return REG_ZERO;
	column->taken |= UINT64_C(1) << reg;
	column->value[reg] = value;
	return reg;
}

/* Can the value be written in an init block? */
static bool is_initial(struct export *export, const struct column *column, uint64_t bits)
{
	char name[NAME_MAX_LENGTH];

	return place_of(&column->body, bits).kind == PLACE_NONE ||
	       location_at(export, &column->body, bits, name);
}

/* The text of a register that step at reads. */
static bool read_text(struct export *export, struct column *column, size_t at,
		      unsigned int reg, bool is_word, char out[8])
{
	const struct step *step = &column->body.steps[at];
	struct value value = body_value(step, reg);

	if (!body_is_verbatim(step, reg)) {
		if (is_word)
			value.bits = (uint32_t)value.bits;
		if (!is_initial(export, column, value.bits))
			return body_fail(&column->body, at,
					 "reads an address that is no location's");
		reg = reg_for(export, column, value.bits, reg);
		if (reg == REG_ZERO)
			return body_fail(&column->body, at, "needs one register more");
	}
	reg_text(export, out, reg, is_word);
	return true;
}

/* --- instructions --- */

static bool is_exclusive_riscv(const struct operation *operation)
{
	const char *m = operation->mnemonic;

	return !strncmp(m, "amo", 3) || !strncmp(m, "lr.", 3) || !strncmp(m, "sc.", 3);
}

static void address_text(const struct export *export, const struct operation *operation,
			 char out[LINE_MAX_LENGTH], const char *base, long long offset)
{
	if (export->image->arch == IMAGE_ARM64 && offset)
		snprintf(out, LINE_MAX_LENGTH, "[%s,#%lld]", base, offset);
	else if (export->image->arch == IMAGE_ARM64)
		snprintf(out, LINE_MAX_LENGTH, "[%s]", base);
	else if (is_exclusive_riscv(operation))
		snprintf(out, LINE_MAX_LENGTH, "(%s)", base);
	else
		snprintf(out, LINE_MAX_LENGTH, "%lld(%s)", offset, base);
}

/* An address that a load gave, wholly or in part, is written as it is computed. */
static bool unknown_address(struct export *export, struct column *column, size_t at,
			    const struct operand *memory, char out[LINE_MAX_LENGTH])
{
	const struct operation *operation = &column->body.steps[at].operation;
	char base[8], index[8];

	if (memory->steps)
		return body_fail(&column->body, at, "writes an unknown address back");
	if (!read_text(export, column, at, memory->reg, false, base))
		return false;
	if (memory->index == REG_ZERO) {
		address_text(export, operation, out, base, memory->number);
		return true;
	}
	if (!read_text(export, column, at, memory->index, memory->index_word, index))
		return false;
	snprintf(out, LINE_MAX_LENGTH, "[%s,%s%s", base, index,
		 memory->index_word ? ",SXTW"
		 : memory->shift    ? ",LSL"
				    : "");
	if (memory->shift)
		snprintf(out + strlen(out), LINE_MAX_LENGTH - strlen(out), " #%u",
			 memory->shift);
	strcat(out, "]");
	return true;
}

/* The n-th register of the access is at n * width bytes from its address. */
static bool known_address(struct export *export, struct column *column, size_t at,
			  const struct operand *memory, unsigned int n,
			  char out[LINE_MAX_LENGTH])
{
	const struct step *step = &column->body.steps[at];
	uint64_t bits = step->address.bits + n * step->operation.width;
	char name[NAME_MAX_LENGTH], base[8];
	unsigned int width = location_at(export, &column->body, bits, name), reg;

	if (!width)
		return body_fail(&column->body, at, "an address that is no location's");
	if (memory->steps && step->live >> memory->reg & 1)
		return body_fail(&column->body, at, "writes an address back");
	if (width < step->operation.width)
		return body_fail(&column->body, at, "wider than %s", name);
	export->is_mixed |= width != step->operation.width;
	reg = reg_for(export, column, bits, memory->reg);
	if (reg == REG_ZERO)
		return body_fail(&column->body, at, "needs one register more");
	reg_text(export, base, reg, false);
	address_text(export, &step->operation, out, base, 0);
	return true;
}

static bool operand_text(struct export *export, struct column *column, size_t at,
			 const struct operand *operand, char out[LINE_MAX_LENGTH])
{
	const struct step *step = &column->body.steps[at];
	bool arm64 = export->image->arch == IMAGE_ARM64;

	switch (operand->kind) {
	case OPERAND_REG:
		/* Read and written at once: it must be this one. */
		if (operand->reads && !operand->writes)
			return read_text(export, column, at, operand->reg,
					 operand->is_word, out);
		reg_text(export, out, operand->reg, operand->is_word);
		return true;
	case OPERAND_NUMBER:
		snprintf(out, LINE_MAX_LENGTH, "%s%lld", arm64 ? "#" : "",
			 (long long)operand->number);
		return true;
	case OPERAND_MEMORY:
		return step->address.known
			       ? known_address(export, column, at, operand, 0, out)
			       : unknown_address(export, column, at, operand, out);
	default:
		for (size_t i = 0; i <= strlen(operand->text); i++)
			out[i] = (char)(arm64 ? toupper((unsigned char)operand->text[i])
					      : operand->text[i]);
		return true;
	}
}

static void mnemonic_text(const struct export *export, const char *mnemonic, char *out)
{
	bool arm64 = export->image->arch == IMAGE_ARM64;
	size_t i;

	for (i = 0; mnemonic[i]; i++)
		out[i] =
			(char)(arm64 ? toupper((unsigned char)mnemonic[i]) : mnemonic[i]);
	out[i] = '\0';
}

/* STP of two results, which only the harness writes at once, is two stores. */
static bool write_pair(struct export *export, struct column *column, size_t at)
{
	const struct operand *operands = column->body.steps[at].operation.operands;
	char reg[LINE_MAX_LENGTH], address[LINE_MAX_LENGTH], line[512];

	for (unsigned int n = 0; n < 2; n++) {
		if (!operand_text(export, column, at, &operands[n], reg) ||
		    !known_address(export, column, at, &operands[2], n, address))
			return false;
		snprintf(line, sizeof(line), "STR %s,%s", reg, address);
		line_add(column, line);
	}
	return true;
}

static bool is_result_pair(const struct body *body, const struct step *step)
{
	return !strcmp(step->operation.mnemonic, "stp") && step->address.known &&
	       place_of(body, step->address.bits).kind == PLACE_LOG;
}

static bool write_step(struct export *export, struct column *column, size_t at)
{
	const struct operation *operation = &column->body.steps[at].operation;
	char line[512], text[LINE_MAX_LENGTH];

	if (is_result_pair(&column->body, &column->body.steps[at]))
		return write_pair(export, column, at);
	mnemonic_text(export, operation->mnemonic, line);
	for (unsigned int i = 0; i < operation->count; i++) {
		const struct operand *operand = &operation->operands[i];
		bool is_last = i + 1 == operation->count;

		if (operation->kind == OPERATION_BRANCH && is_last)
			break;
		if (!operand_text(export, column, at, operand, text))
			return false;
		snprintf(line + strlen(line), sizeof(line) - strlen(line), "%s%s",
			 i ? "," : " ", text);
	}
	if (operation->kind == OPERATION_BRANCH) {
		size_t target = column->body.steps[at].next[1];

		snprintf(line + strlen(line), sizeof(line) - strlen(line), "%s",
			 operation->count > 1 ? "," : " ");
		snprintf(line + strlen(line), sizeof(line) - strlen(line),
			 target == (size_t)STEP_END ? "LEND" : "L%zu", target);
	}
	line_add(column, line);
	return true;
}

/* --- a thread --- */

static void find_order(struct column *column)
{
	const struct body *body = &column->body;
	size_t count = body->function->count;

	column->order = memory_zeroed(count, sizeof(size_t));
	/* From the entry on; what the compiler put before it comes last. */
	for (size_t i = 0; i < count; i++) {
		size_t at = (body->entry + i) % count;

		if (body->steps[at].state)
			column->order[column->steps++] = at;
	}
}

/* The successor that follows without a branch: the one way on, or not taking the branch. */
static size_t way_on(const struct step *step)
{
	return step->next[0];
}

static void find_targets(struct column *column)
{
	for (size_t i = 0; i < column->steps; i++) {
		const struct step *step = &column->body.steps[column->order[i]];
		size_t follows =
			i + 1 < column->steps ? column->order[i + 1] : (size_t)STEP_END;

		for (unsigned int n = 0; n < step->nexts; n++) {
			if (n == 0 && step->next[n] == follows)
				continue;
			if (step->next[n] == (size_t)STEP_END)
				column->end_is_target = true;
			else
				column->is_target[step->next[n]] = true;
		}
	}
}

/* What the body reads from before it, and all that it writes, stays what it is. */
static bool find_busy(struct export *export, struct column *column)
{
	struct body *body = &column->body;
	const struct step *entry = &body->steps[body->entry];
	uint64_t before = body_reads_before(body);

	for (size_t i = 0; i < column->steps; i++)
		column->busy |= body_writes(&body->steps[column->order[i]]);
	for (unsigned int reg = 0; reg < REGS; reg++) {
		struct value value = body_value(entry, reg);

		if (!(before >> reg & 1))
			continue;
		if (!value.known || !is_initial(export, column, value.bits))
			return body_fail(body, body->entry,
					 "register %u comes from before it", reg);
		column->taken |= UINT64_C(1) << reg;
		column->value[reg] = value.bits;
	}
	return true;
}

static bool write_steps(struct export *export, struct column *column)
{
	char line[64];

	for (size_t i = 0; i < column->steps; i++) {
		size_t at = column->order[i];
		const struct step *step = &column->body.steps[at];
		size_t follows =
			i + 1 < column->steps ? column->order[i + 1] : (size_t)STEP_END;

		if (column->is_target[at]) {
			snprintf(line, sizeof(line), "L%zu:", at);
			line_add(column, line);
		}
		export->drops_hints |= step->operation.kind == OPERATION_HINT &&
				       strcmp(step->operation.mnemonic, "nop");
		if (step->kept && !write_step(export, column, at))
			return false;
		if (way_on(step) == follows)
			continue;
		snprintf(line, sizeof(line),
			 way_on(step) == (size_t)STEP_END ? "%s LEND" : "%s L%zu",
			 export->image->arch == IMAGE_ARM64 ? "B" : "j", way_on(step));
		line_add(column, line);
	}
	if (column->end_is_target)
		line_add(column, "LEND:");
	return true;
}

static bool make_column(struct export *export, struct column *column,
			const struct function *function, unsigned int thread)
{
	if (!body_follow(&column->body, export->image, function, export->test, thread))
		return false;
	column->is_target = memory_zeroed(function->count, sizeof(bool));
	find_order(column);
	find_targets(column);
	return find_busy(export, column) && write_steps(export, column);
}

/* --- the text --- */

static const char *width_type(unsigned int width)
{
	return width == 1   ? "int8_t"
	       : width == 2 ? "int16_t"
	       : width == 4 ? "int"
			    : "int64_t";
}

static void write_value(const struct export *export, int64_t value)
{
	if (value >= VALUE_ADDRESS(0) &&
	    value < VALUE_ADDRESS(export->test->location_count))
		fprintf(export->out, "%s",
			export->test->locations[value - VALUE_ADDRESS_BASE].name);
	else
		fprintf(export->out, "%lld", (long long)value);
}

static void write_registers(struct export *export, unsigned int thread)
{
	const struct column *column = &export->columns[thread];
	char name[NAME_MAX_LENGTH], text[8];
	bool any = false;

	for (unsigned int reg = 0; reg < REGS; reg++) {
		uint64_t value = column->value[reg];

		if (!(column->taken >> reg & 1))
			continue;
		reg_text(export, text, reg, false);
		fprintf(export->out, "%s%u:%s=", any ? " " : "", thread, text);
		if (location_at(export, &column->body, value, name))
			fprintf(export->out, "%s;", name);
		else
			fprintf(export->out, "%lld;", (long long)value);
		any = true;
	}
	if (any)
		fputc('\n', export->out);
}

static void write_init(struct export *export)
{
	const struct test *test = export->test;
	char name[NAME_MAX_LENGTH];

	fputs("{\n", export->out);
	for (unsigned int l = 0; l < test->location_count; l++) {
		fprintf(export->out, "%s %s=", width_type(test->locations[l].width),
			test->locations[l].name);
		write_value(export, test->locations[l].init);
		fputs(";\n", export->out);
	}
	for (unsigned int i = 0; i < test->item_count; i++) {
		if (test->items[i].thread == ITEM_MEMORY)
			continue;
		item_name(name, &test->items[i], test);
		fprintf(export->out, "%s %s=0;\n", width_type(test->items[i].width),
			name);
	}
	for (unsigned int t = 0; t < test->threads; t++)
		if (export->uses_rcu[t])
			fprintf(export->out, "int64_t rcu%u=0;\n", t);
	for (unsigned int t = 0; t < test->threads; t++)
		write_registers(export, t);
	fputs("}\n", export->out);
}

static int column_width(const struct column *column)
{
	size_t width = 3;

	for (size_t i = 0; i < column->line_count; i++)
		if (strlen(column->lines[i]) > width)
			width = strlen(column->lines[i]);
	return (int)width;
}

static void write_columns(const struct export *export)
{
	unsigned int threads = export->test->threads;
	size_t rows = 0;

	for (unsigned int t = 0; t < threads; t++) {
		fprintf(export->out, " P%-*u%s", column_width(&export->columns[t]) - 1, t,
			t + 1 < threads ? " |" : " ;\n");
		if (export->columns[t].line_count > rows)
			rows = export->columns[t].line_count;
	}
	for (size_t row = 0; row < rows; row++)
		for (unsigned int t = 0; t < threads; t++) {
			const struct column *column = &export->columns[t];

			fprintf(export->out, " %-*s%s", column_width(column),
				row < column->line_count ? column->lines[row] : "",
				t + 1 < threads ? " |" : " ;\n");
		}
}

static char *atom_text(const struct export *export, const struct cond_op *op)
{
	const struct test *test = export->test;
	char name[NAME_MAX_LENGTH], other[NAME_MAX_LENGTH + 2];
	char *text = NULL;
	size_t size;
	struct export to = *export;
	bool is_not = op->code == COND_NE || op->code == COND_NE_ITEM;

	to.out = open_memstream(&text, &size);
	item_name(name, &test->items[op->item], test);
	fprintf(to.out, "%s[%s]=", is_not ? "~(" : "", name);
	if (op->code == COND_EQ_ITEM || op->code == COND_NE_ITEM) {
		item_name(other, &test->items[op->value], test);
		fprintf(to.out, "[%s]", other);
	} else {
		write_value(&to, op->value);
	}
	fputs(is_not ? ")" : "", to.out);
	fclose(to.out);
	return text;
}

static char *joined(const char *format, const char *a, const char *b)
{
	size_t size = strlen(format) + strlen(a) + strlen(b) + 1;
	char *text = memory_zeroed(size, 1);

	snprintf(text, size, format, a, b);
	return text;
}

/* The infix form of a condition, in brackets where it joins two. */
static char *condition_text(const struct export *export, const struct cond_op *ops,
			    unsigned int count)
{
	static const char *const forms[] = {
		[COND_TRUE] = "true",      [COND_FALSE] = "false",
		[COND_NOT] = "~(%s)",      [COND_AND] = "(%s /\\ %s)",
		[COND_OR] = "(%s \\/ %s)", [COND_IMPLIES] = "(%s => %s)",
	};
	char *stack[TEST_MAX_OPS];
	unsigned int depth = 0;

	for (unsigned int i = 0; i < count; i++) {
		const struct cond_op *op = &ops[i];
		char *b = NULL, *a = NULL;

		if (op->code >= COND_EQ && op->code <= COND_NE_ITEM) {
			stack[depth++] = atom_text(export, op);
			continue;
		}
		if (op->code >= COND_AND)
			b = stack[--depth];
		if (op->code >= COND_NOT)
			a = stack[--depth];
		stack[depth++] = joined(forms[op->code], a ? a : "", b ? b : "");
		free(a);
		free(b);
	}
	return stack[0];
}

static void write_condition(const struct export *export)
{
	static const char *const quantifiers[] = {"exists", "~exists", "forall"};
	const struct test *test = export->test;
	char *text;

	if (test->filter_ops) {
		text = condition_text(export, test->filter, test->filter_ops);
		fprintf(export->out, "filter %s\n", text);
		free(text);
	}
	text = condition_text(export, test->condition, test->condition_ops);
	fprintf(export->out, "%s %s\n", quantifiers[test->quantifier], text);
	free(text);
}

char *export_name(const struct test *test, const char *mix)
{
	char *dotted = memory_join(test->id, "+");
	char *name = memory_join(dotted, mix);

	for (char *c = name; *c; c++)
		if (*c == ':' || *c == '~')
			*c = *c == ':' ? '+' : '.';
	free(dotted);
	return name;
}

static void write_loss(void *context, const char *text)
{
	const struct loss *loss = context;

	fprintf(loss->export->out, "(* P%u: %s *)\n", loss->thread, text);
}

static void write_losses(const struct export *export)
{
	for (unsigned int t = 0; export->list && t < export->test->threads; t++) {
		struct loss loss = {export, t};

		dependency_list_compare(export->list, &export->columns[t].body,
					write_loss, &loss);
	}
}

static char *write_test(struct export *export, const char *mix)
{
	char *text = NULL, *name = export_name(export->test, mix);
	size_t size;

	export->out = open_memstream(&text, &size);
	fprintf(export->out, "%s %s\n",
		export->image->arch == IMAGE_ARM64 ? "AArch64" : "RISCV", name);
	fprintf(export->out, "Test=%s\nMix=%s\n", export->test->id, mix);
	if (export->is_mixed)
		fputs("(* An access is narrower than its location: " EXPORT_IS_MIXED
		      " *)\n",
		      export->out);
	if (export->drops_hints)
		fputs("(* Left out, for they order nothing: prfm, clrex, yield, pause "
		      "*)\n",
		      export->out);
	write_losses(export);
	write_init(export);
	write_columns(export);
	write_condition(export);
	fclose(export->out);
	free(name);
	return text;
}

static void column_free(struct column *column)
{
	body_free(&column->body);
	for (size_t i = 0; i < column->line_count; i++)
		free(column->lines[i]);
	free(column->lines);
	free(column->order);
	free(column->is_target);
}

char *export_test(const struct specimens *specimens, const struct test *test,
		  const struct specimen_mix *mix, const struct dependency_list *list,
		  char reason[EXPORT_REASON])
{
	struct export export = {.image = &specimens->image, .test = test, .list = list};
	bool good = true;
	char *text = NULL;

	export.columns = memory_zeroed(test->threads, sizeof(struct column));
	for (unsigned int t = 0; good && t < test->threads; t++) {
		const struct function *function = specimens_function(
			&specimens->code, mix->variants[t]->threads[t]);

		good = function != NULL;
		if (!good)
			snprintf(reason, EXPORT_REASON, "P%u: no code of it", t);
		else if (!make_column(&export, &export.columns[t], function, t)) {
			good = false;
			snprintf(reason, EXPORT_REASON, "P%u: %s", t,
				 export.columns[t].body.error);
		}
	}
	if (good)
		text = write_test(&export, mix->name);
	for (unsigned int t = 0; t < test->threads; t++)
		column_free(&export.columns[t]);
	free(export.columns);
	return text;
}

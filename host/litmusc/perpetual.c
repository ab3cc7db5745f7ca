/* perpetual.c - may a test run without resets, and as what? */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/perpetual.h"
#include "host/litmusc/type.h"

#include <string.h>

enum { MAX_STORES = 16 }; /* to a location */

/* The stores to a location, in program order: all by one thread. */
struct stores {
	unsigned int count;
	int64_t values[MAX_STORES];
};

struct walk {
	struct litmus *litmus;
	struct arena *arena;
	struct thread *thread;
	struct stores stores[TEST_MAX_LOCATIONS];
	int *loaded[TEST_MAX_THREADS]; /* by register: the location, -1: not loaded */
	const char *why_not;
};

static void refuse(struct walk *walk, const char *why_not)
{
	if (!walk->why_not)
		walk->why_not = why_not;
}

/* --- bodies --- */

/* The location that a pointer names, or -1. */
static int location_of(const struct expr *pointer)
{
	return pointer->kind == EXPR_NAME ? pointer->variable->location : -1;
}

/* What a call accesses: its pointer, and its last value. */
static const struct expr *call_pointer(const struct expr *call)
{
	switch (*call->primitive->args) {
	case ARG_LVALUE:
		return call->arg->arg;
	case ARG_POINTER:
		return call->arg;
	default:
		return NULL;
	}
}

/* Waits, updates, locks and RCU are none of the three. */
static bool is_load(const struct expr *expr)
{
	const struct primitive *primitive = expr->primitive;

	if (expr->kind == EXPR_PREFIX)
		return *expr->name == '*';
	return expr->kind == EXPR_CALL && !primitive->stores &&
	       primitive->result == RESULT_VALUE && strlen(primitive->args) == 1;
}

static bool is_store(const struct expr *expr)
{
	const struct primitive *primitive = expr->primitive;
	bool is_word = primitive->width && !primitive->is_atomic;

	return primitive->stores && primitive->result == RESULT_NONE && !is_word &&
	       (strcmp(primitive->args, "LV") == 0 || strcmp(primitive->args, "PV") == 0);
}

static bool is_fence(const struct expr *expr)
{
	return !*expr->primitive->args && expr->primitive->rcu == RCU_NONE;
}

/* A copy of the tree, as far as a value in it is to be another. */
static struct expr *copy(struct walk *walk, const struct expr *expr)
{
	struct expr *new = arena_alloc(walk->arena, sizeof(*new));

	*new = *expr;
	return new;
}

/* "base + a" in the place of a constant. */
static struct expr *perpetual_value(struct walk *walk, const struct expr *constant,
				    unsigned int a)
{
	struct expr *sum = copy(walk, constant), *name = copy(walk, constant),
		    *number = copy(walk, constant);

	if (!walk->thread->base) {
		walk->thread->base =
			arena_alloc(walk->arena, sizeof(*walk->thread->base));
		*walk->thread->base = (struct variable){
			.c_name = "base", .type = type_int(), .location = -1};
	}
	sum->kind = EXPR_BINARY;
	sum->name = "+";
	sum->type = type_int();
	sum->arg = name;
	name->kind = EXPR_NAME;
	name->variable = walk->thread->base;
	name->type = type_int();
	name->next = number;
	number->number = a;
	number->type = type_int();
	number->next = NULL;
	return sum;
}

/* The value that is stored now; NULL after a refusal. */
static struct expr *store(struct walk *walk, const struct expr *pointer,
			  const struct expr *value)
{
	int location = location_of(pointer);
	struct stores *stores;

	if (location < 0) {
		refuse(walk, "an address that is computed or loaded");
		return NULL;
	}
	if (value->kind != EXPR_NUMBER) {
		refuse(walk, "a store of what is not a constant");
		return NULL;
	}
	stores = &walk->stores[location];
	if (stores->count == MAX_STORES) {
		refuse(walk, "too many stores to a location");
		return NULL;
	}
	stores->values[stores->count++] = value->number;
	return perpetual_value(walk, value, stores->count);
}

static struct expr *store_call(struct walk *walk, const struct expr *call)
{
	struct expr *new = copy(walk, call), *target = copy(walk, call->arg);

	new->arg = target;
	target->next = store(walk, call_pointer(call), call->arg->next);
	return new;
}

static void load(struct walk *walk, const struct stmt *stmt)
{
	const struct expr *expr = stmt->value;
	const struct expr *pointer =
		expr->kind == EXPR_PREFIX ? expr->arg : call_pointer(expr);
	int *loaded;

	if (location_of(pointer) < 0)
		refuse(walk, "an address that is computed or loaded");
	if (stmt->kind == STMT_CALL)
		return;
	loaded = &walk->loaded[walk->thread - walk->litmus->threads]
			      [thread_register(walk->thread, stmt->variable)];
	if (*loaded >= 0)
		refuse(walk, "a register that is loaded twice");
	*loaded = location_of(pointer);
}

/* What is neither load, store nor fence. */
static void refuse_value(struct walk *walk, const struct expr *value)
{
	refuse(walk, value->kind == EXPR_CALL ? value->primitive->name
					      : "a register that is not loaded");
}

static void statement(struct walk *walk, struct stmt *stmt)
{
	switch (stmt->kind) {
	case STMT_DECLARE:
	case STMT_ASSIGN:
		if (stmt->value && !is_load(stmt->value))
			refuse_value(walk, stmt->value);
		else if (stmt->value)
			load(walk, stmt);
		break;
	case STMT_STORE:
		stmt->value = store(walk, stmt->target->arg, stmt->value);
		break;
	case STMT_CALL:
		if (is_store(stmt->value))
			stmt->value = store_call(walk, stmt->value);
		else if (is_load(stmt->value))
			load(walk, stmt);
		else if (!is_fence(stmt->value))
			refuse_value(walk, stmt->value);
		break;
	default:
		refuse(walk, "a branch");
	}
}

static void thread(struct walk *walk, unsigned int number)
{
	struct litmus *litmus = walk->litmus;
	struct stmt **end = &litmus->threads[number].perpetual;
	size_t registers = 0;

	walk->thread = &litmus->threads[number];
	for (const struct variable *v = walk->thread->variables; v; v = v->next)
		registers++;
	walk->loaded[number] =
		arena_alloc(walk->arena, (registers + 1) * sizeof(*walk->loaded[0]));
	for (size_t i = 0; i < registers; i++)
		walk->loaded[number][i] = -1;
	for (const struct stmt *stmt = walk->thread->body; stmt && !walk->why_not;
	     stmt = stmt->next) {
		*end = arena_alloc(walk->arena, sizeof(**end));
		**end = *stmt;
		statement(walk, *end);
		end = &(*end)->next;
	}
}

/* --- locations --- */

static void location(struct walk *walk, unsigned int number)
{
	const struct location *l = &walk->litmus->locations[number];

	if (l->writers & (l->writers - 1))
		refuse(walk, "a location that two threads write");
	if (l->points || l->init.kind == CONSTANT_ADDRESS || type_is_pointer(l->type))
		refuse(walk, "a location that holds an address");
	if (type_width(l->type) < 4)
		refuse(walk, "a location of less than 4 bytes");
}

static unsigned int shift_for(const struct walk *walk)
{
	unsigned int shift = 0;

	for (unsigned int l = 0; l < walk->litmus->location_count; l++) {
		while (walk->stores[l].count > 1u << shift)
			shift++;
	}
	return shift;
}

/* --- the condition --- */

static uint8_t only(uint32_t set)
{
	uint8_t thread = 0;

	while (!(set >> thread & 1))
		thread++;
	return thread;
}

/* The store that wrote the value, from 1; 0: the initial value. */
static uint8_t find_store(struct walk *walk, int number, int64_t value)
{
	const struct stores *stores = &walk->stores[number];
	uint8_t found = 0, matches = 0;

	if (location_init(&walk->litmus->locations[number]) == value)
		matches++;
	for (unsigned int i = 0; i < stores->count; i++) {
		if (stores->values[i] == value) {
			found = (uint8_t)(i + 1);
			matches++;
		}
	}
	if (!matches)
		refuse(walk, "a value that nothing stores");
	if (matches > 1)
		refuse(walk, "a value that more than one store has");
	return found;
}

static void read(struct walk *walk, const struct cond_op *op)
{
	struct litmus *litmus = walk->litmus;
	struct perpetual *perpetual = &litmus->perpetual;
	const struct item *item = &litmus->items[op->item];
	const struct thread *reader;
	int from;

	if (item->thread == ITEM_MEMORY) {
		refuse(walk, "a condition on final memory");
		return;
	}
	reader = &litmus->threads[item->thread];
	from = walk->loaded[item->thread][thread_register(reader, item->variable)];
	if (from < 0 || !litmus->locations[from].writers) {
		refuse(walk, from < 0 ? "a register that is not loaded"
				      : "a location that nobody writes");
		return;
	}
	if (type_width(item->variable->type) < 4)
		refuse(walk, "a register of less than 4 bytes");
	perpetual->by = (uint8_t)item->thread > perpetual->by ? (uint8_t)item->thread
							      : perpetual->by;
	perpetual->reads[perpetual->read_count++] = (struct test_read){
		.item = op->item,
		.writer = only(litmus->locations[from].writers),
		.store = find_store(walk, from, op->value),
	};
}

/* A conjunction that names each observed item once. */
static void condition(struct walk *walk)
{
	struct litmus *litmus = walk->litmus;

	if (litmus->ast->quantifier == TEST_FORALL)
		refuse(walk, "forall");
	if (litmus->filter.count)
		refuse(walk, "a filter");
	for (unsigned int i = 0; i < litmus->condition.count && !walk->why_not; i++) {
		const struct cond_op *op = &litmus->condition.ops[i];

		if (op->code == COND_EQ)
			read(walk, op);
		else if (op->code != COND_AND)
			refuse(walk, "a condition that is no conjunction of values");
	}
	for (unsigned int i = 0; i < litmus->item_count && !walk->why_not; i++) {
		unsigned int times = 0;

		for (unsigned int r = 0; r < litmus->perpetual.read_count; r++)
			times += litmus->perpetual.reads[r].item == i;
		if (times != 1)
			refuse(walk, "a condition that does not name each value once");
	}
}

void litmus_perpetual(struct litmus *litmus)
{
	struct walk walk = {.litmus = litmus, .arena = litmus->source->arena};

	for (unsigned int l = 0; l < litmus->location_count; l++)
		location(&walk, l);
	for (unsigned int t = 0; t < litmus->thread_count && !walk.why_not; t++)
		thread(&walk, t);
	if (!walk.why_not) {
		litmus->perpetual.reads =
			arena_alloc(walk.arena, TEST_MAX_OPS * sizeof(struct test_read));
		condition(&walk);
	}
	litmus->perpetual.shift = shift_for(&walk);
	litmus->perpetual.why_not = walk.why_not;
}

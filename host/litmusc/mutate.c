/* mutate.c - changes to a test that let through what it forbids. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/mutate.h"

#include "host/litmusc/effect.h"

#include <string.h>

/* --- what is what --- */

static bool is_fence(const struct stmt *stmt)
{
	struct effect effect;

	if (stmt->kind != STMT_CALL)
		return false;
	effect = effect_of(stmt->value->primitive);
	switch (effect.kind) {
	case EFFECT_FENCE:
	case EFFECT_RCU_WAIT:
		return true;
	case EFFECT_NOTHING: /* under SC and TSO; barrier() is for the compiler alone */
		return strcmp(stmt->value->name, "barrier") != 0;
	case EFFECT_AWAIT:
		return effect.drains; /* a grace period */
	default:
		return false;
	}
}

/* Accesses to data: locks are left alone. */
struct accesses {
	unsigned int count;
	uint32_t locations; /* as a set */
};

static void add_access(struct accesses *accesses, const struct expr *pointer)
{
	accesses->count++;
	accesses->locations |= pointer->points;
}

static void find_accesses(struct accesses *accesses, const struct expr *expr);

static void find_in_call(struct accesses *accesses, const struct expr *call)
{
	const struct primitive *primitive = call->primitive;
	bool is_lock = primitive->width && !primitive->is_atomic;
	const char *kind = primitive->args;

	for (const struct expr *arg = call->arg; arg; arg = arg->next, kind++) {
		const struct expr *pointer = *kind == ARG_LVALUE ? arg->arg : arg;

		if (!is_lock && (*kind == ARG_LVALUE || *kind == ARG_POINTER))
			add_access(accesses, pointer);
		find_accesses(accesses, pointer);
	}
}

static void find_accesses(struct accesses *accesses, const struct expr *expr)
{
	if (expr->kind == EXPR_CALL) {
		find_in_call(accesses, expr);
		return;
	}
	if (expr->kind == EXPR_PREFIX && *expr->name == '&')
		expr = expr->arg; /* "&*x" is no access */
	else if (expr->kind == EXPR_PREFIX && *expr->name == '*')
		add_access(accesses, expr->arg);
	if (expr->kind == EXPR_PREFIX || expr->kind == EXPR_CAST)
		find_accesses(accesses, expr->arg);
	if (expr->kind == EXPR_BINARY) {
		find_accesses(accesses, expr->arg);
		find_accesses(accesses, expr->arg->next);
	}
}

static struct accesses accesses_of(const struct stmt *stmt)
{
	struct accesses accesses = {0};

	if (stmt->value)
		find_accesses(&accesses, stmt->value);
	if (stmt->target)
		find_accesses(&accesses, stmt->target);
	return accesses;
}

static bool has_variable(const struct expr *expr, const struct variable *variable)
{
	for (; expr; expr = expr->next) {
		if (expr->variable == variable || has_variable(expr->arg, variable))
			return true;
	}
	return false;
}

static bool stmt_has(const struct stmt *stmt, const struct variable *variable)
{
	return stmt->variable == variable || has_variable(stmt->value, variable) ||
	       has_variable(stmt->target, variable);
}

/* Is a register in both? Then one may depend on the other. */
static bool share_register(const struct thread *thread, const struct stmt *one,
			   const struct stmt *other)
{
	for (const struct variable *v = thread->variables; v; v = v->next) {
		if (v->location < 0 && stmt_has(one, v) && stmt_has(other, v))
			return true;
	}
	return false;
}

/* What a primitive is called with less order; NULL: it has none to lose. */
struct weaker {
	const char *name;
	bool takes_lvalue; /* where the other takes a pointer */
};

static struct weaker weaker_than(const char *name)
{
	static const struct {
		const char *from;
		struct weaker to;
	} accesses[] = {
		{"smp_load_acquire", {"READ_ONCE", true}},
		{"smp_store_release", {"WRITE_ONCE", true}},
		{"smp_store_mb", {"WRITE_ONCE", false}},
		{"rcu_assign_pointer", {"WRITE_ONCE", false}},
		{"smp_cond_load_acquire", {"smp_cond_load_relaxed", false}},
	};
	static const char *const orders[] = {"_acquire", "_release", ""};
	size_t length = strlen(name);
	char other[64];

	for (size_t i = 0; i < sizeof(accesses) / sizeof(accesses[0]); i++) {
		if (strcmp(accesses[i].from, name) == 0)
			return accesses[i].to;
	}
	for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
		size_t cut = strlen(orders[i]);
		const struct primitive *primitive;

		if (length < cut || strcmp(name + length - cut, orders[i]) != 0 ||
		    length + sizeof("_relaxed") > sizeof(other))
			continue;
		memcpy(other, name, length - cut);
		strcpy(other + length - cut, "_relaxed");
		primitive = primitive_find(other);
		if (!primitive && cut) { /* atomic_read_acquire: atomic_read */
			other[length - cut] = '\0';
			primitive = primitive_find(other);
		}
		if (primitive)
			return (struct weaker){primitive->name, false};
	}
	return (struct weaker){NULL, false};
}

/* --- the list --- */

struct lister {
	const struct litmus *litmus;
	const struct thread *thread;
	struct mutation *list;
	unsigned int count;
	unsigned int number; /* of the thread */
	unsigned int place;  /* of the next statement */
	unsigned int fences; /* in the thread */
	unsigned int calls;  /* in the statement */
};

static bool has_label(const struct lister *l, const char *label)
{
	unsigned int i = 0;

	while (i < l->count && strcmp(l->list[i].label, label) != 0)
		i++;
	return i < l->count;
}

/* The second of a kind in a thread is "drop-mb-2-P0". */
static void add(struct lister *l, struct mutation mutation, const char *label)
{
	struct arena *arena = l->litmus->source->arena;
	unsigned int same = 1;

	if (l->count == MUTATION_MAX)
		return;
	mutation.thread = l->number;
	mutation.label = arena_format(arena, "%s-P%u", label, l->number);
	while (has_label(l, mutation.label))
		mutation.label =
			arena_format(arena, "%s-%u-P%u", label, ++same, l->number);
	l->list[l->count++] = mutation;
}

static const char *short_name(const char *primitive)
{
	return strncmp(primitive, "smp_", 4) == 0 ? primitive + 4 : primitive;
}

static void list_calls(struct lister *l, const struct expr *expr, unsigned int place)
{
	for (; expr; expr = expr->next) {
		if (expr->kind == EXPR_CALL) {
			unsigned int call = l->calls++;

			if (weaker_than(expr->name).name)
				add(l,
				    (struct mutation){.kind = MUTATION_WEAKEN,
						      .first = place,
						      .second = call},
				    arena_format(l->litmus->source->arena, "weaken-%s",
						 short_name(expr->name)));
		}
		list_calls(l, expr->arg, place);
	}
}

static const char *lowest_name(const struct litmus *litmus, uint32_t locations)
{
	unsigned int l = 0;

	while (!(locations >> l & 1))
		l++;
	return litmus->locations[l].name;
}

/* stmt with the access that follows it, where they can be swapped. */
static void list_swap(struct lister *l, const struct stmt *stmt, unsigned int place)
{
	struct accesses one = accesses_of(stmt), other = {0};
	const struct stmt *next = stmt->next;
	unsigned int second = place + 1;

	if (one.count != 1)
		return;
	for (; next && next->kind != STMT_IF && next->kind != STMT_BLOCK;
	     next = next->next, second++) {
		if (share_register(l->thread, stmt, next))
			return;
		other = accesses_of(next);
		if (other.count)
			break;
	}
	if (other.count != 1 || (one.locations & other.locations) || !one.locations ||
	    !other.locations)
		return;
	for (const struct stmt *between = stmt->next; between != next;
	     between = between->next) {
		if (share_register(l->thread, between, next))
			return;
	}
	add(l, (struct mutation){.kind = MUTATION_SWAP, .first = place, .second = second},
	    arena_format(l->litmus->source->arena, "swap-%s-%s",
			 lowest_name(l->litmus, one.locations),
			 lowest_name(l->litmus, other.locations)));
}

static void list_statements(struct lister *l, const struct stmt *stmt)
{
	for (; stmt; stmt = stmt->next) {
		unsigned int place = l->place++;

		if (is_fence(stmt)) {
			l->fences++;
			add(l, (struct mutation){.kind = MUTATION_FENCE, .first = place},
			    arena_format(l->litmus->source->arena, "drop-%s",
					 short_name(stmt->value->name)));
		}
		l->calls = 0;
		list_calls(l, stmt->value, place);
		list_calls(l, stmt->target, place);
		if (stmt->kind != STMT_IF && stmt->kind != STMT_BLOCK)
			list_swap(l, stmt, place);
		list_statements(l, stmt->body);
		list_statements(l, stmt->other);
	}
}

unsigned int mutation_list(const struct litmus *litmus, struct mutation *out)
{
	struct lister l = {.litmus = litmus, .list = out};

	for (; l.number < litmus->thread_count; l.number++) {
		l.thread = &litmus->threads[l.number];
		l.place = 0;
		l.fences = 0;
		list_statements(&l, l.thread->body);
		if (l.fences > 1)
			add(&l, (struct mutation){.kind = MUTATION_FENCES}, "drop-all");
	}
	return l.count;
}

/* --- the change --- */

/* *place counts down to the statement. NULL: it is not among these. */
static struct stmt *find(struct stmt *stmt, unsigned int *place)
{
	struct stmt *found = NULL;

	for (; stmt && !found; stmt = stmt->next) {
		if ((*place)-- == 0)
			return stmt;
		found = find(stmt->body, place);
		if (!found)
			found = find(stmt->other, place);
	}
	return found;
}

static struct expr *find_call(struct expr *expr, unsigned int *place)
{
	struct expr *found = NULL;

	for (; expr && !found; expr = expr->next) {
		if (expr->kind == EXPR_CALL && (*place)-- == 0)
			return expr;
		found = find_call(expr->arg, place);
	}
	return found;
}

/* An empty block: nothing is written for it. */
static void drop(struct stmt *stmt)
{
	stmt->kind = STMT_BLOCK;
	stmt->value = NULL;
}

static void drop_fences(struct stmt *stmt)
{
	for (; stmt; stmt = stmt->next) {
		if (stmt->kind == STMT_CALL)
			stmt->value->primitive = primitive_find(stmt->value->name);
		if (is_fence(stmt))
			drop(stmt);
		drop_fences(stmt->body);
		drop_fences(stmt->other);
	}
}

static struct expr *dereference(struct expr *pointer, struct arena *arena)
{
	struct expr *lvalue = arena_alloc(arena, sizeof(*lvalue));

	*lvalue = (struct expr){
		.kind = EXPR_PREFIX,
		.at = pointer->at,
		.name = "*",
		.arg = pointer,
		.next = pointer->next,
		.height = pointer->height + 1,
	};
	pointer->next = NULL;
	return lvalue;
}

static void weaken(struct expr *call, struct arena *arena)
{
	struct weaker weaker = weaker_than(call->name);

	call->name = weaker.name;
	if (weaker.takes_lvalue)
		call->arg = dereference(call->arg, arena);
}

static void swap(struct stmt *one, struct stmt *other)
{
	struct stmt *after_one = one->next, *after_other = other->next;
	struct stmt kept = *one;

	*one = *other;
	*other = kept;
	one->next = after_one;
	other->next = after_other;
}

void mutation_apply(const struct mutation *mutation, struct ast *ast, struct arena *arena)
{
	unsigned int first = mutation->first, second = mutation->second;
	struct proc *proc = ast->procs;
	struct stmt *stmt;
	struct expr *call;

	for (unsigned int t = mutation->thread; t; t--)
		proc = proc->next;
	stmt = find(proc->body, &first);
	switch (mutation->kind) {
	case MUTATION_FENCE:
		drop(stmt);
		break;
	case MUTATION_FENCES:
		drop_fences(proc->body);
		break;
	case MUTATION_WEAKEN:
		call = find_call(stmt->value, &second);
		weaken(call ? call : find_call(stmt->target, &second), arena);
		break;
	case MUTATION_SWAP:
		swap(stmt, find(proc->body, &second));
		break;
	}
}

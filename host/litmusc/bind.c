/* bind.c - find what each name of a test stands for. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/litmus.h"
#include "host/litmusc/type.h"

#include <string.h>

enum { MAX_VARIABLES = 256 }; /* of a thread */

struct binder {
	struct litmus *litmus;
	struct source *source;
	struct thread *thread;
	unsigned int number;  /* of the thread */
	unsigned int nesting; /* blocks around the current statement */
};

static int add_location(struct litmus *litmus, const char *name, const char *at)
{
	int l = litmus_find_location(litmus, name);

	if (l >= 0)
		return l;
	if (litmus->location_count == TEST_MAX_LOCATIONS)
		source_fail(litmus->source, at, "more than %d locations, the limit",
			    TEST_MAX_LOCATIONS);
	l = (int)litmus->location_count++;
	litmus->locations[l].name = name;
	litmus->locations[l].at = at;
	return l;
}

/* The widest type wins, the first of these. */
static void give_type(struct litmus *litmus, int l, struct type type, const char *at)
{
	struct location *location = &litmus->locations[l];

	if (type_width(type) == 0)
		source_fail(litmus->source, at, "'%s' would be of type void",
			    location->name);
	if (!location->type.base || type_width(type) > type_width(location->type))
		location->type = type_plain(type);
}

static struct variable *add_variable(struct binder *binder, const char *name,
				     const char *at)
{
	struct variable **end = &binder->thread->variables;
	unsigned int count = 0;

	for (; *end; end = &(*end)->next)
		count++;
	if (count >= MAX_VARIABLES)
		source_fail(binder->source, at,
			    "more than %d parameters and locals, the limit",
			    MAX_VARIABLES);
	*end = arena_alloc(binder->source->arena, sizeof(**end));
	(*end)->name = name;
	(*end)->location = -1;
	(*end)->type = type_int();
	return *end;
}

static void bind_params(struct binder *binder, const struct param *param)
{
	struct litmus *litmus = binder->litmus;

	for (; param; param = param->next) {
		struct variable *variable;
		int l = add_location(litmus, param->name, param->at);

		if (thread_find(binder->thread, param->name))
			source_fail(binder->source, param->at,
				    "'%s' is already declared in P%u", param->name,
				    binder->number);
		give_type(litmus, l, type_pointee(param->type), param->at);
		variable = add_variable(binder, param->name, param->at);
		variable->location = l;
		variable->points = UINT32_C(1) << l;
		variable->type = param->type;
		variable->is_declared = true;
		litmus->locations[l].params |= UINT32_C(1) << binder->number;
	}
}

static void bind_location_init(struct litmus *litmus, const struct init *init)
{
	int l = add_location(litmus, init->place.name, init->place.at);
	struct location *location = &litmus->locations[l];

	if (init->typed)
		give_type(litmus, l, init->type, init->place.at);
	if (location->init.kind != CONSTANT_NONE)
		source_fail(litmus->source, init->place.at, "'%s' is initialised twice",
			    init->place.name);
	location->init = init->value;
	if (init->value.kind == CONSTANT_ADDRESS) {
		location->init_location =
			add_location(litmus, init->value.name, init->value.at);
		location->points |= UINT32_C(1) << location->init_location;
	}
}

static void bind_location_inits(struct litmus *litmus)
{
	for (const struct init *init = litmus->ast->inits; init; init = init->next) {
		if (init->place.thread == ITEM_MEMORY)
			bind_location_init(litmus, init);
		else if (init->value.kind == CONSTANT_ADDRESS)
			add_location(litmus, init->value.name, init->value.at);
	}
}

/* The thread may not have the location as a parameter: it gets one for this. */
static void use_location(struct binder *binder, int l, const char *name, const char *at)
{
	for (struct variable *v = binder->thread->variables; v; v = v->next) {
		if (v->location == l) {
			v->is_used = true;
			return;
		}
	}
	add_variable(binder, name, at)->location = l;
	use_location(binder, l, name, at);
}

static void bind_register_init(struct binder *binder, const struct init *init)
{
	struct variable *variable = thread_find(binder->thread, init->place.name);

	if (variable)
		source_fail(binder->source, init->place.at,
			    variable->location < 0 ? "'%s' is initialised twice"
						   : "'%s' is a parameter of the thread",
			    init->place.name);
	variable = add_variable(binder, init->place.name, init->place.at);
	if (init->typed && type_width(init->type) == 0)
		source_fail(binder->source, init->place.at, "'%s' would be of type void",
			    init->place.name);
	if (init->typed)
		variable->type = init->type;
	variable->init = init->value;
	variable->is_hoisted = true;
	if (init->value.kind == CONSTANT_ADDRESS) {
		variable->init_location =
			litmus_find_location(binder->litmus, init->value.name);
		variable->points = UINT32_C(1) << variable->init_location;
	}
}

static void bind_register_inits(struct binder *binder)
{
	for (const struct init *init = binder->litmus->ast->inits; init;
	     init = init->next) {
		if (init->place.thread == (int)binder->number)
			bind_register_init(binder, init);
	}
}

static void bind_expr(struct binder *binder, struct expr *expr);

static void bind_args(struct binder *binder, struct expr *expr)
{
	for (struct expr *arg = expr->arg; arg; arg = arg->next)
		bind_expr(binder, arg);
}

static void bind_name(struct binder *binder, struct expr *expr)
{
	struct variable *variable = thread_find(binder->thread, expr->name);

	if (!variable || !(variable->is_declared || variable->is_hoisted))
		source_expected(binder->source, expr->at, "a parameter or a local of P%u",
				binder->number);
	expr->variable = variable;
	variable->is_used = true;
}

static bool is_prefix(const struct expr *expr, const char *op)
{
	return expr->kind == EXPR_PREFIX && strcmp(expr->name, op) == 0;
}

/* A primitive reads it and writes it. */
static void bind_register(struct binder *binder, struct expr *name)
{
	bind_name(binder, name);
	if (name->variable->location >= 0)
		source_expected(binder->source, name->at,
				"a local: it is a parameter of P%u", binder->number);
}

static void check_not_loaded(const struct binder *binder, const struct variable *variable,
			     const char *at)
{
	if (variable && variable->is_loaded)
		source_expected(binder->source, at,
				"another name: a condition of P%u defines it",
				binder->number);
}

/* One VAL serves all conditions of the thread: each sets it anew, none sees another's. */
static struct variable *loaded_variable(struct binder *binder, const char *at)
{
	struct variable *variable = thread_find(binder->thread, "VAL");

	if (variable && !variable->is_loaded)
		source_fail(
			binder->source, at,
			"'VAL' is already a name of P%u, and the condition defines it",
			binder->number);
	if (!variable)
		variable = add_variable(binder, "VAL", at);
	variable->is_loaded = true;
	variable->is_used = true;
	return variable;
}

static void bind_wait(struct binder *binder, struct expr *call, struct expr *condition)
{
	struct variable *variable = loaded_variable(binder, condition->at);

	if (variable->is_declared)
		source_fail(binder->source, call->at, "%s in a condition on VAL",
			    call->name);
	variable->is_declared = true;
	bind_expr(binder, condition);
	variable->is_declared = false;
	call->variable = variable;
}

/* What a call takes (1) or gives back (-1), and others may wait for; 0: nothing. */
static int taken_by(const char *name)
{
	static const struct {
		const char *take, *give;
	} pairs[] = {{"spin_lock", "spin_unlock"},
		     {"spin_trylock", ""},
		     {"rcu_read_lock", "rcu_read_unlock"},
		     {"srcu_read_lock", "srcu_read_unlock"}};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		if (!strcmp(pairs[i].take, name))
			return 1;
		if (!strcmp(pairs[i].give, name))
			return -1;
	}
	return 0;
}

static void bind_call(struct binder *binder, struct expr *expr)
{
	const struct primitive *primitive = primitive_find(expr->name);
	unsigned int count = 0, expected;

	if (!primitive)
		source_fail(binder->source, expr->at, "unknown primitive '%s'",
			    expr->name);
	expected = (unsigned int)strlen(primitive->args);
	for (struct expr *arg = expr->arg; arg; arg = arg->next, count++) {
		char kind = count < expected ? primitive->args[count] : ARG_VALUE;

		if (kind == ARG_LVALUE && !is_prefix(arg, "*"))
			source_expected(binder->source, arg->at, "an lvalue, '*x'");
		if (kind == ARG_REGISTER &&
		    !(is_prefix(arg, "&") && arg->arg->kind == EXPR_NAME))
			source_expected(binder->source, arg->at,
					"the address of a local, '&r'");
	}
	if (count != expected)
		source_fail(binder->source, expr->at, "%s takes %u argument%s, found %u",
			    expr->name, expected, expected == 1 ? "" : "s", count);
	expr->primitive = primitive;
	binder->thread->accesses++;
	binder->thread->reads_rcu |= primitive->rcu == RCU_READS;
	binder->thread->waits_rcu |= primitive->rcu == RCU_WAITS;
	binder->thread->waits |= strchr(primitive->args, ARG_CONDITION) != NULL;
	binder->thread->held += taken_by(expr->name);
	count = 0;
	for (struct expr *arg = expr->arg; arg; arg = arg->next, count++) {
		if (primitive->args[count] == ARG_REGISTER)
			bind_register(binder, arg->arg);
		else if (primitive->args[count] == ARG_CONDITION)
			bind_wait(binder, expr, arg);
		else
			bind_expr(binder,
				  primitive->args[count] == ARG_LVALUE ? arg->arg : arg);
	}
}

/* "&*x": no access. */
static void bind_address(struct binder *binder, struct expr *target)
{
	if (!is_prefix(target, "*"))
		source_expected(binder->source, target->at, "'*' after '&'");
	bind_expr(binder, target->arg);
}

static void bind_expr(struct binder *binder, struct expr *expr)
{
	switch (expr->kind) {
	case EXPR_NUMBER:
		return;
	case EXPR_NAME:
		bind_name(binder, expr);
		return;
	case EXPR_CALL:
		bind_call(binder, expr);
		if (expr->primitive->result == RESULT_NONE)
			source_expected(binder->source, expr->at, "a value");
		return;
	case EXPR_PREFIX:
		if (is_prefix(expr, "&")) {
			bind_address(binder, expr->arg);
			return;
		}
		if (is_prefix(expr, "*")) {
			binder->thread->accesses++;
			binder->thread->is_plain = true;
		}
		break;
	case EXPR_BINARY:
	case EXPR_CAST:
		break;
	}
	bind_args(binder, expr);
}

static struct variable *declare(struct binder *binder, const struct stmt *stmt)
{
	struct variable *variable = thread_find(binder->thread, stmt->name);

	check_not_loaded(binder, variable, stmt->at);
	if (variable && variable->is_declared)
		source_fail(binder->source, stmt->at, "'%s' is already declared in P%u",
			    stmt->name, binder->number);
	if (type_width(stmt->type) == 0)
		source_fail(binder->source, stmt->at, "'%s' would be of type void",
			    stmt->name);
	if (!variable)
		variable = add_variable(binder, stmt->name, stmt->at);
	variable->type = stmt->type;
	variable->is_hoisted |= binder->nesting > 0;
	variable->is_declared = true;
	return variable;
}

static void bind_assign(struct binder *binder, struct stmt *stmt)
{
	struct variable *variable = thread_find(binder->thread, stmt->name);

	if (variable && variable->location >= 0)
		source_expected(binder->source, stmt->at,
				"a local: it is a parameter of P%u", binder->number);
	check_not_loaded(binder, variable, stmt->at);
	if (!variable) { /* herd7 takes registers without a declaration */
		variable = add_variable(binder, stmt->name, stmt->at);
		variable->is_hoisted = true;
	}
	stmt->variable = variable;
}

static void bind_statements(struct binder *binder, struct stmt *stmt);

static void bind_block(struct binder *binder, struct stmt *stmt)
{
	binder->nesting++;
	bind_statements(binder, stmt);
	binder->nesting--;
}

static void bind_statement(struct binder *binder, struct stmt *stmt)
{
	if (stmt->kind == STMT_DECLARE)
		stmt->variable = declare(binder, stmt);
	if (stmt->kind == STMT_CALL)
		bind_call(binder, stmt->value);
	else if (stmt->value)
		bind_expr(binder, stmt->value);
	if (stmt->target)
		bind_expr(binder, stmt->target);
	if (stmt->kind == STMT_DECLARE && stmt->variable->is_used)
		stmt->variable->is_hoisted = true; /* "int r = r + 1;" starts from 0 */
	if (stmt->kind == STMT_ASSIGN)
		bind_assign(binder, stmt);
	bind_block(binder, stmt->body);
	bind_block(binder, stmt->other);
}

static void bind_statements(struct binder *binder, struct stmt *stmt)
{
	for (; stmt; stmt = stmt->next)
		bind_statement(binder, stmt);
}

static void bind_params_of_all(struct litmus *litmus)
{
	for (struct proc *proc = litmus->ast->procs; proc; proc = proc->next) {
		struct binder binder = {.litmus = litmus, .source = litmus->source};

		binder.number = litmus->thread_count++;
		binder.thread = &litmus->threads[binder.number];
		binder.thread->body = proc->body;
		bind_params(&binder, proc->params);
	}
}

static void check_register_inits(struct litmus *litmus)
{
	for (const struct init *init = litmus->ast->inits; init; init = init->next) {
		if (init->place.thread >= (int)litmus->thread_count)
			source_expected(litmus->source, init->place.at,
					"a thread, 0 to %u", litmus->thread_count - 1);
	}
}

static void bind_thread(struct litmus *litmus, unsigned int number)
{
	struct binder binder = {.litmus = litmus, .source = litmus->source};

	binder.number = number;
	binder.thread = &litmus->threads[number];
	bind_register_inits(&binder);
	bind_statements(&binder, binder.thread->body);
	for (struct variable *v = binder.thread->variables; v; v = v->next) {
		if (v->init.kind == CONSTANT_ADDRESS)
			use_location(&binder, v->init_location, v->init.name, v->init.at);
	}
}

struct item litmus_place(struct litmus *litmus, const struct place *place)
{
	struct item item = {.thread = place->thread, .location = -1};

	if (place->thread == ITEM_MEMORY) {
		item.location = litmus_find_location(litmus, place->name);
		if (item.location < 0)
			source_expected(litmus->source, place->at,
					"a location of the test");
		return item;
	}
	if (place->thread >= (int)litmus->thread_count)
		source_expected(litmus->source, place->at, "a thread, 0 to %u",
				litmus->thread_count - 1);
	item.variable = thread_find(&litmus->threads[place->thread], place->name);
	if (!item.variable || item.variable->location >= 0 || item.variable->is_loaded)
		source_fail(litmus->source, place->at, "P%d has no register '%s'",
			    place->thread, place->name);
	return item;
}

/* Who is compared with an address must be able to hold one. */
static void bind_condition(struct litmus *litmus, struct condition *condition)
{
	for (unsigned int i = 0; i < condition->count; i++) {
		struct term *term = &condition->terms[i];
		struct item item;
		uint32_t address;
		int l;

		if (term->value.kind != CONSTANT_ADDRESS)
			continue;
		l = litmus_find_location(litmus, term->value.name);
		if (l < 0)
			source_expected(litmus->source, term->value.at,
					"a location of the test");
		address = UINT32_C(1) << l;
		item = litmus_place(litmus, &term->left);
		if (item.thread == ITEM_MEMORY)
			litmus->locations[item.location].points |= address;
		else
			item.variable->points |= address;
	}
}

/* A location without a type is what the one that points to it says, else an int. */
static void complete_types(struct litmus *litmus)
{
	for (unsigned int l = 0; l < litmus->location_count; l++) {
		struct location *from = &litmus->locations[l];
		struct location *to = &litmus->locations[from->init_location];

		if (from->init.kind == CONSTANT_ADDRESS && from->type.base &&
		    type_is_pointer(from->type) && !to->type.base &&
		    type_width(type_pointee(from->type)))
			to->type = type_pointee(from->type);
	}
	for (unsigned int l = 0; l < litmus->location_count; l++) {
		if (!litmus->locations[l].type.base)
			litmus->locations[l].type = type_int();
	}
}

void litmus_bind(struct litmus *litmus)
{
	bind_location_inits(litmus);
	bind_params_of_all(litmus);
	check_register_inits(litmus);
	for (unsigned int t = 0; t < litmus->thread_count; t++)
		bind_thread(litmus, t);
	bind_condition(litmus, &litmus->ast->filter);
	bind_condition(litmus, &litmus->ast->condition);
	complete_types(litmus);
}

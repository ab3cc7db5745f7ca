/* litmus.c - from the text of a test to what it means. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/litmus.h"

#include "host/litmusc/mutate.h"
#include "host/litmusc/names.h"
#include "host/litmusc/parse.h"
#include "host/litmusc/perpetual.h"
#include "host/litmusc/type.h"

#include <string.h>

struct litmus *litmus_compile(struct source *source)
{
	return litmus_compile_changed(source, NULL);
}

struct litmus *litmus_compile_changed(struct source *source,
				      const struct mutation *mutation)
{
	struct litmus *litmus = arena_alloc(source->arena, sizeof(*litmus));

	if (setjmp(source->failed))
		return NULL;
	litmus->source = source;
	litmus->path = source->path;
	litmus->suites = "";
	litmus->ast = parse_test(source);
	if (mutation)
		mutation_apply(mutation, litmus->ast, source->arena);
	litmus_bind(litmus);
	litmus_flow(litmus);
	litmus_items(litmus);
	names_choose_locals(litmus);
	litmus_perpetual(litmus);
	return litmus;
}

int litmus_find_location(const struct litmus *litmus, const char *name)
{
	for (unsigned int l = 0; l < litmus->location_count; l++) {
		if (strcmp(litmus->locations[l].name, name) == 0)
			return (int)l;
	}
	return -1;
}

struct variable *thread_find(const struct thread *thread, const char *name)
{
	struct variable *variable = thread->variables;

	while (variable && strcmp(variable->name, name) != 0)
		variable = variable->next;
	return variable;
}

int thread_register(const struct thread *thread, const struct variable *variable)
{
	int number = 0;

	for (const struct variable *v = thread->variables; v != variable; v = v->next)
		number++;
	return number;
}

int64_t constant_value(const struct constant *constant, int location)
{
	switch (constant->kind) {
	case CONSTANT_NUMBER:
		return constant->number;
	case CONSTANT_ADDRESS:
		return VALUE_ADDRESS(location);
	case CONSTANT_NONE:
		break;
	}
	return 0;
}

int64_t location_init(const struct location *location)
{
	return constant_value(&location->init, location->init_location);
}

static unsigned int popcount(uint32_t set)
{
	unsigned int count = 0;

	for (; set; set &= set - 1)
		count++;
	return count;
}

static unsigned int lowest(uint32_t set)
{
	unsigned int thread = 0;

	while (!(set >> thread & 1))
		thread++;
	return thread;
}

/*
 * A reader has the line when the iteration ends; one that also writes shares the work
 * less. Where none reads, the threads take turns: if one of them reset all, it would own
 * every line and be done before the others have begun.
 */
unsigned int litmus_reset_by(const struct litmus *litmus, unsigned int number)
{
	const struct location *location = &litmus->locations[number];
	uint32_t candidates = location->params;

	if (location->readers & ~location->writers)
		return lowest(location->readers & ~location->writers);
	if (location->readers)
		return lowest(location->readers);
	if (!candidates)
		return 0;
	for (unsigned int skip = number % popcount(candidates); skip; skip--)
		candidates &= candidates - 1;
	return lowest(candidates);
}

unsigned int litmus_small(const struct litmus *litmus)
{
	if (litmus->ast->largest > TEST_MAX_SMALL - 2)
		return TEST_MAX_SMALL;
	return (unsigned int)litmus->ast->largest + 2;
}

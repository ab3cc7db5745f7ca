/* dependency.c - follow what loads return through the registers of a body. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/dependency.h"
#include "host/barelitmus/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Before a step: the loads that a register's value, or that the way here, comes from. */
struct sources {
	uint64_t regs[REGS];
	uint64_t control;
	bool reached;
};

static uint64_t bit(unsigned int number)
{
	return UINT64_C(1) << number;
}

/* A register that holds a known value comes from no load. */
static uint64_t reg_sources(const struct step *step, const struct sources *sources,
			    unsigned int reg)
{
	return body_is_verbatim(step, reg) ? sources->regs[reg] : 0;
}

static uint64_t read_sources(const struct step *step, const struct sources *sources)
{
	const struct operation *operation = &step->operation;
	uint64_t from = operation->reads_flags ? sources->regs[REG_FLAGS] : 0;

	for (unsigned int i = 0; i < operation->count; i++)
		if (operation->operands[i].reads)
			from |= reg_sources(step, sources, operation->operands[i].reg);
	return from;
}

static const struct operand *memory_of(const struct operation *operation)
{
	for (unsigned int i = 0; i < operation->count; i++)
		if (operation->operands[i].kind == OPERAND_MEMORY)
			return &operation->operands[i];
	return NULL;
}

/* The locations that an access may be to. */
static uint32_t access_to(const struct body *body, const struct step *step)
{
	const struct operand *memory = memory_of(&step->operation);
	struct value base = body_value(step, memory->reg);
	struct place place;

	if (step->address.known)
		base = step->address;
	if (!base.known)
		return UINT32_MAX;
	place = place_of(body, base.bits);
	return place.kind == PLACE_LOCATION ? UINT32_C(1) << place.number : 0;
}

static uint64_t load_source(const struct body *body, const struct step *step)
{
	uint32_t to = access_to(body, step);

	return to == UINT32_MAX ? bit(DEPENDENCY_ANY) : to;
}

static void note(struct dependencies *out, enum dependency_kind kind, uint64_t from,
		 uint32_t to)
{
	for (unsigned int l = 0; l <= DEPENDENCY_ANY; l++)
		if (from >> l & 1)
			out->to[kind][l] |= to;
}

static void note_access(struct dependencies *out, const struct body *body,
			const struct step *step, const struct sources *sources)
{
	const struct operand *memory = memory_of(&step->operation);
	uint32_t to = access_to(body, step);

	if (!step->address.known)
		note(out, DEPENDENCY_ADDRESS,
		     reg_sources(step, sources, memory->reg) |
			     reg_sources(step, sources, memory->index),
		     to);
	if (!step->operation.is_store)
		return;
	note(out, DEPENDENCY_DATA, read_sources(step, sources), to);
	note(out, DEPENDENCY_CONTROL, sources->control, to);
}

/* The sources after a step, from those before it. */
static void run(const struct body *body, const struct step *step, struct sources *sources)
{
	const struct operation *operation = &step->operation;
	uint64_t from = read_sources(step, sources);

	if (operation->kind == OPERATION_BRANCH)
		sources->control |= from;
	if (operation->kind == OPERATION_ACCESS)
		from = operation->is_load ? load_source(body, step) : 0;
	for (unsigned int i = 0; i < operation->count; i++)
		if (operation->operands[i].writes)
			sources->regs[operation->operands[i].reg] = from;
	if (operation->writes_flags)
		sources->regs[REG_FLAGS] = from;
	sources->regs[REG_ZERO] = 0;
}

static bool merge(struct sources *to, const struct sources *from)
{
	bool changed = !to->reached || (from->control & ~to->control);

	to->reached = true;
	to->control |= from->control;
	for (unsigned int reg = 0; reg < REGS; reg++) {
		changed |= (from->regs[reg] & ~to->regs[reg]) != 0;
		to->regs[reg] |= from->regs[reg];
	}
	return changed;
}

void dependencies_find(struct dependencies *out, const struct body *body)
{
	size_t count = body->function->count;
	struct sources *before = memory_zeroed(count, sizeof(*before));
	bool changed = true;

	memset(out, 0, sizeof(*out));
	before[body->entry].reached = true;
	while (changed) {
		changed = false;
		for (size_t i = 0; i < count; i++) {
			const struct step *step = &body->steps[i];
			struct sources after = before[i];

			if (!after.reached)
				continue;
			if (step->kept)
				run(body, step, &after);
			for (unsigned int n = 0; n < step->nexts; n++)
				if (step->next[n] != (size_t)STEP_END)
					changed |= merge(&before[step->next[n]], &after);
		}
	}
	for (size_t i = 0; i < count; i++)
		if (before[i].reached && body->steps[i].kept &&
		    body->steps[i].operation.kind == OPERATION_ACCESS)
			note_access(out, body, &body->steps[i], &before[i]);
	free(before);
}

bool dependencies_have(const struct dependencies *dependencies, enum dependency_kind kind,
		       unsigned int from, unsigned int to)
{
	uint32_t there =
		dependencies->to[kind][from] | dependencies->to[kind][DEPENDENCY_ANY];

	return there >> to & 1;
}

/* --- those of the source --- */

static const char *const kinds[] = {"addr", "data", "ctrl"};
static const char *const kind_names[] = {"address", "data", "control"};

static int find_kind(const char *name)
{
	for (int kind = 0; kind < DEPENDENCY_KINDS; kind++)
		if (!strcmp(kinds[kind], name))
			return kind;
	return -1;
}

struct dependency_list *dependency_list_read(const char *path, char error[256])
{
	FILE *in = fopen(path, "r");
	struct dependency_list *list = memory_zeroed(1, sizeof(*list));
	char line[512];
	unsigned int number = 0;
	bool good = in != NULL;

	if (!in)
		snprintf(error, 256, "%s: %s", path, strerror(errno));
	while (good && fgets(line, sizeof(line), in)) {
		struct dependency_entry entry;

		number++;
		if (*line == '#')
			continue;
		good = sscanf(line, "%127s %u %7s %63s %63s", entry.id, &entry.thread,
			      entry.kind, entry.from, entry.to) == 5 &&
		       find_kind(entry.kind) >= 0;
		if (!good)
			snprintf(error, 256,
				 "%s:%u: expected id, thread, kind, from and to", path,
				 number);
		list->entries = memory_grow(list->entries, list->count, &list->capacity,
					    sizeof(entry));
		list->entries[list->count++] = entry;
	}
	if (in)
		fclose(in);
	if (good)
		return list;
	dependency_list_free(list);
	return NULL;
}

void dependency_list_free(struct dependency_list *list)
{
	if (!list)
		return;
	free(list->entries);
	free(list);
}

bool dependency_list_has(const struct dependency_list *list, const struct test *test,
			 unsigned int thread)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->entries[i].thread == thread &&
		    !strcmp(list->entries[i].id, test->id))
			return true;
	return false;
}

static int find_location(const struct test *test, const char *name)
{
	for (int l = 0; l < test->location_count; l++)
		if (!strcmp(test->locations[l].name, name))
			return l;
	return -1;
}

const char *dependency_kind_name(const struct dependency_entry *entry)
{
	return kind_names[find_kind(entry->kind)];
}

enum dependency_fate dependency_fate(const struct dependency_entry *entry,
				     const struct test *test,
				     const struct dependencies *found)
{
	static const enum dependency_fate now[] = {[DEPENDENCY_ADDRESS] = FATE_ADDRESS,
						   [DEPENDENCY_DATA] = FATE_DATA,
						   [DEPENDENCY_CONTROL] = FATE_CONTROL};
	int from = find_location(test, entry->from), to = find_location(test, entry->to);

	if (from < 0 || to < 0)
		return FATE_ABSENT;
	if (dependencies_have(found, (enum dependency_kind)find_kind(entry->kind),
			      (unsigned int)from, (unsigned int)to))
		return FATE_KEPT;
	for (int kind = 0; kind < DEPENDENCY_KINDS; kind++)
		if (dependencies_have(found, (enum dependency_kind)kind,
				      (unsigned int)from, (unsigned int)to))
			return now[kind];
	return FATE_GONE;
}

const char *dependency_fate_text(enum dependency_fate fate)
{
	static const char *const texts[] = {
		[FATE_KEPT] = "kept",
		[FATE_GONE] = "is gone",
		[FATE_ADDRESS] = "is an address dependency now",
		[FATE_DATA] = "is a data dependency now",
		[FATE_CONTROL] = "is a control dependency now",
		[FATE_UNKNOWN] = "not known: the code is not followed",
		[FATE_ABSENT] = "absent",
	};

	return texts[fate];
}

void dependency_list_compare(const struct dependency_list *list, const struct body *body,
			     void (*report)(void *context, const char *text),
			     void *context)
{
	struct dependencies found;
	char text[256];

	dependencies_find(&found, body);
	for (size_t i = 0; i < list->count; i++) {
		const struct dependency_entry *entry = &list->entries[i];
		enum dependency_fate fate = dependency_fate(entry, body->test, &found);

		if (entry->thread != body->thread || strcmp(entry->id, body->test->id) ||
		    fate == FATE_KEPT || fate == FATE_ABSENT)
			continue;
		snprintf(text, sizeof(text), "the %s dependency from [%s] to [%s] %s",
			 dependency_kind_name(entry), entry->from, entry->to,
			 dependency_fate_text(fate));
		report(context, text);
	}
}

/* unordered.c - accesses of a thread that its machine code leaves unordered. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/unordered.h"
#include "host/barelitmus/dependency.h"
#include "host/barelitmus/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHOWN = 2 };

/* Two accesses, on the first of the ways that have both. */
struct pair {
	const struct path *path;
	size_t i, j;
	bool ordered; /* on some way */
};

struct search {
	const struct body *body;
	unsigned kinds;
	struct dependencies dependencies;
	struct pair *pairs;
	size_t count, capacity;
	bool is_partial; /* an address is not known */
};

/* The number of the location; -1: it is none of the test's. */
static int location_of(struct search *search, const struct event *event)
{
	const struct step *step = &search->body->steps[event->node];
	struct place place;

	if (event->kind == EVENT_FENCE)
		return -1;
	search->is_partial |= !step->address.known;
	place = place_of(search->body, step->address.bits);
	return step->address.known && place.kind == PLACE_LOCATION ? (int)place.number
								   : -1;
}

static bool has_dependency(const struct search *search, const struct event *a,
			   const struct event *b, unsigned from, unsigned to)
{
	const struct dependencies *all = &search->dependencies;

	if (!(a->kind & EVENT_LOAD))
		return false;
	return dependencies_have(all, DEPENDENCY_ADDRESS, from, to) ||
	       (b->kind & EVENT_STORE &&
		(dependencies_have(all, DEPENDENCY_DATA, from, to) ||
		 dependencies_have(all, DEPENDENCY_CONTROL, from, to)));
}

static bool same_access(const struct event *a, const struct event *b)
{
	return a->node == b->node && a->kind == b->kind;
}

static struct pair *find_pair(struct search *search, const struct path *path, size_t i,
			      size_t j)
{
	for (size_t p = 0; p < search->count; p++) {
		struct pair *pair = &search->pairs[p];

		if (same_access(&pair->path->events[pair->i], &path->events[i]) &&
		    same_access(&pair->path->events[pair->j], &path->events[j]))
			return pair;
	}
	search->pairs = memory_grow(search->pairs, search->count, &search->capacity,
				    sizeof(*search->pairs));
	search->pairs[search->count] = (struct pair){path, i, j, false};
	return &search->pairs[search->count++];
}

static void look_at(struct search *search, const struct path *path, size_t i, size_t j)
{
	const struct event *a = &path->events[i], *b = &path->events[j];
	int from = location_of(search, a), to = location_of(search, b);

	if (from < 0 || to < 0 || from == to ||
	    !order_includes(search->kinds, a->kind, b->kind))
		return;
	if (path_orders(path->events, i, j) ||
	    has_dependency(search, a, b, (unsigned)from, (unsigned)to))
		find_pair(search, path, i, j)->ordered = true;
	else
		find_pair(search, path, i, j);
}

/* --- in words --- */

__attribute__((format(printf, 2, 3))) static void say(char text[UNORDERED_TEXT],
						      const char *format, ...)
{
	size_t used = strlen(text);
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text + used, UNORDERED_TEXT - used, format, arguments);
	va_end(arguments);
}

static void say_access(struct search *search, const struct event *event,
		       char text[UNORDERED_TEXT])
{
	static const char *const words[] = {[EVENT_LOAD] = "load from",
					    [EVENT_STORE] = "store to",
					    [EVENT_BOTH] = "exchange of"};

	say(text, "%s %s", words[event->kind],
	    search->body->test->locations[location_of(search, event)].name);
}

static void say_pair(struct search *search, const struct pair *pair,
		     char text[UNORDERED_TEXT])
{
	const struct event *events = pair->path->events;

	say_access(search, &events[pair->i], text);
	say(text, ", ");
	say_access(search, &events[pair->j], text);
	for (size_t k = pair->i; k <= pair->j; k++) {
		const struct insn *insn = &search->body->function->insns[events[k].node];
		bool is_fence = events[k].kind == EVENT_FENCE && !events[k].implied;

		if (k > pair->i && events[k].node == events[k - 1].node)
			continue;
		say(text, "%s%s%s%s", k == pair->i ? " (" : "; ", insn->mnemonic,
		    is_fence ? " " : "", is_fence ? insn->operands : "");
	}
	say(text, ")");
}

/* --- the body --- */

/* Without what only steps to the next instance. */
static struct flow *flow_of(const struct body *body)
{
	struct flow *flow = memory_zeroed(body->function->count, sizeof(*flow));

	for (size_t i = 0; i < body->function->count; i++) {
		const struct step *step = &body->steps[i];

		flow[i] = (struct flow){.nexts = step->nexts};
		memcpy(flow[i].next, step->next, sizeof(flow[i].next));
		if (step->kept)
			flow[i].insn = &body->function->insns[i];
	}
	return flow;
}

enum unordered_found unordered_find(const struct body *body, unsigned kinds,
				    char text[UNORDERED_TEXT])
{
	struct search search = {.body = body, .kinds = kinds};
	struct flow *flow = flow_of(body);
	struct sequence ways;
	size_t found = 0;

	*text = '\0';
	dependencies_find(&search.dependencies, body);
	sequence_follow(&ways,
			body->image->arch == IMAGE_ARM64 ? ARCH_ARM64 : ARCH_RISCV64,
			flow, body->function->count, body->entry);
	for (size_t p = 0; p < ways.count; p++)
		for (size_t j = 1; j < ways.paths[p].count; j++)
			for (size_t i = 0; i < j; i++)
				look_at(&search, &ways.paths[p], i, j);
	for (size_t p = 0; p < search.count; p++) {
		if (search.pairs[p].ordered || found++ >= SHOWN)
			continue;
		say(text, "%s", found > 1 ? "; " : "");
		say_pair(&search, &search.pairs[p], text);
	}
	if (found > SHOWN)
		say(text, " and %zu more", found - SHOWN);
	search.is_partial |= !ways.count;
	free(search.pairs);
	sequence_free(&ways);
	free(flow);
	if (found)
		return UNORDERED_SOME;
	return search.is_partial ? UNORDERED_UNKNOWN : UNORDERED_NONE;
}

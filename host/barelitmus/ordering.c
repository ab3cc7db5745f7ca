/* ordering.c - what the instructions of a primitive order. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/ordering.h"

#include <stdio.h>
#include <string.h>

bool order_includes(unsigned orders, enum event_kind a, enum event_kind b)
{
	return (orders & ORDER_RR && a & EVENT_LOAD && b & EVENT_LOAD) ||
	       (orders & ORDER_RW && a & EVENT_LOAD && b & EVENT_STORE) ||
	       (orders & ORDER_WR && a & EVENT_STORE && b & EVENT_LOAD) ||
	       (orders & ORDER_WW && a & EVENT_STORE && b & EVENT_STORE);
}

/*
 * Are accesses i and j of one path ordered by one rule of the Armv8 model or of RVWMO? In the
 * latter an AMO is one operation that has both annotations.
 */
static bool step_orders(const struct event *events, size_t i, size_t j)
{
	const struct event *a = &events[i], *b = &events[j];

	if (a->acquire || b->release)
		return true;
	if (a->release && b->acquire && !b->weak_acquire)
		return true;
	if (a->exclusive && b->exclusive && a->kind == EVENT_LOAD &&
	    b->kind == EVENT_STORE)
		return true;
	for (size_t k = i + 1; k < j; k++) {
		if (events[k].kind == EVENT_FENCE &&
		    order_includes(events[k].fence, a->kind, b->kind))
			return true;
	}
	return false;
}

enum { LONG_MAX_EVENTS = 2 * EVENT_MAX + 2 };

bool path_orders(const struct event *events, size_t i, size_t j)
{
	bool reached[LONG_MAX_EVENTS] = {false};

	reached[i] = true;
	for (size_t to = i + 1; to <= j; to++) {
		if (events[to].kind == EVENT_FENCE)
			continue;
		for (size_t from = i; from < to && !reached[to]; from++)
			reached[to] = reached[from] && step_orders(events, from, to);
	}
	return reached[j];
}

/* Kinds as an ORDER_ bit. */
static unsigned order_bit(enum event_kind a, enum event_kind b)
{
	if (a == EVENT_LOAD)
		return b == EVENT_LOAD ? ORDER_RR : ORDER_RW;
	return b == EVENT_LOAD ? ORDER_WR : ORDER_WW;
}

/* Some access of the path with one of these kinds that is ordered behind first or before last. */
static bool some_ordered(const struct event *events, size_t count, unsigned kinds,
			 bool behind_first)
{
	for (size_t i = 1; i + 1 < count; i++) {
		if (events[i].kind == EVENT_FENCE || !(events[i].kind & kinds))
			continue;
		if (behind_first ? path_orders(events, 0, i)
				 : path_orders(events, i, count - 1))
			return true;
	}
	return false;
}

static void path_ordering(const struct path *path, struct ordering *ordering)
{
	static const enum event_kind kinds[] = {EVENT_LOAD, EVENT_STORE};
	struct event events[EVENT_MAX + 2] = {{0}};
	size_t count = path->count + 2;
	struct ordering now = {0};

	memcpy(events + 1, path->events, path->count * sizeof(*events));
	for (int b = 0; b < 2; b++) {
		for (int a = 0; a < 2; a++) {
			events[0].kind = kinds[b];
			events[count - 1].kind = kinds[a];
			if (path_orders(events, 0, count - 1))
				now.through |= order_bit(kinds[b], kinds[a]);
		}
		events[count - 1].kind = kinds[b];
		if (some_ordered(events, count, EVENT_LOAD, false))
			now.acquire |= order_bit(EVENT_LOAD, kinds[b]);
		if (some_ordered(events, count, EVENT_STORE, false))
			now.trailing |= order_bit(EVENT_STORE, kinds[b]);
		events[0].kind = kinds[b];
		if (some_ordered(events, count, EVENT_STORE, true))
			now.release |= order_bit(kinds[b], EVENT_STORE);
	}
	ordering->through &= now.through;
	ordering->acquire &= now.acquire;
	ordering->release &= now.release;
	ordering->trailing &= now.trailing;
}

static unsigned path_places(const struct path *path)
{
	size_t first = path->count, last = 0;
	unsigned places = 0;

	for (size_t i = 0; i < path->count; i++) {
		const struct event *event = &path->events[i];

		if (event->kind == EVENT_FENCE)
			continue;
		first = i < first ? i : first;
		last = i;
		places |= event->acquire ? PLACE_ACQUIRE : 0;
		places |= event->release ? PLACE_RELEASE : 0;
	}
	for (size_t i = 0; i < path->count; i++) {
		if (path->events[i].kind != EVENT_FENCE || path->events[i].implied)
			continue;
		if (first == path->count)
			places |= PLACE_ALONE;
		else
			places |= i < first  ? PLACE_LEADING
				  : i > last ? PLACE_TRAILING
					     : PLACE_INSIDE;
	}
	return places;
}

void sequence_ordering(const struct sequence *sequence, struct ordering *ordering)
{
	*ordering = (struct ordering){.known = sequence->count > 0};
	if (!ordering->known)
		return;
	ordering->through = ORDER_ALL;
	ordering->acquire = ORDER_RR | ORDER_RW;
	ordering->release = ORDER_RW | ORDER_WW;
	ordering->trailing = ORDER_WR | ORDER_WW;
	for (size_t i = 0; i < sequence->count; i++) {
		const struct path *path = &sequence->paths[i];

		path_ordering(path, ordering);
		ordering->places |= path_places(path);
		ordering->has_load |= path_has(path, EVENT_LOAD);
		ordering->has_store |= path_has(path, EVENT_STORE);
	}
}

bool ordering_same(const struct ordering *a, const struct ordering *b)
{
	return a->known == b->known && a->through == b->through &&
	       a->acquire == b->acquire && a->release == b->release &&
	       a->trailing == b->trailing;
}

/* From an access of kind a in the first to one of kind b in the second, of one pair of paths. */
static bool pair_ordered(const struct path *first, const struct path *second,
			 enum event_kind a, enum event_kind b)
{
	struct event events[LONG_MAX_EVENTS];

	memcpy(events, first->events, first->count * sizeof(*events));
	memcpy(events + first->count, second->events, second->count * sizeof(*events));
	for (size_t i = 0; i < first->count; i++) {
		for (size_t j = first->count; j < first->count + second->count; j++) {
			if (events[i].kind != EVENT_FENCE && events[i].kind & a &&
			    events[j].kind != EVENT_FENCE && events[j].kind & b &&
			    path_orders(events, i, j))
				return true;
		}
	}
	return false;
}

bool sequence_between(const struct sequence *first, const struct sequence *second,
		      enum event_kind a, enum event_kind b)
{
	for (size_t i = 0; i < first->count; i++) {
		for (size_t j = 0; j < second->count; j++) {
			if (!pair_ordered(&first->paths[i], &second->paths[j], a, b))
				return false;
		}
	}
	return first->count && second->count;
}

/* --- in words --- */

static const char *order_word(const struct ordering *ordering)
{
	bool acquire = ordering->acquire == (ORDER_RR | ORDER_RW);
	bool release = ordering->release == (ORDER_RW | ORDER_WW);

	if (!ordering->known)
		return "unknown";
	if (ordering->through == ORDER_ALL)
		return "full";
	if (!ordering->has_load && !ordering->has_store) {
		switch (ordering->through) {
		case 0:
			return "no order";
		case ORDER_RR | ORDER_RW:
			return "loads before all";
		case ORDER_RW | ORDER_WW:
			return "all before stores";
		case ORDER_WW:
			return "stores before stores";
		case ORDER_RR:
			return "loads before loads";
		default:
			return "all but store-load";
		}
	}
	acquire &= ordering->has_load;
	release &= ordering->has_store;
	if (acquire && release)
		return "acquire and release";
	if (acquire || release)
		return acquire ? "acquire" : "release";
	return "no order";
}

void ordering_text(const struct ordering *ordering, char *text, size_t size)
{
	static const struct {
		unsigned place;
		const char *words;
	} places[] = {
		{PLACE_LEADING, "leading fence"},
		{PLACE_INSIDE, "fence inside"},
		{PLACE_TRAILING, "trailing fence"},
	};
	const char *separator = ": ";
	size_t n = (size_t)snprintf(text, size, "%s", order_word(ordering));

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]) && n < size; i++) {
		if (!(ordering->places & places[i].place))
			continue;
		n += (size_t)snprintf(text + n, size - n, "%s%s", separator,
				      places[i].words);
		separator = ", ";
	}
	if (ordering->places & (PLACE_ACQUIRE | PLACE_RELEASE) && n < size)
		snprintf(text + n, size - n, "%sinstruction (%s%s)", separator,
			 ordering->places & PLACE_ACQUIRE ? "a" : "",
			 ordering->places & PLACE_RELEASE ? "r" : "");
}

/* histogram.c - how often each outcome was seen. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/histogram.h"
#include "lib/err.h"

#include <string.h>

enum { BLOCK = 64 }; /* instances classified at once: one bit each in a word */

/* How many common values an item has: small integers, then addresses. */
static uint32_t item_radix(const struct test *test, const struct test_item *item)
{
	return item->small + (item->may_point ? test->location_count : 0u);
}

static uint32_t test_states(const struct test *test)
{
	uint64_t states = 1;

	for (unsigned i = 0; i < test->item_count && states <= HISTOGRAM_STATES_MAX; i++)
		states *= item_radix(test, &test->items[i]);
	return states <= HISTOGRAM_STATES_MAX ? (uint32_t)states : 0;
}

int histogram_init(struct histogram *h, const struct test *test, struct arena *arena)
{
	size_t width = test->item_count * sizeof(*h->values);

	*h = (struct histogram){.test = test, .states = test_states(test)};
	h->capacity = h->states ? HISTOGRAM_HASH_SLOTS : HISTOGRAM_HASH_SLOTS_ALONE;
	h->direct = arena_take(arena, h->states * sizeof(*h->direct), 128);
	h->counts = arena_take_dirty(arena, h->capacity * sizeof(*h->counts), 128);
	h->values = arena_take_dirty(arena, h->capacity * width, 128);
	return h->direct && h->counts && h->values ? 0 : -E_NOMEM;
}

static int64_t load(const char *at, unsigned width)
{
	switch (width) {
	case 1:
		return *(const int8_t *)at;
	case 2:
		return *(const int16_t *)at;
	case 4:
		return *(const int32_t *)at;
	default:
		return *(const int64_t *)at;
	}
}

/* The value of an item that holds raw in an instance whose first location is known. */
static int64_t canonical(const struct test *test, const struct test_item *item,
			 int64_t raw, const struct batch_view *batch, uint32_t instance)
{
	for (unsigned l = 0; item->may_point && l < test->location_count; l++)
		if (raw == (int64_t)(intptr_t)(batch->location[l] +
					       (ptrdiff_t)instance * batch->stride))
			return VALUE_ADDRESS(l);
	return raw;
}

/* Where item lies in instance 0, and how far it is from one instance to the next. */
static const char *item_base(const struct test *test, const struct test_item *item,
			     const struct batch_view *batch, ptrdiff_t *step)
{
	if (item->thread == ITEM_MEMORY) {
		*step = batch->stride;
		return batch->location[item->where];
	}
	*step = test->log_size[item->thread];
	return batch->log[item->thread] + item->where;
}

void histogram_add(struct histogram *h, const int64_t *values, uint64_t count)
{
	unsigned items = h->test->item_count;
	uint64_t hash = 0;

	/* Few tests come here, and a simulator has no time to clear it for all. */
	if (!h->used)
		memset(h->counts, 0, h->capacity * sizeof(*h->counts));
	for (unsigned i = 0; i < items; i++)
		hash = (hash ^ (uint64_t)values[i]) * UINT64_C(0x9e3779b97f4a7c15);
	for (uint32_t probe = 0, at = (uint32_t)(hash >> 32); probe < h->capacity;
	     probe++, at++) {
		uint32_t slot = at & (h->capacity - 1);
		int64_t *held = h->values + (size_t)slot * items;

		if (!h->counts[slot]) {
			memcpy(held, values, items * sizeof(*values));
			h->used++;
		} else if (memcmp(held, values, items * sizeof(*values))) {
			continue;
		}
		h->counts[slot] += count;
		return;
	}
	h->lost += count;
}

static void hash_instance(struct histogram *h, const struct batch_view *batch,
			  uint32_t instance)
{
	int64_t values[TEST_MAX_ITEMS];

	for (unsigned i = 0; i < h->test->item_count; i++) {
		const struct test_item *item = &h->test->items[i];
		ptrdiff_t step;
		const char *base = item_base(h->test, item, batch, &step);

		values[i] =
			canonical(h->test, item,
				  load(base + (ptrdiff_t)instance * step, item->width),
				  batch, instance);
	}
	histogram_add(h, values, 1);
}

/*
 * One item of n instances from first on: shifts each index by the item's radix and adds
 * its digit. Returns a bit per instance whose value has no digit.
 */
static uint64_t add_digits(const struct test *test, const struct test_item *item,
			   const struct batch_view *batch, uint32_t first, uint32_t n,
			   uint32_t *index)
{
	uint32_t radix = item_radix(test, item);
	uint64_t strange = 0;
	ptrdiff_t step;
	const char *at = item_base(test, item, batch, &step);

	at += (ptrdiff_t)first * step;
	for (uint32_t j = 0; j < n; j++, at += step) {
		int64_t value = load(at, item->width);
		uint64_t digit = (uint64_t)value;

		if (digit >= item->small) {
			value = canonical(test, item, value, batch, first + j);
			digit = (uint64_t)value - (uint64_t)VALUE_ADDRESS_BASE;
			if (digit < test->location_count && item->may_point)
				digit += item->small;
			else
				strange |= UINT64_C(1) << j, digit = 0;
		}
		index[j] = index[j] * radix + (uint32_t)digit;
	}
	return strange;
}

/* Instances first..end-1, whatever their items are. */
static void count_any(struct histogram *h, const struct batch_view *batch, uint32_t first,
		      uint32_t end)
{
	for (uint32_t at = first; at < end; at += BLOCK) {
		uint32_t n = end - at < BLOCK ? end - at : BLOCK;
		uint32_t index[BLOCK] = {0};
		uint64_t strange = h->states ? 0 : UINT64_MAX;

		for (unsigned i = 0; h->states && i < h->test->item_count; i++)
			strange |= add_digits(h->test, &h->test->items[i], batch, at, n,
					      index);
		for (uint32_t j = 0; j < n; j++)
			if (strange >> j & 1)
				hash_instance(h, batch, at + j);
			else
				h->direct[index[j]]++;
	}
}

/* --- items of 4 bytes, of which most tests have few: one pass, and the index in a register --- */

enum { WORDS_MAX = 4 };

struct column {
	const char *at; /* the value in the next instance */
	ptrdiff_t step;
	uint32_t small, radix;
};

/* The same as count_any(); items is constant where it is called. */
static inline __attribute__((always_inline)) void
count_words(struct histogram *h, const struct batch_view *batch, uint32_t first,
	    uint32_t end, const unsigned items)
{
	struct column columns[WORDS_MAX];

#pragma GCC unroll 4
	for (unsigned i = 0; i < items; i++) {
		const struct test_item *item = &h->test->items[i];
		struct column *c = &columns[i];

		c->at = item_base(h->test, item, batch, &c->step);
		c->at += (ptrdiff_t)first * c->step;
		c->small = item->small;
		c->radix = item_radix(h->test, item);
	}
	for (uint32_t at = first; at < end; at++) {
		uint32_t index = 0;
		bool strange = false;

#pragma GCC unroll 4
		for (unsigned i = 0; i < items; i++) {
			struct column *c = &columns[i];
			uint32_t value = *(const uint32_t *)c->at;

			c->at += c->step;
			strange |= value >= c->small;
			index = index * c->radix + value;
		}
		if (strange)
			count_any(h, batch, at, at + 1);
		else
			h->direct[index]++;
	}
}

static bool has_words(const struct histogram *h)
{
	for (unsigned i = 0; i < h->test->item_count; i++)
		if (h->test->items[i].width != sizeof(uint32_t))
			return false;
	return h->states;
}

void histogram_count(struct histogram *h, const struct batch_view *batch, uint32_t first,
		     uint32_t end)
{
	switch (has_words(h) ? h->test->item_count : 0) {
	case 1:
		count_words(h, batch, first, end, 1);
		break;
	case 2:
		count_words(h, batch, first, end, 2);
		break;
	case 3:
		count_words(h, batch, first, end, 3);
		break;
	case WORDS_MAX:
		count_words(h, batch, first, end, WORDS_MAX);
		break;
	default:
		count_any(h, batch, first, end);
	}
}

void histogram_clear(struct histogram *h)
{
	memset(h->direct, 0, h->states * sizeof(*h->direct));
	if (h->used)
		memset(h->counts, 0, h->capacity * sizeof(*h->counts));
	h->used = 0;
	h->lost = 0;
}

void histogram_merge(struct histogram *h, const struct histogram *from)
{
	for (uint32_t s = 0; s < h->states; s++)
		h->direct[s] += from->direct[s];
	for (uint32_t slot = 0; slot < from->capacity && from->used; slot++)
		if (from->counts[slot])
			histogram_add(h,
				      from->values + (size_t)slot * h->test->item_count,
				      from->counts[slot]);
	h->lost += from->lost;
}

/* The values that an index of the table stands for. */
static void unpack(const struct test *test, uint32_t index, int64_t *values)
{
	for (unsigned i = test->item_count; i-- > 0;) {
		uint32_t radix = item_radix(test, &test->items[i]);
		uint32_t digit = index % radix;

		index /= radix;
		values[i] = digit < test->items[i].small
				    ? (int64_t)digit
				    : VALUE_ADDRESS(digit - test->items[i].small);
	}
}

bool histogram_next(const struct histogram *h, uint32_t *cursor, int64_t *values,
		    uint64_t *count)
{
	for (; *cursor < h->states; ++*cursor)
		if (h->direct[*cursor]) {
			*count = h->direct[*cursor];
			unpack(h->test, (*cursor)++, values);
			return true;
		}
	for (; h->used && *cursor < h->states + h->capacity; ++*cursor) {
		uint32_t slot = *cursor - h->states;

		if (h->counts[slot]) {
			*count = h->counts[slot];
			memcpy(values, h->values + (size_t)slot * h->test->item_count,
			       h->test->item_count * sizeof(*values));
			++*cursor;
			return true;
		}
	}
	return false;
}

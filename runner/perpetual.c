/* perpetual.c - how often the target was seen in a run without resets. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/perpetual.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
	       "a value of 8 bytes has its lower half first");

/* A struct test_read with all that it refers to. */
struct read {
	const char *log; /* the value in record 0 */
	uint32_t step;   /* bytes to the next record */
	uint8_t reader, writer, store;
};

struct search {
	struct read reads[TEST_MAX_ITEMS];
	unsigned count;
	unsigned shift;
	uint32_t frames;
	uint32_t n[TEST_MAX_THREADS];
	bool is_over; /* a place has left the run */
};

static void search_init(struct search *s, const struct perpetual_run *run)
{
	const struct test_perpetual *perpetual = &run->test->perpetual;

	s->count = perpetual->read_count;
	s->shift = perpetual->shift;
	s->frames = run->frames;
	s->is_over = false;
	for (unsigned i = 0; i < s->count; i++) {
		const struct test_read *read = &perpetual->reads[i];
		const struct test_item *item = &run->test->items[read->item];
		unsigned reader = (unsigned)item->thread;

		s->reads[i] = (struct read){
			.log = run->log[reader] + item->where,
			.step = run->test->log_size[reader],
			.reader = (uint8_t)reader,
			.writer = read->writer,
			.store = read->store,
		};
	}
	for (unsigned t = 0; t < TEST_MAX_THREADS; t++)
		s->n[t] = 0;
}

static uint32_t value(const struct read *read, uint32_t n)
{
	return *(const uint32_t *)(read->log + (uintptr_t)n * read->step);
}

/* Moves places as far as this read must have it. */
static void settle(struct search *s, const struct read *read)
{
	uint32_t v = value(read, s->n[read->reader]);
	uint32_t round = (UINT32_C(1) << s->shift) - 1;
	uint32_t least = v > read->store ? (v - read->store + round) >> s->shift : 0;

	if (s->n[read->writer] < least)
		s->n[read->writer] = least;
	else if (read->store && v < (s->n[read->writer] << s->shift) + read->store)
		s->n[read->reader]++;
}

/* Moves on to the least witness from where the places are; false: there is none. */
static bool search_rest(struct search *s)
{
	unsigned settled = 0;

	for (unsigned i = 0; settled < s->count && !s->is_over;
	     i = i + 1 < s->count ? i + 1 : 0) {
		const struct read *read = &s->reads[i];
		uint32_t r = s->n[read->reader], w = s->n[read->writer];

		settle(s, read);
		settled = s->n[read->reader] == r && s->n[read->writer] == w ? settled + 1
									     : 0;
		s->is_over = s->n[read->reader] >= s->frames ||
			     s->n[read->writer] >= s->frames;
	}
	return !s->is_over;
}

/* --- two reads between two threads, of locations with one store: the same without search --- */

/* What is read in iteration n: at[n * step]. */
struct column {
	const uint32_t *at;
	size_t step;
};

static struct column column_of(const struct read *read)
{
	return (struct column){(const uint32_t *)read->log, read->step / 4};
}

/*
 * Thread by did not see the other's iteration m and all after it, nor that one n. If m is
 * behind the last one, it is in the record that perpetual_end() wrote.
 */
static uint32_t count_old_old(struct column mine, struct column theirs, uint32_t first,
			      uint32_t end)
{
	uint32_t count = 0;

#pragma GCC unroll 8
	for (uint32_t n = first; n < end; n++)
		count += theirs.at[mine.at[n * mine.step] * theirs.step] <= n;
	return count;
}

/* Thread by saw iteration new - 1 of the other in one location, not so in the other. */
static uint32_t count_new_old(struct column new, struct column old, uint32_t first,
			      uint32_t end)
{
	uint32_t count = 0;

#pragma GCC unroll 8
	for (uint32_t n = first; n < end; n++)
		count += old.at[n * old.step] < new.at[n * new.step];
	return count;
}

/* Thread by saw iteration m - 1 of the other, and that one n. */
static uint32_t count_new_new(struct column mine, struct column theirs, uint32_t first,
			      uint32_t end)
{
	uint32_t count = 0;

#pragma GCC unroll 8
	for (uint32_t n = first; n < end; n++) {
		uint32_t m = mine.at[n * mine.step];

		count += m && theirs.at[(m - 1) * theirs.step] == n + 1;
	}
	return count;
}

/* Can the short ways read it? */
static bool is_short(const struct search *s, const struct read *read)
{
	return !s->shift && read->step % 4 == 0;
}

/* The count where there is such a short way; false: there is none. */
static bool count_pair(const struct search *s, unsigned by, uint32_t first, uint32_t end,
		       uint32_t *count)
{
	const struct read *one = &s->reads[0], *other = &s->reads[1];

	if (s->count != 2 || !is_short(s, one) || !is_short(s, other))
		return false;
	if (one->reader != by || (other->reader == by && other->store)) {
		one = other;
		other = &s->reads[0];
	}
	if (one->reader != by || one->writer == by)
		return false;
	if (other->reader == by && other->writer == one->writer && one->store &&
	    !other->store) {
		*count = count_new_old(column_of(one), column_of(other), first, end);
		return true;
	}
	if (other->reader != one->writer || other->writer != by ||
	    one->store != other->store)
		return false;
	*count = one->store ? count_new_new(column_of(one), column_of(other), first, end)
			    : count_old_old(column_of(one), column_of(other), first, end);
	return true;
}

/* The witnesses of first..end-1, where the places are not above the least of them. */
static uint32_t count_block(struct search *s, unsigned by, uint32_t first, uint32_t end)
{
	uint32_t count = 0;

	if (count_pair(s, by, first, end, &count))
		return count;
	if (s->n[by] < first)
		s->n[by] = first;
	while (s->n[by] < end && search_rest(s) && s->n[by] < end) {
		count++;
		s->n[by]++;
	}
	return count;
}

struct perpetual_count perpetual_count(const struct perpetual_run *run,
				       struct perpetual_share share)
{
	struct perpetual_count count = {0, 0};
	struct search s;

	search_init(&s, run);
	for (uint32_t first = share.share * share.block; first < run->frames;
	     first += share.shares * share.block) {
		uint32_t left = run->frames - first;
		uint32_t n = left < share.block ? left : share.block;

		count.iterations += n;
		count.witnesses +=
			count_block(&s, run->test->perpetual.by, first, first + n);
	}
	return count;
}

void perpetual_tally(struct histogram *h, struct perpetual_count count)
{
	const struct test *test = h->test;
	int64_t target[TEST_MAX_ITEMS], any[TEST_MAX_ITEMS];

	for (unsigned i = 0; i < test->condition_ops; i++)
		if (test->condition[i].code == COND_EQ)
			target[test->condition[i].item] = test->condition[i].value;
	for (unsigned i = 0; i < test->item_count; i++)
		any[i] = VALUE_ANY;
	if (count.witnesses)
		histogram_add(h, target, count.witnesses);
	if (count.witnesses < count.iterations)
		histogram_add(h, any, count.iterations - count.witnesses);
}

void perpetual_end(char *log, size_t record, uint32_t frames)
{
	memset(log + record * frames, 0xff, record);
}

void perpetual_reset(const struct test *test, char *const *location, unsigned thread)
{
	for (unsigned l = 0; l < test->location_count; l++)
		if (test->locations[l].reset_by == thread) {
			if (test->locations[l].width == 8)
				*(volatile int64_t *)location[l] = 0;
			else
				*(volatile int32_t *)location[l] = 0;
		}
}

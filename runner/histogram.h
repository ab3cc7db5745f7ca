/* histogram.h - how often each outcome was seen. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_HISTOGRAM_H
#define RUNNER_HISTOGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/arena.h"
#include "runner/test.h"

/*
 * Outcomes of common values are counted in a table by an index packed from their items;
 * where that table would be too large, or a value is not a common one, in an open hash.
 * Each thread counts into a histogram of its own; core 0 merges them between batches.
 */
struct histogram {
	const struct test *test;
	uint64_t *direct; /* states of them; NULL where the table would be too large */
	uint32_t states;
	uint32_t capacity; /* of the hash, a power of two */
	uint32_t used;
	uint64_t *counts; /* of the hash, set once one is used; 0: the slot is free */
	int64_t *values;  /* item_count per slot */
	uint64_t lost;    /* outcomes that found the hash full */
};

enum {
	HISTOGRAM_STATES_MAX = 4096, /* 32 KiB of counts: still in a first-level cache */
	HISTOGRAM_HASH_SLOTS = 1024,
	HISTOGRAM_HASH_SLOTS_ALONE = 4096, /* where there is no table */
};

/* What a finished batch left, for reading. Instance 0 comes first in each. */
struct batch_view {
	char *const *location; /* by location number */
	ptrdiff_t stride;
	const char *const *log; /* by thread */
};

/* An empty histogram for test, with memory from the arena; -E_NOMEM. */
int histogram_init(struct histogram *h, const struct test *test, struct arena *arena);

/* Counts instances first..end-1 of a batch. Any core, on its own histogram. */
void histogram_count(struct histogram *h, const struct batch_view *batch, uint32_t first,
		     uint32_t end);

/* Adds count to one outcome: item_count values. */
void histogram_add(struct histogram *h, const int64_t *values, uint64_t count);

/* Forgets all counts. */
void histogram_clear(struct histogram *h);

/* Adds all of from, a histogram of the same test. */
void histogram_merge(struct histogram *h, const struct histogram *from);

/*
 * Walks the outcomes that were seen: *cursor starts at 0; false at the end. values gets
 * item_count values. Table first, in ascending order of the items, then the hash.
 */
bool histogram_next(const struct histogram *h, uint32_t *cursor, int64_t *values,
		    uint64_t *count);

#endif

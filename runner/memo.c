/* memo.c - which tunings have won in this run, so that their like need not race again. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/memo.h"

#include <string.h>

static bool is_like(const struct memo_entry *entry, const struct test *test)
{
	size_t length = strcspn(test->name, "+");

	if (length >= MEMO_SHAPE_MAX)
		length = MEMO_SHAPE_MAX - 1;
	return entry->threads == test->threads &&
	       entry->locations == test->location_count &&
	       !strncmp(entry->shape, test->name, length) && !entry->shape[length];
}

static struct memo_entry *find(struct memo *memo, const struct test *test)
{
	for (unsigned i = 0; i < memo->count; i++)
		if (is_like(&memo->entries[i], test))
			return &memo->entries[i];
	return NULL;
}

const struct memo_entry *memo_find(const struct memo *memo, const struct test *test)
{
	return find((struct memo *)memo, test);
}

void memo_keep(struct memo *memo, const struct test *test, const struct tuning *tuning,
	       uint32_t trip_ns, bool settled)
{
	struct memo_entry *entry = find(memo, test);
	size_t length = strcspn(test->name, "+");
	bool of_control = test->control_of != NULL;

	if (!entry && memo->count < MEMO_MAX) {
		entry = &memo->entries[memo->count++];
		if (length >= MEMO_SHAPE_MAX)
			length = MEMO_SHAPE_MAX - 1;
		memcpy(entry->shape, test->name, length);
		entry->shape[length] = '\0';
		entry->threads = test->threads;
		entry->locations = test->location_count;
		entry->settled = false;
	}
	if (!entry ||
	    (entry->settled && (!settled || (of_control && !entry->of_control))))
		return;
	entry->of_control = of_control;
	entry->tuning = *tuning;
	entry->trip_ns = trip_ns;
	entry->settled = settled;
}

/* label.c - what can have an outcome. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/label.h"

#include <stdbool.h>

static int compare(const int64_t *one, const int64_t *other, unsigned items)
{
	for (unsigned i = 0; i < items; i++)
		if (one[i] != other[i])
			return one[i] < other[i] ? -1 : 1;
	return 0;
}

/* Are values among the sorted outcomes from low to before high? */
static bool find(const struct test *test, const int64_t *values, unsigned low,
		 unsigned high)
{
	unsigned items = test->item_count;

	while (low < high) {
		unsigned middle = (low + high) / 2;
		int order = compare(values, test->allowed.values + middle * items, items);

		if (!order)
			return true;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

enum log_label label_of(const struct test *test, const int64_t *values)
{
	const struct test_allowed *allowed = &test->allowed;
	unsigned sc = allowed->sc;

	if (!allowed->sc_known)
		return LOG_UNLABELLED;
	if (find(test, values, 0, sc))
		return LOG_SC;
	if (!allowed->tso_known)
		return LOG_UNLABELLED;
	return find(test, values, sc, sc + allowed->tso) ? LOG_TSO : LOG_WEAK;
}

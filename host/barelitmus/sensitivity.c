/* sensitivity.c - what the controls of a run showed, by shape. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/sensitivity.h"
#include "host/barelitmus/format.h"
#include "host/barelitmus/memory.h"
#include "host/barelitmus/shape.h"

#include <stdlib.h>
#include <string.h>

/* Controls of tests of one shape that need the same. */
struct share {
	const char *shape; /* length characters of it */
	size_t length;
	enum log_needs needs;
	unsigned seen, ran;
	uint64_t targets;
	uint64_t microseconds;
};

static struct share *share_find(struct share *shares, size_t *count,
				const struct control *control)
{
	size_t length = shape_length(control->of);
	size_t i = 0;

	while (i < *count &&
	       (shares[i].needs != control->needs || shares[i].length != length ||
		strncmp(shares[i].shape, control->of, length)))
		i++;
	if (i == *count)
		shares[(*count)++] = (struct share){
			.shape = control->of, .length = length, .needs = control->needs};
	return &shares[i];
}

static int by_shape(const void *one, const void *other)
{
	const struct share *a = one, *b = other;
	int order = strncmp(a->shape, b->shape,
			    a->length < b->length ? a->length : b->length);

	if (order)
		return order;
	if (a->length != b->length)
		return a->length < b->length ? -1 : 1;
	return (int)a->needs - (int)b->needs;
}

static void print_share(const struct share *share, int width, FILE *out)
{
	char rate[FORMAT_MAX], ratio[FORMAT_MAX];

	format_rate(rate, share->targets, share->microseconds);
	snprintf(ratio, sizeof(ratio), "%u/%u", share->seen, share->ran);
	fprintf(out, "%-*.*s  %-5s  %9s  %10s\n", width, (int)share->length, share->shape,
		log_needs_word(share->needs), ratio, rate);
}

static void print_unseen(const struct results *results, FILE *out)
{
	for (size_t i = 0; i < results->control_count; i++)
		if (!results->controls[i].seen)
			fprintf(out, "not seen in %llu: %s (needs %s)\n",
				(unsigned long long)results->controls[i].iterations,
				results->controls[i].id,
				log_needs_word(results->controls[i].needs));
}

void sensitivity_print(const struct results *results, FILE *out)
{
	struct share *shares = memory_zeroed(results->control_count, sizeof(*shares));
	int width = (int)strlen("controls");
	size_t count = 0;

	for (size_t i = 0; i < results->control_count; i++) {
		const struct control *control = &results->controls[i];
		struct share *share = share_find(shares, &count, control);

		share->ran++;
		share->seen += control->seen != 0;
		share->targets += control->seen;
		share->microseconds += control->microseconds;
		width = (int)share->length > width ? (int)share->length : width;
	}
	if (count) {
		qsort(shares, count, sizeof(*shares), by_shape);
		fprintf(out, "\n%-*s  needs   seen/ran        rate\n", width, "controls");
		for (size_t i = 0; i < count; i++)
			print_share(&shares[i], width, out);
		print_unseen(results, out);
	}
	free(shares);
}

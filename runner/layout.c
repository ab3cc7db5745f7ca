/* layout.c - where the locations of an instance lie. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/layout.h"
#include "lib/random.h"

static const char *const names[LAYOUT_COUNT] = {
	[LAYOUT_AUTO] = "auto",     [LAYOUT_OWN] = "own",       [LAYOUT_PAIRS] = "pairs",
	[LAYOUT_SAME] = "same",     [LAYOUT_PACKED] = "packed", [LAYOUT_PAGE] = "page",
	[LAYOUT_RANDOM] = "random",
};

enum { RANDOM_LINES = 1024 }; /* how far arrays move against each other */

const char *layout_name(enum layout layout)
{
	return names[layout];
}

static size_t round_up(size_t n, size_t to)
{
	return (n + to - 1) / to * to;
}

/* Interleaved: instance after instance, its locations step bytes apart. */
static void place_together(const struct test *test, uint32_t n, size_t step,
			   struct placement *p)
{
	p->stride = (ptrdiff_t)round_up(test->location_count * step, LAYOUT_STRIDE);
	for (unsigned l = 0; l < test->location_count; l++)
		p->offset[l] = l * step;
	p->size = n * (size_t)p->stride;
}

/* An array per location, gap(l) bytes behind the end of the one before. */
static void place_apart(const struct test *test, uint32_t n, size_t stride, size_t gap,
			struct placement *p)
{
	p->stride = (ptrdiff_t)stride;
	for (unsigned l = 0; l < test->location_count; l++)
		p->offset[l] = l * (round_up(n * stride, LAYOUT_PAGE_SIZE) + gap);
	p->size = test->location_count * (round_up(n * stride, LAYOUT_PAGE_SIZE) + gap);
}

static size_t widest(const struct test *test)
{
	size_t width = 1;

	for (unsigned l = 0; l < test->location_count; l++)
		if (test->locations[l].width > width)
			width = test->locations[l].width;
	return width;
}

void layout_place(enum layout layout, const struct test *test, uint32_t n,
		  uint64_t *random, struct placement *p)
{
	switch (layout) {
	case LAYOUT_SAME:
		place_together(test, n, 8, p);
		return;
	case LAYOUT_PAIRS:
		place_together(test, n, LAYOUT_STRIDE, p);
		return;
	case LAYOUT_PACKED:
		place_apart(test, n, widest(test), 0, p);
		return;
	case LAYOUT_PAGE:
		place_apart(test, n, LAYOUT_STRIDE, LAYOUT_PAGE_SIZE + LAYOUT_LINE, p);
		return;
	case LAYOUT_RANDOM:
		place_apart(test, n, LAYOUT_STRIDE, RANDOM_LINES * LAYOUT_LINE, p);
		for (unsigned l = 0; l < test->location_count; l++)
			p->offset[l] += LAYOUT_LINE * random_below(random, RANDOM_LINES);
		return;
	default:
		place_together(test, n, LAYOUT_LINE, p);
	}
}

size_t layout_bytes(const struct test *test, uint32_t n)
{
	size_t most = 0;

	for (int layout = LAYOUT_AUTO + 1; layout < LAYOUT_COUNT; layout++) {
		struct placement placement;
		uint64_t random = 0;

		layout_place((enum layout)layout, test, n, &random, &placement);
		if (placement.size > most)
			most = placement.size;
	}
	return most;
}

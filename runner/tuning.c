/* tuning.c - how the threads of a test meet, and on what memory: what a job is run with. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/tuning.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
	GROUP = 4,             /* instances a pace: twice the rate of 1, and as weak */
	PERIOD_NS = 500,       /* where no round trip is known, else two of them, */
	PERIOD_MOST_NS = 2000, /* but not more: a busy host also delays those */
};

const char *lateness_name(enum lateness lateness)
{
	static const char *const names[LATE_COUNT] = {"auto", "off", "on"};

	return names[lateness];
}

/* What was asked for takes the place of what was there. */
static void impose(struct tuning *t, const struct tuning *wanted)
{
	if (wanted->scheme != SCHEME_AUTO)
		t->scheme = wanted->scheme;
	if (wanted->layout != LAYOUT_AUTO)
		t->layout = wanted->layout;
	if (wanted->cache != CACHE_AUTO)
		t->cache = wanted->cache;
	if (wanted->map != MAP_AUTO)
		t->map = wanted->map;
	if (wanted->late != LATE_AUTO)
		t->late = wanted->late;
	if (wanted->k)
		t->k = wanted->k;
	if (wanted->instances)
		t->instances = wanted->instances;
	if (wanted->period)
		t->period = wanted->period;
	if (wanted->skew != SKEW_AUTO)
		t->skew = wanted->skew;
}

enum scheme tuning_scheme(const struct circumstances *c)
{
	if (c->wanted.scheme != SCHEME_AUTO)
		return c->wanted.scheme;
	if (c->share)
		return c->turns ? SCHEME_TURNS : SCHEME_BATCH;
	return c->has_clock && c->clock_is_fine ? SCHEME_DEADLINE : SCHEME_SYNC;
}

static enum layout default_layout(enum scheme scheme)
{
	switch (scheme) {
	case SCHEME_USER:
		return LAYOUT_PACKED;
	case SCHEME_TURNS:
		/* An emulator that walks page tables stops a thread between accesses. */
		return LAYOUT_PAGE;
	default:
		return LAYOUT_OWN;
	}
}

static uint32_t default_period(const struct circumstances *c)
{
	if (!c->trip_ns)
		return PERIOD_NS;
	return c->trip_ns < PERIOD_MOST_NS / 2 ? 2 * c->trip_ns : PERIOD_MOST_NS;
}

/* k divides a batch; what does not matter to the scheme is always the same. */
static void settle(struct tuning *t, const struct circumstances *c)
{
	if (!t->instances || t->instances > c->capacity)
		t->instances = c->capacity;
	if (t->scheme == SCHEME_USER)
		t->k = 1; /* as litmus7 has it */
	if (t->scheme == SCHEME_PERPETUAL) {
		t->k = TEST_PERPETUAL_COPIES;
		t->instances = t->instances < t->k ? t->k : t->instances;
	}
	if (t->scheme == SCHEME_BATCH || t->k > t->instances)
		t->k = t->instances;
	t->instances -= t->instances % t->k;
	if (t->scheme != SCHEME_DEADLINE)
		t->period = 0;
	if (!scheme_has_skew(t->scheme))
		t->skew = 0;
	if (c->groups == 1 && t->map == MAP_SPREAD)
		t->map = MAP_NEAR; /* one group is spread over its cores as it is */
}

bool tuning_complete(struct tuning *t, const struct circumstances *c)
{
	impose(t, &c->wanted);
	if (t->scheme == SCHEME_AUTO)
		t->scheme = tuning_scheme(c);
	if (t->layout == LAYOUT_AUTO)
		t->layout = default_layout(t->scheme);
	if (t->cache == CACHE_AUTO)
		t->cache = CACHE_READER;
	if (t->map == MAP_AUTO)
		t->map = MAP_NEAR;
	if (t->late == LATE_AUTO || t->scheme == SCHEME_USER || t->scheme == SCHEME_TURNS)
		t->late = LATE_OFF;
	if (!t->k) /* in turns: else the one alone would be done before the last others begin */
		t->k = t->scheme == SCHEME_TURNS ? 1 : GROUP;
	if (!t->period)
		t->period = default_period(c);
	if (t->skew == SKEW_AUTO)
		t->skew = 0;
	settle(t, c);
	if (t->scheme == SCHEME_TURNS)
		return c->turns;
	return t->scheme != SCHEME_DEADLINE || (c->has_clock && !c->share);
}

void tuning_words(char out[TUNING_WORDS_MAX], const struct tuning *t)
{
	int n = snprintf(
		out, TUNING_WORDS_MAX, "scheme=%s layout=%s k=%" PRIu32 " n=%" PRIu32,
		scheme_name(t->scheme), layout_name(t->layout), t->k, t->instances);

	if (t->scheme == SCHEME_DEADLINE)
		n += snprintf(out + n, (size_t)(TUNING_WORDS_MAX - n), " period=%" PRIu32,
			      t->period);
	if (scheme_has_skew(t->scheme))
		n += snprintf(out + n, (size_t)(TUNING_WORDS_MAX - n), " skew=%" PRIu32,
			      t->skew);
	snprintf(out + n, (size_t)(TUNING_WORDS_MAX - n), " cache=%s map=%s late=%s",
		 ownership_name(t->cache), placing_name(t->map), lateness_name(t->late));
}

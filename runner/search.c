/* search.c - what each job of a session is run with: a race of tunings, then the winner. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/search.h"
#include "lib/random.h"

#include <string.h>

enum {
	TRIP_NS = 200,       /* where none was measured, or */
	TRIP_MOST_NS = 1000, /* where the host was busy with other work */
};

/* The tunings of a heat. */
struct field {
	struct tuning tunings[ARMS_MAX];
	uint32_t count;
};

static void enter(struct field *field, const struct circumstances *c,
		  struct tuning tuning)
{
	if (field->count < ARMS_MAX && tuning_complete(&tuning, c))
		field->tunings[field->count++] = tuning;
}

/* What distances in time are measured by. */
static uint32_t trip(const struct circumstances *c)
{
	if (!c->trip_ns)
		return TRIP_NS;
	return c->trip_ns < TRIP_MOST_NS ? c->trip_ns : TRIP_MOST_NS;
}

/* Pacings in quarters of a round trip: the period of deadlines, the skew of flags. */
static const struct pacing {
	enum scheme scheme;
	uint32_t k;
	uint32_t quarters;
} pacings[] = {
	/* The most promising ones first: a short run tries no more. */
	{SCHEME_SYNC, 4, 0},       {SCHEME_DEADLINE, 4, 6},  {SCHEME_SYNC, 16, 1},
	{SCHEME_DEADLINE, 8, 6},   {SCHEME_SYNC, 8, 0},      {SCHEME_DEADLINE, 4, 4},
	{SCHEME_SYNC, 4, 1},       {SCHEME_DEADLINE, 8, 10}, {SCHEME_SYNC, 16, 0},
	{SCHEME_DEADLINE, 16, 10}, {SCHEME_SYNC, 16, 2},     {SCHEME_DEADLINE, 8, 4},
	{SCHEME_SYNC, 32, 1},      {SCHEME_DEADLINE, 1, 4},  {SCHEME_SYNC, 1, 0},
	{SCHEME_DEADLINE, 4, 10},  {SCHEME_SYNC, 32, 0},     {SCHEME_DEADLINE, 16, 16},
	{SCHEME_SYNC, 4, 2},       {SCHEME_DEADLINE, 4, 2},  {SCHEME_SYNC, 64, 2},
	{SCHEME_DEADLINE, 2, 4},   {SCHEME_SYNC, 8, 1},      {SCHEME_DEADLINE, 32, 20},
	{SCHEME_BATCH, 0, 0},
};

enum { PACINGS = sizeof(pacings) / sizeof(pacings[0]) };

static struct tuning paced(const struct circumstances *c, struct tuning tuning,
			   const struct pacing *pacing)
{
	uint32_t ns = pacing->quarters * trip(c) / 4;

	tuning.scheme = pacing->scheme;
	tuning.k = pacing->k;
	tuning.period = pacing->scheme == SCHEME_DEADLINE ? ns : 0;
	tuning.skew = pacing->scheme == SCHEME_DEADLINE ? 0 : ns;
	return tuning;
}

static void enter_pacings(struct field *field, const struct circumstances *c,
			  const struct tuning *best)
{
	for (int i = 0; i < PACINGS && !c->share; i++)
		enter(field, c, paced(c, *best, &pacings[i]));
	/* Without a processor for each thread only the size of a batch matters. */
	for (uint32_t n = c->capacity; c->share && n >= 256; n /= 4) {
		struct tuning tuning = *best;

		tuning.instances = n;
		enter(field, c, tuning);
	}
}

static void enter_places(struct field *field, const struct circumstances *c,
			 const struct tuning *best)
{
	struct tuning tuning = *best;

	for (int i = LAYOUT_AUTO + 1; i < LAYOUT_COUNT; i++) {
		tuning.layout = (enum layout)i;
		enter(field, c, tuning);
	}
	tuning = *best;
	for (int i = CACHE_AUTO + 1; i < CACHE_COUNT; i++) {
		tuning.cache = (enum ownership)i;
		enter(field, c, tuning);
	}
	tuning = *best;
	for (int i = MAP_AUTO + 1; i < MAP_COUNT; i++) {
		tuning.map = (enum placing)i;
		enter(field, c, tuning);
	}
	tuning = *best;
	tuning.late = best->late == LATE_ON ? LATE_OFF : LATE_ON;
	enter(field, c, tuning);
}

static void enter_neighbours(struct field *field, const struct circumstances *c,
			     const struct tuning *best)
{
	/* Eighths of what the best has. */
	static const uint8_t steps[][2] = {{8, 6},   {8, 7},   {8, 10}, {16, 8},
					   {16, 12}, {16, 16}, {4, 4},  {4, 6}};
	uint32_t most = trip(c) / 8;

	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]) && !c->share; i++) {
		struct tuning tuning = *best;

		tuning.k = best->k * steps[i][0] / 8 ? best->k * steps[i][0] / 8 : 1;
		tuning.period = best->period * steps[i][1] / 8;
		tuning.skew = (best->skew ? best->skew : most) * steps[i][1] / 8;
		if (best->scheme == SCHEME_DEADLINE)
			tuning.skew = best->skew;
		enter(field, c, tuning);
	}
}

/* The field of the heat, best first. */
static void begin_heat(struct search *s)
{
	static struct field field;
	const struct circumstances *c = &s->circumstances;

	field.count = 0;
	enter(&field, c, s->best);
	if (s->heat == HEAT_PACE)
		enter_pacings(&field, c, &s->best);
	else if (s->heat == HEAT_PLACE)
		enter_places(&field, c, &s->best);
	else
		enter_neighbours(&field, c, &s->best);
	tuner_init(&s->tuner, field.tunings, field.count);
}

/* Takes over the winner so far. */
static void crown(struct search *s)
{
	const struct arm *arm = tuner_best(&s->tuner);

	s->best = arm->tuning;
	s->by_target = s->by_target || tuner_saw_target(&s->tuner);
	if (arm_iteration_ps(arm))
		s->best_ps = arm_iteration_ps(arm);
}

static void finish(struct search *s)
{
	s->heat = HEAT_OVER;
	if (s->by_target || !s->has_proven)
		return;
	s->best = s->proven;
	s->best_ps = s->last_ps;
}

/* On to the next heat that has more than one tuning. */
static void advance(struct search *s)
{
	while (s->heat != HEAT_OVER && !tuner_next(&s->tuner)) {
		crown(s);
		if (++s->heat != HEAT_OVER) {
			begin_heat(s);
		} else {
			s->finished = !s->cut;
			finish(s);
		}
	}
}

void search_init(struct search *s, const struct circumstances *circumstances,
		 const struct tuning *first, bool tune, uint64_t budget, uint64_t seed)
{
	memset(s, 0, offsetof(struct search, tuner));
	s->circumstances = *circumstances;
	s->best = *first;
	s->explores = tune;
	s->random = seed;
	s->budget = budget;
	s->heat = tune ? HEAT_PACE : HEAT_OVER;
	if (!tune)
		return;
	begin_heat(s);
	advance(s);
}

void search_again(struct search *s, const struct circumstances *circumstances,
		  uint64_t budget)
{
	if (!s->explores)
		return;
	search_end(s);
	s->has_proven = false;
	s->circumstances = *circumstances;
	s->budget = s->sampled + budget;
	s->sample_ns = 0;
	s->by_target = false;
	s->finished = false;
	s->cut = false;
	s->heat = HEAT_PACE;
	begin_heat(s);
	advance(s);
}

void search_end(struct search *s)
{
	if (s->heat == HEAT_OVER)
		return;
	crown(s);
	finish(s);
}

void search_prove(struct search *s, const struct tuning *proven)
{
	s->has_proven = true;
	s->proven = *proven;
}

/* Half of them are paced as the best is: what else matters shows only where threads meet. */
static struct tuning random_tuning(struct search *s)
{
	const struct circumstances *c = &s->circumstances;
	struct tuning tuning = s->best, draft = s->best;

	if (!c->share && random_below(&s->random, 2))
		draft = paced(c, s->best, &pacings[random_below(&s->random, PACINGS)]);
	draft.layout = (enum layout)(1 + random_below(&s->random, LAYOUT_COUNT - 1));
	draft.cache = (enum ownership)(1 + random_below(&s->random, CACHE_COUNT - 1));
	draft.map = (enum placing)(1 + random_below(&s->random, MAP_COUNT - 1));
	draft.late = random_below(&s->random, 4) ? LATE_OFF : LATE_ON;
	return tuning_complete(&draft, c) ? draft : tuning;
}

/* Short enough for what is left of the budget to sample all that are in play twice. */
static struct job_plan plan_sample(struct search *s, const struct arm *arm)
{
	struct job_plan plan = {JOB_SAMPLE, arm->tuning, tuner_sample_ns(&s->tuner),
				arm_iteration_ps(arm)};
	uint64_t iterations = (s->budget - s->sampled) / (2 * s->tuner.in_play);
	uint64_t most;

	if (!plan.iteration_ps)
		plan.iteration_ps = s->last_ps;
	if (!plan.iteration_ps || iterations > UINT64_MAX / plan.iteration_ps)
		return plan;
	most = iterations * plan.iteration_ps / 1000;
	if (plan.nanoseconds > most) {
		plan.nanoseconds = most;
		s->cut = true;
	}
	return plan;
}

const struct job_plan *search_next(struct search *s)
{
	const struct arm *arm = s->heat == HEAT_OVER ? NULL : tuner_next(&s->tuner);
	bool tuned = s->plan.kind == JOB_TUNED;

	if (arm) {
		s->plan = plan_sample(s, arm);
	} else if (s->explores && tuned) {
		/* As if it were as quick as the best: it is slower, as a rule. */
		s->plan = (struct job_plan){JOB_RANDOM, random_tuning(s), EXPLORE_NS / 2,
					    s->best_ps};
	} else {
		s->plan = (struct job_plan){JOB_TUNED, s->best,
					    (uint64_t)EXPLORE_NS * (EXPLORE_SHARE - 1),
					    s->best_ps};
	}
	return &s->plan;
}

void search_learn(struct search *s, const struct sample *sample)
{
	if (sample->iterations)
		s->last_ps = sample->nanoseconds * 1000 / sample->iterations;
	if (s->plan.kind == JOB_RANDOM)
		s->explored += sample->iterations;
	if (s->plan.kind == JOB_TUNED)
		s->best_ps = s->last_ps;
	if (s->plan.kind != JOB_SAMPLE)
		return;
	s->samples++;
	s->sampled += sample->iterations;
	s->sample_ns += sample->nanoseconds;
	tuner_learn(&s->tuner, sample);
	if (s->sampled >= s->budget || s->sample_ns >= SEARCH_NS_MAX)
		search_end(s);
	else
		advance(s);
}

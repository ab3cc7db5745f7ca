/* report.c - one test in one mix: its outcomes are reported. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "lib/clock.h"
#include "lib/err.h"
#include "runner/condition.h"
#include "runner/label.h"
#include "runner/session.h"
#include "runner/verdict.h"

#include <stdlib.h>
#include <string.h>

struct outcome {
	uint64_t count;
	const int64_t *values;
	const struct test *test;
	bool matches;
	enum log_label label;
};

struct outcome_list {
	struct outcome *at;
	size_t count;
};

static int outcome_compare(const void *a, const void *b)
{
	const struct outcome *x = a, *y = b;

	for (unsigned i = 0; i < x->test->item_count; i++)
		if (x->values[i] != y->values[i])
			return x->values[i] < y->values[i] ? -1 : 1;
	return 0;
}

static void write_state(struct log *log, const void *ctx, size_t i)
{
	const struct outcome *outcome = &((const struct outcome_list *)ctx)->at[i];
	const struct test *test = outcome->test;

	log_state_begin(log, outcome->count, outcome->matches);
	for (unsigned n = 0; n < test->item_count; n++) {
		uint64_t target =
			(uint64_t)outcome->values[n] - (uint64_t)VALUE_ADDRESS_BASE;

		if (outcome->values[n] == VALUE_ANY)
			log_state_name(log, test->items[n].name, "any");
		else if (target < test->location_count)
			log_state_name(log, test->items[n].name,
				       test->locations[target].name);
		else
			log_state_value(log, test->items[n].name, outcome->values[n]);
	}
	log_state_end(log, outcome->label);
}

/* Sorts what was seen into list and the sums of result; -E_NOMEM. */
static int gather(const struct histogram *h, struct arena *arena,
		  struct outcome_list *list, struct log_result *result)
{
	const struct test *test = h->test;
	int64_t values[TEST_MAX_ITEMS];
	uint32_t cursor = 0;
	size_t distinct = 0;
	uint64_t count;

	while (histogram_next(h, &cursor, values, &count))
		distinct++;
	list->count = 0;
	list->at = arena_take(arena, distinct * sizeof(*list->at), 16);
	if (!list->at)
		return -E_NOMEM;
	for (cursor = 0; histogram_next(h, &cursor, values, &count);) {
		struct outcome *outcome = &list->at[list->count];
		int64_t *copy;

		if (test->filter &&
		    !condition_holds(test->filter, test->filter_ops, values)) {
			result->filtered += count;
			continue;
		}
		copy = arena_take(arena, test->item_count * sizeof(*copy), 16);
		if (!copy)
			return -E_NOMEM;
		memcpy(copy, values, test->item_count * sizeof(*copy));
		*outcome = (struct outcome){.count = count, .values = copy, .test = test};
		if (!test->item_count || values[0] != VALUE_ANY)
			outcome->label = label_of(test, values);
		result->labelled[outcome->label] += count;
		outcome->matches =
			condition_holds(test->condition, test->condition_ops, values);
		*(outcome->matches ? &result->matching : &result->others) += count;
		list->count++;
	}
	qsort(list->at, list->count, sizeof(*list->at), outcome_compare);
	return 0;
}

/* What the trials went by; NULL: there were none. */
static const char *tuning_source(const struct search *search)
{
	if (!search->samples)
		return search->explores ? "memory" : NULL;
	if (search->by_target)
		return "target";
	return search->has_proven ? "controls" : "balance";
}

/* The mean over all threads, or the cores that run them in turns; in microseconds. */
static uint64_t phase_us(const struct session *s, enum phase phase)
{
	unsigned cores = scheme_cores(s->run.tuning.scheme, s->run.test->threads);
	uint64_t ticks = 0;

	for (unsigned g = 0; g < s->group_count; g++)
		for (unsigned t = 0; t < cores; t++)
			ticks += s->groups[g].members[t].phases.ticks[phase];
	return clock_us(ticks / (s->group_count * cores));
}

/* What ran and how; the counts are not in it yet. */
static struct log_result describe(const struct session *s, enum test_expect expect,
				  const char *tuning)
{
	const struct test *test = s->run.test;
	const char *mix = s->run.mix->name;

	return (struct log_result){
		.seq = s->seq,
		.id = s->id,
		.name = test->name,
		.mix = mix,
		.quantifier = (enum log_quantifier)test->quantifier,
		.condition = test->text,
		.info = test->info,
		.tuning = tuning,
		.tuning_by = tuning_source(s->search),
		.samples = s->search->samples,
		.sampled = s->search->sampled,
		.explored = s->search->explored,
		.groups = s->group_count,
		.iterations = s->iterations,
		.seed = s->seed,
		.microseconds = s->nanoseconds / 1000,
		.round_trip_ns = s->round_trip_ns,
		.phases =
			{
				.reset_us = phase_us(s, PHASE_RESET),
				.run_us = phase_us(s, PHASE_RUN),
				.wait_us = phase_us(s, PHASE_WAIT),
				.count_us = phase_us(s, PHASE_COUNT),
			},
		.dependent = s->settings->tuning.scheme == SCHEME_PERPETUAL,
		.has_labels = test->allowed.sc_known,
		.racy = test->is_racy,
		.expected = verdict_expect_word(expect),
		.source = verdict_source(test, mix, s->machine->arch),
		.sensitivity = s->sensitivity,
		.state = write_state,
	};
}

/* Frames that are no witness of the target speak against nothing. */
static uint64_t contradicting(const struct session *s, const struct log_result *result)
{
	return s->settings->tuning.scheme == SCHEME_PERPETUAL ? 0 : result->others;
}

/* What has been counted: its verdict and sums; list gets its outcomes. -E_NOMEM. */
static int judge(const struct session *s, enum test_expect expect,
		 struct outcome_list *list, struct log_result *result)
{
	const struct test *test = s->run.test;
	const char *mix = s->run.mix->name;

	if (gather(&s->total, s->machine->arena, list, result))
		return -E_NOMEM;
	result->ctx = list;
	result->state_count = list->count;
	result->verdict = verdict_decide(test, mix, expect, result->matching,
					 contradicting(s, result), s->machine->deviations,
					 &result->known_by);
	if (result->verdict == V_PASS && s->settings->tso && result->labelled[LOG_WEAK])
		result->verdict = verdict_weak(test, mix, s->machine->deviations,
					       &result->known_by);
	if (s->total.lost)
		result->verdict = V_FAULT;
	return 0;
}

enum log_verdict session_report(struct session *s, bool timed_out)
{
	const struct test *test = s->run.test;
	enum test_expect expect =
		verdict_expected(test, s->run.mix->name, s->machine->arch);
	char words[TUNING_WORDS_MAX];
	struct log_result result = describe(s, expect, words);
	struct outcome_list outcomes;

	tuning_words(words, &s->search->best);
	if (judge(s, expect, &outcomes, &result)) {
		log_error(s->machine->log, "%s: not enough memory for its outcomes",
			  s->id);
		log_lost(s->machine->log, s->seq, s->id, V_FAULT);
		return V_FAULT;
	}
	if (s->total.lost)
		log_error(s->machine->log,
			  "%s: %llu iterations had more outcomes than fit", s->id,
			  (unsigned long long)s->total.lost);
	if (timed_out)
		result.verdict = V_HANG;
	s->seen = result.matching;
	if (s->beside)
		log_control(s->machine->log, &result, s->beside, test->change,
			    (enum log_needs)test->needs);
	else
		log_result(s->machine->log, &result);
	return result.verdict;
}

void session_report_partial(struct session *s)
{
	enum test_expect expect =
		verdict_expected(s->run.test, s->run.mix->name, s->machine->arch);
	struct arena mark = *s->machine->arena;
	char words[TUNING_WORDS_MAX];
	struct log_result result = describe(s, expect, words);
	struct outcome_list outcomes;

	tuning_words(words, &s->search->best);
	if (!judge(s, expect, &outcomes, &result))
		log_partial(s->machine->log, &result);
	*s->machine->arena = mark;
}

/* runner.c - the conductor: which tests run, on which cores, and what comes out. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/runner.h"
#include "lib/err.h"
#include "lib/glob.h"
#include "runner/condition.h"
#include "runner/crew.h"
#include "runner/verdict.h"

#include <stdlib.h>
#include <string.h>

#include "cpu.h"

enum {
	JOB_US = 250000,         /* what a job aims at: so often a run can be looked at */
	PROGRESS_US = 1000000,   /* between two progress lines */
	HANG_US = 20000000,      /* a job that takes longer hangs */
	INSTANCES = 1024,        /* of a batch */
	INSTANCES_SHARED = 4096, /* of a batch whose threads share processors */
	PATTERN_MAX = 256,       /* bytes of one item of tests= */
};

/* The state of a whole run; core 0 alone touches it. */
struct conductor {
	const struct machine *machine;
	const struct settings *settings;
	const struct test **tests; /* of the image, in link order */
	unsigned test_count;
	uint32_t seq;  /* of the present test and mix */
	bool counting; /* first pass: how many will there be? */
	uint64_t seed; /* of the next group */
	int rc;
};

static char current_id[LOG_ID_MAX];
static _Atomic bool running;

const char *runner_current(void)
{
	return atomic_load(&running) ? current_id : NULL;
}

void runner_core(unsigned i)
{
	crew_work(i);
}

bool runner_core_pending(unsigned i)
{
	return crew_pending(i);
}

void runner_stop_idle(bool stop)
{
	crew_stop_idle(stop);
}

/* --- one test in one mix --- */

/* A test and mix while it runs, with its groups. */
struct session {
	struct conductor *conductor;
	struct run run;
	struct group *groups;
	unsigned group_count;
	uint64_t iterations;   /* done */
	uint64_t microseconds; /* spent in jobs */
	uint64_t round_trip_ns;
};

/* The core that runs a thread of a group: neighbours, core 0 first. */
static unsigned session_core(const struct session *s, unsigned group, unsigned thread)
{
	return group * s->run.test->threads + thread;
}

/* Names the cores that did not come back from the job; how many. */
static unsigned report_missing(const struct session *s)
{
	const struct machine *machine = s->conductor->machine;
	unsigned missing = 0;

	for (unsigned g = 0; g < s->group_count; g++)
		for (unsigned t = 0; t < s->run.test->threads; t++) {
			unsigned core = session_core(s, g, t);

			if (core && !crew_done(core)) {
				log_hang(machine->log, core, current_id,
					 "the core is lost");
				missing++;
			} else if (s->groups[g].watch.late == t + 1) {
				log_hang(machine->log, core, current_id,
					 "the core came too late");
			}
		}
	return missing;
}

/* Runs a job on all cores of the session, core 0 with them: 0 or -E_TIMEOUT. */
static int session_job(struct session *s, job_fn *job)
{
	unsigned cores = s->group_count * s->run.test->threads;
	uint64_t deadline = clock_after_us(HANG_US), start = cpu_clock();
	bool late = false;

	for (unsigned g = 0; g < s->group_count; g++)
		s->groups[g].watch.deadline = deadline;
	for (unsigned i = 1; i < cores; i++) {
		struct group *group = &s->groups[i / s->run.test->threads];

		if (crew_post(i, job, &group->members[i % s->run.test->threads],
			      s->conductor->machine->wake))
			late = true;
	}
	job(&s->groups[0].members[0]);
	for (unsigned i = 1; i < cores; i++)
		while (!crew_done(i)) {
			if (clock_passed(deadline)) {
				late = true;
				break;
			}
			cpu_relax();
		}
	for (unsigned g = 0; g < s->group_count; g++)
		late = late || s->groups[g].watch.late;
	s->microseconds += clock_us(cpu_clock() - start);
	return late ? -E_TIMEOUT : 0;
}

/* How many threads may run at once. */
static unsigned cores_at_once(const struct conductor *c)
{
	unsigned host = c->settings->host;

	return host && host < c->machine->cores ? host : c->machine->cores;
}

static void choose_pacing(struct session *s, const struct settings *settings)
{
	const struct test *test = s->run.test;
	/* More threads than processors: whoever spins keeps another from running. */
	bool shared = settings->host && settings->host < test->threads;
	uint64_t each;

	s->run.scheme = settings->scheme;
	if (s->run.scheme == SCHEME_AUTO)
		s->run.scheme = shared ? SCHEME_BATCH : SCHEME_SYNC;
	s->run.layout = settings->layout;
	if (s->run.layout == LAYOUT_AUTO)
		s->run.layout = s->run.scheme == SCHEME_USER ? LAYOUT_PACKED : LAYOUT_OWN;
	s->run.instances = settings->instances;
	if (!s->run.instances)
		s->run.instances = shared ? INSTANCES_SHARED : INSTANCES;
	each = (settings->iterations + s->group_count - 1) / s->group_count;
	if (s->run.instances > each)
		s->run.instances = (uint32_t)each;
	s->run.k = settings->k ? settings->k : 1;
	if (s->run.scheme == SCHEME_BATCH || s->run.k > s->run.instances)
		s->run.k = s->run.instances;
	s->run.instances -= s->run.instances % s->run.k;
}

static int session_init(struct session *s, struct conductor *c, const struct test *test,
			const struct mix *mix)
{
	struct arena *arena = c->machine->arena;
	unsigned groups = cores_at_once(c) / test->threads;

	*s = (struct session){.conductor = c, .group_count = groups ? groups : 1};
	s->run.test = test;
	s->run.mix = mix;
	choose_pacing(s, c->settings);
	s->groups = arena_take(arena, s->group_count * sizeof(*s->groups), 128);
	if (!s->groups)
		return -E_NOMEM;
	for (unsigned g = 0; g < s->group_count; g++) {
		int error = group_init(&s->groups[g], &s->run, c->seed + g, arena);

		if (error)
			return error;
	}
	return 0;
}

/* Iterations that were counted by all. */
static uint64_t session_iterations(const struct session *s)
{
	uint64_t sum = 0;

	for (unsigned g = 0; g < s->group_count; g++)
		for (unsigned t = 0; t < s->run.test->threads; t++)
			sum += s->groups[g].members[t].iterations;
	return sum;
}

/* Jobs of growing size until all iterations are done. 0 or -E_TIMEOUT. */
static int session_run(struct session *s)
{
	struct conductor *c = s->conductor;
	uint64_t wanted = c->settings->iterations;
	uint64_t per_batch = (uint64_t)s->run.instances * s->group_count;
	uint64_t progress = clock_after_us(PROGRESS_US);
	int error = 0;

	if (s->run.test->threads > 1) {
		error = session_job(s, member_round_trips);
		s->round_trip_ns = s->microseconds * 1000 / ROUND_TRIPS;
		s->microseconds = 0;
	}
	s->run.batches = 1;
	while (!error && s->iterations < wanted) {
		uint64_t left = (wanted - s->iterations + per_batch - 1) / per_batch;
		uint64_t before = s->microseconds, took;

		if (s->run.batches > left)
			s->run.batches = (uint32_t)left;
		error = session_job(s, member_run);
		s->iterations = session_iterations(s);
		took = s->microseconds - before;
		if (took < JOB_US / 2 && s->run.batches < UINT32_MAX / 2)
			s->run.batches *= 2;
		else if (took > JOB_US * 2 && s->run.batches > 1)
			s->run.batches /= 2;
		if (!error && s->iterations < wanted && clock_passed(progress)) {
			log_progress(c->machine->log, c->seq, current_id, s->iterations,
				     wanted, 0);
			progress = clock_after_us(PROGRESS_US);
		}
	}
	return error;
}

/* --- its result --- */

struct outcome {
	uint64_t count;
	const int64_t *values;
	const struct test *test;
	bool matches;
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

		if (target < test->location_count)
			log_state_name(log, test->items[n].name,
				       test->locations[target].name);
		else
			log_state_value(log, test->items[n].name, outcome->values[n]);
	}
	log_line_end(log);
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
		*outcome = (struct outcome){count, copy, test, false};
		outcome->matches =
			condition_holds(test->condition, test->condition_ops, values);
		*(outcome->matches ? &result->matching : &result->others) += count;
		list->count++;
	}
	qsort(list->at, list->count, sizeof(*list->at), outcome_compare);
	return 0;
}

/* Prints the block; the verdict, or -E_NOMEM. */
static int session_report(struct session *s, struct log_result *result)
{
	struct conductor *c = s->conductor;
	const struct test *test = s->run.test;
	struct histogram *h = &s->groups[0].members[0].histogram;
	enum test_expect expect =
		verdict_expected(test, s->run.mix->name, c->machine->arch);
	struct outcome_list outcomes;

	for (unsigned g = 0; g < s->group_count; g++)
		for (unsigned t = 0; t < test->threads; t++)
			if (g || t)
				histogram_merge(h, &s->groups[g].members[t].histogram);
	if (gather(h, c->machine->arena, &outcomes, result))
		return -E_NOMEM;
	if (h->lost)
		log_error(c->machine->log,
			  "%s: %llu iterations had too many outcomes to list", current_id,
			  (unsigned long long)h->lost);
	result->seq = c->seq;
	result->id = current_id;
	result->name = test->name;
	result->mix = s->run.mix->name;
	result->quantifier = (enum log_quantifier)test->quantifier;
	result->condition = test->text;
	result->info = test->info;
	result->scheme = scheme_name(s->run.scheme);
	result->layout = layout_name(s->run.layout);
	result->k = s->run.k;
	result->instances = s->run.instances;
	result->groups = s->group_count;
	result->iterations = s->iterations;
	result->seed = c->seed;
	result->microseconds = s->microseconds;
	result->expected = verdict_expect_word(expect);
	if (result->verdict == V_PASS)
		result->verdict = verdict_decide(
			test, s->run.mix->name, expect, result->matching, result->others,
			c->machine->deviations, &result->known_by);
	result->state = write_state;
	result->ctx = &outcomes;
	result->state_count = outcomes.count;
	log_result(c->machine->log, result);
	if (h->lost)
		c->rc = 1;
	return result->verdict;
}

/* Runs a test in a mix and reports it; false: the run cannot go on. */
static bool run_one(struct conductor *c, const struct test *test, const struct mix *mix)
{
	const struct machine *machine = c->machine;
	struct arena mark = *machine->arena;
	struct session session;
	struct log_result result = {.verdict = V_PASS};
	unsigned missing = 0;
	int verdict, error;

	if (test->threads > machine->cores) {
		log_skip_cores(machine->log, c->seq, current_id, test->threads,
			       machine->cores);
		return true;
	}
	if (session_init(&session, c, test, mix)) {
		*machine->arena = mark;
		log_skip(machine->log, c->seq, current_id, "not enough memory");
		c->rc = 1;
		return true;
	}
	atomic_store(&running, true);
	error = session_run(&session);
	atomic_store(&running, false);
	if (error) {
		missing = report_missing(&session);
		result.verdict = V_HANG;
	}
	/* A lost core may still be writing: its counts, and then the rest, are not to be had. */
	if (missing)
		log_lost(machine->log, c->seq, current_id, verdict = V_HANG);
	else
		verdict = session_report(&session, &result);
	if (verdict == -E_NOMEM) {
		log_lost(machine->log, c->seq, current_id, V_FAULT);
		verdict = V_FAULT;
	}
	if (!log_verdict_holds((enum log_verdict)verdict))
		c->rc = 1;
	c->seed += session.group_count;
	*machine->arena = mark;
	return !missing;
}

/* --- which tests and mixes --- */

/* Is name one of the blank-separated words? */
static bool has_word(const char *words, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = words; *at;) {
		size_t n = strcspn(at, " ");

		if (n == length && !memcmp(at, name, n))
			return true;
		at += n + (at[n] == ' ');
	}
	return false;
}

/* Does an item of tests= mean this test? "@smoke" is a suite, else a glob over ids. */
static bool item_means(const char *item, size_t length, const struct test *test)
{
	char pattern[PATTERN_MAX];

	if (length >= sizeof(pattern))
		return false;
	memcpy(pattern, item, length);
	pattern[length] = '\0';
	return *pattern == '@' ? has_word(test->suites, pattern + 1)
			       : glob_match(pattern, test->id);
}

static bool test_wanted(const struct conductor *c, const struct test *test)
{
	const char *list = c->settings->tests, *item;
	size_t length;

	while ((item = settings_next_item(&list, &length)))
		if (item_means(item, length, test))
			return true;
	return false;
}

/* Says which items of tests= mean nothing; false: one did. */
static bool check_tests(const struct conductor *c)
{
	const char *list = c->settings->tests, *item;
	bool all = true;
	size_t length;

	while ((item = settings_next_item(&list, &length))) {
		bool found = false;

		for (unsigned i = 0; i < c->test_count && !found; i++)
			found = item_means(item, length, c->tests[i]);
		if (!found)
			log_error(c->machine->log,
				  "tests=: '%.*s' matches no test of this image (it has "
				  "%u)",
				  (int)length, item, c->test_count);
		all = all && found;
	}
	return all;
}

static const char *mix_list(const struct conductor *c)
{
	return *c->settings->mix ? c->settings->mix : "lkmm";
}

/* Names what the image has, once each. */
static void list_variants(struct log *log)
{
	log_line_add(log, "# the image has:");
	for (const struct variant *v = __start_litmus_variants;
	     v < __stop_litmus_variants; v++) {
		const struct variant *first = __start_litmus_variants;

		while (strcmp(first->dialect, v->dialect) ||
		       strcmp(first->toolchain, v->toolchain))
			first++;
		if (first == v)
			log_line_add(log, " %s.%s", v->dialect, v->toolchain);
	}
	log_line_end(log);
}

/* Says which items of mix= no test can run; false: one was. */
static bool check_mixes(const struct conductor *c)
{
	const char *list = mix_list(c), *item;
	char missing[MIX_NAME_MAX];
	bool all = true;
	size_t length;

	while ((item = settings_next_item(&list, &length))) {
		bool found = false;
		struct mix mix;

		for (unsigned i = 0; i < c->test_count && !found; i++)
			found = mix_resolve(&mix, c->tests[i], item, length, missing);
		if (!found)
			log_error(c->machine->log,
				  "mix=: found '%.*s', but there is no variant '%s'",
				  (int)length, item, missing);
		all = all && found;
	}
	if (!all)
		list_variants(c->machine->log);
	return all;
}

/* Did an item of mix= before this one mean the same mix for this test? */
static bool mix_repeats(const struct conductor *c, const struct test *test,
			const char *before, const char *name)
{
	const char *list = mix_list(c), *item;
	char missing[MIX_NAME_MAX];
	struct mix mix;
	size_t length;

	while ((item = settings_next_item(&list, &length)) && item != before)
		if (mix_resolve(&mix, test, item, length, missing) &&
		    !strcmp(mix.name, name))
			return true;
	return false;
}

/* All mixes of a test; false: the run cannot go on. */
static bool run_test(struct conductor *c, const struct test *test)
{
	const char *list = mix_list(c), *item;
	char missing[MIX_NAME_MAX], name[MIX_NAME_MAX];
	struct mix mix;
	size_t length;

	while ((item = settings_next_item(&list, &length))) {
		bool known = mix_resolve(&mix, test, item, length, missing);

		if (known && mix_repeats(c, test, item, mix.name))
			continue;
		c->seq++;
		if (c->counting)
			continue;
		memset(name, 0, sizeof(name));
		memcpy(name, item, length < sizeof(name) ? length : sizeof(name) - 1);
		log_id(current_id, test->id, known ? mix.name : name);
		if (!known)
			log_skip(c->machine->log, c->seq, current_id,
				 "the image lacks a variant");
		else if (!run_one(c, test, &mix))
			return false;
	}
	return true;
}

/* The tests of the image, each once, in link order; -E_NOMEM. */
static int list_tests(struct conductor *c)
{
	size_t variants = (size_t)(__stop_litmus_variants - __start_litmus_variants);

	c->tests = arena_take(c->machine->arena, variants * sizeof(*c->tests), 16);
	if (!c->tests)
		return -E_NOMEM;
	for (size_t v = 0; v < variants; v++) {
		unsigned i = 0;

		while (i < c->test_count &&
		       c->tests[i] != __start_litmus_variants[v].test)
			i++;
		if (i == c->test_count)
			c->tests[c->test_count++] = __start_litmus_variants[v].test;
	}
	return 0;
}

static void say_how(const struct conductor *c)
{
	const struct settings *settings = c->settings;

	if (settings->host && settings->host < c->machine->cores)
		log_note(c->machine->log,
			 "host=%u: at most %u threads at once; a test with more is paced "
			 "by batches",
			 settings->host, settings->host);
}

static bool run_all(struct conductor *c)
{
	c->seq = 0;
	for (unsigned i = 0; i < c->test_count; i++)
		if (test_wanted(c, c->tests[i]) && !run_test(c, c->tests[i]))
			return false;
	return true;
}

int runner_run(const struct machine *machine, const struct settings *settings)
{
	struct conductor c = {
		.machine = machine,
		.settings = settings,
		.seed = settings->seed,
		.counting = true,
	};

	if (list_tests(&c)) {
		log_error(machine->log, "not enough memory for the list of tests");
		return 1;
	}
	if (!check_tests(&c) || !check_mixes(&c))
		return 2;
	say_how(&c);
	run_all(&c);
	log_plan(machine->log, c.seq);
	c.counting = false;
	if (!run_all(&c))
		log_error(machine->log, "a core is lost: the run ends after test %u",
			  c.seq);
	return c.rc;
}

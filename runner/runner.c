/* runner.c - the conductor: which tests run, in which mixes, one after the other. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/runner.h"
#include "lib/err.h"
#include "lib/glob.h"
#include "runner/condition.h"
#include "runner/controls.h"
#include "runner/measure.h"
#include "runner/noise.h"
#include "runner/session.h"
#include "runner/turns.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	PATTERN_MAX = 256, /* bytes of one item of tests= */
	TURNS = 4096,      /* of a delay, to learn what one takes */
};

/* The state of a whole run; core 0 alone touches it. */
struct conductor {
	const struct machine *machine;
	const struct settings *settings;
	struct clocks clocks;
	struct timebase timebase;
	struct memo *memo;
	const char *sweep;         /* for caches to forget what they had */
	uint64_t turn_ps;          /* of pace_delay() */
	const struct test **tests; /* of the image, by id */
	unsigned test_count;
	uint32_t place; /* of the present test and mix among all that are asked for */
	uint32_t seq;   /* and in this shard, hence in the log */
	bool counting;  /* how many will there be? */
	bool listing;   /* and which? */
	uint64_t seed;  /* of the next group */
	int rc;
};

static char current_id[LOG_ID_MAX];
static _Atomic bool running;

const char *runner_current(void)
{
	return atomic_load(&running) ? current_id : NULL;
}

/* The session of a test could not be made: why. */
static void not_to_be_had(struct conductor *c, int error)
{
	static const char processors[] =
		"scheme=deadline needs a processor for each thread";

	if (error == -E_REFUSED)
		log_error(c->machine->log, "%s: %s", current_id, processors);
	log_skip(c->machine->log, c->seq, current_id,
		 error == -E_REFUSED ? processors : "not enough memory");
	c->rc = error == -E_REFUSED ? 2 : 1;
}

/* Runs a test in a mix and reports it; false: the run cannot go on. */
static bool run_one(struct conductor *c, const struct test *test, const struct mix *mix)
{
	const struct machine *machine = c->machine;
	struct arena mark = *machine->arena;
	struct session session = {
		.machine = machine,
		.settings = c->settings,
		.run = {.test = test,
			.mix = mix,
			.timebase = &c->timebase,
			.turn_ps = c->turn_ps,
			.sweep = c->sweep},
		.memo = c->memo,
		.seq = c->seq,
		.id = current_id,
		.seed = c->seed,
	};
	struct log_sensitivity sensitivity = {0};
	unsigned missing = 0;
	int error;

	if (test->threads > machine->cores) {
		log_skip_cores(machine->log, c->seq, current_id, test->threads,
			       machine->cores);
		return true;
	}
	if (c->settings->controls) {
		atomic_store(&running, true);
		missing = controls_run(&session, &sensitivity);
		atomic_store(&running, false);
		session.sensitivity = &sensitivity;
	}
	if (missing) {
		log_lost(machine->log, c->seq, current_id, V_HANG);
		c->rc = 1;
		return false;
	}
	if (machine_interrupted(machine)) /* in its controls */
		return false;
	error = session_init(&session);
	if (error) {
		*machine->arena = mark;
		not_to_be_had(c, error);
		return true;
	}
	c->seed += session.group_count;
	atomic_store(&running, true);
	error = session_run(&session);
	atomic_store(&running, false);
	if (error)
		missing = session_missing(&session);
	/* A lost core may still be writing: no counts, and no memory for the rest. */
	if (missing)
		log_lost(machine->log, c->seq, current_id, V_HANG);
	if (missing || !log_verdict_holds(session_report(&session, error)))
		c->rc = 1;
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

/* The next variant of the image that is not that of another test before it; NULL. */
static const struct variant *next_variant(const struct variant *v)
{
	v = v ? v + 1 : __start_litmus_variants;
	for (; v < __stop_litmus_variants; v++) {
		const struct variant *first = __start_litmus_variants;

		while (strcmp(first->dialect, v->dialect) ||
		       strcmp(first->toolchain, v->toolchain))
			first++;
		if (first == v)
			return v;
	}
	return NULL;
}

/* Names what the image has, once each. */
static void list_variants(struct log *log)
{
	log_line_add(log, "# the image has:");
	for (const struct variant *v = NULL; (v = next_variant(v));)
		log_line_add(log, " %s.%s", v->dialect, v->toolchain);
	log_line_end(log);
}

/* Says which items of mix= name a variant that the image lacks; false: one did. */
static bool check_mixes(const struct conductor *c)
{
	const char *list = mix_list(c), *item;
	char missing[MIX_NAME_MAX];
	bool all = true;
	size_t length;

	while ((item = settings_next_item(&list, &length)))
		if (!mix_known(item, length, missing)) {
			log_error(c->machine->log,
				  "mix=: found '%.*s', but there is no variant '%s'",
				  (int)length, item, missing);
			all = false;
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
	char missing[MIX_NAME_MAX], text[MIX_NAME_MAX];
	struct mix mix;
	size_t length;
	bool capped;

	while ((item = settings_next_item(&list, &length)) && item != before)
		for (unsigned i = 0; mix_expand(text, test, item, length, i, &capped);
		     i++)
			if (mix_resolve(&mix, test, text, strlen(text), missing) &&
			    !strcmp(mix.name, name))
				return true;
	return false;
}

/* How many threads may run at once. */
static unsigned threads_at_once(const struct conductor *c)
{
	unsigned host = c->settings->host, cores = c->machine->cores;

	return host && host < cores ? host : cores;
}

/* What keeps the scheme that is asked for from this mix; NULL: nothing. */
static const char *unsuited(const struct conductor *c, const struct test *test,
			    const struct mix *mix)
{
	switch (c->settings->tuning.scheme) {
	case SCHEME_TURNS:
		return turns_why_not(test, threads_at_once(c));
	case SCHEME_PERPETUAL:
		if (test->perpetual.why_not)
			return test->perpetual.why_not;
		return mix->has_perpetual ? NULL : "a variant without a perpetual body";
	default:
		return NULL;
	}
}

/* What keeps the machine, or the scheme, from this mix; NULL: nothing. */
static const char *obstacle(const struct conductor *c, const struct test *test,
			    const struct mix *mix)
{
	static char text[128];
	enum scheme scheme = c->settings->tuning.scheme;
	const char *why_not = unsuited(c, test, mix);

	if (mix->needs & ~c->machine->features)
		return "needs cores with LSE";
	if (!condition_has_room(test))
		return "needs integers of 8 bytes where this machine has 4";
	if (!why_not)
		return NULL;
	snprintf(text, sizeof(text), "not %s%s: %s", scheme == SCHEME_TURNS ? "in " : "",
		 scheme_name(scheme), why_not);
	return text;
}

/* One mix of a test; false: the run cannot go on. */
static bool run_mix(struct conductor *c, const struct test *test, const char *item,
		    const char *text)
{
	char missing[MIX_NAME_MAX];
	struct mix mix;
	bool known = mix_resolve(&mix, test, text, strlen(text), missing);
	const char *why_not = "the image lacks a variant";

	if (known && mix_repeats(c, test, item, mix.name))
		return true;
	if (c->place++ % c->settings->shards != c->settings->shard - 1)
		return true;
	if (!c->counting && machine_interrupted(c->machine))
		return false;
	c->seq++;
	log_id(current_id, test->id, known ? mix.name : text);
	if (c->listing)
		log_line(c->machine->log, "run %s", current_id);
	if (c->counting)
		return true;
	if (known)
		why_not = obstacle(c, test, &mix);
	if (!why_not)
		return run_one(c, test, &mix);
	log_skip(c->machine->log, c->seq, current_id, why_not);
	return true;
}

/* All mixes of a test; false: the run cannot go on. */
static bool run_test(struct conductor *c, const struct test *test)
{
	const char *list = mix_list(c), *item;
	char text[MIX_NAME_MAX];
	size_t length;

	while ((item = settings_next_item(&list, &length))) {
		bool capped;

		for (unsigned i = 0; mix_expand(text, test, item, length, i, &capped);
		     i++)
			if (!run_mix(c, test, item, text))
				return false;
		if (capped && !c->counting)
			log_note(c->machine->log,
				 "mix=: '%.*s' means more than %u mixes of %s; these ran",
				 (int)length, item, MIX_EXPAND_MAX, test->id);
	}
	return true;
}

static int by_id(const void *a, const void *b)
{
	return strcmp((*(const struct test *const *)a)->id,
		      (*(const struct test *const *)b)->id);
}

/* The tests of the image, each once, by id; -E_NOMEM. */
static int list_tests(struct conductor *c)
{
	size_t variants = (size_t)(__stop_litmus_variants - __start_litmus_variants);

	c->tests = arena_take(c->machine->arena, variants * sizeof(*c->tests), 16);
	if (!c->tests)
		return -E_NOMEM;
	for (size_t v = 0; v < variants; v++) {
		unsigned i = 0;

		if (__start_litmus_variants[v].test->control_of)
			continue;
		while (i < c->test_count &&
		       c->tests[i] != __start_litmus_variants[v].test)
			i++;
		if (i == c->test_count)
			c->tests[c->test_count++] = __start_litmus_variants[v].test;
	}
	/* The compiler and the linker have orders of their own. */
	qsort(c->tests, c->test_count, sizeof(*c->tests), by_id);
	return 0;
}

static void say_how(const struct conductor *c)
{
	const struct settings *settings = c->settings;

	log_line_add(c->machine->log, "# schemes");
	for (int i = 0; i < SCHEME_COUNT; i++)
		log_line_add(c->machine->log, " %s", scheme_name((enum scheme)i));
	log_line_end(c->machine->log);
	if (settings->host && settings->host < c->machine->cores)
		log_note(c->machine->log,
			 "host=%u: at most %u threads at once; those of a test with more "
			 "take turns, or batches pace them",
			 settings->host, settings->host);
}

static void take_turns(void *context)
{
	(void)context;
	pace_delay(TURNS);
}

/* What rates and waits mean on this machine; false: the run cannot go on. */
static bool measure_machine(struct conductor *c)
{
	const struct machine *machine = c->machine;
	unsigned together = threads_at_once(c);
	int error = clocks_measure(&c->clocks, machine, together);

	if (!error) {
		clocks_print(&c->clocks, machine);
		error = measure_print(&c->clocks, machine, together);
	}
	if (!error && c->settings->noise_us)
		error = noise_print(&c->clocks, machine, together, c->settings->noise_us);
	if (!error) {
		timebase_init(&c->timebase, &c->clocks, together);
		c->turn_ps = clocks_cost_ps(take_turns, NULL, TURNS);
		if (!c->turn_ps)
			c->turn_ps = 1;
	}
	if (error)
		log_error(machine->log, "measuring the machine: %s",
			  error == -E_NOMEM ? "not enough memory" : "a core is lost");
	return !error;
}

/* A simulation has neither the time to measure it nor the flaws. */
static bool assume_machine(struct conductor *c)
{
	int error = clocks_assume(&c->clocks, c->machine);

	if (error)
		log_error(c->machine->log, "not enough memory for the clocks");
	else
		timebase_init(&c->timebase, &c->clocks, c->machine->cores);
	c->turn_ps = clocks_ps(&c->clocks.traits[CLOCK_SHARED], 1);
	return !error;
}

static bool run_all(struct conductor *c)
{
	c->place = 0;
	c->seq = 0;
	for (unsigned i = 0; i < c->test_count; i++)
		if (test_wanted(c, c->tests[i]) && !run_test(c, c->tests[i]))
			return false;
	return true;
}

static uint32_t count_runs(struct conductor *c)
{
	c->counting = true;
	run_all(c);
	c->counting = false;
	return c->seq;
}

int runner_run(const struct machine *machine, const struct settings *settings)
{
	struct conductor c = {
		.machine = machine,
		.settings = settings,
		.seed = settings->seed,
	};
	bool complete,
		sweeps = !settings->brief || settings->tuning.cache == CACHE_ABSENT;

	if (sweeps)
		c.sweep = arena_take(machine->arena, OWNERSHIP_SWEEP, 4096);
	c.memo = arena_take_dirty(machine->arena, sizeof(*c.memo), 16);
	if (c.memo)
		c.memo->count = 0;
	if ((sweeps && !c.sweep) || !c.memo || list_tests(&c)) {
		log_error(machine->log, "not enough memory for the list of tests");
		return 1;
	}
	if (!check_tests(&c) || !check_mixes(&c))
		return 2;
	if (!settings->brief)
		say_how(&c);
	if (settings->brief ? !assume_machine(&c) : !measure_machine(&c))
		return 1;
	if (settings->tuning.scheme == SCHEME_DEADLINE && !c.timebase.traits) {
		char why[TIMEBASE_WHY_MAX];

		timebase_explain(why, &c.timebase);
		log_error(machine->log, "scheme=deadline: %s", why);
		return 2;
	}
	log_start(machine->log);
	if (!settings->brief)
		log_plan(machine->log, count_runs(&c));
	complete = run_all(&c);
	if (machine_interrupted(machine))
		log_note(machine->log, "interrupted seq=%u", (unsigned)c.seq);
	else if (!complete)
		log_error(machine->log, "a core is lost: the run ends after test %u",
			  c.seq);
	if (complete && settings->brief)
		log_plan(machine->log, c.seq);
	return c.rc;
}

/* One line of a list: its id, and what decides where it can run and who asks for it. */
static void list_test(struct log *log, const struct test *test)
{
	log_line_add(log, "test %s threads=%u suites=", test->id, test->threads);
	for (const char *c = *test->suites ? test->suites : "-"; *c; c++)
		log_line_add(log, "%c", *c == ' ' ? ',' : *c);
	log_line_end(log);
}

/* The list of these tests, and of the variants. */
static void print_list(const struct conductor *c)
{
	log_list_begin(c->machine->log);
	for (unsigned i = 0; i < c->test_count; i++)
		if (test_wanted(c, c->tests[i]))
			list_test(c->machine->log, c->tests[i]);
	for (const struct variant *v = NULL; (v = next_variant(v));)
		log_line(c->machine->log, "variant %s.%s", v->dialect, v->toolchain);
	log_list_end(c->machine->log);
}

int runner_list(const struct machine *machine, const struct settings *settings)
{
	struct conductor c = {.machine = machine, .settings = settings};
	struct arena mark = *machine->arena;
	int wanted = 0;

	if (list_tests(&c))
		return -E_NOMEM;
	for (unsigned i = 0; i < c.test_count; i++)
		wanted += test_wanted(&c, c.tests[i]);
	if (wanted)
		print_list(&c);
	*machine->arena = mark;
	return wanted;
}

static void print_plan(struct conductor *c, const char *words)
{
	log_list_begin(c->machine->log);
	log_line(c->machine->log, "plan %s", words);
	c->listing = true;
	count_runs(c);
	log_list_end(c->machine->log);
}

int runner_plan(const struct machine *machine, const struct settings *settings,
		const char *words)
{
	struct conductor c = {.machine = machine, .settings = settings};
	struct arena mark = *machine->arena;
	int error = 0;

	if (list_tests(&c))
		error = -E_NOMEM;
	else if (!check_tests(&c) || !check_mixes(&c))
		error = -E_REFUSED;
	else
		print_plan(&c, words);
	*machine->arena = mark;
	return error;
}

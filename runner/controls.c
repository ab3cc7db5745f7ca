/* controls.c - mutants of a test run beside it, to tell what a zero of it is worth. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/controls.h"

#include <stdio.h>
#include <string.h>

enum { ITERATIONS = 40000000 }; /* of a control: session.c ends it sooner, by the clock */

/* --- in which mix --- */

/* Controls are compiled in lkmm and c11 alone: mk/specimen.mk. */
static const char *nearest_dialect(const char *name, size_t length)
{
	static const char *const like_c11[] = {"c11", "c11sc", "builtin", "rust"};

	for (size_t i = 0; i < sizeof(like_c11) / sizeof(like_c11[0]); i++)
		if (strlen(like_c11[i]) == length && !memcmp(like_c11[i], name, length))
			return "c11";
	return "lkmm";
}

/* Each part of the mix by the nearest dialect and its usual toolchain. */
static void nearest_mix(char *text, const char *mix)
{
	size_t used = 0;

	text[0] = '\0';
	for (const char *at = mix; *at; at += *at == ':') {
		size_t length = strcspn(at, ".:");
		int n = snprintf(text + used, MIX_NAME_MAX - used, "%s%s",
				 used ? ":" : "", nearest_dialect(at, length));

		at += strcspn(at, ":");
		if ((size_t)n >= MIX_NAME_MAX - used)
			return;
		used += (size_t)n;
	}
}

/* The test's own mix, the nearest one, or any; false: the image has none. */
static bool choose_mix(struct mix *mix, const struct test *control,
		       const struct session *test)
{
	char text[MIX_NAME_MAX], missing[MIX_NAME_MAX];
	const char *name = test->run.mix->name;
	bool capped;

	if (mix_resolve(mix, control, name, strlen(name), missing))
		return true;
	nearest_mix(text, name);
	if (mix_resolve(mix, control, text, strlen(text), missing))
		return true;
	return mix_expand(text, control, "all", 3, 0, &capped) &&
	       mix_resolve(mix, control, text, strlen(text), missing);
}

/* --- one after the other --- */

static void add_up(struct log_sensitivity *sensitivity, const struct session *control)
{
	const struct test *test = control->run.test;

	sensitivity->ran[test->needs]++;
	sensitivity->seen[test->needs] += control->seen != 0;
	sensitivity->targets += control->seen;
	sensitivity->microseconds += control->nanoseconds / 1000;
	if (test->needs == NEEDS_SC && !control->seen)
		log_note(control->machine->log,
			 "warning: %s needs no reordering, and its target was not seen",
			 control->id);
}

/* How many cores were lost. */
static unsigned run_control(struct session *control, struct log_sensitivity *sensitivity)
{
	int error = session_init(control);
	unsigned missing = 0;

	if (error) {
		log_note(control->machine->log, "%s: not enough memory", control->id);
		return 0;
	}
	error = session_run(control);
	if (error)
		missing = session_missing(control);
	if (!missing) {
		session_report(control, error);
		add_up(sensitivity, control);
	}
	return missing;
}

static bool is_possible(const struct test *control, const struct settings *settings)
{
	if (settings->tuning.scheme == SCHEME_PERPETUAL && control->perpetual.why_not)
		return false;
	return control->needs != NEEDS_WEAK || !settings->tso;
}

unsigned controls_run(const struct session *test, struct log_sensitivity *sensitivity)
{
	struct arena *arena = test->machine->arena, mark = *arena;
	struct settings *brief = arena_take(arena, sizeof(*brief), 16);
	unsigned missing = 0;
	char id[LOG_ID_MAX];

	if (!brief)
		return 0;
	*brief = *test->settings;
	brief->iterations = ITERATIONS;
	for (unsigned i = 0; i < test->run.test->control_count && !missing &&
			     !machine_interrupted(test->machine);
	     i++) {
		const struct test *control = test->run.test->controls[i];
		struct arena each = *arena;
		struct mix mix;
		struct session session = *test;

		if (!is_possible(control, brief) || !choose_mix(&mix, control, test) ||
		    (brief->tuning.scheme == SCHEME_PERPETUAL && !mix.has_perpetual))
			continue;
		session.settings = brief;
		session.run.test = control;
		session.run.mix = &mix;
		session.beside = test->id;
		session.id = id;
		session.seed = test->seed + i;
		log_id(id, control->id, mix.name);
		missing = run_control(&session, sensitivity);
		*arena = each;
	}
	*arena = mark;
	return missing;
}

/* canary.c - a run whose canaries did not sing as they must is not a result. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/canary.h"
#include "host/barelitmus/format.h"
#include "host/barelitmus/memory.h"
#include "lib/glob.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define BLANKS " \t\r\n"

static void canaries_add(struct canaries *canaries, const char *pattern, bool seen)
{
	canaries->canaries =
		memory_grow(canaries->canaries, canaries->count, &canaries->capacity,
			    sizeof(*canaries->canaries));
	canaries->canaries[canaries->count++] =
		(struct canary){.pattern = memory_copy(pattern), .seen = seen};
}

/* NULL, or the word that should not be there. Only lines with a second word matter here. */
static const char *read_line(struct canaries *canaries, char *line)
{
	line[strcspn(line, "#")] = '\0';
	char *rest;
	const char *pattern = strtok_r(line, BLANKS, &rest);
	const char *word = pattern ? strtok_r(NULL, BLANKS, &rest) : NULL;

	if (!word)
		return NULL;
	if (strcmp(word, "seen") && strcmp(word, "never"))
		return word;
	canaries_add(canaries, pattern, !strcmp(word, "seen"));
	return strtok_r(NULL, BLANKS, &rest);
}

int canaries_load(struct canaries *canaries, const char *path)
{
	char *line = NULL;
	size_t size = 0;
	unsigned number = 0;
	const char *wrong = NULL;
	FILE *file = fopen(path, "r");

	memset(canaries, 0, sizeof(*canaries));
	if (!file) {
		fprintf(stderr, "barelitmus: %s: %s\n", path, strerror(errno));
		return -1;
	}
	while (!wrong && getline(&line, &size, file) >= 0) {
		number++;
		wrong = read_line(canaries, line);
	}
	if (wrong) {
		fprintf(stderr,
			"barelitmus: %s:%u: expected 'seen', 'never' or the end of the "
			"line, found '%s'\n",
			path, number, wrong);
		canaries_free(canaries);
	}
	free(line);
	fclose(file);
	return wrong ? -1 : 0;
}

void canaries_free(struct canaries *canaries)
{
	for (size_t i = 0; i < canaries->count; i++)
		free(canaries->canaries[i].pattern);
	free(canaries->canaries);
	memset(canaries, 0, sizeof(*canaries));
}

static bool mix_is_lkmm(const char *mix)
{
	return !strcmp(mix, "lkmm") || (!strncmp(mix, "lkmm.", 5) && !strchr(mix, ':'));
}

/* The value of key in the bootargs, to be freed; NULL where it has none. The last counts. */
static char *args_value(const char *args, const char *key)
{
	const char *value = NULL;
	size_t n = strlen(key);

	for (args += strspn(args, BLANKS); *args; args += strspn(args, BLANKS)) {
		if (!strncmp(args, key, n) && args[n] == '=')
			value = args + n + 1;
		args += strcspn(args, BLANKS);
	}
	return value ? memory_text(value, strcspn(value, BLANKS)) : NULL;
}

/*
 * True where the comma-separated list has a glob that matches text, or the reverse. What
 * a suite ("@smoke") has in it only the image knows: its canaries have to be there.
 */
static bool list_meets(char *list, const char *text)
{
	char *rest;

	for (char *item = strtok_r(list, ",", &rest); item;
	     item = strtok_r(NULL, ",", &rest)) {
		if (*item == '@' || glob_match(item, text) || glob_match(text, item))
			return true;
	}
	return false;
}

/* The user asked for tests or mixes that this is not one of; an empty word asks for none. */
static bool args_exclude(const char *args, const char *key, const char *text)
{
	char *list = args_value(args, key);
	bool excluded = list && *list && !list_meets(list, text);

	free(list);
	return excluded;
}

static bool excluded(const struct canary *canary, const char *args)
{
	return args_exclude(args, "tests", canary->pattern) ||
	       (args_exclude(args, "mix", "lkmm") && args_exclude(args, "mix", "lkmm.*"));
}

static bool skipped_for_cores(const struct result *result)
{
	return result->verdict == V_SKIP && strstr(result->reason, " cores, has ");
}

/* One run of a canary: 1 where it fails, after saying why. */
static size_t check_run(const struct canary *canary, const struct result *result,
			FILE *out)
{
	char iterations[FORMAT_MAX];
	char seen[FORMAT_MAX];

	format_count(iterations, result->iterations);
	format_count(seen, result->seen);
	if (!result->damaged && skipped_for_cores(result)) {
		fprintf(out, "canary %s[%s]: skipped, %s\n", result->test, result->mix,
			result->reason);
		return 0;
	}
	if (!result->counted) {
		fprintf(out, "canary %s[%s]: has no counts: not a result\n", result->test,
			result->mix);
		return 1;
	}
	if (canary->seen == (result->seen > 0))
		return 0;
	fprintf(out, "canary %s[%s]: %s, seen %s times in %s: not a result\n",
		result->test, result->mix,
		canary->seen ? "must be seen" : "must never be seen", seen, iterations);
	return 1;
}

static size_t check_canary(const struct canary *canary, const struct results *results,
			   const char *args, FILE *out)
{
	size_t failed = 0;
	size_t runs = 0;

	for (size_t i = 0; i < results->count; i++) {
		const struct result *result = &results->results[i];

		if (mix_is_lkmm(result->mix) &&
		    glob_match(canary->pattern, result->test)) {
			failed += check_run(canary, result, out);
			runs++;
		}
	}
	if (runs)
		return failed;
	if (excluded(canary, args)) {
		fprintf(out, "canary %s: not among the tests and mixes asked for\n",
			canary->pattern);
		return 0;
	}
	fprintf(out, "canary %s: did not run in the mix lkmm: not a result\n",
		canary->pattern);
	return 1;
}

size_t canaries_check(const struct canaries *canaries, const struct results *results,
		      const char *args, FILE *out)
{
	size_t failed = 0;

	for (size_t i = 0; i < canaries->count; i++)
		failed += check_canary(&canaries->canaries[i], results, args, out);
	return failed;
}

/* herd.c - ask herd7 what a model says of a test. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/herd.h"
#include "host/barelitmus/memory.h"
#include "host/barelitmus/process.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { OUTPUT_MAX = 1 << 24 };

static const char *const verdicts[] = {"Never", "Sometimes", "Always"};

/* What stands behind the word at the start of a line, or NULL. */
static const char *after(const char *line, const char *word)
{
	size_t n = strlen(word);

	return !strncmp(line, word, n) && line[n] == ' ' ? line + n + 1 : NULL;
}

/* The next blank-separated word of a line, where it fits; *at goes behind it. */
static bool take_word(const char **at, char *word, size_t size)
{
	size_t length;

	*at += strspn(*at, " ");
	length = strcspn(*at, " \r\n");
	if (!length || length >= size)
		return false;
	memcpy(word, *at, length);
	word[length] = '\0';
	*at += length;
	return true;
}

/* "SB+onces Sometimes 1 3", of the test that the answer is about */
static bool read_observation(struct herd_answer *answer, const char *at)
{
	char name[HERD_NAME_MAX], word[16];

	if (answer->verdict || !take_word(&at, name, sizeof(name)) ||
	    strcmp(name, answer->name) || !take_word(&at, word, sizeof(word)))
		return false;
	for (size_t i = 0; i < sizeof(verdicts) / sizeof(verdicts[0]); i++) {
		if (!strcmp(verdicts[i], word))
			answer->verdict = verdicts[i];
	}
	return answer->verdict != NULL;
}

static bool read_states(struct herd_answer *answer, const char *at)
{
	char *end;

	answer->states = strtoul(at, &end, 10);
	return isdigit((unsigned char)*at) && strchr("\r\n", *end);
}

static bool read_flag(struct herd_answer *answer, const char *at)
{
	size_t used = strlen(answer->flags);

	if (used) {
		if (used + 1 == sizeof(answer->flags))
			return false;
		answer->flags[used++] = ',';
	}
	return take_word(&at, answer->flags + used, sizeof(answer->flags) - used);
}

/* False where the line contradicts what an answer looks like. */
static bool read_line(struct herd_answer *answer, const char *line)
{
	const char *at = after(line, "Test");

	if (at)
		return !*answer->name &&
		       take_word(&at, answer->name, sizeof(answer->name));
	if (!*answer->name)
		return true; /* warnings come before the test */
	if ((at = after(line, "States")))
		return read_states(answer, at);
	if ((at = after(line, "Flag")))
		return read_flag(answer, at);
	if ((at = after(line, "Observation")))
		return read_observation(answer, at);
	return true;
}

bool herd_read(const char *text, struct herd_answer *answer)
{
	*answer = (struct herd_answer){0};
	while (*text) {
		if (!read_line(answer, text))
			return false;
		text += strcspn(text, "\n");
		text += *text == '\n';
	}
	return answer->verdict != NULL;
}

/* All that herd7 printed, as a text. */
struct output {
	char *text;
	size_t length, capacity;
};

static bool take(void *context, const char *bytes, size_t n)
{
	struct output *output = context;

	while (output->length + n + 1 > output->capacity)
		output->text =
			memory_grow(output->text, output->capacity, &output->capacity, 1);
	memcpy(output->text + output->length, bytes, n);
	output->length += n;
	output->text[output->length] = '\0';
	return output->length <= OUTPUT_MAX;
}

enum herd_end herd_ask(char *const argv[], double seconds,
		       const volatile sig_atomic_t *interrupted, char **output)
{
	static const enum herd_end ends[] = {
		[PROCESS_ENDED] = HERD_DONE,
		[PROCESS_LATE] = HERD_TIMEOUT,
		[PROCESS_REFUSED] = HERD_FLOOD,
		[PROCESS_INTERRUPTED] = HERD_SIGNAL,
	};
	struct output taken = {0};
	struct process process;
	enum process_end end;

	if (process_start(&process, argv)) {
		*output = memory_copy(strerror(errno));
		return HERD_CRASH;
	}
	take(&taken, "", 0); /* a text even where nothing comes */
	end = process_follow(&process, seconds, interrupted, take, &taken);
	*output = taken.text;
	return end == PROCESS_ENDED && process.status ? HERD_CRASH : ends[end];
}

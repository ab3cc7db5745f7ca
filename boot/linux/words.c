/* words.c - the words of the command line: those of the bootargs, and sched=. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/linux/process.h"

#include <stdio.h>
#include <string.h>

static const char prefix[] = "sched=";

/* The sentence lives until the next one. */
static const char *complain(const char *word, size_t length, const char *expected)
{
	static char text[160];

	snprintf(text, sizeof(text), "command line: found '%.*s', expected %s",
		 length < 80 ? (int)length : 80, word, expected);
	return text;
}

static const char *take_sched(const char *word, size_t length, enum words_sched *sched)
{
	static const char *const words[] = {"sched=auto", "sched=fifo", "sched=other"};

	for (unsigned i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (length == strlen(words[i]) && !memcmp(word, words[i], length)) {
			*sched = (enum words_sched)i;
			return NULL;
		}
	return complain(word, length, "sched=auto, fifo or other");
}

/* One blank-separated word of an argument. */
static const char *take_word(char *args, size_t size, const char *word, size_t length,
			     enum words_sched *sched)
{
	size_t used = strlen(args), n = sizeof(prefix) - 1;

	if (length >= n && !memcmp(word, prefix, n))
		return take_sched(word, length, sched);
	if (used + length + 2 > size) {
		char expected[48];

		snprintf(expected, sizeof(expected), "at most %zu bytes in all",
			 size - 1);
		return complain(word, length, expected);
	}
	if (used)
		args[used++] = ' ';
	memcpy(args + used, word, length);
	args[used + length] = '\0';
	return NULL;
}

const char *words_join(char *args, size_t size, char **arguments, enum words_sched *sched)
{
	static const char blanks[] = " \t\n";

	*args = '\0';
	*sched = WORDS_AUTO;
	for (; *arguments; arguments++) {
		const char *word = *arguments;

		while (*(word += strspn(word, blanks))) {
			size_t length = strcspn(word, blanks);
			const char *trouble = take_word(args, size, word, length, sched);

			if (trouble)
				return trouble;
			word += length;
		}
	}
	return NULL;
}

/* command.c - the words at the prompt: which there are, and how a line is cut up. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/command.h"

#include <stdio.h>
#include <string.h>

const struct command_form command_forms[] = {
	{"help", COMMAND_HELP, TAKES_NOTHING, "", "these lines"},
	{"list", COMMAND_LIST, TAKES_ONE_OR_NONE, "[tests]",
	 "tests of the image, as tests= takes them (SB*,@smoke), and its variants"},
	{"run", COMMAND_RUN, TAKES_ANY, "[words]",
	 "runs tests: words as in the bootargs, tests=SB* iters=1M; ^C ends it"},
	{"plan", COMMAND_PLAN, TAKES_ANY, "[words]", "what run would run"},
	{"again", COMMAND_AGAIN, TAKES_ANY, "[from [to]]",
	 "what run or plan printed last, in pieces with a checksum each"},
	{"info", COMMAND_INFO, TAKES_NOTHING, "", "measures the machine again"},
	{"noise", COMMAND_NOISE, TAKES_ONE_OR_NONE, "[time]",
	 "how long the cores are kept from their work: noise 5s"},
	{"baud", COMMAND_BAUD, TAKES_ONE, "<rate>", "changes the speed of this console"},
	{"seed", COMMAND_SEED, TAKES_ONE, "<n>", "of later runs that do not say theirs"},
	{"reboot", COMMAND_REBOOT, TAKES_NOTHING, "", "starts the machine again"},
	{"off", COMMAND_OFF, TAKES_NOTHING, "", "switches the machine off"},
	{.name = NULL},
};

static const char *complain(const char *found, const char *expected)
{
	static char text[256];

	snprintf(text, sizeof(text), "found '%.80s', expected %s", found, expected);
	return text;
}

/* Cuts the first word off; what follows it without blanks before or behind. */
static char *cut(char *word)
{
	char *rest = word + strcspn(word, " "), *end;

	if (*rest)
		*rest++ = '\0';
	rest += strspn(rest, " ");
	for (end = rest + strlen(rest); end > rest && end[-1] == ' ';)
		*--end = '\0';
	return rest;
}

static const char *check_words(enum command_takes takes, const char *words)
{
	bool many = strchr(words, ' ') != NULL;

	if (takes == TAKES_NOTHING && *words)
		return complain(words, "nothing behind this word");
	if (takes == TAKES_ONE && (!*words || many))
		return complain(words, "one word");
	if (takes == TAKES_ONE_OR_NONE && many)
		return complain(words, "one word or none");
	return NULL;
}

/* The names of all commands. */
static const char *all_names(void)
{
	static char text[128];

	strcpy(text, "one of:");
	for (const struct command_form *form = command_forms; form->name; form++)
		command_add(text, sizeof(text), form->name);
	return text;
}

const char *command_read(struct command *command, char *line)
{
	char *word = line + strspn(line, " "), *words = cut(word);

	*command = (struct command){COMMAND_NOTHING, words};
	if (!*word)
		return NULL;
	for (const struct command_form *form = command_forms; form->name; form++)
		if (!strcmp(word, form->name)) {
			command->kind = form->kind;
			return check_words(form->takes, words);
		}
	return complain(word, all_names());
}

bool command_add(char *out, size_t size, const char *text)
{
	size_t used = strlen(out), n = strlen(text);

	if (!n)
		return true;
	if (used + (used != 0) + n >= size)
		return false;
	if (used)
		out[used++] = ' ';
	memcpy(out + used, text, n + 1);
	return true;
}

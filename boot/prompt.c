/* prompt.c - a person or a collector at the console: one line, one answer. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "boot/command.h"
#include "boot/line.h"
#include "lib/err.h"
#include "runner/crew.h"
#include "runner/runner.h"

#include <stdio.h>
#include <string.h>

static const char prompt[] = "barelitmus> ";

static struct line line;
static struct settings settings; /* of the last run */
static char seed[32];            /* "seed=7", of runs that do not say theirs */
static bool present;             /* somebody may be there */
static bool interrupted;

bool prompt_interrupted(void)
{
	int byte;

	while (present && (byte = console_read()) >= 0)
		interrupted |= byte == LINE_BREAK;
	return interrupted;
}

static void complain(const char *what)
{
	log_line(console_log(), "error: %s", what);
}

/* A core that is late for a job may still write into the memory of that run. */
static bool all_cores_idle(void)
{
	for (unsigned i = 1; i < cores_count(); i++)
		if (!crew_done(i))
			return false;
	return true;
}

/* A whole log: of no tests, or of those that the words ask for. */
static void run(const char *words, bool tests)
{
	static char args[SETTINGS_TEXT_MAX];
	const char *trouble;
	int rc = 2;

	if (!all_cores_idle()) {
		complain("a core is lost, expected reboot or off");
		return;
	}
	*args = '\0';
	if (!command_add(args, sizeof(args), boot_found.bootargs) ||
	    !command_add(args, sizeof(args), seed) ||
	    !command_add(args, sizeof(args), words)) {
		complain("too many words, expected at most 4095 bytes with the bootargs");
		return;
	}
	trouble = settings_parse(&settings, args);
	if (!trouble && *settings.core_list &&
	    strcmp(settings.core_list, boot_found.settings.core_list))
		trouble = "cores=: found a list, expected 1..512: which cores there are "
			  "was settled at boot";
	if (!tests && !trouble)
		settings.tests = "";
	run_let_idle(&settings);
	run_announce(&settings, args);
	if (trouble)
		log_error(console_log(), "%s", trouble);
	else
		rc = run_tests(&settings, args);
	log_end(console_log(), rc);
}

static void help(void)
{
	for (const struct command_form *form = command_forms; form->name; form++)
		log_line(console_log(), "%-6s %-7s  %s", form->name, form->words,
			 form->does);
}

static void list(const char *tests)
{
	struct machine machine;

	settings_parse(&settings, "");
	if (*tests)
		settings.tests = tests;
	machine = run_machine(&settings);
	switch (runner_list(&machine, &settings)) {
	case 0:
		complain("no test of this image is meant, expected globs over those of "
			 "list");
		break;
	case -E_NOMEM:
		complain("not enough memory for the list of tests");
		break;
	}
}

static void measure_noise(const char *time)
{
	char words[32];

	snprintf(words, sizeof(words), "noise=%.20s", *time ? time : "100ms");
	run(words, false);
}

/* Keeps the seed, if it is one. */
static void set_seed(const char *number)
{
	char word[sizeof(seed)];
	const char *trouble;

	snprintf(word, sizeof(word), "seed=%.26s", number);
	trouble = settings_parse(&settings, word);
	if (trouble)
		complain(trouble);
	else
		memcpy(seed, word, sizeof(seed));
}

static void end(enum end_action action)
{
	end_machine(action, false);
	complain("nothing here can do that, expected a hand at the power switch");
}

static void obey(const struct command *command)
{
	switch (command->kind) {
	case COMMAND_NOTHING:
		break;
	case COMMAND_HELP:
		help();
		break;
	case COMMAND_LIST:
		list(command->words);
		break;
	case COMMAND_RUN:
		run(command->words, true);
		break;
	case COMMAND_INFO:
		run("", false);
		break;
	case COMMAND_NOISE:
		measure_noise(command->words);
		break;
	case COMMAND_SEED:
		set_seed(command->words);
		break;
	case COMMAND_REBOOT:
		end(END_REBOOT);
		break;
	case COMMAND_OFF:
		end(END_OFF);
		break;
	}
}

/* The next line, whatever it takes. */
static enum line_event listen(void)
{
	enum line_event event = LINE_OPEN;

	console_write(NULL, prompt, sizeof(prompt) - 1);
	while (event == LINE_OPEN) {
		int byte = console_read();

		if (byte >= 0)
			event = line_take(&line, (uint8_t)byte);
		watchdogs_service();
	}
	return event;
}

void prompt_serve(void)
{
	struct command command;
	const char *trouble;

	present = true;
	line_init(&line, console_write, NULL);
	for (;;) {
		switch (listen()) {
		case LINE_DONE:
			trouble = command_read(&command, line.text);
			interrupted = false;
			if (trouble)
				complain(trouble);
			else
				obey(&command);
			break;
		case LINE_TOO_LONG:
			complain("a line too long, expected at most 4095 bytes");
			break;
		default:
			break;
		}
	}
}

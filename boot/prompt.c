/* prompt.c - a person or a collector at the console: one line, one answer. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "boot/command.h"
#include "boot/line.h"
#include "lib/clock.h"
#include "lib/err.h"
#include "runner/crew.h"
#include "runner/runner.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	BAUD_LEAST = 300,
	BAUD_MOST = 10000000,
	BAUD_SECONDS = 10, /* to follow a change of speed */
};

/* Of what is kept: enough for the log of some hundred tests. */
enum { KEPT_MOST = 1 << 20, KEPT_LEAST = 4096, KEPT_SHARE = 8 };

/* Nothing is said of these before they are used, so that no start waits for their zeros. */
__attribute__((noinit)) static struct line line;
__attribute__((noinit)) static struct settings settings; /* of the last run */
__attribute__((noinit)) static char args[SETTINGS_TEXT_MAX];

static struct kept kept; /* what run or plan printed last */
static char seed[32];    /* "seed=7", of runs that do not say theirs */
static bool present;     /* somebody may be there */
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

/* Makes args of the bootargs, these and those; false: said that there are too many. */
static bool make_args(const char *these, const char *those)
{
	*args = '\0';
	if (command_add(args, sizeof(args), boot_found.bootargs) &&
	    command_add(args, sizeof(args), these) &&
	    command_add(args, sizeof(args), those))
		return true;
	complain("too many words, expected at most 4095 bytes with the bootargs");
	return false;
}

/* A whole log: of no tests, or of those that the words ask for. */
static void run(const char *words, bool tests)
{
	const char *trouble;
	int rc = 2;

	if (!all_cores_idle()) {
		complain("a core is lost, expected reboot or off");
		return;
	}
	if (!make_args(seed, words))
		return;
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

/* What run would run by these words; nothing of it runs. */
static void plan(const char *words)
{
	const char *trouble;
	struct machine machine;

	if (!make_args("", words))
		return;
	trouble = settings_parse(&settings, args);
	if (trouble) {
		complain(trouble);
		return;
	}
	machine = run_machine(&settings);
	if (runner_plan(&machine, &settings, words))
		complain("no plan, expected words that run takes");
}

/* What a line lost is asked for again: all of it, or some pieces. */
static void again(const char *words)
{
	char *end;
	unsigned long from = strtoul(words, &end, 10), to = strtoul(end, &end, 10);

	if (*end)
		complain("found another word, expected again [from [to]]");
	else if (!kept_print(&kept, (uint32_t)from, to ? (uint32_t)to : UINT32_MAX,
			     console_write, NULL))
		complain("nothing is kept, or not all of it; expected a shorter run "
			 "before");
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

/* What is typed until the line ends, or the deadline has passed; NULL: there is none. */
static enum line_event listen(const uint64_t *deadline)
{
	enum line_event event = LINE_OPEN;

	while (event == LINE_OPEN && !(deadline && clock_passed(*deadline))) {
		int byte = console_read();

		if (byte >= 0)
			event = line_take(&line, (uint8_t)byte);
		watchdogs_service();
	}
	return event;
}

/* Did an empty line come in time? At a wrong speed anything may come, but hardly that. */
static bool confirmed(void)
{
	uint64_t deadline = clock_after_us(BAUD_SECONDS * UINT64_C(1000000));

	line_init(&line, console_write, NULL);
	while (!clock_passed(deadline))
		if (listen(&deadline) == LINE_DONE && !*line.text)
			return true;
	line_init(&line, console_write, NULL);
	return false;
}

static void set_baud(const char *text)
{
	static const char *const reasons[] = {
		[E_NODEV] = "its driver cannot change its speed",
		[E_SYNTAX] = "the device tree does not say its clock",
		[E_RANGE] = "no divisor of its clock comes within 2 %",
	};
	const struct uart *uart = console_uart();
	unsigned long rate = strtoul(text, NULL, 10);
	uint32_t before, divisor;
	int error;

	if (strspn(text, "0123456789") != strlen(text) || rate < BAUD_LEAST ||
	    rate > BAUD_MOST) {
		log_line(console_log(), "error: found '%.20s', expected baud %d..%d",
			 text, BAUD_LEAST, BAUD_MOST);
		return;
	}
	error = uart_divisor(uart, (uint32_t)rate, &divisor);
	if (error) {
		log_line(console_log(), "error: no %lu baud on this console: %s (%lu Hz)",
			 rate, reasons[-error], (unsigned long)uart->clock_hz);
		return;
	}
	log_line(
		console_log(),
		"baud %lu clock=%lu: an empty line is expected at that speed within %d s",
		rate, (unsigned long)uart->clock_hz, BAUD_SECONDS);
	before = uart->model->divider->get(uart);
	if (!uart->model->divider->set(uart, divisor) && confirmed())
		return;
	uart->model->divider->set(uart, before);
	console_write(NULL, "\n",
		      1); /* whatever was echoed stands on a line of its own */
	complain(
		"no empty line came at that speed, or the UART did not take it; it is as "
		"before");
}

static void end(enum end_action action)
{
	end_machine(action, false);
	complain("nothing here can do that, expected a hand at the power switch");
}

/* Of these two all is kept. */
static void obey_kept(const struct command *command)
{
	kept_clear(&kept);
	console_keep(&kept);
	if (command->kind == COMMAND_RUN)
		run(command->words, true);
	else
		plan(command->words);
	console_keep(NULL);
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
	case COMMAND_PLAN:
	case COMMAND_RUN:
		obey_kept(command);
		break;
	case COMMAND_AGAIN:
		again(command->words);
		break;
	case COMMAND_INFO:
		run("", false);
		break;
	case COMMAND_NOISE:
		measure_noise(command->words);
		break;
	case COMMAND_BAUD:
		set_baud(command->words);
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

/* As much memory as there is to spare. */
static void make_room(void)
{
	struct arena *arena = &boot_found.arena;
	size_t size = KEPT_MOST;

	while (size > KEPT_LEAST && size > (arena->end - arena->next) / KEPT_SHARE)
		size /= 2;
	char *memory = arena_take_dirty(arena, size, 1);

	kept_init(&kept, memory, memory ? size : 0);
}

void prompt_serve(void)
{
	struct command command;
	const char *trouble;

	present = true;
	make_room();
	line_init(&line, console_write, NULL);
	for (;;) {
		console_write(NULL, LOG_PROMPT, sizeof(LOG_PROMPT) - 1);
		switch (listen(NULL)) {
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

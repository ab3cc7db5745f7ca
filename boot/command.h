/* command.h - the words at the prompt (protocol/README.md). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BOOT_COMMAND_H
#define BOOT_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

enum command_kind {
	COMMAND_NOTHING, /* an empty line */
	COMMAND_HELP,
	COMMAND_LIST,
	COMMAND_PLAN,
	COMMAND_RUN,
	COMMAND_AGAIN,
	COMMAND_INFO,
	COMMAND_NOISE,
	COMMAND_BAUD,
	COMMAND_SEED,
	COMMAND_REBOOT,
	COMMAND_OFF,
};

struct command {
	enum command_kind kind;
	const char *words; /* what follows; "" for nothing */
};

/* What may follow a command. */
enum command_takes { TAKES_NOTHING, TAKES_ONE, TAKES_ONE_OR_NONE, TAKES_ANY };

struct command_form {
	const char *name;
	enum command_kind kind;
	enum command_takes takes;
	const char *words; /* how these are written in a help text */
	const char *does;
};

/* All of them, in the order of a help text; name == NULL at the end. */
extern const struct command_form command_forms[];

/*
 * Cuts a line up in place. Returns NULL, or what is wrong and what was expected, as a
 * sentence that lives until the next one.
 */
const char *command_read(struct command *command, char *line);

/*
 * Adds text to a string in size bytes, with a blank between where neither is empty. False:
 * there is no room, and nothing was added.
 */
bool command_add(char *out, size_t size, const char *text);

#endif

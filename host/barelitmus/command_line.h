/* command_line.h - the options of a subcommand. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_COMMAND_LINE_H
#define HOST_BARELITMUS_COMMAND_LINE_H

#include <getopt.h>

enum { OPTION_HELP = 256 }; /* the value of --help in every command's options */

struct command_line {
	const char *name;             /* of the subcommand */
	const char *help;             /* what --help prints */
	const char *letters;          /* as getopt_long() takes them; ":" or "+:" first */
	const struct option *options; /* the last one is all 0 */
	/* Takes an option, its value in optarg. 0, or -1 after saying what is wrong. */
	int (*take)(void *context, int option);
};

/* Says what is wrong, and about what ("" for nothing), on stderr. Always -1. */
int command_line_misuse(const struct command_line *line, const char *what,
			const char *about);

/*
 * Takes all options; argv[optind] is then the first argument. 0; 1 where help was asked
 * for, and was printed; -1 after saying what is wrong.
 */
int command_line_read(const struct command_line *line, int argc, char **argv,
		      void *context);

/* A number of seconds, more than 0 and at most 10^9. 0, or -1 after saying what is wrong. */
int command_line_seconds(const struct command_line *line, const char *text, double *out);

#endif

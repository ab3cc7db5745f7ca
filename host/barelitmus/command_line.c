/* command_line.c - the options of a subcommand. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/command_line.h"

#include <stdio.h>
#include <stdlib.h>

int command_line_misuse(const struct command_line *line, const char *what,
			const char *about)
{
	fprintf(stderr, "barelitmus %s: %s%s (see barelitmus %s --help)\n", line->name,
		what, about, line->name);
	return -1;
}

int command_line_read(const struct command_line *line, int argc, char **argv,
		      void *context)
{
	int option;

	opterr = 0;
	optind = 1;
	while ((option = getopt_long(argc, argv, line->letters, line->options, NULL)) !=
	       -1) {
		if (option == OPTION_HELP) {
			fputs(line->help, stdout);
			return 1;
		}
		if (option == ':')
			return command_line_misuse(line, "no value for ",
						   argv[optind - 1]);
		if (option == '?')
			return command_line_misuse(line, "unknown option ",
						   argv[optind - 1]);
		if (line->take(context, option))
			return -1;
	}
	return 0;
}

int command_line_seconds(const struct command_line *line, const char *text, double *out)
{
	char *end;

	*out = strtod(text, &end);
	if (end == text || *end || !(*out > 0) || *out > 1e9)
		return command_line_misuse(line, "expected a number of seconds, found ",
					   text);
	return 0;
}

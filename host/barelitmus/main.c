/* main.c - barelitmus: everything the host does with the logs of images. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/command.h"

#include <stdio.h>
#include <string.h>

static const struct command {
	const char *name;
	int (*run)(int argc, char **argv);
	const char *summary;
} commands[] = {
	{"atlas", command_atlas,
	 "show and compare what compilers made of the primitives"},
	{"bench", command_bench, "compare schemes, platforms and litmus7 in one run"},
	{"run", command_run, "start a machine, follow its log and print its results"},
	{"collect", command_collect,
	 "have a board run tests from its prompt, and keep what it says"},
	{"model", command_model, "ask herd7 what a memory model says of tests"},
	{"asm", command_asm, "write compiled tests as litmus tests in assembly"},
	{"import", command_import, "take logs into a survey, a database of results"},
	{"merge", command_merge, "make one survey of many"},
	{"query", command_query, "show what a survey has"},
	{"compare", command_compare,
	 "show what differs between two surveys, boards or mixes"},
	{"report", command_report, "write a survey as a page for people to read"},
	{"farm", command_farm, "write jobs for a farm of boards, and read their logs"},
	{"export", command_export,
	 "write a survey as CSV, JSON, JUnit, KTAP or logs of litmus7"},
};

enum { COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static void print_help(FILE *out)
{
	fputs("usage: barelitmus COMMAND [OPTION ...]\n\n", out);
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(out, "  %-10s %s\n", commands[i].name, commands[i].summary);
	fputs("\nbarelitmus COMMAND --help says more about each.\n", out);
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		print_help(stderr);
		return EXIT_MISUSE;
	}
	if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
		print_help(stdout);
		return EXIT_HOLDS;
	}
	for (size_t i = 0; i < COMMANDS; i++) {
		if (!strcmp(argv[1], commands[i].name))
			return commands[i].run(argc - 1, argv + 1);
	}
	fprintf(stderr, "barelitmus: unknown command %s (see barelitmus --help)\n",
		argv[1]);
	return EXIT_MISUSE;
}

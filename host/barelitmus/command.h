/* command.h - the subcommands of barelitmus. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_COMMAND_H
#define HOST_BARELITMUS_COMMAND_H

/* Exit statuses; a signal that stopped a run gives 128 + its number. */
enum {
	EXIT_HOLDS = 0,  /* everything asked for was done, and every verdict holds */
	EXIT_FAILS = 1,  /* a verdict does not hold, or there is no whole result */
	EXIT_MISUSE = 2, /* wrong usage, here or in the bootargs */
};

/* argv[0] is the name of the subcommand; returns an exit status. */
int command_run(int argc, char **argv);
int command_atlas(int argc, char **argv);
int command_collect(int argc, char **argv);
int command_bench(int argc, char **argv);
int command_model(int argc, char **argv);
int command_asm(int argc, char **argv);
int command_import(int argc, char **argv);
int command_merge(int argc, char **argv);
int command_query(int argc, char **argv);
int command_export(int argc, char **argv);
int command_compare(int argc, char **argv);
int command_farm(int argc, char **argv);
int command_report(int argc, char **argv);

#endif

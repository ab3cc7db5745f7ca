/* bootargs.h - the bootargs of a machine that a command starts. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_BOOTARGS_H
#define HOST_BARELITMUS_BOOTARGS_H

/* Where the argument @ARGS@ stands in the command, which ends in NULL; or NULL. */
char **bootargs_place(char **command);

/*
 * The words, with host=<processors of this machine> unless host= is there, and with a last
 * word unless that is ""; to be freed.
 */
char *bootargs_complete(const char *words, const char *last);

#endif

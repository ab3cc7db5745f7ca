/* asm_check.h - is a text a litmus test in assembly that herd7 can read? */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_ASM_CHECK_H
#define HOST_BARELITMUS_ASM_CHECK_H

#include <stdbool.h>

enum { ASM_CHECK_ERROR = 256 };

/*
 * Checks the header, the init block, that all rows have as many columns as there are
 * threads, that each instruction is one that herd7 knows with operands of the right kind,
 * that branches have their labels and addresses come from somewhere, and that the
 * condition names what the init block declares. False: error is "line: what".
 */
bool asm_check(const char *text, char error[ASM_CHECK_ERROR]);

/* The same for a file. */
bool asm_check_file(const char *path, char error[ASM_CHECK_ERROR]);

#endif

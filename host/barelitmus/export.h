/* export.h - write a test's compiled threads as a litmus test in assembly. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_EXPORT_H
#define HOST_BARELITMUS_EXPORT_H

#include "host/barelitmus/dependency.h"
#include "host/barelitmus/specimens.h"

enum { EXPORT_REASON = 256 };

/* In a comment of a test whose accesses and locations differ in width. */
#define EXPORT_IS_MIXED "herd7 -variant mixed"

/*
 * The test with a variant for each of its threads, as the text of an AArch64 or RISCV
 * litmus test that herd7 reads, to be freed by the caller; docs/asm.md has its form.
 * Dependencies of the list that the code has no more are comments of the test; the list may
 * be NULL. NULL: not possible, and reason says which instruction and why.
 */
char *export_test(const struct specimens *specimens, const struct test *test,
		  const struct specimen_mix *mix, const struct dependency_list *list,
		  char reason[EXPORT_REASON]);

/* The name of the exported test: "SB+mbonceonces+lkmm.gcc+c11.gcc", to be freed. */
char *export_name(const struct test *test, const char *mix);

#endif

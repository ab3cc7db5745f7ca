/* arm.h - instructions of A32 in the terms of the other architectures. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_ARM_H
#define HOST_BARELITMUS_ARM_H

#include "host/barelitmus/sequence.h"

/*
 * Rewrites a function's instructions: what touches registers, the thread's own stack or a
 * literal alone becomes "nop", whatever its condition; all that leaves the function becomes
 * "ret", or with a condition a branch to the first "ret". Of the rest a comment is dropped.
 */
void arm_rewrite(struct function *function);

/* The event of a rewritten instruction; false: it is none. Accesses with a condition count. */
bool arm_event(const char *mnemonic, const char *operands, struct event *event);

#endif

/* x86_64.h - instructions of x86-64 in the terms of the other architectures. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_X86_64_H
#define HOST_BARELITMUS_X86_64_H

#include "host/barelitmus/sequence.h"

/*
 * objdump prints AT&T syntax, where one mnemonic works on registers and on memory alike.
 * Rewrites a function's instructions: what touches registers or the thread's own stack alone
 * becomes "nop"; the rest loses its operands to its mnemonic, which says what they are: m
 * (memory), stack, i (an immediate), r8 to r64, x (a vector register). "lock xadd r32,m" is
 * one. Branches, calls, returns and fences stay as they are.
 */
void x86_64_rewrite(struct function *function);

enum { X86_64_EVENTS = 4 };

/*
 * What TSO orders by itself, as a fence: all but a store before a later load. A way through
 * code begins with it.
 */
struct event x86_64_tso(void);

/* The events of a rewritten instruction, with that fence behind each access; how many. */
size_t x86_64_events(const char *mnemonic, struct event events[X86_64_EVENTS]);

#endif

/* turns.h - the threads of a test on two cores: one alone, the others in turn. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_TURNS_H
#define RUNNER_TURNS_H

#include "runner/group.h"

/*
 * SCHEME_TURNS, in the place of member_run(): of each instance one thread runs on a core of
 * its own, and the others run on a second core, one after another, each to its end. Which
 * one is alone, and in which order the others come, changes from batch to batch. The cores
 * are those of members 0 and 1; they work on what is the other members' too.
 */
void turns_run(void *member);

/*
 * What keeps a test from it, where so many threads may run at once; NULL: nothing. A thread
 * that needs a later one to end would wait for ever.
 */
const char *turns_why_not(const struct test *test, unsigned at_once);

#endif

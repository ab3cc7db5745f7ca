/* litmus7.h - litmus7 of the herdtools as another contender. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_LITMUS7_H
#define HOST_BARELITMUS_LITMUS7_H

#include <stdbool.h>
#include <stdint.h>

#include "host/barelitmus/bench_numbers.h"
#include "host/barelitmus/herd.h"

/* Two sets of options: what litmus7 does by itself, and what showed most (docs/bench.md). */
enum litmus7_options { LITMUS7_DEFAULT, LITMUS7_BEST, LITMUS7_COUNT };

/* "litmus7", "litmus7-best" */
const char *litmus7_name(enum litmus7_options options);

/* The options of litmus7, as one text. */
const char *litmus7_text(enum litmus7_options options);

/* What a test's program prints; false: it is no whole log of litmus7 with a time. */
bool litmus7_read(const char *text, struct bench_sample *sample);

/*
 * Has litmus7 (a path) write the test into directory, which is made, and builds it there.
 * 0, or -1 after saying what is wrong.
 */
int litmus7_build(const char *litmus7, enum litmus7_options options, const char *test,
		  const char *directory, const volatile sig_atomic_t *interrupted);

/*
 * Runs the program that was built there of the test, <name>.litmus, with so many
 * iterations or somewhat fewer. 0, or -1 after saying what is wrong.
 */
int litmus7_run(const char *directory, const char *test, uint64_t iterations,
		struct bench_sample *sample, const volatile sig_atomic_t *interrupted);

#endif

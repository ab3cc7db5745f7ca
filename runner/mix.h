/* mix.h - one variant per thread: which compiled code runs as which thread. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_MIX_H
#define RUNNER_MIX_H

#include <stdbool.h>
#include <stddef.h>

#include "runner/test.h"

enum { MIX_NAME_MAX = 256 }; /* bytes of a mix as printed, with its NUL */

struct mix {
	char name[MIX_NAME_MAX]; /* canonical: "lkmm", "lkmm:c11" */
	thread_fn *threads[TEST_MAX_THREADS];
};

/* All variants of the image, from first to before end. */
extern const struct variant __start_litmus_variants[], __stop_litmus_variants[];

/*
 * The mix that text (length bytes, "lkmm" or "lkmm:c11", a dialect or dialect.toolchain
 * each) means for a test: thread i takes the i-th variant, and they repeat where the test
 * has more threads. false: the image has no such variant of the test; missing then gets
 * its name, and needs room for MIX_NAME_MAX bytes.
 */
bool mix_resolve(struct mix *mix, const struct test *test, const char *text,
		 size_t length, char *missing);

/* Is each part of text a variant of some test of the image? missing as above. */
bool mix_known(const char *text, size_t length, char *missing);

#endif

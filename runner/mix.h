/* mix.h - one variant per thread: which compiled code runs as which thread. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_MIX_H
#define RUNNER_MIX_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "runner/test.h"

enum { MIX_NAME_MAX = 256 }; /* bytes of a mix as printed, with its NUL */

/* Mixes that one item of mix= may expand to, for one test. */
enum { MIX_EXPAND_MAX = 256 };

struct mix {
	/*
	 * Canonical: "lkmm", "lkmm:c11.clang". The usual toolchain of a dialect (gcc, and
	 * rustc for Rust) is not named, whatever the image has.
	 */
	char name[MIX_NAME_MAX];
	thread_fn *threads[TEST_MAX_THREADS];
	thread_fn *perpetual[TEST_MAX_THREADS];
	bool has_perpetual; /* all threads do */
	uint32_t needs;     /* enum core_feature: what some thread of it needs */
};

/* The toolchain that a dialect alone stands for, where the image has it. */
static inline const char *mix_usual_toolchain(const char *dialect)
{
	return strncmp(dialect, "rust", 4) ? "gcc" : "rustc";
}

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

/*
 * An item of mix= may stand for several mixes: "lkmm/c11/rust", or "all" for all variants
 * of the test, means each of them for all threads, then each pair of them with the threads
 * split between the two in every way. Writes the mix number index (from 0) to text, which
 * has room for MIX_NAME_MAX bytes; false: there are no more. *capped: there would be, but
 * index has reached MIX_EXPAND_MAX.
 */
bool mix_expand(char *text, const struct test *test, const char *item, size_t length,
		unsigned index, bool *capped);

/* Is each part of text a variant of some test of the image? missing as above. */
bool mix_known(const char *text, size_t length, char *missing);

#endif

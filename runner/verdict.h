/* verdict.h - what a model expects of a mix, and what the counts say of it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_VERDICT_H
#define RUNNER_VERDICT_H

#include <stdint.h>

#include "lib/deviation.h"
#include "protocol/log.h"
#include "runner/test.h"

/*
 * A glob over mixes, of a result or of a deviation, is matched against the mix as printed,
 * against it with each toolchain named, and against its dialects alone: "lkmm" means
 * lkmm.clang:lkmm too, rustlkmm and rusthelper; "lkmm.gcc" means lkmm by its usual
 * toolchain alone.
 *
 * What the test's results say of a mix on an architecture; EXPECT_NONE: nothing does, or
 * the test is racy.
 */
enum test_expect verdict_expected(const struct test *test, const char *mix,
				  const char *arch);

/* Who says so, a word of struct test_result; NULL where nobody does. */
const char *verdict_source(const struct test *test, const char *mix, const char *arch);

/* "Never"; the word of the log. */
const char *verdict_expect_word(enum test_expect expect);

/*
 * V_PASS, or V_FORBIDDEN where the counts contradict the expectation: matching outcomes
 * of a Never, others of an Always. Where a deviation lists test and mix, it is V_KNOWN
 * and *known_by the deviation's source.
 */
enum log_verdict verdict_decide(const struct test *test, const char *mix,
				enum test_expect expect, uint64_t matching,
				uint64_t others, const struct deviation *deviations,
				const char **known_by);

/*
 * Of outcomes that are labelled weak, on a machine that is TSO underneath. V_BROKEN, or
 * V_KNOWN where a deviation lists test and mix; V_PASS where they prove nothing: in other
 * mixes than those of lkmm, and in tests with plain accesses, the compiler may reorder.
 */
enum log_verdict verdict_weak(const struct test *test, const char *mix,
			      const struct deviation *deviations, const char **known_by);

#endif

/* verdict.c - what a model expects of a mix, and what the counts say of it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/verdict.h"
#include "lib/glob.h"

#include <stdbool.h>
#include <string.h>

enum test_expect verdict_expected(const struct test *test, const char *mix,
				  const char *arch)
{
	for (unsigned i = 0; i < test->result_count && !test->is_racy; i++) {
		const struct test_result *r = &test->results[i];

		if (glob_match(r->mix, mix) && glob_match(r->arch, arch))
			return r->expect;
	}
	return EXPECT_NONE;
}

const char *verdict_expect_word(enum test_expect expect)
{
	switch (expect) {
	case EXPECT_NEVER:
		return "Never";
	case EXPECT_SOMETIMES:
		return "Sometimes";
	case EXPECT_ALWAYS:
		return "Always";
	default:
		return "none";
	}
}

/* V_KNOWN where a deviation lists test and mix, else what it would be without. */
static enum log_verdict excuse(const struct test *test, const char *mix,
			       const struct deviation *deviations, const char **known_by,
			       enum log_verdict otherwise)
{
	for (const struct deviation *d = deviations; d->test; d++)
		if (glob_match(d->test, test->id) && glob_match(d->mix, mix)) {
			*known_by = d->source;
			return V_KNOWN;
		}
	return otherwise;
}

/* Is each part of the mix lkmm, from whatever toolchain? */
static bool is_lkmm(const char *mix)
{
	for (;;) {
		size_t length = strcspn(mix, ":");

		if (strcspn(mix, ".:") != 4 || strncmp(mix, "lkmm", 4) != 0)
			return false;
		if (!mix[length])
			return true;
		mix += length + 1;
	}
}

enum log_verdict verdict_decide(const struct test *test, const char *mix,
				enum test_expect expect, uint64_t matching,
				uint64_t others, const struct deviation *deviations,
				const char **known_by)
{
	*known_by = NULL;
	if (!(expect == EXPECT_NEVER && matching) && !(expect == EXPECT_ALWAYS && others))
		return V_PASS;
	return excuse(test, mix, deviations, known_by, V_FORBIDDEN);
}

enum log_verdict verdict_weak(const struct test *test, const char *mix,
			      const struct deviation *deviations, const char **known_by)
{
	*known_by = NULL;
	if (!test->is_marked || test->is_racy || !is_lkmm(mix))
		return V_PASS;
	return excuse(test, mix, deviations, known_by, V_BROKEN);
}

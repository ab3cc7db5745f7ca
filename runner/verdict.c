/* verdict.c - what a model expects of a mix, and what the counts say of it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/verdict.h"
#include "lib/glob.h"
#include "runner/mix.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* The mix without toolchains, written once where uniform; Rust's LKMM is lkmm there. */
static void dialects_alone(char *out, const char *mix)
{
	char *end = out, *first_end = NULL;
	bool uniform = true;

	for (const char *at = mix; *at; at += *at == ':') {
		size_t n = strcspn(at, ".:");
		const char *name = at;
		char *begin;

		at += strcspn(at, ":");
		if ((n == 8 && !memcmp(name, "rustlkmm", 8)) ||
		    (n == 10 && !memcmp(name, "rusthelper", 10))) {
			name = "lkmm";
			n = 4;
		}
		if ((size_t)(end - out) + n + 2 > MIX_NAME_MAX)
			break;
		if (first_end)
			*end++ = ':';
		begin = end;
		memcpy(end, name, n);
		end += n;
		if (!first_end)
			first_end = end;
		else
			uniform = uniform && n == (size_t)(first_end - out) &&
				  !memcmp(begin, out, n);
	}
	*(uniform && first_end ? first_end : end) = '\0';
}

/* The mix with each toolchain named: "lkmm.gcc:c11.clang". */
static void toolchains_named(char *out, const char *mix)
{
	size_t used = 0;

	for (const char *at = mix; *at && used < MIX_NAME_MAX; at += *at == ':') {
		int n = (int)strcspn(at, ":");
		bool is_named = memchr(at, '.', (size_t)n);

		used += (size_t)snprintf(out + used, MIX_NAME_MAX - used, "%s%.*s%s%s",
					 used ? ":" : "", n, at, is_named ? "" : ".",
					 is_named ? "" : mix_usual_toolchain(at));
		at += n;
	}
}

/*
 * Does the glob match the mix as printed, with all its toolchains, or its dialects alone?
 * "lkmm" matches "lkmm.clang:lkmm", and "lkmm.gcc" the mix "lkmm".
 */
static bool mix_means(const char *glob, const char *mix)
{
	char dialects[MIX_NAME_MAX], full[MIX_NAME_MAX] = "";

	dialects_alone(dialects, mix);
	toolchains_named(full, mix);
	return glob_match(glob, mix) || glob_match(glob, full) ||
	       glob_match(glob, dialects);
}

static const struct test_result *find_result(const struct test *test, const char *mix,
					     const char *arch)
{
	for (unsigned i = 0; i < test->result_count && !test->is_racy; i++) {
		const struct test_result *r = &test->results[i];

		if (mix_means(r->mix, mix) && glob_match(r->arch, arch))
			return r;
	}
	return NULL;
}

enum test_expect verdict_expected(const struct test *test, const char *mix,
				  const char *arch)
{
	const struct test_result *result = find_result(test, mix, arch);

	return result ? result->expect : EXPECT_NONE;
}

const char *verdict_source(const struct test *test, const char *mix, const char *arch)
{
	const struct test_result *result = find_result(test, mix, arch);

	return result ? result->source : NULL;
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
		if (glob_match(d->test, test->id) && mix_means(d->mix, mix)) {
			*known_by = d->source;
			return V_KNOWN;
		}
	return otherwise;
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
	if (!test->is_marked || test->is_racy || !mix_means("lkmm", mix))
		return V_PASS;
	return excuse(test, mix, deviations, known_by, V_BROKEN);
}

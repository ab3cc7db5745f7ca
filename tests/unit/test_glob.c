/* test_glob.c - patterns over ids. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/glob.h"

#include <string.h>

static const struct {
	const char *pattern;
	const char *text;
	bool matches;
} cases[] = {
	{"", "", true},
	{"", "SB", false},
	{"*", "", true},
	{"**", "SB", true},
	{"?", "", false},
	{"?", "S", true},
	{"SB", "SB", true},
	{"SB", "SB+once", false},
	{"SB+once", "SB", false},
	{"SB*", "SB+once", true},
	{"*once", "SB+once+once", true},
	{"*once", "SB+once+mb", false},
	{"SB*mb*once", "SB+mb+mb+once", true},
	{"S*B*", "MP", false},
	{"SB[lkmm]", "SB[lkmm]", true},
	{"SB[lkmm]", "SBl", false},
	{"*[lkmm:*]", "SB[lkmm:c11]", true},
	{"a*?", "a", false},
	{"a*?", "ab", true},
	{"*a", "aab", false},
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (glob_match(cases[i].pattern, cases[i].text) != cases[i].matches)
			fail_msg("'%s' and '%s'", cases[i].pattern, cases[i].text);
	}
}

/* A matcher that tries every '*' anew would not come back in this life. */
static void test_many_stars(void **state)
{
	char pattern[201];
	char text[4001];

	(void)state;
	for (size_t i = 0; i < sizeof(pattern) - 1; i++)
		pattern[i] = i % 2 ? 'a' : '*';
	pattern[sizeof(pattern) - 1] = '\0';
	memset(text, 'a', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_true(glob_match(pattern, text));
	text[sizeof(text) - 2] = 'b';
	assert_false(glob_match(pattern, text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_many_stars),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

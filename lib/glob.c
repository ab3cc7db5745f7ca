/* glob.c - match with '*' and '?', in constant space. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "lib/glob.h"

#include <stddef.h>

/*
 * Only the last '*' ever needs another try: whatever an earlier one could still take, the
 * last can take as well. So the time is at most length of pattern x length of text.
 */
bool glob_match(const char *pattern, const char *text)
{
	const char *star = NULL;   /* the last '*' passed, */
	const char *resume = NULL; /* and where the text it takes ends */

	while (*text) {
		if (*pattern == '*') {
			star = pattern++;
			resume = text;
		} else if (*pattern == '?' || *pattern == *text) {
			pattern++;
			text++;
		} else if (star) {
			pattern = star + 1;
			text = ++resume;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

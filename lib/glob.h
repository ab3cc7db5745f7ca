/* glob.h - match ids against patterns of the bootargs, the suites and the tests. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LIB_GLOB_H
#define LIB_GLOB_H

#include <stdbool.h>

/*
 * True where the whole text matches: '*' is any run of characters, '?' any one. Nothing
 * else is special: ids contain [ and ].
 */
bool glob_match(const char *pattern, const char *text);

#endif

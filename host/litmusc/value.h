/* value.h - arithmetic on the values of tests: integers, and addresses of locations. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_VALUE_H
#define LITMUSC_VALUE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Values are those of runner/test.h. Nobody knows where a location will lie, so of an
 * address only that is computed which is the same wherever it lies. All functions return
 * false where the result is not known, or where C does not define it; bytes is the width
 * of the result: 1, 2, 4 or 8.
 */

bool value_is_address(int64_t value);

/* As an assignment or a cast does it: the low bytes, sign-extended. */
bool value_convert(int64_t value, unsigned int bytes, int64_t *result);

/* op: "!", "-" or "~" */
bool value_unary(const char *op, int64_t value, unsigned int bytes, int64_t *result);

/* op: any binary operator of C but "&&" and "||" */
bool value_binary(const char *op, int64_t left, int64_t right, unsigned int bytes,
		  int64_t *result);

#endif

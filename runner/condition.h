/* condition.h - does an outcome satisfy a condition? */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_CONDITION_H
#define RUNNER_CONDITION_H

#include <stdbool.h>
#include <stdint.h>

#include "runner/test.h"

/* The truth of ops (postfix, count of them) for the values of an outcome's items. */
bool condition_holds(const struct cond_op *ops, unsigned count, const int64_t *values);

/*
 * Has the test room for the values that it names? Its locations and those items that may hold
 * an address have 4 bytes on some machines where the test has 8.
 */
bool condition_has_room(const struct test *test);

#endif

/* panic.c - panic() for unit tests: expect_assert_failure() catches it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/panic.h"

#include <stdlib.h>

void panic_at(const char *file, int line, const char *what, long value)
{
	(void)value;
	mock_assert(0, what, file, line);
	abort();
}

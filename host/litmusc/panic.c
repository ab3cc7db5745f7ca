/* panic.c - a defect of litmusc itself ends the program. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "lib/panic.h"

#include <stdio.h>
#include <stdlib.h>

void panic_at(const char *file, int line, const char *what, long value)
{
	fprintf(stderr, "litmusc: %s:%d: %s: %ld\n", file, line, what, value);
	abort();
}

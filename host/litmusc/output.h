/* output.h - the files that litmusc writes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_OUTPUT_H
#define LITMUSC_OUTPUT_H

#include "host/litmusc/text.h"

#include <stddef.h>
#include <stdio.h>

struct output {
	char name[40];
	struct text text;
};

/*
 * Makes directory hold these files, and no gNNN.* or cNNN.* file of other groups. One
 * that has the right content already is not touched: make looks at its time. The others are
 * complete on disk under another name before the first is replaced. Returns 0, or -1
 * after saying in messages what went wrong.
 */
int output_write(const char *directory, const struct output *outputs, size_t count,
		 FILE *messages);

#endif

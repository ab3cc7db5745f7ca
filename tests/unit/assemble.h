/* assemble.h - instructions for a test, as objdump prints them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef TESTS_UNIT_ASSEMBLE_H
#define TESTS_UNIT_ASSEMBLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "host/barelitmus/sequence.h"

/* One function f of these lines, at addresses 0, 4, … */
static inline struct disassembly assemble(const char *const *lines)
{
	char text[4096] = "Disassembly of section .text:\n0000000000000000 <f>:\n";
	struct disassembly disassembly;

	for (unsigned i = 0; lines[i]; i++) {
		char line[128];

		snprintf(line, sizeof(line), "  %x:\t%s\n", 4 * i, lines[i]);
		strcat(text, line);
	}
	assert_true(disassembly_parse(&disassembly, text, ""));
	return disassembly;
}

#endif

/* assemble.h - instructions for a test, as objdump prints them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef TESTS_UNIT_ASSEMBLE_H
#define TESTS_UNIT_ASSEMBLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "host/barelitmus/ordering.h"
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

/* An architecture whose instructions are rewritten before they are read: x86-64, A32. */
struct rewriter {
	enum arch arch;
	void (*rewrite)(struct function *function);
};

static inline struct disassembly assemble_for(const struct rewriter *rewriter,
					      const char *const *lines)
{
	struct disassembly disassembly = assemble(lines);

	rewriter->rewrite(&disassembly.functions[0]);
	return disassembly;
}

static inline void expect_text_for(const struct rewriter *rewriter, const char *expected,
				   const char *const *lines)
{
	struct disassembly disassembly = assemble_for(rewriter, lines);
	char *text = sequence_text(rewriter->arch, &disassembly.functions[0]);

	assert_string_equal(text, expected);
	free(text);
	disassembly_free(&disassembly);
}

static inline struct ordering order_for(const struct rewriter *rewriter,
					const char *const *lines)
{
	struct disassembly disassembly = assemble_for(rewriter, lines);
	struct sequence sequence;
	struct ordering ordering;

	sequence_read(&sequence, rewriter->arch, &disassembly.functions[0]);
	sequence_ordering(&sequence, &ordering);
	sequence_free(&sequence);
	disassembly_free(&disassembly);
	return ordering;
}

#endif

/* litmusc_sample.h - compile a test given as text, for the unit tests of litmusc. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef TESTS_UNIT_LITMUSC_SAMPLE_H
#define TESTS_UNIT_LITMUSC_SAMPLE_H

#include "host/litmusc/litmus.h"

#include <stddef.h>
#include <string.h>

struct sample {
	struct arena arena;
	struct source source;
	struct litmus *litmus; /* NULL: source.error says why */
};

static inline void sample_compile(struct sample *sample, const char *text)
{
	memset(sample, 0, sizeof(*sample));
	sample->source.path = "t.litmus";
	sample->source.text = text;
	sample->source.size = strlen(text);
	sample->source.arena = &sample->arena;
	sample->litmus = litmus_compile(&sample->source);
}

static inline void sample_free(struct sample *sample)
{
	arena_free(&sample->arena);
}

#endif

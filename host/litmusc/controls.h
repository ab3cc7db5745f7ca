/* controls.h - mutants of tests, whose target must be seen before a zero means anything. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_CONTROLS_H
#define LITMUSC_CONTROLS_H

#include "host/litmusc/litmus.h"

#include <stddef.h>

enum { CONTROLS_MAX = 16 }; /* of one test */

/*
 * Gives each test whose target no interleaving shows, and that no model calls racy, up to
 * most of its mutants: those first whose target needs the least, and kinds of change in
 * turn. Mutants that differ in names alone are one. The outcomes of the tests are known
 * by now. The mutants, in the order of the tests, are *mutants in arena; returns their
 * number.
 */
size_t controls_make(struct litmus *const *tests, size_t count, unsigned int most,
		     struct arena *arena, struct litmus ***mutants);

/* "sc", "tso" or "weak" */
const char *needs_word(enum test_needs needs);

#endif

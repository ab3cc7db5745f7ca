/* names.h - ids of tests, and names that are safe in C. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_NAMES_H
#define LITMUSC_NAMES_H

#include "host/litmusc/litmus.h"

#include <stddef.h>
#include <stdio.h>

/* Gives every variable its c_name, which clashes with nothing in the generated code. */
void names_choose_locals(struct litmus *litmus);

/*
 * Gives every test its id and its symbol, unique among all. Notes in messages which tests
 * got an id that is not their name because another has it.
 */
void names_choose_ids(struct litmus *const *tests, size_t count, FILE *messages);

#endif

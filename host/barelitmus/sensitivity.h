/* sensitivity.h - what the controls of a run showed, by shape. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_SENSITIVITY_H
#define HOST_BARELITMUS_SENSITIVITY_H

#include "host/barelitmus/results.h"

#include <stdio.h>

/*
 * A table: for each shape of the tests (the capitals that their name begins with) and for each thing
 * that controls may need, how many ran and how many showed their target, and how many
 * targets a second; then those that did not. Nothing where no control ran.
 */
void sensitivity_print(const struct results *results, FILE *out);

#endif

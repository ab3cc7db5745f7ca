/* perpetual.h - may a test run without resets, and as what? */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_PERPETUAL_H
#define LITMUSC_PERPETUAL_H

#include "host/litmusc/litmus.h"

/*
 * Sets litmus->perpetual, and the perpetual body and variable base of each thread where the
 * test converts: the body as it is, with base + a for what its store number a to a location
 * stores. After names_choose_locals(), since base is a name of its own.
 */
void litmus_perpetual(struct litmus *litmus);

#endif

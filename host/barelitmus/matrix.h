/* matrix.h - the results of a test whose threads were split between variants. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_MATRIX_H
#define HOST_BARELITMUS_MATRIX_H

#include "host/barelitmus/results.h"

#include <stdio.h>

/*
 * Sets in_matrix of the results of each test of which some pair of variants ran both ways:
 * with a and b, a:b and b:a.
 */
void matrix_plan(struct results *results);

/*
 * For each of these tests and each split of its threads a matrix: a row for each variant of
 * the side of P0, a column for each of the other side. A cell has how often the outcome
 * that the test asks about was seen, the strongest label of it, what a model expects, and
 * the verdict where it is not pass; "." where that mix did not run.
 */
void matrix_print(const struct results *results, FILE *out);

#endif

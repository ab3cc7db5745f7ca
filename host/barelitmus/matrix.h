/* matrix.h - the results of a test whose threads were split between variants. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_MATRIX_H
#define HOST_BARELITMUS_MATRIX_H

#include "host/barelitmus/evidence.h"

#include <stdio.h>

/*
 * Sets in_matrix of the results of each test of which some pair of variants ran both ways:
 * with a and b, a:b and b:a.
 */
void matrix_plan(struct results *results);

/*
 * For each of these tests and each split of its threads a matrix: a row for each variant of
 * the side of P0, a column for each of the other side. A cell has how often the outcome
 * that the test asks about was seen, the strongest label of it, what is expected and who
 * says so, the verdict where it is not pass, and "*" where a dependency is lost; "." where
 * that mix did not run. Below it, from the evidence unless that is NULL, why outcomes can be
 * seen.
 */
void matrix_print(const struct results *results, const struct evidence *evidence,
		  FILE *out);

#endif

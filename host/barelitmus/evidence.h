/* evidence.h - what the image's own code says of the results of a run. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_EVIDENCE_H
#define HOST_BARELITMUS_EVIDENCE_H

#include "host/barelitmus/dependency.h"
#include "host/barelitmus/results.h"
#include "host/barelitmus/specimens.h"

#include <stdio.h>

struct evidence {
	struct specimens specimens;
	struct dependency_list *list; /* NULL: not asked for */
};

/*
 * From the ELF file of the image that ran, and the list of dependencies that litmusc wrote,
 * or NULL. False with a reason in error; evidence_free() in either case.
 */
bool evidence_read(struct evidence *evidence, const char *image, const char *dependencies,
		   char error[SPECIMENS_ERROR]);
void evidence_free(struct evidence *evidence);

/*
 * Sets lost of the results of which a thread's code lacks a dependency of the source, or has
 * one of another kind.
 */
void evidence_mark(const struct evidence *evidence, struct results *results);

/* A line for each such dependency, with the variants that lack it. */
void evidence_print_lost(const struct evidence *evidence, const struct results *results,
			 FILE *out);

/*
 * For results of one test whose target was seen and is no interleaving's: which accesses of
 * a thread its code leaves unordered, by the rules of the atlas, with the variants that do.
 * Of those in a matrix, or of the others that mix variants or do not pass.
 */
void evidence_print_why(const struct evidence *evidence, const struct result *results,
			size_t count, bool in_matrix, FILE *out);

#endif

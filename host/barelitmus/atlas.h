/* atlas.h - what each compiler made of each primitive, in each dialect. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_ATLAS_H
#define HOST_BARELITMUS_ATLAS_H

#include "host/barelitmus/ordering.h"

#include <stdio.h>

struct cell {
	char *text; /* NULL: the variant lacks the primitive */
	struct sequence sequence;
	struct ordering ordering;
};

struct row {
	char *name;
	char *width;        /* "8".."64", "-" for a fence */
	struct cell *cells; /* one per variant */
};

/* One architecture: primitives in the order of the first object, variants as they came. */
struct atlas {
	enum arch arch;
	size_t variant_count;
	char **variants;
	size_t row_count;
	struct row *rows;
	size_t variant_capacity, row_capacity;
};

/* Adds functions probe_<primitive>[_<width>] as a column. */
void atlas_add(struct atlas *atlas, const char *variant, const struct disassembly *from);
void atlas_free(struct atlas *atlas);

/* The row of a primitive and width, or NULL. */
const struct row *atlas_row(const struct atlas *atlas, const char *name,
			    const char *width);

/* The length of "lkmm" in "lkmm.gcc-lse". */
size_t variant_dialect(const char *variant);

/* Is what follows the compiler's name, like "-lse", the same? */
bool variant_same_flavour(const char *a, const char *b);

/* True where the cells of two variants of a row differ, or one of them is missing. */
bool row_differs(const struct row *row, size_t a, size_t b);

/* Did a variant before column say the same? */
bool row_repeats(const struct row *row, size_t column);

/*
 * A line per primitive, width and sequence: architecture, primitive, width, variants with
 * commas between, instructions; tabs between them.
 */
void atlas_print_tsv(const struct atlas *atlas, FILE *out);

/*
 * Compare with a file of atlas_print_tsv(); TAP, numbered on from *number, one line per
 * variant with the differences as comments. A recorded variant that is not built is skipped.
 * The number of differences, -1 for a file that cannot be read or has a wrong line.
 */
int atlas_check(const struct atlas *atlas, const char *path, int *number, FILE *out);

/*
 * Compare a variant with a table of primitives/mapping/; TAP, a line per primitive and width.
 * Returns as atlas_check().
 */
int atlas_check_mapping(const struct atlas *atlas, const char *variant, const char *path,
			int *number, FILE *out);

#endif

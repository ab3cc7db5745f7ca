/* fates.h - what became of the tests' dependencies in each variant of an image. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_FATES_H
#define HOST_BARELITMUS_FATES_H

#include "host/barelitmus/dependency.h"
#include "host/barelitmus/specimens.h"

#include <stdio.h>

struct fates {
	struct specimens specimens;
	struct dependency_list *list; /* of the source */
	size_t variant_count;
	const char **variants; /* each once, in the order of the image */
	enum dependency_fate
		*fates; /* of entry i in variant v: [i * variant_count + v] */
};

/*
 * Of the ELF file of an image, and the list of dependencies that litmusc wrote. False with
 * a reason in error; fates_free() in either case.
 */
bool fates_read(struct fates *fates, const char *image, const char *objdump,
		const char *list, char error[SPECIMENS_ERROR]);
void fates_free(struct fates *fates);

/* Is entry i in some variant no more what it is in the source? */
bool fates_differ(const struct fates *fates, size_t i);

/* "LB+datazeroonceonces, P0: data from [x] to [y]"; text holds at least 300 bytes. */
void fates_name(const struct fates *fates, size_t i, char *text, size_t size);

/* How many there are, and a line for each that differs, with the variants where it does. */
void fates_print(const struct fates *fates, const char *arch, FILE *out);

#endif

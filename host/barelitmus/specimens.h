/* specimens.h - the compiled threads of an image: its tables, and its code. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_SPECIMENS_H
#define HOST_BARELITMUS_SPECIMENS_H

#include "host/barelitmus/disassembly.h"
#include "host/barelitmus/image.h"

#include <stdio.h>

enum {
	SPECIMENS_ERROR = 300,
	MIX_NAME = 256, /* bytes of a mix's name with its NUL */
};

struct specimens {
	struct image image;
	struct disassembly code; /* of all its functions */
};

/*
 * Of an ELF file that mk/image.mk links. objdump is a program for its architecture; NULL:
 * Debian's. False with a reason in error; specimens_free() in either case.
 */
bool specimens_read(struct specimens *specimens, const char *path, const char *objdump,
		    char error[SPECIMENS_ERROR]);
void specimens_free(struct specimens *specimens);

/*
 * The function at an address, or NULL. Of functions that are the same, compilers keep one
 * and make the others jump there: then it is that one.
 */
const struct function *specimens_function(const struct disassembly *code,
					  uint64_t address);

/* Which function runs as which thread. */
struct specimen_mix {
	const struct image_variant *variants[TEST_MAX_THREADS];
	char name[MIX_NAME]; /* with toolchains: "lkmm.gcc", "lkmm.gcc:c11.clang" */
};

/*
 * From a text like "lkmm:c11.clang", whose parts the threads take in turn. False: name is
 * the variant that the test lacks in the image.
 */
bool specimens_mix(struct specimen_mix *mix, const struct image *image,
		   const struct test *test, const char *text);

/*
 * The next of a list with commas between, to be freed; *at goes behind it. NULL: there is
 * none.
 */
char *specimens_next_mix(const char **at);

/*
 * Has the image each variant of such a list, in some test? Else a line on stderr names the
 * variant and those that there are, for the command.
 */
bool specimens_know(const struct image *image, const char *mixes, const char *command);

/* The variants of an image, each once, in a line. */
void specimens_print_variants(const struct image *image, FILE *out);

#endif

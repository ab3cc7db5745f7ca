/* image_mix.h - a mix of an image: which of its functions runs as which thread. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_IMAGE_MIX_H
#define HOST_BARELITMUS_IMAGE_MIX_H

#include "host/barelitmus/image.h"

enum { IMAGE_MIX_NAME = 256 }; /* bytes of a mix's name with its NUL */

struct image_mix {
	const struct image_variant *variants[TEST_MAX_THREADS];
	char name[IMAGE_MIX_NAME]; /* with toolchains: "lkmm.gcc", "lkmm.gcc:c11.clang" */
};

/*
 * From a text like "lkmm:c11.clang", whose parts the threads take in turn. False: name is
 * the variant that the test lacks in the image.
 */
bool image_mix_find(struct image_mix *mix, const struct image *image,
		    const struct test *test, const char *text);

#endif

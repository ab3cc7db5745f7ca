/* image.h - the tests and variants that an image's ELF file holds. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_IMAGE_H
#define HOST_BARELITMUS_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runner/test.h"

enum image_arch { IMAGE_ARM64, IMAGE_RISCV64 };

/* A struct variant of the image; what it points to has been checked and is in memory. */
struct image_variant {
	const struct test *test; /* the same pointer for all variants of a test */
	char *name;              /* "lkmm.gcc" */
	uint64_t threads[TEST_MAX_THREADS]; /* addresses of the functions */
};

struct image {
	enum image_arch arch;
	uint8_t *bytes; /* from address 0, relocated for address 0; zero where .bss is */
	uint64_t size;
	uint64_t gave_up; /* address of specimen_gave_up */
	uint64_t *
		boundaries; /* addresses where a body ends, sorted: SPECIMEN_BOUNDARY() */
	size_t boundary_count;
	size_t variant_count;
	struct image_variant *variants; /* in the order of the image */
	size_t test_count;
	struct test **tests; /* in the order of the image */
	size_t variant_capacity, test_capacity;
	char error[256]; /* why it could not be read */
};

/*
 * Reads the 64-bit ELF file that mk/image.mk links, on a little-endian 64-bit host. False
 * with a reason in error; image_free() in either case.
 */
bool image_read(struct image *image, const char *path);

void image_free(struct image *image);

/* n bytes at an address, or NULL where the image has none. */
const void *image_at(const struct image *image, uint64_t address, uint64_t n);

/* Does a body end before the instruction at an address? */
bool image_is_boundary(const struct image *image, uint64_t address);

/* The test of an id, or NULL. */
const struct test *image_find(const struct image *image, const char *id);

/*
 * The variant of a test: "lkmm.gcc", or "lkmm" for the dialect by gcc or rustc or, without
 * these, the first of the dialect; or NULL.
 */
const struct image_variant *image_variant(const struct image *image,
					  const struct test *test, const char *text,
					  size_t length);

#endif

/* frozen.h - a device tree that was read when the image was built. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PLATFORMS_FROZEN_H
#define PLATFORMS_FROZEN_H

#include <stdbool.h>
#include <stdint.h>

#include "platforms/region.h"
#include "platforms/tree.h"

/*
 * What the functions of tree.h say of one tree. freeze.c, on the machine that builds, asks
 * tree.c and writes it down; frozen.c, in the image, gives the answers back: a simulator
 * has no time to walk a tree.
 */
struct frozen {
	const char *bootargs;
	const char *const *compatible; /* of the root; ends with NULL */
	const struct tree_core *cores;
	unsigned core_count;
	uint32_t clock_hz; /* 0: the tree does not say */
	const struct region *memory;
	unsigned memory_count;
	struct {
		const char *compatible; /* one that a model is of; NULL: no console */
		uint64_t base;
		uint8_t shift;
		uint8_t width;
	} console;
	struct tree_exit exit;
	bool has_exit;
};

extern const struct frozen frozen;

#endif

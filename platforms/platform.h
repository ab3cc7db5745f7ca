/* platform.h - the machines that have a folder here. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PLATFORMS_PLATFORM_H
#define PLATFORMS_PLATFORM_H

#include "lib/deviation.h"

#include <stdint.h>

struct platform {
	const char *compatible; /* of the tree's root, platform.mk */
	const char *name;       /* the folder */
	const struct deviation *deviations;
	const struct deviation *qemu; /* in their place where QEMU is the machine */
	const void *tree; /* in the image, where firmware may pass none, or NULL */
	uint64_t kind;    /* of the cores that this tree is for: platform_tree() */
};

/* Made by platforms/table.awk from the folders; ends with name == NULL. */
extern const struct platform platforms[];

/*
 * The platform that the tree's root names. A machine without a folder runs as well: it is
 * called "unknown" and has no deviations.
 */
const struct platform *platform_find(const void *tree);

/*
 * The tree in the image for a machine of these cores (struct core: kind; revisions do not
 * count) to which firmware passed none; NULL where there is none.
 */
const void *platform_tree(uint64_t kind);

#endif

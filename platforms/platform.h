/* platform.h - the machines that have a folder here. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PLATFORMS_PLATFORM_H
#define PLATFORMS_PLATFORM_H

#include "lib/deviation.h"

struct platform {
	const char *compatible; /* of the tree's root, platform.mk */
	const char *name;       /* the folder */
	const struct deviation *deviations;
};

/* Made by platforms/table.awk from the folders; ends with name == NULL. */
extern const struct platform platforms[];

/*
 * The platform that the tree's root names. A machine without a folder runs as well: it is
 * called "unknown" and has no deviations.
 */
const struct platform *platform_find(const void *tree);

#endif

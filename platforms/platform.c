/* platform.c - the machines that have a folder here. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "platforms/platform.h"
#include "platforms/tree.h"

#include <string.h>

static const struct platform *by_compatible(const char *name)
{
	for (const struct platform *p = platforms; p->name; p++)
		if (!strcmp(p->compatible, name))
			return p;
	return NULL;
}

static bool has_folder(const char *name)
{
	return by_compatible(name) != NULL;
}

const struct platform *platform_find(const void *tree)
{
	static const struct deviation none = {NULL, NULL, NULL};
	static const struct platform unknown = {"", "unknown", &none};
	const char *name = tree_root_compatible(tree, has_folder);

	return name ? by_compatible(name) : &unknown;
}

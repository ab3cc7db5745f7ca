/* platform.c - the machines that have a folder here. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "platforms/platform.h"
#include "platforms/tree.h"

#include <string.h>

/* MIDR_EL1 but for Variant and Revision (D13.2.90). */
#define KIND_MASK (~UINT64_C(0x00f0000f))

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
	static const struct platform unknown = {"", "unknown", &none, &none, NULL, 0};
	const char *name = tree_root_compatible(tree, has_folder);

	return name ? by_compatible(name) : &unknown;
}

const void *platform_tree(uint64_t kind)
{
	for (const struct platform *p = platforms; p->name; p++)
		if (p->tree && (p->kind & KIND_MASK) == (kind & KIND_MASK))
			return p->tree;
	return NULL;
}

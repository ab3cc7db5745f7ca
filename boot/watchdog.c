/* watchdog.c - watchdogs that the loader left running, and how they are kept quiet. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "drivers/imx_watchdog.h"
#include "platforms/tree.h"

enum { WATCHDOGS_MAX = 4 }; /* an i.MX8M has three */

static uintptr_t watchdogs[WATCHDOGS_MAX];
static unsigned count;

void watchdogs_init(const void *tree)
{
	struct region found;

	for (unsigned n = 0; count < WATCHDOGS_MAX; n++) {
		if (tree_device(tree, "fsl,imx21-wdt", n, &found))
			return;
		if (!arch_map_device((uintptr_t)found.base, (size_t)found.size))
			watchdogs[count++] = (uintptr_t)found.base;
	}
}

void watchdogs_service(void)
{
	for (unsigned i = 0; i < count; i++)
		imx_watchdog_service(watchdogs[i]);
}

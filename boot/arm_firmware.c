/* arm_firmware.c - arm and arm64: what starts cores and ends the machine. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "lib/err.h"
#include "platforms/tree.h"

#include <string.h>

/* Is there a core that polls? Then there is no EL3 that answers: an SMC would trap. */
static bool some_core_polls(const void *tree)
{
	struct tree_core core;

	for (unsigned n = 0; !tree_core(tree, n, &core); n++)
		if (!strcmp(core.method, spin_table_ops.name))
			return true;
	return false;
}

void arch_firmware(const void *tree, struct firmware *fw)
{
	struct region pm, local;

	if (tree_check(tree))
		return;
	fw->has_psci = !some_core_polls(tree) && !tree_psci_use_hvc(tree, &fw->use_hvc);
	if (fw->has_psci) {
		fw->machine = &psci_machine_ops;
	} else if (!tree_device(tree, "brcm,bcm2835-pm-wdt", 0, &pm) &&
		   !arch_map_device((uintptr_t)pm.base, (size_t)pm.size)) {
		fw->machine = &bcm2835_pm_ops;
		fw->power = (uintptr_t)pm.base;
	}
	/* On a BCM2711 their interrupts go through a GIC, which nobody sets up. */
	if (tree_device(tree, "arm,gic-400", 0, &local) == -E_NODEV &&
	    !tree_device(tree, "brcm,bcm2836-l1-intc", 0, &local) &&
	    !arch_map_device((uintptr_t)local.base, (size_t)local.size))
		fw->mailboxes = (uintptr_t)local.base;
}

const struct core_ops *arch_core_ops(const struct firmware *fw, const char *method)
{
	if (!strcmp(method, spin_table_ops.name))
		return fw->mailboxes ? &bcm2836_ops : &spin_table_ops;
	if (fw->mailboxes && !strcmp(method, bcm2836_mailbox_ops.name))
		return &bcm2836_mailbox_ops;
	return fw->has_psci && !strcmp(method, psci_core_ops.name) ? &psci_core_ops
								   : NULL;
}

/* spin_table.c - cores that poll an address for their entry (devicetree spec 0.4, 3.8.1). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/firmware.h"
#include "lib/err.h"

#include "cpu.h"

static int spin_table_start(const struct firmware *fw, uint64_t id, uint64_t release,
			    uintptr_t entry)
{
	volatile uint64_t *slot = (volatile uint64_t *)(uintptr_t)release;

	(void)fw;
	(void)id;
	if (!release)
		return -E_NODEV;
	*slot = entry;
	/* The core polls with its caches off: it sees memory alone. */
	cpu_flush_line(slot);
	cpu_send_event();
	return 0;
}

const struct core_ops spin_table_ops = {
	.name = "spin-table",
	.start = spin_table_start,
};

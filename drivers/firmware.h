/* firmware.h - what runs below us: starts and stops cores, ends the machine. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DRIVERS_FIRMWARE_H
#define DRIVERS_FIRMWARE_H

#include <stdbool.h>
#include <stdint.h>

struct firmware;

struct firmware_ops {
	const char *name;
	/*
	 * Starts the core with this id at entry (a physical address) with context in its
	 * first argument register. 0, -E_REFUSED, or -E_TIMEOUT where the core is still
	 * on its way down: ask again. Called by the boot core.
	 */
	int (*core_start)(const struct firmware *fw, uint64_t id, uintptr_t entry,
			  uintptr_t context);
	/* Stops the calling core; returns only if the firmware refuses. */
	void (*core_stop)(const struct firmware *fw);
	/* Ends or restarts the machine; returns only if the firmware refuses. */
	void (*machine_off)(const struct firmware *fw, bool failed);
	void (*machine_reset)(const struct firmware *fw);
};

struct firmware {
	const struct firmware_ops *ops;
	bool use_hvc; /* PSCI: conduit is HVC, else SMC */
};

extern const struct firmware_ops psci_ops, sbi_ops;

#endif

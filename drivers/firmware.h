/* firmware.h - how cores are started and stopped, and how the machine ends. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DRIVERS_FIRMWARE_H
#define DRIVERS_FIRMWARE_H

#include <stdbool.h>
#include <stdint.h>

struct firmware;

/* One way to release cores. Each core has its own (struct core), as the tree says. */
struct core_ops {
	const char *name;
	/*
	 * Starts the core with this id at entry (a physical address), caches and
	 * translation off; what its registers hold depends on the way. release: where it
	 * polls for its entry, mapped; 0 for none. 0, -E_NODEV without a release that is
	 * needed, -E_REFUSED, or -E_TIMEOUT where the core is still on its way down: ask
	 * again. Called by core 0.
	 */
	int (*start)(const struct firmware *fw, uint64_t id, uint64_t release,
		     uintptr_t entry);
	/*
	 * Stops the calling core, whose id this is. It may return: it was started again,
	 * was refused, or for no reason. NULL: it cannot be stopped.
	 */
	void (*stop)(const struct firmware *fw, uint64_t id);
};

/* One way to end the machine; both return only if that is refused. Any core. */
struct machine_ops {
	const char *name;
	void (*off)(const struct firmware *fw, bool failed);
	void (*reset)(const struct firmware *fw);
};

struct firmware {
	const struct machine_ops *machine; /* NULL: there is no way */
	bool has_psci;                     /* PSCI may be called … */
	bool use_hvc;                      /* … by HVC, else by SMC */
	uintptr_t power;                   /* bcm2835: registers of its watchdog */
	uintptr_t mailboxes;               /* bcm2836: registers local to the cores */
	/* bare: where a word ends the machine, 0 for nowhere, and what to write. */
	uintptr_t exit_word;
	uint32_t exit_pass, exit_fail;
};

extern const struct core_ops psci_core_ops, sbi_core_ops, spin_table_ops, bcm2836_ops,
	bcm2836_mailbox_ops, bare_core_ops;
extern const struct machine_ops psci_machine_ops, sbi_machine_ops, bcm2835_pm_ops,
	bare_machine_ops;

#endif

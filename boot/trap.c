/* trap.c - an exception that nobody expects: one record, then the end. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "lib/spinlock.h"
#include "runner/runner.h"

#include "cpu.h"

/* The first core that traps reports; others would only write into its lines. */
static struct spinlock reporting;

void trap_report(uint64_t cause, uint64_t pc, uint64_t address)
{
	struct core *core = cpu_local();

	if (!spinlock_try(&reporting))
		arch_park();
	console_lost(address);
	log_trap(console_log(), core->index, arch_trap_cause(cause), pc, address,
		 runner_current());
	end_run(1);
}

/* end.c - how the machine ends, and panics. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "lib/panic.h"

#include "cpu.h"

static const struct firmware *firmware;
static enum end_action action;

void end_init(const struct firmware *fw)
{
	firmware = fw;
}

void end_set(enum end_action wanted)
{
	action = wanted;
}

void end_machine(enum end_action wanted, bool failed)
{
	if (firmware && firmware->machine && wanted == END_OFF)
		firmware->machine->off(firmware, failed);
	if (firmware && firmware->machine && wanted == END_REBOOT)
		firmware->machine->reset(firmware);
}

void end_run(int rc)
{
	log_end(console_log(), rc);
	end_machine(action, rc != 0);
	arch_park();
}

void panic_at(const char *file, int line, const char *what, long value)
{
	log_error(console_log(), "panic at %s:%d on core %u: %s (%ld)", file, line,
		  ((struct core *)cpu_local())->index, what, value);
	end_run(1);
}

/* bcm2836.c - spin tables of Raspberry Pis whose cores can also sleep: by their mailboxes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/firmware.h"

#include "cpu.h"

/* BCM2836 ARM-local peripherals (QA7), 4.7 and 4.8: of mailbox 0 of a core. */
enum {
	CONTROL = 0x50, /* + 4 a core: bit 0, raise an interrupt while it is not empty */
	SET = 0x80,     /* + 16 a core */
	CLEAR = 0xc0,
};

static volatile uint32_t *local(const struct firmware *fw, unsigned at)
{
	return (volatile uint32_t *)(fw->mailboxes + at);
}

static int bcm2836_start(const struct firmware *fw, uint64_t id, uint64_t release,
			 uintptr_t entry)
{
	int error = spin_table_ops.start(fw, id, release, entry);

	if (!error)
		*local(fw, SET + 16 * (id & 3)) = 1;
	return error;
}

/* Interrupts are masked: one that is pending ends the sleep all the same. */
static void bcm2836_stop(const struct firmware *fw, uint64_t id)
{
	*local(fw, CONTROL + 4 * (id & 3)) = 1;
	cpu_sleep();
	*local(fw, CLEAR + 16 * (id & 3)) = UINT32_MAX;
	cpu_sync(); /* the caller then looks whether it was meant: see its waker */
}

const struct core_ops bcm2836_ops = {
	.name = "spin-table",
	.start = bcm2836_start,
	.stop = bcm2836_stop,
};

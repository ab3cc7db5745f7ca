/* bcm2836.c - cores of Raspberry Pis that sleep until a word is in their mailbox. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/firmware.h"

#include "cpu.h"

/* BCM2836 ARM-local peripherals (QA7), 4.7 and 4.8: of mailboxes 0 to 3 of a core. */
enum {
	CONTROL = 0x50, /* + 4 a core: bit n, raise an interrupt while n is not empty */
	SET = 0x80,     /* + 16 a core, + 4 a mailbox */
	CLEAR = 0xc0,
	ENTRY = 3, /* the mailbox that the firmware of 32 bits polls for an entry */
};

static volatile uint32_t *local(const struct firmware *fw, unsigned at)
{
	return (volatile uint32_t *)(fw->mailboxes + at);
}

static void send(const struct firmware *fw, uint64_t id, unsigned mailbox, uint32_t word)
{
	*local(fw, SET + 16 * (id & 3) + 4 * mailbox) = word;
}

/* Interrupts are masked: one that is pending ends the sleep all the same. */
static void sleep(const struct firmware *fw, uint64_t id, unsigned mailbox)
{
	*local(fw, CONTROL + 4 * (id & 3)) = 1u << mailbox;
	cpu_sleep();
	*local(fw, CLEAR + 16 * (id & 3) + 4 * mailbox) = UINT32_MAX;
	cpu_sync(); /* the caller then looks whether it was meant: see its waker */
}

static int bcm2836_start(const struct firmware *fw, uint64_t id, uint64_t release,
			 uintptr_t entry)
{
	int error = spin_table_ops.start(fw, id, release, entry);

	if (!error)
		send(fw, id, 0, 1);
	return error;
}

static void bcm2836_stop(const struct firmware *fw, uint64_t id)
{
	sleep(fw, id, 0);
}

const struct core_ops bcm2836_ops = {
	.name = "spin-table",
	.start = bcm2836_start,
	.stop = bcm2836_stop,
};

/* Raspberry Pi 2: armstub7.S polls a mailbox, and a stopped core sleeps by the same one. */
static int mailbox_start(const struct firmware *fw, uint64_t id, uint64_t release,
			 uintptr_t entry)
{
	(void)release;
	cpu_sync();
	send(fw, id, ENTRY, (uint32_t)entry);
	cpu_send_event();
	return 0;
}

static void mailbox_stop(const struct firmware *fw, uint64_t id)
{
	sleep(fw, id, ENTRY);
}

const struct core_ops bcm2836_mailbox_ops = {
	.name = "brcm,bcm2836-smp",
	.start = mailbox_start,
	.stop = mailbox_stop,
};

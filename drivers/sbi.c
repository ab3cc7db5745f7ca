/* sbi.c - firmware services of RISC-V: HSM, SRST, Base and the consoles. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/sbi.h"
#include "drivers/firmware.h"
#include "lib/err.h"

#include <stddef.h>

enum {
	EID_PUTCHAR = 0x01,    /* legacy console putchar (SBI 0.3, 5.2) */
	EID_GETCHAR = 0x02,    /* and getchar: -1 where there is nothing (5.3) */
	EID_BASE = 0x10,       /* SBI 0.3, ch. 4 */
	EID_HSM = 0x48534d,    /* hart state management (SBI 0.3, ch. 9) */
	EID_SRST = 0x53525354, /* system reset (SBI 0.3, ch. 10) */
	EID_DBCN = 0x4442434e, /* debug console (SBI 2.0, ch. 12) */

	BASE_PROBE = 3,
	BASE_MARCHID = 5,
	HSM_START = 0,
	HSM_STOP = 1,
	HSM_STATUS = 2,
	HSM_START_PENDING = 2, /* a state that HSM_STATUS returns */
	SRST_RESET = 0,
	DBCN_READ = 1,
	DBCN_WRITE_BYTE = 2,

	SBI_ERR_INVALID_PARAM = -3, /* SBI 0.3, table 1 */
	SBI_ERR_ALREADY_AVAILABLE = -6,
};

/* Is the hart one that HSM knows, and not being started already? */
static bool hart_will_stop(uint64_t id)
{
	unsigned long state;

	return !sbi_call(EID_HSM, HSM_STATUS, id, 0, 0, &state) &&
	       state != HSM_START_PENDING;
}

static int sbi_core_start(const struct firmware *fw, uint64_t id, uint64_t release,
			  uintptr_t entry)
{
	(void)release;
	(void)fw;
	switch (sbi_call(EID_HSM, HSM_START, id, entry, 0, NULL)) {
	case 0:
		return 0;
	case SBI_ERR_ALREADY_AVAILABLE: /* it asked to be stopped, but is not there yet */
		return -E_TIMEOUT;
	case SBI_ERR_INVALID_PARAM: /* OpenSBI says this while a hart is stopping */
		return hart_will_stop(id) ? -E_TIMEOUT : -E_REFUSED;
	default:
		return -E_REFUSED;
	}
}

static void sbi_core_stop(const struct firmware *fw, uint64_t id)
{
	(void)id;
	(void)fw;
	sbi_call(EID_HSM, HSM_STOP, 0, 0, 0, NULL);
}

static void sbi_machine_off(const struct firmware *fw, bool failed)
{
	(void)fw;
	/* Type 0: shutdown; reason 1: system failure (SBI 0.3, tables 9 and 10). */
	sbi_call(EID_SRST, SRST_RESET, 0, failed, 0, NULL);
}

static void sbi_machine_reset(const struct firmware *fw)
{
	(void)fw;
	sbi_call(EID_SRST, SRST_RESET, 1, 0, 0, NULL); /* type 1: cold reboot */
}

const struct core_ops sbi_core_ops = {
	.name = "sbi",
	.start = sbi_core_start,
	.stop = sbi_core_stop,
};

const struct machine_ops sbi_machine_ops = {
	.name = "sbi",
	.off = sbi_machine_off,
	.reset = sbi_machine_reset,
};

static void legacy_put(const struct uart *uart, uint8_t byte)
{
	(void)uart;
	sbi_call(EID_PUTCHAR, 0, byte, 0, 0, NULL);
}

static int legacy_get(const struct uart *uart)
{
	long byte = sbi_call(EID_GETCHAR, 0, 0, 0, 0, NULL);

	(void)uart;
	return byte < 0 || byte > 0xff ? -1 : (int)byte;
}

static const struct uart_ops legacy_ops = {.put = legacy_put, .get = legacy_get};

static void debug_put(const struct uart *uart, uint8_t byte)
{
	(void)uart;
	sbi_call(EID_DBCN, DBCN_WRITE_BYTE, byte, 0, 0, NULL);
}

static int debug_get(const struct uart *uart)
{
	volatile uint8_t byte = 0;
	unsigned long count = 0;

	(void)uart;
	/* Memory is mapped to itself, so that this is the physical address; its upper half is 0. */
	if (sbi_call(EID_DBCN, DBCN_READ, 1, (uintptr_t)&byte, 0, &count) || count != 1)
		return -1;
	return byte;
}

static const struct uart_ops debug_ops = {.put = debug_put, .get = debug_get};

void sbi_console(struct uart *uart)
{
	unsigned long there;
	bool debug = !sbi_call(EID_BASE, BASE_PROBE, EID_DBCN, 0, 0, &there) && there;

	*uart = (struct uart){.ops = debug ? &debug_ops : &legacy_ops};
}

uint64_t sbi_machine_kind(void)
{
	unsigned long kind;

	return sbi_call(EID_BASE, BASE_MARCHID, 0, 0, 0, &kind) ? 0 : kind;
}

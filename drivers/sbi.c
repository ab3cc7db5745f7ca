/* sbi.c - firmware services of RISC-V: HSM, SRST, Base and the legacy console. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/sbi.h"
#include "drivers/firmware.h"
#include "lib/err.h"

#include <stddef.h>

enum {
	EID_PUTCHAR = 0x01,    /* legacy console putchar (SBI 0.3, 5.2) */
	EID_BASE = 0x10,       /* SBI 0.3, ch. 4 */
	EID_HSM = 0x48534d,    /* hart state management (SBI 0.3, ch. 9) */
	EID_SRST = 0x53525354, /* system reset (SBI 0.3, ch. 10) */

	BASE_MARCHID = 5,
	HSM_START = 0,
	HSM_STOP = 1,
	HSM_STATUS = 2,
	HSM_START_PENDING = 2, /* a state that HSM_STATUS returns */
	SRST_RESET = 0,

	SBI_ERR_INVALID_PARAM = -3, /* SBI 0.3, table 1 */
	SBI_ERR_ALREADY_AVAILABLE = -6,
};

static long sbi_call(long eid, long fid, unsigned long a, unsigned long b,
		     unsigned long c, unsigned long *value)
{
	register unsigned long a0 __asm__("a0") = a;
	register unsigned long a1 __asm__("a1") = b;
	register unsigned long a2 __asm__("a2") = c;
	register long a6 __asm__("a6") = fid;
	register long a7 __asm__("a7") = eid;

	__asm__ volatile("ecall"
			 : "+r"(a0), "+r"(a1)
			 : "r"(a2), "r"(a6), "r"(a7)
			 : "memory");
	if (value)
		*value = a1;
	return (long)a0;
}

/* Is the hart one that HSM knows, and not being started already? */
static bool hart_will_stop(uint64_t id)
{
	unsigned long state;

	return !sbi_call(EID_HSM, HSM_STATUS, id, 0, 0, &state) &&
	       state != HSM_START_PENDING;
}

static int sbi_core_start(const struct firmware *fw, uint64_t id, uintptr_t entry,
			  uintptr_t context)
{
	(void)fw;
	switch (sbi_call(EID_HSM, HSM_START, id, entry, context, NULL)) {
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

static void sbi_core_stop(const struct firmware *fw)
{
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

const struct firmware_ops sbi_ops = {
	.name = "sbi",
	.core_start = sbi_core_start,
	.core_stop = sbi_core_stop,
	.machine_off = sbi_machine_off,
	.machine_reset = sbi_machine_reset,
};

static void sbi_console_put(const struct uart *uart, uint8_t byte)
{
	(void)uart;
	sbi_call(EID_PUTCHAR, 0, byte, 0, 0, NULL);
}

static const char *const compatible[] = {
	NULL}; /* never found by name: boot falls back to it */

const struct uart_ops sbi_console_ops = {.compatible = compatible,
					 .put = sbi_console_put};

uint64_t sbi_machine_kind(void)
{
	unsigned long kind;

	return sbi_call(EID_BASE, BASE_MARCHID, 0, 0, 0, &kind) ? 0 : kind;
}

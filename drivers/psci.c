/* psci.c - Arm Power State Coordination Interface (DEN 0022D). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/firmware.h"
#include "lib/err.h"

#define PSCI_CPU_OFF UINT64_C(0x84000002) /* DEN 0022D, 5.1 */
#define PSCI_CPU_ON UINT64_C(0xc4000003)
#define PSCI_SYSTEM_OFF UINT64_C(0x84000008)
#define PSCI_SYSTEM_RESET UINT64_C(0x84000009)

#define PSCI_ALREADY_ON INT64_C(-4) /* DEN 0022D, 5.2.2 */
#define PSCI_ON_PENDING INT64_C(-5)

static int64_t psci_call(const struct firmware *fw, uint64_t function, uint64_t a,
			 uint64_t b, uint64_t c)
{
	register uint64_t x0 __asm__("x0") = function;
	register uint64_t x1 __asm__("x1") = a;
	register uint64_t x2 __asm__("x2") = b;
	register uint64_t x3 __asm__("x3") = c;

	/* The callee may change x0-x17 (SMC Calling Convention 1.1, table 2-1). */
#define PSCI_CLOBBERS                                                                    \
	"x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15",    \
		"x16", "x17", "memory"
	if (fw->use_hvc)
		__asm__ volatile("hvc #0"
				 : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)
				 :
				 : PSCI_CLOBBERS);
	else
		__asm__ volatile("smc #0"
				 : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)
				 :
				 : PSCI_CLOBBERS);
	return (int64_t)x0;
}

static int psci_core_start(const struct firmware *fw, uint64_t id, uintptr_t entry,
			   uintptr_t context)
{
	switch (psci_call(fw, PSCI_CPU_ON, id, entry, context)) {
	case 0:
		return 0;
	case PSCI_ALREADY_ON: /* it asked to be off, but is not there yet */
	case PSCI_ON_PENDING:
		return -E_TIMEOUT;
	default:
		return -E_REFUSED;
	}
}

static void psci_core_stop(const struct firmware *fw)
{
	psci_call(fw, PSCI_CPU_OFF, 0, 0, 0);
}

static void psci_machine_off(const struct firmware *fw, bool failed)
{
	(void)failed; /* PSCI has no exit status: the log's last line tells */
	psci_call(fw, PSCI_SYSTEM_OFF, 0, 0, 0);
}

static void psci_machine_reset(const struct firmware *fw)
{
	psci_call(fw, PSCI_SYSTEM_RESET, 0, 0, 0);
}

const struct firmware_ops psci_ops = {
	.name = "psci",
	.core_start = psci_core_start,
	.core_stop = psci_core_stop,
	.machine_off = psci_machine_off,
	.machine_reset = psci_machine_reset,
};

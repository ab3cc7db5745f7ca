/* psci.c - Arm Power State Coordination Interface (DEN 0022D). */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/psci.h"
#include "drivers/firmware.h"
#include "lib/err.h"

#define PSCI_CPU_OFF UINT64_C(0x84000002) /* DEN 0022D, 5.1 */
#ifdef __arm__
#define PSCI_CPU_ON UINT64_C(0x84000003)
#else
#define PSCI_CPU_ON UINT64_C(0xc4000003)
#endif
#define PSCI_SYSTEM_OFF UINT64_C(0x84000008)
#define PSCI_SYSTEM_RESET UINT64_C(0x84000009)

#define PSCI_ALREADY_ON INT64_C(-4) /* DEN 0022D, 5.2.2 */
#define PSCI_ON_PENDING INT64_C(-5)

static int psci_core_start(const struct firmware *fw, uint64_t id, uint64_t release,
			   uintptr_t entry)
{
	(void)release;
	switch (psci_call(fw->use_hvc, PSCI_CPU_ON, id, entry, 0)) {
	case 0:
		return 0;
	case PSCI_ALREADY_ON: /* it asked to be off, but is not there yet */
	case PSCI_ON_PENDING:
		return -E_TIMEOUT;
	default:
		return -E_REFUSED;
	}
}

static void psci_core_stop(const struct firmware *fw, uint64_t id)
{
	(void)id;
	psci_call(fw->use_hvc, PSCI_CPU_OFF, 0, 0, 0);
}

static void psci_machine_off(const struct firmware *fw, bool failed)
{
	(void)failed; /* PSCI has no exit status: the log's last line tells */
	psci_call(fw->use_hvc, PSCI_SYSTEM_OFF, 0, 0, 0);
}

static void psci_machine_reset(const struct firmware *fw)
{
	psci_call(fw->use_hvc, PSCI_SYSTEM_RESET, 0, 0, 0);
}

const struct core_ops psci_core_ops = {
	.name = "psci",
	.start = psci_core_start,
	.stop = psci_core_stop,
};

const struct machine_ops psci_machine_ops = {
	.name = "psci",
	.off = psci_machine_off,
	.reset = psci_machine_reset,
};

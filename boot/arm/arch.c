/* arch.c - arm: what boot needs to know of the architecture. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "boot/arm/mmu.h"
#include "boot/arm/entry.h"
#include "lib/err.h"

const char arch_name[] = "arm";

const uint64_t arch_map_unit = UINT64_C(1) << 20; /* a section (see mmu.c) */

int arch_clock_hz(const void *tree, uint64_t *hz)
{
	uint32_t frequency;

	(void)tree;
	/* CNTFRQ, set by firmware (B4.1.21). */
	__asm__ volatile("mrc p15, 0, %0, c14, c0, 0" : "=r"(frequency));
	*hz = frequency;
	return frequency ? 0 : -E_NODEV;
}

uint64_t arch_core_id(uint64_t id)
{
	uint32_t mpidr;

	(void)id;
	__asm__("mrc p15, 0, %0, c0, c0, 5" : "=r"(mpidr));
	return mpidr & MPIDR_AFFINITY;
}

uint64_t arch_core_kind(void)
{
	uint32_t midr;

	__asm__("mrc p15, 0, %0, c0, c0, 0" : "=r"(midr));
	return midr;
}

uint32_t arch_core_features(void)
{
	return 0;
}

int arch_map_memory(uintptr_t base, size_t size)
{
	return mmu_map(base, size, MMU_MEMORY);
}

int arch_map_device(uintptr_t base, size_t size)
{
	return mmu_map(base, size, MMU_DEVICE);
}

bool arch_fallback_console(struct uart *uart)
{
	(void)uart;
	return false;
}

const char *arch_trap_cause(uint64_t cause)
{
	switch (cause) {
	case TRAP_UNDEFINED:
		return "undefined_instruction";
	case TRAP_SVC:
		return "svc";
	case TRAP_PREFETCH:
		return "instruction_abort";
	case TRAP_DATA:
		return "data_abort";
	default:
		return "interrupt";
	}
}

void arch_park(void)
{
	for (;;)
		__asm__ volatile("wfi");
}

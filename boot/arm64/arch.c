/* arch.c - arm64: what boot needs to know of the architecture. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "boot/arm64/mmu.h"
#include "lib/err.h"
#include "runner/test.h"

#define MPIDR_AFFINITY UINT64_C(0xff00ffffff) /* Aff3, Aff2..Aff0 (D13.2.97) */

const char arch_name[] = "arm64";

const uint64_t arch_map_unit = UINT64_C(2) << 20; /* a block of level 2 (see mmu.c) */

int arch_clock_hz(const void *tree, uint64_t *hz)
{
	(void)tree;
	__asm__ volatile("mrs %0, cntfrq_el0" : "=r"(*hz)); /* set by firmware */
	return *hz ? 0 : -E_NODEV;
}

uint64_t arch_core_id(uint64_t id)
{
	(void)id;
	__asm__("mrs %0, mpidr_el1" : "=r"(id));
	return id & MPIDR_AFFINITY;
}

uint64_t arch_core_kind(void)
{
	uint64_t midr;

	__asm__("mrs %0, midr_el1" : "=r"(midr));
	return midr;
}

uint32_t arch_core_features(void)
{
	uint64_t isar0;

	__asm__("mrs %0, id_aa64isar0_el1" : "=r"(isar0));
	return (isar0 >> 20 & 0xf) >= 2 ? CORE_LSE : 0; /* Atomic (D13.2.60) */
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
	/* ESR_EL1.EC (D13.2.37). */
	switch (cause >> 26 & 0x3f) {
	case 0x00:
		return "undefined_instruction";
	case 0x0e:
		return "illegal_state";
	case 0x15:
		return "svc";
	case 0x21:
		return "instruction_abort";
	case 0x22:
		return "pc_misaligned";
	case 0x25:
		return "data_abort";
	case 0x26:
		return "sp_misaligned";
	case 0x2f:
		return "serror";
	case 0x3c:
		return "brk";
	default:
		return "unknown";
	}
}

void arch_park(void)
{
	for (;;)
		__asm__ volatile("wfi");
}

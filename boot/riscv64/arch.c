/* arch.c - riscv64: what boot needs to know of the architecture. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "boot/riscv64/mode.h"
#include "platforms/tree.h"
#include "runner/test.h"

const char arch_name[] = "riscv64";

const uint64_t arch_map_unit = 4096; /* nothing to map; PMPs are no finer */

int arch_clock_hz(const void *tree, uint64_t *hz)
{
	uint32_t timebase;
	int error = tree_clock_hz(tree, &timebase);

	*hz = timebase;
	return error;
}

uint64_t arch_core_id(uint64_t id)
{
	return id;
}

/* The firmware may keep rdcycle from us: then it traps, to the end of these lines. */
uint32_t arch_core_features(void)
{
	uintptr_t features = 0, vector;

	__asm__ volatile(
		"la	%1, 1f\n\t"
		"csrrw	%1, " CSR_NAME(
			tvec) ", %1\n\t"
			      "rdcycle	zero\n\t"
			      "li	%0, %2\n\t"
			      ".balign	4\n" /* tvec.BASE (privileged 1.12, 4.1.2) */
			      "1:	csrw	" CSR_NAME(tvec) ", %1"
		: "+r"(features), "=&r"(vector)
		: "i"(CORE_CYCLES)
		: "memory");
	return (uint32_t)features;
}

/* Translation is off: everything is there, with the attributes of its PMA. */
int arch_map_memory(uintptr_t base, size_t size)
{
	(void)base;
	(void)size;
	return 0;
}

int arch_map_device(uintptr_t base, size_t size)
{
	(void)base;
	(void)size;
	return 0;
}

const char *arch_trap_cause(uint64_t cause)
{
	/* Privileged architecture 1.12, table 4.2. */
	static const char *const names[] = {
		"instruction_misaligned",
		"instruction_access",
		"illegal_instruction",
		"breakpoint",
		"load_misaligned",
		"load_access",
		"store_misaligned",
		"store_access",
		"ecall_user",
		"ecall_supervisor",
		"cause_10",
		"cause_11",
		"instruction_page",
		"load_page",
		"cause_14",
		"store_page",
	};

	if (cause >> 63)
		return "interrupt";
	return cause < sizeof(names) / sizeof(names[0]) ? names[cause] : "unknown";
}

void arch_park(void)
{
	for (;;)
		__asm__ volatile("wfi");
}

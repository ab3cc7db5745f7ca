/* arm64.c - what the process needs to know of the architecture. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/linux/process.h"
#include "runner/test.h"

#include <asm/hwcap.h>
#include <sys/auxv.h>

const char arch_name[] = "arm64";

/* MIDR_EL1, which Linux lets a process read where it says so. */
uint64_t arch_core_kind(void)
{
	uint64_t midr = 0;

	if (getauxval(AT_HWCAP) & HWCAP_CPUID)
		__asm__ volatile("mrs %0, midr_el1" : "=r"(midr));
	return midr;
}

uint32_t arch_core_features(void)
{
	return getauxval(AT_HWCAP) & HWCAP_ATOMICS ? CORE_LSE : 0;
}

uint64_t arch_pc(const ucontext_t *context)
{
	return context->uc_mcontext.pc;
}

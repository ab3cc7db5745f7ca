/* x86_64.c - what the process needs to know of the architecture. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/linux/process.h"

#include <cpuid.h>

const char arch_name[] = "x86_64";

/* Family, model and stepping: CPUID leaf 1, EAX. */
uint64_t arch_core_kind(void)
{
	uint32_t a = 0, b, c, d;

	__get_cpuid(1, &a, &b, &c, &d);
	return a;
}

uint32_t arch_core_features(void)
{
	return 0;
}

uint64_t arch_pc(const ucontext_t *context)
{
	return (uint64_t)context->uc_mcontext.gregs[REG_RIP];
}

/* riscv64.c - what the process needs to know of the architecture. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/linux/process.h"

const char arch_name[] = "riscv64";

uint64_t arch_core_kind(void)
{
	return 0;
}

uint32_t arch_core_features(void)
{
	return 0;
}

uint64_t arch_pc(const ucontext_t *context)
{
	return context->uc_mcontext.__gregs[REG_PC];
}

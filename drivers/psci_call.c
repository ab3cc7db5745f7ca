/* psci_call.c - the call into PSCI's implementation. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/psci.h"

/* The callee may change x4-x17 as well (SMC Calling Convention 1.1, table 2-1); no r4 on. */
#ifdef __aarch64__
#define PSCI_REGISTER(n) __asm__("x" #n)
#define PSCI_CLOBBERS                                                                    \
	"x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15",    \
		"x16", "x17", "memory"
#else
#define PSCI_REGISTER(n) __asm__("r" #n)
#define PSCI_CLOBBERS "memory"
__asm__(".arch_extension sec\n\t.arch_extension virt");
#endif

int64_t psci_call(bool use_hvc, uint64_t function, uint64_t a, uint64_t b, uint64_t c)
{
	register uintptr_t r0 PSCI_REGISTER(0) = (uintptr_t)function;
	register uintptr_t r1 PSCI_REGISTER(1) = (uintptr_t)a;
	register uintptr_t r2 PSCI_REGISTER(2) = (uintptr_t)b;
	register uintptr_t r3 PSCI_REGISTER(3) = (uintptr_t)c;

	if (use_hvc)
		__asm__ volatile("hvc #0"
				 : "+r"(r0), "+r"(r1), "+r"(r2), "+r"(r3)
				 :
				 : PSCI_CLOBBERS);
	else
		__asm__ volatile("smc #0"
				 : "+r"(r0), "+r"(r1), "+r"(r2), "+r"(r3)
				 :
				 : PSCI_CLOBBERS);
	return (intptr_t)r0;
}

/* psci_call.c - the call into PSCI's implementation. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/psci.h"

int64_t psci_call(bool use_hvc, uint64_t function, uint64_t a, uint64_t b, uint64_t c)
{
	register uint64_t x0 __asm__("x0") = function;
	register uint64_t x1 __asm__("x1") = a;
	register uint64_t x2 __asm__("x2") = b;
	register uint64_t x3 __asm__("x3") = c;

	/* The callee may change x0-x17 (SMC Calling Convention 1.1, table 2-1). */
#define PSCI_CLOBBERS                                                                    \
	"x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13", "x14", "x15",    \
		"x16", "x17", "memory"
	if (use_hvc)
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

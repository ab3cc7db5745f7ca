/* sbi_call.c - the call into the firmware below S-mode. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/sbi.h"

long sbi_call(long eid, long fid, unsigned long a, unsigned long b, unsigned long c,
	      unsigned long *value)
{
	register unsigned long a0 __asm__("a0") = a;
	register unsigned long a1 __asm__("a1") = b;
	register unsigned long a2 __asm__("a2") = c;
	register long a6 __asm__("a6") = fid;
	register long a7 __asm__("a7") = eid;

	__asm__ volatile("ecall"
			 : "+r"(a0), "+r"(a1)
			 : "r"(a2), "r"(a6), "r"(a7)
			 : "memory");
	if (value)
		*value = a1;
	return (long)a0;
}

/* sbi.h - calls to the RISC-V Supervisor Binary Interface. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DRIVERS_SBI_H
#define DRIVERS_SBI_H

#include "drivers/uart.h"

#include <stdint.h>

/*
 * A call to function fid of extension eid: its error, 0 or negative (for the legacy
 * extensions what they return). *value, unless value is NULL: its value.
 */
long sbi_call(long eid, long fid, unsigned long a, unsigned long b, unsigned long c,
	      unsigned long *value);

/* The console of last resort: DBCN where the firmware has it, else the legacy one. */
void sbi_console(struct uart *uart);

/* What sort of hart this is: SBI Base, get_marchid (SBI 0.3, 4.6); of the calling hart. */
uint64_t sbi_machine_kind(void);

#endif

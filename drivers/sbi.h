/* sbi.h - calls to the RISC-V Supervisor Binary Interface. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DRIVERS_SBI_H
#define DRIVERS_SBI_H

#include "drivers/uart.h"

#include <stdint.h>

/* The console of last resort: SBI legacy extension 1, putchar (SBI 0.3, ch. 5). */
extern const struct uart_ops sbi_console_ops;

/* What sort of hart this is: SBI Base, get_marchid (SBI 0.3, 4.6); of the calling hart. */
uint64_t sbi_machine_kind(void);

#endif

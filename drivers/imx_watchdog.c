/* imx_watchdog.c - the watchdog of i.MX that a loader leaves running. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/imx_watchdog.h"

#include <stddef.h>

/* 16-bit registers (Linux, imx2_wdt.c). U-Boot enables it for 60 s; WDE cannot be cleared. */
struct registers {
	uint16_t control; /* WCR */
	uint16_t service; /* WSR */
};

enum { WCR_WDE = 1 << 2 };

void imx_watchdog_service(uintptr_t base)
{
	volatile struct registers *registers = (volatile struct registers *)base;

	if (!(registers->control & WCR_WDE))
		return;
	registers->service = 0x5555;
	registers->service = 0xaaaa;
}

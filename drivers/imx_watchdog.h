/* imx_watchdog.h - the watchdog of i.MX that a loader leaves running. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DRIVERS_IMX_WATCHDOG_H
#define DRIVERS_IMX_WATCHDOG_H

#include <stdint.h>

/* Starts its time anew, if it runs; registers mapped at base. Any core, one at a time. */
void imx_watchdog_service(uintptr_t base);

#endif

/* bcm2835_pm.c - Raspberry Pi 1 to 5: resets and halts by the watchdog. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/firmware.h"

enum {
	RSTC = 0x1c, /* Linux, bcm2835_wdt.c: reset control */
	RSTS = 0x20, /* what the boot ROM finds after it */
	WDOG = 0x24, /* ticks of 1/65536 s until then */
	TICKS = 10,
	FULL_RESET = 0x20,
};

#define PASSWORD UINT32_C(0x5a000000)
#define CONFIG_CLEAR UINT32_C(0xffffffcf) /* the bits of RSTC that say what happens */
#define PARTITION_CLEAR UINT32_C(0xfffffaaa)
#define PARTITION_HALT UINT32_C(0x555) /* partition 63: the boot ROM stands still */

static volatile uint32_t *pm_register(const struct firmware *fw, unsigned at)
{
	return (volatile uint32_t *)(fw->power + at);
}

static void pm_reset(const struct firmware *fw)
{
	volatile uint32_t *control = pm_register(fw, RSTC);

	*pm_register(fw, WDOG) = PASSWORD | TICKS;
	*control = PASSWORD | (*control & CONFIG_CLEAR) | FULL_RESET;
}

static void pm_off(const struct firmware *fw, bool failed)
{
	volatile uint32_t *status = pm_register(fw, RSTS);

	(void)failed; /* nobody would learn of it */
	*status = PASSWORD | (*status & PARTITION_CLEAR) | PARTITION_HALT;
	pm_reset(fw);
}

const struct machine_ops bcm2835_pm_ops = {
	.name = "bcm2835-pm",
	.off = pm_off,
	.reset = pm_reset,
};

/* bare.c - no firmware at all: harts wait in the image, and a word ends the machine. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/bare.h"
#include "drivers/firmware.h"
#include "lib/err.h"

#include <stdatomic.h>

/* Not in .bss: harts poll it while that is being cleared. */
__attribute__((section(".data"))) struct bare_word bare_go[BARE_HARTS];

static int bare_start(const struct firmware *fw, uint64_t id, uint64_t release,
		      uintptr_t entry)
{
	(void)fw;
	(void)release;
	(void)entry; /* hart_park knows no other */
	if (id >= BARE_HARTS)
		return -E_REFUSED;
	/* Pairs with the fence in hart_park: what was written before is seen there. */
	atomic_thread_fence(memory_order_release);
	bare_go[id].go = 1;
	return 0;
}

static void bare_stop(const struct firmware *fw, uint64_t id)
{
	(void)fw;
	(void)id;
	hart_park();
}

const struct core_ops bare_core_ops = {
	.name = "bare",
	.start = bare_start,
	.stop = bare_stop,
};

static void bare_off(const struct firmware *fw, bool failed)
{
	if (fw->exit_word)
		*(volatile uint32_t *)fw->exit_word =
			failed ? fw->exit_fail : fw->exit_pass;
}

/* A simulation is not started again by what it simulates. */
static void bare_reset(const struct firmware *fw)
{
	(void)fw;
}

const struct machine_ops bare_machine_ops = {
	.name = "bare",
	.off = bare_off,
	.reset = bare_reset,
};

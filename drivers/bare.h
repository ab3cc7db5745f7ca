/* bare.h - no firmware at all: harts wait in the image, and a word ends the machine. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DRIVERS_BARE_H
#define DRIVERS_BARE_H

#define BARE_HARTS 64   /* ids 0..63; the others stay parked */
#define BARE_GO_SHIFT 7 /* log2 of the bytes from a hart's word to the next */

#ifndef __ASSEMBLER__
#include <stdint.h>

/* A hart's go: 1 sends it from hart_park to core_start, and it writes 0 on its way. */
struct bare_word {
	_Alignas(1 << BARE_GO_SHIFT) volatile uint32_t go;
};
extern struct bare_word bare_go[BARE_HARTS];

/* boot/<arch>/reset.S: waits for the next go. */
_Noreturn void hart_park(void);
#endif

#endif

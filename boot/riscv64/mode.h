/* mode.h - riscv64: the mode that the image runs in. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BOOT_RISCV64_MODE_H
#define BOOT_RISCV64_MODE_H

/*
 * BOOT_BARE: no firmware below, so machine mode; else supervisor mode. The registers that
 * the image uses exist in both (Privileged architecture 1.12, 3.1 and 4.1).
 */
#ifdef BOOT_BARE
#define CSR(name) m##name
#define CSR_NAME(name) "m" #name
#else
#define CSR(name) s##name
#define CSR_NAME(name) "s" #name
#endif

#endif

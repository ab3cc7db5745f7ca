/* entry.h - what entry.S and arch.c have to agree on. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BOOT_ARM_ENTRY_H
#define BOOT_ARM_ENTRY_H

#define MPIDR_AFFINITY 0xffffff /* Aff2..Aff0 (Arm ARM DDI 0406C, B4.1.106) */

/* Which trap it is: the index of the vector (Arm ARM DDI 0406C, B1.8.1). */
#define TRAP_UNDEFINED 1
#define TRAP_SVC 2
#define TRAP_PREFETCH 3
#define TRAP_DATA 4
#define TRAP_IRQ 6
#define TRAP_FIQ 7

#endif

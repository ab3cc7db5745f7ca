/* mmu.h - one translation table for all cores: identity, grown as needed. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BOOT_ARM_MMU_H
#define BOOT_ARM_MMU_H

#include <stddef.h>
#include <stdint.h>

enum mmu_kind { MMU_MEMORY, MMU_DEVICE };

/*
 * entry.S, boot core, MMU off: maps the image, and what the loader passed (if it can be a device tree or ATAGS).
 */
void mmu_first_tables(uintptr_t image, uintptr_t end, uintptr_t passed);

/*
 * Maps the sections of 1 MiB that base..base+size-1 touches, each to itself; size > 0. What
 * is mapped already stays as it is. -E_RANGE where the end is beyond 4 GiB, else 0. Boot
 * core only; other cores see it at once.
 */
int mmu_map(uintptr_t base, size_t size, enum mmu_kind kind);

#endif

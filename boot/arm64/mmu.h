/* mmu.h - one set of translation tables for all cores: identity, grown as needed. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BOOT_ARM64_MMU_H
#define BOOT_ARM64_MMU_H

#include <stddef.h>
#include <stdint.h>

enum mmu_kind { MMU_MEMORY, MMU_DEVICE };

/*
 * entry.S, boot core, MMU off: maps the image and what the loader passed: a device tree,
 * an ATAG list, or rubbish.
 */
void mmu_first_tables(uintptr_t image, uintptr_t end, uintptr_t passed);

/*
 * Maps the 4 KiB pages that base..base+size-1 touches, each to itself. What is mapped
 * already stays as it is. 0, -E_NOMEM where the tables are full, -E_RANGE beyond 48 bits.
 * Boot core only; other cores see it at once.
 */
int mmu_map(uintptr_t base, size_t size, enum mmu_kind kind);

#endif

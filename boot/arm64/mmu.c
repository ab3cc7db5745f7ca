/* mmu.c - one set of translation tables for all cores: identity, grown as needed. */
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Also runs before the MMU is on, when memory is Device: this file is compiled with
 * -mstrict-align -mgeneral-regs-only and calls nothing.
 */
#include "boot/arm64/mmu.h"
#include "lib/err.h"

enum { ENTRIES = 512, TABLES = 64 };

#define BLOCK_SIZE (UINT64_C(1) << 21) /* mapped by a level 2 entry, 4K granule */
#define TREE_BLOCKS (2 * BLOCK_SIZE)   /* a tree of 2 MiB may cross a boundary */
#define VA_LIMIT (UINT64_C(1) << 48)

/* Arm ARM, D5.3: descriptors of levels 0 to 2. */
#define DESC_TABLE UINT64_C(3)
#define DESC_BLOCK UINT64_C(1)
#define DESC_AF (UINT64_C(1) << 10)
#define DESC_INNER (UINT64_C(3) << 8) /* inner shareable */
#define DESC_ATTR1 (UINT64_C(1) << 2) /* MAIR attribute 1: device */
#define DESC_PXN (UINT64_C(1) << 53)  /* never execute, privileged */
#define DESC_UXN (UINT64_C(1) << 54)
#define DESC_VALID UINT64_C(1)
#define ADDRESS_MASK (VA_LIMIT - 4096)

static const uint64_t attributes[] = {
	[MMU_MEMORY] = DESC_BLOCK | DESC_AF | DESC_INNER | DESC_UXN,
	[MMU_DEVICE] = DESC_BLOCK | DESC_AF | DESC_ATTR1 | DESC_PXN | DESC_UXN,
};

/* The first is level 0, which TTBR0 points to (entry.S). */
_Alignas(4096) uint64_t mmu_tables[TABLES][ENTRIES];
static unsigned tables_used = 1;

/* The table that an entry points to, made if there is none; NULL: no table left. */
static uint64_t *table_below(volatile uint64_t *entry)
{
	if (!(*entry & DESC_VALID)) {
		if (tables_used == TABLES)
			return NULL;
		*entry = (uint64_t)(uintptr_t)mmu_tables[tables_used++] | DESC_TABLE;
	}
	return (uint64_t *)(uintptr_t)(*entry & ADDRESS_MASK);
}

static int map_block(uint64_t at, enum mmu_kind kind)
{
	uint64_t *level1 = table_below(&mmu_tables[0][at >> 39 & (ENTRIES - 1)]);
	uint64_t *level2 = level1 ? table_below(&level1[at >> 30 & (ENTRIES - 1)]) : NULL;
	volatile uint64_t *entry;

	if (!level2)
		return -E_NOMEM;
	entry = &level2[at >> 21 & (ENTRIES - 1)];
	if (!(*entry & DESC_VALID))
		*entry = at | attributes[kind];
	return 0;
}

int mmu_map(uintptr_t base, size_t size, enum mmu_kind kind)
{
	uint64_t end = (uint64_t)base + size;

	if (end < base || end > VA_LIMIT)
		return -E_RANGE;
	for (uint64_t at = base & ~(BLOCK_SIZE - 1); at < end; at += BLOCK_SIZE) {
		int error = map_block(at, kind);

		if (error)
			return error;
	}
	/* Entries only become valid, so that no TLB needs to hear of it (D5.10.1). */
	__asm__ volatile("dsb ishst\n\tisb" : : : "memory");
	return 0;
}

void mmu_first_tables(uintptr_t image, uintptr_t end, uintptr_t tree)
{
	mmu_map(image, end - image, MMU_MEMORY);
	/* A wild pointer is mapped as well, if it can be: tree_check() then looks at it. */
	if (tree && !(tree & 7))
		mmu_map(tree, TREE_BLOCKS - (tree & (BLOCK_SIZE - 1)), MMU_MEMORY);
}

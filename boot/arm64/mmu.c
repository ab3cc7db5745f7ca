/* mmu.c - one set of translation tables for all cores: identity, grown as needed. */
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Also runs before the MMU is on, when memory is Device: this file is compiled with
 * -mstrict-align -mgeneral-regs-only and calls nothing. ci/check_early holds it to that.
 */
#include "boot/arm64/mmu.h"
#include "lib/err.h"

#include <stdbool.h>

#include "cpu.h"

enum { ENTRIES = 512, TABLES = 64 };

#define BLOCK_SIZE (UINT64_C(1) << 21) /* mapped by a level 2 entry, 4K granule */
#define PAGE_SIZE UINT64_C(4096)
#define VA_LIMIT (UINT64_C(1) << 48)

#define TREE_MAGIC 0xd00dfeed             /* devicetree specification 0.4, 5.2 */
#define TREE_SIZE_MAX (UINT64_C(2) << 20) /* Documentation/arm64/booting.rst */
#define ATAGS_SIZE (UINT64_C(16) << 10)   /* what a loader passes that has no tree */

/* Arm ARM, D5.3: descriptors of levels 0 to 3. */
#define DESC_TABLE UINT64_C(3)
#define DESC_BLOCK UINT64_C(1)
#define DESC_PAGE UINT64_C(3)
#define DESC_TYPE UINT64_C(3)
#define DESC_AF (UINT64_C(1) << 10)
#define DESC_INNER (UINT64_C(3) << 8) /* inner shareable */
#define DESC_ATTR1 (UINT64_C(1) << 2) /* MAIR attribute 1: device */
#define DESC_PXN (UINT64_C(1) << 53)  /* never execute, privileged */
#define DESC_UXN (UINT64_C(1) << 54)
#define DESC_VALID UINT64_C(1)
#define ADDRESS_MASK (VA_LIMIT - PAGE_SIZE)

static const uint64_t attributes[] = {
	[MMU_MEMORY] = DESC_AF | DESC_INNER | DESC_UXN,
	[MMU_DEVICE] = DESC_AF | DESC_ATTR1 | DESC_PXN | DESC_UXN,
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

/* The entry of level 2 for an address; NULL: no table left. */
static volatile uint64_t *block_entry(uint64_t at)
{
	uint64_t *level1 = table_below(&mmu_tables[0][at >> 39 & (ENTRIES - 1)]);
	uint64_t *level2 = level1 ? table_below(&level1[at >> 30 & (ENTRIES - 1)]) : NULL;

	return level2 ? &level2[at >> 21 & (ENTRIES - 1)] : NULL;
}

static int map_page(uint64_t at, enum mmu_kind kind)
{
	volatile uint64_t *entry = block_entry(at);
	uint64_t *level3;

	if (entry && (*entry & DESC_TYPE) == DESC_BLOCK)
		return 0;
	level3 = entry ? table_below(entry) : NULL;
	if (!level3)
		return -E_NOMEM;
	entry = &level3[at >> 12 & (ENTRIES - 1)];
	if (!(*entry & DESC_VALID))
		*entry = at | attributes[kind] | DESC_PAGE;
	return 0;
}

static int map_block(uint64_t at, enum mmu_kind kind)
{
	volatile uint64_t *entry = block_entry(at);

	if (!entry)
		return -E_NOMEM;
	if (!(*entry & DESC_VALID))
		*entry = at | attributes[kind] | DESC_BLOCK;
	else if ((*entry & DESC_TYPE) == DESC_TABLE) /* some of its pages are there */
		for (unsigned i = 0; i < ENTRIES; i++)
			map_page(at + i * PAGE_SIZE, kind);
	return 0;
}

int mmu_map(uintptr_t base, size_t size, enum mmu_kind kind)
{
	uint64_t end = (uint64_t)base + size;

	if (end < base || end > VA_LIMIT)
		return -E_RANGE;
	for (uint64_t at = base & ~(PAGE_SIZE - 1); at < end;) {
		/* No more than was asked for: what lies beside it may be the firmware's. */
		bool whole = !(at & (BLOCK_SIZE - 1)) && end - at >= BLOCK_SIZE;
		int error = whole ? map_block(at, kind) : map_page(at, kind);

		if (error)
			return error;
		at += whole ? BLOCK_SIZE : PAGE_SIZE;
	}
	/* Entries only become valid, so that no TLB needs to hear of it (D5.10.1). */
	cpu_tables_written();
	return 0;
}

/* Of what the loader passed; read while memory is Device, word by word. */
static uint64_t passed_size(const volatile uint32_t *words)
{
	uint64_t size;

	if (__builtin_bswap32(words[0]) != TREE_MAGIC)
		return ATAGS_SIZE;
	size = __builtin_bswap32(words[1]); /* totalsize */
	return size < TREE_SIZE_MAX ? size : TREE_SIZE_MAX;
}

void mmu_first_tables(uintptr_t image, uintptr_t end, uintptr_t passed)
{
	mmu_map(image, end - image, MMU_MEMORY);
	/* A wild pointer is mapped as well, if it can be: boot_main() then looks at it. */
	if (passed && !(passed & 7))
		mmu_map(passed, passed_size((const uint32_t *)passed), MMU_MEMORY);
}

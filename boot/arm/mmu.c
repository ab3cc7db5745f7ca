/* mmu.c - one translation table for all cores: identity, grown as needed. */
/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Short descriptors, which every Armv7-A has. Also runs before the MMU is on, when memory is
 * strongly ordered: this file is compiled with -mno-unaligned-access and calls nothing.
 */
#include "boot/arm/mmu.h"
#include "lib/err.h"

#include "cpu.h"

#define PASSED_SIZE                                                                      \
	(2u << 20) /* of a device tree, at most (Documentation/arm64/booting.rst) */

enum { SECTION_SHIFT = 20, SECTIONS = 4096 };

/*
 * Arm ARM (DDI 0406C), B3.5.1: a section, written and read by PL1 alone. With SCTLR.TRE its
 * attributes are a number (B3.8.3): bit 2 is the lowest of the three; PRRR in entry.S.
 */
#define DESC_SECTION 2u
#define DESC_ATTR1 (1u << 2) /* attribute 1: device */
#define DESC_XN (1u << 4)    /* never execute */
#define DESC_PL1 (1u << 10)  /* AP: read and write at PL1 */
#define DESC_SHARED (1u << 16)

static const uint32_t attributes[] = {
	[MMU_MEMORY] = DESC_SECTION | DESC_PL1 | DESC_SHARED,
	[MMU_DEVICE] = DESC_SECTION | DESC_PL1 | DESC_SHARED | DESC_ATTR1 | DESC_XN,
};

/* TTBR0 points to it (entry.S). */
_Alignas(SECTIONS * sizeof(uint32_t)) uint32_t mmu_table[SECTIONS];

int mmu_map(uintptr_t base, size_t size, enum mmu_kind kind)
{
	uint32_t last = (uint32_t)(base + size - 1) >> SECTION_SHIFT;

	if (base + size - 1 < base)
		return -E_RANGE;
	for (uint32_t n = (uint32_t)base >> SECTION_SHIFT; n <= last; n++)
		if (!mmu_table[n])
			*(volatile uint32_t *)&mmu_table[n] =
				n << SECTION_SHIFT | attributes[kind];
	/* Entries only become valid, so that no TLB needs to hear of it (B3.10.1). */
	cpu_tables_written();
	return 0;
}

void mmu_first_tables(uintptr_t image, uintptr_t end, uintptr_t passed)
{
	mmu_map(image, end - image, MMU_MEMORY);
	/* A wild pointer is mapped as well, if it can be: boot_main() then looks at it. */
	if (passed && !(passed & 7))
		mmu_map(passed, PASSED_SIZE, MMU_MEMORY);
}

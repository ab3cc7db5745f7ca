/* test_mmu.c - arm64's translation tables, walked as the hardware does. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "boot/arm64/mmu.h"
#include "lib/err.h"

/* The table of level 0, which TTBR0 would hold. */
extern uint64_t mmu_tables[][512];

enum { MEMORY = 0x700, DEVICE = 0x404 }; /* AF, SH, AttrIndx of a descriptor */

/* What an address is mapped as, always to itself; 0: not at all. */
static unsigned mapped(uint64_t at)
{
	const uint64_t *table = mmu_tables[0];

	for (int shift = 39; shift >= 12; shift -= 9) {
		uint64_t entry = table[at >> shift & 511];
		uint64_t address = entry & UINT64_C(0xfffffffff000);

		if (!(entry & 1))
			return 0;
		if (shift == 12 || !(entry & 2)) {
			assert_int_equal(entry & 2, shift == 12 ? 2 : 0);
			assert_true(shift == 21 || shift == 12);
			assert_int_equal(address, at & ~((UINT64_C(1) << shift) - 1));
			return (unsigned)(entry & 0xffc);
		}
		table = (const uint64_t *)(uintptr_t)address;
	}
	return 0;
}

static void test_exact(void **state)
{
	const uint64_t image = 0x40080000, end = 0x40456000;

	(void)state;
	assert_int_equal(mmu_map(image, end - image, MMU_MEMORY), 0);
	assert_int_equal(mapped(image - 1), 0); /* the firmware's, in the same 2 MiB */
	assert_int_equal(mapped(image), MEMORY);
	assert_int_equal(mapped(0x40200000), MEMORY); /* a block in the middle */
	assert_int_equal(mapped(end - 1), MEMORY);
	assert_int_equal(mapped(end), 0);
}

static void test_pages_touched(void **state)
{
	(void)state;
	assert_int_equal(mmu_map(0x3f215040, 4096, MMU_DEVICE), 0);
	assert_int_equal(mapped(0x3f214fff), 0);
	assert_int_equal(mapped(0x3f215000), DEVICE);
	assert_int_equal(mapped(0x3f216000), DEVICE);
	assert_int_equal(mapped(0x3f217000), 0);
}

/* What is mapped stays as it is, whatever comes later. */
static void test_first_wins(void **state)
{
	(void)state;
	assert_int_equal(mmu_map(0x80001000, 4096, MMU_DEVICE), 0);
	assert_int_equal(mmu_map(0x80000000, 0x400000, MMU_MEMORY), 0);
	assert_int_equal(mapped(0x80000fff), MEMORY);
	assert_int_equal(mapped(0x80001000), DEVICE);
	assert_int_equal(mapped(0x80002000), MEMORY);
	assert_int_equal(mapped(0x80200000), MEMORY);
	assert_int_equal(mmu_map(0x80200000, 4096, MMU_DEVICE), 0);
	assert_int_equal(mapped(0x80200000), MEMORY);
}

static void test_range(void **state)
{
	const uint64_t top = UINT64_C(1) << 48;

	(void)state;
	assert_int_equal(mmu_map(top - 4096, 4096, MMU_DEVICE), 0);
	assert_int_equal(mapped(top - 1), DEVICE);
	assert_int_equal(mmu_map(top, 1, MMU_DEVICE), -E_RANGE);
	assert_int_equal(mmu_map(top - 1, 2, MMU_DEVICE), -E_RANGE);
	assert_int_equal(mmu_map(UINTPTR_MAX, 2, MMU_DEVICE), -E_RANGE);
	assert_int_equal(mmu_map(0x12345000, 0, MMU_DEVICE), 0);
	assert_int_equal(mapped(0x12345000), 0);
}

/* What the loader passed: as much as a tree says, a little of anything else. */
static void test_first_tables(void **state)
{
	static _Alignas(4096) uint32_t tree[8192] = {0xedfe0dd0, 0x00180000}; /* 6 KiB */
	static _Alignas(4096) uint32_t atags[8192] = {5, 0x54410001};
	uintptr_t at = (uintptr_t)tree, list = (uintptr_t)atags;

	(void)state;
	mmu_first_tables(0x48000000, 0x48001000, at);
	assert_int_equal(mapped(0x48000000), MEMORY);
	assert_int_equal(mapped(0x48001000), 0);
	assert_int_equal(mapped(at), MEMORY);
	assert_int_equal(mapped(at + 4096), MEMORY);
	assert_int_equal(mapped(at + 8192), 0);
	mmu_first_tables(0x48000000, 0x48001000, list);
	assert_int_equal(mapped(list + 16383), MEMORY);
	assert_int_equal(mapped(list + 16384), 0);
	mmu_first_tables(0x48000000, 0x48001000, 0);
	mmu_first_tables(0x48000000, 0x48001000, list + 0x6004); /* not on 8 bytes */
	assert_int_equal(mapped(list + 0x6000), 0);
	assert_int_equal(mapped(0), 0);
}

/* Last: it takes all tables. What is mapped stays. */
static void test_full(void **state)
{
	uint64_t at = UINT64_C(1) << 40;

	(void)state;
	while (!mmu_map(at, 1, MMU_MEMORY)) {
		assert_int_equal(mapped(at), MEMORY);
		at += UINT64_C(1) << 30;
		assert_true(at < UINT64_C(1) << 47);
	}
	assert_int_equal(mmu_map(at, 1, MMU_MEMORY), -E_NOMEM);
	assert_int_equal(mapped(0x40080000), MEMORY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_exact),        cmocka_unit_test(test_pages_touched),
		cmocka_unit_test(test_first_wins),   cmocka_unit_test(test_range),
		cmocka_unit_test(test_first_tables), cmocka_unit_test(test_full),
	};

	return cmocka_run_group_tests_name("mmu", tests, NULL, NULL);
}

/* test_atags.c - the list that older Arm loaders pass, good and bad. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "platforms/atags.h"

#include <string.h>

enum { CORE = 0x54410001, MEM = 0x54410002, CMDLINE = 0x54410009 };

#define TEXT(a, b, c, d) ((uint32_t)(a) | (b) << 8 | (c) << 16 | (uint32_t)(d) << 24)

static void test_command_line(void **state)
{
	static const _Alignas(8) uint32_t list[] = {5,
						    CORE,
						    0,
						    0,
						    0,
						    4,
						    MEM,
						    0x3c000000,
						    0,
						    4,
						    CMDLINE,
						    TEXT('m', 'i', 'x', '='),
						    TEXT('x', 0, 0, 0),
						    0,
						    0};

	(void)state;
	assert_string_equal(atags_bootargs(list), "mix=x");
}

static void test_none(void **state)
{
	static const _Alignas(8) uint32_t bare[] = {2, CORE, 0, 0};
	static const _Alignas(8) uint32_t stuck[] = {5, CORE, 0, 0, 0, 0, MEM};
	static const _Alignas(8) uint32_t large[] = {5, CORE, 0, 0, 0, 0xffffffff, MEM};
	static const _Alignas(8)
		uint32_t open[] = {2, CORE, 3, CMDLINE, TEXT('a', 'b', 'c', 'd'), 0, 0};

	(void)state;
	assert_string_equal(atags_bootargs(bare), "");
	assert_string_equal(atags_bootargs(stuck), "");
	assert_string_equal(atags_bootargs(large), "");
	assert_string_equal(atags_bootargs(open), ""); /* without its NUL */
}

/* No list: a device tree, something else, nothing, an address that is not mapped. */
static void test_no_list(void **state)
{
	static const _Alignas(8) uint32_t tree[] = {0xedfe0dd0, 0x48000000, 5, CORE, 0};

	(void)state;
	assert_null(atags_bootargs(NULL));
	assert_null(atags_bootargs(tree));
	assert_null(atags_bootargs((const char *)tree + 4));
	assert_null(atags_bootargs((const char *)tree + 2));
}

/* A list that never ends is given up within the 16 KiB that it may have. */
static void test_endless(void **state)
{
	static _Alignas(8) uint32_t list[4096];

	(void)state;
	for (size_t i = 0; i < 4096; i += 4) {
		list[i] = 4;
		list[i + 1] = i ? MEM : CORE;
	}
	assert_string_equal(atags_bootargs(list), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_command_line),
		cmocka_unit_test(test_none),
		cmocka_unit_test(test_no_list),
		cmocka_unit_test(test_endless),
	};

	return cmocka_run_group_tests_name("atags", tests, NULL, NULL);
}

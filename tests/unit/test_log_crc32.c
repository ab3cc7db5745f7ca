/* test_log_crc32.c - the log's checksum is zlib's. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "protocol/crc32.h"

#include <zlib.h>

static void test_check_value(void **state)
{
	(void)state;
	assert_int_equal(crc32_add(0, "123456789", 9), 0xcbf43926);
	assert_int_equal(crc32_add(0, "", 0), 0);
}

static void test_random_bytes_in_pieces(void **state)
{
	unsigned char bytes[3000];
	uint32_t random = 1;

	(void)state;
	for (int round = 0; round < 50; round++) {
		for (size_t i = 0; i < sizeof(bytes); i++) {
			random = random * 1664525 + 1013904223;
			bytes[i] = (unsigned char)(random >> 24);
		}
		size_t n = random % sizeof(bytes);
		size_t cut = n / 3;
		uint32_t crc = crc32_add(crc32_add(0, bytes, cut), bytes + cut, n - cut);

		assert_int_equal(crc, crc32(0, bytes, (uInt)n));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_check_value),
		cmocka_unit_test(test_random_bytes_in_pieces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

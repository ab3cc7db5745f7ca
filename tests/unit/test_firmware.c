/* test_firmware.c - starting cores and ending machines, with what answers replaced. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "drivers/firmware.h"
#include "drivers/imx_watchdog.h"
#include "drivers/psci.h"
#include "drivers/sbi.h"
#include "lib/err.h"

#include <string.h>

/* --- the other side: the last call, and what it is answered --- */

static struct {
	bool use_hvc;
	uint64_t function; /* of PSCI; of SBI the extension */
	uint64_t fid;
	uint64_t a, b, c;
} asked;
static int64_t answer;

int64_t psci_call(bool use_hvc, uint64_t function, uint64_t a, uint64_t b, uint64_t c)
{
	asked.use_hvc = use_hvc;
	asked.function = function;
	asked.a = a;
	asked.b = b;
	asked.c = c;
	return answer;
}

enum { EID_DBCN = 0x4442434e, EID_HSM = 0x48534d, EID_BASE = 0x10 };

static bool has_debug_console;
static unsigned long hart_state;
static int typed; /* a byte on the debug console; -1: none */

long sbi_call(long eid, long fid, unsigned long a, unsigned long b, unsigned long c,
	      unsigned long *value)
{
	asked.function = (uint64_t)eid;
	asked.fid = (uint64_t)fid;
	asked.a = a;
	asked.b = b;
	asked.c = c;
	if (eid == EID_BASE && fid == 3) {
		*value = a == EID_DBCN && has_debug_console;
		return 0;
	}
	if (eid == EID_HSM && fid == 2) {
		*value = hart_state;
		return 0;
	}
	if (eid == EID_DBCN && fid == 1) {
		*value = typed >= 0;
		if (typed >= 0)
			*(uint8_t *)b = (uint8_t)typed;
	}
	return (long)answer;
}

/* --- PSCI --- */

static void test_psci_start(void **state)
{
	const struct firmware fw = {.has_psci = true, .use_hvc = true};
	const uint64_t id = 0x100000203;

	(void)state;
	answer = 0;
	assert_int_equal(psci_core_ops.start(&fw, id, 0, 0x1000), 0);
	assert_true(asked.use_hvc);
	assert_int_equal(asked.function, 0xc4000003); /* CPU_ON */
	assert_int_equal(asked.a, id);
	assert_int_equal(asked.b, 0x1000);
	answer = -4; /* ALREADY_ON: on its way down */
	assert_int_equal(psci_core_ops.start(&fw, id, 0, 0), -E_TIMEOUT);
	answer = -5; /* ON_PENDING */
	assert_int_equal(psci_core_ops.start(&fw, id, 0, 0), -E_TIMEOUT);
	answer = -2; /* INVALID_PARAMETERS: no such core */
	assert_int_equal(psci_core_ops.start(&fw, id, 0, 0), -E_REFUSED);
}

static void test_psci_end(void **state)
{
	const struct firmware fw = {.has_psci = true, .use_hvc = false};

	(void)state;
	psci_machine_ops.off(&fw, true);
	assert_int_equal(asked.function, 0x84000008);
	assert_false(asked.use_hvc);
	psci_machine_ops.reset(&fw);
	assert_int_equal(asked.function, 0x84000009);
	psci_core_ops.stop(&fw, 3);
	assert_int_equal(asked.function, 0x84000002);
}

/* --- SBI --- */

static void test_sbi_start(void **state)
{
	const struct firmware fw = {.machine = &sbi_machine_ops};

	(void)state;
	answer = 0;
	assert_int_equal(sbi_core_ops.start(&fw, 3, 0, 0x80200000), 0);
	assert_int_equal(asked.function, EID_HSM);
	assert_int_equal(asked.fid, 0);
	assert_int_equal(asked.a, 3);
	assert_int_equal(asked.b, 0x80200000);
	answer = -6; /* already available */
	assert_int_equal(sbi_core_ops.start(&fw, 3, 0, 0), -E_TIMEOUT);
	answer = -3; /* invalid parameter, while it stops */
	hart_state = 3;
	assert_int_equal(sbi_core_ops.start(&fw, 3, 0, 0), -E_TIMEOUT);
	hart_state = 2;
	assert_int_equal(sbi_core_ops.start(&fw, 3, 0, 0), -E_REFUSED);
	answer = -2; /* not supported */
	assert_int_equal(sbi_core_ops.start(&fw, 3, 0, 0), -E_REFUSED);
}

static void test_sbi_end(void **state)
{
	const struct firmware fw = {.machine = &sbi_machine_ops};

	(void)state;
	sbi_machine_ops.off(&fw, true);
	assert_int_equal(asked.function, 0x53525354);
	assert_int_equal(asked.a, 0);
	assert_int_equal(asked.b, 1); /* system failure */
	sbi_machine_ops.reset(&fw);
	assert_int_equal(asked.a, 1);
}

static void test_sbi_debug_console(void **state)
{
	struct uart uart;

	(void)state;
	has_debug_console = true;
	answer = 0;
	sbi_console(&uart);
	uart.ops->put(&uart, 'q');
	assert_int_equal(asked.function, EID_DBCN);
	assert_int_equal(asked.fid, 2);
	assert_int_equal(asked.a, 'q');
	typed = 0xf0;
	assert_int_equal(uart.ops->get(&uart), 0xf0);
	assert_int_equal(asked.a, 1); /* one byte */
	assert_int_equal(asked.c, 0); /* upper half of its address */
	typed = -1;
	assert_int_equal(uart.ops->get(&uart), -1);
	typed = 'a';
	answer = -5; /* failed, whatever was written */
	assert_int_equal(uart.ops->get(&uart), -1);
}

static void test_sbi_legacy_console(void **state)
{
	struct uart uart;

	(void)state;
	has_debug_console = false;
	answer = 0;
	sbi_console(&uart);
	uart.ops->put(&uart, 'q');
	assert_int_equal(asked.function, 1);
	assert_int_equal(asked.a, 'q');
	answer = 'r';
	assert_int_equal(uart.ops->get(&uart), 'r');
	assert_int_equal(asked.function, 2);
	answer = -1;
	assert_int_equal(uart.ops->get(&uart), -1);
}

/* --- the spin table and the Raspberry Pi's watchdog: registers are memory --- */

static void test_spin_table(void **state)
{
	const struct firmware fw = {.machine = NULL};
	uint64_t slot = 0;

	(void)state;
	asked.function = 0;
	assert_int_equal(spin_table_ops.start(&fw, 1, (uintptr_t)&slot, 0x123456789000),
			 0);
	assert_int_equal(slot, 0x123456789000);
	assert_int_equal(asked.function, 0); /* never by PSCI */
	assert_null(spin_table_ops.stop);
	assert_int_equal(spin_table_ops.start(&fw, 1, 0, 0x1000), -E_NODEV);
}

static void test_bcm2836(void **state)
{
	uint32_t registers[64] = {0};
	const struct firmware fw = {.mailboxes = (uintptr_t)registers};
	uint64_t slot = 0;

	(void)state;
	assert_int_equal(bcm2836_ops.start(&fw, 0x80000002, (uintptr_t)&slot, 0x1000), 0);
	assert_int_equal(slot, 0x1000);
	assert_int_equal(registers[0xa0 / 4], 1);
	bcm2836_ops.stop(&fw, 0x80000003);
	assert_int_equal(registers[0x5c / 4], 1);
	assert_int_equal(registers[0xf0 / 4], UINT32_MAX);
	registers[0x90 / 4] = 0;
	assert_int_equal(bcm2836_ops.start(&fw, 1, 0, 0x1000), -E_NODEV);
	assert_int_equal(registers[0x90 / 4], 0);
}

/* Mailbox 3 of core 2 holds its entry, and wakes it. */
static void test_bcm2836_mailbox(void **state)
{
	uint32_t registers[64] = {0};
	const struct firmware fw = {.mailboxes = (uintptr_t)registers};

	(void)state;
	assert_int_equal(bcm2836_mailbox_ops.start(&fw, 0xf02, 0, 0x10000), 0);
	assert_int_equal(registers[0xac / 4], 0x10000);
	bcm2836_mailbox_ops.stop(&fw, 0xf02);
	assert_int_equal(registers[0x58 / 4], 8);
	assert_int_equal(registers[0xec / 4], UINT32_MAX);
}

static void test_bcm2835(void **state)
{
	uint32_t registers[16] = {[0x1c / 4] = 0x102, [0x20 / 4] = 0x1aab};
	const struct firmware fw = {.power = (uintptr_t)registers};

	(void)state;
	bcm2835_pm_ops.reset(&fw);
	assert_int_equal(registers[0x24 / 4], 0x5a00000a);
	assert_int_equal(registers[0x1c / 4], 0x5a000122);
	assert_int_equal(registers[0x20 / 4], 0x1aab);
	registers[0x24 / 4] = 0;
	bcm2835_pm_ops.off(&fw, false);
	assert_int_equal(registers[0x20 / 4], 0x5a001fff);
	assert_int_equal(registers[0x24 / 4], 0x5a00000a);
}

static void test_imx_watchdog(void **state)
{
	uint16_t registers[] = {0x00b0, 0, 0x1234};

	(void)state;
	imx_watchdog_service(
		(uintptr_t)registers); /* it does not run: not to be started */
	assert_int_equal(registers[1], 0);
	registers[0] |= 4;
	imx_watchdog_service((uintptr_t)registers);
	assert_int_equal(registers[0], 0x00b4);
	assert_int_equal(registers[1], 0xaaaa);
	assert_int_equal(registers[2], 0x1234);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_psci_start),
		cmocka_unit_test(test_psci_end),
		cmocka_unit_test(test_sbi_start),
		cmocka_unit_test(test_sbi_end),
		cmocka_unit_test(test_sbi_debug_console),
		cmocka_unit_test(test_sbi_legacy_console),
		cmocka_unit_test(test_spin_table),
		cmocka_unit_test(test_bcm2836),
		cmocka_unit_test(test_bcm2836_mailbox),
		cmocka_unit_test(test_imx_watchdog),
		cmocka_unit_test(test_bcm2835),
	};

	return cmocka_run_group_tests_name("firmware", tests, NULL, NULL);
}

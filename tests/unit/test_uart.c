/* test_uart.c - every model of UART against registers that are plain memory. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "drivers/uart.h"
#include "lib/err.h"

#include <string.h>

static uint32_t bank[256]; /* registers: every model fits, as words 4 bytes apart */

static struct uart uart_of(const char *compatible)
{
	const struct uart_model *model = uart_find(compatible);

	assert_non_null(model);
	memset(bank, 0, sizeof(bank));
	return (struct uart){
		.ops = &uart_polled_ops,
		.model = model,
		.base = (uintptr_t)bank,
		.shift = model->shift,
		.width = model->width,
	};
}

/* Byte address at in the bank. */
static uint32_t peek(unsigned at)
{
	return bank[at / 4];
}

static void poke(unsigned at, uint32_t value)
{
	bank[at / 4] = value;
}

/* Where a manual puts status and data, and what status reads then. */
struct sample {
	const char *compatible;
	unsigned send_status, send_data;
	uint32_t can_send, cannot_send;
	unsigned receive_status, receive_data;
	uint32_t has_byte, has_none; /* the byte is 'x' where data is status */
};

static const struct sample samples[] = {
	{"brcm,bcm2835-aux-uart", 0x14, 0, 0x60, 0x01, 0x14, 0, 0x61, 0x60},
	{"nvidia,tegra20-uart", 0x14, 0, 0x20, 0x00, 0x14, 0, 0x01, 0x00},
	{"intel,xscale-uart", 0x14, 0, 0x20, 0x40, 0x14, 0, 0x01, 0xfe},
	{"arm,pl011", 0x18, 0, 0x90, 0xb8, 0x18, 0, 0x80, 0x90},
	{"arm,sbsa-uart", 0x18, 0, 0x00, 0x20, 0x18, 0, 0x00, 0x10},
	{"sifive,uart0", 0x00, 0, 0x00, 0x80000000, 0x04, 0x04, 'x', 0x80000000},
	{"cdns,uart-r1p12", 0x2c, 0x30, 0x0a, 0x1a, 0x2c, 0x30, 0x08, 0x0a},
	{"xlnx,xuartps", 0x2c, 0x30, 0x00, 0x10, 0x2c, 0x30, 0x00, 0x02},
	{"fsl,imx6q-uart", 0xb4, 0x40, 0x60, 0x10, 0xb4, 0x00, 0x40, 0x60},
	{"amlogic,meson-gx-uart", 0x0c, 0, 0x400000, 0x200000, 0x0c, 0x04, 0, 0x100000},
	{"st,stm32h7-uart", 0x1c, 0x28, 0xc0, 0x40, 0x1c, 0x24, 0x20, 0xc0},
};

static void test_send(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		const struct sample *s = &samples[i];
		struct uart uart = uart_of(s->compatible);

		poke(s->send_status, s->can_send);
		uart.ops->put(&uart, 'y');
		assert_int_equal(peek(s->send_data), 'y');
	}
}

/* A device that never has room costs time, not a hang, and gets nothing. */
static void test_send_to_a_full_device(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		const struct sample *s = &samples[i];
		struct uart uart = uart_of(s->compatible);

		poke(s->send_status, s->cannot_send);
		uart.ops->put(&uart, 'y');
		assert_int_equal(peek(s->send_data),
				 s->send_data == s->send_status ? s->cannot_send : 0);
	}
}

static void test_receive(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
		const struct sample *s = &samples[i];
		struct uart uart = uart_of(s->compatible);

		poke(s->receive_data, 0xabcd00 | 'x'); /* flags above the byte */
		poke(s->receive_status, s->has_none);
		assert_int_equal(uart.ops->get(&uart), -1);
		poke(s->receive_status, s->has_byte);
		assert_int_equal(uart.ops->get(&uart), 'x');
	}
}

/* 8250s lie as the node says: shift, and accesses of 1, 2 or 4 bytes. */
static void test_layouts(void **state)
{
	struct uart uart = uart_of("snps,dw-apb-uart");
	uint8_t *bytes = (uint8_t *)bank;

	(void)state;
	bytes[5] = 0x21;
	uart.ops->put(&uart, 'a');
	assert_int_equal(bank[0], 'a'); /* the bytes around it are as they were */
	assert_int_equal(uart.ops->get(&uart), 'a');
	for (unsigned width = 1; width <= 4; width *= 2)
		for (unsigned shift = 2; shift <= 4; shift++) {
			memset(bank, 0xff, sizeof(bank));
			uart.shift = (uint8_t)shift;
			uart.width = (uint8_t)width;
			uart.ops->put(&uart, 'b');
			assert_memory_equal(bank, "b\0\0\0", width);
			assert_int_equal(bytes[width], 0xff);
			memset(&bytes[5 << shift], 0, 4);
			assert_int_equal(uart.ops->get(&uart), -1);
		}
}

static void test_enable(void **state)
{
	struct uart uart = uart_of("cdns,uart-r1p12");

	(void)state;
	poke(0x00, 0x128); /* STPBRK, both directions disabled: as after reset */
	uart_enable(&uart);
	assert_int_equal(peek(0x00), 0x114);
	uart = uart_of("sifive,uart0");
	poke(0x08, 0x10000); /* txctrl: watermark 1, off */
	uart_enable(&uart);
	assert_int_equal(peek(0x08), 0x10001);
	assert_int_equal(peek(0x0c), 1);
	uart = uart_of("ns16550a"); /* set up by the loader: nothing is touched */
	memset(bank, 0x5a, sizeof(bank));
	uart_enable(&uart);
	for (size_t i = 0; i < sizeof(bank) / sizeof(bank[0]); i++)
		assert_int_equal(bank[i], 0x5a5a5a5a);
}

static uint32_t divisor_of(const struct uart *uart, uint32_t rate)
{
	uint32_t divisor = 0;

	assert_int_equal(uart_divisor(uart, rate, &divisor), 0);
	return divisor;
}

static void test_divisors(void **state)
{
	struct uart uart = uart_of("snps,dw-apb-uart");
	uint32_t divisor = 99;

	(void)state;
	assert_int_equal(uart_divisor(&uart, 115200, &divisor), -E_SYNTAX);
	uart.clock_hz = 24000000; /* RK3399 */
	assert_int_equal(divisor_of(&uart, 1500000), 1);
	assert_int_equal(divisor_of(&uart, 115200), 13);
	assert_int_equal(uart_divisor(&uart, 921600, &divisor), -E_RANGE);
	assert_int_equal(uart_divisor(&uart, 3000000, &divisor), -E_RANGE);
	uart.clock_hz = 500000000; /* SG2042 */
	assert_int_equal(divisor_of(&uart, 115200), 271);
	assert_int_equal(uart_divisor(&uart, 300, &divisor), -E_RANGE); /* > 16 bits */
	uart = uart_of("arm,pl011");
	uart.clock_hz = 24000000;
	assert_int_equal(divisor_of(&uart, 115200), 13 * 64 + 1); /* 13 1/64 */
	assert_int_equal(divisor_of(&uart, 1500000), 64);
	assert_int_equal(uart_divisor(&uart, 3000000, &divisor), -E_RANGE);
	assert_int_equal(divisor, 99);
	uart = uart_of("brcm,bcm2835-aux-uart");
	assert_int_equal(uart_divisor(&uart, 115200, &divisor), -E_NODEV);
	uart.model = NULL; /* of the firmware */
	assert_int_equal(uart_divisor(&uart, 115200, &divisor), -E_NODEV);
}

static void test_divisor_registers(void **state)
{
	struct uart uart = uart_of("nvidia,tegra20-uart");

	(void)state;
	poke(0x0c, 0x03);
	poke(0x14, 0x60);
	assert_int_equal(uart.model->divider->set(&uart, 0x10f), 0);
	assert_int_equal(peek(0x00), 0x0f);
	assert_int_equal(peek(0x04), 0x01);
	assert_int_equal(peek(0x0c), 0x03); /* DLAB is off again */
	assert_int_equal(uart.model->divider->get(&uart), 0x10f);
	poke(0x14, 0x20); /* a byte is still on its way */
	assert_int_equal(uart.model->divider->set(&uart, 1), -E_REFUSED);
	assert_int_equal(peek(0x00), 0x0f);

	uart = uart_of("arm,pl011");
	poke(0x30, 0x301);
	poke(0x2c, 0x70);
	assert_int_equal(uart.model->divider->set(&uart, 13 * 64 + 1), 0);
	assert_int_equal(peek(0x24), 13);
	assert_int_equal(peek(0x28), 1);
	assert_int_equal(peek(0x2c), 0x70);
	assert_int_equal(peek(0x30), 0x301);
	assert_int_equal(uart.model->divider->get(&uart), 13 * 64 + 1);
	poke(0x18, 1 << 3); /* BUSY */
	assert_int_equal(uart.model->divider->set(&uart, 64), -E_REFUSED);
	assert_int_equal(peek(0x24), 13);
}

static char sent[64];
static size_t sent_count;

static void record(const struct uart *uart, uint8_t byte)
{
	(void)uart;
	assert_true(sent_count < sizeof(sent));
	sent[sent_count++] = (char)byte;
}

static void test_line_ends(void **state)
{
	static const struct uart_ops ops = {.put = record};
	struct uart uart = {.ops = &ops};

	(void)state;
	uart_write(&uart, "a\nb\n\n", 5);
	assert_int_equal(sent_count, 8);
	assert_memory_equal(sent, "a\r\nb\r\n\r\n", 8);
}

static void test_unknown(void **state)
{
	(void)state;
	assert_null(uart_find("acme,uart"));
	assert_null(uart_find("ns1655"));
	assert_null(uart_find(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_send),
		cmocka_unit_test(test_send_to_a_full_device),
		cmocka_unit_test(test_receive),
		cmocka_unit_test(test_layouts),
		cmocka_unit_test(test_enable),
		cmocka_unit_test(test_divisors),
		cmocka_unit_test(test_divisor_registers),
		cmocka_unit_test(test_line_ends),
		cmocka_unit_test(test_unknown),
	};

	return cmocka_run_group_tests_name("uart", tests, NULL, NULL);
}

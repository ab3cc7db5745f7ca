/* pl011.c - Arm PrimeCell UART PL011 and the SBSA subset of it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/uart.h"

enum {
	DR = 0x00,        /* data (PL011 TRM, table 3-1) */
	FR = 0x18,        /* flags */
	FR_TXFF = 1 << 5, /* transmit FIFO full */
};

static void pl011_put(const struct uart *uart, uint8_t byte)
{
	for (uint32_t polls = 0; polls < UART_POLLS; polls++) {
		if (!(uart_read_register(uart, FR) & FR_TXFF)) {
			uart_write_register(uart, DR, byte);
			return;
		}
	}
}

static const char *const compatible[] = {"arm,pl011", "arm,sbsa-uart", NULL};

const struct uart_ops pl011_ops = {
	.compatible = compatible,
	.default_shift = 0,
	.default_width = 4, /* SBSA level 0: 32-bit accesses always work */
	.put = pl011_put,
};

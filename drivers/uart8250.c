/* uart8250.c - the 16550 family: ns16550, DesignWare APB and kin. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/uart.h"

enum {
	THR = 0,         /* transmit holding register (TL16C550D, table 8-1) */
	LSR = 5,         /* line status register */
	LSR_THRE = 0x20, /* holding register empty */
};

static void uart8250_put(const struct uart *uart, uint8_t byte)
{
	for (uint32_t polls = 0; polls < UART_POLLS; polls++) {
		if (uart_read_register(uart, LSR) & LSR_THRE) {
			uart_write_register(uart, THR, byte);
			return;
		}
	}
}

static const char *const compatible[] = {
	"ns16550a", "ns16550", "ns16450", "snps,dw-apb-uart", NULL,
};

const struct uart_ops uart8250_ops = {
	.compatible = compatible,
	.default_shift = 0,
	.default_width = 1,
	.put = uart8250_put,
};

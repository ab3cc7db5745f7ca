/* uart_dividers.c - UARTs whose speed can be set: where the divisor of their clock lies. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/uart.h"
#include "lib/err.h"

/* A FIFO of 64 bytes takes 0.6 s at 1200 baud; a poll is no less than some 100 ns. */
#define POLLS 10000000u

/* Waits until these bits of register r have this value; false: it takes too long. */
static bool settle(const struct uart *uart, unsigned r, uint32_t mask, uint32_t value)
{
	for (uint32_t polls = 0; polls < POLLS; polls++)
		if ((uart_register_read(uart, r) & mask) == value)
			return true;
	return false;
}

/* --- 8250 (TL16C550D, ch. 8) --- */

enum {
	DLL = 0, /* the divisor's halves, where LCR has DLAB */
	DLM = 1,
	LCR = 3,
	LSR = 5,
	LCR_DLAB = 0x80,
	LSR_TEMT = 0x40, /* nothing in the FIFO, nothing on its way */
};

static uint32_t uart8250_get(const struct uart *uart)
{
	uint32_t lcr = uart_register_read(uart, LCR) & 0xff, divisor;

	uart_register_write(uart, LCR, lcr | LCR_DLAB);
	divisor = uart_register_read(uart, DLL) & 0xff;
	divisor |= (uart_register_read(uart, DLM) & 0xff) << 8;
	uart_register_write(uart, LCR, lcr);
	return divisor;
}

static int uart8250_set(const struct uart *uart, uint32_t divisor)
{
	uint32_t lcr = uart_register_read(uart, LCR) & 0xff;

	if (!settle(uart, LSR, LSR_TEMT, LSR_TEMT))
		return -E_REFUSED;
	/* DesignWare's takes no LCR while a byte comes in: then the divisor is another. */
	uart_register_write(uart, LCR, lcr | LCR_DLAB);
	if (!(uart_register_read(uart, LCR) & LCR_DLAB))
		return -E_REFUSED;
	uart_register_write(uart, DLL, divisor & 0xff);
	uart_register_write(uart, DLM, divisor >> 8);
	uart_register_write(uart, LCR, lcr);
	return uart8250_get(uart) == divisor ? 0 : -E_REFUSED;
}

const struct uart_divider uart8250_divider = {
	.parts = 1,
	.least = 1,
	.most = 65535,
	.get = uart8250_get,
	.set = uart8250_set,
};

/* --- PL011 (DDI 0183, 3.3.5 to 3.3.8): 64ths; a write of LCR_H takes the divisor over --- */

enum {
	FR = 0x18,
	IBRD = 0x24,
	FBRD = 0x28,
	LCR_H = 0x2c,
	CR = 0x30,
	FR_BUSY = 1 << 3,
	CR_UARTEN = 1 << 0,
};

static uint32_t pl011_get(const struct uart *uart)
{
	return (uart_register_read(uart, IBRD) & 0xffff) * 64 +
	       (uart_register_read(uart, FBRD) & 0x3f);
}

static int pl011_set(const struct uart *uart, uint32_t divisor)
{
	uint32_t control = uart_register_read(uart, CR);

	if (!settle(uart, FR, FR_BUSY, 0))
		return -E_REFUSED;
	uart_register_write(uart, CR, control & ~(uint32_t)CR_UARTEN);
	uart_register_write(uart, IBRD, divisor / 64);
	uart_register_write(uart, FBRD, divisor % 64);
	uart_register_write(uart, LCR_H, uart_register_read(uart, LCR_H));
	uart_register_write(uart, CR, control);
	return pl011_get(uart) == divisor ? 0 : -E_REFUSED;
}

const struct uart_divider pl011_divider = {
	.parts = 64,
	.least = 64,
	.most = 65535 * 64,
	.get = pl011_get,
	.set = pl011_set,
};

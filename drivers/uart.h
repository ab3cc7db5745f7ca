/* uart.h - a console that sends: polled, found by the "compatible" of its node. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DRIVERS_UART_H
#define DRIVERS_UART_H

#include <stddef.h>
#include <stdint.h>

struct uart;

struct uart_ops {
	const char *const *compatible; /* ends with NULL */
	uint8_t default_shift;         /* where the node has no reg-shift */
	uint8_t default_width;         /* where the node has no reg-io-width, bytes */
	/*
	 * Sends one byte; drops it if the device does not take it within UART_POLLS
	 * polls. Any core, one at a time.
	 */
	void (*put)(const struct uart *uart, uint8_t byte);
};

struct uart {
	const struct uart_ops *ops;
	uintptr_t base; /* of the registers, mapped as device memory; 0 for firmware */
	uint8_t shift;  /* register r is at base + (r << shift) */
	uint8_t width;  /* access width of a register: 1 or 4 bytes */
};

/* The driver for a "compatible" string; NULL where there is none. */
const struct uart_ops *uart_find(const char *compatible);

/* Sends n bytes, each LF as CR LF. The loader set up speed and pins: not touched. */
void uart_write(const struct uart *uart, const char *bytes, size_t n);

/* One ops instance per device family; uart.c lists them. */
extern const struct uart_ops uart8250_ops, pl011_ops;

/* Polls of a status register before a byte is dropped: over a second on any bus. */
#define UART_POLLS 10000000u

static inline uint32_t uart_read_register(const struct uart *uart, unsigned r)
{
	uintptr_t at = uart->base + ((uintptr_t)r << uart->shift);

	if (uart->width == 4)
		return *(volatile uint32_t *)at;
	return *(volatile uint8_t *)at;
}

static inline void uart_write_register(const struct uart *uart, unsigned r,
				       uint32_t value)
{
	uintptr_t at = uart->base + ((uintptr_t)r << uart->shift);

	if (uart->width == 4)
		*(volatile uint32_t *)at = value;
	else
		*(volatile uint8_t *)at = (uint8_t)value;
}

#endif

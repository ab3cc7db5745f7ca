/* uart.c - polled consoles: which model a device is, and moving bytes through any. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/uart.h"
#include "lib/err.h"

#include <string.h>

/* Polls of a status register before a byte is dropped: over a second on any bus. */
#define POLLS 10000000u

const struct uart_model *uart_find(const char *compatible)
{
	for (const struct uart_model *model = uart_models; model->compatible; model++)
		for (const char *const *name = model->compatible; *name; name++)
			if (!strcmp(*name, compatible))
				return model;
	return NULL;
}

uint32_t uart_register_read(const struct uart *uart, unsigned r)
{
	uintptr_t at = uart->base + ((uintptr_t)r << uart->shift);

	switch (uart->width) {
	case 1:
		return *(volatile uint8_t *)at;
	case 2:
		return *(volatile uint16_t *)at;
	default:
		return *(volatile uint32_t *)at;
	}
}

void uart_register_write(const struct uart *uart, unsigned r, uint32_t value)
{
	uintptr_t at = uart->base + ((uintptr_t)r << uart->shift);

	switch (uart->width) {
	case 1:
		*(volatile uint8_t *)at = (uint8_t)value;
		break;
	case 2:
		*(volatile uint16_t *)at = (uint16_t)value;
		break;
	default:
		*(volatile uint32_t *)at = value;
	}
}

static void polled_put(const struct uart *uart, uint8_t byte)
{
	const struct uart_gate *gate = &uart->model->send;

	for (uint32_t polls = 0; polls < POLLS; polls++) {
		if (!gate->mask || (uart_register_read(uart, gate->status) &
				    gate->mask) == gate->ready) {
			uart_register_write(uart, gate->data, byte);
			return;
		}
	}
}

static int polled_get(const struct uart *uart)
{
	const struct uart_gate *gate = &uart->model->receive;
	uint32_t status;

	if (!gate->mask)
		return -1; /* it only sends */
	status = uart_register_read(uart, gate->status);

	if ((status & gate->mask) != gate->ready)
		return -1;
	/* Some have both in one register: reading it again would take the next byte. */
	if (gate->data != gate->status)
		status = uart_register_read(uart, gate->data);
	return (int)(status & 0xff);
}

const struct uart_ops uart_polled_ops = {.put = polled_put, .get = polled_get};

void uart_enable(const struct uart *uart)
{
	const struct uart_switch *enable = uart->model->enable;

	for (unsigned i = 0; i < 2 && enable[i].set; i++) {
		uint32_t old = uart_register_read(uart, enable[i].at);

		uart_register_write(uart, enable[i].at,
				    (old & ~enable[i].clear) | enable[i].set);
	}
}

int uart_divisor(const struct uart *uart, uint32_t rate, uint32_t *divisor)
{
	const struct uart_divider *divider = uart->model ? uart->model->divider : NULL;
	uint64_t scaled, found, back, off;

	if (!divider)
		return -E_NODEV;
	if (!uart->clock_hz)
		return -E_SYNTAX;
	scaled = (uint64_t)uart->clock_hz * divider->parts;
	found = (scaled + 8 * (uint64_t)rate) / (16 * (uint64_t)rate);
	if (found < divider->least || found > divider->most)
		return -E_RANGE;
	back = scaled / (16 * found);
	off = back > rate ? back - rate : rate - back;
	if (off * 50 > rate) /* two ends that are 2 % off each still read each other */
		return -E_RANGE;
	*divisor = (uint32_t)found;
	return 0;
}

void uart_write(const struct uart *uart, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == '\n')
			uart->ops->put(uart, '\r');
		uart->ops->put(uart, (uint8_t)bytes[i]);
	}
}

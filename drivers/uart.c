/* uart.c - polled consoles: which model a device is, and moving bytes through any. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/uart.h"

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

static inline uint32_t register_read(const struct uart *uart, unsigned r)
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

static inline void register_write(const struct uart *uart, unsigned r, uint32_t value)
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
		if (!gate->mask ||
		    (register_read(uart, gate->status) & gate->mask) == gate->ready) {
			register_write(uart, gate->data, byte);
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
	status = register_read(uart, gate->status);

	if ((status & gate->mask) != gate->ready)
		return -1;
	/* Some have both in one register: reading it again would take the next byte. */
	if (gate->data != gate->status)
		status = register_read(uart, gate->data);
	return (int)(status & 0xff);
}

const struct uart_ops uart_polled_ops = {.put = polled_put, .get = polled_get};

void uart_enable(const struct uart *uart)
{
	const struct uart_switch *enable = uart->model->enable;

	for (unsigned i = 0; i < 2 && enable[i].set; i++) {
		uint32_t old = register_read(uart, enable[i].at);

		register_write(uart, enable[i].at,
			       (old & ~enable[i].clear) | enable[i].set);
	}
}

void uart_write(const struct uart *uart, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == '\n')
			uart->ops->put(uart, '\r');
		uart->ops->put(uart, (uint8_t)bytes[i]);
	}
}

/* uart.c - which driver serves which device, and writing through any of them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "drivers/uart.h"

#include <string.h>

static const struct uart_ops *const drivers[] = {&uart8250_ops, &pl011_ops};

const struct uart_ops *uart_find(const char *compatible)
{
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++)
		for (const char *const *name = drivers[i]->compatible; *name; name++)
			if (!strcmp(*name, compatible))
				return drivers[i];
	return NULL;
}

void uart_write(const struct uart *uart, const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (bytes[i] == '\n')
			uart->ops->put(uart, '\r');
		uart->ops->put(uart, (uint8_t)bytes[i]);
	}
}

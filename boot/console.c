/* console.c - the log and the UART it goes to. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "lib/err.h"
#include "platforms/tree.h"

#include <stdio.h>

enum { UART_REGISTERS = 4096 }; /* bytes to map, at least */

static struct uart uart;
static struct log log;
static char trouble[128];

static void write_uart(void *ctx, const char *bytes, size_t n)
{
	const struct uart *to = ctx;

	if (to->ops) /* else there is none left */
		uart_write(to, bytes, n);
}

static bool open_uart(void)
{
	if (arch_map_device(uart.base, UART_REGISTERS))
		return false;
	uart_enable(&uart);
	return true;
}

bool console_init(const void *tree, const char **why)
{
	const char *compatible = "";
	int error = tree_check(tree);

	log_init(&log, write_uart, &uart);
	*why = NULL;
	if (error)
		return arch_fallback_console(&uart);
	error = tree_console(tree, &uart, &compatible);
	if (!error && open_uart())
		return true;
	snprintf(trouble, sizeof(trouble), "console of stdout-path: %s%.64s",
		 error == -E_NODEV && !*compatible ? "absent"
		 : error == -E_NODEV               ? "found no driver for "
						   : "malformed node of ",
		 compatible);
	*why = trouble;
	return arch_fallback_console(&uart) ||
	       (!tree_any_uart(tree, &uart) && open_uart());
}

void console_lost(uint64_t address)
{
	if (!uart.model || address - uart.base >= UART_REGISTERS)
		return;
	if (!arch_fallback_console(&uart))
		uart = (struct uart){.ops = NULL};
	log_init(&log, write_uart, &uart); /* nobody saw what it has so far */
}

struct log *console_log(void)
{
	return &log;
}

/* console.c - the log and the UART it goes to. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "lib/err.h"
#include "platforms/tree.h"

#include <stdio.h>

enum { UART_REGISTERS = 4096 }; /* bytes to map, at least */

static struct uart uart;
static struct log log;
static struct kept *keeps;
static char trouble[128];

void console_write(void *ctx, const char *bytes, size_t n)
{
	(void)ctx;
	if (uart.ops) /* else there is none left */
		uart_write(&uart, bytes, n);
}

static void write_log(void *ctx, const char *bytes, size_t n)
{
	console_write(ctx, bytes, n);
	if (keeps)
		kept_add(keeps, bytes, n);
}

void console_keep(struct kept *kept)
{
	keeps = kept;
}

/* A console of the firmware has no model, and can do both. */
bool console_hears(void)
{
	return uart.ops && (!uart.model || uart.model->receive.mask);
}

int console_read(void)
{
	return uart.ops ? uart.ops->get(&uart) : -1;
}

const struct uart *console_uart(void)
{
	return &uart;
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

	log_init(&log, write_log, NULL);
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
	log_init(&log, write_log, NULL); /* nobody saw what it has so far */
}

struct log *console_log(void)
{
	return &log;
}

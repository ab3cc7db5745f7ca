/* console.c - the log and the UART it goes to. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "lib/err.h"
#include "platforms/tree.h"

enum { UART_REGISTERS = 4096 }; /* bytes to map, at least */

static struct uart uart;
static struct log log;

static void write_uart(void *ctx, const char *bytes, size_t n)
{
	uart_write(ctx, bytes, n);
}

bool console_init(const void *tree, const char **trouble)
{
	const char *compatible;
	int error = tree_check(tree);

	log_init(&log, write_uart, &uart);
	*trouble = NULL;
	if (!error)
		error = tree_console(tree, &uart, &compatible);
	if (!error && !arch_map_device(uart.base, UART_REGISTERS))
		return true;
	*trouble = error == -E_BADDT ? "the console's node is malformed"
				     : "no driver for the console of stdout-path";
	return arch_fallback_console(&uart);
}

struct log *console_log(void)
{
	return &log;
}

/* console.c - the log and the UART it goes to. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "lib/err.h"
#include "platforms/tree.h"

static struct uart uart;
static struct log log;

static void write_uart(void *ctx, const char *bytes, size_t n)
{
	uart_write(ctx, bytes, n);
}

bool console_init(const void *tree)
{
	const char *compatible = "";
	int error = tree_check(tree);
	bool found = !error;

	if (found) {
		error = tree_console(tree, &uart, &compatible);
		found = !error && !arch_map_device(uart.base, 4096);
	}
	log_init(&log, write_uart, &uart);
	if (found)
		return true;
	if (!arch_fallback_console(&uart))
		return false;
	if (error == -E_BADDT)
		log_error(&log, "the device tree, or its console's node, is malformed; "
				"using the firmware's console");
	else
		log_note(&log, "no driver for the console %s; using the firmware's",
			 *compatible ? compatible : "(no stdout-path)");
	return true;
}

struct log *console_log(void)
{
	return &log;
}

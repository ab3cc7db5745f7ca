/* frozen.c - tree.h for an image whose tree was read when it was built. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "platforms/frozen.h"
#include "lib/err.h"

int tree_check(const void *tree)
{
	(void)tree;
	return 0;
}

uint32_t tree_size(const void *tree)
{
	(void)tree;
	return 0;
}

const char *tree_bootargs(const void *tree)
{
	(void)tree;
	return frozen.bootargs;
}

const char *tree_root_compatible(const void *tree, bool (*accept)(const char *name))
{
	(void)tree;
	for (const char *const *name = frozen.compatible; *name; name++)
		if (accept(*name))
			return *name;
	return NULL;
}

int tree_core(const void *tree, unsigned n, struct tree_core *core)
{
	(void)tree;
	if (n >= frozen.core_count)
		return -E_NODEV;
	*core = frozen.cores[n];
	return 0;
}

/* freeze.c looks for no other device than those that have functions of their own. */
int tree_device(const void *tree, const char *compatible, unsigned n,
		struct region *registers)
{
	(void)tree;
	(void)compatible;
	(void)n;
	(void)registers;
	return -E_NODEV;
}

int tree_clock_hz(const void *tree, uint32_t *hz)
{
	(void)tree;
	*hz = frozen.clock_hz;
	return *hz ? 0 : -E_NODEV;
}

int tree_exit(const void *tree, struct tree_exit *exit)
{
	(void)tree;
	*exit = frozen.exit;
	return frozen.has_exit ? 0 : -E_NODEV;
}

int tree_memory(const void *tree, const struct region *taken, unsigned taken_count,
		uint64_t align, struct region *free)
{
	struct region_list list;

	(void)tree;
	list.count = 0; /* the rest is written before it is read */
	for (unsigned i = 0; i < frozen.memory_count; i++)
		if (region_add(&list, frozen.memory[i].base, frozen.memory[i].size))
			return -E_BADDT;
	return list.count ? region_free(&list, taken, taken_count, align, free)
			  : -E_NODEV;
}

int tree_console(const void *tree, struct uart *uart, const char **compatible)
{
	(void)tree;
	*compatible = frozen.console.compatible;
	*uart = (struct uart){
		.ops = &uart_polled_ops,
		.model = uart_find(*compatible),
		.base = (uintptr_t)frozen.console.base,
		.shift = frozen.console.shift,
		.width = frozen.console.width,
	};
	return uart->model ? 0 : -E_NODEV;
}

int tree_any_uart(const void *tree, struct uart *uart)
{
	(void)tree;
	(void)uart;
	return -E_NODEV;
}

uint64_t tree_seed(const void *tree)
{
	(void)tree;
	return 0; /* every boot is the same: seed= makes it differ */
}

/* tree.c - what the device tree says of the machine. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "platforms/tree.h"
#include "lib/err.h"

#include <libfdt.h>
#include <string.h>

enum { MAX_CELLS = 2, MAX_DEPTH = 8 };

int tree_check(const void *tree)
{
	if (!tree || (uintptr_t)tree & 7 || fdt_check_header(tree))
		return -E_BADDT;
	/* Alignment of the blocks (5.3 and 5.4): libfdt reads whole words of them. */
	if (fdt_off_mem_rsvmap(tree) & 7 || fdt_off_dt_struct(tree) & 3)
		return -E_BADDT;
	return fdt_totalsize(tree) <= TREE_MAX_SIZE ? 0 : -E_BADDT;
}

uint32_t tree_size(const void *tree)
{
	return fdt_totalsize(tree);
}

int tree_u32(const void *tree, int node, const char *name, uint32_t *value)
{
	int length;
	const fdt32_t *cell = fdt_getprop(tree, node, name, &length);

	if (!cell)
		return -E_NODEV; /* absent: the caller has a default */
	if (length != sizeof(*cell))
		return -E_BADDT; /* present but wrong: the caller must not guess */
	*value = fdt32_to_cpu(*cell);
	return 0;
}

/* A string property; NULL where it is absent or not terminated. */
static const char *tree_string(const void *tree, int node, const char *name)
{
	int length;
	const char *text = fdt_getprop(tree, node, name, &length);

	return text && length > 0 && text[length - 1] == '\0' ? text : NULL;
}

static bool tree_okay(const void *tree, int node)
{
	const char *status = tree_string(tree, node, "status");

	if (!status)
		return !fdt_getprop(tree, node, "status", NULL);
	return !strcmp(status, "okay") || !strcmp(status, "ok");
}

const char *tree_bootargs(const void *tree)
{
	const char *args =
		tree_string(tree, fdt_path_offset(tree, "/chosen"), "bootargs");

	return args ? args : "";
}

const char *tree_root_compatible(const void *tree, bool (*accept)(const char *name))
{
	int count = fdt_stringlist_count(tree, 0, "compatible");

	for (int i = 0; i < count; i++) {
		const char *name = fdt_stringlist_get(tree, 0, "compatible", i, NULL);

		if (name && accept(name))
			return name;
	}
	return NULL;
}

/* count cells as one number. */
static uint64_t cells_number(const fdt32_t *cells, int count)
{
	uint64_t number = 0;

	for (int i = 0; i < count; i++)
		number = number << 32 | fdt32_to_cpu(cells[i]);
	return number;
}

static bool core_runs_tests(const void *tree, int node)
{
	const char *type = tree_string(tree, node, "device_type");

	if (!type || strcmp(type, "cpu") || !tree_okay(tree, node))
		return false;
#ifdef __riscv
	/* A monitor hart (E51, S7) has no MMU, and no caches worth testing. */
	return fdt_getprop(tree, node, "mmu-type", NULL) != NULL;
#else
	return true;
#endif
}

/* An address of one or two cells; 0 where it is absent or malformed. */
static uint64_t tree_address(const void *tree, int node, const char *name)
{
	int length;
	const fdt32_t *cells = fdt_getprop(tree, node, name, &length);

	if (!cells || (length != 4 && length != 8))
		return 0;
	return cells_number(cells, length / 4);
}

static bool is_cluster(const void *tree, int node)
{
	const char *name = fdt_get_name(tree, node, NULL);

	return name && !strncmp(name, "cluster", 7);
}

/*
 * The cluster of a core, as cpu-map has it (devicetree bindings, cpu/cpu-topology.txt): the
 * clusters that hold cores themselves count.
 */
static int core_cluster(const void *tree, int cpus, int core)
{
	uint32_t phandle = fdt_get_phandle(tree, core), cpu;
	int node = fdt_subnode_offset(tree, cpus, "cpu-map");
	int last = -1, count = 0, depth = 0;

	while (phandle && node >= 0 && depth >= 0) {
		int parent;

		node = fdt_next_node(tree, node, &depth);
		if (node < 0 || depth <= 0 || tree_u32(tree, node, "cpu", &cpu))
			continue;
		for (parent = fdt_parent_offset(tree, node);
		     parent > 0 && !is_cluster(tree, parent);)
			parent = fdt_parent_offset(tree, parent);
		if (parent <= 0)
			continue;
		if (parent != last)
			count++;
		last = parent;
		if (cpu == phandle)
			return count - 1;
	}
	return -1;
}

static void core_describe(const void *tree, int cpus, int node, struct tree_core *core)
{
	const char *method = tree_string(tree, node, "enable-method");
	const char *kind, *comma;

	if (!method)
		method = tree_string(tree, cpus, "enable-method");
	core->method = method ? method : "";
	core->release = tree_address(tree, node, "cpu-release-addr");
	kind = tree_string(tree, node, "compatible");
	comma = kind ? strchr(kind, ',') : NULL;
	core->name = comma ? comma + 1 : kind ? kind : "";
	core->cluster = core_cluster(tree, cpus, node);
}

int tree_core(const void *tree, unsigned n, struct tree_core *core)
{
	int cpus = fdt_path_offset(tree, "/cpus");
	int width = cpus < 0 ? cpus : fdt_address_cells(tree, cpus);
	int node;

	if (cpus < 0)
		return -E_NODEV;
	if (width < 1 || width > MAX_CELLS)
		return -E_BADDT;
	fdt_for_each_subnode(node, tree, cpus)
	{
		int length;
		const fdt32_t *reg;

		if (!core_runs_tests(tree, node) || n--)
			continue;
		reg = fdt_getprop(tree, node, "reg", &length);
		if (!reg || length < width * (int)sizeof(*reg))
			return -E_BADDT;
		core->id = cells_number(reg, width);
		core_describe(tree, cpus, node, core);
		return 0;
	}
	return -E_NODEV;
}

int tree_clock_hz(const void *tree, uint32_t *hz)
{
	int cpus = fdt_path_offset(tree, "/cpus");
	int error = cpus < 0 ? -E_NODEV : tree_u32(tree, cpus, "timebase-frequency", hz);

	return error ? error : *hz ? 0 : -E_BADDT;
}

int tree_psci_use_hvc(const void *tree, bool *use_hvc)
{
	static const char *const names[] = {"arm,psci-1.0", "arm,psci-0.2"};
	const char *method;
	int node = -1;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && node < 0; i++)
		node = fdt_node_offset_by_compatible(tree, -1, names[i]);
	if (node < 0)
		return -E_NODEV;
	method = tree_string(tree, node, "method");
	if (!method || (strcmp(method, "hvc") && strcmp(method, "smc")))
		return -E_BADDT;
	*use_hvc = !strcmp(method, "hvc");
	return 0;
}

/* Entry i of the "reg" of node, a child of parent: 0, -E_NODEV past the end, -E_BADDT. */
static int tree_reg(const void *tree, int parent, int node, int i, struct region *region)
{
	int address_cells = fdt_address_cells(tree, parent);
	int size_cells = fdt_size_cells(tree, parent);
	int length, stride;
	const fdt32_t *reg = fdt_getprop(tree, node, "reg", &length);

	if (!reg)
		return -E_NODEV;
	if (address_cells < 1 || address_cells > MAX_CELLS || size_cells < 0 ||
	    size_cells > MAX_CELLS)
		return -E_BADDT;
	stride = address_cells + size_cells;
	if (length % (stride * (int)sizeof(*reg)))
		return -E_BADDT;
	if (length < (i + 1) * stride * (int)sizeof(*reg))
		return -E_NODEV;
	reg += i * stride;
	region->base = cells_number(reg, address_cells);
	region->size = cells_number(reg + address_cells, size_cells);
	return 0;
}

static int list_add_memory(const void *tree, struct region_list *list)
{
	int node;

	fdt_for_each_subnode(node, tree, 0)
	{
		const char *type = tree_string(tree, node, "device_type");
		struct region r;
		int error = 0;

		if (!type || strcmp(type, "memory") || !tree_okay(tree, node))
			continue;
		for (int i = 0; !error; i++) {
			error = tree_reg(tree, 0, node, i, &r);
			if (!error)
				error = region_add(list, r.base, r.size);
		}
		if (error != -E_NODEV)
			return error;
	}
	return list->count ? 0 : -E_NODEV;
}

static int list_cut_reserved(const void *tree, struct region_list *list)
{
	int parent = fdt_path_offset(tree, "/reserved-memory");
	int entries = fdt_num_mem_rsv(tree);
	struct region r;
	int node;

	if (entries < 0)
		return -E_BADDT;
	for (int i = 0; i < entries; i++)
		if (fdt_get_mem_rsv(tree, i, &r.base, &r.size) || region_cut(list, r))
			return -E_BADDT;
	if (parent < 0)
		return 0;
	fdt_for_each_subnode(node, tree, parent)
	{
		int error = 0;

		for (int i = 0; !error; i++) {
			error = tree_reg(tree, parent, node, i, &r);
			if (!error)
				error = region_cut(list, r);
		}
		if (error != -E_NODEV)
			return error;
	}
	return 0;
}

int tree_memory(const void *tree, const struct region *taken, unsigned taken_count,
		uint64_t align, struct region *free)
{
	struct region_list list = {.count = 0};
	int error = list_add_memory(tree, &list);

	if (!error)
		error = list_cut_reserved(tree, &list);
	return error ? error : region_free(&list, taken, taken_count, align, free);
}

/* Turns an address of node's bus into one of the root, through each "ranges". */
static int tree_translate(const void *tree, int node, uint64_t *address)
{
	int bus = fdt_parent_offset(tree, node);

	for (int depth = 0; bus > 0; depth++) {
		int parent = fdt_parent_offset(tree, bus);
		int child_cells = fdt_address_cells(tree, bus);
		int parent_cells = fdt_address_cells(tree, parent);
		int size_cells = fdt_size_cells(tree, bus);
		int stride = child_cells + parent_cells + size_cells;
		int length;
		const fdt32_t *ranges = fdt_getprop(tree, bus, "ranges", &length);

		if (!ranges || depth == MAX_DEPTH || child_cells < 1 ||
		    parent_cells < 1 || size_cells < 1 || child_cells > MAX_CELLS ||
		    parent_cells > MAX_CELLS || size_cells > MAX_CELLS)
			return -E_BADDT; /* not reachable from the cores */
		bus = parent;
		if (!length)
			continue; /* "ranges;": the same addresses on both sides */
		for (;; ranges += stride, length -= stride * (int)sizeof(*ranges)) {
			uint64_t from, to, size;

			if (length < stride * (int)sizeof(*ranges))
				return -E_BADDT;
			from = cells_number(ranges, child_cells);
			to = cells_number(ranges + child_cells, parent_cells);
			size = cells_number(ranges + child_cells + parent_cells,
					    size_cells);
			if (*address >= from && *address - from < size) {
				*address += to - from;
				break;
			}
		}
	}
	return 0;
}

/* The first "reg" of a device, as the cores see it: 0, -E_BADDT. */
static int tree_registers(const void *tree, int node, struct region *registers)
{
	int error = tree_reg(tree, fdt_parent_offset(tree, node), node, 0, registers);

	if (!error)
		error = tree_translate(tree, node, &registers->base);
	return error ? -E_BADDT : 0;
}

int tree_device(const void *tree, const char *compatible, unsigned n,
		struct region *registers)
{
	int node = -1;

	do
		node = fdt_node_offset_by_compatible(tree, node, compatible);
	while (node >= 0 && (!tree_okay(tree, node) || n--));
	if (node < 0)
		return -E_NODEV;
	return tree_registers(tree, node, registers);
}

/* The node of a path or alias that ends before ':' or at the end. */
static int tree_stdout_node(const void *tree)
{
	int chosen = fdt_path_offset(tree, "/chosen");
	const char *path = tree_string(tree, chosen, "stdout-path");
	int length = path ? (int)strcspn(path, ":") : 0;

	/* An alias is a whole path: libfdt would follow an alias of itself for ever. */
	if (path && *path != '/') {
		path = fdt_get_alias_namelen(tree, path, length);
		length = path ? (int)strlen(path) : 0;
	}
	if (!path || *path != '/')
		return -E_NODEV;
	return fdt_path_offset_namelen(tree, path, length);
}

/* The model of a device; NULL: none is. *compatible: its first one, or "". */
static const struct uart_model *tree_uart_model(const void *tree, int node,
						const char **compatible)
{
	int count = fdt_stringlist_count(tree, node, "compatible");
	const struct uart_model *model = NULL;

	*compatible = "";
	for (int i = 0; i < count && !model; i++) {
		const char *name = fdt_stringlist_get(tree, node, "compatible", i, NULL);

		if (!i)
			*compatible = name;
		model = uart_find(name);
	}
	return model;
}

/*
 * What its speed is divided from: its own "clock-frequency", or that of the first of its
 * "clocks" where that is a "fixed-clock"; 0 where neither is there.
 */
static uint32_t tree_uart_clock(const void *tree, int node)
{
	uint32_t hz = 0;
	int length;
	const fdt32_t *clocks;

	if (!tree_u32(tree, node, "clock-frequency", &hz))
		return hz;
	clocks = fdt_getprop(tree, node, "clocks", &length);
	if (!clocks || length < (int)sizeof(*clocks))
		return 0;
	node = fdt_node_offset_by_phandle(tree, fdt32_to_cpu(*clocks));
	if (node < 0 || fdt_node_check_compatible(tree, node, "fixed-clock") ||
	    tree_u32(tree, node, "clock-frequency", &hz))
		return 0;
	return hz;
}

/* Where the registers of a model's device are and how they lie: 0, -E_BADDT. */
static int tree_uart(const void *tree, int node, const struct uart_model *model,
		     struct uart *uart)
{
	uint32_t shift = model->shift, width = model->width, offset = 0;
	struct region r;

	if (tree_registers(tree, node, &r))
		return -E_BADDT;
	if (!model->fixed && (tree_u32(tree, node, "reg-shift", &shift) == -E_BADDT ||
			      tree_u32(tree, node, "reg-io-width", &width) == -E_BADDT ||
			      tree_u32(tree, node, "reg-offset", &offset) == -E_BADDT))
		return -E_BADDT;
	if (shift > 4 || (width != 1 && width != 2 && width != 4))
		return -E_BADDT;
	*uart = (struct uart){
		.ops = &uart_polled_ops,
		.model = model,
		.base = (uintptr_t)(r.base + offset),
		.shift = (uint8_t)shift,
		.width = (uint8_t)width,
		.clock_hz = tree_uart_clock(tree, node),
	};
	return 0;
}

int tree_console(const void *tree, struct uart *uart, const char **compatible)
{
	int node = tree_stdout_node(tree);
	const struct uart_model *model;

	*compatible = "";
	if (node < 0)
		return -E_NODEV;
	model = tree_uart_model(tree, node, compatible);
	return model ? tree_uart(tree, node, model, uart) : -E_NODEV;
}

int tree_any_uart(const void *tree, struct uart *uart)
{
	for (int node = fdt_next_node(tree, -1, NULL); node >= 0;
	     node = fdt_next_node(tree, node, NULL)) {
		const char *compatible;
		const struct uart_model *model = tree_uart_model(tree, node, &compatible);

		if (model && tree_okay(tree, node) && !tree_uart(tree, node, model, uart))
			return 0;
	}
	return -E_NODEV;
}

int tree_exit(const void *tree, struct tree_exit *exit)
{
	int node = fdt_node_offset_by_compatible(tree, -1, "barelitmus,exit-word");
	struct region r;

	if (node < 0)
		return -E_NODEV;
	if (tree_reg(tree, fdt_parent_offset(tree, node), node, 0, &r) ||
	    tree_translate(tree, node, &r.base) ||
	    tree_u32(tree, node, "pass", &exit->pass) ||
	    tree_u32(tree, node, "fail", &exit->fail))
		return -E_BADDT;
	exit->word = r.base;
	return 0;
}

uint64_t tree_seed(const void *tree)
{
	static const char *const names[] = {"rng-seed", "kaslr-seed"};
	int chosen = fdt_path_offset(tree, "/chosen");
	uint64_t seed = 0;

	for (size_t n = 0; n < sizeof(names) / sizeof(names[0]); n++) {
		int length;
		const uint8_t *bytes = fdt_getprop(tree, chosen, names[n], &length);

		for (int i = 0; bytes && i < length; i++)
			seed = (seed << 8 | seed >> 56) ^ bytes[i];
	}
	return seed;
}

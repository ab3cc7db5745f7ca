/* test_tree.c - device trees, good, bad and damaged. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/err.h"
#include "lib/random.h"
#include "platforms/platform.h"
#include "platforms/tree.h"

#include <libfdt.h>
#include <stdlib.h>
#include <string.h>

/*
 * Not here: that a hart without mmu-type runs no tests, a rule that only a compiler for
 * RISC-V builds.
 */

/* --- building a tree --- */

enum { BUFFER_SIZE = 64 << 10, CELLS_MAX = 512 };

static _Alignas(8) char buffer[BUFFER_SIZE];
static void *tree; /* as large as it must be and no larger: ASan watches its ends */

static void ok(int result)
{
	assert_int_equal(result, 0);
}

static int set_up(void **state)
{
	(void)state;
	return fdt_create(buffer, sizeof(buffer));
}

static int tear_down(void **state)
{
	(void)state;
	free(tree);
	tree = NULL;
	return 0;
}

static void node(const char *name)
{
	ok(fdt_begin_node(buffer, name));
}

static void end(void)
{
	ok(fdt_end_node(buffer));
}

static void text(const char *name, const char *value)
{
	ok(fdt_property_string(buffer, name, value));
}

static void bytes(const char *name, const void *value, size_t size)
{
	ok(fdt_property(buffer, name, value, (int)size));
}

static void cells(const char *name, const uint32_t *values, size_t count)
{
	fdt32_t stored[CELLS_MAX];

	assert_true(count <= CELLS_MAX);
	for (size_t i = 0; i < count; i++)
		stored[i] = cpu_to_fdt32(values[i]);
	bytes(name, stored, count * sizeof(stored[0]));
}

#define CELLS(name, ...)                                                                 \
	cells(name, (const uint32_t[]){__VA_ARGS__},                                     \
	      sizeof((const uint32_t[]){__VA_ARGS__}) / sizeof(uint32_t))

static void widths(uint32_t address_cells, uint32_t size_cells)
{
	CELLS("#address-cells", address_cells);
	CELLS("#size-cells", size_cells);
}

/* Everything up to the properties of the root. */
static void begin(void)
{
	ok(fdt_finish_reservemap(buffer));
	node("");
	widths(2, 2);
}

/* Ends the root; a test may build several trees, one after the other. */
static void finish(void)
{
	size_t size;

	end();
	ok(fdt_finish(buffer));
	size = fdt_totalsize(buffer);
	free(tree);
	tree = malloc(size);
	assert_non_null(tree);
	memcpy(tree, buffer, size);
	ok(fdt_create(buffer, sizeof(buffer)));
}

/* --- the whole --- */

static void test_check(void **state)
{
	_Alignas(8) char copy[1024];
	size_t size;

	(void)state;
	begin();
	finish();
	ok(tree_check(tree));
	size = fdt_totalsize(tree);
	assert_true(size < sizeof(copy));

	assert_int_equal(tree_check(NULL), -E_BADDT);
	memcpy(copy + 4, tree, size);
	assert_int_equal(tree_check(copy + 4), -E_BADDT); /* not on 8 bytes */
	memcpy(copy, tree, size);
	fdt_set_magic(copy, 0xd00dfeee);
	assert_int_equal(tree_check(copy), -E_BADDT);
	memcpy(copy, tree, size);
	fdt_set_version(copy, 1);
	assert_int_equal(tree_check(copy), -E_BADDT);
	memcpy(copy, tree, size);
	fdt_set_last_comp_version(copy, 18);
	assert_int_equal(tree_check(copy), -E_BADDT);
	memcpy(copy, tree, size);
	fdt_set_size_dt_struct(copy, (uint32_t)size);
	assert_int_equal(tree_check(copy), -E_BADDT);
	memcpy(copy, tree, size);
	fdt_set_off_mem_rsvmap(copy, fdt_off_mem_rsvmap(copy) + 4);
	assert_int_equal(tree_check(copy), -E_BADDT);
	memcpy(copy, tree, size);
	fdt_set_off_dt_struct(copy, fdt_off_dt_struct(copy) + 2);
	fdt_set_size_dt_struct(copy, fdt_size_dt_struct(copy) - 2);
	assert_int_equal(tree_check(copy), -E_BADDT);
	memcpy(copy, tree, size);
	fdt_set_totalsize(copy, 20);
	assert_int_equal(tree_check(copy), -E_BADDT);
	fdt_set_totalsize(copy, TREE_MAX_SIZE);
	ok(tree_check(copy));
	fdt_set_totalsize(copy, TREE_MAX_SIZE + 1);
	assert_int_equal(tree_check(copy), -E_BADDT);
	fdt_set_totalsize(copy, UINT32_MAX);
	assert_int_equal(tree_check(copy), -E_BADDT);
}

static void test_u32(void **state)
{
	uint32_t value = 7;

	(void)state;
	begin();
	CELLS("one", 0x12345678);
	CELLS("two", 1, 2);
	bytes("none", "", 0);
	bytes("half", "\1\2", 2);
	finish();
	ok(tree_u32(tree, 0, "one", &value));
	assert_int_equal(value, 0x12345678);
	assert_int_equal(tree_u32(tree, 0, "absent", &value), -E_NODEV);
	assert_int_equal(tree_u32(tree, 0, "two", &value), -E_BADDT);
	assert_int_equal(tree_u32(tree, 0, "none", &value), -E_BADDT);
	assert_int_equal(tree_u32(tree, 0, "half", &value), -E_BADDT);
	assert_int_equal(value, 0x12345678);
}

static void test_bootargs(void **state)
{
	(void)state;
	begin();
	finish();
	assert_string_equal(tree_bootargs(tree), "");

	begin();
	node("chosen");
	end();
	finish();
	assert_string_equal(tree_bootargs(tree), "");

	begin();
	node("chosen");
	bytes("bootargs", "tests=SB", 8); /* without its NUL */
	end();
	finish();
	assert_string_equal(tree_bootargs(tree), "");

	begin();
	node("chosen");
	bytes("bootargs", "", 0);
	end();
	finish();
	assert_string_equal(tree_bootargs(tree), "");

	begin();
	node("chosen");
	text("bootargs", "tests=SB* k=2");
	end();
	finish();
	assert_string_equal(tree_bootargs(tree), "tests=SB* k=2");
}

static const struct deviation deviations[] = {{NULL, NULL, NULL}};
const struct platform platforms[] = {
	{"acme,board", "board", deviations, deviations, NULL, 0},
	{"acme,soc", "soc", deviations, deviations, "soc", 0x410fd030},
	{NULL, NULL, NULL, NULL, NULL, 0},
};

static const char *platform_name(const char *compatible, size_t size)
{
	begin();
	if (size)
		bytes("compatible", compatible, size);
	finish();
	return platform_find(tree)->name;
}

static void test_platform(void **state)
{
	static const char both[] = "acme,board-v2\0acme,soc\0acme,board";

	(void)state;
	assert_string_equal(platform_name("acme,board", 11), "board");
	assert_string_equal(platform_name(both, sizeof(both)), "soc");
	assert_string_equal(platform_name("acme,boar", 10), "unknown");
	assert_string_equal(platform_name("acme,soc", 8), "unknown"); /* no NUL */
	assert_string_equal(platform_name(NULL, 0), "unknown");
	assert_null(platform_find(tree)->deviations->test);
}

static void test_embedded_tree(void **state)
{
	(void)state;
	assert_string_equal(platform_tree(0x410fd030), "soc");
	assert_string_equal(platform_tree(0x413fd034), "soc"); /* another revision */
	assert_null(platform_tree(0x410fd080));                /* another part */
	assert_null(platform_tree(0x510fd030));                /* another maker */
	assert_null(platform_tree(0));
}

/* --- cores and their clock --- */

static void cpu(const char *name, const char *type, const char *status, uint32_t reg)
{
	node(name);
	if (type)
		text("device_type", type);
	if (status)
		text("status", status);
	CELLS("reg", reg);
	end();
}

static void check_cores(const uint64_t *ids, unsigned count)
{
	struct tree_core core;

	for (unsigned n = 0; n < count; n++) {
		ok(tree_core(tree, n, &core));
		assert_int_equal(core.id, ids[n]);
	}
	assert_int_equal(tree_core(tree, count, &core), -E_NODEV);
	assert_int_equal(tree_core(tree, count + 100, &core), -E_NODEV);
}

static void test_cores(void **state)
{
	static const uint64_t ids[] = {3, 0, 0x80000001, 9};

	(void)state;
	begin();
	node("cpus");
	widths(1, 0);
	cpu("cpu@3", "cpu", NULL, 3);
	cpu("cpu@0", "cpu", "okay", 0);
	cpu("cpu@1", "cpu", "disabled", 1);
	cpu("cpu@2", "cpu", "fail", 2);
	cpu("l2-cache@5", "cache", NULL, 5);
	cpu("idle-states", NULL, NULL, 6);
	cpu("cpu@80000001", "cpu", "ok", 0x80000001);
	node("cpu@9");
	text("device_type", "cpu");
	CELLS("reg", 9, 10); /* two hardware threads: the first stands for both */
	node("interrupt-controller");
	end();
	end();
	node("cpu@b");
	text("device_type", "cpu");
	bytes("status", "disabled", 8); /* without its NUL: not okay either */
	CELLS("reg", 11);
	end();
	end();
	finish();
	check_cores(ids, 4);
}

static void test_cores_of_two_cells(void **state)
{
	static const uint64_t ids[] = {UINT64_C(0x100000203)};

	(void)state;
	begin();
	node("cpus");
	widths(2, 0);
	node("cpu@100000203");
	text("device_type", "cpu");
	CELLS("reg", 1, 0x203);
	end();
	end();
	finish();
	check_cores(ids, 1);
}

static void test_no_cores(void **state)
{
	struct tree_core core;

	(void)state;
	begin();
	finish();
	assert_int_equal(tree_core(tree, 0, &core), -E_NODEV);
	begin();
	node("cpus");
	widths(1, 0);
	end();
	finish();
	assert_int_equal(tree_core(tree, 0, &core), -E_NODEV);
}

/* A good core, then one whose "reg" is wrong (reg cells, or none if negative). */
static void build_bad_core(uint32_t address_cells, int reg)
{
	static const uint32_t value[] = {0, 1, 2};

	begin();
	node("cpus");
	widths(address_cells, 0);
	for (int n = 0; n < 2; n++) {
		node(n ? "cpu@1" : "cpu@0");
		text("device_type", "cpu");
		if (!n)
			cells("reg", value, address_cells);
		else if (reg >= 0)
			cells("reg", value, (size_t)reg);
		end();
	}
	end();
	finish();
}

static void test_bad_cores(void **state)
{
	static const int regs[] = {-1, 0, 1};
	struct tree_core core;

	(void)state;
	for (size_t i = 0; i < sizeof(regs) / sizeof(regs[0]); i++) {
		build_bad_core(2, regs[i]);
		ok(tree_core(tree, 0, &core));
		assert_int_equal(tree_core(tree, 1, &core), -E_BADDT);
	}
	build_bad_core(3, 3); /* wider than any id */
	assert_int_equal(tree_core(tree, 0, &core), -E_BADDT);
	build_bad_core(0, 0);
	assert_int_equal(tree_core(tree, 0, &core), -E_BADDT);
}

static void core_with(uint32_t reg, const char *method, const uint32_t *release,
		      size_t release_cells)
{
	node(reg ? "cpu@1" : "cpu@0");
	text("device_type", "cpu");
	CELLS("reg", reg);
	if (method)
		text("enable-method", method);
	if (release)
		cells("cpu-release-addr", release, release_cells);
	end();
}

static void test_core_methods(void **state)
{
	static const uint32_t release[] = {1, 0xd8, 2};
	struct tree_core core;

	(void)state;
	begin();
	node("cpus");
	widths(1, 0);
	core_with(0, NULL, NULL, 0);
	core_with(1, "spin-table", release, 2);
	end();
	finish();
	ok(tree_core(tree, 0, &core));
	assert_string_equal(core.method, "");
	assert_int_equal(core.release, 0);
	ok(tree_core(tree, 1, &core));
	assert_string_equal(core.method, "spin-table");
	assert_int_equal(core.release, UINT64_C(0x1000000d8));

	begin();
	node("cpus");
	widths(1, 0);
	text("enable-method", "psci"); /* for all that have none of their own */
	core_with(0, NULL, release + 1, 1);
	core_with(1, "acme,park", release, 3);
	end();
	finish();
	ok(tree_core(tree, 0, &core));
	assert_string_equal(core.method, "psci");
	assert_int_equal(core.release, 0xd8);
	ok(tree_core(tree, 1, &core));
	assert_string_equal(core.method, "acme,park");
	assert_int_equal(core.release, 0); /* three cells are no address */
}

/* cpu@n of a core whose phandle is 16 + n. */
static void core_of_kind(const char *name, uint32_t reg, const char *compatible)
{
	node(name);
	text("device_type", "cpu");
	if (compatible)
		text("compatible", compatible);
	CELLS("reg", reg);
	CELLS("phandle", 16 + reg);
	end();
}

static void mapped_core(const char *name, uint32_t phandle)
{
	node(name);
	CELLS("cpu", phandle);
	end();
}

/* Two clusters in a socket, the second of threads; one core is in none. */
static void test_core_kinds(void **state)
{
	static const struct {
		const char *name;
		int cluster;
	} expected[] = {{"cortex-a53", 0},
			{"cortex-a53", 0},
			{"cortex-a72", 1},
			{"odd", -1},
			{"", 1}};
	struct tree_core core;

	(void)state;
	begin();
	node("cpus");
	widths(1, 0);
	core_of_kind("cpu@0", 0, "arm,cortex-a53");
	core_of_kind("cpu@1", 1, "arm,cortex-a53");
	core_of_kind("cpu@2", 2, "arm,cortex-a72");
	core_of_kind("cpu@3", 3, "odd");
	core_of_kind("cpu@4", 4, NULL);
	node("cpu-map");
	node("socket0");
	node("cluster0");
	mapped_core("core0", 16);
	mapped_core("core1", 17);
	end();
	node("cluster1");
	node("core0");
	mapped_core("thread0", 18);
	mapped_core("thread1", 20);
	end();
	end();
	end();
	end();
	end();
	node("chosen"); /* behind the map: not a part of it */
	CELLS("cpu", 19);
	end();
	finish();
	for (unsigned n = 0; n < 5; n++) {
		ok(tree_core(tree, n, &core));
		assert_string_equal(core.name, expected[n].name);
		assert_int_equal(core.cluster, expected[n].cluster);
	}
}

static void device(const char *name, const char *status, uint32_t reg)
{
	node(name);
	text("compatible", "acme,timer");
	if (status)
		text("status", status);
	if (reg)
		CELLS("reg", reg, 0x100);
	end();
}

static void test_devices(void **state)
{
	struct region found;

	(void)state;
	begin();
	node("soc");
	widths(1, 1);
	CELLS("ranges", 0x7e000000, 0, 0x3f000000, 0x1000000);
	device("timer@7e100000", NULL, 0x7e100000);
	device("timer@7e200000", "disabled", 0x7e200000);
	device("timer@7e300000", "okay", 0x7e300000);
	device("timer@6e300000", "okay", 0x6e300000); /* outside the window */
	device("timer", "okay", 0);
	end();
	finish();
	ok(tree_device(tree, "acme,timer", 0, &found));
	assert_int_equal(found.base, 0x3f100000);
	assert_int_equal(found.size, 0x100);
	ok(tree_device(tree, "acme,timer", 1, &found));
	assert_int_equal(found.base, 0x3f300000);
	assert_int_equal(tree_device(tree, "acme,timer", 2, &found), -E_BADDT);
	assert_int_equal(tree_device(tree, "acme,timer", 3, &found), -E_BADDT);
	assert_int_equal(tree_device(tree, "acme,timer", 4, &found), -E_NODEV);
	assert_int_equal(tree_device(tree, "acme,watchdog", 0, &found), -E_NODEV);
}

static int clock_of(int count, uint32_t hz, uint32_t *found)
{
	const uint32_t value[] = {hz, hz};

	begin();
	node("cpus");
	widths(1, 0);
	if (count >= 0)
		cells("timebase-frequency", value, (size_t)count);
	end();
	finish();
	return tree_clock_hz(tree, found);
}

static void test_clock(void **state)
{
	uint32_t hz = 0;

	(void)state;
	ok(clock_of(1, 10000000, &hz));
	assert_int_equal(hz, 10000000);
	assert_int_equal(clock_of(-1, 0, &hz), -E_NODEV);
	assert_int_equal(clock_of(0, 0, &hz), -E_BADDT);
	assert_int_equal(clock_of(1, 0, &hz), -E_BADDT);
	assert_int_equal(clock_of(2, 1000, &hz), -E_BADDT);
	begin();
	finish();
	assert_int_equal(tree_clock_hz(tree, &hz), -E_NODEV);
}

static int psci_of(const char *compatible, size_t size, const char *method, bool *use_hvc)
{
	begin();
	node("psci");
	bytes("compatible", compatible, size);
	if (method)
		text("method", method);
	end();
	finish();
	return tree_psci_use_hvc(tree, use_hvc);
}

static void test_psci(void **state)
{
	static const char several[] = "arm,psci-1.1\0arm,psci-1.0\0arm,psci-0.2";
	bool use_hvc = false;

	(void)state;
	ok(psci_of(several, sizeof(several), "hvc", &use_hvc));
	assert_true(use_hvc);
	ok(psci_of("arm,psci-0.2", 13, "smc", &use_hvc));
	assert_false(use_hvc);
	ok(psci_of("arm,psci-1.0", 13, "hvc", &use_hvc));
	assert_true(use_hvc);
	/* 0.1 has function numbers of its own. */
	assert_int_equal(psci_of("arm,psci", 9, "hvc", &use_hvc), -E_NODEV);
	assert_int_equal(psci_of("arm,psci-1.0", 13, NULL, &use_hvc), -E_BADDT);
	assert_int_equal(psci_of("arm,psci-1.0", 13, "svc", &use_hvc), -E_BADDT);
	assert_int_equal(psci_of("arm,psci-1.0", 13, "", &use_hvc), -E_BADDT);
	begin();
	finish();
	assert_int_equal(tree_psci_use_hvc(tree, &use_hvc), -E_NODEV);
}

static int exit_of(const char *compatible, const char *fail, struct tree_exit *exit)
{
	begin();
	node("exit@100");
	bytes("compatible", compatible, strlen(compatible) + 1);
	CELLS("reg", 1, 0x100, 0, 4);
	CELLS("pass", 0x5555);
	if (fail)
		CELLS(fail, 0x13333);
	end();
	finish();
	return tree_exit(tree, exit);
}

static void test_exit_word(void **state)
{
	struct tree_exit exit;

	(void)state;
	ok(exit_of("barelitmus,exit-word", "fail", &exit));
	assert_int_equal(exit.word, 0x100000100);
	assert_int_equal(exit.pass, 0x5555);
	assert_int_equal(exit.fail, 0x13333);
	assert_int_equal(exit_of("sifive,test0", "fail", &exit), -E_NODEV);
	assert_int_equal(exit_of("barelitmus,exit-word", "failed", &exit), -E_BADDT);
	assert_int_equal(exit_of("barelitmus,exit-word", NULL, &exit), -E_BADDT);
}

/* --- memory --- */

#define PAGE UINT64_C(0x1000)

static void put_region(uint32_t *at, struct region r)
{
	at[0] = (uint32_t)(r.base >> 32);
	at[1] = (uint32_t)r.base;
	at[2] = (uint32_t)(r.size >> 32);
	at[3] = (uint32_t)r.size;
}

static void regions(const char *name, const struct region *at, unsigned count)
{
	uint32_t values[CELLS_MAX];

	for (unsigned i = 0; i < count; i++)
		put_region(values + 4 * i, at[i]);
	cells(name, values, 4 * count);
}

static void memory_node(const char *name, const struct region *at, unsigned count)
{
	node(name);
	text("device_type", "memory");
	regions("reg", at, count);
	end();
}

/* What there is, and what the tree takes away from it in either way. */
struct scene {
	const struct region *memory;
	const struct region *entries;  /* memory reservations */
	const struct region *reserved; /* children of /reserved-memory */
	uint8_t memories;
	uint8_t entry_count;
	uint8_t reserved_count;
};

static void build_scene(const struct scene *s)
{
	for (unsigned i = 0; i < s->entry_count; i++)
		ok(fdt_add_reservemap_entry(buffer, s->entries[i].base,
					    s->entries[i].size));
	begin();
	memory_node("memory", s->memory, s->memories);
	if (s->reserved_count) {
		node("reserved-memory");
		widths(2, 2);
		bytes("ranges", "", 0);
		for (unsigned i = 0; i < s->reserved_count; i++) {
			char name[] = "buffer@??";

			name[7] = (char)('a' + i / 26);
			name[8] = (char)('a' + i % 26);
			node(name);
			regions("reg", &s->reserved[i], 1);
			end();
		}
		end();
	}
	finish();
}

static int by_base(const void *a, const void *b)
{
	const struct region *x = a, *y = b;

	return x->base < y->base ? -1 : x->base > y->base;
}

static void check_free(const struct region *taken, unsigned taken_count, uint64_t align,
		       const struct region *expected, unsigned count)
{
	struct region free_regions[REGIONS_MAX];
	int found = tree_memory(tree, taken, taken_count, align, free_regions);

	assert_int_equal(found, count);
	qsort(free_regions, count, sizeof(free_regions[0]), by_base);
	for (unsigned i = 0; i < count; i++) {
		assert_int_equal(free_regions[i].base, expected[i].base);
		assert_int_equal(free_regions[i].size, expected[i].size);
	}
}

static int memory_error(void)
{
	struct region free_regions[REGIONS_MAX];

	return tree_memory(tree, NULL, 0, PAGE, free_regions);
}

static const struct region ram[] = {{0x80000000, 0x10000}};

static void test_plain_memory(void **state)
{
	static const struct region high[] = {{UINT64_C(0x880000000), UINT64_C(1) << 33}};

	(void)state;
	build_scene(&(struct scene){.memory = ram, .memories = 1});
	check_free(NULL, 0, PAGE, ram, 1);
	build_scene(&(struct scene){.memory = high, .memories = 1});
	check_free(NULL, 0, PAGE, high, 1);
}

/* One hole, wherever it may lie, and cut in each of the three ways. */
static void test_one_hole(void **state)
{
	static const struct {
		struct region hole;
		struct region left[2];
		unsigned count;
	} cases[] = {
		/* inside */
		{{0x80004000, 0x1000}, {{0x80000000, 0x4000}, {0x80005000, 0xb000}}, 2},
		{{0x80004000, 0xb000}, {{0x80000000, 0x4000}, {0x8000f000, 0x1000}}, 2},
		/* begins with it, ends with it, both */
		{{0x80000000, 0x1000}, {{0x80001000, 0xf000}}, 1},
		{{0x8000f000, 0x1000}, {{0x80000000, 0xf000}}, 1},
		{{0x80000000, 0x10000}, {{0, 0}}, 0},
		/* overlaps its begin, its end, all of it */
		{{0x7ffff000, 0x2000}, {{0x80001000, 0xf000}}, 1},
		{{0x8000f000, 0x8000}, {{0x80000000, 0xf000}}, 1},
		{{0x70000000, 0x20000000}, {{0, 0}}, 0},
		/* only touches it */
		{{0x7ffff000, 0x1000}, {{0x80000000, 0x10000}}, 1},
		{{0x80010000, 0x1000}, {{0x80000000, 0x10000}}, 1},
		/* not of whole pages: what is left shrinks */
		{{0x80004fff, 2}, {{0x80000000, 0x4000}, {0x80006000, 0xa000}}, 2},
		{{0x80004001, 1}, {{0x80000000, 0x4000}, {0x80005000, 0xb000}}, 2},
		{{0x80000001, 0xfffe}, {{0, 0}}, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct region *hole = &cases[i].hole;

		build_scene(&(struct scene){.memory = ram, .memories = 1});
		check_free(hole, 1, PAGE, cases[i].left, cases[i].count);
		build_scene(&(struct scene){ram, hole, NULL, 1, 1, 0});
		check_free(NULL, 0, PAGE, cases[i].left, cases[i].count);
		build_scene(&(struct scene){ram, NULL, hole, 1, 0, 1});
		check_free(NULL, 0, PAGE, cases[i].left, cases[i].count);
	}
}

static void test_empty_holes(void **state)
{
	static const struct region empty[] = {{0x80004000, 0}};

	(void)state;
	build_scene(&(struct scene){ram, NULL, empty, 1, 0, 1});
	check_free(empty, 1, PAGE, ram, 1);
}

static void test_alignment(void **state)
{
	static const struct region odd[] = {
		{0x1001, 0x2fff}, {0x8000, 0xfff}, {0x9001, 0x1ffe}, {0x20fff, 0x1002}};
	static const struct region whole[] = {{0x2000, 0x2000}, {0x21000, 0x1000}};
	static const struct region large[] = {{0x80200000, 0x600000}};
	static const struct region ram8m[] = {{0x80100000, 0x800000}};

	(void)state;
	build_scene(&(struct scene){.memory = odd, .memories = 4});
	check_free(NULL, 0, PAGE, whole, 2);
	build_scene(&(struct scene){.memory = ram8m, .memories = 1});
	check_free(NULL, 0, 2 << 20, large, 1);
	check_free(NULL, 0, 16 << 20, NULL, 0);
}

static void test_memory_nodes(void **state)
{
	static const struct region first[] = {{0x1000, 0x1000}, {0x8000, 0x2000}};
	static const struct region second[] = {{UINT64_C(0x100000000), 0x3000}};
	static const struct region all[] = {
		{0x1000, 0x1000}, {0x8000, 0x2000}, {UINT64_C(0x100000000), 0x3000}};

	(void)state;
	begin();
	memory_node("memory@1000", first, 2);
	node("soc");
	memory_node("memory@40000", ram, 1); /* not a child of the root */
	end();
	memory_node("memory@100000000", second, 1);
	node("memory@80000000");
	text("device_type", "memory");
	text("status", "disabled");
	regions("reg", ram, 1);
	end();
	node("memory-controller");
	regions("reg", ram, 1);
	end();
	finish();
	check_free(NULL, 0, PAGE, all, 3);
}

/* A child that firmware would place by itself has no "reg", and reserves nothing yet. */
static void test_reserved_without_reg(void **state)
{
	static const struct region left[] = {{0x80002000, 0xe000}};
	static const struct region hole[] = {{0x80000000, 0x1000}, {0x80001000, 0x1000}};

	(void)state;
	begin();
	memory_node("memory", ram, 1);
	node("reserved-memory");
	widths(2, 2);
	node("pool");
	CELLS("size", 0, 0x4000);
	end();
	node("firmware");
	regions("reg", hole, 2);
	end();
	end();
	finish();
	check_free(NULL, 0, PAGE, left, 1);
}

static void test_no_memory(void **state)
{
	(void)state;
	begin();
	finish();
	assert_int_equal(memory_error(), -E_NODEV);
	begin();
	node("memory");
	text("device_type", "memory");
	end();
	finish();
	assert_int_equal(memory_error(), -E_NODEV);
	build_scene(&(struct scene){ram, ram, NULL, 1, 1, 0});
	assert_int_equal(memory_error(), 0);
}

static void test_too_many_regions(void **state)
{
	static const struct region hole[] = {{0x1100, 0x10}};
	static struct region many[REGIONS_MAX + 1];

	(void)state;
	for (unsigned i = 0; i <= REGIONS_MAX; i++)
		many[i] = (struct region){0x1000 * (2 * i + 1), 0x1000};
	build_scene(&(struct scene){.memory = many, .memories = REGIONS_MAX});
	check_free(NULL, 0, PAGE, many, REGIONS_MAX);
	build_scene(&(struct scene){.memory = many, .memories = REGIONS_MAX + 1});
	assert_int_equal(memory_error(), -E_BADDT);
	/* One hole in one of them makes two. */
	build_scene(&(struct scene){many, NULL, hole, REGIONS_MAX, 0, 1});
	assert_int_equal(memory_error(), -E_BADDT);
}

/* "reg" of so many cells in a memory node, and in a reservation. */
static void build_short_reg(unsigned memory, unsigned reserved)
{
	static const uint32_t reg[] = {0, 0x80000000, 0, 0x10000,
				       0, 0x90000000, 0, 0x1000};

	begin();
	node("memory");
	text("device_type", "memory");
	cells("reg", reg, memory);
	end();
	node("reserved-memory");
	widths(2, 2);
	node("firmware");
	cells("reg", reg, reserved);
	end();
	end();
	finish();
}

static void test_malformed_reg(void **state)
{
	(void)state;
	build_short_reg(8, 8);
	assert_true(memory_error() >= 0);
	for (unsigned count = 1; count < 8; count++) {
		if (count == 4)
			continue;
		build_short_reg(count, 4);
		assert_int_equal(memory_error(), -E_BADDT);
		build_short_reg(4, count);
		assert_int_equal(memory_error(), -E_BADDT);
	}
}

static void test_malformed_cells(void **state)
{
	(void)state;
	for (int size = 0; size < 2; size++) {
		ok(fdt_finish_reservemap(buffer));
		node("");
		widths(size ? 2 : 3, size ? 3 : 2);
		node("memory");
		text("device_type", "memory");
		CELLS("reg", 0, 0, 0x80000000, 0, 0x10000);
		end();
		finish();
		assert_int_equal(memory_error(), -E_BADDT);
	}
}

/* What runs over the end of the address space is a mistake, and must not count as free. */
static void test_end_of_addresses(void **state)
{
	static const struct region over[] = {{UINT64_MAX - 0xfff, 0x2000}};
	static const struct region all[] = {{0x1000, UINT64_MAX}};
	static const struct region last[] = {{UINT64_MAX - 0x7ff, 0x400}};
	static const struct region almost[] = {{UINT64_MAX - 0x2fff, 0x2000}};

	(void)state;
	build_scene(&(struct scene){.memory = over, .memories = 1});
	assert_int_equal(memory_error(), -E_BADDT);
	build_scene(&(struct scene){ram, NULL, all, 1, 0, 1});
	assert_int_equal(memory_error(), -E_BADDT);
	build_scene(&(struct scene){ram, all, NULL, 1, 1, 0});
	assert_int_equal(memory_error(), -E_BADDT);
	build_scene(&(struct scene){.memory = last, .memories = 1});
	check_free(NULL, 0, PAGE, NULL, 0);
	build_scene(&(struct scene){.memory = almost, .memories = 1});
	check_free(NULL, 0, PAGE, almost, 1);
}

static void test_endless_reservations(void **state)
{
	(void)state;
	build_scene(&(struct scene){.memory = ram, .memories = 1});
	/* Near its end the tree holds no entry of size 0 that would end the list. */
	fdt_set_off_mem_rsvmap(tree, (fdt_totalsize(tree) - 8) & ~7u);
	assert_int_equal(memory_error(), -E_BADDT);
}

/* --- memory, random, against a map of every byte --- */

enum { MAP_SIZE = 4096, MAP_ALIGN = 16, MAP_MEMORIES = 3, MAP_HOLES = 12 };

static struct region random_region(uint64_t *random, uint32_t most)
{
	uint32_t base = random_below(random, MAP_SIZE);
	uint32_t size = random_below(random, most);

	if (size > MAP_SIZE - base)
		size = MAP_SIZE - base;
	return (struct region){base, size};
}

static void map_fill(uint8_t *map, const struct region *r, uint8_t owner)
{
	memset(map + r->base, owner, r->size);
}

/* Runs of one owner, shrunk; how many. */
static unsigned map_free(const uint8_t *map, struct region *found)
{
	unsigned count = 0;

	for (uint32_t at = 0, next; at < MAP_SIZE; at = next) {
		uint32_t start, stop;

		for (next = at + 1; next < MAP_SIZE && map[next] == map[at];)
			next++;
		start = (at + MAP_ALIGN - 1) / MAP_ALIGN * MAP_ALIGN;
		stop = next / MAP_ALIGN * MAP_ALIGN;
		if (map[at] && stop > start)
			found[count++] = (struct region){start, stop - start};
	}
	return count;
}

static void test_random_memory(void **state)
{
	uint64_t random = 1, regions_seen = 0;

	(void)state;
	for (unsigned round = 0; round < 2000; round++) {
		struct region memory[MAP_MEMORIES], holes[MAP_HOLES];
		struct region expected[MAP_MEMORIES + MAP_HOLES];
		uint8_t map[MAP_SIZE] = {0};
		unsigned count;

		/* Memory does not overlap itself, but may touch. */
		for (unsigned i = 0; i < MAP_MEMORIES; i++) {
			uint32_t third = MAP_SIZE / MAP_MEMORIES;

			memory[i].base = i * third + random_below(&random, 2) * 100;
			memory[i].size = (i + 1) * third - memory[i].base;
			map_fill(map, &memory[i], (uint8_t)(i + 1));
		}
		for (unsigned i = 0; i < MAP_HOLES; i++) {
			holes[i] = random_region(&random, 1 + random_below(&random, 500));
			map_fill(map, &holes[i], 0);
			/* An entry of size 0 would end the list. */
			holes[i].size += !holes[i].size && i < 4;
			map_fill(map, &holes[i], 0);
		}
		build_scene(
			&(struct scene){memory, holes, holes + 4, MAP_MEMORIES, 4, 4});
		count = map_free(map, expected);
		check_free(holes + 8, 4, MAP_ALIGN, expected, count);
		regions_seen += count;
	}
	assert_true(regions_seen > 2000 * 4);
}

/* --- the console --- */

static struct uart uart;
static const char *compatible;

static int console(void)
{
	memset(&uart, 0x55, sizeof(uart));
	compatible = NULL;
	return tree_console(tree, &uart, &compatible);
}

static void stdout_path(const char *path)
{
	node("chosen");
	text("stdout-path", path);
	end();
}

/* A 16550 at /soc/serial@1000 under this path; serial0 and loops are aliases. */
static int console_by(const char *path)
{
	begin();
	stdout_path(path);
	node("aliases");
	text("serial0", "/soc/serial@1000");
	text("here", "here");
	text("there", "back/");
	text("back", "there/");
	bytes("empty", "", 0);
	end();
	node("soc");
	widths(2, 2);
	bytes("ranges", "", 0);
	node("serial@1000");
	text("compatible", "ns16550a");
	CELLS("reg", 0x12, 0x1000, 0, 0x100);
	end();
	end();
	finish();
	return console();
}

static void test_console_by_path(void **state)
{
	static const char *const paths[] = {"/soc/serial@1000", "/soc/serial@1000:115200",
					    "/soc/serial", "serial0", "serial0:115200n8"};

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		ok(console_by(paths[i]));
		assert_ptr_equal(uart.model, uart_find("ns16550"));
		assert_string_equal(compatible, "ns16550a");
		assert_int_equal(uart.base, UINT64_C(0x1200001000));
		assert_int_equal(uart.shift, 0);
		assert_int_equal(uart.width, 1);
	}
}

static void test_console_not_there(void **state)
{
	static const char *const paths[] = {"",          ":115200",    "serial1",
					    "/soc/uart", "/serial0",   "serial0/x",
					    "here",      "there:9600", "empty"};

	(void)state;
	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++) {
		assert_int_equal(console_by(paths[i]), -E_NODEV);
		assert_string_equal(compatible, "");
	}
	begin();
	finish();
	assert_int_equal(console(), -E_NODEV);
	begin();
	node("chosen");
	bytes("stdout-path", "/", 1); /* without its NUL */
	end();
	finish();
	assert_int_equal(console(), -E_NODEV);
	begin();
	stdout_path("/"); /* no device at all */
	finish();
	assert_int_equal(console(), -E_NODEV);
	assert_string_equal(compatible, "");
}

/* A console at the root whose node has what add() adds. */
static int console_with(const char *names, size_t size, void (*add)(void))
{
	begin();
	stdout_path("/serial");
	node("serial");
	bytes("compatible", names, size);
	add();
	end();
	finish();
	return console();
}

static void add_reg(void)
{
	CELLS("reg", 0, 0x9000000, 0, 0x1000);
}

static void add_shift_and_width(void)
{
	add_reg();
	CELLS("reg-shift", 2);
	CELLS("reg-io-width", 4);
}

static void test_console_devices(void **state)
{
	static const char pl011[] = "arm,pl011\0arm,primecell";
	static const char board[] = "acme,uart\0snps,dw-apb-uart";

	(void)state;
	ok(console_with(pl011, sizeof(pl011), add_reg));
	assert_ptr_equal(uart.model, uart_find("arm,pl011"));
	assert_int_equal(uart.base, 0x9000000);
	assert_int_equal(uart.shift, 0);
	assert_int_equal(uart.width, 4);
	ok(console_with(board, sizeof(board), add_shift_and_width));
	assert_ptr_equal(uart.model, uart_find("ns16550"));
	assert_string_equal(compatible, "acme,uart");
	assert_int_equal(uart.shift, 2);
	assert_int_equal(uart.width, 4);
	assert_int_equal(console_with("acme,uart", 10, add_reg), -E_NODEV);
	assert_string_equal(compatible, "acme,uart"); /* so that it can be named */
}

static void add_nothing(void)
{
}

static void add_short_reg(void)
{
	CELLS("reg", 0, 0x9000000, 0);
}

static void add_shift_of_two_cells(void)
{
	add_reg();
	CELLS("reg-shift", 0, 2);
}

static void add_width_of_two_bytes(void)
{
	add_reg();
	bytes("reg-io-width", "\0\4", 2);
}

static void add_large_shift(void)
{
	add_reg();
	CELLS("reg-shift", 5);
}

static void add_odd_width(void)
{
	add_reg();
	CELLS("reg-io-width", 3);
}

static void add_bytes_and_offset(void)
{
	add_reg();
	CELLS("reg-shift", 1);
	CELLS("reg-io-width", 2);
	CELLS("reg-offset", 0x40);
}

static void test_console_layout(void **state)
{
	(void)state;
	ok(console_with("ns16550a", 9, add_bytes_and_offset));
	assert_int_equal(uart.base, 0x9000040);
	assert_int_equal(uart.shift, 1);
	assert_int_equal(uart.width, 2);
	/* These are words, whatever their node says. */
	ok(console_with("brcm,bcm2835-aux-uart", 22, add_bytes_and_offset));
	assert_int_equal(uart.base, 0x9000000);
	assert_int_equal(uart.shift, 2);
	assert_int_equal(uart.width, 4);
}

static void test_any_uart(void **state)
{
	(void)state;
	begin();
	stdout_path("/nowhere");
	node("soc");
	widths(2, 2);
	bytes("ranges", "", 0);
	node("serial@1000"); /* not ours */
	text("compatible", "acme,uart");
	CELLS("reg", 0, 0x1000, 0, 0x100);
	end();
	node("serial@2000"); /* not in use */
	text("compatible", "arm,pl011");
	text("status", "disabled");
	CELLS("reg", 0, 0x2000, 0, 0x100);
	end();
	node("serial@3000"); /* nowhere */
	text("compatible", "arm,pl011");
	end();
	node("serial@4000");
	text("compatible", "sifive,uart0");
	CELLS("reg", 0, 0x4000, 0, 0x100);
	end();
	end();
	finish();
	assert_int_equal(console(), -E_NODEV);
	ok(tree_any_uart(tree, &uart));
	assert_int_equal(uart.base, 0x4000);
	assert_ptr_equal(uart.model, uart_find("sifive,uart0"));

	begin();
	finish();
	assert_int_equal(tree_any_uart(tree, &uart), -E_NODEV);
}

static void test_bad_console(void **state)
{
	static void (*const additions[])(void) = {
		add_nothing,
		add_short_reg,
		add_shift_of_two_cells,
		add_width_of_two_bytes,
		add_large_shift,
		add_odd_width,
	};

	(void)state;
	for (size_t i = 0; i < sizeof(additions) / sizeof(additions[0]); i++)
		assert_int_equal(console_with("ns16550", 8, additions[i]), -E_BADDT);
}

/* A bus in a bus: /outer/inner/serial, at 0x30 of the inner one. */
static int console_behind(const uint32_t *outer, size_t outer_cells,
			  const uint32_t *inner, size_t inner_cells)
{
	begin();
	stdout_path("/outer/inner/serial");
	node("outer");
	widths(1, 1);
	cells("ranges", outer, outer_cells);
	node("inner");
	widths(2, 1);
	cells("ranges", inner, inner_cells);
	node("serial");
	text("compatible", "ns16550");
	CELLS("reg", 0, 0x30, 0x10);
	end();
	end();
	end();
	finish();
	return console();
}

static void test_translation(void **state)
{
	/* child address, address of the bus above, size: the second one fits. */
	static const uint32_t outer[] = {0x0,        0x1, 0x0, 0x7e000000,
					 0x7e000000, 0xf, 0x8, 0x1000000};
	static const uint32_t inner[] = {0, 0x10, 0x7d000000, 0x20,
					 0, 0x30, 0x7e200000, 0x10};

	(void)state;
	ok(console_behind(outer, 8, inner, 8));
	assert_int_equal(uart.base, UINT64_C(0xf00200008));
	/* One cell less, and the entry that fits is not whole. */
	assert_int_equal(console_behind(outer, 7, inner, 8), -E_BADDT);
	assert_int_equal(console_behind(outer, 8, inner, 7), -E_BADDT);
	/* The other side's first window leads below the outer one's second. */
	assert_int_equal(console_behind(outer, 4, inner, 8), -E_BADDT);
	/* "ranges;" on either side */
	ok(console_behind(NULL, 0, inner, 8));
	assert_int_equal(uart.base, 0x7e200000);
	ok(console_behind(NULL, 0, NULL, 0));
	assert_int_equal(uart.base, 0x30);
}

/* Windows have ends: the address is the last one in, or the first one out. */
static void test_window_ends(void **state)
{
	static const uint32_t in[] = {0, 0, 0x1000, 0x31};
	static const uint32_t out[] = {0, 0, 0x1000, 0x30};
	static const uint32_t from[] = {0, 0x30, 0x1000, 1};
	static const uint32_t above[] = {0, 0x31, 0x1000, 0x100};

	(void)state;
	ok(console_behind(NULL, 0, in, 4));
	assert_int_equal(uart.base, 0x1030);
	ok(console_behind(NULL, 0, from, 4));
	assert_int_equal(uart.base, 0x1000);
	assert_int_equal(console_behind(NULL, 0, out, 4), -E_BADDT);
	assert_int_equal(console_behind(NULL, 0, above, 4), -E_BADDT);
}

/* depth buses with "ranges;", one in the other; the innermost one's cells are given. */
static int console_at_depth(unsigned depth, uint32_t address_cells, bool ranges)
{
	char path[64] = "";

	for (unsigned i = 0; i < depth; i++)
		strcat(path, "/bus");
	strcat(path, "/serial");
	begin();
	stdout_path(path);
	for (unsigned i = 0; i < depth; i++) {
		node("bus");
		widths(i + 1 == depth ? address_cells : 2, 1);
		if (ranges)
			bytes("ranges", "", 0);
	}
	node("serial");
	text("compatible", "ns16550");
	CELLS("reg", 0, 0x30, 0x10);
	end();
	for (unsigned i = 0; i < depth; i++)
		end();
	finish();
	return console();
}

static void test_buses(void **state)
{
	(void)state;
	ok(console_at_depth(1, 2, true));
	ok(console_at_depth(8, 2, true));
	assert_int_equal(uart.base, 0x30);
	assert_int_equal(console_at_depth(9, 2, true), -E_BADDT);
	/* No "ranges": nothing of the bus can be reached from above. */
	assert_int_equal(console_at_depth(1, 2, false), -E_BADDT);
	assert_int_equal(console_at_depth(1, 3, true), -E_BADDT); /* PCI's */
	assert_int_equal(console_at_depth(1, 0, true), -E_BADDT);
}

/* --- random words --- */

static uint64_t seed_of(const void *rng, size_t rng_size, const void *kaslr,
			size_t kaslr_size)
{
	begin();
	node("chosen");
	if (kaslr)
		bytes("kaslr-seed", kaslr, kaslr_size);
	if (rng)
		bytes("rng-seed", rng, rng_size);
	end();
	finish();
	return tree_seed(tree);
}

static void test_seed(void **state)
{
	(void)state;
	assert_int_equal(seed_of(NULL, 0, NULL, 0), 0);
	assert_int_equal(seed_of("", 0, NULL, 0), 0);
	assert_int_equal(seed_of("\1\2\3\4\5\6\7\10", 8, NULL, 0), 0x0102030405060708);
	assert_int_equal(seed_of(NULL, 0, "\1\2\3\4\5\6\7\10", 8), 0x0102030405060708);
	/* More bytes than a word has are folded into it, and both seeds count. */
	assert_int_equal(seed_of("\1\2\3\4\5\6\7\10\377", 9, NULL, 0),
			 0x02030405060708fe);
	assert_int_equal(seed_of("\1\2\3\4\5\6\7\10", 8, "\377", 1), 0x02030405060708fe);
	begin();
	finish();
	assert_int_equal(tree_seed(tree), 0);
}

/* --- damage --- */

/* A tree that has everything that anybody here looks at. */
static void build_everything(void)
{
	static const char names[] = "acme,board-v2\0acme,board";
	static const struct region banks[] = {{0x80000000, 0x8000000},
					      {UINT64_C(0x100000000), 0x1000000}};
	static const struct region hole[] = {{0x80000000, 0x40000}};

	ok(fdt_add_reservemap_entry(buffer, 0x80100000, 0x1000));
	begin();
	bytes("compatible", names, sizeof(names));
	node("chosen");
	text("bootargs", "tests=SB* mix=lkmm");
	text("stdout-path", "serial0:115200n8");
	bytes("rng-seed", "0123456789abcdef", 16);
	end();
	node("aliases");
	text("serial0", "/soc/bus/serial@1000");
	end();
	memory_node("memory@80000000", banks, 2);
	node("reserved-memory");
	widths(2, 2);
	bytes("ranges", "", 0);
	node("firmware@80000000");
	regions("reg", hole, 1);
	end();
	end();
	node("cpus");
	widths(1, 0);
	CELLS("timebase-frequency", 10000000);
	cpu("cpu@0", "cpu", "okay", 0);
	cpu("cpu@1", "cpu", NULL, 1);
	end();
	node("psci");
	text("compatible", "arm,psci-1.0");
	text("method", "smc");
	end();
	node("soc");
	widths(1, 1);
	CELLS("ranges", 0x7e000000, 0, 0xfe000000, 0x1000000);
	node("bus");
	widths(1, 1);
	CELLS("ranges", 0, 0x7e000000, 0x10000);
	node("serial@1000");
	text("compatible", "ns16550a");
	CELLS("reg", 0x1000, 0x100);
	CELLS("reg-shift", 2);
	CELLS("reg-io-width", 4);
	end();
	end();
	end();
	finish();
}

static void look_at_memory(void)
{
	static const struct region taken[] = {{0x80200000, 0x12345}};
	struct region found[REGIONS_MAX];
	int count = tree_memory(tree, taken, 1, PAGE, found);

	assert_true(count <= REGIONS_MAX);
	for (int i = 0; i < count; i++) {
		assert_int_equal(found[i].base % PAGE, 0);
		assert_int_equal(found[i].size % PAGE, 0);
		assert_true(found[i].base + found[i].size > found[i].base);
		assert_true(found[i].base + found[i].size <= taken[0].base ||
			    taken[0].base + taken[0].size <= found[i].base);
	}
}

/* Everything that boot asks, of a tree that passed tree_check(). True: all is well. */
static bool look_at_everything(void)
{
	struct tree_core core;
	uint32_t hz = 0;
	bool use_hvc = true;
	unsigned cores = 0;
	bool well = !console();

	while (!tree_core(tree, cores, &core))
		cores++;
	look_at_memory();
	well &= !tree_clock_hz(tree, &hz) && hz == 10000000;
	well &= !tree_psci_use_hvc(tree, &use_hvc) && !use_hvc;
	well &= !strcmp(platform_find(tree)->name, "board");
	well &= strlen(tree_bootargs(tree)) == 18 && tree_seed(tree) != 0;
	return well && cores == 2 && uart.base == 0xfe001000;
}

static void test_damaged(void **state)
{
	enum { ROUNDS = 20000 };
	unsigned looked = 0, well = 0;
	uint64_t random = 1;
	uint32_t size;
	uint8_t *at;

	(void)state;
	build_everything();
	at = tree;
	size = fdt_totalsize(tree);
	assert_true(look_at_everything());
	for (unsigned round = 0; round < ROUNDS; round++) {
		uint32_t where = random_below(&random, size);
		uint8_t change = (uint8_t)(1 + random_below(&random, 255));

		at[where] ^= change;
		if (!tree_check(tree)) {
			looked++;
			well += look_at_everything();
		}
		at[where] ^= change;
	}
	assert_true(look_at_everything());
	assert_in_range(looked, ROUNDS * 9 / 10, ROUNDS - 1);
	assert_in_range(well, 1, looked - 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_check, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_u32, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_bootargs, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_platform, set_up, tear_down),
		cmocka_unit_test(test_embedded_tree),
		cmocka_unit_test_setup_teardown(test_cores, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_cores_of_two_cells, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_no_cores, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_bad_cores, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_core_methods, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_core_kinds, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_devices, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_clock, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_psci, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_exit_word, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_plain_memory, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_one_hole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_empty_holes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_alignment, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_memory_nodes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_reserved_without_reg, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_no_memory, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_too_many_regions, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_malformed_reg, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_malformed_cells, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_end_of_addresses, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_endless_reservations, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_random_memory, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_console_by_path, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_console_not_there, set_up,
						tear_down),
		cmocka_unit_test_setup_teardown(test_console_devices, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_console_layout, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_any_uart, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_bad_console, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_translation, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_window_ends, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_buses, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_seed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(test_damaged, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

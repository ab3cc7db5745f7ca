/* freeze.c - writes what a device tree says as the C source of a struct frozen. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "lib/err.h"
#include "platforms/tree.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static _Alignas(8) unsigned char tree[TREE_MAX_SIZE];
static const char *path;

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "%s: %s\n", path, what);
	exit(2);
}

static void read_tree(void)
{
	FILE *file = fopen(path, "rb");
	size_t n = file ? fread(tree, 1, sizeof(tree), file) : 0;

	if (!file || ferror(file))
		fail(strerror(errno));
	fclose(file);
	if (!n || tree_check(tree))
		fail("found no device tree, expected the output of dtc");
}

static void write_string(const char *text)
{
	putchar('"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			putchar('\\');
		putchar(*text);
	}
	putchar('"');
}

static bool write_compatible(const char *name)
{
	putchar('\t');
	write_string(name);
	puts(",");
	return false; /* the next one as well */
}

static void write_root(void)
{
	puts("static const char *const compatible[] = {");
	tree_root_compatible(tree, write_compatible);
	puts("\t0,\n};\n");
}

static unsigned write_cores(void)
{
	unsigned count = 0;
	struct tree_core core;
	int error;

	puts("static const struct tree_core cores[] = {");
	for (; !(error = tree_core(tree, count, &core)); count++) {
		printf("\t{UINT64_C(0x%" PRIx64 "), \"\", 0, ", core.id);
		write_string(core.name);
		printf(", %d},\n", core.cluster);
	}
	if (error != -E_NODEV || !count)
		fail("expected /cpus with cores that can run tests");
	puts("};\n");
	return count;
}

static int write_memory(void)
{
	struct region memory[REGIONS_MAX];
	int count = tree_memory(tree, NULL, 0, 1, memory);

	if (count <= 0)
		fail("expected a node with device_type \"memory\"");
	puts("static const struct region memory[] = {");
	for (int i = 0; i < count; i++)
		printf("\t{UINT64_C(0x%" PRIx64 "), UINT64_C(0x%" PRIx64 ")},\n",
		       memory[i].base, memory[i].size);
	puts("};\n");
	return count;
}

static void write_console(void)
{
	const char *compatible;
	struct uart uart;

	if (tree_console(tree, &uart, &compatible))
		fail("expected /chosen/stdout-path with a UART that "
		     "drivers/uart_models.c has");
	printf("\t.console = {");
	write_string(uart.model->compatible[0]);
	printf(", 0x%" PRIxPTR ", %u, %u},\n", uart.base, uart.shift, uart.width);
}

static void write_exit(void)
{
	struct tree_exit word;
	int error = tree_exit(tree, &word);

	if (error && error != -E_NODEV)
		fail("malformed node \"barelitmus,exit-word\"");
	if (!error)
		printf("\t.exit = {UINT64_C(0x%" PRIx64 "), 0x%" PRIx32 ", 0x%" PRIx32
		       "},\n\t.has_exit = true,\n",
		       word.word, word.pass, word.fail);
}

int main(int argc, char **argv)
{
	unsigned core_count;
	uint32_t clock_hz;
	int memory_count;

	if (argc != 2) {
		fputs("usage: freeze TREE.dtb > frozen-tree.c\n", stderr);
		return 2;
	}
	path = argv[1];
	read_tree();
	if (tree_clock_hz(tree, &clock_hz))
		fail("expected /cpus/timebase-frequency");
	puts("/* Made by platforms/freeze.c from the tree of a platform; do not edit. "
	     "*/");
	puts("#include \"platforms/frozen.h\"\n");
	write_root();
	core_count = write_cores();
	memory_count = write_memory();
	puts("const struct frozen frozen = {");
	printf("\t.bootargs = ");
	write_string(tree_bootargs(tree));
	printf(",\n\t.compatible = compatible,\n\t.cores = cores,\n"
	       "\t.core_count = %u,\n\t.clock_hz = %" PRIu32 ",\n"
	       "\t.memory = memory,\n\t.memory_count = %d,\n",
	       core_count, clock_hz, memory_count);
	write_console();
	write_exit();
	puts("};");
	return fflush(stdout) ? 2 : 0;
}

/* tree.h - what the device tree says of the machine; devicetree specification v0.4. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PLATFORMS_TREE_H
#define PLATFORMS_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "drivers/uart.h"
#include "platforms/region.h"

enum {
	TREE_MAX_SIZE =
		2 << 20, /* bytes; Linux's bound (Documentation/arm64/booting.rst) */
};

/* 0, or -E_BADDT where address does not hold a device tree of at most TREE_MAX_SIZE. */
int tree_check(const void *tree);

/* Bytes that it takes up in memory; after tree_check(). */
uint32_t tree_size(const void *tree);

/* A cell of a property: -E_NODEV where it is absent, -E_BADDT where it is not one cell. */
int tree_u32(const void *tree, int node, const char *name, uint32_t *value);

/* /chosen/bootargs; "" where there is none. */
const char *tree_bootargs(const void *tree);

/* The first string of the root's "compatible" that accept() takes, or NULL. */
const char *tree_root_compatible(const void *tree, bool (*accept)(const char *name));

/* What the node of a core says. */
struct tree_core {
	uint64_t id;        /* "reg" */
	const char *method; /* "enable-method", its own or that of /cpus; "" for none */
	uint64_t release;   /* "cpu-release-addr"; 0 where it is absent or malformed */
	const char *name; /* "compatible" without its maker: "cortex-a53"; "" for none */
	int cluster;      /* of cpu-map, counted from 0; -1 where it is in none */
};

/*
 * The n-th core that can run tests, in the order of /cpus: nodes whose status is not
 * okay, and on RISC-V those without mmu-type, do not count. -E_NODEV past the last one.
 */
int tree_core(const void *tree, unsigned n, struct tree_core *core);

/*
 * Registers of the n-th usable device with this "compatible", as the cores see them.
 * -E_NODEV where there is none, -E_BADDT.
 */
int tree_device(const void *tree, const char *compatible, unsigned n,
		struct region *registers);

/* Ticks per second of the clock of all cores: /cpus/timebase-frequency; -E_NODEV, -E_BADDT. */
int tree_clock_hz(const void *tree, uint32_t *hz);

/* Is PSCI's conduit HVC? -E_NODEV where the tree has no PSCI node, -E_BADDT. */
int tree_psci_use_hvc(const void *tree, bool *use_hvc);

/* A word that ends the machine when pass or fail is written to it. */
struct tree_exit {
	uint64_t word;
	uint32_t pass;
	uint32_t fail;
};

/* The node "barelitmus,exit-word", with a cell "pass" and one "fail"; -E_NODEV, -E_BADDT. */
int tree_exit(const void *tree, struct tree_exit *exit);

/*
 * Free memory: /memory nodes minus memory reservations, /reserved-memory, and the given
 * regions, each shrunk to multiples of align. Returns how many were written to free, at
 * most REGIONS_MAX, or -E_NODEV where the tree has no memory, -E_BADDT.
 */
int tree_memory(const void *tree, const struct region *taken, unsigned taken_count,
		uint64_t align, struct region *free);

/*
 * The console of /chosen/stdout-path: model, register layout, address. -E_NODEV where
 * the path is absent or no model is its device's, -E_BADDT where its node is wrong.
 * compatible gets the node's first "compatible", or "" .
 */
int tree_console(const void *tree, struct uart *uart, const char **compatible);

/* The first usable device that is a known UART, where there is no such path. -E_NODEV. */
int tree_any_uart(const void *tree, struct uart *uart);

/* Random words that firmware left in /chosen (rng-seed, kaslr-seed), folded; 0 if none. */
uint64_t tree_seed(const void *tree);

#endif

/* main.c - the boot script: from a device tree to a run, step by step. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "lib/clock.h"
#include "lib/err.h"
#include "platforms/platform.h"
#include "platforms/tree.h"
#include "runner/crew.h"
#include "runner/runner.h"

#include <libfdt.h>

#include "version.h"
#include "cpu.h"

_Static_assert(offsetof(struct core, stack) == CORE_STACK, "entry.S reads the stack");
_Static_assert(offsetof(struct core, trap_stack) == CORE_TRAP_STACK, "entry.S reads it");

#define MEMORY_ALIGN (UINT64_C(2) << 20) /* what one translation entry maps */

extern char _start[], _end[];

struct core boot_core_state = {.state = CORE_RUNNING};

static struct settings settings;

/* The boot core alone decides: an error becomes a record here, and the run ends. */
static _Noreturn void give_up(const char *what, int error)
{
	static const char *const reasons[] = {
		[E_NODEV] = "absent",
		[E_BADDT] = "malformed in the device tree",
		[E_NOMEM] = "not enough memory",
		[E_RANGE] = "out of range",
		[E_TIMEOUT] = "timed out",
		[E_REFUSED] = "refused by the firmware",
		[E_SYNTAX] = "malformed",
	};

	log_error(console_log(), "%s: %s", what, reasons[-error]);
	end_run(1);
}

/* Maps all free memory and makes the largest piece the arena; -E_NODEV, -E_BADDT. */
static int find_memory(const void *tree, struct arena *arena)
{
	const struct region taken[] = {
		{(uintptr_t)_start, (uint64_t)(_end - _start)},
		{(uintptr_t)tree, fdt_totalsize(tree)},
	};
	static struct region free[TREE_MAX_REGIONS];
	const struct region *largest = free;
	int count = tree_memory(tree, taken, 2, MEMORY_ALIGN, free);

	if (count <= 0)
		return count ? count : -E_NOMEM;
	for (int i = 1; i < count; i++)
		if (free[i].size > largest->size)
			largest = &free[i];
	arena->next = (uintptr_t)largest->base;
	arena->end = (uintptr_t)(largest->base + largest->size);
	return arch_map_memory((uintptr_t)largest->base, largest->size);
}

/* A number that differs from boot to boot: what firmware left for us, and the clock. */
static uint64_t boot_seed(const void *tree)
{
	return (tree_seed(tree) ^ cpu_clock()) * UINT64_C(0x9e3779b97f4a7c15);
}

/* How many cores the tree lists, for the first line of the log. */
static unsigned listed_cores(const void *tree)
{
	unsigned n = 0;
	uint64_t id;

	while ((!settings.cores || n < settings.cores) && !tree_core(tree, n, &id))
		n++;
	return n;
}

/* BARELITMUS-BOOT, whatever may be wrong with the rest of the tree. */
static void announce(const void *tree, const char *platform, uint64_t hz)
{
	const struct log_machine machine = {
		.nonce = (uint32_t)(boot_seed(tree) >> 32),
		.version = BARELITMUS_VERSION,
		.arch = arch_name,
		.platform = platform,
		.cores = listed_cores(tree),
		.host = settings.host,
		.clock_hz = hz,
	};

	log_boot(console_log(), &machine);
	log_note(console_log(), "args %s", tree_bootargs(tree));
}

static void describe_cores(void)
{
	for (unsigned i = 0; i < cores_count(); i++) {
		const struct core *core = cores_get(i);

		log_note(console_log(), "core %u id=0x%llx kind=0x%llx", i,
			 (unsigned long long)core->id, (unsigned long long)core->kind);
	}
}

void boot_main(uint64_t id, const void *tree)
{
	static struct firmware firmware;
	const char *bad_console, *bad_args;
	const struct platform *platform;
	struct arena arena;
	unsigned missing;
	uint64_t hz = 0;
	int no_firmware, no_clock, error, rc;

	_REENT_INIT_PTR(&boot_core_state.reent);

	/* A way to end, and a console; without a tree only the firmware's, if any. */
	no_firmware = arch_firmware(tree, &firmware);
	if (!no_firmware)
		end_init(&firmware);
	if (!console_init(tree, &bad_console))
		end_run(1);
	if (tree_check(tree))
		give_up("device tree", -E_BADDT);

	/* The first lines, as early as possible; then whatever is wrong has its place. */
	bad_args = settings_parse(&settings, tree_bootargs(tree));
	no_clock = arch_clock_hz(tree, &hz);
	platform = platform_find(tree);
	announce(tree, platform->name, hz);
	if (bad_console)
		log_error(console_log(), "%s; this is the firmware's console",
			  bad_console);

	/* What was asked of us, the services below us, time, memory. */
	end_set((enum end_action)settings.end);
	if (bad_args) {
		log_error(console_log(), "%s", bad_args);
		end_run(2);
	}
	if (no_firmware)
		give_up("PSCI node", no_firmware);
	if (no_clock)
		give_up("clock frequency", no_clock);
	clock_init(hz);
	if (!settings.seed)
		settings.seed = boot_seed(tree);
	error = find_memory(tree, &arena);
	if (error)
		give_up("memory", error);

	/* All cores come up before the first test, or are named. */
	boot_core_state.kind = arch_core_kind();
	error = cores_init(tree, &firmware, arch_core_id(id),
			   settings.cores ? settings.cores : CREW_MAX, &arena);
	if (error)
		give_up("cores", error);
	crew_stop_idle(settings.host && settings.host < cores_count());
	missing = cores_start_all();
	describe_cores();

	const struct machine machine = {
		.arch = arch_name,
		.cores = cores_count(),
		.deviations = platform->deviations,
		.arena = &arena,
		.log = console_log(),
		.wake = cores_wake,
	};

	rc = runner_run(&machine, &settings);
	end_run(rc ? rc : missing || bad_console ? 1 : 0);
}

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

static void describe(const struct platform *platform, uint64_t seed)
{
	const struct log_machine machine = {
		.nonce = (uint32_t)(seed >> 32),
		.version = BARELITMUS_VERSION,
		.arch = arch_name,
		.platform = platform->name,
		.cores = cores_count(),
		.host = settings.host,
		.clock_hz = clock_hz(),
	};

	log_boot(console_log(), &machine);
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
	const struct platform *platform;
	const char *trouble;
	struct arena arena;
	unsigned missing;
	uint64_t hz = 0;
	int error, rc;

	_REENT_INIT_PTR(&boot_core_state.reent);

	/* Say something as early as possible; without a console there is only the end. */
	if (!console_init(tree)) {
		if (!tree_check(tree) && !arch_firmware(tree, &firmware))
			end_init(&firmware);
		end_run(1);
	}
	if (tree_check(tree))
		give_up("device tree", -E_BADDT);

	/* The services below us, then time, then memory. */
	error = arch_firmware(tree, &firmware);
	if (error)
		give_up("PSCI node", error);
	end_init(&firmware);
	error = arch_clock_hz(tree, &hz);
	if (error)
		give_up("clock frequency", error);
	clock_init(hz);
	error = find_memory(tree, &arena);
	if (error)
		give_up("memory", error);

	/* What is asked of us; wrong words are said once the log has begun. */
	trouble = settings_parse(&settings, tree_bootargs(tree));
	if (!settings.seed)
		settings.seed = boot_seed(tree);
	end_set((enum end_action)settings.end);

	/* All cores come up before the first test, or are named. */
	boot_core_state.kind = arch_core_kind();
	error = cores_init(tree, &firmware, arch_core_id(id),
			   settings.cores ? settings.cores : CREW_MAX, &arena);
	if (error)
		give_up("cores", error);
	platform = platform_find(tree);
	runner_stop_idle(settings.host && settings.host < cores_count());
	describe(platform, boot_seed(tree));
	log_note(console_log(), "args %s", tree_bootargs(tree));
	missing = cores_start_all();
	describe_cores();
	if (trouble) {
		log_error(console_log(), "%s", trouble);
		end_run(2);
	}

	const struct machine machine = {
		.arch = arch_name,
		.cores = cores_count(),
		.deviations = platform->deviations,
		.arena = &arena,
		.log = console_log(),
		.wake = cores_wake,
	};

	rc = runner_run(&machine, &settings);
	end_run(rc ? rc : missing ? 1 : 0);
}

/* main.c - the boot script: from a device tree to a run, step by step. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "lib/clock.h"
#include "lib/err.h"
#include "platforms/atags.h"
#include "platforms/tree.h"
#include "runner/crew.h"

_Static_assert(offsetof(struct core, stack) == CORE_STACK, "entry.S reads the stack");
_Static_assert(offsetof(struct core, trap_stack) == CORE_TRAP_STACK, "entry.S reads it");
_Static_assert(offsetof(struct core, id) == CORE_ID, "entry.S compares it");

extern char _start[], _end[];

struct core boot_core_state = {.state = CORE_RUNNING};

struct boot_found boot_found = {.bootargs = ""};
static bool bad_args; /* of the loader: nothing runs by them */

/* The tree that firmware passed; where it is none, the image's own for this machine. */
static const void *choose_tree(const void *passed)
{
	const char *line;
	const void *tree;

	if (!tree_check(passed)) {
		boot_found.bootargs = tree_bootargs(passed);
		return passed;
	}
	line = atags_bootargs(passed);
	tree = line ? platform_tree(arch_core_kind()) : NULL;
	if (!tree)
		return passed;
	boot_found.bootargs = line;
	return tree;
}

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
		{(uintptr_t)tree, tree_size(tree)},
		/* beyond what addresses reach, and the last unit, so that none wraps */
		{UINTPTR_MAX & ~(arch_map_unit - 1),
		 UINT64_MAX - (UINTPTR_MAX & ~(arch_map_unit - 1))},
	};
	static struct region free[REGIONS_MAX];
	const struct region *largest = free;
	int count = tree_memory(tree, taken, 3, arch_map_unit, free);

	if (count <= 0)
		return count ? count : -E_NOMEM;
	for (int i = 1; i < count; i++)
		if (free[i].size > largest->size)
			largest = &free[i];
	arena->next = (uintptr_t)largest->base;
	arena->end = (uintptr_t)(largest->base + largest->size);
	return arch_map_memory((uintptr_t)largest->base, largest->size);
}

/* Says which items of cores= mean nothing; false: one did. */
static bool check_core_list(const void *tree)
{
	const char *list = boot_found.settings.core_list, *item;
	size_t length;
	bool all = true;

	while ((item = settings_next_item(&list, &length))) {
		struct tree_core core;
		unsigned n = 0;

		while (!tree_core(tree, n, &core) &&
		       !settings_item_wants_core(item, length, n, core.name))
			n++;
		if (!tree_core(tree, n, &core))
			continue;
		all = false;
		log_error(console_log(), "cores=: '%.*s' is none of the %u cores here",
			  (int)length, item, n);
		for (n = 0; !tree_core(tree, n, &core); n++)
			log_note(console_log(), "place %u: %s", n, core.name);
	}
	return all;
}

/* A loader's words are wrong, as the log says: whoever may be at the prompt types others. */
static void drop_args(void)
{
	if (settings_automatic(boot_found.bootargs) || !console_hears())
		end_run(2);
	bad_args = true;
	boot_found.bootargs = "";
	settings_parse(&boot_found.settings, "");
}

void boot_conduct(void)
{
	struct settings *settings = &boot_found.settings;
	bool prompts = console_hears() && !settings->automatic;
	int rc;

	if (prompts)
		settings->tests = "";
	rc = run_tests(settings, boot_found.bootargs);
	if (!prompts)
		end_run(rc);
	log_end(console_log(), bad_args ? 2 : rc);
	prompt_serve();
}

void boot_main(uint64_t id, const void *passed)
{
	static struct firmware firmware;
	struct settings *settings = &boot_found.settings;
	struct arena *arena = &boot_found.arena;
	const char *bad_console, *wrong;
	const void *tree;
	int no_clock, error;

	_REENT_INIT_PTR(&boot_core_state.reent);
	tree = choose_tree(passed);
	boot_found.tree = tree;

	/* A way to end, and a console; without a tree only the firmware's, if any. */
	arch_firmware(tree, &firmware);
	end_init(&firmware);
	if (!console_init(tree, &bad_console))
		end_run(1);
	if (tree_check(tree)) {
		log_error(console_log(), "found no device tree at %p, expected one there",
			  tree);
		end_run(1);
	}

	/* The first lines, as early as possible; then whatever is wrong has its place. */
	wrong = settings_parse(settings, boot_found.bootargs);
	no_clock = arch_clock_hz(tree, &boot_found.clock_hz);
	boot_found.platform = platform_find(tree);
	run_announce(settings, boot_found.bootargs);
	if (tree != passed)
		log_note(console_log(),
			 "the firmware passed no tree; this one was in the image");
	if (bad_console)
		log_error(console_log(), "%s; this is another console", bad_console);

	/* What was asked of us, time, memory. */
	end_set((enum end_action)settings->end);
	if (wrong) {
		log_error(console_log(), "%s", wrong);
		drop_args();
	}
	if (no_clock)
		give_up("clock frequency", no_clock);
	clock_init(boot_found.clock_hz);
	error = find_memory(tree, arena);
	if (error)
		give_up("memory", error);

	watchdogs_init(tree);
	watchdogs_service();

	/* All cores come up before the first test, or are named. */
	boot_core_state.kind = arch_core_kind();
	boot_core_state.features = arch_core_features();
	if (!check_core_list(tree))
		drop_args();
	error = cores_init(tree, &firmware, arch_core_id(id), settings, arena);
	if (!error)
		error = crew_init(cores_count(), arena);
	if (error)
		give_up("cores", error);
	run_let_idle(settings);
	boot_found.troubled = cores_start_all() || bad_console;
	if (cores_get(0) == &boot_core_state)
		boot_conduct();
	cores_hand_over();
}

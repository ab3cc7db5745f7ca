/* cores.c - the cores of the machine: listed, started, woken again. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "lib/clock.h"
#include "lib/err.h"
#include "platforms/tree.h"
#include "runner/crew.h"

#include <string.h>

#include "cpu.h"

enum {
	START_MS = 5000, /* for the firmware to accept, while a core is on its way down */
	ARRIVE_MS = 5000, /* to reach C; an emulator's cores may share one processor */
};

static const struct firmware *firmware;
struct core **boot_cores;
static unsigned count;

/* What the tree says of a core. */
static void core_describe(struct core *core, const struct tree_core *listed,
			  unsigned place)
{
	core->id = listed->id;
	core->place = place;
	core->cluster = listed->cluster;
	core->name = listed->name;
	core->ops = arch_core_ops(firmware, listed->method);
	core->release = listed->release;
}

static struct core *core_new(struct arena *arena)
{
	struct core *core = arena_take(arena, sizeof(*core), 64);
	char *stack = arena_take_dirty(arena, BOOT_STACK_SIZE, 4096);
	char *trap_stack = arena_take_dirty(arena, TRAP_STACK_SIZE, 4096);

	if (!core || !stack || !trap_stack)
		return NULL;
	core->stack = (uintptr_t)(stack + BOOT_STACK_SIZE);
	core->trap_stack = (uintptr_t)(trap_stack + TRAP_STACK_SIZE);
	_REENT_INIT_PTR(&core->reent);
	return core;
}

/* One more core behind those that are listed already; -E_NOMEM. */
static int cores_add(struct arena *arena, const struct tree_core *listed, unsigned place)
{
	struct core *core = core_new(arena);

	if (!core || (listed->release && arch_map_memory((uintptr_t)listed->release, 8)))
		return -E_NOMEM;
	core_describe(core, listed, place);
	boot_cores[count++] = core;
	return 0;
}

int cores_init(const void *tree, const struct firmware *fw, uint64_t boot_id,
	       const struct settings *settings, struct arena *arena)
{
	unsigned listed = 0, most = settings->cores ? settings->cores : CREW_MAX;
	bool boot_core_wanted = !*settings->core_list;
	struct tree_core core;
	int error;

	firmware = fw;
	boot_core_state.id = boot_id;
	boot_core_state.cluster = -1;
	boot_core_state.name = "";
	while (!(error = tree_core(tree, listed, &core))) {
		if (core.id == boot_id) {
			core_describe(&boot_core_state, &core, listed);
			boot_core_wanted =
				settings_wants_core(settings, listed, core.name);
		}
		listed++;
	}
	if (error != -E_NODEV)
		return error;
	boot_cores = arena_take(arena, (listed + 2) * sizeof(*boot_cores), 64);
	if (!boot_cores)
		return -E_NOMEM;
	if (boot_core_wanted)
		boot_cores[count++] = &boot_core_state;
	for (unsigned n = 0; n < listed && count < most; n++) {
		tree_core(tree, n, &core);
		if (core.id != boot_id && settings_wants_core(settings, n, core.name) &&
		    cores_add(arena, &core, n))
			return -E_NOMEM;
	}
	boot_cores[count] = NULL;
	return count ? 0 : -E_NODEV;
}

unsigned cores_count(void)
{
	return count;
}

struct core *cores_get(unsigned i)
{
	return boot_cores[i];
}

bool cores_can_stop(void)
{
	for (unsigned i = 1; i < count; i++)
		if (!boot_cores[i]->ops || !boot_cores[i]->ops->stop)
			return false;
	return true;
}

int cores_wake(unsigned i)
{
	struct core *core = boot_cores[i];
	uint64_t deadline = clock_after_us(START_MS * 1000);
	uint32_t off = CORE_OFF;
	int error;

	/* Of the core that goes to sleep and its waker, one wins (see boot_core()). */
	if (!atomic_compare_exchange_strong(&core->state, &off, CORE_STARTED))
		return 0;
	do
		error = core->ops->start(firmware, core->id, core->release,
					 (uintptr_t)core_start);
	while (error == -E_TIMEOUT && atomic_load(&core->state) == CORE_STARTED &&
	       !clock_passed(deadline));
	/* It may be so late that it saw the wish itself, and never went down. */
	return atomic_load(&core->state) == CORE_STARTED ? error : 0;
}

/* Starts core i and waits for it; what went wrong, or NULL. */
static const char *core_bring_up(unsigned i)
{
	uint64_t deadline = clock_after_us(ARRIVE_MS * 1000);
	uint32_t started = CORE_STARTED;

	if (!boot_cores[i]->ops)
		return "nothing can start it: found no enable-method that works, "
		       "expected "
		       "psci and its node, or spin-table";
	switch (cores_wake(i)) {
	case 0:
		break;
	case -E_NODEV:
		return "nothing can start it: its enable-method is spin-table, but there "
		       "is no cpu-release-addr";
	default:
		return "the firmware refused to start it";
	}
	while (atomic_load(&boot_cores[i]->state) == CORE_STARTED &&
	       !clock_passed(deadline))
		cpu_relax();
	/* A core that comes later finds itself written off (see boot_core()). */
	if (atomic_compare_exchange_strong(&boot_cores[i]->state, &started, CORE_LOST))
		return "it was started and did not arrive in time";
	return NULL;
}

unsigned cores_start_all(void)
{
	unsigned kept = 1, listed = count;

	for (unsigned i = 1; i < listed; i++) {
		const char *trouble;

		boot_cores[i]->index = kept;
		trouble = core_bring_up(i);
		if (trouble)
			log_error(console_log(), "core id=0x%llx: %s",
				  (unsigned long long)boot_cores[i]->id, trouble);
		else
			boot_cores[kept++] = boot_cores[i];
	}
	count = kept;
	return listed - kept;
}

/* An idle core: does it go on, for it was woken, or for there is a job after all? */
static bool core_resumes(struct core *core)
{
	uint32_t started = CORE_STARTED, off = CORE_OFF;

	return atomic_compare_exchange_strong(&core->state, &started, CORE_RUNNING) ||
	       (crew_pending(core->index) &&
		atomic_compare_exchange_strong(&core->state, &off, CORE_RUNNING));
}

void cores_hand_over(void)
{
	const char *trouble = core_bring_up(0);

	if (trouble) {
		log_error(console_log(), "core id=0x%llx: %s",
			  (unsigned long long)boot_cores[0]->id, trouble);
		end_run(1);
	}
	arch_park();
}

void boot_core(struct core *core)
{
	uint32_t expected = CORE_STARTED;

	core->kind = arch_core_kind();
	core->features = arch_core_features();
	if (!atomic_compare_exchange_strong(&core->state, &expected, CORE_RUNNING))
		arch_park(); /* too late: another core has this one's place */
	if (!core->index)
		boot_conduct(); /* the boot core is not one of those that are wanted */
	for (;;) {
		crew_work(core->index);
		/*
		 * Idle. Its waker posts a job, then looks at state; this side writes state,
		 * then looks for a job: sequentially consistent, so one of them sees the
		 * other, and an exchange settles who goes on.
		 */
		atomic_store(&core->state, CORE_OFF);
		while (!core_resumes(core))
			core->ops->stop(firmware, core->id);
	}
}

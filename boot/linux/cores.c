/* cores.c - the cores of the process: threads, each pinned to a processor. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/linux/process.h"
#include "lib/clock.h"
#include "lib/err.h"
#include "runner/crew.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	PROCESSORS_MAX = 8192, /* Linux's bound (NR_CPUS of x86-64) */
	ARRIVE_MS = 5000,      /* for a thread to run for the first time */
};

enum state { CORE_STARTED, CORE_RUNNING, CORE_ASLEEP };

/* Owned by its thread, but for state, which its waker writes as well. */
struct core {
	_Alignas(128) _Atomic uint32_t state; /* enum state */
	sem_t wake;
	pthread_t thread;
	unsigned index;
	uint64_t kind;
};

static struct core cores[CREW_MAX];
static unsigned count;

static unsigned processor_list[PROCESSORS_MAX];
static unsigned processors;

static _Thread_local unsigned self;

int cores_init(unsigned wanted)
{
	cpu_set_t *allowed = CPU_ALLOC(PROCESSORS_MAX);
	size_t size = CPU_ALLOC_SIZE(PROCESSORS_MAX);

	if (!allowed)
		return -E_NOMEM;
	if (!sched_getaffinity(0, size, allowed))
		for (unsigned p = 0; p < PROCESSORS_MAX; p++)
			if (CPU_ISSET_S(p, size, allowed))
				processor_list[processors++] = p;
	CPU_FREE(allowed);
	count = wanted ? wanted : processors;
	if (count > CREW_MAX)
		count = CREW_MAX;
	return processors ? 0 : -E_NODEV;
}

unsigned cores_count(void)
{
	return count;
}

unsigned cores_processors(void)
{
	return processors;
}

unsigned cores_processor(unsigned i)
{
	return processor_list[i % processors];
}

uint64_t cores_kind(unsigned i)
{
	return cores[i].kind;
}

unsigned cores_self(void)
{
	return self;
}

/* Would a core that never waits leave the rest of the machine some time? */
static bool throttled(void)
{
	FILE *file = fopen("/proc/sys/kernel/sched_rt_runtime_us", "r");
	int runtime = -1;

	if (!file)
		return false;
	if (fscanf(file, "%d", &runtime) != 1)
		runtime = -1;
	fclose(file);
	return runtime >= 0;
}

/* NULL: SCHED_FIFO it is; else why not. */
static const char *try_fifo(void)
{
	const struct sched_param lowest = {.sched_priority =
						   sched_get_priority_min(SCHED_FIFO)};

	if (count > processors)
		return "more cores than processors";
	if (!throttled())
		return "sched_rt_runtime_us sets no limit";
	return sched_setscheduler(0, SCHED_FIFO, &lowest) ? strerror(errno) : NULL;
}

bool cores_schedule(enum words_sched sched, char how[MEMORY_NOTE_MAX])
{
	const char *trouble = sched == WORDS_OTHER ? "as asked" : try_fifo();

	snprintf(how, MEMORY_NOTE_MAX, "%s%s", trouble ? "other: " : "fifo",
		 trouble ? trouble : "");
	return !trouble || sched != WORDS_FIFO;
}

/* Threads inherit it from the one that creates them. */
static int pin(pthread_attr_t *attributes, unsigned i)
{
	cpu_set_t *one = CPU_ALLOC(PROCESSORS_MAX);
	size_t size = CPU_ALLOC_SIZE(PROCESSORS_MAX);
	int error;

	if (!one)
		return ENOMEM;
	CPU_ZERO_S(size, one);
	CPU_SET_S(cores_processor(i), size, one);
	error = attributes ? pthread_attr_setaffinity_np(attributes, size, one)
			   : pthread_setaffinity_np(pthread_self(), size, one);
	CPU_FREE(one);
	return error;
}

static void arrive(struct core *core)
{
	self = core->index;
	core->kind = arch_core_kind();
	if (trap_stack())
		abort();
	/* Release: pairs with the acquire in core_start(), which then reads the kind. */
	atomic_store_explicit(&core->state, CORE_RUNNING, memory_order_release);
}

static void *core_main(void *argument)
{
	struct core *core = argument;
	uint32_t asleep;

	arrive(core);
	for (;;) {
		crew_work(core->index);
		/*
		 * Idle. Its waker posts a job, then looks at state; this side writes state,
		 * then looks for a job: sequentially consistent, so one of them sees the
		 * other, and the exchange settles who goes on.
		 */
		atomic_store(&core->state, CORE_ASLEEP);
		asleep = CORE_ASLEEP;
		if (crew_pending(core->index) &&
		    atomic_compare_exchange_strong(&core->state, &asleep, CORE_RUNNING))
			continue;
		while (sem_wait(&core->wake))
			; /* a signal */
	}
	return NULL;
}

/* Starts core i and waits for it; what went wrong, or NULL. */
static const char *core_start(unsigned i)
{
	uint64_t deadline = clock_after_us(ARRIVE_MS * 1000);
	struct core *core = &cores[i];
	pthread_attr_t attributes;
	int error;

	core->index = i;
	sem_init(&core->wake, 0, 0);
	error = pthread_attr_init(&attributes);
	if (!error)
		error = pin(&attributes, i);
	if (!error)
		error = pthread_create(&core->thread, &attributes, core_main, core);
	pthread_attr_destroy(&attributes);
	if (error)
		return strerror(error);
	while (atomic_load_explicit(&core->state, memory_order_acquire) == CORE_STARTED) {
		if (clock_passed(deadline))
			return "it did not arrive in time";
		sched_yield();
	}
	return NULL;
}

int cores_start_all(void)
{
	int error = pin(NULL, 0);
	const char *trouble = error ? strerror(error) : NULL;
	unsigned i = 0;

	arrive(&cores[0]);
	while (!trouble && ++i < count)
		trouble = core_start(i);
	if (!trouble)
		return 0;
	log_error(output_log(), "core %u on processor %u: %s", i, cores_processor(i),
		  trouble);
	return -E_REFUSED;
}

int cores_wake(unsigned i)
{
	uint32_t asleep = CORE_ASLEEP;

	/* Of the core that goes to sleep and its waker, one wins (see core_main()). */
	if (atomic_compare_exchange_strong(&cores[i].state, &asleep, CORE_RUNNING))
		sem_post(&cores[i].wake);
	return 0;
}

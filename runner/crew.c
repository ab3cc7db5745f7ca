/* crew.c - the cores as workers: core 0 hands out jobs and waits for them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/crew.h"
#include "lib/clock.h"
#include "lib/err.h"

#include <stdatomic.h>

#include "cpu.h"

enum { IDLE_US = 20000 }; /* without work, before a core may be stopped */

/* Two lines: what core 0 writes, and what the worker writes. */
struct mailbox {
	_Alignas(128) _Atomic uint32_t posted; /* jobs ever */
	job_fn *job;
	void *context;
	_Alignas(128) _Atomic uint32_t done; /* jobs ever; written by the worker alone */
};

static struct mailbox *mailboxes; /* one per core */
static _Atomic bool idle_cores_stop;

int crew_init(unsigned cores, struct arena *arena)
{
	mailboxes = arena_take(arena, cores * sizeof(*mailboxes), 128);
	return mailboxes ? 0 : -E_NOMEM;
}

void crew_stop_idle(bool stop)
{
	atomic_store(&idle_cores_stop, stop);
}

int crew_post(unsigned i, job_fn *job, void *context, int (*wake)(unsigned i))
{
	struct mailbox *box = &mailboxes[i];

	box->job = job;
	box->context = context;
	/* Release: pairs with the acquire in crew_work(), which then reads the job. It is
	 * sequentially consistent for the sake of a core that is about to stop: the wake
	 * that follows reads its state, and it reads posted after it wrote its state. */
	atomic_store(&box->posted, box->posted + 1);
	return wake(i);
}

bool crew_done(unsigned i)
{
	/* Acquire: pairs with the release in crew_work(); the results can be read. */
	return atomic_load_explicit(&mailboxes[i].done, memory_order_acquire) ==
	       atomic_load_explicit(&mailboxes[i].posted, memory_order_relaxed);
}

int crew_await(unsigned i, uint64_t deadline)
{
	while (!crew_done(i)) {
		if (clock_passed(deadline))
			return -E_TIMEOUT;
		cpu_relax();
	}
	return 0;
}

bool crew_pending(unsigned i)
{
	return atomic_load(&mailboxes[i].posted) !=
	       atomic_load_explicit(&mailboxes[i].done, memory_order_relaxed);
}

/* Waits for a job; false: there was none for so long that the core may stop. */
static bool await_job(unsigned i)
{
	/* A core that never had a job is not kept waiting for its first one. */
	bool fresh = !atomic_load_explicit(&mailboxes[i].done, memory_order_relaxed);
	uint64_t patience = clock_after_us(fresh ? 0 : IDLE_US);
	uint32_t polls = 0;

	while (!crew_pending(i)) {
		if (!(++polls % 1024) && atomic_load(&idle_cores_stop) &&
		    clock_passed(patience))
			return false;
		cpu_relax();
	}
	return true;
}

void crew_work(unsigned i)
{
	struct mailbox *box = &mailboxes[i];

	while (await_job(i)) {
		/* Acquire: pairs with the store in crew_post(). */
		uint32_t posted =
			atomic_load_explicit(&box->posted, memory_order_acquire);

		box->job(box->context);
		/* Release: pairs with the acquire in crew_done(). */
		atomic_store_explicit(&box->done, posted, memory_order_release);
	}
}

/* parallel.c - independent pieces of work, on all processors. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

struct job {
	void (*work)(void *context, size_t i);
	void *context;
	size_t count;
	_Atomic size_t next;
};

static void *do_some(void *argument)
{
	struct job *job = argument;

	for (size_t i; (i = atomic_fetch_add(&job->next, 1)) < job->count;)
		job->work(job->context, i);
	return NULL;
}

void parallel_each(size_t count, void (*work)(void *context, size_t i), void *context)
{
	enum { MAX_HELPERS = 63 };
	struct job job = {.work = work, .context = context, .count = count};
	long processors = sysconf(_SC_NPROCESSORS_ONLN);
	pthread_t helpers[MAX_HELPERS];
	int running = 0;

	while (running + 1 < processors && running < MAX_HELPERS &&
	       !pthread_create(&helpers[running], NULL, do_some, &job))
		running++;
	do_some(&job);
	while (running)
		pthread_join(helpers[--running], NULL);
}

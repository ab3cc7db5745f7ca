/* machine.h - a machine for the runner: threads play the cores, the log is a text. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef TESTS_UNIT_MACHINE_H
#define TESTS_UNIT_MACHINE_H

#include "lib/clock.h"
#include "lib/err.h"
#include "runner/crew.h"
#include "runner/machine.h"

#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

enum { CORES = 4 };

static char memory[1 << 16];
static struct arena arena;
static struct log log_under_test;
static char text[4096];
static pthread_t threads[CORES];

static void *core_main(void *ctx)
{
	crew_work((unsigned)(uintptr_t)ctx);
	return NULL;
}

/* Threads start as they are first needed, and stay until the end. */
static int wake(unsigned i)
{
	if (!threads[i] &&
	    pthread_create(&threads[i], NULL, core_main, (void *)(uintptr_t)i))
		return -E_REFUSED;
	return 0;
}

static void text_add(void *ctx, const char *bytes, size_t n)
{
	(void)ctx;
	snprintf(text + strlen(text), sizeof(text) - strlen(text), "%.*s", (int)n, bytes);
}

static struct machine machine = {
	.cores = CORES,
	.arena = &arena,
	.log = &log_under_test,
	.wake = wake,
};

static int set_up(void **state)
{
	(void)state;
	clock_init(UINT64_C(1000000000));
	crew_stop_idle(false);
	arena = (struct arena){(uintptr_t)memory, (uintptr_t)memory + sizeof(memory)};
	log_init(&log_under_test, text_add, NULL);
	text[0] = '\0';
	machine.features = 0;
	return crew_init(CORES, &arena);
}

static int tear_down(void **state)
{
	(void)state;
	crew_stop_idle(true);
	for (unsigned i = 1; i < CORES; i++)
		if (threads[i]) {
			pthread_join(threads[i], NULL);
			threads[i] = 0;
		}
	return 0;
}

#endif

/* threads.h - threads that play the cores. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef TESTS_UNIT_THREADS_H
#define TESTS_UNIT_THREADS_H

#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>

enum { THREADS_MAX = 8 };

/*
 * Runs start on n threads, each with its own element of contexts (size bytes each), and
 * waits for all. cmocka's assertions belong to the thread that called this one: the others
 * leave what they found in their contexts.
 */
static inline void threads_run(unsigned n, void *(*start)(void *), void *contexts,
			       size_t size)
{
	pthread_t threads[THREADS_MAX];

	for (unsigned i = 0; i < n; i++)
		if (pthread_create(&threads[i], NULL, start, (char *)contexts + i * size))
			abort();
	for (unsigned i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
}

#endif

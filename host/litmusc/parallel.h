/* parallel.h - independent pieces of work, on all processors. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_PARALLEL_H
#define LITMUSC_PARALLEL_H

#include <stddef.h>

/* Calls work(context, i) for each i below count, in any order; returns when all are done. */
void parallel_each(size_t count, void (*work)(void *context, size_t i), void *context);

#endif

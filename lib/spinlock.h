/* spinlock.h - a lock of the instrument for rare, short sections: console, newlib. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LIB_SPINLOCK_H
#define LIB_SPINLOCK_H

#include <stdatomic.h>
#include <stdbool.h>

#include "cpu.h"

struct spinlock {
	_Atomic unsigned held; /* zero-initialised: free */
};

static inline bool spinlock_try(struct spinlock *lock)
{
	/* Acquire: pairs with the release in spinlock_release(). */
	return atomic_exchange_explicit(&lock->held, 1, memory_order_acquire) == 0;
}

static inline void spinlock_take(struct spinlock *lock)
{
	while (!spinlock_try(lock))
		cpu_relax();
}

static inline void spinlock_release(struct spinlock *lock)
{
	/* Release: pairs with the acquire in spinlock_try(). */
	atomic_store_explicit(&lock->held, 0, memory_order_release);
}

#endif

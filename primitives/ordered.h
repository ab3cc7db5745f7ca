/* ordered.h - what dialects with order share: locks, RCU and SRCU that hold and wait. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_ORDERED_H
#define PRIMITIVES_ORDERED_H

#include "primitives/atomic.h"
#include "primitives/cond_load.h"
#include "primitives/rcu.h"
#include "primitives/spinlock.h"

/* A dialect includes this after it has defined what atomic.h and spinlock.h ask for. */
#ifndef smp_mb__before_atomic
#define smp_mb__before_atomic() smp_mb()
#define smp_mb__after_atomic() smp_mb()
#endif

/* Its name before LKMM was merged into Linux. */
#define smp_memb() smp_mb()

#define spin_lock(lock) SPINLOCK_LOCK(lock)
#define spin_unlock(lock) SPINLOCK_UNLOCK(lock)
#define spin_trylock(lock) SPINLOCK_TRYLOCK(lock)
#define spin_is_locked(lock) SPINLOCK_IS_LOCKED(lock)
#define spin_unlock_wait(lock) SPINLOCK_UNLOCK_WAIT(lock)

/*
 * Markers: the frame tells when the thread is online. A body that waits has the group's
 * struct rcu *rcu as a parameter.
 */
#define rcu_read_lock() barrier()
#define rcu_read_unlock() barrier()
#define synchronize_rcu() RCU_SYNCHRONIZE(rcu)
#define synchronize_rcu_expedited() RCU_SYNCHRONIZE(rcu)

#define srcu_read_lock(s) SRCU_ENTER(s)
#define srcu_read_unlock(s, index) SRCU_LEAVE(s, index)
#define srcu_down_read(s) SRCU_ENTER(s)
#define srcu_up_read(s, index) SRCU_LEAVE(s, index)
#define synchronize_srcu(s) SRCU_SYNCHRONIZE(s)
#define synchronize_srcu_expedited(s) SRCU_SYNCHRONIZE(s)

#endif

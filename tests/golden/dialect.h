/* dialect.h - just enough of a dialect to compile the expected files. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef GOLDEN_DIALECT_H
#define GOLDEN_DIALECT_H

#include "primitives/rcu.h"

#define VALUE(lv) (*(volatile __typeof__(lv) *)&(lv))
#define READ_ONCE(lv) ((__typeof__(lv))VALUE(lv))
#define WRITE_ONCE(lv, v) ((void)(VALUE(lv) = (v)))
#define barrier() __asm__ volatile("" ::: "memory")
#define smp_mb() __atomic_thread_fence(__ATOMIC_SEQ_CST)
#define smp_rmb() __atomic_thread_fence(__ATOMIC_ACQUIRE)
#define smp_wmb() __atomic_thread_fence(__ATOMIC_RELEASE)

#define smp_store_release(p, v) __atomic_store_n(p, v, __ATOMIC_RELEASE)
#define smp_load_acquire(p) __atomic_load_n(p, __ATOMIC_ACQUIRE)
#define smp_store_mb(lv, v) __atomic_store_n(&(lv), v, __ATOMIC_SEQ_CST)
#define rcu_dereference(lv) READ_ONCE(lv)
#define rcu_assign_pointer(lv, v) smp_store_release(&(lv), v)
#define xchg(p, v) __atomic_exchange_n(p, v, __ATOMIC_SEQ_CST)
#define xchg_relaxed(p, v) __atomic_exchange_n(p, v, __ATOMIC_RELAXED)
#define cmpxchg(p, old, new) __sync_val_compare_and_swap(p, old, new)
#define cmpxchg_acquire(p, old, new) __sync_val_compare_and_swap(p, old, new)

#define atomic_read(p) VALUE(*(p))
#define atomic_try_cmpxchg(p, old, new)                                                  \
	__atomic_compare_exchange_n(p, old, new, 0, __ATOMIC_SEQ_CST, __ATOMIC_RELAXED)
#define rcu_read_lock() barrier()
#define rcu_read_unlock() barrier()
#define synchronize_rcu() rcu_await_all(rcu)

#endif

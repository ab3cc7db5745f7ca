/* unordered.h - what dialects without ordering share: every primitive as loads and stores. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_UNORDERED_H
#define PRIMITIVES_UNORDERED_H

#include <stdint.h>
#include "primitives/atomic.h"
#include "primitives/cond_load.h"
#include "primitives/rcu.h"
#include "primitives/spinlock.h"
#include "primitives/type.h"

/* A dialect defines READ_ONCE, WRITE_ONCE and barrier, then includes this for the rest. */
#define smp_mb() barrier()
#define smp_rmb() barrier()
#define smp_wmb() barrier()

#define smp_load_acquire(p) READ_ONCE(*(p))
#define smp_store_release(p, v) WRITE_ONCE(*(p), v)
#define smp_store_mb(lv, v)                                                              \
	do {                                                                             \
		WRITE_ONCE(lv, v);                                                       \
		smp_mb();                                                                \
	} while (0)

#define rcu_dereference(lv) READ_ONCE(lv)
#define rcu_assign_pointer(lv, v) WRITE_ONCE(lv, v)

/* Not atomic: another thread's store between the two accesses is lost. */
#define UNORDERED_XCHG(p, v)                                                             \
	({                                                                               \
		PRIMITIVE_CHECK_ACCESS(*(p));                                            \
		__typeof__(&*(p)) unordered_p_ = (p);                                    \
		PRIMITIVE_WIDE(*(p)) unordered_v_ = (PRIMITIVE_WIDE(*(p)))(v);           \
		PRIMITIVE_TYPE(*(p)) unordered_old_ = READ_ONCE(*unordered_p_);          \
                                                                                         \
		WRITE_ONCE(*unordered_p_, unordered_v_);                                 \
		unordered_old_;                                                          \
	})

#define UNORDERED_CMPXCHG(p, old, new)                                                   \
	({                                                                               \
		PRIMITIVE_CHECK_ACCESS(*(p));                                            \
		__typeof__(&*(p)) unordered_p_ = (p);                                    \
		PRIMITIVE_TYPE(*(p)) unordered_wanted_ = PRIMITIVE_VALUE(*(p), old);     \
		PRIMITIVE_WIDE(*(p)) unordered_v_ = (PRIMITIVE_WIDE(*(p)))(new);         \
		PRIMITIVE_TYPE(*(p)) unordered_old_ = READ_ONCE(*unordered_p_);          \
                                                                                         \
		if (unordered_old_ == unordered_wanted_)                                 \
			WRITE_ONCE(*unordered_p_, unordered_v_);                         \
		unordered_old_;                                                          \
	})

#define xchg(p, v) UNORDERED_XCHG(p, v)
#define xchg_relaxed(p, v) UNORDERED_XCHG(p, v)
#define xchg_acquire(p, v) UNORDERED_XCHG(p, v)
#define xchg_release(p, v) UNORDERED_XCHG(p, v)
#define cmpxchg(p, old, new) UNORDERED_CMPXCHG(p, old, new)
#define cmpxchg_relaxed(p, old, new) UNORDERED_CMPXCHG(p, old, new)
#define cmpxchg_acquire(p, old, new) UNORDERED_CMPXCHG(p, old, new)
#define cmpxchg_release(p, old, new) UNORDERED_CMPXCHG(p, old, new)

#define smp_mb__before_atomic() barrier()
#define smp_mb__after_atomic() barrier()
#define smp_mb__after_spinlock() barrier()
#define smp_mb__after_unlock_lock() barrier()
#define smp_mb__after_srcu_read_unlock() barrier()
#define smp_memb() barrier()

#define UNORDERED_NEW_add(old, v) ((old) + (v))
#define UNORDERED_NEW_sub(old, v) ((old) - (v))
#define UNORDERED_NEW_and(old, v) ((old) & (v))
#define UNORDERED_NEW_or(old, v) ((old) | (v))
#define UNORDERED_NEW_xor(old, v) ((old) ^ (v))
#define UNORDERED_NEW_andnot(old, v) ((old) & ~(v))

/* Loads once, stores op(loaded, v) where condition holds, and gives result. */
#define UNORDERED_CHANGE(op, width, p, v, condition, result)                             \
	({                                                                               \
		const uint##width##_t old = (uint##width##_t)READ_ONCE(*(p));            \
		const uint##width##_t new =                                              \
			UNORDERED_NEW_##op(old, (uint##width##_t)(v));                   \
                                                                                         \
		if (condition)                                                           \
			WRITE_ONCE(*(p), new);                                           \
		(result);                                                                \
	})

#define ATOMIC_VOID(op, width, p, v) ((void)UNORDERED_CHANGE(op, width, p, v, true, old))
#define ATOMIC_FETCH(op, order, width, p, v) UNORDERED_CHANGE(op, width, p, v, true, old)
#define ATOMIC_RETURN(op, order, width, p, v) UNORDERED_CHANGE(op, width, p, v, true, new)
#define ATOMIC_ADD_UNLESS(width, p, v, u)                                                \
	UNORDERED_CHANGE(add, width, p, v, old != (uint##width##_t)(u), old)

/* Locks that exclude nobody and grace periods that do not wait: they never hang either. */
#define UNORDERED_SKIP(x)                                                                \
	({                                                                               \
		(void)(x);                                                               \
		barrier();                                                               \
	})
#define spin_lock(lock) UNORDERED_SKIP(lock)
#define spin_unlock(lock) UNORDERED_SKIP(lock)
#define spin_unlock_wait(lock) UNORDERED_SKIP(lock)
#define spin_trylock(lock) (UNORDERED_SKIP(lock), 1)
#define spin_is_locked(lock) SPINLOCK_IS_LOCKED(lock)

#define rcu_read_lock() barrier()
#define rcu_read_unlock() barrier()
#define synchronize_rcu() UNORDERED_SKIP(rcu)
#define synchronize_rcu_expedited() UNORDERED_SKIP(rcu)
#define srcu_read_lock(s) (UNORDERED_SKIP(s), 0)
#define srcu_read_unlock(s, index) (UNORDERED_SKIP(s), (void)(index))
#define srcu_down_read(s) (UNORDERED_SKIP(s), 0)
#define srcu_up_read(s, index) (UNORDERED_SKIP(s), (void)(index))
#define synchronize_srcu(s) UNORDERED_SKIP(s)
#define synchronize_srcu_expedited(s) UNORDERED_SKIP(s)

#define rcu_dereference_check(lv, condition) ((void)(condition), READ_ONCE(lv))
#define rcu_dereference_raw(lv) READ_ONCE(lv)
#define rcu_dereference_protected(lv, condition) ((void)(condition), READ_ONCE(lv))
#define rcu_access_pointer(lv) READ_ONCE(lv)

#endif

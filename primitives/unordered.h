/* unordered.h - what dialects without ordering share: every primitive as loads and stores. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_UNORDERED_H
#define PRIMITIVES_UNORDERED_H

#include <stdint.h>
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
		PRIMITIVE_CHECK_EXCHANGE(*(p));                                          \
		__typeof__(&*(p)) unordered_p_ = (p);                                    \
		uintptr_t unordered_v_ = (uintptr_t)(v);                                 \
		PRIMITIVE_TYPE(*(p)) unordered_old_ = READ_ONCE(*unordered_p_);          \
                                                                                         \
		WRITE_ONCE(*unordered_p_, unordered_v_);                                 \
		unordered_old_;                                                          \
	})

#define UNORDERED_CMPXCHG(p, old, new)                                                   \
	({                                                                               \
		PRIMITIVE_CHECK_EXCHANGE(*(p));                                          \
		__typeof__(&*(p)) unordered_p_ = (p);                                    \
		PRIMITIVE_TYPE(*(p)) unordered_wanted_ = PRIMITIVE_VALUE(*(p), old);     \
		uintptr_t unordered_v_ = (uintptr_t)(new);                               \
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

#endif

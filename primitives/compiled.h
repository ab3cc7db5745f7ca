/* compiled.h - what dialects share whose order the compiler spells: c11, c11sc, builtin. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_COMPILED_H
#define PRIMITIVES_COMPILED_H

#include "primitives/part.h"
#include "primitives/type.h"

/*
 * A dialect defines barrier, smp_mb, smp_rmb and smp_wmb, and these, then includes this for
 * the rest, then has ATOMIC_DEFINE_ALL(); order is a suffix (none, _relaxed, _acquire,
 * _release, _consume):
 *	COMPILED_LOAD(order, p)			order: _relaxed _acquire _consume
 *	COMPILED_STORE(order, p, v)		order: _relaxed _release; v has the right type
 *	COMPILED_XCHG(order, p, v)		v has the right type
 *	COMPILED_CMPXCHG(order, p, old, new)	both have; gives what it found
 *	COMPILED_FETCH_<op>(order, p, v)	op: add sub and or xor andnot
 *	COMPILED_ORDER<order>			what the compiler calls the order
 */
#define COMPILED_READ(order, p)                                                          \
	({                                                                               \
		PRIMITIVE_CHECK_ACCESS(*(p));                                            \
		COMPILED_LOAD(order, p);                                                 \
	})

#define COMPILED_WRITE(order, p, v)                                                      \
	do {                                                                             \
		PRIMITIVE_CHECK_ACCESS(*(p));                                            \
		COMPILED_STORE(order, p, PRIMITIVE_VALUE(*(p), v));                      \
	} while (0)

/* The arm not chosen is not compiled, only checked: its call, if any, is not there. */
#define COMPILED_EXCHANGE(order, p, v)                                                   \
	({                                                                               \
		PRIMITIVE_CHECK_ACCESS(*(p));                                            \
		__builtin_choose_expr(                                                   \
			PART_IS_EMULATED(p),                                             \
			PRIMITIVE_VALUE(*(p),                                            \
					part_xchg((uintptr_t)(p), (uintptr_t)(v),        \
						  sizeof(*(p)), COMPILED_ORDER##order)), \
			COMPILED_XCHG(order, p, PRIMITIVE_VALUE(*(p), v)));              \
	})

#define COMPILED_COMPARE(order, p, old, new)                                             \
	({                                                                               \
		PRIMITIVE_CHECK_ACCESS(*(p));                                            \
		__builtin_choose_expr(                                                   \
			PART_IS_EMULATED(p),                                             \
			PRIMITIVE_VALUE(*(p),                                            \
					part_cmpxchg((uintptr_t)(p), (uintptr_t)(old),   \
						     (uintptr_t)(new), sizeof(*(p)),     \
						     COMPILED_ORDER##order)),            \
			COMPILED_CMPXCHG(order, p, PRIMITIVE_VALUE(*(p), old),           \
					 PRIMITIVE_VALUE(*(p), new)));                   \
	})

#define READ_ONCE(lv) COMPILED_READ(_relaxed, &(lv))
#define WRITE_ONCE(lv, v) COMPILED_WRITE(_relaxed, &(lv), v)
#define smp_load_acquire(p) COMPILED_READ(_acquire, p)
#define smp_store_release(p, v) COMPILED_WRITE(_release, p, v)
#define smp_store_mb(lv, v)                                                              \
	do {                                                                             \
		WRITE_ONCE(lv, v);                                                       \
		smp_mb();                                                                \
	} while (0)

#define rcu_dereference(lv) COMPILED_READ(_consume, &(lv))
#define rcu_assign_pointer(lv, v) COMPILED_WRITE(_release, &(lv), v)
#define rcu_dereference_check(lv, condition) ((void)(condition), rcu_dereference(lv))
#define rcu_dereference_raw(lv) rcu_dereference(lv)
#define rcu_dereference_protected(lv, condition) ((void)(condition), READ_ONCE(lv))
#define rcu_access_pointer(lv) READ_ONCE(lv)

#define xchg(p, v) COMPILED_EXCHANGE(, p, v)
#define xchg_relaxed(p, v) COMPILED_EXCHANGE(_relaxed, p, v)
#define xchg_acquire(p, v) COMPILED_EXCHANGE(_acquire, p, v)
#define xchg_release(p, v) COMPILED_EXCHANGE(_release, p, v)
#define cmpxchg(p, old, new) COMPILED_COMPARE(, p, old, new)
#define cmpxchg_relaxed(p, old, new) COMPILED_COMPARE(_relaxed, p, old, new)
#define cmpxchg_acquire(p, old, new) COMPILED_COMPARE(_acquire, p, old, new)
#define cmpxchg_release(p, old, new) COMPILED_COMPARE(_release, p, old, new)

/* How the new value comes from the old one. */
#define COMPILED_NEW_add(old, v, width) ((uint##width##_t)(old) + (uint##width##_t)(v))
#define COMPILED_NEW_sub(old, v, width) ((uint##width##_t)(old) - (uint##width##_t)(v))

#define ATOMIC_VOID(op, width, p, v) ((void)COMPILED_FETCH_##op(_relaxed, p, v))
#define ATOMIC_FETCH(op, order, width, p, v) COMPILED_FETCH_##op(order, p, v)
#define ATOMIC_RETURN(op, order, width, p, v)                                            \
	COMPILED_NEW_##op(COMPILED_FETCH_##op(order, p, v), v, width)

/* As in Linux: a cmpxchg until it finds what it expects, or what it must not change. */
#define ATOMIC_ADD_UNLESS(width, p, v, u)                                                \
	({                                                                               \
		PRIMITIVE_TYPE(*(p)) compiled_old_ = READ_ONCE(*(p)), compiled_wanted_;  \
                                                                                         \
		do {                                                                     \
			compiled_wanted_ = compiled_old_;                                \
			if (compiled_wanted_ == (u))                                     \
				break;                                                   \
			compiled_old_ =                                                  \
				cmpxchg(p, compiled_wanted_,                             \
					COMPILED_NEW_add(compiled_wanted_, v, width));   \
		} while (compiled_old_ != compiled_wanted_);                             \
		compiled_wanted_;                                                        \
	})

#define SPINLOCK_TAKE(p) atomic_fetch_add_acquire(SPINLOCK_TICKET, p)
#define SPINLOCK_WAITED() ((void)0)
#define SPINLOCK_TRY(p, old)                                                             \
	(atomic_cmpxchg_acquire(p, old, (old) + SPINLOCK_TICKET) == (old))

#include "primitives/ordered.h"

/* A lock orders no more than its acquire and its release: these have to. */
#define smp_mb__after_spinlock() smp_mb()
#define smp_mb__after_unlock_lock() smp_mb()

/* Nothing: srcu_read_unlock() has a full fence. */
#define smp_mb__after_srcu_read_unlock() ((void)0)

#endif

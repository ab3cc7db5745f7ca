/* probe.c - each primitive alone in a function, for barelitmus atlas. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdint.h>

/* Compiled with -include primitives/<dialect>.h, like a generated test. */
#define PROBE static __attribute__((used, noinline))

#define PROBE_FENCE(name)                                                                \
	PROBE void probe_##name(void)                                                    \
	{                                                                                \
		name();                                                                  \
	}

PROBE_FENCE(barrier)
PROBE_FENCE(smp_mb)
PROBE_FENCE(smp_rmb)
PROBE_FENCE(smp_wmb)
PROBE_FENCE(smp_memb)
PROBE_FENCE(smp_mb__before_atomic)
PROBE_FENCE(smp_mb__after_atomic)
PROBE_FENCE(smp_mb__after_spinlock)
PROBE_FENCE(smp_mb__after_unlock_lock)
PROBE_FENCE(smp_mb__after_srcu_read_unlock)
PROBE_FENCE(rcu_read_lock)
PROBE_FENCE(rcu_read_unlock)

#define PROBE_ACCESSES(width)                                                            \
	PROBE uint##width##_t probe_READ_ONCE_##width(uint##width##_t *p)                \
	{                                                                                \
		return READ_ONCE(*p);                                                    \
	}                                                                                \
	PROBE void probe_WRITE_ONCE_##width(uint##width##_t *p, uint##width##_t v)       \
	{                                                                                \
		WRITE_ONCE(*p, v);                                                       \
	}                                                                                \
	PROBE uint##width##_t probe_smp_load_acquire_##width(uint##width##_t *p)         \
	{                                                                                \
		return smp_load_acquire(p);                                              \
	}                                                                                \
	PROBE void probe_smp_store_release_##width(uint##width##_t *p,                   \
						   uint##width##_t v)                    \
	{                                                                                \
		smp_store_release(p, v);                                                 \
	}                                                                                \
	PROBE void probe_smp_store_mb_##width(uint##width##_t *p, uint##width##_t v)     \
	{                                                                                \
		smp_store_mb(*p, v);                                                     \
	}

PROBE_ACCESSES(8)
PROBE_ACCESSES(16)
PROBE_ACCESSES(32)
PROBE_ACCESSES(64)

#define PROBE_COND_LOAD(name)                                                            \
	PROBE int probe_##name##_32(int *p)                                              \
	{                                                                                \
		return name(p, VAL != 0);                                                \
	}

PROBE_COND_LOAD(smp_cond_load_acquire)
PROBE_COND_LOAD(smp_cond_load_relaxed)

#define PROBE_EXCHANGES(order, width)                                                    \
	PROBE uint##width##_t probe_xchg##order##_##width(uint##width##_t *p,            \
							  uint##width##_t v)             \
	{                                                                                \
		return xchg##order(p, v);                                                \
	}                                                                                \
	PROBE uint##width##_t probe_cmpxchg##order##_##width(                            \
		uint##width##_t *p, uint##width##_t old, uint##width##_t v)              \
	{                                                                                \
		return cmpxchg##order(p, old, v);                                        \
	}

#define PROBE_EXCHANGES_OF(width)                                                        \
	PROBE_EXCHANGES(, width)                                                         \
	PROBE_EXCHANGES(_relaxed, width)                                                 \
	PROBE_EXCHANGES(_acquire, width)                                                 \
	PROBE_EXCHANGES(_release, width)

PROBE_EXCHANGES_OF(8)
PROBE_EXCHANGES_OF(16)
PROBE_EXCHANGES_OF(32)
PROBE_EXCHANGES_OF(64)

#if UINTPTR_MAX > UINT32_MAX
#define POINTER_WIDTH 64
#else
#define POINTER_WIDTH 32
#endif

#define PROBE_POINTERS(width) PROBE_POINTERS_(width)
#define PROBE_POINTERS_(width)                                                           \
	PROBE int *probe_rcu_dereference_##width(int **p)                                \
	{                                                                                \
		return rcu_dereference(*p);                                              \
	}                                                                                \
	PROBE void probe_rcu_assign_pointer_##width(int **p, int *v)                     \
	{                                                                                \
		rcu_assign_pointer(*p, v);                                               \
	}                                                                                \
	PROBE void probe_rcu_assign_pointer_null_##width(int **p)                        \
	{                                                                                \
		rcu_assign_pointer(*p, (int *)0);                                        \
	}                                                                                \
	PROBE int *probe_rcu_dereference_raw_##width(int **p)                            \
	{                                                                                \
		return rcu_dereference_raw(*p);                                          \
	}                                                                                \
	PROBE int *probe_rcu_dereference_check_##width(int **p)                          \
	{                                                                                \
		return rcu_dereference_check(*p, 1);                                     \
	}                                                                                \
	PROBE int *probe_rcu_dereference_protected_##width(int **p)                      \
	{                                                                                \
		return rcu_dereference_protected(*p, 1);                                 \
	}                                                                                \
	PROBE int *probe_rcu_access_pointer_##width(int **p)                             \
	{                                                                                \
		return rcu_access_pointer(*p);                                           \
	}

PROBE_POINTERS(POINTER_WIDTH)

/* The shapes of the atomic_t family. */
#define PROBE_V(name, width, type, result)                                               \
	PROBE result probe_##name##_##width(type v, type *p)                             \
	{                                                                                \
		return name(v, p);                                                       \
	}
#define PROBE_P(name, width, type, result)                                               \
	PROBE result probe_##name##_##width(type *p)                                     \
	{                                                                                \
		return name(p);                                                          \
	}
#define PROBE_PV(name, width, type, result)                                              \
	PROBE result probe_##name##_##width(type *p, type v)                             \
	{                                                                                \
		return name(p, v);                                                       \
	}
#define PROBE_PVV(name, width, type, result)                                             \
	PROBE result probe_##name##_##width(type *p, type v, type u)                     \
	{                                                                                \
		return name(p, v, u);                                                    \
	}
#define PROBE_TRY(name, width, type)                                                     \
	PROBE int probe_##name##_##width(type *p, type old, type v)                      \
	{                                                                                \
		return name(p, &old, v);                                                 \
	}

#define PROBE_ORDER(t, order, width, type)                                               \
	PROBE_V(t##_fetch_add##order, width, type, type)                                 \
	PROBE_V(t##_fetch_sub##order, width, type, type)                                 \
	PROBE_V(t##_fetch_and##order, width, type, type)                                 \
	PROBE_V(t##_fetch_or##order, width, type, type)                                  \
	PROBE_V(t##_fetch_xor##order, width, type, type)                                 \
	PROBE_V(t##_fetch_andnot##order, width, type, type)                              \
	PROBE_V(t##_add_return##order, width, type, type)                                \
	PROBE_V(t##_sub_return##order, width, type, type)                                \
	PROBE_P(t##_fetch_inc##order, width, type, type)                                 \
	PROBE_P(t##_fetch_dec##order, width, type, type)                                 \
	PROBE_P(t##_inc_return##order, width, type, type)                                \
	PROBE_P(t##_dec_return##order, width, type, type)                                \
	PROBE_PV(t##_xchg##order, width, type, type)                                     \
	PROBE_PVV(t##_cmpxchg##order, width, type, type)                                 \
	PROBE_TRY(t##_try_cmpxchg##order, width, type)

#define PROBE_FAMILY(t, width, type)                                                     \
	PROBE_P(t##_read, width, type, type)                                             \
	PROBE_P(t##_read_acquire, width, type, type)                                     \
	PROBE_PV(t##_set, width, type, void)                                             \
	PROBE_PV(t##_set_release, width, type, void)                                     \
	PROBE_V(t##_add, width, type, void)                                              \
	PROBE_V(t##_sub, width, type, void)                                              \
	PROBE_V(t##_and, width, type, void)                                              \
	PROBE_V(t##_or, width, type, void)                                               \
	PROBE_V(t##_xor, width, type, void)                                              \
	PROBE_V(t##_andnot, width, type, void)                                           \
	PROBE_P(t##_inc, width, type, void)                                              \
	PROBE_P(t##_dec, width, type, void)                                              \
	PROBE_V(t##_sub_and_test, width, type, int)                                      \
	PROBE_P(t##_dec_and_test, width, type, int)                                      \
	PROBE_P(t##_inc_and_test, width, type, int)                                      \
	PROBE_V(t##_add_negative, width, type, int)                                      \
	PROBE_PVV(t##_add_unless, width, type, int)                                      \
	PROBE_P(t##_inc_not_zero, width, type, int)                                      \
	PROBE_ORDER(t, , width, type)                                                    \
	PROBE_ORDER(t, _relaxed, width, type)                                            \
	PROBE_ORDER(t, _acquire, width, type)                                            \
	PROBE_ORDER(t, _release, width, type)

PROBE_FAMILY(atomic, 32, int)
PROBE_FAMILY(atomic64, 64, int64_t)
#define PROBE_LONG(width) PROBE_LONG_(width)
#define PROBE_LONG_(width) PROBE_FAMILY(atomic_long, width, intptr_t)
PROBE_LONG(POINTER_WIDTH)

/* Locks and grace periods: loops of C around the instructions that count. */
PROBE void probe_spin_lock_32(int *p)
{
	spin_lock(p);
}

PROBE void probe_spin_unlock_32(int *p)
{
	spin_unlock(p);
}

PROBE void probe_spin_unlock_wait_32(int *p)
{
	spin_unlock_wait(p);
}

PROBE int probe_spin_trylock_32(int *p)
{
	return spin_trylock(p);
}

PROBE int probe_spin_is_locked_32(int *p)
{
	return spin_is_locked(p);
}

PROBE int probe_srcu_read_lock_32(int *p)
{
	return srcu_read_lock(p);
}

PROBE void probe_srcu_read_unlock_32(int *p)
{
	srcu_read_unlock(p, 0);
}

PROBE int probe_srcu_down_read_32(int *p)
{
	return srcu_down_read(p);
}

PROBE void probe_srcu_up_read_32(int *p)
{
	srcu_up_read(p, 0);
}

PROBE void probe_synchronize_srcu_32(int *p)
{
	synchronize_srcu(p);
}

PROBE void probe_synchronize_srcu_expedited_32(int *p)
{
	synchronize_srcu_expedited(p);
}

/* Thread 0 of a group of two, the other of which it waits for. */
#define PROBE_RCU(name, call)                                                            \
	PROBE void probe_##name(char *states)                                            \
	{                                                                                \
		const struct rcu group = {states, 128, 0, 2}, *rcu = &group;             \
                                                                                         \
		call;                                                                    \
	}

PROBE_RCU(synchronize_rcu, synchronize_rcu())
PROBE_RCU(synchronize_rcu_expedited, synchronize_rcu_expedited())
PROBE_RCU(rcu_online, rcu_online(rcu))
PROBE_RCU(rcu_offline, rcu_offline(rcu))

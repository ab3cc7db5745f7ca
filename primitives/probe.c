/* probe.c - each LKMM primitive alone in a function, for ci/check_mapping. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <stdint.h>

/* Compiled with -include primitives/lkmm.h, like a generated test. */
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

PROBE_EXCHANGES(, 32)
PROBE_EXCHANGES(, 64)
PROBE_EXCHANGES(_relaxed, 32)
PROBE_EXCHANGES(_relaxed, 64)
PROBE_EXCHANGES(_acquire, 32)
PROBE_EXCHANGES(_acquire, 64)
PROBE_EXCHANGES(_release, 32)
PROBE_EXCHANGES(_release, 64)

PROBE int *probe_rcu_dereference_64(int **p)
{
	return rcu_dereference(*p);
}

PROBE void probe_rcu_assign_pointer_64(int **p, int *v)
{
	rcu_assign_pointer(*p, v);
}

PROBE void probe_rcu_assign_pointer_null_64(int **p)
{
	rcu_assign_pointer(*p, (int *)0);
}

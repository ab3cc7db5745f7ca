/* primitives.c - the table of the things a test may call. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/primitives.h"

#include <string.h>

/* clang-format off */
#define PLAIN(name, args, result, stores)	{name, args, result, stores, 0, false, RCU_NONE}
#define LOAD(name, args)			PLAIN(name, args, RESULT_VALUE, false)
#define STORE(name, args)			PLAIN(name, args, RESULT_NONE, true)
#define FENCE(name)				PLAIN(name, "", RESULT_NONE, false)
#define ORDERED(name, args, result) \
	PLAIN(name, args, result, true), \
	PLAIN(name "_relaxed", args, result, true), \
	PLAIN(name "_acquire", args, result, true), \
	PLAIN(name "_release", args, result, true)

/* Locks and srcu_structs are words of 4 bytes that only these know how to read. */
#define WORD(name, args, result)		{name, args, result, true, 4, false, RCU_NONE}
#define RCU(name, rcu)				{name, "", RESULT_NONE, false, 0, false, rcu}

#define ATOMIC(name, width, args, result, stores) \
	{name, args, result, stores, width, true, RCU_NONE}
#define ATOMIC_ORDERED(name, width, args, result) \
	ATOMIC(name, width, args, result, true), \
	ATOMIC(name "_relaxed", width, args, result, true), \
	ATOMIC(name "_acquire", width, args, result, true), \
	ATOMIC(name "_release", width, args, result, true)
#define ATOMIC_STEP(t, step, width) \
	ATOMIC(t "_" step, width, "P", RESULT_NONE, true), \
	ATOMIC_ORDERED(t "_fetch_" step, width, "P", RESULT_VALUE), \
	ATOMIC_ORDERED(t "_" step "_return", width, "P", RESULT_VALUE)
#define ATOMIC_BITS(t, op, width) \
	ATOMIC(t "_" op, width, "VP", RESULT_NONE, true), \
	ATOMIC_ORDERED(t "_fetch_" op, width, "VP", RESULT_VALUE)
#define ATOMIC_SUM(t, op, width) \
	ATOMIC_BITS(t, op, width), \
	ATOMIC_ORDERED(t "_" op "_return", width, "VP", RESULT_VALUE)
#define ATOMIC_FAMILY(t, width) \
	ATOMIC(t "_read", width, "P", RESULT_VALUE, false), \
	ATOMIC(t "_read_acquire", width, "P", RESULT_VALUE, false), \
	ATOMIC(t "_set", width, "PV", RESULT_NONE, true), \
	ATOMIC(t "_set_release", width, "PV", RESULT_NONE, true), \
	ATOMIC_SUM(t, "add", width), \
	ATOMIC_SUM(t, "sub", width), \
	ATOMIC_STEP(t, "inc", width), \
	ATOMIC_STEP(t, "dec", width), \
	ATOMIC_BITS(t, "and", width), \
	ATOMIC_BITS(t, "or", width), \
	ATOMIC_BITS(t, "xor", width), \
	ATOMIC_BITS(t, "andnot", width), \
	ATOMIC_ORDERED(t "_xchg", width, "PV", RESULT_VALUE), \
	ATOMIC_ORDERED(t "_cmpxchg", width, "PVV", RESULT_VALUE), \
	ATOMIC_ORDERED(t "_try_cmpxchg", width, "PRV", RESULT_INT), \
	ATOMIC(t "_sub_and_test", width, "VP", RESULT_INT, true), \
	ATOMIC(t "_dec_and_test", width, "P", RESULT_INT, true), \
	ATOMIC(t "_inc_and_test", width, "P", RESULT_INT, true), \
	ATOMIC(t "_add_negative", width, "VP", RESULT_INT, true), \
	ATOMIC(t "_add_unless", width, "PVV", RESULT_INT, true), \
	ATOMIC(t "_inc_not_zero", width, "P", RESULT_INT, true)

/* Arguments as in Linux: smp_store_mb takes an lvalue there, and in herd7's model too. */
static const struct primitive primitives[] = {
	LOAD("READ_ONCE", "L"),
	STORE("WRITE_ONCE", "LV"),
	LOAD("smp_load_acquire", "P"),
	LOAD("smp_cond_load_acquire", "PC"),
	LOAD("smp_cond_load_relaxed", "PC"),
	STORE("smp_store_release", "PV"),
	STORE("smp_store_mb", "LV"),
	FENCE("barrier"),
	FENCE("smp_mb"),
	FENCE("smp_memb"),
	FENCE("smp_rmb"),
	FENCE("smp_wmb"),
	FENCE("smp_mb__before_atomic"),
	FENCE("smp_mb__after_atomic"),
	FENCE("smp_mb__after_spinlock"),
	FENCE("smp_mb__after_unlock_lock"),
	FENCE("smp_mb__after_srcu_read_unlock"),
	ORDERED("xchg", "PV", RESULT_VALUE),
	ORDERED("cmpxchg", "PVV", RESULT_VALUE),
	ORDERED("try_cmpxchg", "PRV", RESULT_INT),
	ATOMIC_FAMILY("atomic", 4),
	ATOMIC_FAMILY("atomic64", 8),
	ATOMIC_FAMILY("atomic_long", 8),
	WORD("spin_lock", "P", RESULT_NONE),
	WORD("spin_unlock", "P", RESULT_NONE),
	WORD("spin_unlock_wait", "P", RESULT_NONE),
	WORD("spin_trylock", "P", RESULT_INT),
	WORD("spin_is_locked", "P", RESULT_INT),
	LOAD("rcu_dereference", "L"),
	LOAD("rcu_dereference_raw", "L"),
	LOAD("rcu_dereference_check", "LV"),
	LOAD("rcu_dereference_protected", "LV"),
	LOAD("rcu_access_pointer", "L"),
	STORE("rcu_assign_pointer", "LV"),
	RCU("rcu_read_lock", RCU_READS),
	RCU("rcu_read_unlock", RCU_READS),
	RCU("synchronize_rcu", RCU_WAITS),
	RCU("synchronize_rcu_expedited", RCU_WAITS),
	WORD("srcu_read_lock", "P", RESULT_INT),
	WORD("srcu_read_unlock", "PV", RESULT_NONE),
	WORD("srcu_down_read", "P", RESULT_INT),
	WORD("srcu_up_read", "PV", RESULT_NONE),
	WORD("synchronize_srcu", "P", RESULT_NONE),
	WORD("synchronize_srcu_expedited", "P", RESULT_NONE),
};
/* clang-format on */

const struct primitive *primitive_find(const char *name)
{
	for (size_t i = 0; i < sizeof(primitives) / sizeof(primitives[0]); i++) {
		if (strcmp(primitives[i].name, name) == 0)
			return &primitives[i];
	}
	return NULL;
}

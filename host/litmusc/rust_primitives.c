/* rust_primitives.c - the primitives that primitives/rust/ has, and their names there. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/emit_rust.h"

#include <string.h>

/* A star stands for each of the four orders. */
static const char *const names[] = {
	"READ_ONCE",
	"WRITE_ONCE",
	"smp_load_acquire",
	"smp_store_release",
	"smp_store_mb",
	"barrier",
	"smp_mb",
	"smp_memb",
	"smp_rmb",
	"smp_wmb",
	"smp_mb__before_atomic",
	"smp_mb__after_atomic",
	"smp_mb__after_spinlock",
	"smp_mb__after_unlock_lock",
	"smp_mb__after_srcu_read_unlock",
	"xchg*",
	"cmpxchg*",
	"try_cmpxchg*",
	"atomic_read",
	"atomic_read_acquire",
	"atomic_set",
	"atomic_set_release",
	"atomic_add",
	"atomic_sub",
	"atomic_inc",
	"atomic_dec",
	"atomic_and",
	"atomic_or",
	"atomic_xor",
	"atomic_andnot",
	"atomic_fetch_add*",
	"atomic_fetch_sub*",
	"atomic_fetch_inc*",
	"atomic_fetch_dec*",
	"atomic_fetch_and*",
	"atomic_fetch_or*",
	"atomic_fetch_xor*",
	"atomic_fetch_andnot*",
	"atomic_add_return*",
	"atomic_sub_return*",
	"atomic_inc_return*",
	"atomic_dec_return*",
	"atomic_xchg*",
	"atomic_cmpxchg*",
	"atomic_try_cmpxchg*",
	"atomic_sub_and_test",
	"atomic_dec_and_test",
	"atomic_inc_and_test",
	"atomic_add_negative",
	"atomic_add_unless",
	"atomic_inc_not_zero",
	"spin_lock",
	"spin_unlock",
	"spin_unlock_wait",
	"spin_trylock",
	"spin_is_locked",
	"rcu_dereference",
	"rcu_dereference_raw",
	"rcu_dereference_check",
	"rcu_dereference_protected",
	"rcu_access_pointer",
	"rcu_assign_pointer",
	"rcu_read_lock",
	"rcu_read_unlock",
	"synchronize_rcu",
	"synchronize_rcu_expedited",
	"srcu_read_lock",
	"srcu_read_unlock",
	"srcu_down_read",
	"srcu_up_read",
	"synchronize_srcu",
	"synchronize_srcu_expedited",
};

const char *rust_name(struct arena *arena, const struct primitive *primitive)
{
	static const char *const families[] = {"atomic64_", "atomic_long_"};

	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		size_t length = strlen(families[i]);

		if (strncmp(primitive->name, families[i], length) == 0)
			return arena_format(arena, "atomic_%s", primitive->name + length);
	}
	return primitive->name;
}

static bool is_order(const char *suffix)
{
	return !*suffix || strcmp(suffix, "_relaxed") == 0 ||
	       strcmp(suffix, "_acquire") == 0 || strcmp(suffix, "_release") == 0;
}

static bool matches(const char *name, const char *listed)
{
	const char *star = strchr(listed, '*');
	size_t length = star ? (size_t)(star - listed) : strlen(listed);

	if (strncmp(name, listed, length) != 0)
		return false;
	return star ? is_order(name + length) : name[length] == '\0';
}

bool rust_has(struct arena *arena, const struct primitive *primitive)
{
	const char *name = rust_name(arena, primitive);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (matches(name, names[i]))
			return true;
	}
	return false;
}

/* effect.c - what each primitive does, by its name. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/effect.h"

#include <string.h>

/*
 * Locks are 0 where free, 1 where taken; a srcu_struct counts its readers, and its grace
 * period waits for a moment without any, as primitives/rcu.h does.
 * The fences around atomics are nothing here: every atomic update is a fence under TSO.
 */
#define UPDATES(update, gives) EFFECT_UPDATE, update, gives, false, false
static const struct {
	const char *name;
	struct effect effect;
} plain[] = {
	{"READ_ONCE", {.kind = EFFECT_LOAD}},
	{"WRITE_ONCE", {.kind = EFFECT_STORE}},
	{"smp_load_acquire", {.kind = EFFECT_LOAD}},
	{"smp_cond_load_acquire", {.kind = EFFECT_LOAD}},
	{"smp_cond_load_relaxed", {.kind = EFFECT_LOAD}},
	{"smp_store_release", {.kind = EFFECT_STORE}},
	{"smp_store_mb", {.kind = EFFECT_STORE_FENCE}},
	{"barrier", {.kind = EFFECT_NOTHING}},
	{"smp_mb", {.kind = EFFECT_FENCE}},
	{"smp_memb", {.kind = EFFECT_FENCE}},
	{"smp_rmb", {.kind = EFFECT_NOTHING}},
	{"smp_wmb", {.kind = EFFECT_NOTHING}},
	{"smp_mb__before_atomic", {.kind = EFFECT_NOTHING}},
	{"smp_mb__after_atomic", {.kind = EFFECT_NOTHING}},
	{"smp_mb__after_spinlock", {.kind = EFFECT_NOTHING}},
	{"smp_mb__after_unlock_lock", {.kind = EFFECT_NOTHING}},
	{"smp_mb__after_srcu_read_unlock", {.kind = EFFECT_NOTHING}},
	{"rcu_dereference", {.kind = EFFECT_LOAD}},
	{"rcu_dereference_raw", {.kind = EFFECT_LOAD}},
	{"rcu_dereference_check", {.kind = EFFECT_LOAD}},
	{"rcu_dereference_protected", {.kind = EFFECT_LOAD}},
	{"rcu_access_pointer", {.kind = EFFECT_LOAD}},
	{"rcu_assign_pointer", {.kind = EFFECT_STORE}},
	{"rcu_read_lock", {.kind = EFFECT_RCU_ENTER}},
	{"rcu_read_unlock", {.kind = EFFECT_RCU_LEAVE}},
	{"synchronize_rcu", {.kind = EFFECT_RCU_WAIT}},
	{"synchronize_rcu_expedited", {.kind = EFFECT_RCU_WAIT}},
	{"spin_lock",
	 {EFFECT_UPDATE, UPDATE_COMPARE, GIVES_NOTHING, false, true, 2, 0, 1}},
	{"spin_trylock",
	 {EFFECT_UPDATE, UPDATE_COMPARE, GIVES_SUCCESS, false, false, 2, 0, 1}},
	{"spin_unlock", {.kind = EFFECT_STORE, .constants = 1, .a = 0}},
	{"spin_unlock_wait", {.kind = EFFECT_AWAIT}},
	{"spin_is_locked", {.kind = EFFECT_LOAD, .gives = GIVES_HELD}},
	{"srcu_read_lock", {UPDATES(UPDATE_ADD, GIVES_NOTHING), 1, 1, 0}},
	{"srcu_read_unlock", {UPDATES(UPDATE_SUB, GIVES_NOTHING), 1, 1, 0}},
	{"srcu_down_read", {UPDATES(UPDATE_ADD, GIVES_NOTHING), 1, 1, 0}},
	{"srcu_up_read", {UPDATES(UPDATE_SUB, GIVES_NOTHING), 1, 1, 0}},
	{"synchronize_srcu", {.kind = EFFECT_AWAIT, .drains = true}},
	{"synchronize_srcu_expedited", {.kind = EFFECT_AWAIT, .drains = true}},
};

/* Of xchg and of the atomic_t family, without prefix and ordering. */
static const struct {
	const char *name;
	struct effect effect;
} updates[] = {
	{"read", {.kind = EFFECT_LOAD}},
	{"set", {.kind = EFFECT_STORE}},
	{"xchg", {UPDATES(UPDATE_SWAP, GIVES_OLD), 0, 0, 0}},
	{"cmpxchg", {UPDATES(UPDATE_COMPARE, GIVES_OLD), 0, 0, 0}},
	{"try_cmpxchg", {UPDATES(UPDATE_COMPARE, GIVES_SUCCESS), 0, 0, 0}},
	{"add_unless", {UPDATES(UPDATE_UNLESS, GIVES_SUCCESS), 0, 0, 0}},
	{"inc_not_zero", {UPDATES(UPDATE_UNLESS, GIVES_SUCCESS), 2, 1, 0}},
};

/* "add", "fetch_add", "add_return", "add_and_test", … */
static const struct {
	const char *name;
	struct effect effect;
} operators[] = {
	{"add", {UPDATES(UPDATE_ADD, GIVES_NOTHING), 0, 0, 0}},
	{"sub", {UPDATES(UPDATE_SUB, GIVES_NOTHING), 0, 0, 0}},
	{"inc", {UPDATES(UPDATE_ADD, GIVES_NOTHING), 1, 1, 0}},
	{"dec", {UPDATES(UPDATE_SUB, GIVES_NOTHING), 1, 1, 0}},
	{"and", {UPDATES(UPDATE_AND, GIVES_NOTHING), 0, 0, 0}},
	{"or", {UPDATES(UPDATE_OR, GIVES_NOTHING), 0, 0, 0}},
	{"xor", {UPDATES(UPDATE_XOR, GIVES_NOTHING), 0, 0, 0}},
	{"andnot", {UPDATES(UPDATE_ANDNOT, GIVES_NOTHING), 0, 0, 0}},
};

enum { MAX_NAME = 64 };

/* Takes what is behind (or in front) off name, if that is there. */
static bool cut_end(char *name, const char *end)
{
	size_t length = strlen(name), cut = strlen(end);

	if (length < cut || strcmp(name + length - cut, end) != 0)
		return false;
	name[length - cut] = '\0';
	return true;
}

static bool cut_start(char *name, const char *start)
{
	size_t cut = strlen(start);

	if (strncmp(name, start, cut) != 0)
		return false;
	memmove(name, name + cut, strlen(name + cut) + 1);
	return true;
}

static struct effect find_operator(char *name)
{
	enum update_result gives = GIVES_NOTHING;

	if (cut_start(name, "fetch_"))
		gives = GIVES_OLD;
	else if (cut_end(name, "_return"))
		gives = GIVES_NEW;
	else if (cut_end(name, "_and_test"))
		gives = GIVES_ZERO;
	else if (cut_end(name, "_negative"))
		gives = GIVES_NEGATIVE;
	for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++) {
		if (strcmp(operators[i].name, name) == 0) {
			struct effect effect = operators[i].effect;

			effect.gives = gives;
			return effect;
		}
	}
	return (struct effect){.kind = EFFECT_UNKNOWN};
}

struct effect effect_of(const struct primitive *primitive)
{
	char name[MAX_NAME];

	for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++) {
		if (strcmp(plain[i].name, primitive->name) == 0)
			return plain[i].effect;
	}
	if (strlen(primitive->name) >= sizeof(name))
		return (struct effect){.kind = EFFECT_UNKNOWN};
	strcpy(name, primitive->name);
	if (!cut_end(name, "_relaxed") && !cut_end(name, "_acquire"))
		cut_end(name, "_release");
	if (primitive->is_atomic && !cut_start(name, "atomic64_") &&
	    !cut_start(name, "atomic_long_"))
		cut_start(name, "atomic_");
	for (size_t i = 0; i < sizeof(updates) / sizeof(updates[0]); i++) {
		if (strcmp(updates[i].name, name) == 0)
			return updates[i].effect;
	}
	return find_operator(name);
}

/* primitives.c - the table of the things a test may call. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/primitives.h"

#include <string.h>

#define RETURNS true
#define STORES true

/* Arguments as in Linux: smp_store_mb takes an lvalue there, and in herd7's model too. */
/* clang-format off */
static const struct primitive primitives[] = {
	/* name			args	what it does to the location */
	{"READ_ONCE",		"L",	RETURNS, false},
	{"WRITE_ONCE",		"LV",	false,	 STORES},
	{"smp_mb",		"",	false,	 false},
	{"smp_rmb",		"",	false,	 false},
	{"smp_wmb",		"",	false,	 false},
	{"barrier",		"",	false,	 false},
	{"smp_store_release",	"PV",	false,	 STORES},
	{"smp_load_acquire",	"P",	RETURNS, false},
	{"smp_store_mb",	"LV",	false,	 STORES},
	{"rcu_dereference",	"L",	RETURNS, false},
	{"rcu_assign_pointer",	"LV",	false,	 STORES},
	{"xchg",		"PV",	RETURNS, STORES},
	{"xchg_relaxed",	"PV",	RETURNS, STORES},
	{"xchg_acquire",	"PV",	RETURNS, STORES},
	{"xchg_release",	"PV",	RETURNS, STORES},
	{"cmpxchg",		"PVV",	RETURNS, STORES},
	{"cmpxchg_relaxed",	"PVV",	RETURNS, STORES},
	{"cmpxchg_acquire",	"PVV",	RETURNS, STORES},
	{"cmpxchg_release",	"PVV",	RETURNS, STORES},
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

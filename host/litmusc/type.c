/* type.c - the types of tests. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/type.h"

#include <string.h>

enum { POINTER_WIDTH = 8 };

/* Atomics and locks are integers to the generated code: the primitives do the rest. */
static const struct base bases[] = {
	{"int", "int", 4},
	{"intptr_t", "intptr_t", 8},
	{"char", "signed char", 1},
	{"short", "short", 2},
	{"long", "long", 8},
	{"void", "void", 0},
	{"atomic_t", "int", 4},
	{"atomic64_t", "int64_t", 8},
	{"atomic_long_t", "intptr_t", 8},
	{"spinlock_t", "int", 4},
};

const struct base *base_find(const char *name, size_t length)
{
	for (size_t i = 0; i < sizeof(bases) / sizeof(bases[0]); i++) {
		if (strlen(bases[i].name) == length &&
		    memcmp(bases[i].name, name, length) == 0)
			return &bases[i];
	}
	return NULL;
}

const struct base *base_struct(void)
{
	static const struct base any = {"struct", "int", 4};

	return &any;
}

struct type type_int(void)
{
	return (struct type){.base = &bases[0]};
}

struct type type_intptr(void)
{
	return (struct type){.base = &bases[1]};
}

struct type type_int64(void)
{
	return (struct type){.base = base_find("atomic64_t", strlen("atomic64_t"))};
}

struct type type_plain(struct type type)
{
	type.is_volatile = false;
	type.is_const = false;
	return type;
}

struct type type_of_value(struct type type)
{
	return type.stars ? type : type_plain(type);
}

struct type type_pointer_to(struct type type)
{
	type.stars++;
	return type;
}

struct type type_pointee(struct type type)
{
	type.stars--;
	return type;
}

bool type_is_pointer(struct type type)
{
	return type.stars > 0;
}

unsigned int type_width(struct type type)
{
	return type.stars ? POINTER_WIDTH : type.base->width;
}

/* What the model takes for 8 bytes may be 4 on the machine: addresses, and a long. */
const char *type_size_text(struct arena *arena, struct type type)
{
	bool varies = type.stars || strcmp(type.base->c_name, "intptr_t") == 0 ||
		      strcmp(type.base->c_name, "long") == 0;

	return varies ? arena_format(arena, "sizeof(%s)",
				     type_text(arena, type_plain(type), ""))
		      : arena_format(arena, "%u", type_width(type));
}

bool type_is_same(struct type one, struct type other)
{
	return one.stars == other.stars &&
	       strcmp(one.base->c_name, other.base->c_name) == 0;
}

const char *type_text(struct arena *arena, struct type type, const char *name)
{
	return arena_format(arena, "%s%s%s%s%.*s%s", type.is_volatile ? "volatile " : "",
			    type.is_const ? "const " : "", type.base->c_name,
			    type.stars || *name ? " " : "", type.stars, "********", name);
}

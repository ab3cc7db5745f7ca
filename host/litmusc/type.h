/* type.h - the types of tests. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_TYPE_H
#define LITMUSC_TYPE_H

#include "host/litmusc/arena.h"
#include "host/litmusc/ast.h"

#include <stddef.h>

enum { TYPE_MAX_STARS = 7 };

/* The base type of that name; NULL where there is none. */
const struct base *base_find(const char *name, size_t length);

/* What "struct name" stands for, whatever the name: only its address is ever used. */
const struct base *base_struct(void);

struct type type_int(void);
struct type type_intptr(void); /* wide enough for an integer and for an address */
struct type type_int64(void);  /* an atomic64_t: of 8 bytes on every machine */

/* Without volatile and const. */
struct type type_plain(struct type type);

/* Of the value of a variable: without its own volatile and const, with its pointee's. */
struct type type_of_value(struct type type);

struct type type_pointer_to(struct type type);
struct type type_pointee(struct type type); /* of a pointer */

bool type_is_pointer(struct type type);
/*
 * Bytes; 0 for void. Of an address, an intptr_t and a long: 8, also where the machine has 4.
 */
unsigned int type_width(struct type type);

/* The width as C, on the machine: "4", "sizeof(long)". */
const char *type_size_text(struct arena *arena, struct type type);

/* The same but for volatile and const? */
bool type_is_same(struct type one, struct type other);

/* As C: "int *x", or with name "" as in a cast, "int *". */
const char *type_text(struct arena *arena, struct type type, const char *name);

#endif

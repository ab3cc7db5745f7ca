/* type.h - types and widths that every dialect's primitives take. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_TYPE_H
#define PRIMITIVES_TYPE_H

#include <stdint.h>

/*
 * A dialect is one header (lkmm.h, c11.h, c11sc.h, builtin.h, volatile.h, plain.h), and
 * each of them keeps this contract. The build includes it before a generated test; nothing
 * else may include it. Accesses and exchanges are of 1, 2, 4 or 8 bytes, naturally aligned:
 * any other width is a build error. Values may be integers or pointers; a result has the
 * type of the location, without its qualifiers. Arguments are evaluated exactly once. A
 * dialect that lacks a primitive on an architecture is a build error too: there is no
 * fallback.
 */

/* The type of a location without const and volatile: the comma drops them. */
#define PRIMITIVE_TYPE(lv) __typeof__((void)0, (lv))

/* An unsigned integer for its values: as wide as an address, or as the location if that is wider. */
#define PRIMITIVE_WIDE(lv)                                                               \
	__typeof__(__builtin_choose_expr(sizeof(lv) > sizeof(uintptr_t), (uint64_t)0,    \
					 (uintptr_t)0))

/* An integer or a pointer as a value of that type, at any width. */
#define PRIMITIVE_VALUE(lv, v) ((PRIMITIVE_TYPE(lv))(PRIMITIVE_WIDE(lv))(v))

#define PRIMITIVE_CHECK_ACCESS(lv)                                                       \
	_Static_assert(sizeof(lv) == 1 || sizeof(lv) == 2 || sizeof(lv) == 4 ||          \
			       sizeof(lv) == 8,                                          \
		       "an access is of 1, 2, 4 or 8 bytes")

#endif

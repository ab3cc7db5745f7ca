/* volatile.h - dialect volatile: the compiler keeps every access, nobody orders them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_VOLATILE_H
#define PRIMITIVES_VOLATILE_H

#include "primitives/type.h"

#define barrier() __asm__ volatile("" ::: "memory")

#define READ_ONCE(lv)                                                                    \
	({                                                                               \
		PRIMITIVE_CHECK_ACCESS(lv);                                              \
		*(const volatile PRIMITIVE_TYPE(lv) *)&(lv);                             \
	})

#define WRITE_ONCE(lv, v)                                                                \
	do {                                                                             \
		PRIMITIVE_CHECK_ACCESS(lv);                                              \
		*(volatile PRIMITIVE_TYPE(lv) *)&(lv) = PRIMITIVE_VALUE(lv, v);          \
	} while (0)

#include "primitives/unordered.h"

ATOMIC_DEFINE_ALL()

#endif

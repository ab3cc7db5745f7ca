/* plain.h - dialect plain: no access is marked and no fence is there, barrier() neither. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_PLAIN_H
#define PRIMITIVES_PLAIN_H

#include "primitives/type.h"

#define barrier() ((void)0)

/* Through the unqualified type: a test may declare its locations volatile. */
#define READ_ONCE(lv)                                                                    \
	({                                                                               \
		PRIMITIVE_CHECK_ACCESS(lv);                                              \
		*(PRIMITIVE_TYPE(lv) *)&(lv);                                            \
	})

#define WRITE_ONCE(lv, v)                                                                \
	do {                                                                             \
		PRIMITIVE_CHECK_ACCESS(lv);                                              \
		*(PRIMITIVE_TYPE(lv) *)&(lv) = PRIMITIVE_VALUE(lv, v);                   \
	} while (0)

#include "primitives/unordered.h"

ATOMIC_DEFINE_ALL()

#endif

/* cond_load.h - a load that is repeated until a condition holds of its value, VAL. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_COND_LOAD_H
#define PRIMITIVES_COND_LOAD_H

#include <stdint.h>

#include "primitives/type.h"
#include "primitives/wait.h"

/*
 * Linux on arm64 waits between two loads in WFE, which a timer ends at the latest. There is
 * none here, so it polls. The empty assembly makes dialect plain look again, too.
 */
#define COND_LOAD(load, p, condition)                                                    \
	({                                                                               \
		__typeof__(&*(p)) cond_load_p_ = (p);                                    \
		PRIMITIVE_TYPE(*(p)) VAL = load(cond_load_p_);                           \
		uint32_t cond_load_polls_ = 0;                                           \
                                                                                         \
		while (!(condition) && !wait_is_over(&cond_load_polls_)) {               \
			__asm__ volatile("" ::: "memory");                               \
			VAL = load(cond_load_p_);                                        \
		}                                                                        \
		VAL;                                                                     \
	})

#define COND_LOAD_ONCE(p) READ_ONCE(*(p))

#define smp_cond_load_acquire(p, condition) COND_LOAD(smp_load_acquire, p, condition)
#define smp_cond_load_relaxed(p, condition) COND_LOAD(COND_LOAD_ONCE, p, condition)

#endif

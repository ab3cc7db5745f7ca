/* lkmm.h - dialect lkmm: the primitives of Linux 6.1, instruction by instruction. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_LKMM_H
#define PRIMITIVES_LKMM_H

#include <stddef.h>
#include <stdint.h>
#include "primitives/type.h"

/*
 * mapping/<arch>.txt says which instructions each primitive must be; make test
 * compares. An architecture's header brings what only it can spell: the fences,
 * smp_store_release, smp_load_acquire, and one function per exchange and width.
 */
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

#if defined(__ARM_ARCH_7A__)
#include "primitives/lkmm/arm.h"
#elif defined(__aarch64__)
#include "primitives/lkmm/arm64.h"
#elif defined(__riscv) && __riscv_xlen == 64
#include "primitives/lkmm/riscv64.h"
#elif defined(__x86_64__)
#include "primitives/lkmm/x86_64.h"
#else
#error "dialect lkmm: no primitives for this architecture; expected arm, arm64, riscv64 or x86_64"
#endif

#ifndef smp_store_mb
#define smp_store_mb(lv, v)                                                              \
	do {                                                                             \
		WRITE_ONCE(lv, v);                                                       \
		smp_mb();                                                                \
	} while (0)
#endif

/* No fence: the address dependency of the reader's next access orders it. */
#define rcu_dereference(lv) READ_ONCE(lv)

/* Linux publishes a constant NULL by a plain store: there is nothing behind it to order. */
#define rcu_assign_pointer(lv, v)                                                        \
	do {                                                                             \
		PRIMITIVE_WIDE(lv) lkmm_v_ = (PRIMITIVE_WIDE(lv))(v);                    \
                                                                                         \
		if (__builtin_constant_p(v) && !lkmm_v_)                                 \
			WRITE_ONCE(lv, lkmm_v_);                                         \
		else                                                                     \
			smp_store_release(&(lv), lkmm_v_);                               \
	} while (0)

#define LKMM_XCHG(order, p, v)                                                           \
	({                                                                               \
		PRIMITIVE_CHECK_ACCESS(*(p));                                            \
		PRIMITIVE_VALUE(*(p), lkmm_xchg##order((p), (PRIMITIVE_WIDE(*(p)))(v),   \
						       sizeof(*(p))));                   \
	})

#define LKMM_CMPXCHG(order, p, old, new)                                                 \
	({                                                                               \
		PRIMITIVE_CHECK_ACCESS(*(p));                                            \
		PRIMITIVE_VALUE(*(p),                                                    \
				lkmm_cmpxchg##order((p), (PRIMITIVE_WIDE(*(p)))(old),    \
						    (PRIMITIVE_WIDE(*(p)))(new),         \
						    sizeof(*(p))));                      \
	})

/* The size is constant where it is used: one of the four remains. */
#define LKMM_BY_SIZE(order)                                                              \
	LKMM_INLINE uint64_t lkmm_xchg##order(volatile void *p, uint64_t v, size_t size) \
	{                                                                                \
		switch (size) {                                                          \
		case 1:                                                                  \
			return lkmm_xchg##order##_8(p, (uint8_t)v);                      \
		case 2:                                                                  \
			return lkmm_xchg##order##_16(p, (uint16_t)v);                    \
		case 4:                                                                  \
			return lkmm_xchg##order##_32(p, (uint32_t)v);                    \
		default:                                                                 \
			return lkmm_xchg##order##_64(p, v);                              \
		}                                                                        \
	}                                                                                \
	LKMM_INLINE uint64_t lkmm_cmpxchg##order(volatile void *p, uint64_t old,         \
						 uint64_t new, size_t size)              \
	{                                                                                \
		switch (size) {                                                          \
		case 1:                                                                  \
			return lkmm_cmpxchg##order##_8(p, (uint8_t)old, (uint8_t) new);  \
		case 2:                                                                  \
			return lkmm_cmpxchg##order##_16(p, (uint16_t)old,                \
							(uint16_t) new);                 \
		case 4:                                                                  \
			return lkmm_cmpxchg##order##_32(p, (uint32_t)old,                \
							(uint32_t) new);                 \
		default:                                                                 \
			return lkmm_cmpxchg##order##_64(p, old, new);                    \
		}                                                                        \
	}

LKMM_BY_SIZE()
LKMM_BY_SIZE(_relaxed)
LKMM_BY_SIZE(_acquire)
LKMM_BY_SIZE(_release)

#define xchg(p, v) LKMM_XCHG(, p, v)
#define xchg_relaxed(p, v) LKMM_XCHG(_relaxed, p, v)
#define xchg_acquire(p, v) LKMM_XCHG(_acquire, p, v)
#define xchg_release(p, v) LKMM_XCHG(_release, p, v)
#define cmpxchg(p, old, new) LKMM_CMPXCHG(, p, old, new)
#define cmpxchg_relaxed(p, old, new) LKMM_CMPXCHG(_relaxed, p, old, new)
#define cmpxchg_acquire(p, old, new) LKMM_CMPXCHG(_acquire, p, old, new)
#define cmpxchg_release(p, old, new) LKMM_CMPXCHG(_release, p, old, new)

#define ATOMIC_VOID(op, width, p, v) ((void)lkmm_##op##_##width(p, (uint##width##_t)(v)))
#define ATOMIC_FETCH(op, order, width, p, v)                                             \
	lkmm_fetch_##op##order##_##width(p, (uint##width##_t)(v))
#define ATOMIC_RETURN(op, order, width, p, v)                                            \
	lkmm_##op##_return##order##_##width(p, (uint##width##_t)(v))
#define ATOMIC_ADD_UNLESS(width, p, v, u)                                                \
	lkmm_add_unless_##width(p, (uint##width##_t)(v), (uint##width##_t)(u))

#define SPINLOCK_TAKE(p) atomic_fetch_add(SPINLOCK_TICKET, p)
#define SPINLOCK_WAITED() smp_mb()
#define SPINLOCK_TRY(p, old) (atomic_cmpxchg(p, old, (old) + SPINLOCK_TICKET) == (old))

#include "primitives/ordered.h"

ATOMIC_DEFINE_ALL()

/* Nothing here, nor anywhere but on POWER. */
#define smp_mb__after_unlock_lock() ((void)0)

/* Nothing: srcu_read_unlock() has a full fence. */
#define smp_mb__after_srcu_read_unlock() ((void)0)

#define rcu_dereference_check(lv, condition) ((void)(condition), rcu_dereference(lv))
#define rcu_dereference_raw(lv) rcu_dereference(lv)
#define rcu_dereference_protected(lv, condition) ((void)(condition), (lv))
#define rcu_access_pointer(lv) READ_ONCE(lv)

#endif

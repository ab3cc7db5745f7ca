/* spinlock.h - spinlock_t as a ticket lock, spelled once for the dialects that have order. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PRIMITIVES_SPINLOCK_H
#define PRIMITIVES_SPINLOCK_H

#include <stdint.h>

#include "primitives/wait.h"

/*
 * Linux: include/asm-generic/spinlock.h, which riscv64 uses in 6.1. arm64 uses a queued
 * lock there; we take the ticket lock on both, as that one fits the 4 bytes of spinlock_t
 * and needs no queue node per core. Upper half: the next ticket; lower half: whose turn it
 * is; both 0 at first. All dialects that have locks agree on that, so they can share one.
 * A wait ends once the holder unlocks. A location that holds a lock is little-endian.
 *
 * A dialect defines these, on a volatile int *p:
 *	SPINLOCK_TAKE(p)	draws a ticket: fetches p and adds SPINLOCK_TICKET; at
 *				least acquire, for it may be our turn at once
 *	SPINLOCK_WAITED()	what follows a wait that ended in an acquire load
 *	SPINLOCK_TRY(p, old)	true where it draws a ticket from old; at least acquire
 */
#define SPINLOCK_TICKET 0x10000

typedef uint16_t __attribute__((may_alias)) spinlock_half;

static inline uint16_t spinlock_turn(int word)
{
	return (uint16_t)word;
}

static inline uint16_t spinlock_next(int word)
{
	return (uint16_t)((uint32_t)word >> 16);
}

static inline int spinlock_held(int word)
{
	return spinlock_turn(word) != spinlock_next(word);
}

/* The loads pair with the release in SPINLOCK_UNLOCK(): what the holder did is seen. */
#define SPINLOCK_LOCK(lock)                                                              \
	do {                                                                             \
		volatile int *spin_p_ = (lock);                                          \
		int spin_word_ = SPINLOCK_TAKE(spin_p_);                                 \
		uint16_t spin_mine_ = spinlock_next(spin_word_);                         \
		uint32_t spin_polls_ = 0;                                                \
                                                                                         \
		if (spinlock_turn(spin_word_) == spin_mine_)                             \
			break;                                                           \
		while (spinlock_turn(smp_load_acquire(spin_p_)) != spin_mine_ &&         \
		       !wait_is_over(&spin_polls_))                                      \
			;                                                                \
		SPINLOCK_WAITED();                                                       \
	} while (0)

/* Pairs with the acquire of whoever comes next. Only the holder writes the lower half. */
#define SPINLOCK_UNLOCK(lock)                                                            \
	do {                                                                             \
		volatile int *spin_p_ = (lock);                                          \
		uint16_t spin_turn_ = spinlock_turn(READ_ONCE(*spin_p_));                \
                                                                                         \
		smp_store_release((volatile spinlock_half *)spin_p_,                     \
				  (uint16_t)(spin_turn_ + 1));                           \
	} while (0)

#define SPINLOCK_TRYLOCK(lock)                                                           \
	({                                                                               \
		volatile int *spin_p_ = (lock);                                          \
		int spin_word_ = READ_ONCE(*spin_p_);                                    \
                                                                                         \
		!spinlock_held(spin_word_) && SPINLOCK_TRY(spin_p_, spin_word_);         \
	})

#define SPINLOCK_IS_LOCKED(lock) spinlock_held(READ_ONCE(*(volatile int *)(lock)))

/* Until whoever holds it now has left; Linux had it before 4.14. */
#define SPINLOCK_UNLOCK_WAIT(lock)                                                       \
	do {                                                                             \
		volatile int *spin_p_ = (lock);                                          \
		int spin_word_ = smp_load_acquire(spin_p_);                              \
		uint32_t spin_polls_ = 0;                                                \
		uint16_t spin_turn_ = spinlock_turn(spin_word_);                         \
                                                                                         \
		while (spinlock_held(spin_word_) &&                                      \
		       spinlock_turn(spin_word_) == spin_turn_ &&                        \
		       !wait_is_over(&spin_polls_))                                      \
			spin_word_ = smp_load_acquire(spin_p_);                          \
	} while (0)

#endif

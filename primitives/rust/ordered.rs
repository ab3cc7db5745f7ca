// ordered.rs - marked accesses, locks, RCU and SRCU, for all dialects: ../ordered.h and ../spinlock.h in Rust.
// SPDX-License-Identifier: BSD-2-Clause
use crate::atomic::{atomic_dec, atomic_inc, atomic_read};
use crate::dialect::api::*;
use crate::dialect::lock;
use crate::rcu;
use crate::wait::wait_is_over;
use crate::word::Word;

#[inline(always)]
pub unsafe fn READ_ONCE<T: Word>(p: *mut T) -> T {
	T::load(p)
}

#[inline(always)]
pub unsafe fn WRITE_ONCE<T: Word>(p: *mut T, v: T) {
	T::store(p, v);
}

#[inline(always)]
pub unsafe fn smp_load_acquire<T: Word>(p: *mut T) -> T {
	T::load_acquire(p)
}

#[inline(always)]
pub unsafe fn smp_store_release<T: Word>(p: *mut T, v: T) {
	T::store_release(p, v);
}

#[inline(always)]
pub unsafe fn smp_store_mb<T: Word>(p: *mut T, v: T) {
	T::store_mb(p, v);
}

#[inline(always)]
pub unsafe fn smp_memb() {
	smp_mb();
}

/// Nothing: srcu_read_unlock() has a full fence.
#[inline(always)]
pub unsafe fn smp_mb__after_srcu_read_unlock() {}

#[inline(always)]
pub unsafe fn rcu_dereference_check<T: Word>(p: *mut T, _condition: T) -> T {
	rcu_dereference(p)
}

#[inline(always)]
pub unsafe fn rcu_dereference_raw<T: Word>(p: *mut T) -> T {
	rcu_dereference(p)
}

#[inline(always)]
pub unsafe fn rcu_access_pointer<T: Word>(p: *mut T) -> T {
	READ_ONCE(p)
}

// A lock is the ticket lock of ../spinlock.h, word for word, so that C and Rust can share one.

fn turn(word: i32) -> i16 {
	word as i16
}

fn next(word: i32) -> i16 {
	(word >> 16) as i16
}

fn is_held(word: i32) -> bool {
	turn(word) != next(word)
}

/// The loads pair with the release in spin_unlock(): what the holder did is seen.
#[inline(always)]
pub unsafe fn spin_lock(p: *mut i32) {
	let word = lock::take(p);
	let mine = next(word);
	let mut polls = 0;

	if turn(word) == mine {
		return;
	}
	while turn(smp_load_acquire(p)) != mine && !wait_is_over(&mut polls) {}
	lock::waited();
}

/// Pairs with the acquire of whoever comes next. Only the holder writes the lower half.
#[inline(always)]
pub unsafe fn spin_unlock(p: *mut i32) {
	let turn = turn(READ_ONCE(p));

	smp_store_release(p as *mut i16, turn.wrapping_add(1));
}

#[inline(always)]
pub unsafe fn spin_trylock(p: *mut i32) -> i32 {
	let word = READ_ONCE(p);

	(!is_held(word) && lock::try_take(p, word)) as i32
}

#[inline(always)]
pub unsafe fn spin_is_locked(p: *mut i32) -> i32 {
	is_held(READ_ONCE(p)) as i32
}

/// Until whoever holds it now has left.
#[inline(always)]
pub unsafe fn spin_unlock_wait(p: *mut i32) {
	let mut word = smp_load_acquire(p);
	let first = turn(word);
	let mut polls = 0;

	while is_held(word) && turn(word) == first && !wait_is_over(&mut polls) {
		word = smp_load_acquire(p);
	}
}

// Markers: the frame tells when the thread is online.

#[inline(always)]
pub unsafe fn rcu_read_lock() {
	barrier();
}

#[inline(always)]
pub unsafe fn rcu_read_unlock() {
	barrier();
}

#[inline(always)]
pub unsafe fn synchronize_rcu(rcu: &rcu::rcu) {
	rcu::synchronize(rcu);
}

#[inline(always)]
pub unsafe fn synchronize_rcu_expedited(rcu: &rcu::rcu) {
	rcu::synchronize(rcu);
}

// A srcu_struct is an int: how many readers are in. The index is not needed: 0.

#[inline(always)]
pub unsafe fn srcu_read_lock(p: *mut i32) -> i32 {
	atomic_inc(p);
	smp_mb(); // pairs with the first of synchronize_srcu()
	0
}

#[inline(always)]
pub unsafe fn srcu_read_unlock(p: *mut i32, _index: i32) {
	smp_mb(); // pairs with the last of synchronize_srcu()
	atomic_dec(p);
}

#[inline(always)]
pub unsafe fn srcu_down_read(p: *mut i32) -> i32 {
	srcu_read_lock(p)
}

#[inline(always)]
pub unsafe fn srcu_up_read(p: *mut i32, index: i32) {
	srcu_read_unlock(p, index);
}

#[inline(always)]
pub unsafe fn synchronize_srcu(p: *mut i32) {
	let mut polls = 0;

	smp_mb();
	while atomic_read(p) > 0 && !wait_is_over(&mut polls) {}
	smp_mb();
}

#[inline(always)]
pub unsafe fn synchronize_srcu_expedited(p: *mut i32) {
	synchronize_srcu(p);
}

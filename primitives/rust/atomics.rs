// atomics.rs - dialect rust: each primitive as core::sync::atomic, with the orders of ../c11.h.
// SPDX-License-Identifier: BSD-2-Clause
use crate::word::*;
use core::sync::atomic::{AtomicI16, AtomicI32, AtomicI64, AtomicI8, AtomicPtr, Ordering};

#[inline(always)]
const fn ordering(order: u8) -> Ordering {
	match order {
		FULL => Ordering::SeqCst,
		ACQUIRE => Ordering::Acquire,
		RELEASE => Ordering::Release,
		_ => Ordering::Relaxed,
	}
}

/// A location of a test is an ordinary object: its atomic twin looks the same.
macro_rules! impl_word {
	([$($generic:ident)?] $type:ty, $atomic:ty) => {
		impl$(<$generic>)? Word for $type {
			#[inline(always)]
			unsafe fn load(p: *mut Self) -> Self {
				(*(p as *const $atomic)).load(Ordering::Relaxed)
			}
			#[inline(always)]
			unsafe fn store(p: *mut Self, v: Self) {
				(*(p as *const $atomic)).store(v, Ordering::Relaxed);
			}
			#[inline(always)]
			unsafe fn load_acquire(p: *mut Self) -> Self {
				(*(p as *const $atomic)).load(Ordering::Acquire)
			}
			#[inline(always)]
			unsafe fn store_release(p: *mut Self, v: Self) {
				(*(p as *const $atomic)).store(v, Ordering::Release);
			}
			#[inline(always)]
			unsafe fn store_mb(p: *mut Self, v: Self) {
				Self::store(p, v);
				api::smp_mb();
			}
		}
	};
}

impl_word!([] i8, AtomicI8);
impl_word!([] i16, AtomicI16);
impl_word!([] i32, AtomicI32);
impl_word!([] i64, AtomicI64);
impl_word!([T] *mut T, AtomicPtr<T>);

/// As in Linux, a comparison that fails orders nothing.
macro_rules! impl_exchange {
	([$($generic:ident)?] $type:ty, $atomic:ty) => {
		impl$(<$generic>)? Exchange for $type {
			#[inline(always)]
			unsafe fn exchange<const ORDER: u8>(p: *mut Self, v: Self) -> Self {
				(*(p as *const $atomic)).swap(v, ordering(ORDER))
			}
			#[inline(always)]
			unsafe fn compare<const ORDER: u8>(p: *mut Self, old: Self, new: Self) -> Self {
				match (*(p as *const $atomic)).compare_exchange(
					old,
					new,
					ordering(ORDER),
					Ordering::Relaxed,
				) {
					Ok(found) | Err(found) => found,
				}
			}
		}
	};
}

impl_exchange!([] i32, AtomicI32);
impl_exchange!([] i64, AtomicI64);
impl_exchange!([T] *mut T, AtomicPtr<T>);

macro_rules! impl_integer {
	($type:ty, $atomic:ty) => {
		impl Integer for $type {
			const ZERO: Self = 0;
			const ONE: Self = 1;

			#[inline(always)]
			unsafe fn apply<const OP: u8>(p: *mut Self, v: Self) {
				Self::fetch::<OP, RELAXED>(p, v);
			}
			#[inline(always)]
			unsafe fn fetch<const OP: u8, const ORDER: u8>(p: *mut Self, v: Self) -> Self {
				let atomic = &*(p as *const $atomic);

				match OP {
					ADD => atomic.fetch_add(v, ordering(ORDER)),
					SUB => atomic.fetch_sub(v, ordering(ORDER)),
					AND => atomic.fetch_and(v, ordering(ORDER)),
					OR => atomic.fetch_or(v, ordering(ORDER)),
					XOR => atomic.fetch_xor(v, ordering(ORDER)),
					_ => atomic.fetch_and(!v, ordering(ORDER)),
				}
			}
			#[inline(always)]
			unsafe fn compute<const OP: u8, const ORDER: u8>(p: *mut Self, v: Self) -> Self {
				let old = Self::fetch::<OP, ORDER>(p, v);

				if OP == SUB {
					old.wrapping_sub(v)
				} else {
					old.wrapping_add(v)
				}
			}
			#[inline(always)]
			unsafe fn add_unless(p: *mut Self, v: Self, u: Self) -> bool {
				let atomic = &*(p as *const $atomic);
				let mut old = atomic.load(Ordering::Relaxed);

				while old != u {
					match atomic.compare_exchange_weak(
						old,
						old.wrapping_add(v),
						Ordering::SeqCst,
						Ordering::Relaxed,
					) {
						Ok(_) => break,
						Err(found) => old = found,
					}
				}
				old != u
			}
			#[inline(always)]
			fn is_negative(self) -> bool {
				self < 0
			}
		}
	};
}

impl_integer!(i32, AtomicI32);
impl_integer!(i64, AtomicI64);

pub mod api {
	use crate::word::*;
	use core::sync::atomic::{compiler_fence, fence, Ordering};

	#[inline(always)]
	pub unsafe fn barrier() {
		compiler_fence(Ordering::SeqCst);
	}

	#[inline(always)]
	pub unsafe fn smp_mb() {
		fence(Ordering::SeqCst);
	}

	#[inline(always)]
	pub unsafe fn smp_rmb() {
		fence(Ordering::Acquire);
	}

	#[inline(always)]
	pub unsafe fn smp_wmb() {
		fence(Ordering::Release);
	}

	/// Rust has no consume; acquire is what compilers make of it.
	#[inline(always)]
	pub unsafe fn rcu_dereference<T: Word>(p: *mut T) -> T {
		T::load_acquire(p)
	}

	#[inline(always)]
	pub unsafe fn rcu_dereference_protected<T: Word>(p: *mut T, _condition: T) -> T {
		T::load(p)
	}

	#[inline(always)]
	pub unsafe fn rcu_assign_pointer<T: Word>(p: *mut T, v: T) {
		T::store_release(p, v);
	}

	// A lock orders no more than its acquire and its release: these have to.

	#[inline(always)]
	pub unsafe fn smp_mb__before_atomic() {
		smp_mb();
	}

	#[inline(always)]
	pub unsafe fn smp_mb__after_atomic() {
		smp_mb();
	}

	#[inline(always)]
	pub unsafe fn smp_mb__after_spinlock() {
		smp_mb();
	}

	#[inline(always)]
	pub unsafe fn smp_mb__after_unlock_lock() {
		smp_mb();
	}
}

/// What ../spinlock.h asks of a dialect.
pub mod lock {
	use crate::word::*;

	const TICKET: i32 = 0x10000;

	#[inline(always)]
	pub unsafe fn take(p: *mut i32) -> i32 {
		i32::fetch::<ADD, ACQUIRE>(p, TICKET)
	}

	#[inline(always)]
	pub unsafe fn waited() {}

	#[inline(always)]
	pub unsafe fn try_take(p: *mut i32, old: i32) -> bool {
		i32::compare::<ACQUIRE>(p, old, old.wrapping_add(TICKET)) == old
	}
}

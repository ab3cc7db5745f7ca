// lkmm.rs - dialect rustlkmm: volatile accesses and the assembly of Linux 6.1, as Rust for Linux.
// SPDX-License-Identifier: BSD-2-Clause
use core::ptr::{read_volatile, write_volatile};

use crate::word::*;

/// asm! that touches memory, so a compiler barrier too: Rust has no way to name the one
/// location that it touches, hence the relaxed forms of arm64 clobber more than C's do.
macro_rules! assembly {
	($($token:tt)*) => {
		core::arch::asm!($($token)*, options(nostack, preserves_flags))
	};
}

/// Brings acquire and release, the fences, and the loops or AMOs of 4 and 8 bytes.
#[cfg_attr(target_arch = "aarch64", path = "lkmm/arm64.rs")]
#[cfg_attr(target_arch = "riscv64", path = "lkmm/riscv64.rs")]
mod arch;

macro_rules! impl_word {
	([$($generic:ident)?] $type:ty, $as:ty, $suffix:literal, $register:literal) => {
		impl$(<$generic>)? Word for $type {
			#[inline(always)]
			unsafe fn load(p: *mut Self) -> Self {
				read_volatile(p)
			}
			#[inline(always)]
			unsafe fn store(p: *mut Self, v: Self) {
				write_volatile(p, v);
			}
			#[inline(always)]
			unsafe fn load_acquire(p: *mut Self) -> Self {
				arch::load_acquire!($as, $suffix, $register, p) as Self
			}
			#[inline(always)]
			unsafe fn store_release(p: *mut Self, v: Self) {
				arch::store_release!($suffix, $register, p, v as $as);
			}
		}
	};
}

impl_word!([] i8, i8, "b", "w");
impl_word!([] i16, i16, "h", "w");
impl_word!([] i32, i32, "", "w");
impl_word!([] i64, i64, "", "x");
impl_word!([T] *mut T, i64, "", "x");

impl<T> Exchange for *mut T {
	#[inline(always)]
	unsafe fn exchange<const ORDER: u8>(p: *mut Self, v: Self) -> Self {
		i64::exchange::<ORDER>(p as *mut i64, v as i64) as Self
	}
	#[inline(always)]
	unsafe fn compare<const ORDER: u8>(p: *mut Self, old: Self, new: Self) -> Self {
		i64::compare::<ORDER>(p as *mut i64, old as i64, new as i64) as Self
	}
}

pub mod api {
	pub use super::arch::{smp_mb, smp_mb__after_spinlock, smp_rmb, smp_wmb};
	use crate::word::*;
	use core::ptr::read;

	#[inline(always)]
	pub unsafe fn barrier() {
		assembly!("");
	}

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

	/// No fence: the address dependency of the reader's next access orders it.
	#[inline(always)]
	pub unsafe fn rcu_dereference<T: Word>(p: *mut T) -> T {
		T::load(p)
	}

	#[inline(always)]
	pub unsafe fn rcu_dereference_protected<T: Word>(p: *mut T, _condition: T) -> T {
		read(p)
	}

	/// A release for NULL too: a function cannot see that its argument is a constant.
	#[inline(always)]
	pub unsafe fn rcu_assign_pointer<T: Word>(p: *mut T, v: T) {
		T::store_release(p, v);
	}

	/// Nothing, as everywhere but on POWER.
	#[inline(always)]
	pub unsafe fn smp_mb__after_unlock_lock() {}
}

/// What ../spinlock.h asks of a dialect.
pub mod lock {
	use super::api::smp_mb;
	use crate::word::*;

	const TICKET: i32 = 0x10000;

	#[inline(always)]
	pub unsafe fn take(p: *mut i32) -> i32 {
		i32::fetch::<ADD, FULL>(p, TICKET)
	}

	#[inline(always)]
	pub unsafe fn waited() {
		smp_mb();
	}

	#[inline(always)]
	pub unsafe fn try_take(p: *mut i32, old: i32) -> bool {
		i32::compare::<FULL>(p, old, old.wrapping_add(TICKET)) == old
	}
}

// linux.rs - what dialects rustlkmm and rusthelper share: all but accesses, fences and exchanges.
// SPDX-License-Identifier: BSD-2-Clause

pub mod api {
	pub use crate::dialect::fences::*;
	use crate::word::*;
	use core::ptr::read;

	#[inline(always)]
	pub unsafe fn barrier() {
		core::arch::asm!("", options(nostack, preserves_flags));
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
	use crate::dialect::fences::smp_mb;
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

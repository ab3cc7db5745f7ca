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
#[cfg_attr(target_arch = "x86_64", path = "lkmm/x86_64.rs")]
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
			#[inline(always)]
			unsafe fn store_mb(p: *mut Self, v: Self) {
				arch::store_mb!($as, p, v as $as);
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

pub mod fences {
	pub use super::arch::smp_mb__around_atomic as smp_mb__after_atomic;
	pub use super::arch::smp_mb__around_atomic as smp_mb__before_atomic;
	pub use super::arch::{smp_mb, smp_mb__after_spinlock, smp_rmb, smp_wmb};
}

#[path = "linux.rs"]
mod linux;
pub use linux::{api, lock};

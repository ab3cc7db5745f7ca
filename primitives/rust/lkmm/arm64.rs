// arm64.rs - the LKMM primitives of Linux 6.1 on arm64: ../../lkmm/arm64.h in Rust.
// SPDX-License-Identifier: BSD-2-Clause
use crate::word::*;

/// Brings exchange, compare, fetch, compute and apply, as ../../lkmm/arm64.h chooses them.
#[macro_use]
#[cfg_attr(target_feature = "lse", path = "arm64_lse.rs")]
#[cfg_attr(not(target_feature = "lse"), path = "arm64_llsc.rs")]
mod atomics;

macro_rules! load_acquire {
	($type:ty, $suffix:literal, $register:literal, $p:ident) => {{
		let v: $type;

		assembly!(
			concat!("ldar", $suffix, " {v:", $register, "}, [{p}]"),
			p = in(reg) $p,
			v = lateout(reg) v
		);
		v
	}};
}
pub(super) use load_acquire;

macro_rules! store_release {
	($suffix:literal, $register:literal, $p:ident, $v:expr) => {
		assembly!(
			concat!("stlr", $suffix, " {v:", $register, "}, [{p}]"),
			p = in(reg) $p,
			v = in(reg) $v
		)
	};
}
pub(super) use store_release;

macro_rules! store_mb {
	($type:ty, $p:ident, $v:expr) => {{
		write_volatile($p, $v as _);
		arch::smp_mb();
	}};
}
pub(super) use store_mb;

#[inline(always)]
pub unsafe fn smp_mb() {
	assembly!("dmb ish");
}

#[inline(always)]
pub unsafe fn smp_rmb() {
	assembly!("dmb ishld");
}

#[inline(always)]
pub unsafe fn smp_wmb() {
	assembly!("dmb ishst");
}

#[inline(always)]
pub unsafe fn smp_mb__after_spinlock() {
	smp_mb();
}

#[inline(always)]
pub unsafe fn smp_mb__around_atomic() {
	smp_mb();
}

macro_rules! impl_integer {
	($type:ty, $r:literal) => {
		impl Exchange for $type {
			#[inline(always)]
			unsafe fn exchange<const ORDER: u8>(p: *mut Self, v: Self) -> Self {
				exchange!(ORDER, $r, p, v)
			}
			#[inline(always)]
			unsafe fn compare<const ORDER: u8>(p: *mut Self, old: Self, new: Self) -> Self {
				compare!(ORDER, $r, p, old, new)
			}
		}

		impl Integer for $type {
			const ZERO: Self = 0;
			const ONE: Self = 1;

			#[inline(always)]
			unsafe fn apply<const OP: u8>(p: *mut Self, v: Self) {
				apply!(OP, $r, p, v);
			}
			#[inline(always)]
			unsafe fn fetch<const OP: u8, const ORDER: u8>(p: *mut Self, v: Self) -> Self {
				fetch!(OP, ORDER, $r, p, v)
			}
			#[inline(always)]
			unsafe fn compute<const OP: u8, const ORDER: u8>(p: *mut Self, v: Self) -> Self {
				compute!(OP, ORDER, $r, p, v)
			}
			/// Linux has no loop of its own for this one: it repeats a cmpxchg.
			#[inline(always)]
			unsafe fn add_unless(p: *mut Self, v: Self, u: Self) -> bool {
				let mut old = Self::load(p);

				while old != u {
					let found = Self::compare::<FULL>(p, old, old.wrapping_add(v));

					if found == old {
						break;
					}
					old = found;
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

impl_integer!(i32, "w");
impl_integer!(i64, "x");

// helper.rs - dialect rusthelper: Linux's primitives in Rust by calls of C's, as Rust for Linux.
// SPDX-License-Identifier: BSD-2-Clause
use crate::word::*;

/// Calls a function of helpers.c, whose name is the given one with helper_ before it.
macro_rules! call {
	(($($name:tt)*), ($($argument:ident: $type:ty),*) $(-> $result:ty)?) => {{
		extern "C" {
			#[link_name = concat!("helper_", $($name)*)]
			fn helper($($argument: $type),*) $(-> $result)?;
		}
		helper($($argument),*)
	}};
}

/// Calls the function of that order: of those that differ in the suffix of their names.
macro_rules! call_by_order {
	($order:ident, $name:literal, $width:literal, $($signature:tt)*) => {
		match $order {
			FULL => call!(($name, "_", $width), $($signature)*),
			ACQUIRE => call!(($name, "_acquire_", $width), $($signature)*),
			RELEASE => call!(($name, "_release_", $width), $($signature)*),
			_ => call!(($name, "_relaxed_", $width), $($signature)*),
		}
	};
}

pub mod fences {
	macro_rules! fence {
		($($fence:ident)*) => {
			$(
				#[inline(always)]
				pub unsafe fn $fence() {
					call!((stringify!($fence)), ());
				}
			)*
		};
	}

	fence! {
		smp_mb smp_rmb smp_wmb smp_mb__after_spinlock smp_mb__before_atomic
		smp_mb__after_atomic
	}
}

/// C knows an unsigned integer of that width.
macro_rules! impl_word {
	([$($generic:ident)?] $type:ty, $as:ty, $width:literal) => {
		impl$(<$generic>)? Word for $type {
			#[inline(always)]
			unsafe fn load(p: *mut Self) -> Self {
				let p = p as *mut $as;

				call!(("READ_ONCE_", $width), (p: *mut $as) -> $as) as Self
			}
			#[inline(always)]
			unsafe fn store(p: *mut Self, v: Self) {
				let (p, v) = (p as *mut $as, v as $as);

				call!(("WRITE_ONCE_", $width), (p: *mut $as, v: $as));
			}
			#[inline(always)]
			unsafe fn load_acquire(p: *mut Self) -> Self {
				let p = p as *mut $as;

				call!(("smp_load_acquire_", $width), (p: *mut $as) -> $as) as Self
			}
			#[inline(always)]
			unsafe fn store_release(p: *mut Self, v: Self) {
				let (p, v) = (p as *mut $as, v as $as);

				call!(("smp_store_release_", $width), (p: *mut $as, v: $as));
			}
			#[inline(always)]
			unsafe fn store_mb(p: *mut Self, v: Self) {
				let (p, v) = (p as *mut $as, v as $as);

				call!(("smp_store_mb_", $width), (p: *mut $as, v: $as));
			}
		}
	};
}

impl_word!([] i8, u8, "8");
impl_word!([] i16, u16, "16");
impl_word!([] i32, u32, "32");
impl_word!([] i64, u64, "64");
impl_word!([T] *mut T, u64, "64");

macro_rules! impl_exchange {
	([$($generic:ident)?] $type:ty, $as:ty, $width:literal) => {
		impl$(<$generic>)? Exchange for $type {
			#[inline(always)]
			unsafe fn exchange<const ORDER: u8>(p: *mut Self, v: Self) -> Self {
				let (p, v) = (p as *mut $as, v as $as);

				call_by_order!(ORDER, "xchg", $width, (p: *mut $as, v: $as) -> $as) as Self
			}
			#[inline(always)]
			unsafe fn compare<const ORDER: u8>(p: *mut Self, old: Self, new: Self) -> Self {
				let (p, old, new) = (p as *mut $as, old as $as, new as $as);

				call_by_order!(ORDER, "cmpxchg", $width,
					(p: *mut $as, old: $as, new: $as) -> $as) as Self
			}
		}
	};
}

impl_exchange!([] i32, u32, "32");
impl_exchange!([] i64, u64, "64");
impl_exchange!([T] *mut T, u64, "64");

macro_rules! impl_integer {
	($type:ty, $width:literal) => {
		impl Integer for $type {
			const ZERO: Self = 0;
			const ONE: Self = 1;

			#[inline(always)]
			unsafe fn apply<const OP: u8>(p: *mut Self, v: Self) {
				match OP {
					ADD => call!(("add_", $width), (v: $type, p: *mut $type)),
					SUB => call!(("sub_", $width), (v: $type, p: *mut $type)),
					AND => call!(("and_", $width), (v: $type, p: *mut $type)),
					OR => call!(("or_", $width), (v: $type, p: *mut $type)),
					XOR => call!(("xor_", $width), (v: $type, p: *mut $type)),
					_ => call!(("andnot_", $width), (v: $type, p: *mut $type)),
				}
			}
			#[inline(always)]
			unsafe fn fetch<const OP: u8, const ORDER: u8>(p: *mut Self, v: Self) -> Self {
				macro_rules! fetch {
					($name:literal) => {
						call_by_order!(ORDER, $name, $width, (v: $type, p: *mut $type) -> $type)
					};
				}

				match OP {
					ADD => fetch!("fetch_add"),
					SUB => fetch!("fetch_sub"),
					AND => fetch!("fetch_and"),
					OR => fetch!("fetch_or"),
					XOR => fetch!("fetch_xor"),
					_ => fetch!("fetch_andnot"),
				}
			}
			#[inline(always)]
			unsafe fn compute<const OP: u8, const ORDER: u8>(p: *mut Self, v: Self) -> Self {
				if OP == SUB {
					call_by_order!(ORDER, "sub_return", $width,
						(v: $type, p: *mut $type) -> $type)
				} else {
					call_by_order!(ORDER, "add_return", $width,
						(v: $type, p: *mut $type) -> $type)
				}
			}
			#[inline(always)]
			unsafe fn add_unless(p: *mut Self, v: Self, u: Self) -> bool {
				call!(("add_unless_", $width), (p: *mut $type, v: $type, u: $type) -> i32) != 0
			}
			#[inline(always)]
			fn is_negative(self) -> bool {
				self < 0
			}
		}
	};
}

impl_integer!(i32, "32");
impl_integer!(i64, "64");

#[path = "linux.rs"]
mod linux;
pub use linux::{api, lock};

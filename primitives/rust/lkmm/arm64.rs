// arm64.rs - the LKMM primitives of Linux 6.1 on arm64, LL/SC atomics: ../../lkmm/arm64.h in Rust.
// SPDX-License-Identifier: BSD-2-Clause
use crate::word::*;

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

/// Calls shape with the letters of acquire and release in the instructions, and what follows.
macro_rules! by_order {
	($order:ident, $shape:ident, $($argument:tt)*) => {
		match $order {
			FULL => $shape!($($argument)*, "", "l", "dmb ish"),
			ACQUIRE => $shape!($($argument)*, "a", "", ""),
			RELEASE => $shape!($($argument)*, "", "l", ""),
			_ => $shape!($($argument)*, "", "", ""),
		}
	};
}

/// by_order with the instruction that computes.
macro_rules! by_op {
	($op:ident, $order:ident, $shape:ident, $($argument:tt)*) => {
		match $op {
			ADD => by_order!($order, $shape, $($argument)*, "add"),
			SUB => by_order!($order, $shape, $($argument)*, "sub"),
			AND => by_order!($order, $shape, $($argument)*, "and"),
			OR => by_order!($order, $shape, $($argument)*, "orr"),
			XOR => by_order!($order, $shape, $($argument)*, "eor"),
			_ => by_order!($order, $shape, $($argument)*, "bic"),
		}
	};
}

macro_rules! exchange {
	($r:literal, $p:ident, $v:ident, $acquire:literal, $release:literal, $mb:literal) => {{
		let old;

		assembly!(
			"prfm pstl1strm, [{p}]",
			concat!("2: ld", $acquire, "xr {old:", $r, "}, [{p}]"),
			concat!("st", $release, "xr {failed:w}, {v:", $r, "}, [{p}]"),
			"cbnz {failed:w}, 2b",
			$mb,
			p = in(reg) $p,
			v = in(reg) $v,
			old = out(reg) old,
			failed = out(reg) _
		);
		old
	}};
}

/// A compare that fails leaves the loop before the fence: it orders nothing.
macro_rules! compare {
	($r:literal, $p:ident, $old:ident, $new:ident, $acquire:literal, $release:literal,
	 $mb:literal) => {{
		let found;

		assembly!(
			"prfm pstl1strm, [{p}]",
			concat!("2: ld", $acquire, "xr {found:", $r, "}, [{p}]"),
			concat!("eor {differ:", $r, "}, {found:", $r, "}, {old:", $r, "}"),
			concat!("cbnz {differ:", $r, "}, 3f"),
			concat!("st", $release, "xr {differ:w}, {new:", $r, "}, [{p}]"),
			"cbnz {differ:w}, 2b",
			$mb,
			"3:",
			p = in(reg) $p,
			old = in(reg) $old,
			new = in(reg) $new,
			found = out(reg) found,
			differ = out(reg) _
		);
		found
	}};
}

/// Gives the new value.
macro_rules! compute {
	($r:literal, $p:ident, $v:ident, $asm:literal, $acquire:literal, $release:literal,
	 $mb:literal) => {{
		let result;

		assembly!(
			"prfm pstl1strm, [{p}]",
			concat!("2: ld", $acquire, "xr {result:", $r, "}, [{p}]"),
			concat!($asm, " {result:", $r, "}, {result:", $r, "}, {v:", $r, "}"),
			concat!("st", $release, "xr {failed:w}, {result:", $r, "}, [{p}]"),
			"cbnz {failed:w}, 2b",
			$mb,
			p = in(reg) $p,
			v = in(reg) $v,
			result = out(reg) result,
			failed = out(reg) _
		);
		result
	}};
}

/// Gives the old value.
macro_rules! fetch {
	($r:literal, $p:ident, $v:ident, $asm:literal, $acquire:literal, $release:literal,
	 $mb:literal) => {{
		let old;

		assembly!(
			"prfm pstl1strm, [{p}]",
			concat!("2: ld", $acquire, "xr {old:", $r, "}, [{p}]"),
			concat!($asm, " {result:", $r, "}, {old:", $r, "}, {v:", $r, "}"),
			concat!("st", $release, "xr {failed:w}, {result:", $r, "}, [{p}]"),
			"cbnz {failed:w}, 2b",
			$mb,
			p = in(reg) $p,
			v = in(reg) $v,
			old = out(reg) old,
			result = out(reg) _,
			failed = out(reg) _
		);
		old
	}};
}

macro_rules! impl_integer {
	($type:ty, $r:literal) => {
		impl Exchange for $type {
			#[inline(always)]
			unsafe fn exchange<const ORDER: u8>(p: *mut Self, v: Self) -> Self {
				by_order!(ORDER, exchange, $r, p, v)
			}
			#[inline(always)]
			unsafe fn compare<const ORDER: u8>(p: *mut Self, old: Self, new: Self) -> Self {
				by_order!(ORDER, compare, $r, p, old, new)
			}
		}

		impl Integer for $type {
			const ZERO: Self = 0;
			const ONE: Self = 1;

			#[inline(always)]
			unsafe fn apply<const OP: u8>(p: *mut Self, v: Self) {
				Self::compute::<OP, RELAXED>(p, v);
			}
			#[inline(always)]
			unsafe fn fetch<const OP: u8, const ORDER: u8>(p: *mut Self, v: Self) -> Self {
				by_op!(OP, ORDER, fetch, $r, p, v)
			}
			#[inline(always)]
			unsafe fn compute<const OP: u8, const ORDER: u8>(p: *mut Self, v: Self) -> Self {
				by_op!(OP, ORDER, compute, $r, p, v)
			}
			/// Linux has no loop of its own for this one: it repeats a cmpxchg.
			#[inline(always)]
			unsafe fn add_unless(p: *mut Self, v: Self, u: Self) -> Self {
				let mut old = Self::load(p);

				while old != u {
					let found = Self::compare::<FULL>(p, old, old.wrapping_add(v));

					if found == old {
						break;
					}
					old = found;
				}
				old
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

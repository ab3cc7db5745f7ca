// riscv64.rs - the LKMM primitives of Linux 6.1 on riscv64: ../../lkmm/riscv64.h in Rust.
// SPDX-License-Identifier: BSD-2-Clause
use crate::word::*;

/// The access is a volatile one: the instruction follows from the type.
macro_rules! load_acquire {
	($type:ty, $suffix:literal, $register:literal, $p:ident) => {{
		let v = read_volatile($p);

		assembly!("fence r, rw");
		v
	}};
}
pub(super) use load_acquire;

macro_rules! store_release {
	($suffix:literal, $register:literal, $p:ident, $v:expr) => {{
		assembly!("fence rw, w");
		write_volatile($p, $v as _);
	}};
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
	assembly!("fence rw, rw");
}

#[inline(always)]
pub unsafe fn smp_rmb() {
	assembly!("fence r, r");
}

#[inline(always)]
pub unsafe fn smp_wmb() {
	assembly!("fence w, w");
}

#[inline(always)]
pub unsafe fn smp_mb__after_spinlock() {
	assembly!("fence iorw, iorw");
}

#[inline(always)]
pub unsafe fn smp_mb__around_atomic() {
	smp_mb();
}

/// An AMO between fences.
macro_rules! amo {
	($amo:literal, $suffix:literal, $p:ident, $v:expr, $before:literal, $aqrl:literal,
	 $after:literal) => {{
		let old;

		assembly!(
			$before,
			concat!("amo", $amo, $suffix, $aqrl, " {old}, {v}, ({p})"),
			$after,
			p = in(reg) $p,
			v = in(reg) $v,
			old = out(reg) old
		);
		old
	}};
}

macro_rules! amo_by_order {
	($order:ident, $($argument:tt)*) => {
		match $order {
			FULL => amo!($($argument)*, "", ".aqrl", ""),
			ACQUIRE => amo!($($argument)*, "", "", "fence r, rw"),
			RELEASE => amo!($($argument)*, "fence rw, w", "", ""),
			_ => amo!($($argument)*, "", "", ""),
		}
	};
}

/// There is none that subtracts or clears: those add the negative value and take the
/// inverted mask.
macro_rules! amo_by_op {
	($op:ident, $order:ident, $suffix:literal, $p:ident, $v:ident) => {
		match $op {
			ADD => amo_by_order!($order, "add", $suffix, $p, $v),
			SUB => amo_by_order!($order, "add", $suffix, $p, ($v.wrapping_neg())),
			AND => amo_by_order!($order, "and", $suffix, $p, $v),
			OR => amo_by_order!($order, "or", $suffix, $p, $v),
			XOR => amo_by_order!($order, "xor", $suffix, $p, $v),
			_ => amo_by_order!($order, "and", $suffix, $p, (!$v)),
		}
	};
}

/// Without a value nothing is loaded.
macro_rules! amo_alone {
	($amo:literal, $suffix:literal, $p:ident, $v:expr) => {
		assembly!(
			concat!("amo", $amo, $suffix, " zero, {v}, ({p})"),
			p = in(reg) $p,
			v = in(reg) $v
		)
	};
}

/// LR sign-extends, so the wanted value is one of 64 bits. A compare that fails leaves the
/// loop before the last fence.
macro_rules! compare {
	($suffix:literal, $p:ident, $old:ident, $new:ident, $before:literal, $rl:literal,
	 $after:literal) => {{
		let found;

		assembly!(
			$before,
			concat!("2: lr", $suffix, " {found}, ({p})"),
			"bne {found}, {old}, 3f",
			concat!("sc", $suffix, $rl, " {failed}, {new}, ({p})"),
			"bnez {failed}, 2b",
			$after,
			"3:",
			p = in(reg) $p,
			old = in(reg) $old as i64,
			new = in(reg) $new,
			found = out(reg) found,
			failed = out(reg) _
		);
		found
	}};
}

macro_rules! impl_integer {
	($type:ty, $suffix:literal) => {
		impl Exchange for $type {
			#[inline(always)]
			unsafe fn exchange<const ORDER: u8>(p: *mut Self, v: Self) -> Self {
				amo_by_order!(ORDER, "swap", $suffix, p, v)
			}
			#[inline(always)]
			unsafe fn compare<const ORDER: u8>(p: *mut Self, old: Self, new: Self) -> Self {
				match ORDER {
					FULL => compare!($suffix, p, old, new, "", ".rl", "fence rw, rw"),
					ACQUIRE => compare!($suffix, p, old, new, "", "", "fence r, rw"),
					RELEASE => compare!($suffix, p, old, new, "fence rw, w", "", ""),
					_ => compare!($suffix, p, old, new, "", "", ""),
				}
			}
		}

		impl Integer for $type {
			const ZERO: Self = 0;
			const ONE: Self = 1;

			#[inline(always)]
			unsafe fn apply<const OP: u8>(p: *mut Self, v: Self) {
				match OP {
					ADD => amo_alone!("add", $suffix, p, v),
					SUB => amo_alone!("add", $suffix, p, v.wrapping_neg()),
					AND => amo_alone!("and", $suffix, p, v),
					OR => amo_alone!("or", $suffix, p, v),
					XOR => amo_alone!("xor", $suffix, p, v),
					_ => amo_alone!("and", $suffix, p, !v),
				}
			}
			#[inline(always)]
			unsafe fn fetch<const OP: u8, const ORDER: u8>(p: *mut Self, v: Self) -> Self {
				amo_by_op!(OP, ORDER, $suffix, p, v)
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
			/// A value that is found leaves the loop before the fence: it orders nothing.
			#[inline(always)]
			unsafe fn add_unless(p: *mut Self, v: Self, u: Self) -> bool {
				let old: Self;

				assembly!(
					concat!("2: lr", $suffix, " {old}, ({p})"),
					"beq {old}, {u}, 3f",
					"add {result}, {old}, {v}",
					concat!("sc", $suffix, ".rl {result}, {result}, ({p})"),
					"bnez {result}, 2b",
					"fence rw, rw",
					"3:",
					p = in(reg) p,
					v = in(reg) v,
					u = in(reg) u as i64,
					old = out(reg) old,
					result = out(reg) _
				);
				old != u
			}
			#[inline(always)]
			fn is_negative(self) -> bool {
				self < 0
			}
		}
	};
}

impl_integer!(i32, ".w");
impl_integer!(i64, ".d");

// x86_64.rs - the LKMM primitives of Linux 6.1 on x86-64: ../../lkmm/x86_64.h in Rust.
// SPDX-License-Identifier: BSD-2-Clause
use crate::word::*;

/// asm! that changes the flags.
macro_rules! locked {
	($($token:tt)*) => {
		core::arch::asm!($($token)*, options(nostack))
	};
}
pub(super) use locked;

/// The access is a volatile one, and the compiler alone has to be stopped.
macro_rules! load_acquire {
	($type:ty, $suffix:literal, $register:literal, $p:ident) => {{
		let v = read_volatile($p);

		assembly!("");
		v
	}};
}
pub(super) use load_acquire;

macro_rules! store_release {
	($suffix:literal, $register:literal, $p:ident, $v:expr) => {{
		assembly!("");
		write_volatile($p, $v as _);
	}};
}
pub(super) use store_release;

/// An exchange, by the size of the type.
macro_rules! store_mb {
	($type:ty, $p:ident, $v:expr) => {
		match core::mem::size_of::<$type>() {
			1 => arch::locked!("xchg byte ptr [{p}], {v}", p = in(reg) $p,
				v = inout(reg_byte) $v as i8 => _),
			2 => arch::locked!("xchg word ptr [{p}], {v:x}", p = in(reg) $p,
				v = inout(reg) $v as i16 => _),
			4 => arch::locked!("xchg dword ptr [{p}], {v:e}", p = in(reg) $p,
				v = inout(reg) $v as i32 => _),
			_ => arch::locked!("xchg qword ptr [{p}], {v:r}", p = in(reg) $p,
				v = inout(reg) $v as i64 => _),
		}
	};
}
pub(super) use store_mb;

/// What is below the stack pointer may be in use: it stays as it is.
#[inline(always)]
pub unsafe fn smp_mb() {
	locked!("lock add dword ptr [rsp - 4], 0");
}

#[inline(always)]
pub unsafe fn smp_rmb() {
	assembly!("");
}

#[inline(always)]
pub unsafe fn smp_wmb() {
	assembly!("");
}

#[inline(always)]
pub unsafe fn smp_mb__after_spinlock() {}

/// Whatever is locked is fully ordered.
#[inline(always)]
pub unsafe fn smp_mb__around_atomic() {}

/// Without a value: one locked instruction.
macro_rules! alone {
	($asm:literal, $size:literal, $r:literal, $p:ident, $v:expr) => {
		locked!(
			concat!("lock ", $asm, " ", $size, " ptr [{p}], {v:", $r, "}"),
			p = in(reg) $p,
			v = in(reg) $v
		)
	};
}

/// XADD is the one instruction that gives the old value; there is none that subtracts.
macro_rules! xadd {
	($size:literal, $r:literal, $p:ident, $v:expr) => {{
		let old;

		locked!(
			concat!("lock xadd ", $size, " ptr [{p}], {v:", $r, "}"),
			p = in(reg) $p,
			v = inout(reg) $v => old
		);
		old
	}};
}

macro_rules! impl_integer {
	($type:ty, $size:literal, $r:literal) => {
		impl Exchange for $type {
			#[inline(always)]
			unsafe fn exchange<const ORDER: u8>(p: *mut Self, v: Self) -> Self {
				let old;

				locked!(
					concat!("xchg ", $size, " ptr [{p}], {v:", $r, "}"),
					p = in(reg) p,
					v = inout(reg) v => old
				);
				old
			}
			#[inline(always)]
			unsafe fn compare<const ORDER: u8>(p: *mut Self, old: Self, new: Self) -> Self {
				let found;

				locked!(
					concat!("lock cmpxchg ", $size, " ptr [{p}], {new:", $r, "}"),
					p = in(reg) p,
					new = in(reg) new,
					inout("rax") old => found
				);
				found
			}
		}

		impl Integer for $type {
			const ZERO: Self = 0;
			const ONE: Self = 1;

			#[inline(always)]
			unsafe fn apply<const OP: u8>(p: *mut Self, v: Self) {
				match OP {
					ADD => alone!("add", $size, $r, p, v),
					SUB => alone!("sub", $size, $r, p, v),
					AND => alone!("and", $size, $r, p, v),
					OR => alone!("or", $size, $r, p, v),
					XOR => alone!("xor", $size, $r, p, v),
					_ => alone!("and", $size, $r, p, !v),
				}
			}
			/// The others repeat a cmpxchg until nobody came between.
			#[inline(always)]
			unsafe fn fetch<const OP: u8, const ORDER: u8>(p: *mut Self, v: Self) -> Self {
				if OP == ADD {
					return xadd!($size, $r, p, v);
				}
				if OP == SUB {
					return xadd!($size, $r, p, v.wrapping_neg());
				}
				let mut old = Self::load(p);

				loop {
					let new = match OP {
						AND => old & v,
						OR => old | v,
						XOR => old ^ v,
						_ => old & !v,
					};
					let found = Self::compare::<FULL>(p, old, new);

					if found == old {
						return old;
					}
					old = found;
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
			/// A value that is found leaves the loop before any exchange: it orders nothing.
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

impl_integer!(i32, "dword", "e");
impl_integer!(i64, "qword", "r");

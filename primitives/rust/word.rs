// word.rs - what a dialect must be able to do with a location, by its type.
// SPDX-License-Identifier: BSD-2-Clause

// Orders, by the suffix of a primitive's name; a constant of the call, so one branch remains.
pub const FULL: u8 = 0;
pub const RELAXED: u8 = 1;
pub const ACQUIRE: u8 = 2;
pub const RELEASE: u8 = 3;

// What an atomic operation computes from the old value and an operand.
pub const ADD: u8 = 0;
pub const SUB: u8 = 1;
pub const AND: u8 = 2;
pub const OR: u8 = 3;
pub const XOR: u8 = 4;
pub const ANDNOT: u8 = 5;

/// A location of 1, 2, 4 or 8 bytes: i8, i16, i32, i64 or a pointer.
pub trait Word: Copy + PartialEq {
	unsafe fn load(p: *mut Self) -> Self;
	unsafe fn store(p: *mut Self, v: Self);
	unsafe fn load_acquire(p: *mut Self) -> Self;
	unsafe fn store_release(p: *mut Self, v: Self);
	/// Before all that follows.
	unsafe fn store_mb(p: *mut Self, v: Self);
}

/// One of 4 or 8 bytes.
pub trait Exchange: Word {
	unsafe fn exchange<const ORDER: u8>(p: *mut Self, v: Self) -> Self;

	/// Gives the value found. One that differs from old orders nothing.
	unsafe fn compare<const ORDER: u8>(p: *mut Self, old: Self, new: Self) -> Self;
}

/// An atomic_t or an atomic64_t.
pub trait Integer: Exchange {
	const ZERO: Self;
	const ONE: Self;

	/// Without a value, and without order.
	unsafe fn apply<const OP: u8>(p: *mut Self, v: Self);

	/// Gives the old value.
	unsafe fn fetch<const OP: u8, const ORDER: u8>(p: *mut Self, v: Self) -> Self;

	/// Gives the new value; ADD and SUB only.
	unsafe fn compute<const OP: u8, const ORDER: u8>(p: *mut Self, v: Self) -> Self;

	/// Adds v unless it finds u; true: it added.
	unsafe fn add_unless(p: *mut Self, v: Self, u: Self) -> bool;

	fn is_negative(self) -> bool;
}

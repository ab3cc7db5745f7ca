// frame.rs - the frame of a generated thread function: runner/test.h and specimen.h in Rust.
// SPDX-License-Identifier: BSD-2-Clause
use core::arch::asm;

const MAX_LOCATIONS: usize = 32; // TEST_MAX_LOCATIONS

/// struct thread_args of runner/test.h, which says what is in it.
#[repr(C)]
pub struct thread_args {
	pub location: [*mut u8; MAX_LOCATIONS],
	pub stride: isize,
	pub log: *mut u8,
	pub rcu: *mut u8,
	pub groups: u32,
	pub k: u32,
	pub pace: unsafe extern "C" fn(pacer: *mut u8, group: u32) -> isize,
	pub pacer: *mut u8,
	pub late: [isize; MAX_LOCATIONS],
}

pub type thread_fn = unsafe extern "C" fn(args: *const thread_args);

/// A const struct test, which the generated C file defines.
#[repr(C)]
pub struct test {
	private: [u8; 0],
}

/// struct variant of runner/test.h.
#[repr(C)]
pub struct variant {
	pub test: *const test,
	pub dialect: *const u8,
	pub toolchain: *const u8,
	pub threads: *const thread_fn,
	pub perpetual: *const thread_fn,
	pub needs: u32,
}

// Constant data that nobody writes.
unsafe impl Sync for variant {}

/// What the build wrote in NEEDS: enum core_feature of runner/test.h, or nothing.
#[inline(always)]
pub const fn needs(text: &str) -> u32 {
	match text.as_bytes() {
		b"0" => 0,
		b"CORE_LSE" => 1,
		_ => panic!(),
	}
}

/// SPECIMEN_BOUNDARY() of runner/specimen.h, which says what it is for: no instruction.
#[inline(always)]
pub unsafe fn boundary() {
	asm!(
		"2:",
		".pushsection specimen_boundaries,\"\"",
		".8byte 2b",
		".popsection",
		options(nostack, preserves_flags)
	);
}

/// C says nothing of a division by zero, and the machines do not trap: no panic either.
#[inline(always)]
pub fn quotient<T: Divide>(left: T, right: T) -> T {
	left.quotient(right)
}

#[inline(always)]
pub fn rest<T: Divide>(left: T, right: T) -> T {
	left.rest(right)
}

pub trait Divide {
	fn quotient(self, right: Self) -> Self;
	fn rest(self, right: Self) -> Self;
}

macro_rules! impl_divide {
	($type:ty) => {
		impl Divide for $type {
			#[inline(always)]
			fn quotient(self, right: Self) -> Self {
				self.checked_div(right).unwrap_or(0)
			}
			#[inline(always)]
			fn rest(self, right: Self) -> Self {
				self.checked_rem(right).unwrap_or(0)
			}
		}
	};
}

impl_divide!(i32);
impl_divide!(i64);

/// The symbol of a thread: "SB_P0" becomes "SB_P0_rust_rustc".
macro_rules! specimen_name {
	($thread:literal) => {
		concat!($thread, "_", env!("VARIANT"))
	};
}

/// One entry of the image's variant table.
macro_rules! specimen_variant {
	($test:ident, [$($thread:ident),+], [$($perpetual:ident),*]) => {
		const _: () = {
			extern "C" {
				static $test: crate::frame::test;
			}
			const COUNT: usize = [$(stringify!($thread)),+].len();
			static THREADS: [crate::frame::thread_fn; COUNT] = [$($thread),+];
			const PERPETUAL: &[crate::frame::thread_fn] = &[$($perpetual),*];
			#[used]
			#[link_section = "litmus_variants"]
			static ENTRY: crate::frame::variant = crate::frame::variant {
				test: unsafe { core::ptr::addr_of!($test) },
				dialect: concat!(env!("DIALECT"), "\0").as_ptr(),
				toolchain: concat!(env!("TOOLCHAIN"), "\0").as_ptr(),
				threads: THREADS.as_ptr(),
				perpetual: if PERPETUAL.is_empty() {
					core::ptr::null()
				} else {
					PERPETUAL.as_ptr()
				},
				needs: crate::frame::needs(env!("NEEDS")),
			};
		};
	};
}

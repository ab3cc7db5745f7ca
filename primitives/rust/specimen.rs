// specimen.rs - the crate around one file of generated thread bodies, in one dialect.
// SPDX-License-Identifier: BSD-2-Clause

// The build compiles it once per group and variant, with these in the environment: SPECIMEN
// (path of the generated file), VARIANT (rust_rustc), DIALECT, TOOLCHAIN, NEEDS; and with
// --cfg dialect="rust", "rustlkmm" or "rusthelper". Overflow checks are off: integers wrap as C's do here.

#![no_std]
// The names are those of Linux and of the C side, and a test may do pointless things.
#![allow(non_snake_case, non_camel_case_types, dead_code, unused_imports)]
#![allow(unused_assignments, unused_mut, unused_parens, unused_variables)]
#![allow(unused_comparisons, unused_macros, unused_unsafe, arithmetic_overflow, overflowing_literals)]

#[macro_use]
mod frame;
mod wait;
mod word;

#[cfg_attr(dialect = "rust", path = "atomics.rs")]
#[cfg_attr(dialect = "rustlkmm", path = "lkmm.rs")]
#[cfg_attr(dialect = "rusthelper", path = "helper.rs")]
mod dialect;

mod atomic;
mod ordered;
mod rcu;

/// What a thread body may name: functions only, as a local of a test may have any name.
mod threads {
	use crate::atomic::*;
	use crate::dialect::api::*;
	use crate::frame;
	use crate::ordered::*;
	use crate::rcu;
	use core::ptr::{read_volatile, write_volatile};

	include!(env!("SPECIMEN"));
}

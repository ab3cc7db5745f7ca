// wait.rs - when a primitive that waits for another thread stops waiting: ../wait.h in Rust.
// SPDX-License-Identifier: BSD-2-Clause
use core::ptr::{addr_of_mut, read_volatile, write_volatile};

const LOOK: u32 = 1 << 12; // polls between two looks whether somebody gave up
const POLLS: u32 = 1 << 29; // polls of one wait

extern "C" {
	static mut specimen_gave_up: u32;
}

/// One more poll of a wait that began with polls = 0; true: give up.
#[inline(always)]
pub unsafe fn wait_is_over(polls: &mut u32) -> bool {
	*polls = polls.wrapping_add(1);
	if *polls % LOOK != 0 {
		return false;
	}
	if *polls >= POLLS {
		write_volatile(addr_of_mut!(specimen_gave_up), 1);
	}
	read_volatile(addr_of_mut!(specimen_gave_up)) != 0
}

// rcu.rs - grace periods by quiescent states: ../rcu.h in Rust, and RCU.md says why it is right.
// SPDX-License-Identifier: BSD-2-Clause
use crate::dialect::api::smp_mb;
use crate::frame::thread_args;
use crate::wait::wait_is_over;
use core::ptr::{read_volatile, write_volatile};
use core::sync::atomic::{fence, Ordering::SeqCst};

const APART: usize = 128; // TEST_RCU_APART

/// The threads of one group. A state is odd while its thread is online; it only grows.
pub struct rcu {
	states: *mut u8,
	me: u32,
	threads: u32,
}

#[inline(always)]
pub unsafe fn of(args: *const thread_args, me: u32, threads: u32) -> rcu {
	rcu { states: (*args).rcu, me, threads }
}

#[inline(always)]
unsafe fn state(rcu: &rcu, thread: u32) -> *mut u64 {
	rcu.states.add(thread as usize * APART) as *mut u64
}

#[inline(always)]
unsafe fn step(rcu: &rcu) {
	let mine = state(rcu, rcu.me);

	write_volatile(mine, read_volatile(mine).wrapping_add(1));
}

#[inline(always)]
pub unsafe fn online(rcu: &rcu) {
	step(rcu);
	// Pairs with the first fence of a grace period: it sees us, or we see all before it.
	fence(SeqCst);
}

#[inline(always)]
pub unsafe fn offline(rcu: &rcu) {
	// Pairs with the last fence of a grace period that waited for us.
	fence(SeqCst);
	step(rcu);
}

/// Waits until thread has been offline since the call; at once if it is offline.
#[inline(always)]
unsafe fn wait_for(rcu: &rcu, thread: u32) {
	let state = state(rcu, thread);
	let seen = read_volatile(state);
	let mut polls = 0;

	while seen % 2 != 0 && read_volatile(state) == seen && !wait_is_over(&mut polls) {}
}

/// Who is online goes offline for the wait: else two that wait would wait for each other.
#[inline(always)]
pub unsafe fn synchronize(rcu: &rcu) {
	let was_online = read_volatile(state(rcu, rcu.me)) % 2 != 0;
	let mut thread = 0;

	smp_mb();
	if was_online {
		offline(rcu);
	}
	while thread < rcu.threads {
		if thread != rcu.me {
			wait_for(rcu, thread);
		}
		thread += 1;
	}
	smp_mb();
	if was_online {
		online(rcu);
	}
}

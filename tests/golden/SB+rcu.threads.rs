/* Written by litmusc. */

/* SB+rcu: tests/golden/SB+rcu.litmus */
#[repr(C)]
struct SB_rcu_P0_log {
	r0: i32,
}

#[inline(always)]
unsafe fn SB_rcu_P0_body(x: *mut i32, y: *mut i32, log: *mut SB_rcu_P0_log) {
	let mut r0: i32 = 0;
	let mut r1: i32 = 0;
	rcu_read_lock();
	r0 = atomic_try_cmpxchg(x, &mut r1, 1);
	r0 = READ_ONCE(y);
	rcu_read_unlock();
	(*log).r0 = r0;
}

#[export_name = specimen_name!("SB_rcu_P0")]
unsafe extern "C" fn SB_rcu_P0(args: *const frame::thread_args) {
	let mut x = (*args).location[0];
	let mut y = (*args).location[1];
	let mut log = (*args).log as *mut SB_rcu_P0_log;
	let stride = (*args).stride;
	let rcu = rcu::of(args, 0, 2);

	macro_rules! STEP {
		() => {
			rcu::online(&rcu);
			SB_rcu_P0_body(x as *mut i32, y as *mut i32, log);
			rcu::offline(&rcu);
			frame::boundary();
			x = x.wrapping_offset(stride);
			y = y.wrapping_offset(stride);
			log = log.wrapping_add(1);
		};
	}
	for group in 0..(*args).groups {
		let mut left = (*args).k;

		let late = ((*args).pace)((*args).pacer, group);
		x = x.wrapping_offset(late & (*args).late[0]);
		y = y.wrapping_offset(late & (*args).late[1]);
		while left > 0 {
			STEP!();
			left -= 1;
		}
	}
}

#[repr(C)]
struct SB_rcu_P1_log {
	r0: i32,
}

#[inline(always)]
unsafe fn SB_rcu_P1_body(x: *mut i32, y: *mut i32, log: *mut SB_rcu_P1_log,
	rcu: &rcu::rcu) {
	let mut r0: i32 = 0;
	WRITE_ONCE(y, 1);
	synchronize_rcu(rcu);
	r0 = atomic_read(x);
	(*log).r0 = r0;
}

#[export_name = specimen_name!("SB_rcu_P1")]
unsafe extern "C" fn SB_rcu_P1(args: *const frame::thread_args) {
	let mut x = (*args).location[0];
	let mut y = (*args).location[1];
	let mut log = (*args).log as *mut SB_rcu_P1_log;
	let stride = (*args).stride;
	let rcu = rcu::of(args, 1, 2);

	macro_rules! STEP {
		() => {
			SB_rcu_P1_body(x as *mut i32, y as *mut i32, log, &rcu);
			frame::boundary();
			x = x.wrapping_offset(stride);
			y = y.wrapping_offset(stride);
			log = log.wrapping_add(1);
		};
	}
	for group in 0..(*args).groups {
		let mut left = (*args).k;

		let late = ((*args).pace)((*args).pacer, group);
		x = x.wrapping_offset(late & (*args).late[0]);
		y = y.wrapping_offset(late & (*args).late[1]);
		while left > 0 {
			STEP!();
			left -= 1;
		}
	}
}

specimen_variant!(SB_rcu, [SB_rcu_P0, SB_rcu_P1], []);

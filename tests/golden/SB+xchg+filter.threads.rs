/* Written by litmusc. */

/* SB+xchg+filter: tests/golden/SB+xchg+filter.litmus */
#[repr(C)]
struct SB_xchg_filter_P0_log {
	r0: i32,
	r1: i32,
}

#[inline(always)]
unsafe fn SB_xchg_filter_P0_body(x: *mut i32, y: *mut i32,
	log: *mut SB_xchg_filter_P0_log) {
	let mut r0: i32 = xchg(x, 2);
	let mut r1: i32 = cmpxchg_acquire(y, 0, r0 + 40);
	smp_store_mb(x, cmpxchg(x, 2, 3));
	xchg_relaxed(x, 4);
	(*log).r0 = r0;
	(*log).r1 = r1;
}

#[export_name = specimen_name!("SB_xchg_filter_P0")]
unsafe extern "C" fn SB_xchg_filter_P0(args: *const frame::thread_args) {
	let mut x = (*args).location[0];
	let mut y = (*args).location[1];
	let mut log = (*args).log as *mut SB_xchg_filter_P0_log;
	let stride = (*args).stride;

	macro_rules! STEP {
		() => {
			SB_xchg_filter_P0_body(x as *mut i32, y as *mut i32, log);
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
		while left >= 2 {
			STEP!();
			STEP!();
			left -= 2;
		}
		while left > 0 {
			STEP!();
			left -= 1;
		}
	}
}

#[repr(C)]
struct SB_xchg_filter_P1_log {
	r0: i32,
	r1: i32,
}

#[inline(always)]
unsafe fn SB_xchg_filter_P1_body(x: *mut i32, y: *mut i32,
	log: *mut SB_xchg_filter_P1_log) {
	let mut r0: i32 = smp_load_acquire(x);
	smp_rmb();
	smp_wmb();
	let mut r1: i32 = READ_ONCE(y);
	smp_mb();
	(*log).r0 = r0;
	(*log).r1 = r1;
}

#[export_name = specimen_name!("SB_xchg_filter_P1")]
unsafe extern "C" fn SB_xchg_filter_P1(args: *const frame::thread_args) {
	let mut x = (*args).location[0];
	let mut y = (*args).location[1];
	let mut log = (*args).log as *mut SB_xchg_filter_P1_log;
	let stride = (*args).stride;

	macro_rules! STEP {
		() => {
			SB_xchg_filter_P1_body(x as *mut i32, y as *mut i32, log);
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
		while left >= 2 {
			STEP!();
			STEP!();
			left -= 2;
		}
		while left > 0 {
			STEP!();
			left -= 1;
		}
	}
}

specimen_variant!(SB_xchg_filter, [SB_xchg_filter_P0, SB_xchg_filter_P1], []);

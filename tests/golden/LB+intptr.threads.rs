/* Written by litmusc. */

/* golden/LB+intptr: tests/golden/LB+intptr.litmus */
#[repr(C)]
struct t_golden_LB_intptr_P0_log {
	r1: i64,
}

#[inline(always)]
unsafe fn t_golden_LB_intptr_P0_body(x0: *mut i64, x1: *mut i64,
	log: *mut t_golden_LB_intptr_P0_log) {
	let mut r3: i64 = x0 as i64;
	let mut r1: i64 = rcu_dereference(x1 as *mut *mut i64) as i64;
	let mut r2: i64 = READ_ONCE(r1 as isize as *mut i64);
	smp_store_release(x0, r3);
	(*log).r1 = r1;
}

#[export_name = specimen_name!("t_golden_LB_intptr_P0")]
unsafe extern "C" fn t_golden_LB_intptr_P0(args: *const frame::thread_args) {
	let mut x0 = (*args).location[4];
	let mut x1 = (*args).location[0];
	let mut log = (*args).log as *mut t_golden_LB_intptr_P0_log;
	let stride = (*args).stride;

	macro_rules! STEP {
		() => {
			t_golden_LB_intptr_P0_body(x0 as *mut i64, x1 as *mut i64, log);
			frame::boundary();
			x0 = x0.wrapping_offset(stride);
			x1 = x1.wrapping_offset(stride);
			log = log.wrapping_add(1);
		};
	}
	for group in 0..(*args).groups {
		let mut left = (*args).k;

		let late = ((*args).pace)((*args).pacer, group);
		x0 = x0.wrapping_offset(late & (*args).late[4]);
		x1 = x1.wrapping_offset(late & (*args).late[0]);
		while left >= 4 {
			STEP!();
			STEP!();
			STEP!();
			STEP!();
			left -= 4;
		}
		while left > 0 {
			STEP!();
			left -= 1;
		}
	}
}

#[repr(C)]
struct t_golden_LB_intptr_P1_log {
	r1: i64,
}

#[inline(always)]
unsafe fn t_golden_LB_intptr_P1_body(x0: *mut i64, x1: *mut i64,
	log: *mut t_golden_LB_intptr_P1_log) {
	let mut r4: i64 = 0;
	let mut r1: i64 = READ_ONCE(x0);
	r4 = (r1 != r4) as i64;
	if r4 != 0 {
		WRITE_ONCE(x1, (r1 ^ r1) + 1);
	}
	(*log).r1 = r1;
}

#[export_name = specimen_name!("t_golden_LB_intptr_P1")]
unsafe extern "C" fn t_golden_LB_intptr_P1(args: *const frame::thread_args) {
	let mut x0 = (*args).location[4];
	let mut x1 = (*args).location[0];
	let mut log = (*args).log as *mut t_golden_LB_intptr_P1_log;
	let stride = (*args).stride;

	macro_rules! STEP {
		() => {
			t_golden_LB_intptr_P1_body(x0 as *mut i64, x1 as *mut i64, log);
			frame::boundary();
			x0 = x0.wrapping_offset(stride);
			x1 = x1.wrapping_offset(stride);
			log = log.wrapping_add(1);
		};
	}
	for group in 0..(*args).groups {
		let mut left = (*args).k;

		let late = ((*args).pace)((*args).pacer, group);
		x0 = x0.wrapping_offset(late & (*args).late[4]);
		x1 = x1.wrapping_offset(late & (*args).late[0]);
		while left >= 4 {
			STEP!();
			STEP!();
			STEP!();
			STEP!();
			left -= 4;
		}
		while left > 0 {
			STEP!();
			left -= 1;
		}
	}
}

specimen_variant!(t_golden_LB_intptr, [t_golden_LB_intptr_P0, t_golden_LB_intptr_P1],
	[]);

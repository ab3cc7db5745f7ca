/* Written by litmusc. */

/* 3.MP+names: tests/golden/MP+names.litmus */
#[inline(always)]
unsafe fn t_3_MP_names_P0_body(v_log: *mut i64, y: *mut i32) {
	let mut r4: i64 = y as i64;
	let mut v___v: i32 = 0;
	WRITE_ONCE(y, 1);
	rcu_assign_pointer(v_log, r4);
	v___v = 16;
}

#[export_name = specimen_name!("t_3_MP_names_P0")]
unsafe extern "C" fn t_3_MP_names_P0(args: *const frame::thread_args) {
	let mut v_log = (*args).location[1];
	let mut y = (*args).location[0];
	let stride = (*args).stride;

	macro_rules! STEP {
		() => {
			t_3_MP_names_P0_body(v_log as *mut i64, y as *mut i32);
			frame::boundary();
			v_log = v_log.wrapping_offset(stride);
			y = y.wrapping_offset(stride);
		};
	}
	for group in 0..(*args).groups {
		let mut left = (*args).k;

		let late = ((*args).pace)((*args).pacer, group);
		v_log = v_log.wrapping_offset(late & (*args).late[1]);
		y = y.wrapping_offset(late & (*args).late[0]);
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
struct t_3_MP_names_P1_log {
	while_: i64,
	v_stride: i32,
	v_group: i32,
}

#[inline(always)]
unsafe fn t_3_MP_names_P1_body(v_log: *mut i64, log: *mut t_3_MP_names_P1_log) {
	let mut v_group: i32 = -7;
	let mut while_: i64 = 0;
	let mut v_stride: i32 = 0;
	while_ = READ_ONCE(v_log);
	v_stride = READ_ONCE(while_ as isize as *mut i32);
	(*log).v_group = v_group;
	(*log).while_ = while_;
	(*log).v_stride = v_stride;
}

#[export_name = specimen_name!("t_3_MP_names_P1")]
unsafe extern "C" fn t_3_MP_names_P1(args: *const frame::thread_args) {
	let mut v_log = (*args).location[1];
	let mut log = (*args).log as *mut t_3_MP_names_P1_log;
	let stride = (*args).stride;

	macro_rules! STEP {
		() => {
			t_3_MP_names_P1_body(v_log as *mut i64, log);
			frame::boundary();
			v_log = v_log.wrapping_offset(stride);
			log = log.wrapping_add(1);
		};
	}
	for group in 0..(*args).groups {
		let mut left = (*args).k;

		let late = ((*args).pace)((*args).pacer, group);
		v_log = v_log.wrapping_offset(late & (*args).late[1]);
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

specimen_variant!(t_3_MP_names, [t_3_MP_names_P0, t_3_MP_names_P1], []);

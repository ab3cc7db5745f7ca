/* Written by litmusc. */

/* S+ctrl-else: tests/golden/S+ctrl-else.litmus */
#[inline(always)]
unsafe fn S_ctrl_else_P0_body(x: *mut i32, y: *mut i32) {
	write_volatile(x, 1);
	WRITE_ONCE(y, 1);
}

#[export_name = specimen_name!("S_ctrl_else_P0")]
unsafe extern "C" fn S_ctrl_else_P0(args: *const frame::thread_args) {
	let mut x = (*args).location[0];
	let mut y = (*args).location[1];
	let stride = (*args).stride;

	macro_rules! STEP {
		() => {
			S_ctrl_else_P0_body(x as *mut i32, y as *mut i32);
			frame::boundary();
			x = x.wrapping_offset(stride);
			y = y.wrapping_offset(stride);
		};
	}
	for group in 0..(*args).groups {
		let mut left = (*args).k;

		let late = ((*args).pace)((*args).pacer, group);
		x = x.wrapping_offset(late & (*args).late[0]);
		y = y.wrapping_offset(late & (*args).late[1]);
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
struct S_ctrl_else_P1_log {
	r1: i32,
	r0: i32,
}

#[inline(always)]
unsafe fn S_ctrl_else_P1_body(x: *mut i32, y: *mut i32, log: *mut S_ctrl_else_P1_log) {
	let mut r0: i32 = 0;
	let mut r1: i32 = 0;
	if (READ_ONCE(y) == 1) && ((((*x) & 2) ^ 4) == 0) {
		r0 = *x;
		*x = 3;
	} else if 0 != 0 {
		barrier();
	} else {
		r1 = (-((*x) - (1 - 2))) << 1;
	}
	READ_ONCE(x);
	(*log).r0 = r0;
	(*log).r1 = r1;
}

#[export_name = specimen_name!("S_ctrl_else_P1")]
unsafe extern "C" fn S_ctrl_else_P1(args: *const frame::thread_args) {
	let mut x = (*args).location[0];
	let mut y = (*args).location[1];
	let mut log = (*args).log as *mut S_ctrl_else_P1_log;
	let stride = (*args).stride;

	macro_rules! STEP {
		() => {
			S_ctrl_else_P1_body(x as *mut i32, y as *mut i32, log);
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

specimen_variant!(S_ctrl_else, [S_ctrl_else_P0, S_ctrl_else_P1], []);

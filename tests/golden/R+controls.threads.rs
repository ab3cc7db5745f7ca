/* Written by litmusc. */

/* R+controls: tests/golden/R+controls.litmus */
#[inline(always)]
unsafe fn R_controls_P0_body(x: *mut i32, y: *mut i32) {
	WRITE_ONCE(x, 1);
	smp_mb();
	WRITE_ONCE(y, 1);
}

#[export_name = specimen_name!("R_controls_P0")]
unsafe extern "C" fn R_controls_P0(args: *const frame::thread_args) {
	let mut x = (*args).location[0];
	let mut y = (*args).location[1];
	let stride = (*args).stride;

	macro_rules! STEP {
		() => {
			R_controls_P0_body(x as *mut i32, y as *mut i32);
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
struct R_controls_P1_log {
	r0: i32,
}

#[inline(always)]
unsafe fn R_controls_P1_body(x: *mut i32, y: *mut i32, log: *mut R_controls_P1_log) {
	let mut r0: i32 = 0;
	smp_store_mb(y, 2);
	r0 = READ_ONCE(x);
	(*log).r0 = r0;
}

#[export_name = specimen_name!("R_controls_P1")]
unsafe extern "C" fn R_controls_P1(args: *const frame::thread_args) {
	let mut x = (*args).location[0];
	let mut y = (*args).location[1];
	let mut log = (*args).log as *mut R_controls_P1_log;
	let stride = (*args).stride;

	macro_rules! STEP {
		() => {
			R_controls_P1_body(x as *mut i32, y as *mut i32, log);
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

specimen_variant!(R_controls, [R_controls_P0, R_controls_P1], []);

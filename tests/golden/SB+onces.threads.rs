/* Written by litmusc. */

/* SB+onces: tests/golden/SB+onces.litmus */
#[repr(C)]
struct SB_onces_P0_log {
	r0: i32,
}

#[inline(always)]
unsafe fn SB_onces_P0_body(x: *mut i32, y: *mut i32, log: *mut SB_onces_P0_log) {
	let mut r0: i32 = 0;
	WRITE_ONCE(x, 1);
	r0 = READ_ONCE(y);
	(*log).r0 = r0;
}

#[export_name = specimen_name!("SB_onces_P0")]
unsafe extern "C" fn SB_onces_P0(args: *const frame::thread_args) {
	let mut x = (*args).location[0];
	let mut y = (*args).location[1];
	let mut log = (*args).log as *mut SB_onces_P0_log;
	let stride = (*args).stride;

	macro_rules! STEP {
		() => {
			SB_onces_P0_body(x as *mut i32, y as *mut i32, log);
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

#[repr(C)]
struct SB_onces_P1_log {
	r0: i32,
}

#[inline(always)]
unsafe fn SB_onces_P1_body(x: *mut i32, y: *mut i32, log: *mut SB_onces_P1_log) {
	let mut r0: i32 = 0;
	WRITE_ONCE(y, 1);
	r0 = READ_ONCE(x);
	(*log).r0 = r0;
}

#[export_name = specimen_name!("SB_onces_P1")]
unsafe extern "C" fn SB_onces_P1(args: *const frame::thread_args) {
	let mut x = (*args).location[0];
	let mut y = (*args).location[1];
	let mut log = (*args).log as *mut SB_onces_P1_log;
	let stride = (*args).stride;

	macro_rules! STEP {
		() => {
			SB_onces_P1_body(x as *mut i32, y as *mut i32, log);
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

#[inline(always)]
unsafe fn SB_onces_P0_perpetual_body(x: *mut i32, y: *mut i32,
	log: *mut SB_onces_P0_log, base: i32) {
	let mut r0: i32 = 0;
	WRITE_ONCE(x, base + 1);
	r0 = READ_ONCE(y);
	(*log).r0 = r0;
}

#[export_name = specimen_name!("SB_onces_P0_perpetual")]
unsafe extern "C" fn SB_onces_P0_perpetual(args: *const frame::thread_args) {
	let x = (*args).location[0];
	let y = (*args).location[1];
	let mut log = (*args).log as *mut SB_onces_P0_log;
	let mut base: i32 = 0;

	macro_rules! STEP {
		() => {
			SB_onces_P0_perpetual_body(x as *mut i32, y as *mut i32, log, base);
			frame::boundary();
			base += 1;
			log = log.wrapping_add(1);
		};
	}
	for _ in 0..(*args).groups {
		STEP!();
		STEP!();
		STEP!();
		STEP!();
		STEP!();
		STEP!();
		STEP!();
		STEP!();
	}
}

#[inline(always)]
unsafe fn SB_onces_P1_perpetual_body(x: *mut i32, y: *mut i32,
	log: *mut SB_onces_P1_log, base: i32) {
	let mut r0: i32 = 0;
	WRITE_ONCE(y, base + 1);
	r0 = READ_ONCE(x);
	(*log).r0 = r0;
}

#[export_name = specimen_name!("SB_onces_P1_perpetual")]
unsafe extern "C" fn SB_onces_P1_perpetual(args: *const frame::thread_args) {
	let x = (*args).location[0];
	let y = (*args).location[1];
	let mut log = (*args).log as *mut SB_onces_P1_log;
	let mut base: i32 = 0;

	macro_rules! STEP {
		() => {
			SB_onces_P1_perpetual_body(x as *mut i32, y as *mut i32, log, base);
			frame::boundary();
			base += 1;
			log = log.wrapping_add(1);
		};
	}
	for _ in 0..(*args).groups {
		STEP!();
		STEP!();
		STEP!();
		STEP!();
		STEP!();
		STEP!();
		STEP!();
		STEP!();
	}
}

specimen_variant!(SB_onces, [SB_onces_P0, SB_onces_P1], [SB_onces_P0_perpetual,
	SB_onces_P1_perpetual]);

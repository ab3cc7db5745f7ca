/* Written by litmusc. */

/* MP+assign+deref: tests/golden/MP+assign+deref.litmus */
#[inline(always)]
unsafe fn MP_assign_deref_P0_body(x: *mut i32, p: *mut *mut i32) {
	WRITE_ONCE(x, 1);
	rcu_assign_pointer(p, x);
}

#[export_name = specimen_name!("MP_assign_deref_P0")]
unsafe extern "C" fn MP_assign_deref_P0(args: *const frame::thread_args) {
	let mut x = (*args).location[2];
	let mut p = (*args).location[0];
	let stride = (*args).stride;

	macro_rules! STEP {
		() => {
			MP_assign_deref_P0_body(x as *mut i32, p as *mut *mut i32);
			frame::boundary();
			x = x.wrapping_offset(stride);
			p = p.wrapping_offset(stride);
		};
	}
	for group in 0..(*args).groups {
		let mut left = (*args).k;

		let late = ((*args).pace)((*args).pacer, group);
		x = x.wrapping_offset(late & (*args).late[2]);
		p = p.wrapping_offset(late & (*args).late[0]);
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
struct MP_assign_deref_P1_log {
	r0: *mut i32,
	r1: i32,
}

#[inline(always)]
unsafe fn MP_assign_deref_P1_body(p: *mut *mut i32, log: *mut MP_assign_deref_P1_log) {
	let mut r0: *mut i32 = 0i64 as *mut i32;
	let mut r1: i32 = 0;
	r0 = rcu_dereference(p);
	r1 = READ_ONCE(r0);
	(*log).r0 = r0;
	(*log).r1 = r1;
}

#[export_name = specimen_name!("MP_assign_deref_P1")]
unsafe extern "C" fn MP_assign_deref_P1(args: *const frame::thread_args) {
	let mut p = (*args).location[0];
	let mut log = (*args).log as *mut MP_assign_deref_P1_log;
	let stride = (*args).stride;

	macro_rules! STEP {
		() => {
			MP_assign_deref_P1_body(p as *mut *mut i32, log);
			frame::boundary();
			p = p.wrapping_offset(stride);
			log = log.wrapping_add(1);
		};
	}
	for group in 0..(*args).groups {
		let mut left = (*args).k;

		let late = ((*args).pace)((*args).pacer, group);
		p = p.wrapping_offset(late & (*args).late[0]);
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

specimen_variant!(MP_assign_deref, [MP_assign_deref_P0, MP_assign_deref_P1], []);

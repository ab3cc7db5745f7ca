// probe.rs - each primitive of rustlkmm alone in a function, for the atlas.
// SPDX-License-Identifier: BSD-2-Clause

// Compiled as the SPECIMEN of specimen.rs. Loops that the compiler lays out (locks, RCU,
// add_unless) are not here: they consist of these.

macro_rules! probe {
	($name:ident, $suffix:literal, ($($argument:ident: $type:ty),*) $(-> $result:ty)?,
	 ($($passed:expr),*)) => {
		const _: () = {
			#[export_name = concat!("probe_", stringify!($name), $suffix)]
			unsafe extern "C" fn probe($($argument: $type),*) $(-> $result)? {
				$name($($passed),*)
			}
		};
	};
}

macro_rules! probe_fences {
	($($name:ident)*) => {
		$(probe!($name, "", (), ());)*
	};
}

probe_fences! {
	barrier smp_mb smp_rmb smp_wmb smp_memb smp_mb__before_atomic smp_mb__after_atomic
	smp_mb__after_spinlock smp_mb__after_unlock_lock smp_mb__after_srcu_read_unlock
	rcu_read_lock rcu_read_unlock
}

macro_rules! probe_accesses {
	($type:ty, $suffix:literal) => {
		probe!(READ_ONCE, $suffix, (p: *mut $type) -> $type, (p));
		probe!(WRITE_ONCE, $suffix, (p: *mut $type, v: $type), (p, v));
		probe!(smp_load_acquire, $suffix, (p: *mut $type) -> $type, (p));
		probe!(smp_store_release, $suffix, (p: *mut $type, v: $type), (p, v));
		probe!(smp_store_mb, $suffix, (p: *mut $type, v: $type), (p, v));
	};
}

probe_accesses!(i8, "_8");
probe_accesses!(i16, "_16");
probe_accesses!(i32, "_32");
probe_accesses!(i64, "_64");

probe!(rcu_dereference, "_64", (p: *mut *mut i32) -> *mut i32, (p));
probe!(rcu_dereference_raw, "_64", (p: *mut *mut i32) -> *mut i32, (p));
probe!(rcu_dereference_check, "_64", (p: *mut *mut i32) -> *mut i32, (p, 1i64 as *mut i32));
probe!(rcu_dereference_protected, "_64", (p: *mut *mut i32) -> *mut i32, (p, 1i64 as *mut i32));
probe!(rcu_access_pointer, "_64", (p: *mut *mut i32) -> *mut i32, (p));
probe!(rcu_assign_pointer, "_64", (p: *mut *mut i32, v: *mut i32), (p, v));

/// By shape, at both widths; an atomic64_t has the names of atomic_t.
macro_rules! probe_both {
	($shape:ident: $($name:ident)*) => {
		$(
			$shape!($name, i32, "_32");
			$shape!($name, i64, "_64");
		)*
	};
}

macro_rules! value {
	($name:ident, $type:ty, $suffix:literal) => {
		probe!($name, $suffix, (v: $type, p: *mut $type) -> $type, (v, p));
	};
}

macro_rules! alone {
	($name:ident, $type:ty, $suffix:literal) => {
		probe!($name, $suffix, (p: *mut $type) -> $type, (p));
	};
}

macro_rules! exchange {
	($name:ident, $type:ty, $suffix:literal) => {
		probe!($name, $suffix, (p: *mut $type, v: $type) -> $type, (p, v));
	};
}

macro_rules! compare {
	($name:ident, $type:ty, $suffix:literal) => {
		probe!($name, $suffix, (p: *mut $type, old: $type, v: $type) -> $type, (p, old, v));
	};
}

macro_rules! attempt {
	($name:ident, $type:ty, $suffix:literal) => {
		probe!($name, $suffix, (p: *mut $type, old: $type, v: $type) -> i32,
			(p, &mut { old }, v));
	};
}

macro_rules! apply {
	($name:ident, $type:ty, $suffix:literal) => {
		probe!($name, $suffix, (v: $type, p: *mut $type), (v, p));
	};
}

macro_rules! step {
	($name:ident, $type:ty, $suffix:literal) => {
		probe!($name, $suffix, (p: *mut $type), (p));
	};
}

macro_rules! set {
	($name:ident, $type:ty, $suffix:literal) => {
		probe!($name, $suffix, (p: *mut $type, v: $type), (p, v));
	};
}

macro_rules! test_value {
	($name:ident, $type:ty, $suffix:literal) => {
		probe!($name, $suffix, (v: $type, p: *mut $type) -> i32, (v, p));
	};
}

macro_rules! test {
	($name:ident, $type:ty, $suffix:literal) => {
		probe!($name, $suffix, (p: *mut $type) -> i32, (p));
	};
}

probe_both! { exchange:
	xchg xchg_relaxed xchg_acquire xchg_release
	atomic_xchg atomic_xchg_relaxed atomic_xchg_acquire atomic_xchg_release
}
probe_both! { compare:
	cmpxchg cmpxchg_relaxed cmpxchg_acquire cmpxchg_release
	atomic_cmpxchg atomic_cmpxchg_relaxed atomic_cmpxchg_acquire atomic_cmpxchg_release
}
probe_both! { attempt:
	atomic_try_cmpxchg atomic_try_cmpxchg_relaxed
	atomic_try_cmpxchg_acquire atomic_try_cmpxchg_release
}
probe_both! { value:
	atomic_fetch_add atomic_fetch_add_relaxed atomic_fetch_add_acquire atomic_fetch_add_release
	atomic_fetch_sub atomic_fetch_sub_relaxed atomic_fetch_sub_acquire atomic_fetch_sub_release
	atomic_fetch_and atomic_fetch_and_relaxed atomic_fetch_and_acquire atomic_fetch_and_release
	atomic_fetch_or atomic_fetch_or_relaxed atomic_fetch_or_acquire atomic_fetch_or_release
	atomic_fetch_xor atomic_fetch_xor_relaxed atomic_fetch_xor_acquire atomic_fetch_xor_release
	atomic_fetch_andnot atomic_fetch_andnot_relaxed
	atomic_fetch_andnot_acquire atomic_fetch_andnot_release
	atomic_add_return atomic_add_return_relaxed
	atomic_add_return_acquire atomic_add_return_release
	atomic_sub_return atomic_sub_return_relaxed
	atomic_sub_return_acquire atomic_sub_return_release
}
probe_both! { alone:
	atomic_fetch_inc atomic_fetch_inc_relaxed atomic_fetch_inc_acquire atomic_fetch_inc_release
	atomic_fetch_dec atomic_fetch_dec_relaxed atomic_fetch_dec_acquire atomic_fetch_dec_release
	atomic_inc_return atomic_inc_return_relaxed
	atomic_inc_return_acquire atomic_inc_return_release
	atomic_dec_return atomic_dec_return_relaxed
	atomic_dec_return_acquire atomic_dec_return_release
	atomic_read atomic_read_acquire
}
probe_both! { set: atomic_set atomic_set_release }
probe_both! { apply: atomic_add atomic_sub atomic_and atomic_or atomic_xor atomic_andnot }
probe_both! { step: atomic_inc atomic_dec }
probe_both! { test_value: atomic_sub_and_test atomic_add_negative }
probe_both! { test: atomic_dec_and_test atomic_inc_and_test }

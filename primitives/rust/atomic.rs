// atomic.rs - exchanges and the atomic_t family, by the names of Linux, for all dialects.
// SPDX-License-Identifier: BSD-2-Clause

// atomic64_ and atomic_long_ are not here: the type of the location says how wide it is.
use crate::word::*;

/// A row: what it is made by, the operation, and the names of its four orders.
macro_rules! family {
	($($shape:ident $op:ident: $full:ident $relaxed:ident $acquire:ident $release:ident;)*) => {
		$(
			$shape!($full, $op, FULL);
			$shape!($relaxed, $op, RELAXED);
			$shape!($acquire, $op, ACQUIRE);
			$shape!($release, $op, RELEASE);
		)*
	};
}

macro_rules! exchange {
	($name:ident, $op:ident, $order:ident) => {
		#[inline(always)]
		pub unsafe fn $name<T: Exchange>(p: *mut T, v: T) -> T {
			T::exchange::<$order>(p, v)
		}
	};
}

macro_rules! compare {
	($name:ident, $op:ident, $order:ident) => {
		#[inline(always)]
		pub unsafe fn $name<T: Exchange>(p: *mut T, old: T, new: T) -> T {
			T::compare::<$order>(p, old, new)
		}
	};
}

/// True where it exchanged; else old becomes what it found.
macro_rules! attempt {
	($name:ident, $op:ident, $order:ident) => {
		#[inline(always)]
		pub unsafe fn $name<T: Exchange>(p: *mut T, old: &mut T, new: T) -> i32 {
			let found = T::compare::<$order>(p, *old, new);
			let done = found == *old;

			if !done {
				*old = found;
			}
			done as i32
		}
	};
}

macro_rules! fetch {
	($name:ident, $op:ident, $order:ident) => {
		#[inline(always)]
		pub unsafe fn $name<T: Integer>(v: T, p: *mut T) -> T {
			T::fetch::<$op, $order>(p, v)
		}
	};
}

macro_rules! compute {
	($name:ident, $op:ident, $order:ident) => {
		#[inline(always)]
		pub unsafe fn $name<T: Integer>(v: T, p: *mut T) -> T {
			T::compute::<$op, $order>(p, v)
		}
	};
}

macro_rules! step_fetch {
	($name:ident, $op:ident, $order:ident) => {
		#[inline(always)]
		pub unsafe fn $name<T: Integer>(p: *mut T) -> T {
			T::fetch::<$op, $order>(p, T::ONE)
		}
	};
}

macro_rules! step_compute {
	($name:ident, $op:ident, $order:ident) => {
		#[inline(always)]
		pub unsafe fn $name<T: Integer>(p: *mut T) -> T {
			T::compute::<$op, $order>(p, T::ONE)
		}
	};
}

family! {
	exchange ADD: xchg xchg_relaxed xchg_acquire xchg_release;
	exchange ADD: atomic_xchg atomic_xchg_relaxed atomic_xchg_acquire atomic_xchg_release;
	compare ADD: cmpxchg cmpxchg_relaxed cmpxchg_acquire cmpxchg_release;
	compare ADD: atomic_cmpxchg atomic_cmpxchg_relaxed atomic_cmpxchg_acquire atomic_cmpxchg_release;
	attempt ADD: try_cmpxchg try_cmpxchg_relaxed try_cmpxchg_acquire try_cmpxchg_release;
	attempt ADD: atomic_try_cmpxchg atomic_try_cmpxchg_relaxed atomic_try_cmpxchg_acquire atomic_try_cmpxchg_release;
	fetch ADD: atomic_fetch_add atomic_fetch_add_relaxed atomic_fetch_add_acquire atomic_fetch_add_release;
	fetch SUB: atomic_fetch_sub atomic_fetch_sub_relaxed atomic_fetch_sub_acquire atomic_fetch_sub_release;
	fetch AND: atomic_fetch_and atomic_fetch_and_relaxed atomic_fetch_and_acquire atomic_fetch_and_release;
	fetch OR: atomic_fetch_or atomic_fetch_or_relaxed atomic_fetch_or_acquire atomic_fetch_or_release;
	fetch XOR: atomic_fetch_xor atomic_fetch_xor_relaxed atomic_fetch_xor_acquire atomic_fetch_xor_release;
	fetch ANDNOT: atomic_fetch_andnot atomic_fetch_andnot_relaxed atomic_fetch_andnot_acquire atomic_fetch_andnot_release;
	compute ADD: atomic_add_return atomic_add_return_relaxed atomic_add_return_acquire atomic_add_return_release;
	compute SUB: atomic_sub_return atomic_sub_return_relaxed atomic_sub_return_acquire atomic_sub_return_release;
	step_fetch ADD: atomic_fetch_inc atomic_fetch_inc_relaxed atomic_fetch_inc_acquire atomic_fetch_inc_release;
	step_fetch SUB: atomic_fetch_dec atomic_fetch_dec_relaxed atomic_fetch_dec_acquire atomic_fetch_dec_release;
	step_compute ADD: atomic_inc_return atomic_inc_return_relaxed atomic_inc_return_acquire atomic_inc_return_release;
	step_compute SUB: atomic_dec_return atomic_dec_return_relaxed atomic_dec_return_acquire atomic_dec_return_release;
}

macro_rules! apply {
	($($name:ident $op:ident;)*) => {
		$(
			#[inline(always)]
			pub unsafe fn $name<T: Integer>(v: T, p: *mut T) {
				T::apply::<$op>(p, v);
			}
		)*
	};
}

apply! {
	atomic_add ADD;
	atomic_sub SUB;
	atomic_and AND;
	atomic_or OR;
	atomic_xor XOR;
	atomic_andnot ANDNOT;
}

#[inline(always)]
pub unsafe fn atomic_inc<T: Integer>(p: *mut T) {
	T::apply::<ADD>(p, T::ONE);
}

#[inline(always)]
pub unsafe fn atomic_dec<T: Integer>(p: *mut T) {
	T::apply::<SUB>(p, T::ONE);
}

#[inline(always)]
pub unsafe fn atomic_read<T: Integer>(p: *mut T) -> T {
	T::load(p)
}

#[inline(always)]
pub unsafe fn atomic_read_acquire<T: Integer>(p: *mut T) -> T {
	T::load_acquire(p)
}

#[inline(always)]
pub unsafe fn atomic_set<T: Integer>(p: *mut T, v: T) {
	T::store(p, v);
}

#[inline(always)]
pub unsafe fn atomic_set_release<T: Integer>(p: *mut T, v: T) {
	T::store_release(p, v);
}

#[inline(always)]
pub unsafe fn atomic_sub_and_test<T: Integer>(v: T, p: *mut T) -> i32 {
	(atomic_sub_return(v, p) == T::ZERO) as i32
}

#[inline(always)]
pub unsafe fn atomic_dec_and_test<T: Integer>(p: *mut T) -> i32 {
	(atomic_dec_return(p) == T::ZERO) as i32
}

#[inline(always)]
pub unsafe fn atomic_inc_and_test<T: Integer>(p: *mut T) -> i32 {
	(atomic_inc_return(p) == T::ZERO) as i32
}

#[inline(always)]
pub unsafe fn atomic_add_negative<T: Integer>(v: T, p: *mut T) -> i32 {
	atomic_add_return(v, p).is_negative() as i32
}

#[inline(always)]
pub unsafe fn atomic_add_unless<T: Integer>(p: *mut T, v: T, u: T) -> i32 {
	T::add_unless(p, v, u) as i32
}

#[inline(always)]
pub unsafe fn atomic_inc_not_zero<T: Integer>(p: *mut T) -> i32 {
	atomic_add_unless(p, T::ONE, T::ZERO)
}

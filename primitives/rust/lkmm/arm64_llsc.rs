// arm64_llsc.rs - exchanges and atomics on Armv8.0, loops of LL/SC: ../../lkmm/arm64_llsc.h in Rust.
// SPDX-License-Identifier: BSD-2-Clause

/// Calls shape with the letters of acquire and release in the instructions, and what follows.
macro_rules! by_order {
	($order:ident, $shape:ident, $($argument:tt)*) => {
		match $order {
			FULL => $shape!($($argument)*, "", "l", "dmb ish"),
			ACQUIRE => $shape!($($argument)*, "a", "", ""),
			RELEASE => $shape!($($argument)*, "", "l", ""),
			_ => $shape!($($argument)*, "", "", ""),
		}
	};
}

/// by_order with the instruction that computes.
macro_rules! by_op {
	($op:ident, $order:ident, $shape:ident, $($argument:tt)*) => {
		match $op {
			ADD => by_order!($order, $shape, $($argument)*, "add"),
			SUB => by_order!($order, $shape, $($argument)*, "sub"),
			AND => by_order!($order, $shape, $($argument)*, "and"),
			OR => by_order!($order, $shape, $($argument)*, "orr"),
			XOR => by_order!($order, $shape, $($argument)*, "eor"),
			_ => by_order!($order, $shape, $($argument)*, "bic"),
		}
	};
}

macro_rules! exchange_loop {
	($r:literal, $p:ident, $v:ident, $acquire:literal, $release:literal, $mb:literal) => {{
		let old;

		assembly!(
			"prfm pstl1strm, [{p}]",
			concat!("2: ld", $acquire, "xr {old:", $r, "}, [{p}]"),
			concat!("st", $release, "xr {failed:w}, {v:", $r, "}, [{p}]"),
			"cbnz {failed:w}, 2b",
			$mb,
			p = in(reg) $p,
			v = in(reg) $v,
			old = out(reg) old,
			failed = out(reg) _
		);
		old
	}};
}

/// A compare that fails leaves the loop before the fence: it orders nothing.
macro_rules! compare_loop {
	($r:literal, $p:ident, $old:ident, $new:ident, $acquire:literal, $release:literal,
	 $mb:literal) => {{
		let found;

		assembly!(
			"prfm pstl1strm, [{p}]",
			concat!("2: ld", $acquire, "xr {found:", $r, "}, [{p}]"),
			concat!("eor {differ:", $r, "}, {found:", $r, "}, {old:", $r, "}"),
			concat!("cbnz {differ:", $r, "}, 3f"),
			concat!("st", $release, "xr {differ:w}, {new:", $r, "}, [{p}]"),
			"cbnz {differ:w}, 2b",
			$mb,
			"3:",
			p = in(reg) $p,
			old = in(reg) $old,
			new = in(reg) $new,
			found = out(reg) found,
			differ = out(reg) _
		);
		found
	}};
}

/// Gives the new value.
macro_rules! compute_loop {
	($r:literal, $p:ident, $v:ident, $asm:literal, $acquire:literal, $release:literal,
	 $mb:literal) => {{
		let result;

		assembly!(
			"prfm pstl1strm, [{p}]",
			concat!("2: ld", $acquire, "xr {result:", $r, "}, [{p}]"),
			concat!($asm, " {result:", $r, "}, {result:", $r, "}, {v:", $r, "}"),
			concat!("st", $release, "xr {failed:w}, {result:", $r, "}, [{p}]"),
			"cbnz {failed:w}, 2b",
			$mb,
			p = in(reg) $p,
			v = in(reg) $v,
			result = out(reg) result,
			failed = out(reg) _
		);
		result
	}};
}

/// Gives the old value.
macro_rules! fetch_loop {
	($r:literal, $p:ident, $v:ident, $asm:literal, $acquire:literal, $release:literal,
	 $mb:literal) => {{
		let old;

		assembly!(
			"prfm pstl1strm, [{p}]",
			concat!("2: ld", $acquire, "xr {old:", $r, "}, [{p}]"),
			concat!($asm, " {result:", $r, "}, {old:", $r, "}, {v:", $r, "}"),
			concat!("st", $release, "xr {failed:w}, {result:", $r, "}, [{p}]"),
			"cbnz {failed:w}, 2b",
			$mb,
			p = in(reg) $p,
			v = in(reg) $v,
			old = out(reg) old,
			result = out(reg) _,
			failed = out(reg) _
		);
		old
	}};
}

macro_rules! exchange {
	($order:ident, $($argument:tt)*) => {
		by_order!($order, exchange_loop, $($argument)*)
	};
}

macro_rules! compare {
	($order:ident, $($argument:tt)*) => {
		by_order!($order, compare_loop, $($argument)*)
	};
}

macro_rules! fetch {
	($op:ident, $order:ident, $($argument:tt)*) => {
		by_op!($op, $order, fetch_loop, $($argument)*)
	};
}

macro_rules! compute {
	($op:ident, $order:ident, $($argument:tt)*) => {
		by_op!($op, $order, compute_loop, $($argument)*)
	};
}

/// Without a value it is what computes one, relaxed.
macro_rules! apply {
	($op:ident, $r:literal, $p:ident, $v:ident) => {
		Self::compute::<$op, RELAXED>($p, $v)
	};
}

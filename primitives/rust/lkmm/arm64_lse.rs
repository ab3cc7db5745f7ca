// arm64_lse.rs - exchanges and atomics on Armv8.1, one instruction each: ../../lkmm/arm64_lse.h in Rust.
// SPDX-License-Identifier: BSD-2-Clause

/// Calls shape with the letters that say the order in the instruction. No fence is anywhere.
macro_rules! by_order {
	($order:ident, $shape:ident, $($argument:tt)*) => {
		match $order {
			FULL => $shape!($($argument)*, "al"),
			ACQUIRE => $shape!($($argument)*, "a"),
			RELEASE => $shape!($($argument)*, "l"),
			_ => $shape!($($argument)*, ""),
		}
	};
}

/// Calls shape with the instruction and its operand: none subtracts or keeps, so -v is
/// added and ~v is cleared.
macro_rules! by_op {
	($op:ident, $shape:ident, $v:ident, $($argument:tt)*) => {
		match $op {
			ADD => $shape!("add", ($v), $($argument)*),
			SUB => $shape!("add", ($v.wrapping_neg()), $($argument)*),
			AND => $shape!("clr", (!$v), $($argument)*),
			OR => $shape!("set", ($v), $($argument)*),
			XOR => $shape!("eor", ($v), $($argument)*),
			_ => $shape!("clr", ($v), $($argument)*),
		}
	};
}

macro_rules! swap {
	($r:literal, $p:ident, $v:ident, $al:literal) => {{
		let old;

		assembly!(
			concat!("swp", $al, " {v:", $r, "}, {old:", $r, "}, [{p}]"),
			p = in(reg) $p,
			v = in(reg) $v,
			old = lateout(reg) old
		);
		old
	}};
}

macro_rules! compare_swap {
	($r:literal, $p:ident, $old:ident, $new:ident, $al:literal) => {{
		let found;

		assembly!(
			concat!("cas", $al, " {found:", $r, "}, {new:", $r, "}, [{p}]"),
			p = in(reg) $p,
			new = in(reg) $new,
			found = inlateout(reg) $old => found
		);
		found
	}};
}

/// Gives the old value.
macro_rules! load_op {
	($op:literal, $v:expr, $r:literal, $p:ident, $al:literal) => {{
		let old;

		assembly!(
			concat!("ld", $op, $al, " {v:", $r, "}, {old:", $r, "}, [{p}]"),
			p = in(reg) $p,
			v = in(reg) $v,
			old = lateout(reg) old
		);
		old
	}};
}

macro_rules! load_op_by_order {
	($op:literal, $v:expr, $r:literal, $p:ident, $order:ident) => {
		by_order!($order, load_op, $op, $v, $r, $p)
	};
}

macro_rules! store_op {
	($op:literal, $v:expr, $r:literal, $p:ident) => {
		assembly!(
			concat!("st", $op, " {v:", $r, "}, [{p}]"),
			p = in(reg) $p,
			v = in(reg) $v
		)
	};
}

macro_rules! exchange {
	($order:ident, $($argument:tt)*) => {
		by_order!($order, swap, $($argument)*)
	};
}

macro_rules! compare {
	($order:ident, $($argument:tt)*) => {
		by_order!($order, compare_swap, $($argument)*)
	};
}

macro_rules! fetch {
	($op:ident, $order:ident, $r:literal, $p:ident, $v:ident) => {
		by_op!($op, load_op_by_order, $v, $r, $p, $order)
	};
}

/// What subtracts is fully ordered in Linux 6.1, whatever was asked for.
macro_rules! compute {
	($op:ident, $order:ident, $r:literal, $p:ident, $v:ident) => {
		if $op == SUB {
			Self::fetch::<$op, FULL>($p, $v).wrapping_sub($v)
		} else {
			Self::fetch::<$op, $order>($p, $v).wrapping_add($v)
		}
	};
}

macro_rules! apply {
	($op:ident, $r:literal, $p:ident, $v:ident) => {
		by_op!($op, store_op, $v, $r, $p)
	};
}

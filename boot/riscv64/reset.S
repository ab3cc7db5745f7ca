/* reset.S - riscv64: from reset (M-mode, all harts at once, no firmware) to C. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "boot/riscv64/mode.h"
#include "drivers/bare.h"
#include "lib/core.h"

/* A platform's first.S: what its cores want before anything else, as macro hart_setup. */
#ifdef PLATFORM_FIRST
#include PLATFORM_FIRST
#else
	.macro hart_setup
	.endm
#endif

/*
 * _start - first instruction of every hart.
 * In:	nothing; all registers unknown		Out: boot_main(0, tree) on hart 0, no return
 */
	.section .head, "ax"
	.globl	_start
	.type	_start, @function
_start:
	hart_setup
	csrw	mie, zero			/* nothing here handles an interrupt */
	la	t0, trap_entry
	csrw	mtvec, t0			/* a wild access should report, not hang */
	csrr	a0, mhartid
	bnez	a0, hart_park
	la	t1, __bss_start			/* both 64-byte aligned (linker script) */
	la	t2, __bss_end
1:
	.irp	at, 0, 8, 16, 24, 32, 40, 48, 56
	sd	zero, \at(t1)
	.endr
	addi	t1, t1, 64
	bltu	t1, t2, 1b
	la	tp, boot_core_state
	la	t0, boot_trap_stack + TRAP_STACK_SIZE
	csrw	mscratch, t0
	la	sp, boot_stack + BOOT_STACK_SIZE
	li	a1, 0				/* the tree was read when this was built */
	tail	boot_main
	.size	_start, . - _start

/*
 * hart_park - a hart waits here until bare_core_start() says go.
 * In:	nothing					Out: core_start with a0 hart id
 * Polls: a simulator may have no wfi, and nobody sends an interrupt.
 */
	.text
	.globl	hart_park
	.type	hart_park, @function
hart_park:
	csrr	a0, mhartid
	li	t1, BARE_HARTS
	bgeu	a0, t1, hart_park		/* no word for it: tree_core() has no more */
	la	t0, bare_go
	slli	t1, a0, BARE_GO_SHIFT
	add	t0, t0, t1
1:	.4byte	0x0100000f			/* pause (Zihintpause), else a fence w,0 */
	lw	t1, 0(t0)
	beqz	t1, 1b
	sw	zero, 0(t0)
	fence	r, rw				/* go was the last thing that was written */
	j	core_start
	.size	hart_park, . - hart_park

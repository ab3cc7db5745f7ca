/* core.S - riscv64: what every hart goes through, below firmware and without it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "boot/riscv64/mode.h"
#include "lib/core.h"

	.text
/*
 * core_start - first instruction of a released core (SBI HSM, hart_start; bare: hart_park).
 * In:	a0 hart id; boot_cores			Out: boot_core(core), no return
 * OpenSBI before 1.2 says START_PENDING first and only then where to start and with what
 * (fixed by "lib: sbi: Set the state of a hart to START_PENDING after the hart is
 * ready"). A hart that sees the one without the other begins at _start, or here with the
 * tree in a1: so both ways lead here, and a1 is not believed.
 */
	.globl	core_start
	.type	core_start, @function
core_start:
	csrw	CSR(ie), zero
#ifndef BOOT_BARE
	csrw	satp, zero
#endif
	la	t0, boot_cores
	ld	t0, 0(t0)
1:	ld	tp, 0(t0)
	beqz	tp, 2f				/* not one of ours */
	addi	t0, t0, 8
	ld	t1, CORE_ID(tp)
	bne	t1, a0, 1b
	ld	t0, CORE_TRAP_STACK(tp)
	csrw	CSR(scratch), t0
	la	t0, trap_entry
	csrw	CSR(tvec), t0
	ld	sp, CORE_STACK(tp)
	mv	a0, tp
	tail	boot_core
2:	wfi
	j	2b
	.size	core_start, . - core_start

/*
 * trap_entry - any exception. Nothing is saved: the run ends with the record.
 * In:	xscratch top of the trap stack		Out: trap_report(cause, pc, address)
 */
	.balign	4				/* xtvec, direct mode */
	.globl	trap_entry
	.type	trap_entry, @function
trap_entry:
	csrr	sp, CSR(scratch)		/* the old stack may be what failed */
	csrr	a0, CSR(cause)
	csrr	a1, CSR(epc)
	csrr	a2, CSR(tval)
	la	t0, trap_again
	csrw	CSR(tvec), t0
	tail	trap_report
	.size	trap_entry, . - trap_entry

/* trap_again - an exception in trap_report: nothing can be said any more; stand still. */
	.balign	4
	.type	trap_again, @function
trap_again:
	wfi
	j	trap_again
	.size	trap_again, . - trap_again

/* In none of the parts that a loader fills or an entry clears. */
	.section .noinit, "aw", @nobits
	.balign	16
	.globl	boot_stack
boot_stack:
	.skip	BOOT_STACK_SIZE
	.globl	boot_trap_stack
boot_trap_stack:
	.skip	TRAP_STACK_SIZE

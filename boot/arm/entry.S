/* entry.S - arm: from firmware (HYP or SVC, MMU off) to C. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/arm/entry.h"
#include "boot/boot.h"
#include "lib/core.h"

	.arch	armv7-a
	.arch_extension virt
	.arm

#define R_ARM_RELATIVE	   23		 /* ELF for the Arm Architecture, 4.6.1 */

/* Arm ARM (DDI 0406C), B1.3 and B4.1, by register. */
#define MODE_MASK	   0x1f
#define MODE_HYP	   0x1a
#define PSR_SVC_MASKED	   0x1d3	 /* SVC, Arm state; A, I, F set */
#define CNTHCTL_PL1	   3		 /* PL1 may read counter and timer */
#define HCPTR_NO_TRAPS	   0x33ff	 /* RES1 bits, nothing trapped */
#define ACTLR_SMP	   (1 << 6)	 /* Cortex-A7, A9, A15: takes part in coherency */
#define DACR_CLIENT	   1		 /* domain 0: as the descriptors say */
#define SCTLR_SET	   0x10001805	 /* TRE, I, Z, C, M */
#define SCTLR_CLEAR	   0x631a2002	 /* TE, AFE, EE, VE, UWXN, WXN, HA, V, A */
#define TTBR0_WALKS	   0x6a		 /* inner shareable, write-back and allocate */
/* Attributes 0: normal, write-back and allocate, inner shareable; 1: device. */
#define PRRR_VALUE	   0x010a0006
#define NMRR_VALUE	   0x00010001

/* Where a symbol is; reads no memory. */
	.macro	address, register, symbol
	movw	\register, #:lower16:\symbol - .Lpc\@
	movt	\register, #:upper16:\symbol - .Lpc\@
	.set	.Lpc\@, . + 8
	add	\register, \register, pc
	.endm

	.macro	constant, register, value
	movw	\register, #(\value) & 0xffff
	movt	\register, #(\value) >> 16
	.endm

/*
 * What a zImage begins with (Documentation/arm/booting.rst), so that loaders take the flat
 * image. It is the first thing of the image.
 */
	.section .head, "ax"
	.globl	_start
	.type	_start, %function
_start:
	.rept	8
	nop
	.endr
	b	boot_entry
	.long	0x016f2818			/* magic */
	.long	0				/* runs wherever it was loaded */
	.long	__bss_start			/* size of the file: it is linked at 0 */
	.size	_start, . - _start

/*
 * boot_entry - first instruction of the one core that boots.
 * In:	r2 device tree; MMU off			Out: boot_main(0, tree), no return
 * Until the MMU is on memory is strongly ordered: aligned accesses only, nothing cached.
 */
	.text
	.type	boot_entry, %function
boot_entry:
	mov	r10, r2
	bl	enter_svc
	address	r9, _start			/* linked at 0, so this is where we are */
	address	r1, __rela_start
	address	r2, __rela_end
1:	cmp	r1, r2
	bhs	2f
	ldr	r3, [r1], #4			/* r_offset */
	ldr	r4, [r1], #4			/* r_info: 0 is R_ARM_NONE, left by gc */
	cmp	r4, #R_ARM_RELATIVE		/* make lets no other pass */
	bne	1b
	ldr	r4, [r9, r3]
	add	r4, r4, r9
	str	r4, [r9, r3]
	b	1b
2:	address	r1, __bss_start			/* both 16-byte aligned (linker script) */
	address	r2, __bss_end
	mov	r4, #0
	mov	r5, #0
	mov	r6, #0
	mov	r7, #0
3:	cmp	r1, r2
	bhs	4f
	stmia	r1!, {r4-r7}
	b	3b
4:	address	sp, boot_stack + BOOT_STACK_SIZE
	mov	r0, r9
	address	r1, _end
	mov	r2, r10
	bl	mmu_first_tables
	/*
	 * What was written so far went past the caches; lines that the loader left in
	 * them would hide it.
	 */
	mrc	p15, 0, r1, c0, c0, 1		/* CTR */
	ubfx	r1, r1, #16, #4			/* DminLine: log2 of words */
	mov	r2, #4
	lsl	r2, r2, r1
	mov	r3, r9
	address	r4, _end
5:	mcr	p15, 0, r3, c7, c6, 1		/* DCIMVAC */
	add	r3, r3, r2
	cmp	r3, r4
	blo	5b
	dsb
	bl	mmu_on
	address	r0, boot_core_state
	mcr	p15, 0, r0, c13, c0, 4		/* TPIDRPRW: cpu_local() */
	address	r0, boot_trap_stack + TRAP_STACK_SIZE
	mcr	p15, 0, r0, c13, c0, 2		/* TPIDRURW: trap_entry */
	mov	r0, #0
	mov	r1, #0
	mov	r2, r10
	b	boot_main
	.size	boot_entry, . - boot_entry

/*
 * core_start - first instruction of a released core.
 * In:	MMU off; boot_cores			Out: boot_core(core), no return
 * Reads no memory before the MMU is on: the boot core's writes are in its cache. Nor does
 * it believe its registers: a mailbox passes nothing.
 */
	.globl	core_start
	.type	core_start, %function
core_start:
	bl	enter_svc
	bl	mmu_on
	mrc	p15, 0, r1, c0, c0, 5		/* MPIDR */
	constant r2, MPIDR_AFFINITY
	and	r1, r1, r2
	address	r2, boot_cores
	ldr	r2, [r2]
1:	ldr	r0, [r2], #4
	cmp	r0, #0
	beq	2f				/* not one of ours */
	ldr	r3, [r0, #CORE_ID]		/* its lower half; the upper is 0 */
	cmp	r3, r1
	bne	1b
	mcr	p15, 0, r0, c13, c0, 4
	ldr	r1, [r0, #CORE_TRAP_STACK]
	mcr	p15, 0, r1, c13, c0, 2
	ldr	sp, [r0, #CORE_STACK]
	b	boot_core
2:	wfi
	b	2b
	.size	core_start, . - core_start

/*
 * enter_svc - goes on in SVC, whether entered in HYP or SVC; sets traps up.
 * In:	lr					Out: SVC; r0, r11 lost
 */
	.type	enter_svc, %function
enter_svc:
	mov	r11, lr				/* each mode has an lr of its own */
	cpsid	aif
	mrs	r0, cpsr
	and	r0, r0, #MODE_MASK
	cmp	r0, #MODE_HYP
	bne	1f
	mov	r0, #0
	mcr	p15, 4, r0, c1, c1, 0		/* HCR: nothing is virtual */
	mcr	p15, 4, r0, c1, c1, 3		/* HSTR */
	mcrr	p15, 4, r0, r0, c14		/* CNTVOFF: virtual counter = physical counter */
	mcrr	p15, 6, r0, r0, c2		/* VTTBR */
	constant r0, HCPTR_NO_TRAPS
	mcr	p15, 4, r0, c1, c1, 2
	mov	r0, #CNTHCTL_PL1
	mcr	p15, 4, r0, c14, c1, 0
	mrc	p15, 0, r0, c0, c0, 0		/* MIDR */
	mcr	p15, 4, r0, c0, c0, 0		/* VPIDR */
	mrc	p15, 0, r0, c0, c0, 5		/* MPIDR */
	mcr	p15, 4, r0, c0, c0, 5		/* VMPIDR */
	constant r0, PSR_SVC_MASKED
	msr	spsr_cxsf, r0
	adr	r0, 1f
	msr	elr_hyp, r0
	eret
1:	address	r0, vectors
	mcr	p15, 0, r0, c12, c0, 0		/* VBAR */
	isb
	bx	r11
	.size	enter_svc, . - enter_svc

/*
 * mmu_on - turns translation and caches on, with the table of mmu.c.
 * In:	lr					Out: r0-r1 lost
 */
	.type	mmu_on, %function
mmu_on:
	mrc	p15, 0, r0, c1, c0, 1		/* ACTLR, as Linux: only where it is not set, */
	tst	r0, #ACTLR_SMP			/* for firmware may keep it from us */
	orreq	r0, r0, #ACTLR_SMP
	mcreq	p15, 0, r0, c1, c0, 1
	mov	r0, #0
	mcr	p15, 0, r0, c2, c0, 2		/* TTBCR: short descriptors, TTBR0 alone */
	mov	r0, #DACR_CLIENT
	mcr	p15, 0, r0, c3, c0, 0
	constant r0, PRRR_VALUE
	mcr	p15, 0, r0, c10, c2, 0
	constant r0, NMRR_VALUE
	mcr	p15, 0, r0, c10, c2, 1
	address	r0, mmu_table
	orr	r0, r0, #TTBR0_WALKS
	mcr	p15, 0, r0, c2, c0, 0
	isb
	mcr	p15, 0, r0, c8, c7, 0		/* TLBIALL */
	mcr	p15, 0, r0, c7, c5, 0		/* ICIALLU: code may have been written just now */
	mcr	p15, 0, r0, c7, c5, 6		/* BPIALL */
	dsb
	isb
	mrc	p15, 0, r0, c1, c0, 0
	constant r1, SCTLR_CLEAR
	bic	r0, r0, r1
	constant r1, SCTLR_SET
	orr	r0, r0, r1
	mcr	p15, 0, r0, c1, c0, 0
	isb
	bx	lr
	.size	mmu_on, . - mmu_on

/* The vectors (B1.8.1): which one it was, and where. */
	.macro	trap, which, ahead
	mov	r0, #\which
	sub	r2, lr, #\ahead			/* B1.8.3: what lr has beyond the instruction */
	b	trap_entry
	.endm

	.balign	32
	.type	vectors, %object
vectors:
	b	trap_again			/* not used */
	b	1f
	b	2f
	b	3f
	b	4f
	b	trap_again			/* of HYP only */
	b	6f
	b	7f
	.size	vectors, . - vectors
1:	trap	TRAP_UNDEFINED, 4
2:	trap	TRAP_SVC, 4
3:	trap	TRAP_PREFETCH, 4
4:	trap	TRAP_DATA, 8
6:	trap	TRAP_IRQ, 4
7:	trap	TRAP_FIQ, 4

/*
 * trap_entry - any exception, in its own mode. Nothing is saved: the run ends with the
 * record. The trap stack can be had once: a trap within the report finds none.
 * In:	r0 which, r2 pc, TPIDRURW top of the trap stack	Out: trap_report(which, pc, address)
 */
	.type	trap_entry, %function
trap_entry:
	mov	r1, #0				/* upper halves of 64 bits */
	mov	r3, #0
	mrc	p15, 0, sp, c13, c0, 2
	mcr	p15, 0, r1, c13, c0, 2
	cmp	sp, #0
	beq	trap_again
	mrc	p15, 0, r4, c6, c0, 0		/* DFAR */
	cmp	r0, #TRAP_PREFETCH
	moveq	r4, r2
	mov	r5, #0
	push	{r4, r5}
	bl	trap_report
	.size	trap_entry, . - trap_entry

/* trap_again - nothing can be said any more; stand still. */
	.type	trap_again, %function
trap_again:
	wfi
	b	trap_again
	.size	trap_again, . - trap_again

	.bss
	.balign	16
boot_stack:
	.skip	BOOT_STACK_SIZE
boot_trap_stack:
	.skip	TRAP_STACK_SIZE

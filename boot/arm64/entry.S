/* entry.S - arm64: from firmware (EL2 or EL1, MMU off) to C. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "lib/core.h"

#define RELA_SIZE	   24 /* Elf64_Rela: r_offset, r_info, r_addend */

/* Arm ARM (DDI 0487), D13.2, by register. */
#define HCR_EL2_RW	   (1 << 31)	 /* EL1 is AArch64 */
#define CNTHCTL_EL2_EL1	   3		 /* EL1 may read counter and timer */
#define CPTR_EL2_NO_TRAPS  0x33ff	 /* RES1 bits, nothing trapped */
#define SCTLR_EL1_OFF	   0x30d00800	 /* RES1 bits, MMU and caches off */
#define SCTLR_EL1_ON	   0x30d0180d	 /* + I, SA, C, M */
#define SPSR_EL1H_MASKED   0x3c5	 /* EL1 with its own stack, DAIF set */
#define CPACR_EL1_FPEN	   (3 << 20)	 /* newlib uses the SIMD registers */
#define MAIR_VALUE	   0x04ff	 /* 0: normal write-back; 1: Device-nGnRE */
#define TCR_VALUE	   0x803510	 /* T0SZ 16, walks inner-shareable write-back, 4K, EPD1 */
#define TCR_IPS_SHIFT	   32
#define MPIDR_AFFINITY	   0xff00ffffff	 /* Aff3, Aff2..Aff0 */

/*
 * The Linux image header (Documentation/arm64/booting.rst), so that loaders take the
 * flat image. It is the first thing of the image.
 */
	.section .head, "ax"
	.globl	_start
	.type	_start, %function
_start:
	b	boot_entry			/* code0 */
	.long	0				/* code1 */
	.quad	0				/* text_offset */
	.size	_start, . - _start
	/* The linker script puts image_size here, with .bss. */
	.section .head.rest, "a"
	.quad	0xa				/* flags: little-endian, 4K pages, anywhere */
	.quad	0
	.quad	0
	.quad	0
	.ascii	"ARM\x64"			/* magic */
	.long	0				/* no PE header */

/*
 * boot_entry - first instruction of the one core that boots.
 * In:	x0 device tree; MMU off			Out: boot_main(0, tree), no return
 * Until the MMU is on memory is Device: aligned accesses only, nothing cached.
 */
	.text
	.type	boot_entry, %function
boot_entry:
	mov	x21, x0
	bl	enter_el1
	adrp	x20, _start			/* linked at 0, so this is where we are */
	adrp	x1, __rela_start
	add	x1, x1, :lo12:__rela_start
	adrp	x2, __rela_end
	add	x2, x2, :lo12:__rela_end
1:	cmp	x1, x2
	b.hs	2f
	ldr	x3, [x1]			/* r_offset */
	ldr	x5, [x1, #8]			/* r_info: 0 is R_AARCH64_NONE, left by gc */
	ldr	x4, [x1, #16]			/* r_addend */
	add	x4, x4, x20
	add	x1, x1, #RELA_SIZE
	cbz	x5, 1b
	str	x4, [x20, x3]			/* R_AARCH64_RELATIVE: make lets no other pass */
	b	1b
2:	adrp	x1, __bss_start			/* both 16-byte aligned (linker script) */
	add	x1, x1, :lo12:__bss_start
	adrp	x2, __bss_end
	add	x2, x2, :lo12:__bss_end
3:	cmp	x1, x2
	b.hs	4f
	stp	xzr, xzr, [x1], #16
	b	3b
4:	adrp	x1, boot_stack
	add	x1, x1, :lo12:boot_stack
	mov	x2, #BOOT_STACK_SIZE
	add	sp, x1, x2
	mov	x0, x20
	adrp	x1, _end
	add	x1, x1, :lo12:_end
	mov	x2, x21
	bl	mmu_first_tables
	/*
	 * What was written so far went past the caches; lines that the loader left in
	 * them would hide it.
	 */
	mrs	x1, ctr_el0
	ubfx	x1, x1, #16, #4			/* DminLine: log2 of words (D13.2.34) */
	mov	x2, #4
	lsl	x2, x2, x1
	mov	x3, x20
	adrp	x4, _end
	add	x4, x4, :lo12:_end
5:	dc	ivac, x3
	add	x3, x3, x2
	cmp	x3, x4
	b.lo	5b
	dsb	sy
	bl	mmu_on
	adrp	x0, boot_core_state
	add	x0, x0, :lo12:boot_core_state
	msr	tpidr_el1, x0
	adrp	x0, boot_trap_stack
	add	x0, x0, :lo12:boot_trap_stack
	mov	x1, #TRAP_STACK_SIZE
	add	x0, x0, x1
	msr	sp_el0, x0
	mov	x0, #0
	mov	x1, x21
	b	boot_main
	.size	boot_entry, . - boot_entry

/*
 * core_start - first instruction of a released core (PSCI CPU_ON, spin-table).
 * In:	MMU off; boot_cores			Out: boot_core(core), no return
 * Reads no memory before the MMU is on: the boot core's writes are in its cache. Nor does
 * it believe its registers: a spin table passes nothing.
 */
	.globl	core_start
	.type	core_start, %function
core_start:
	bl	enter_el1
	bl	mmu_on
	mrs	x1, mpidr_el1
	ldr	x2, =MPIDR_AFFINITY
	and	x1, x1, x2
	adrp	x2, boot_cores
	ldr	x2, [x2, :lo12:boot_cores]
1:	ldr	x0, [x2], #8
	cbz	x0, 2f				/* not one of ours */
	ldr	x3, [x0, #CORE_ID]
	cmp	x3, x1
	b.ne	1b
	msr	tpidr_el1, x0
	ldr	x1, [x0, #CORE_TRAP_STACK]
	msr	sp_el0, x1
	ldr	x1, [x0, #CORE_STACK]
	mov	sp, x1
	b	boot_core
2:	wfi
	b	2b
	.size	core_start, . - core_start

/*
 * enter_el1 - goes on at EL1, whether entered at EL2 or EL1; sets traps and SIMD up.
 * In:	lr					Out: EL1, own stack pointer; x0-x1 lost
 */
	.type	enter_el1, %function
enter_el1:
	msr	daifset, #0xf
	mrs	x0, CurrentEL
	cmp	x0, #(2 << 2)
	b.ne	1f
	mov	x0, #HCR_EL2_RW
	msr	hcr_el2, x0
	mov	x0, #CNTHCTL_EL2_EL1
	msr	cnthctl_el2, x0
	msr	cntvoff_el2, xzr		/* virtual counter = physical counter */
	mov	x0, #CPTR_EL2_NO_TRAPS
	msr	cptr_el2, x0
	msr	hstr_el2, xzr
	msr	vttbr_el2, xzr
	mrs	x0, midr_el1
	msr	vpidr_el2, x0
	mrs	x0, mpidr_el1
	msr	vmpidr_el2, x0
	ldr	w0, =SCTLR_EL1_OFF
	msr	sctlr_el1, x0
	mov	x0, #SPSR_EL1H_MASKED
	msr	spsr_el2, x0
	adr	x0, 1f
	msr	elr_el2, x0
	eret
1:	mov	x0, #CPACR_EL1_FPEN
	msr	cpacr_el1, x0
	adrp	x0, vectors
	add	x0, x0, :lo12:vectors
	msr	vbar_el1, x0
	isb
	ret
	.size	enter_el1, . - enter_el1

/*
 * mmu_on - turns translation and caches on, with the tables of mmu.c.
 * In:	lr					Out: x0-x1 lost
 */
	.type	mmu_on, %function
mmu_on:
	mov	x0, #MAIR_VALUE
	msr	mair_el1, x0
	ldr	x0, =TCR_VALUE
	mrs	x1, id_aa64mmfr0_el1
	and	x1, x1, #7			/* PARange: the sizes that TCR.IPS knows */
	orr	x0, x0, x1, lsl #TCR_IPS_SHIFT
	msr	tcr_el1, x0
	adrp	x0, mmu_tables
	add	x0, x0, :lo12:mmu_tables
	msr	ttbr0_el1, x0
	isb
	tlbi	vmalle1
	ic	iallu				/* code may have been written just now */
	dsb	sy
	isb
	ldr	w0, =SCTLR_EL1_ON
	msr	sctlr_el1, x0
	isb
	ret
	.size	mmu_on, . - mmu_on

/*
 * The vectors (D1.10.2). An exception from our own level with its own stack is a trap; it
 * is reported on the trap stack. One from that stack is a trap within the report.
 */
	.balign	2048
	.type	vectors, %object
vectors:
	.rept	4				/* current level, SP_EL0: in the report */
	b	trap_again
	.balign	128
	.endr
	.rept	12
	b	trap_entry
	.balign	128
	.endr
	.size	vectors, . - vectors

/*
 * trap_entry - any exception. Nothing is saved: the run ends with the record.
 * In:	SP_EL0 top of the trap stack		Out: trap_report(ESR, ELR, FAR)
 */
	.type	trap_entry, %function
trap_entry:
	msr	spsel, #0			/* the old stack may be what failed */
	mrs	x0, esr_el1
	mrs	x1, elr_el1
	mrs	x2, far_el1
	b	trap_report
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

/* entry.S - riscv64: from firmware (S-mode, translation off) to C; see also core.S. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/boot.h"
#include "lib/core.h"

#define RELA_SIZE	 24 /* Elf64_Rela: r_offset, r_info, r_addend */

/*
 * The Linux image header (Documentation/riscv/boot-image-header.rst), so that U-Boot's
 * booti and QEMU's -kernel take the flat image. It is the first thing of the image.
 */
	.section .head, "ax"
	.globl	_start
	.type	_start, @function
_start:
	.option	push
	.option	norvc
	.option	norelax				/* the fields behind it have their places */
	j	boot_entry			/* code0 */
	.option	pop
	.word	0				/* code1 */
	.quad	0x200000			/* text_offset: behind the firmware */
	.size	_start, . - _start
	/* The linker script puts image_size here, with .bss. */
	.section .head.rest, "a"
	.quad	0				/* flags: little-endian */
	.word	2				/* version 0.2 */
	.word	0
	.quad	0
	.ascii	"RISCV\0\0\0"			/* magic, deprecated */
	.ascii	"RSC\x05"			/* magic2 */
	.word	0				/* no PE header */

/*
 * boot_entry - first instruction of the one hart that boots; any hart may be it.
 * In:	a0 hart id, a1 device tree; satp 0	Out: boot_main(hart id, tree), no return
 */
	.text
	.type	boot_entry, @function
boot_entry:
	csrw	sie, zero			/* nothing here handles an interrupt */
	csrw	satp, zero			/* physical addresses, attributes by the PMAs */
	la	t0, boot_entered
	li	t1, 1
	amoswap.w t1, t1, (t0)
	bnez	t1, core_start			/* OpenSBI before 1.2; see there */
	la	t0, _start			/* linked at 0, so this is where we are */
	la	t1, __rela_start
	la	t2, __rela_end
	bgeu	t1, t2, 2f
1:	ld	t3, 0(t1)			/* r_offset */
	ld	t5, 8(t1)			/* r_info: 0 is R_RISCV_NONE, left by gc */
	ld	t4, 16(t1)			/* r_addend */
	add	t3, t3, t0
	add	t4, t4, t0
	beqz	t5, 5f
	sd	t4, 0(t3)			/* R_RISCV_RELATIVE: make lets no other pass */
5:	addi	t1, t1, RELA_SIZE
	bltu	t1, t2, 1b
2:	la	t1, __bss_start			/* both 16-byte aligned (linker script) */
	la	t2, __bss_end
	bgeu	t1, t2, 4f
3:	sd	zero, 0(t1)
	addi	t1, t1, 8
	bltu	t1, t2, 3b
4:	fence.i					/* code may have been written just now */
	la	tp, boot_core_state
	la	t0, boot_trap_stack + TRAP_STACK_SIZE
	csrw	sscratch, t0
	la	t0, trap_entry
	csrw	stvec, t0			/* a wild access should report, not hang */
	la	sp, boot_stack + BOOT_STACK_SIZE
	tail	boot_main
	.size	boot_entry, . - boot_entry

	.data
	.balign	4
boot_entered:
	.word	0				/* not in .bss: set before that is cleared */

/* first.S - what the cores of OpenC910 want before anything else. */
/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Set-up as the C910's own start-up code has it (C910 user manual, machine-mode extended
 * registers). Without MSMPR.SMPEN a core does not take part in coherence.
 */
	.macro hart_setup
	li	t0, 0x638000
	csrs	0x7c0, t0			/* mxstatus */
	csrsi	0x7f3, 1			/* msmpr: SMPEN */
	li	t0, 0x70013
	csrs	0x7c2, t0			/* mcor: caches and predictors invalid */
	li	t0, 0x11ff
	csrs	0x7c1, t0			/* mhcr: caches and predictors on */
	li	t0, 0x6e30c
	csrs	0x7c5, t0			/* mhint: prefetchers */
	li	t0, 0xe0000009
	csrs	0x7c3, t0			/* mccr2: second-level cache on */
	.endm

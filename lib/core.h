/* core.h - what every core carries with it; entry.S knows the first three members. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LIB_CORE_H
#define LIB_CORE_H

#define CORE_STACK 0 /* offsetof(struct core, stack): proved in boot/main.c */
#define CORE_TRAP_STACK __SIZEOF_POINTER__ /* offsetof(struct core, trap_stack) */
#define CORE_ID (2 * __SIZEOF_POINTER__)   /* offsetof(struct core, id) */

#ifndef __ASSEMBLER__
#include <stdatomic.h>
#include <stdint.h>
#include <sys/reent.h>

enum core_state {
	CORE_OFF,     /* not started, or stopped itself */
	CORE_STARTED, /* the firmware was asked to start it */
	CORE_RUNNING, /* it arrived in C */
	CORE_LOST,    /* it was started and did not come */
};

struct core_ops;

/* Owned by the core itself, but for state, which its starter and it both write. */
struct core {
	uintptr_t stack;      /* top of the stack, 16-byte aligned */
	uintptr_t trap_stack; /* top of the stack that a trap switches to */
	uint64_t id;          /* hart id (SBI), MPIDR affinity (PSCI) */
	uint64_t kind;        /* what sort of core: marchid, MIDR_EL1; 0 where unknown */
	uint32_t features;    /* what it has of enum core_feature (runner/test.h) */
	uint32_t index;       /* 0 conducts: the boot core, where it is wanted */
	_Atomic uint32_t state;
	uint32_t place;   /* in the machine's own list of cores that can run tests */
	int32_t cluster;  /* whose cores share something; -1 where unknown */
	const char *name; /* of its kind: "cortex-a53"; "" where unknown */
	const struct core_ops
		*ops;        /* how it is started (drivers/firmware.h); NULL: no way */
	uint64_t release;    /* spin-table: where it looks for its entry; 0: nowhere */
	struct _reent reent; /* newlib's per-thread state */
};
#endif

#endif

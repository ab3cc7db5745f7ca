/* specimen.h - the frame of a generated thread function; only generated files include it. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_SPECIMEN_H
#define RUNNER_SPECIMEN_H

#include "runner/test.h"

/*
 * The build compiles a generated file once per variant, with the dialect's header
 * included first, and with VARIANT (an identifier, lkmm_gcc), DIALECT and TOOLCHAIN
 * (strings) and NEEDS (enum core_feature) defined. Symbols carry the variant: SB_P0_lkmm_gcc.
 */
#define SPECIMEN_PASTE_(a, b) a##_##b
#define SPECIMEN_PASTE(a, b) SPECIMEN_PASTE_(a, b)
#define SPECIMEN_NAME(thread) SPECIMEN_PASTE(thread, VARIANT)

/* A body must be part of its loop: a call would cost more than the body itself. */
#define SPECIMEN_BODY static inline __attribute__((always_inline)) void

#if UINTPTR_MAX > UINT32_MAX
#define SPECIMEN_WORD "8"
#else
#define SPECIMEN_WORD "4"
#endif

/*
 * Keeps one instance's accesses from moving into the next one's: no instruction. The section,
 * which is not loaded, tells barelitmus asm the addresses where bodies end. "inline": gcc is
 * not to take the lines for instructions. rust/frame.rs has the same.
 */
#define SPECIMEN_BOUNDARY()                                                              \
	__asm__ volatile inline("2:\n"                                                   \
				".pushsection specimen_boundaries,\"\"\n"                \
				"." SPECIMEN_WORD "byte 2b\n"                            \
				".popsection" ::                                         \
					: "memory")

/*
 * One entry of the image's variant table, which has no gaps: gcc would align it more.
 * perpetual_table may be NULL.
 */
#define SPECIMEN_VARIANT(test_symbol, thread_table, perpetual_table)                     \
	extern const struct test test_symbol;                                            \
	static const struct variant SPECIMEN_PASTE(test_symbol, entry)                   \
		__attribute__((section("litmus_variants"), used,                         \
			       aligned(_Alignof(struct variant)))) = {                   \
			.test = &test_symbol,                                            \
			.dialect = DIALECT,                                              \
			.toolchain = TOOLCHAIN,                                          \
			.threads = thread_table,                                         \
			.perpetual = perpetual_table,                                    \
			.needs = NEEDS,                                                  \
	}

#endif

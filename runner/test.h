/* test.h - what litmusc tells the runner: a test, its variants, a thread's arguments. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_TEST_H
#define RUNNER_TEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * litmusc writes two C files for a group of tests. One is compiled once and holds a
 * const struct test per test; the other holds the thread bodies, is compiled once per
 * variant (dialect + toolchain), and adds one struct variant per test to the section
 * "litmus_variants". The linker gathers them; nobody keeps a list. Everything here is
 * const data: any core may read it at any time.
 */

enum {
	TEST_MAX_THREADS = 32,
	TEST_MAX_LOCATIONS = 32,
	TEST_MAX_ITEMS = 64,
	TEST_MAX_OPS = 1024,       /* operations in one condition */
	TEST_MAX_SMALL = 16,       /* largest test_item.small */
	TEST_PERPETUAL_COPIES = 8, /* iterations in a round of a perpetual function */
	TEST_RCU_APART =
		128, /* bytes from a thread's state in thread_args.rcu to the next */
};

/*
 * A value of an outcome. Integers stand for themselves, sign-extended from the width of
 * their register or location. The address of location l of the same instance is
 * VALUE_ADDRESS(l): no integer that fits a test comes near it.
 */
#define VALUE_ADDRESS_BASE INT64_C(0x4c49544d55530000)
#define VALUE_ADDRESS(l) (VALUE_ADDRESS_BASE + (l))

/* In an outcome of scheme perpetual that is not the target: nobody looked. */
#define VALUE_ANY (VALUE_ADDRESS_BASE - 1)

/* A shared location. */
struct test_location {
	const char *name; /* as in the test: "x" */
	int64_t init;     /* initial value: an integer or VALUE_ADDRESS(l) */
	uint8_t width;    /* bytes: 1, 2, 4 or 8 */
	uint8_t reset_by; /* thread that resets it: one that reads it, where one does */
};

/* One observed value: a register at the end of its thread, or a location at the end. */
struct test_item {
	const char *name; /* as printed: "0:r0", "[x]" */
	int8_t thread;    /* whose register; ITEM_MEMORY for a location */
	uint8_t width;    /* bytes: 1, 2, 4 or 8 */
	uint8_t small; /* 0..small-1 are its common values, 2 <= small <= TEST_MAX_SMALL */
	uint8_t may_point; /* 1: may hold the address of a location */
	uint16_t where;    /* offset in the thread's log record, in bytes; or location */
};
#define ITEM_MEMORY (-1)

/*
 * A condition in postfix order over the items of an outcome. COND_EQ and COND_NE push
 * item == value; COND_EQ_ITEM and COND_NE_ITEM push item == item[value]; COND_NOT works
 * on the top, the others on the top two. At the end one truth value is left.
 */
enum cond_code {
	COND_TRUE,
	COND_FALSE,
	COND_EQ,
	COND_NE,
	COND_EQ_ITEM,
	COND_NE_ITEM,
	COND_NOT,
	COND_AND,
	COND_OR,
	COND_IMPLIES,
};

struct cond_op {
	uint8_t code;
	uint8_t item;
	int64_t value;
};

enum test_quantifier { TEST_EXISTS, TEST_NOT_EXISTS, TEST_FORALL };

/* What a model says of the proposition (the condition without its quantifier). */
enum test_expect { EXPECT_NONE, EXPECT_NEVER, EXPECT_SOMETIMES, EXPECT_ALWAYS };

/*
 * From a comment of the test: "Result: Never" is for the mix lkmm on every machine;
 * "Result[c11,lkmm:c11]: Never" names mixes (globs); "Result[lkmm@arm64]: Never" an
 * architecture as well. The first that matches counts; the unbracketed one comes last.
 * Files of verdicts add to them: docs/method.md.
 */
struct test_result {
	const char *mix;  /* glob over the mix: runner/verdict.h */
	const char *arch; /* "*" or "arm64", "riscv64" */
	enum test_expect expect;
	/*
	 * Who says so: "lkmm", "c11" (rc11), "asm" (the architecture's model, of the
	 * compiled code), "test" (a comment with brackets), "file" (one that does not say).
	 */
	const char *source;
};

/*
 * The outcomes that an interleaving of the threads can have (SC), and those that only
 * store buffers add (TSO), as litmusc found them by running the test in all ways. Nobody
 * may conclude anything from a set that is not known. Those of the filter are left out.
 */
struct test_allowed {
	const int64_t *values; /* item_count each: the sc, then the tso; both sorted */
	uint16_t sc;
	uint16_t tso; /* without those of sc */
	bool sc_known;
	bool tso_known;
};

/*
 * One "register = value" of a condition where the test runs perpetually: the value that
 * the item's thread loaded from a location which thread writer alone writes. store 0: the
 * initial value, so the load came before the writer's first store of its iteration; else
 * the value of that store, counted from 1 among the writer's stores to the location.
 */
struct test_read {
	uint8_t item;
	uint8_t writer;
	uint8_t store;
};

/*
 * For scheme perpetual (runner/perpetual.h). Iteration n of the writer stores
 * (n << shift) + a by its store number a, 1 <= a <= 1 << shift.
 */
struct test_perpetual {
	const char *why_not;           /* what keeps the test from it; NULL: nothing */
	const struct test_read *reads; /* all of them are wanted at once */
	uint8_t read_count;
	uint8_t shift;
	uint8_t by; /* the thread whose iterations are counted: it reads */
};

/* What must be reordered before a control's target can be seen. */
enum test_needs {
	NEEDS_SC,   /* nothing: an interleaving shows it */
	NEEDS_TSO,  /* a store with a later load */
	NEEDS_WEAK, /* more than that; whether any machine does it is not known */
};

/*
 * A control is a test of its own, made from another by one change that lets its target
 * through: docs/method.md. It is compiled in few variants, and runs only beside a test.
 */
struct test {
	const char *name; /* from the first line of the file */
	const char *id;   /* the name where it is unique in the image, else name~2, … */
	const char *path; /* the file, as given to litmusc */
	const char
		*suites;  /* names of the suites it is in, blank-separated; "" for none */
	const char *text; /* the condition as printed: "exists (0:r0=0 /\ 1:r0=0)" */
	const char *info; /* header lines copied to the log ("Orig=…\nHash=…\n"), or "" */
	const struct test_location *locations;
	const struct test_item *items; /* in the order in which they are printed */
	const struct cond_op *condition;
	const struct cond_op *filter; /* NULL where the test has none */
	const struct test_result *results;
	struct test_allowed allowed;
	struct test_perpetual perpetual;
	const struct test *const *controls; /* of this test; several may share one */
	const char *control_of;   /* id of the test that it was made from; NULL: a test */
	const char *change;       /* of a control: "fence", "weaken" or "swap" */
	const uint16_t *log_size; /* per thread: bytes of a log record, may be 0 */
	uint16_t condition_ops;
	uint16_t filter_ops;
	uint8_t threads; /* 1..TEST_MAX_THREADS */
	uint8_t location_count;
	uint8_t item_count;
	uint8_t result_count;
	uint8_t control_count;
	uint8_t needs;      /* of a control: enum test_needs */
	uint8_t quantifier; /* enum test_quantifier */
	bool is_marked;     /* no thread has a plain access to a location */
	bool waits;         /* a thread's end may depend on another's: not for turns */
	bool is_racy;       /* the model says: a data race; then it says nothing else */
};

/*
 * What a generated thread function gets. It runs groups * k instances: before each group
 * of k it calls pace(pacer, group), which is the instrument; then k bodies follow in a
 * straight line, each on the next instance, without a call between them.
 *
 * pace() returns 0, but the core may have to wait for it: the load that brings it misses
 * the cache. late & late[l] is added to the address of location l, so that a location
 * whose late[l] is -1 is known late by its address, which orders nothing.
 */
struct thread_args {
	char *location
		[TEST_MAX_LOCATIONS]; /* of the first instance, by location number */
	ptrdiff_t stride;             /* bytes from an instance to the next */
	void *log;                    /* first log record of this thread */
	char *rcu; /* the group's states for RCU, one per thread, all 0 before the first run */
	uint32_t groups;
	uint32_t k;
	ptrdiff_t (*pace)(void *pacer, uint32_t group);
	void *pacer;
	ptrdiff_t late[TEST_MAX_LOCATIONS]; /* by location: 0 or -1 */
};

/*
 * A primitive that waited too long for another thread sets it, and from then on no
 * primitive waits. Core 0 clears it between jobs.
 */
extern volatile uint32_t specimen_gave_up;

typedef void thread_fn(const struct thread_args *args);

/*
 * A perpetual function has the same arguments and runs groups * TEST_PERPETUAL_COPIES
 * iterations, all on the first instance and without a pace. They store the values that
 * struct test_perpetual tells of, and log as ever: a record each.
 */

/* What a core may have beyond the base architecture, and a variant need: bits. */
enum core_feature {
	CORE_LSE = 1,    /* arm64: FEAT_LSE, atomics in one instruction */
	CORE_CYCLES = 2, /* a clock of its own: cpu_cycles() */
};

/* One test as one toolchain compiled it in one dialect. */
struct variant {
	const struct test *test;
	const char *dialect;         /* "lkmm" */
	const char *toolchain;       /* "gcc"; with a flavour "gcc-lse" */
	thread_fn *const *threads;   /* test->threads of them */
	thread_fn *const *perpetual; /* likewise; NULL: it has none */
	uint32_t needs;              /* enum core_feature */
};

#endif

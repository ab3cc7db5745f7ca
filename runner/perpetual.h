/* perpetual.h - how often the target was seen in a run without resets. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_PERPETUAL_H
#define RUNNER_PERPETUAL_H

#include <stdint.h>

#include "runner/histogram.h"
#include "runner/test.h"

/*
 * In scheme perpetual each thread runs its body frames times, on one set of locations and
 * without waiting for the others. Iteration n of the thread that writes a location stores
 * (n << shift) + a there by its store number a: every value tells which store wrote it, and
 * 0 is that of before the run. A frame is one iteration n[t] of each thread t; the threads
 * need not have been in them at the same time.
 *
 * The target is a conjunction of reads (struct test_read). In a frame, with v what the
 * read's thread r loaded and w the location's only writer,
 *
 *	store 0 holds where  v <= n[w] << shift
 *	store a holds where  v == (n[w] << shift) + a
 *
 * Why a frame in which all hold is a real witness. The stores to a location are all of one
 * thread, in program order, and of growing values, so coherence order is the order of the
 * values. A v that is at most n[w] << shift was written before the first store of iteration
 * n[w]: the load is from-reads before it, as in the test. One that is equal was written by
 * that very store: the load reads from it. So the events of the frame have among them all
 * the communication edges of the test's target, and the same program order, fences and
 * dependencies: whatever cycle forbids the target is a cycle of this execution. Nothing of
 * that relies on how the frame was found.
 *
 * Counting. Each iteration n of thread by is counted once or not at all: whether there is
 * a witness with n[by] = n. It is found without a search over all frames, since each read
 * holds only if
 *
 *	n[w] >= (v - a) >> shift, rounded up	(store 0 counts as a = 0)
 *
 * and, for equality, not at an n[r] whose v is below (n[w] << shift) + a. A thread's loads
 * of one location never go back in coherence order, so v grows with n[r], and both say the
 * same of all frames from some place on: the places may only move up. Moved as little as
 * they must from any start that lies below a witness, they cannot pass it (if f and g are
 * witnesses, so is their smaller place in each thread), and where nothing moves any more
 * all reads hold. So the places at rest are the least witness with n[by] >= n. As the least
 * witness for n + 1 is not below that for n, the search goes on from where it is, and a
 * whole run costs each thread's records once. If a defect of the machine makes v shrink,
 * witnesses may be missed; none is made up.
 */

/* Values fit an int: frames << shift < 2^31. */
enum { PERPETUAL_FRAMES_MAX = 65536 };

/* What a finished run left. */
struct perpetual_run {
	const struct test *test;
	const char *const *log; /* by thread; frames records each, and the end */
	uint32_t frames;
};

/*
 * Writes the record behind the last: larger than all values, none of which is above
 * frames << shift. A place at frames then needs no check. record: bytes.
 */
void perpetual_end(char *log, size_t record, uint32_t frames);

/*
 * Several threads count a run, each the iterations of every shares-th block from share on.
 * The blocks are small, so that all threads find as much of the start of their logs in
 * other caches when the next run begins: else one of them is ahead from the start.
 */
struct perpetual_share {
	uint32_t share;
	uint32_t shares;
	uint32_t block; /* iterations */
};

enum { PERPETUAL_BLOCK = 1024 };

/* How many iterations of thread by are in the share, and how many have a witness. */
struct perpetual_count {
	uint32_t iterations;
	uint32_t witnesses;
};

/* Any core. */
struct perpetual_count perpetual_count(const struct perpetual_run *run,
				       struct perpetual_share share);

/* Adds them to h: a witness as the outcome of the target, the others as VALUE_ANY alone. */
void perpetual_tally(struct histogram *h, struct perpetual_count count);

/* Before a run: 0 in the locations that this thread resets. */
void perpetual_reset(const struct test *test, char *const *location, unsigned thread);

#endif

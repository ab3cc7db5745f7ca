/* results.h - what one run said, gathered from the events of its log. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_RESULTS_H
#define HOST_BARELITMUS_RESULTS_H

#include "protocol/parse.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One run of one test in one mix. */
struct result {
	uint32_t seq;
	char *test; /* the id without its mix */
	char *mix;
	enum log_verdict verdict;
	bool damaged; /* nothing but seq, test, mix and reason is known */
	bool counted; /* the numbers are there; of a hang or a fault: partial counts */
	char *reason; /* of a skip or of damage, the source of a known one; may be NULL */
	char *scheme; /* NULL where nothing ran */
	char expected[16];
	char source[16];      /* who expects it; "" where nobody does */
	enum log_label label; /* the strongest of the target's outcomes */
	bool in_matrix;       /* shown in one, and not as a row: matrix_plan() */
	bool lost;            /* its code lacks a dependency: evidence_mark() */
	uint64_t iterations;
	uint64_t seen;
	uint64_t others; /* with seen: all but those that a filter left out */
	uint64_t microseconds;
	struct log_phases phases;
	uint64_t round_trip_ns; /* of a cache line; 0: not measured */
	bool has_sensitivity;
	struct log_sensitivity sensitivity; /* of its controls */
};

/* One run of a control, beside a test. */
struct control {
	char *id;
	char *of; /* id of the test */
	enum log_needs needs;
	uint64_t iterations;
	uint64_t seen;
	uint64_t microseconds;
};

/* The first RESULTS_TEXTS lines of a kind, and how many there were. */
enum { RESULTS_TEXTS = 100 };

struct text_list {
	char **texts;
	size_t count; /* of texts */
	size_t total;
	size_t capacity;
};

struct results {
	struct result *results;
	size_t count;
	size_t capacity;

	struct control *controls; /* they are no results: nothing is expected of them */
	size_t control_count;
	size_t control_capacity;

	bool booted;
	unsigned restarts; /* boots in the middle of a run */
	char *platform;    /* as the image names it */
	uint64_t cores;
	uint64_t host; /* processors of the emulator's host; 0: not told */
	uint32_t plan;
	struct text_list notes;
	struct text_list errors; /* of the image: errors, traps, hangs */
	size_t damaged_lines;    /* damage that belongs to no test */
	char *damage;            /* what the first was */

	/* The test that runs: seq 0 where none is known to. */
	uint32_t running_seq;
	char running_id[LOG_ID_MAX];

	bool ended;
	bool intact; /* the END's checksum is right */
	uint32_t rc;
	uint32_t missing;
};

void results_init(struct results *results);
void results_free(struct results *results);

/* A parse_fn; ctx is the struct results. A boot makes void all that came before it. */
void results_event(void *ctx, const struct parse_event *event);

/* The machine fell silent: the test that runs hangs. */
void results_hang(struct results *results);

/* How many have this verdict and are not damaged; how many are damaged. */
size_t results_count(const struct results *results, enum log_verdict verdict);
size_t results_damaged(const struct results *results);

/* Every test of the plan has a result that holds, the log is whole and its END says so. */
bool results_hold(const struct results *results);

#endif

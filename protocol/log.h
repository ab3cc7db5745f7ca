/* log.h - write the log: lines, blocks, checksums (protocol/README.md is normative). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROTOCOL_LOG_H
#define PROTOCOL_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * One core writes the log, and only while no batch runs. Nothing here allocates, waits or
 * fails: a line too long is cut (it then ends in "..."), a byte that is not printable
 * ASCII becomes '?'. Lines go out whole: write() gets one line with its LF per call.
 */

enum {
	LOG_LINE_MAX =
		4096,     /* bytes of a line with its LF; a reader takes no longer one */
	LOG_ID_MAX = 512, /* bytes of an id or a safe id with its NUL */
};

/* What an image that asks what to run says when it waits for a line; no LF follows. */
#define LOG_PROMPT "barelitmus> "

typedef void log_write_fn(void *ctx, const char *bytes, size_t n);

struct log {
	log_write_fn *write;
	void *ctx;
	uint32_t nonce;
	uint32_t crc;       /* over all lines from BARELITMUS-BOOT on */
	uint32_t tests;     /* ok and not ok lines */
	uint32_t block_crc; /* over the lines of the open block */
	uint32_t block_lines;
	bool in_block;
	bool inset;    /* every line is part of a control's or a partial block */
	size_t length; /* of the line being built */
	size_t summed; /* so much of it is in crc */
	char line[LOG_LINE_MAX];
};

void log_init(struct log *log, log_write_fn *write, void *ctx);

/*
 * One line; format has no LF, and no %z, %j or %hh, which a packaged newlib may lack.
 * log_line_add() begins or continues one, log_line_end() ends it.
 */
void log_line(struct log *log, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void log_line_add(struct log *log, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void log_line_end(struct log *log);

/* "# …" and "# error …" */
void log_note(struct log *log, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void log_error(struct log *log, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* What BARELITMUS-BOOT says. Words without blanks. */
struct log_machine {
	uint32_t nonce; /* new at each boot */
	const char *version;
	const char *arch;
	const char *platform;
	uint32_t cores; /* listed; notes name those that came */
	uint32_t host;  /* processors of the host of an emulator; 0: not told */
	uint64_t clock_hz;
};

/* Begins the log (and all checksums) anew. */
void log_boot(struct log *log, const struct log_machine *machine);

/* "KTAP version 1": once, before the first test. */
void log_start(struct log *log);

/* "1..<tests>": once, before the first test or after the last. */
void log_plan(struct log *log, uint32_t tests);

/* Between blocks only. */
void log_progress(struct log *log, uint32_t seq, const char *id, uint64_t done,
		  uint64_t of, uint64_t seen);

enum log_verdict {
	V_PASS,
	V_FORBIDDEN,
	V_BROKEN, /* seen, but no machine of this kind can do it: harness or emulator */
	V_KNOWN,
	V_HANG,
	V_FAULT,
	V_SKIP,
	VERDICT_COUNT,
};

/* The word of the log: "pass", "FORBIDDEN", … */
const char *log_verdict_word(enum log_verdict verdict);

/* True for the verdicts that hold: their line is "ok", the others' "not ok". */
bool log_verdict_holds(enum log_verdict verdict);

/* "<test>[<mix>]", characters an id may not have replaced by '_', cut to fit out. */
void log_id(char out[LOG_ID_MAX], const char *test, const char *mix);

/* "12_sb_poonceonces_lkmm": unique by its seq. */
void log_safe_id(char out[LOG_ID_MAX], uint32_t seq, const char *id);

/* What can have an outcome: an interleaving, store buffers at least, more than these. */
enum log_label { LOG_UNLABELLED, LOG_SC, LOG_TSO, LOG_WEAK, LOG_LABELS };

/* "sc", "tso" or "weak" */
const char *log_label_word(enum log_label label);

/* The same values as enum test_quantifier. */
enum log_quantifier { LOG_EXISTS, LOG_NOT_EXISTS, LOG_FORALL };

/* What the threads spent their time on in batches: means, in microseconds. */
struct log_phases {
	uint64_t reset_us;
	uint64_t run_us;
	uint64_t wait_us;
	uint64_t count_us;
};

/* What must be reordered before a control's target can be seen: enum test_needs. */
enum log_needs { LOG_NEEDS_SC, LOG_NEEDS_TSO, LOG_NEEDS_WEAK, LOG_NEEDS };

/* "sc", "tso" or "weak" */
const char *log_needs_word(enum log_needs needs);

/* Of the controls that ran beside a test, by what they need: how many showed their target. */
struct log_sensitivity {
	uint32_t ran[LOG_NEEDS];
	uint32_t seen[LOG_NEEDS];
	uint64_t targets;      /* outcomes, of all controls */
	uint64_t microseconds; /* that all controls ran */
};

/*
 * One test's result. matching and others count outcomes that satisfy the proposition
 * inside the quantifier and those that do not; filtered ones are in neither:
 * matching + others + filtered = iterations.
 */
struct log_result {
	uint32_t seq;     /* 1..plan, in the order of the log */
	const char *id;   /* from log_id() with the test's unique id */
	const char *name; /* the test's name */
	const char *mix;
	enum log_quantifier quantifier;
	bool dependent; /* iterations are not trials of their own: a zero has no bound */
	const char *condition; /* "exists (0:r0=0 /\ 1:r0=0)" */
	const char *info;      /* header lines, each with its LF; "" for none */

	const char
		*tuning; /* words of the arguments: "scheme=sync layout=own k=4 n=64" */
	const char
		*tuning_by; /* "target", "balance" or "memory"; NULL: nothing was tuned */
	uint32_t samples;   /* jobs of trials */
	uint64_t sampled;   /* iterations of those, */
	uint64_t explored;  /* and of others with random words; both are counted */
	uint32_t groups;    /* sets of threads that ran at once */
	uint64_t iterations; /* done, not planned */
	uint64_t filtered;
	uint64_t seed;
	uint64_t microseconds;  /* spent in batches */
	uint64_t round_trip_ns; /* of a cache line between two cores; 0: not measured */

	struct log_phases phases;

	uint64_t matching;
	uint64_t others;
	uint64_t labelled[LOG_LABELS]; /* outcomes by label */
	bool has_labels;               /* false: the test's outcomes have none */
	bool racy; /* the model says that the test has a data race: it expects nothing */
	enum log_verdict verdict;
	const char *expected; /* "Never", "Sometimes", "Always" or "none" */
	const char *source;   /* who expects that: a word of the README; NULL: nobody */
	const char *known_by; /* V_KNOWN only: the source of the listed deviation */
	const struct log_sensitivity *sensitivity; /* NULL: no controls were asked for */

	/*
	 * Writes the state line i of state_count, in the order in which they are to be
	 * printed: log_state_begin(), one log_state_value() or log_state_name() an item,
	 * log_state_end(). Called once for each, while log_result() runs.
	 */
	void (*state)(struct log *log, const void *ctx, size_t i);
	const void *ctx;
	size_t state_count;
};

void log_state_begin(struct log *log, uint64_t count, bool matches);
void log_state_value(struct log *log, const char *item, int64_t value);
void log_state_name(struct log *log, const char *item, const char *location);
void log_state_end(struct log *log, enum log_label label);

/* The whole block and its ok or not ok line. */
void log_result(struct log *log, const struct log_result *result);

/*
 * A control's result, in a block of its own: every line of it is a comment to whoever reads
 * tests. seq is that of the test beside which it ran, and of is that test's id.
 */
void log_control(struct log *log, const struct log_result *result, const char *of,
		 const char *change, enum log_needs needs);

/* What a test has so far, in the same way; it may come again, and its result then counts. */
void log_partial(struct log *log, const struct log_result *result);

/* A test that did not run: no block, only its line. The second: for want of cores. */
void log_skip(struct log *log, uint32_t seq, const char *id, const char *reason);
void log_skip_cores(struct log *log, uint32_t seq, const char *id, uint32_t needs,
		    uint32_t has);

/* A core that did not come back from a test, and what is known of it. */
void log_hang(struct log *log, uint32_t core, const char *id, const char *detail);

/* The "not ok" line of a test of which no counts are left: verdict V_HANG or V_FAULT. */
void log_lost(struct log *log, uint32_t seq, const char *id, enum log_verdict verdict);

/*
 * A trap; id NULL: outside a test. It may interrupt the line or the block being written:
 * that is dropped. log_end() comes next.
 */
void log_trap(struct log *log, uint32_t core, const char *cause, uint64_t pc,
	      uint64_t address, const char *id);

/* Outside of a run: the lines between the two have their number and checksum in the last. */
void log_list_begin(struct log *log);
void log_list_end(struct log *log);

/* BARELITMUS-END, the last line; its tests= is the number of ok and not ok lines. */
void log_end(struct log *log, int rc);

#endif

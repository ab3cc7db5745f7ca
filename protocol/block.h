/* block.h - read one test's block of the log (host only). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROTOCOL_BLOCK_H
#define PROTOCOL_BLOCK_H

#include "protocol/log.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One line of the histogram. */
struct block_row {
	uint64_t count;
	enum log_label label;
	bool matches;      /* the proposition inside the quantifier holds */
	const char *state; /* "0:r0=1; 1:r0=0;" */
};

/* What a block says; the strings lie in the block's text. */
struct block {
	const char *settings; /* the words behind "# run " */
	const char *name;     /* "<name>[<mix>]" */
	const char *kind;     /* "Allowed", "Forbidden" or "Required" */
	const char *condition; /* "exists (…) is validated"; NULL where it was left out */
	const char *hash;      /* NULL where the test has none */
	struct block_row *rows; /* owned: block_free() */
	size_t row_count;
	uint64_t iterations;
	uint64_t filtered;
	uint64_t microseconds;
	uint64_t round_trip_ns;
	struct log_phases phases; /* all 0 where the block does not say */
	uint64_t positive;
	uint64_t negative;
	uint64_t seen;   /* outcomes that satisfy the proposition */
	uint64_t others; /* and those that do not */
	bool has_sensitivity;
	struct log_sensitivity sensitivity; /* of the controls beside it, but for time */
	uint64_t rate;                      /* of their targets, per second */
	bool has_labels;
	uint64_t labelled[LOG_LABELS]; /* outcomes by label */
	bool validated;
	enum log_verdict verdict;
	const char *known_by; /* NULL unless the verdict is V_KNOWN */
	const char *expected; /* "Never", "Sometimes", "Always" or "none" */
	const char *source;   /* who expects that; NULL: nobody, or an older image */
};

/*
 * Reads text: lines, each with its LF, then a NUL; the text is cut up in place and must
 * outlive the block. NULL: all is well and every count agrees with every other. Else what
 * is wrong, and the block holds nothing to free.
 */
const char *block_parse(struct block *block, char *text);

void block_free(struct block *block);

/* True where word is a verdict's. */
bool block_verdict(const char *word, enum log_verdict *out);

#endif

/* stand_in.h - a board for the tests of collect: its prompt, and tests it only plays. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef TESTS_BOARD_STAND_IN_H
#define TESTS_BOARD_STAND_IN_H

#include "protocol/kept.h"
#include "protocol/log.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	STAND_IN_ROWS = 6,   /* of a histogram at most */
	STAND_IN_RUNS = 512, /* of a plan at most */
	STAND_IN_LINE = 4096,
	STAND_IN_KEPT = 256 << 10,
};

/* What it counted, and is said to have said. */
struct stand_in_result {
	uint32_t nonce;
	uint32_t seq;
	char id[LOG_ID_MAX];
	uint64_t counts[STAND_IN_ROWS];
	size_t rows;
};

struct stand_in_run {
	char test[64];
	char mix[64];
};

struct stand_in {
	void *ctx;
	log_write_fn *write; /* to the line */
	void (*told)(void *ctx, const struct stand_in_result *result);
	uint64_t random;
	unsigned tests;      /* that the image has */
	const char *hanging; /* the id of one that hangs; NULL: none does */
	const char *trapping;
	const char *late; /* of one in which a core comes too late: its verdict is hang */
	const char *losing; /* of one in which a core is lost: then no test runs */

	/* private */
	bool is_dead; /* hangs, until it is booted */
	bool has_lost_core;
	struct log log;
	struct kept kept;
	char memory[STAND_IN_KEPT];
	bool keeps;
	char line[STAND_IN_LINE];
	size_t length;
	struct stand_in_run runs[STAND_IN_RUNS];
	uint32_t count; /* of runs */
	uint32_t next;  /* the run that is next; count: none */
	bool in_run;
};

/* The public members are set, all others 0. Prints what a boot prints. */
void stand_in_boot(struct stand_in *board);

void stand_in_byte(struct stand_in *board, char c);

/* Plays the next test of a run; false: there is nothing to do. */
bool stand_in_step(struct stand_in *board);

/* Any bits. */
uint64_t stand_in_random(uint64_t *state);

#endif

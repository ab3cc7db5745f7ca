/* oracle.h - herd7's answers about tests, kept from one run to the next. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_ORACLE_H
#define HOST_BARELITMUS_ORACLE_H

#include "host/litmusc/arena.h"

#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

enum oracle_model {
	ORACLE_LKMM,
	ORACLE_RC11,
	ORACLE_ARM64, /* of machine code */
	ORACLE_RISCV64,
};

/* The caller sets what stands before the empty line, and rows. */
struct oracle {
	struct arena *arena;
	enum oracle_model model;
	const char *directory; /* of the model; NULL or "": herd7's own */
	const char *cache;     /* the folder where answers are kept */
	double timeout;        /* s, for one question */
	const volatile sig_atomic_t *interrupted;
	FILE *rows; /* what a file of verdicts is to have */

	const char *program; /* herd7; NULL before it is needed */
	const char *file;    /* what herd7 loads */
	uint64_t digest;     /* of the model */
	unsigned int asked, verdicts, racy, none, kept, failed;
};

struct question {
	const char *path; /* of the test */
	const char *text; /* what herd7 is to judge */
	bool is_file;     /* the text is what the file has */
	const char *mix;  /* that the answer is about; NULL: lkmm */
};

/* Finds the model and makes the cache. 0, or -1 after saying what is wrong. */
int oracle_open(struct oracle *oracle);

/* The line above the rows. */
void oracle_write_header(struct oracle *oracle);

/*
 * Writes a row with herd7's verdict, from the cache where the same was asked before; a row
 * without a verdict, and a note, where there is none. 0, or -1 where nothing more can be
 * asked, after saying why unless a signal came.
 */
int oracle_ask(struct oracle *oracle, const struct question *question);

/* Counts, and notes, that the model cannot say anything about it. */
void oracle_pass(struct oracle *oracle, const struct question *question, const char *why);

/* "path: why" as a line of barelitmus model; -1. */
int oracle_complain(const char *path, const char *why);

#endif

/* talk.h - the conversation with a board at its prompt, without any input or output. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_TALK_H
#define HOST_BARELITMUS_TALK_H

#include "host/barelitmus/worklist.h"
#include "protocol/parse.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Asks the board for its plan, has it run the plan in chunks, and has it print again
 * whatever did not come whole (protocol/README.md). It is fed with bytes and with the
 * time: seconds since some fixed moment.
 */
enum {
	TALK_COMMAND_MAX = 4096, /* bytes of a line at the prompt, with its NUL */
	TALK_LINE_MAX = 256,     /* bytes kept of a line of the answer */
};

struct talk_times {
	double quiet;  /* without a byte: nothing more comes behind a prompt */
	double echo;   /* for what was typed to come back */
	double silent; /* without a byte: was there a prompt that got lost? */
	double hang;   /* without a byte: the board hangs */
	double wait;   /* for a prompt, whatever else comes */
};

struct talk_options {
	const char *plan;  /* all words: "tests=SB* mix=lkmm iters=1M" */
	const char *words; /* those but tests= and mix=; "" for none */
	unsigned chunk;    /* tests of a run at most */
	unsigned retries;  /* of a test that hangs or resets the board */
	bool can_reset;
	struct talk_times times;
};

/* What the conversation has others do. */
struct talk_calls {
	void *ctx;
	/* To the board, as they are. */
	void (*send)(void *ctx, const char *bytes, size_t n);
	/* A line for the raw log and its readers, without LF: "BARELITMUS-HOST …". */
	void (*mark)(void *ctx, const char *line);
	/* Power off and on. */
	void (*reset)(void *ctx);
	/* A line for people. */
	void (*say)(void *ctx, const char *line);
};

enum talk_phase {
	TALK_FIND,   /* waits for a prompt */
	TALK_SETTLE, /* has one: does more come? */
	TALK_TYPE,   /* a line is typed, and its echo compared */
	TALK_ANSWER, /* until the next prompt */
	TALK_OVER,
};

enum talk_ask { TALK_NOTHING, TALK_PLAN, TALK_RUN, TALK_AGAIN, TALK_REBOOT };

struct talk_counts {
	unsigned typed;  /* lines that the board did not get as they were */
	unsigned again;  /* times that something was to be printed again */
	unsigned rerun;  /* tests that had to run again */
	unsigned resets; /* of the board in a run, by itself or by someone else */
	unsigned cycles; /* by us */
	unsigned hangs;
};

/* The answer that is awaited, and the run that it belongs to. */
struct talk_run {
	size_t *chunk; /* places in the list */
	size_t count;
	bool is_ours;    /* it is one that was asked for */
	bool booted;     /* its BARELITMUS-BOOT has come */
	bool is_whole;   /* all of it has, to its END */
	bool was_reset;  /* the board was, in it */
	bool has_trap;   /* the machine ends */
	int64_t suspect; /* the test that runs; WORK_NONE: not known */
	uint32_t seq;    /* its */
	uint32_t nonce;
};

struct talk {
	const struct talk_options *options;
	const struct talk_calls *calls;
	struct talk_counts counts;
	bool failed;      /* over without being done: said why */
	bool wrong_words; /* the board knows them not */
	struct parser parser;
	struct worklist list;
	bool has_plan;
	unsigned plans; /* times that it was asked for */

	enum talk_phase phase;
	double since; /* the phase */
	double heard; /* the last byte */
	double poked; /* is anyone there? */
	bool is_linked;
	unsigned cycles; /* since the last prompt */

	char line[TALK_LINE_MAX]; /* of the answer, so far */
	size_t length;
	size_t matched; /* bytes of the prompt */

	enum talk_ask ask; /* what is typed or being answered */
	char command[TALK_COMMAND_MAX];
	size_t command_length;
	size_t sent;
	size_t echoed;
	unsigned mistyped; /* in a row */

	struct talk_run run;
	size_t chunk_max;
	enum talk_ask
		wants;  /* to be printed again: TALK_PLAN or TALK_RUN; else nothing */
	bool had_error; /* the answer is one */
	bool has_line;  /* it has one at least */
	bool asked;     /* for a run, whose log is to begin next */
	bool is_again;  /* the log that begins next was printed again */
	bool again_is_ours;
	unsigned refusals; /* in a row */
	bool has_text;     /* it made whole what was printed again */
	bool was_interrupted;
	bool is_refused;             /* the board does not run tests any more */
	char refusal[TALK_LINE_MAX]; /* "error: …"; "": none */
	uint32_t here;               /* pieces that had come before this answer */
	unsigned stalls;             /* answers that brought nothing, in a row */
};

/* options and calls stay the caller's, and stay. */
void talk_init(struct talk *talk, const struct talk_options *options,
	       const struct talk_calls *calls, double now);
void talk_free(struct talk *talk);

/* What an earlier session wrote to its log; before anything else. */
void talk_replay(struct talk *talk, const char *bytes, size_t n);

void talk_bytes(struct talk *talk, const char *bytes, size_t n, double now);

/* Time has passed: to be called every 20 ms or so. */
void talk_tick(struct talk *talk, double now);

/* The line to the board is there, or is not. */
void talk_link(struct talk *talk, bool is_linked, double now);

#endif

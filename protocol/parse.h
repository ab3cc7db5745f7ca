/* parse.h - read the log as it comes, believing nothing that is damaged (host only). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROTOCOL_PARSE_H
#define PROTOCOL_PARSE_H

#include "protocol/block.h"
#include "protocol/log.h"
#include "protocol/pieces.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	PARSE_BLOCK_MAX = 16 << 20, /* bytes of a block; a longer one is damaged */
};

enum parse_kind {
	PARSE_BOOT,     /* boot; what came before it is void */
	PARSE_PLAN,     /* plan */
	PARSE_NOTE,     /* text, without "# " */
	PARSE_ERROR,    /* text, without "# error " */
	PARSE_PROGRESS, /* seq, id, progress */
	PARSE_RESULT,   /* seq, id, block: complete and in agreement with its ok line */
	PARSE_CONTROL,  /* seq, id, block, control: beside the test with that seq */
	PARSE_SKIP,     /* seq, id, text: the reason */
	/*
	 * seq, id, verdict: a hang or fault; block: NULL, or the newest partial counts, with
	 * that verdict. Where these are there it may also be a test that never ended.
	 */
	PARSE_LOST,
	PARSE_TRAP,    /* id ("-": outside a test), text: the whole line */
	PARSE_HANG,    /* id, text: the whole line */
	PARSE_DAMAGED, /* seq and id where known (else 0, NULL), text: what is wrong */
	PARSE_ASKED,   /* text: the words of a run that a host asked for */
	PARSE_AGAIN,   /* text: all that was printed again; a log follows as events */
	PARSE_END,     /* end */
};

struct parse_event {
	enum parse_kind kind;
	uint32_t seq;
	const char *id; /* "<test>[<mix>]" */
	const char *text;
	uint32_t plan;
	enum log_verdict verdict;
	const struct block *block;
	struct {
		uint32_t nonce;
		const char *version;
		const char *arch;
		const char *platform;
		uint64_t cores;
		uint64_t host;
		uint64_t clock_hz;
		bool again; /* a run had begun and had not ended */
	} boot;
	struct {
		const char *of; /* id of the test beside which it ran */
		const char *change;
		enum log_needs needs;
	} control;
	struct {
		uint64_t done;
		uint64_t of;
		uint64_t seen;
	} progress;
	struct {
		uint32_t rc;
		bool intact;      /* the CRC over all lines is right */
		uint32_t missing; /* tests of the plan without a line that counts */
	} end;
};

/*
 * Everything an event points to is valid during the call. What a board prints again comes
 * once it is whole, from its PARSE_BOOT on, whatever came of the first time.
 */
typedef void parse_fn(void *ctx, const struct parse_event *event);

enum parse_state { PARSE_BEFORE, PARSE_RUNNING, PARSE_ENDED };

enum parse_block_state {
	BLOCK_NONE,
	BLOCK_OPEN,
	BLOCK_CLOSED,
	BLOCK_CONTROL,
	BLOCK_PARTIAL
};

struct parser {
	parse_fn *event;
	void *ctx;
	enum parse_state state;
	uint32_t nonce;
	uint32_t crc;
	uint32_t plan;
	uint32_t last;  /* seq of the last test with a line that counts */
	uint32_t tests; /* lines that count */

	enum parse_block_state block_state;
	uint32_t block_seq;
	char block_id[LOG_ID_MAX];
	char control[LOG_LINE_MAX]; /* of a control's block: the words that began it */
	char *block_text;
	size_t block_length;
	size_t block_size;
	uint32_t block_lines;
	uint32_t
		block_crc; /* of the line that began it, where its checksum has that too */

	/* The newest partial counts of a test that has no result yet; text NULL: none. */
	uint32_t partial_seq;
	char partial_id[LOG_ID_MAX];
	char *partial;
	struct pieces pieces;
	bool is_again; /* what it reads has been put together from pieces */

	bool overlong; /* the rest of the line is to be dropped */
	size_t length;
	char line[LOG_LINE_MAX];
};

void parser_init(struct parser *parser, parse_fn *event, void *ctx);

/* Takes any number of bytes as they come; events fire from inside. CR is dropped. */
void parser_feed(struct parser *parser, const char *bytes, size_t n);

/* No more bytes will come: what is unfinished is damaged. */
void parser_finish(struct parser *parser);

void parser_free(struct parser *parser);

#endif

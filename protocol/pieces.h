/* pieces.h - put together what a board prints again, piece by piece (host only). */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef PROTOCOL_PIECES_H
#define PROTOCOL_PIECES_H

#include "protocol/kept.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* More than 10 MB of log; a board that says it has more is not believed. */
enum { PIECES_MAX = 1 << 18 };

struct piece {
	bool is_here;
	bool ends_line;
	unsigned char length;
	char text[KEPT_PIECE];
};

/* The pieces of one text: those of another displace them. */
struct pieces {
	uint32_t key;   /* the checksum of the text */
	uint32_t total; /* 0: none has come */
	uint32_t here;  /* how many have */
	struct piece *list;
};

enum pieces_got {
	PIECES_NONE, /* the line is no piece, or a damaged one */
	PIECES_SOME,
	PIECES_ALL, /* this was the last that was missing */
};

/* line: without its LF, ends in NUL. Start with a struct of zeros. */
enum pieces_got pieces_take(struct pieces *pieces, const char *line);

/*
 * The first missing ones, and those that follow with few others between: so many that
 * asking for them costs more. Both 0 where none is known of.
 */
enum { PIECES_GAP = 8 };
void pieces_missing(const struct pieces *pieces, uint32_t *from, uint32_t *to);

/*
 * Once all are here: the text, to be freed, with its length. NULL where its checksum is
 * wrong after all.
 */
char *pieces_text(const struct pieces *pieces, size_t *length);

void pieces_free(struct pieces *pieces);

#endif

/* line.h - a line that is typed at a terminal, byte by byte. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef BOOT_LINE_H
#define BOOT_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	LINE_MAX = 4096,  /* bytes with the NUL: no more words than the bootargs have */
	LINE_BREAK = 0x03 /* ^C, by which a line is dropped, or a run interrupted */
};

/* What a byte made of the line. */
enum line_event {
	LINE_OPEN,     /* it is not finished */
	LINE_DONE,     /* text has it, with a NUL for its end */
	LINE_DROPPED,  /* by ^C */
	LINE_TOO_LONG, /* it ended, and text does not have all of it */
};

enum line_escape { ESCAPE_NONE, ESCAPE_BEGUN, ESCAPE_SEQUENCE };

struct line {
	/* For the echo; each LF is the end of a line on the terminal. */
	void (*write)(void *ctx, const char *bytes, size_t n);
	void *ctx;
	size_t length;
	bool overlong; /* what comes until the end is not kept */
	bool after_cr; /* an LF is then no end of its own */
	enum line_escape escape;
	char text[LINE_MAX];
};

void line_init(struct line *line, void (*write)(void *ctx, const char *bytes, size_t n),
	       void *ctx);

/* Takes a byte and echoes it. After any event but LINE_OPEN the next byte begins a line. */
enum line_event line_take(struct line *line, uint8_t byte);

#endif

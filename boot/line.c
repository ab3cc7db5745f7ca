/* line.c - a line that is typed at a terminal: echo, corrections, its end. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot/line.h"

#include <string.h>

/* Control characters (ECMA-48), as terminals send them. */
enum {
	BACKSPACE = 0x08,
	TAB = 0x09,
	KILL_LINE = 0x15, /* ^U */
	KILL_WORD = 0x17, /* ^W */
	ESCAPE = 0x1b,
	DELETE = 0x7f,
};

void line_init(struct line *line, void (*write)(void *ctx, const char *bytes, size_t n),
	       void *ctx)
{
	memset(line, 0, offsetof(struct line, text));
	line->write = write;
	line->ctx = ctx;
}

static void echo(struct line *line, const char *text)
{
	line->write(line->ctx, text, strlen(text));
}

/* Ends the line; what comes next begins another. */
static enum line_event finish(struct line *line, const char *shown, enum line_event event)
{
	line->text[line->length] = '\0';
	line->length = 0;
	line->overlong = false;
	line->escape = ESCAPE_NONE;
	echo(line, shown);
	return event;
}

static void take_back(struct line *line)
{
	line->length--;
	echo(line, "\b \b");
}

static void take_back_word(struct line *line)
{
	while (line->length && line->text[line->length - 1] == ' ')
		take_back(line);
	while (line->length && line->text[line->length - 1] != ' ')
		take_back(line);
}

static void take_back_line(struct line *line)
{
	while (line->length)
		take_back(line);
	line->overlong = false;
}

static void add(struct line *line, char c)
{
	if (line->length == LINE_MAX - 1)
		line->overlong = true;
	if (line->overlong)
		return;
	line->text[line->length++] = c;
	line->write(line->ctx, &c, 1);
}

/* Does the byte belong to an escape sequence? ESC [ or ESC O, then up to a letter (ECMA-48, 5.4). */
static bool is_escaped(struct line *line, uint8_t byte)
{
	enum line_escape before = line->escape;

	if (byte == ESCAPE)
		line->escape = ESCAPE_BEGUN;
	else if (byte < ' ')
		line->escape = ESCAPE_NONE;
	else if (before == ESCAPE_BEGUN && (byte == '[' || byte == 'O'))
		line->escape = ESCAPE_SEQUENCE;
	else if (before == ESCAPE_BEGUN || (byte >= '@' && byte <= '~'))
		line->escape = ESCAPE_NONE;
	return byte == ESCAPE || (before != ESCAPE_NONE && byte >= ' ');
}

static enum line_event take_end(struct line *line)
{
	return finish(line, "\n", line->overlong ? LINE_TOO_LONG : LINE_DONE);
}

enum line_event line_take(struct line *line, uint8_t byte)
{
	bool after_cr = line->after_cr;

	line->after_cr = byte == '\r';
	if (is_escaped(line, byte))
		return LINE_OPEN;
	switch (byte) {
	case '\n':
		return after_cr ? LINE_OPEN : take_end(line);
	case '\r':
		return take_end(line);
	case LINE_BREAK:
		return finish(line, "^C\n", LINE_DROPPED);
	case KILL_LINE:
		take_back_line(line);
		return LINE_OPEN;
	case KILL_WORD:
		take_back_word(line);
		return LINE_OPEN;
	case BACKSPACE:
	case DELETE:
		if (line->length)
			take_back(line);
		return LINE_OPEN;
	default:
		if (byte == TAB)
			byte = ' ';
		if (byte >= ' ' && byte <= '~')
			add(line, (char)byte);
		return LINE_OPEN;
	}
}

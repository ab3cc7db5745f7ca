/* text.c - text that grows. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void make_room(struct text *text, size_t more)
{
	size_t room = text->room ? text->room : 256;

	while (room - text->length <= more)
		room *= 2;
	if (room == text->room)
		return;
	text->data = realloc(text->data, room);
	if (!text->data) {
		fputs("litmusc: out of memory\n", stderr);
		exit(2);
	}
	text->room = room;
}

void text_add(struct text *text, const char *format, ...)
{
	va_list measure, print;
	size_t length;

	va_start(measure, format);
	va_copy(print, measure);
	length = (size_t)vsnprintf(NULL, 0, format, measure);
	make_room(text, length);
	vsnprintf(text->data + text->length, length + 1, format, print);
	text->length += length;
	va_end(print);
	va_end(measure);
}

void text_add_literal(struct text *text, const char *value)
{
	char before = '\0';

	text_add(text, "\"");
	for (; *value; before = *value++) {
		unsigned char c = (unsigned char)*value;

		if (c == '\n')
			text_add(text, "\\n");
		else if (c < ' ' || c > '~')
			text_add(text, "\\%03o", c);
		else if (c == '"' || c == '\\' || (c == '?' && before == '?'))
			text_add(text, "\\%c", c);
		else
			text_add(text, "%c", c);
	}
	text_add(text, "\"");
}

void text_free(struct text *text)
{
	free(text->data);
	*text = (struct text){0};
}

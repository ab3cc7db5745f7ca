/* text.h - text that grows. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_TEXT_H
#define LITMUSC_TEXT_H

#include <stddef.h>

/* Starts as {0}; data is NUL-terminated once something was added. */
struct text {
	char *data;
	size_t length, room;
};

/* Without memory the program ends with exit status 2. */
void text_add(struct text *text, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* As a C string literal, with its quotes. */
void text_add_literal(struct text *text, const char *value);

void text_free(struct text *text);

#endif

/* operation.c - what both architectures need to take instructions apart. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/operation.h"

#include <stdio.h>
#include <string.h>

/* The length of the first operand of text. */
static size_t operand_length(const char *text)
{
	size_t depth = 0, i;

	for (i = 0; text[i] && (text[i] != ',' || depth); i++) {
		if (text[i] == '[')
			depth++;
		else if (text[i] == ']' && depth)
			depth--;
	}
	return i;
}

void operation_split(struct operation *operation, const char *text,
		     void (*read)(struct operand *operand, const char *text))
{
	char one[64];

	while (*text && operation->count < OPERANDS) {
		size_t length = operand_length(text);
		struct operand *operand = &operation->operands[operation->count++];

		snprintf(one, sizeof(one), "%.*s", (int)length, text);
		snprintf(operand->text, sizeof(operand->text), "%.31s", one);
		operand->index = REG_ZERO;
		read(operand, one);
		text += length + (text[length] == ',');
	}
}

bool operation_is(const char *name, const char *const names[])
{
	for (size_t i = 0; names[i]; i++)
		if (!strcmp(name, names[i]))
			return true;
	return false;
}

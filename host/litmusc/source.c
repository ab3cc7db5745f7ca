/* source.c - a file being compiled, and how compiling it fails. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/source.h"

#include "host/litmusc/lex.h"

#include <ctype.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const char *place(struct source *source, const char *at)
{
	unsigned int line = 1, column = 1;

	for (const char *c = source->text; c < at; c++) {
		column++;
		if (*c == '\n') {
			line++;
			column = 1;
		}
	}
	return arena_format(source->arena, "%s:%u:%u", source->path, line, column);
}

static const char *message(struct source *source, const char *format, va_list list)
{
	char text[512];

	vsnprintf(text, sizeof(text), format, list);
	return arena_copy(source->arena, text, strlen(text));
}

void source_fail(struct source *source, const char *at, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	source->error = arena_format(source->arena, "%s: %s", place(source, at),
				     message(source, format, list));
	va_end(list);
	longjmp(source->failed, 1);
}

/* What stands at at, for a person. */
static const char *found(struct source *source, const char *at)
{
	enum { LONGEST = 40 };
	size_t length = lex_length(at);

	if (*at == '\0')
		return "end of file";
	if (*at == '\n' || *at == '\r')
		return "end of line";
	if (!isprint((unsigned char)*at))
		return arena_format(source->arena, "byte 0x%02x", (unsigned char)*at);
	if (length > LONGEST)
		return arena_format(source->arena, "'%.*s...'", LONGEST, at);
	return arena_format(source->arena, "'%.*s'", (int)length, at);
}

void source_expected(struct source *source, const char *at, const char *format, ...)
{
	va_list list;

	va_start(list, format);
	source->error = arena_format(source->arena, "%s: found %s, expected %s",
				     place(source, at), found(source, at),
				     message(source, format, list));
	va_end(list);
	longjmp(source->failed, 1);
}

static int refuse(struct source *source, const char *why)
{
	source->error = arena_format(source->arena, "%s: %s", source->path, why);
	return -1;
}

static int read_text(struct source *source, FILE *file, size_t size)
{
	char *text = arena_alloc(source->arena, size + 1);
	const char *nul;

	source->size = fread(text, 1, size, file);
	source->text = text;
	if (ferror(file))
		return refuse(source, strerror(errno));
	nul = memchr(text, '\0', source->size);
	if (nul) {
		source->error = arena_format(source->arena, "%s: found a NUL byte",
					     place(source, nul));
		return -1;
	}
	return 0;
}

int source_read(struct source *source, const char *path)
{
	struct stat status;
	FILE *file;
	int result;

	source->path = path;
	if (stat(path, &status))
		return refuse(source, strerror(errno));
	if (!S_ISREG(status.st_mode))
		return refuse(source, "not a regular file");
	if (status.st_size > SOURCE_MAX_SIZE)
		return refuse(source, "larger than 1 MiB, the limit for a test");
	file = fopen(path, "r");
	if (!file)
		return refuse(source, strerror(errno));
	result = read_text(source, file, (size_t)status.st_size);
	fclose(file);
	return result;
}

/* source.h - a file being compiled, and how compiling it fails. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_SOURCE_H
#define LITMUSC_SOURCE_H

#include "host/litmusc/arena.h"

#include <setjmp.h>
#include <stddef.h>

enum { SOURCE_MAX_SIZE = 1 << 20 };

/*
 * Positions are pointers into text; a failure turns one into line and column. A failure
 * leaves the compilation by longjmp to failed: everything it made is in the arena.
 */
struct source {
	const char *path;
	const char *text; /* size bytes, none of them NUL, and a NUL */
	size_t size;
	struct arena *arena;
	jmp_buf failed;
	const char *error; /* "path:line:col: what is wrong", or NULL */
};

/* Sets text and size. Returns 0, or -1 with error set. */
int source_read(struct source *source, const char *path);

/* Fails with "path:line:col: " and the message. */
_Noreturn void source_fail(struct source *source, const char *at, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/* Fails with "found '<what is at at>', expected <message>". */
_Noreturn void source_expected(struct source *source, const char *at, const char *format,
			       ...) __attribute__((format(printf, 3, 4)));

#endif

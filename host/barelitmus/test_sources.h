/* test_sources.h - the source of a test, by its name. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_TEST_SOURCES_H
#define HOST_BARELITMUS_TEST_SOURCES_H

#include "host/litmusc/inputs.h"

/* Starts as {0}. */
struct test_sources {
	struct arena arena;
	struct inputs inputs;
	struct test_source {
		char *name; /* as its first line has it: "C SB+mbonceonces" */
		const char *path;
	} * list; /* sorted by name once it is read */
	size_t count, capacity;
};

/* Adds a .litmus file, or all below a directory. 0, or -1 after saying what is wrong. */
int test_sources_add(struct test_sources *sources, const char *path);

/* To be called once, after all are added. */
void test_sources_read(struct test_sources *sources);

/* The text of the test, to be freed; NULL: no file has it. */
char *test_sources_text(const struct test_sources *sources, const char *name);

void test_sources_free(struct test_sources *sources);

#endif

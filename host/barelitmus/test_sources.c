/* test_sources.c - the source of a test, by its name. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/test_sources.h"
#include "host/barelitmus/file.h"
#include "host/barelitmus/memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SOURCE_MOST = 1 << 20 }; /* bytes, as litmusc takes them */

int test_sources_add(struct test_sources *sources, const char *path)
{
	sources->inputs.arena = &sources->arena;
	if (!inputs_add(&sources->inputs, path))
		return 0;
	fprintf(stderr, "barelitmus report: %s\n", sources->inputs.error);
	return -1;
}

/* "C NAME" on the first line; NULL: it is something else. */
static char *name_of(const char *path)
{
	char line[4096], *name = NULL;
	FILE *file = fopen(path, "r");

	if (file && fgets(line, sizeof(line), file) && !strncmp(line, "C ", 2)) {
		const char *at = line + 2 + strspn(line + 2, " \t");

		name = memory_text(at, strcspn(at, " \t\r\n"));
	}
	if (file)
		fclose(file);
	return name;
}

static int by_name(const void *one, const void *other)
{
	return strcmp(((const struct test_source *)one)->name,
		      ((const struct test_source *)other)->name);
}

void test_sources_read(struct test_sources *sources)
{
	for (size_t i = 0; i < sources->inputs.count; i++) {
		const char *path = sources->inputs.list[i].path;
		char *name = name_of(path);

		if (!name)
			continue;
		sources->list = memory_grow(sources->list, sources->count,
					    &sources->capacity, sizeof(*sources->list));
		sources->list[sources->count++] = (struct test_source){name, path};
	}
	if (sources->count)
		qsort(sources->list, sources->count, sizeof(*sources->list), by_name);
}

char *test_sources_text(const struct test_sources *sources, const char *name)
{
	struct test_source key = {.name = (char *)name};
	struct test_source *found = NULL;
	size_t size;

	if (sources->count)
		found = bsearch(&key, sources->list, sources->count,
				sizeof(*sources->list), by_name);
	return found ? file_read(found->path, SOURCE_MOST, &size) : NULL;
}

void test_sources_free(struct test_sources *sources)
{
	for (size_t i = 0; i < sources->count; i++)
		free(sources->list[i].name);
	free(sources->list);
	inputs_free(&sources->inputs);
	arena_free(&sources->arena);
}

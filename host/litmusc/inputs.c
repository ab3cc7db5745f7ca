/* inputs.c - the files to compile: walk directories. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/inputs.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MAX_DEPTH = 64 }; /* of directories; links may make circles */

static int refuse(struct inputs *inputs, const char *path, const char *why)
{
	inputs->error = arena_format(inputs->arena, "%s: %s", path, why);
	return -1;
}

static void append(struct inputs *inputs, const char *path, const struct stat *status)
{
	if (inputs->count == inputs->room) {
		inputs->room = inputs->room ? 2 * inputs->room : 64;
		inputs->list =
			realloc(inputs->list, inputs->room * sizeof(*inputs->list));
		if (!inputs->list) {
			fputs("litmusc: out of memory\n", stderr);
			exit(2);
		}
	}
	inputs->list[inputs->count++] =
		(struct input){path, status->st_dev, status->st_ino};
}

static bool is_litmus(const char *name)
{
	size_t length = strlen(name);

	return length > 7 && strcmp(name + length - 7, ".litmus") == 0;
}

static int add_tree(struct inputs *inputs, const char *path, unsigned int depth);

static int add_entry(struct inputs *inputs, const char *path, unsigned int depth)
{
	struct stat status;

	if (stat(path, &status))
		return is_litmus(path) ? refuse(inputs, path, strerror(errno)) : 0;
	if (S_ISDIR(status.st_mode))
		return add_tree(inputs, path, depth + 1);
	if (is_litmus(path))
		append(inputs, path, &status);
	return 0;
}

static int add_tree(struct inputs *inputs, const char *path, unsigned int depth)
{
	const char *slash = path[strlen(path) - 1] == '/' ? "" : "/";
	struct dirent *entry;
	DIR *directory;
	int result = 0;

	if (depth > MAX_DEPTH)
		return refuse(inputs, path, "too many directories in one another");
	directory = opendir(path);
	if (!directory)
		return refuse(inputs, path, strerror(errno));
	while (!result && (entry = readdir(directory))) {
		if (entry->d_name[0] == '.')
			continue;
		result = add_entry(
			inputs,
			arena_format(inputs->arena, "%s%s%s", path, slash, entry->d_name),
			depth);
	}
	closedir(directory);
	return result;
}

static int by_path(const void *one, const void *other)
{
	return strcmp(((const struct input *)one)->path,
		      ((const struct input *)other)->path);
}

/* Of the inputs from first on, keeps those that are not there already. */
static void drop_known(struct inputs *inputs, size_t first)
{
	size_t count = first;

	for (size_t i = first; i < inputs->count; i++) {
		const struct input input = inputs->list[i];
		size_t known = 0;

		while (known < count && (inputs->list[known].device != input.device ||
					 inputs->list[known].inode != input.inode))
			known++;
		if (known == count)
			inputs->list[count++] = input;
	}
	inputs->count = count;
}

int inputs_add(struct inputs *inputs, const char *path)
{
	size_t first = inputs->count;
	struct stat status;

	if (stat(path, &status))
		return refuse(inputs, path, strerror(errno));
	if (!S_ISDIR(status.st_mode)) {
		append(inputs, path, &status);
	} else {
		if (add_tree(inputs, path, 0))
			return -1;
		if (inputs->count == first)
			return refuse(inputs, path, "no .litmus file below it");
		qsort(inputs->list + first, inputs->count - first, sizeof(*inputs->list),
		      by_path);
	}
	drop_known(inputs, first);
	return 0;
}

void inputs_free(struct inputs *inputs)
{
	free(inputs->list);
}

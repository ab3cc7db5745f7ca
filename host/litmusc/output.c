/* output.c - the files that litmusc writes: all of them, or none. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/output.h"

#include "host/litmusc/arena.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct writer {
	const char *directory;
	struct arena arena;
	FILE *messages;
};

static int complain(const struct writer *w, const char *path)
{
	fprintf(w->messages, "litmusc: %s: %s\n", path, strerror(errno));
	return -1;
}

static const char *path_of(struct writer *w, const char *name, const char *suffix)
{
	return arena_format(&w->arena, "%s/%s%s", w->directory, name, suffix);
}

static bool is_unchanged(struct writer *w, const struct output *output)
{
	FILE *file = fopen(path_of(w, output->name, ""), "r");
	char *old;
	size_t length;

	if (!file)
		return false;
	old = arena_alloc(&w->arena, output->text.length + 1);
	length = fread(old, 1, output->text.length + 1, file);
	fclose(file);
	return length == output->text.length &&
	       memcmp(old, output->text.data, length) == 0;
}

static int write_all(int file, const char *data, size_t length)
{
	while (length) {
		ssize_t written = write(file, data, length);

		if (written < 0 && errno != EINTR)
			return -1;
		if (written > 0) {
			data += written;
			length -= (size_t)written;
		}
	}
	return fsync(file);
}

static int write_temporary(struct writer *w, const struct output *output)
{
	const char *path = path_of(w, output->name, ".new");
	int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
	int result;

	if (file < 0)
		return complain(w, path);
	result = write_all(file, output->text.data, output->text.length);
	if (result)
		complain(w, path);
	if (close(file) && !result)
		result = complain(w, path);
	return result;
}

/* "g000." or "c000.": of a group. */
static bool is_of_group(const char *name)
{
	size_t digits = strspn(name + (*name != '\0'), "0123456789");

	return (name[0] == 'g' || name[0] == 'c') && digits >= 3 &&
	       name[1 + digits] == '.';
}

/* Is it of the same group as one of the outputs? */
static bool is_wanted(const char *name, const struct output *outputs, size_t count)
{
	size_t stem = strcspn(name, ".") + 1, i = 0;

	while (i < count && strncmp(outputs[i].name, name, stem) != 0)
		i++;
	return i < count;
}

static int remove_stale(struct writer *w, const struct output *outputs, size_t count)
{
	DIR *directory = opendir(w->directory);
	struct dirent *entry;
	int result = 0;

	if (!directory)
		return complain(w, w->directory);
	while ((entry = readdir(directory))) {
		const char *path = path_of(w, entry->d_name, "");

		if (is_of_group(entry->d_name) &&
		    !is_wanted(entry->d_name, outputs, count) && unlink(path))
			result = complain(w, path);
	}
	closedir(directory);
	return result;
}

static int sync_directory(struct writer *w)
{
	int directory = open(w->directory, O_RDONLY);
	int result = 0;

	if (directory < 0)
		return complain(w, w->directory);
	if (fsync(directory))
		result = complain(w, w->directory);
	close(directory);
	return result;
}

static int replace(struct writer *w, const struct output *outputs, const bool *changed,
		   size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const char *path = path_of(w, outputs[i].name, "");

		if (changed[i] && rename(path_of(w, outputs[i].name, ".new"), path))
			return complain(w, path);
	}
	return 0;
}

int output_write(const char *directory, const struct output *outputs, size_t count,
		 FILE *messages)
{
	struct writer w = {.directory = directory, .messages = messages};
	bool *changed = arena_alloc(&w.arena, count * sizeof(*changed));
	int result = -1;

	if (mkdir(directory, 0777) && errno != EEXIST) {
		complain(&w, directory);
		goto out;
	}
	for (size_t i = 0; i < count; i++) {
		changed[i] = !is_unchanged(&w, &outputs[i]);
		if (changed[i] && write_temporary(&w, &outputs[i]))
			goto out;
	}
	if (replace(&w, outputs, changed, count) || remove_stale(&w, outputs, count))
		goto out;
	result = sync_directory(&w);
out:
	for (size_t i = 0; i < count; i++)
		unlink(path_of(&w, outputs[i].name, ".new"));
	arena_free(&w.arena);
	return result;
}

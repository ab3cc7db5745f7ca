/* file.c - read whole files, and write them whole or not at all. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/file.h"
#include "host/barelitmus/memory.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

char *file_read(const char *path, size_t most, size_t *size)
{
	size_t capacity = 0, got;
	char *bytes = NULL;
	FILE *file = fopen(path, "r");
	int error;

	if (!file)
		return NULL;
	*size = 0;
	do {
		bytes = memory_grow(bytes, *size, &capacity, 1);
		got = fread(bytes + *size, 1, capacity - *size, file);
		*size += got;
	} while (got && *size <= most);
	error = ferror(file) ? errno : *size > most ? EFBIG : 0;
	fclose(file);
	if (error) {
		free(bytes);
		errno = error;
		return NULL;
	}
	bytes[*size] = '\0'; /* the last read found room, but nothing for it */
	return bytes;
}

static int write_whole(const char *path, const char *bytes, size_t size)
{
	FILE *file = fopen(path, "w");
	int failed;

	if (!file)
		return -1;
	failed = fwrite(bytes, 1, size, file) != size || fflush(file) ||
		 fsync(fileno(file));
	return fclose(file) || failed ? -1 : 0;
}

int file_replace(const char *path, const char *bytes, size_t size)
{
	char *new = memory_join(path, ".new");
	int result = write_whole(new, bytes, size);
	int error;

	if (!result)
		result = rename(new, path);
	error = errno;
	if (result)
		unlink(new);
	free(new);
	errno = error;
	return result;
}

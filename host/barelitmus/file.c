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

FILE *file_begin(const char *path)
{
	char *new = memory_join(path, ".new");
	FILE *file = fopen(new, "w");
	int error = errno;

	free(new);
	errno = error;
	return file;
}

int file_commit(FILE *file, const char *path, bool good)
{
	char *new = memory_join(path, ".new");
	int failed = ferror(file) || fflush(file) || fsync(fileno(file));
	int result = fclose(file) || failed || !good ? -1 : rename(new, path);
	int error = errno;

	if (result)
		unlink(new);
	free(new);
	errno = error;
	return result;
}

int file_replace(const char *path, const char *bytes, size_t size)
{
	FILE *file = file_begin(path);

	if (!file)
		return -1;
	return file_commit(file, path, fwrite(bytes, 1, size, file) == size);
}

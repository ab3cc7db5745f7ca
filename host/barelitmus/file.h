/* file.h - read whole files, and write them whole or not at all. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_FILE_H
#define HOST_BARELITMUS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/*
 * The bytes of the file with a NUL behind them, to be freed; NULL with errno: EFBIG where
 * there are more than most.
 */
char *file_read(const char *path, size_t most, size_t *size);

/* Writes "<path>.new" and renames it. 0, or -1 with errno, and no such file is left. */
int file_replace(const char *path, const char *bytes, size_t size);

/*
 * The same for what is written piece by piece: opens "<path>.new", NULL with errno; then
 * renames it, or removes it where it is not good.
 */
FILE *file_begin(const char *path);
int file_commit(FILE *file, const char *path, bool good);

#endif

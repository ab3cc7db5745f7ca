/* inputs.h - the files to compile. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_INPUTS_H
#define LITMUSC_INPUTS_H

#include "host/litmusc/arena.h"

#include <stddef.h>
#include <sys/types.h>

struct input {
	const char *path;
	dev_t device; /* with inode: which file that is */
	ino_t inode;
};

/* Starts as {0} but for arena. */
struct inputs {
	struct arena *arena;
	struct input *list;
	size_t count, room;
	const char *error; /* of inputs_add, without the program's name */
};

/*
 * Adds a file, or all *.litmus files below a directory, sorted by path; a file that is
 * there already is not added again. Returns 0, or -1 with error set.
 */
int inputs_add(struct inputs *inputs, const char *path);

void inputs_free(struct inputs *inputs);

#endif

/* primitives.h - the things a test may call. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_PRIMITIVES_H
#define LITMUSC_PRIMITIVES_H

#include <stdbool.h>
#include <stddef.h>

/*
 * args has a letter per argument:
 *	L	lvalue, "*x": the location it accesses
 *	P	pointer, "x": the location it accesses
 *	V	value
 */
enum primitive_arg { ARG_LVALUE = 'L', ARG_POINTER = 'P', ARG_VALUE = 'V' };

struct primitive {
	const char *name;
	const char *args;
	bool returns; /* the value that the location had */
	bool stores;  /* its last value argument into the location */
};

/* NULL where there is none of that name. */
const struct primitive *primitive_find(const char *name);

#endif

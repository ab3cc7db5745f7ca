/* primitives.h - the things a test may call. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_PRIMITIVES_H
#define LITMUSC_PRIMITIVES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * args has a letter per argument:
 *	L	lvalue, "*x": the location it accesses
 *	P	pointer, "x": the location it accesses
 *	V	value
 *	C	condition on VAL, which is the value that was loaded
 *	R	"&r": a local that holds the wanted value, and gets the one found
 */
enum primitive_arg {
	ARG_LVALUE = 'L',
	ARG_POINTER = 'P',
	ARG_VALUE = 'V',
	ARG_CONDITION = 'C',
	ARG_REGISTER = 'R'
};

enum primitive_result {
	RESULT_NONE,
	RESULT_VALUE, /* one that the location had or gets */
	RESULT_INT,   /* something else: a truth, an index */
};

/* What the thread around it must have, for RCU. */
enum primitive_rcu { RCU_NONE, RCU_READS, RCU_WAITS };

struct primitive {
	const char *name;
	const char *args;
	enum primitive_result result;
	bool stores; /* its last value argument into the location */
	uint8_t width; /* bytes of the location: at least, 0: any; a lock or srcu_struct: 4 */
	bool is_atomic; /* of the atomic_t family: a function on an int or a long */
	enum primitive_rcu rcu;
};

/* NULL where there is none of that name. */
const struct primitive *primitive_find(const char *name);

#endif

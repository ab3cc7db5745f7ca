/* effect.h - what each primitive does, as far as one can tell from outside. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef LITMUSC_EFFECT_H
#define LITMUSC_EFFECT_H

#include "host/litmusc/primitives.h"

#include <stdint.h>

enum effect_kind {
	EFFECT_UNKNOWN,
	EFFECT_NOTHING, /* nothing that SC or TSO would show */
	EFFECT_FENCE,   /* earlier stores come before later loads */
	EFFECT_LOAD,
	EFFECT_STORE,
	EFFECT_STORE_FENCE,
	EFFECT_UPDATE, /* an atomic read, modify, write */
	EFFECT_AWAIT,  /* a load that waits for 0 */
	EFFECT_RCU_ENTER,
	EFFECT_RCU_LEAVE,
	EFFECT_RCU_WAIT,
};

/* The new value from the old one and the operands a and b. */
enum update_kind {
	UPDATE_SWAP, /* a */
	UPDATE_ADD,  /* old + a, and so on */
	UPDATE_SUB,
	UPDATE_AND,
	UPDATE_OR,
	UPDATE_XOR,
	UPDATE_ANDNOT,
	UPDATE_COMPARE, /* b where old == a, else it fails */
	UPDATE_UNLESS,  /* old + a where old != b, else it fails */
};

/* What the primitive returns. */
enum update_result {
	GIVES_NOTHING,
	GIVES_OLD,
	GIVES_NEW,
	GIVES_SUCCESS,
	GIVES_ZERO,     /* is the new value 0? */
	GIVES_NEGATIVE, /* is it below 0? */
	GIVES_HELD,     /* a load: is the value other than 0? */
};

struct effect {
	enum effect_kind kind;
	enum update_kind update;
	enum update_result gives;
	bool drains;       /* a wait that begins when all earlier stores are visible */
	bool must_succeed; /* it waits until it does */
	uint8_t constants; /* operands that are not arguments, first a, then b: */
	int8_t a, b;
};

struct effect effect_of(const struct primitive *primitive);

#endif

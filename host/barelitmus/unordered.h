/* unordered.h - accesses of a thread that its machine code leaves unordered. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_UNORDERED_H
#define HOST_BARELITMUS_UNORDERED_H

#include "host/barelitmus/follow.h"
#include "host/barelitmus/ordering.h"

enum { UNORDERED_TEXT = 256 };

enum unordered_found {
	UNORDERED_NONE, /* all such pairs are ordered */
	UNORDERED_SOME,
	UNORDERED_UNKNOWN, /* none was found, but not all could be looked at */
};

/*
 * Pairs of accesses to two locations, of kinds that the ORDER_ set has, which no way through
 * the body orders: by no rule of ordering.h and by no dependency. text lists the first of
 * them: "store to x, load from y (sw; lw)".
 */
enum unordered_found unordered_find(const struct body *body, unsigned kinds,
				    char text[UNORDERED_TEXT]);

#endif

/* c11.h - write a kernel litmus test with what C11 has. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_C11_H
#define HOST_BARELITMUS_C11_H

enum { C11_WHY_MAX = 128 };

/*
 * The test with each primitive as the dialect c11 puts it (primitives/c11.h), for herd7 and
 * a model of C11; to be freed. NULL where one of them has no counterpart that herd7 knows,
 * and why tells which; it holds C11_WHY_MAX bytes.
 */
char *c11_translate(const char *text, char *why);

#endif

/* shape.h - the shape of a test, which its name begins with. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_SHAPE_H
#define HOST_BARELITMUS_SHAPE_H

#include <stddef.h>

/* "2+2W" of "2+2W+mbonceonces[lkmm]": what is behind it is in lower case, or Once. */
size_t shape_length(const char *id);

#endif

/* shape.c - the shape of a test, which its name begins with. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/shape.h"

#include <string.h>

size_t shape_length(const char *id)
{
	size_t n = strcspn(id, "+[");

	while (id[n] == '+' && !(id[n + 1] >= 'a' && id[n + 1] <= 'z') &&
	       strncmp(id + n + 1, "Once", 4))
		n += 1 + strcspn(id + n + 1, "+[");
	return n;
}

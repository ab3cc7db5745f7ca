/* split.c - a mix of two variants, taken apart. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/split.h"

#include <string.h>

bool split_read(struct split *split, const char *mix)
{
	*split = (struct split){.count = 0};
	for (const char *at = mix;; at++) {
		size_t n = strcspn(at, ":");
		char name[SPLIT_NAME];

		if (n >= SPLIT_NAME || split->count == 32)
			return false;
		memcpy(name, at, n);
		name[n] = '\0';
		if (!split->count)
			strcpy(split->one, name);
		else if (strcmp(name, split->one) != 0) {
			if (split->threads && strcmp(name, split->other) != 0)
				return false;
			strcpy(split->other, name);
			split->threads |= UINT32_C(1) << split->count;
		}
		split->count++;
		at += n;
		if (!*at)
			break;
	}
	if (!split->threads)
		strcpy(split->other, split->one);
	return true;
}

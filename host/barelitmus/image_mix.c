/* image_mix.c - a mix of an image: which of its functions runs as which thread. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/image_mix.h"

#include <stdio.h>
#include <string.h>

bool image_mix_find(struct image_mix *mix, const struct image *image,
		    const struct test *test, const char *text)
{
	const char *part = text;
	bool again = false; /* the threads outnumber the parts */

	*mix->name = '\0';
	for (unsigned int t = 0; t < test->threads; t++) {
		size_t length = strcspn(part, ":"), used = strlen(mix->name);

		mix->variants[t] = image_variant(image, test, part, length);
		if (!mix->variants[t]) {
			snprintf(mix->name, IMAGE_MIX_NAME, "%.*s", (int)length, part);
			return false;
		}
		if (!again)
			snprintf(mix->name + used, IMAGE_MIX_NAME - used, "%s%s",
				 t ? ":" : "", mix->variants[t]->name);
		part += length;
		again = again || !*part;
		part = *part ? part + 1 : text;
	}
	return true;
}

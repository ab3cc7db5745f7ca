/* atags.c - the list that older Arm loaders pass where they have no device tree. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "platforms/atags.h"

#include <stdint.h>
#include <string.h>

/* Linux, Documentation/arm/booting.rst and asm/setup.h: size in words, tag, data. */
enum { SIZE, TAG, DATA };
enum { ATAG_CORE = 0x54410001, ATAG_CMDLINE = 0x54410009, ATAG_NONE = 0 };
enum { WORDS_MAX = 4096 }; /* Linux puts it into the first 16 KiB */

const char *atags_bootargs(const void *list)
{
	const uint32_t *at = list, *end = at + WORDS_MAX;

	if (!list || (uintptr_t)list & 7 || at[TAG] != ATAG_CORE)
		return NULL;
	while (at[TAG] != ATAG_NONE && at[SIZE] >= DATA &&
	       at[SIZE] < (size_t)(end - at)) {
		const char *text = (const char *)(at + DATA);

		if (at[TAG] == ATAG_CMDLINE && memchr(text, '\0', (at[SIZE] - DATA) * 4))
			return text;
		at += at[SIZE];
	}
	return "";
}

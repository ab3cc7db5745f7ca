/* kept.c - cut what was printed into pieces with a checksum each. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "protocol/kept.h"
#include "protocol/crc32.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void kept_init(struct kept *kept, char *bytes, size_t size)
{
	*kept = (struct kept){.bytes = bytes, .size = size};
}

void kept_clear(struct kept *kept)
{
	kept->length = 0;
	kept->overrun = false;
}

void kept_add(struct kept *kept, const char *bytes, size_t n)
{
	if (n > kept->size - kept->length) {
		kept->overrun = true;
		return;
	}
	memcpy(kept->bytes + kept->length, bytes, n);
	kept->length += n;
}

/* A line, or as much of it as a piece has room for. */
struct cut {
	size_t at;
	size_t length;
	bool ends_line; /* the LF behind it belongs to it */
};

static bool cut_next(const struct kept *kept, struct cut *cut)
{
	size_t at = cut->at + cut->length + cut->ends_line;
	size_t room = kept->length - at;
	const char *lf;

	if (!room)
		return false;
	if (room > KEPT_PIECE + 1)
		room = KEPT_PIECE + 1;
	lf = memchr(kept->bytes + at, '\n', room);
	cut->at = at;
	cut->ends_line = lf != NULL;
	cut->length = lf ? (size_t)(lf - (kept->bytes + at)) : room;
	if (cut->length > KEPT_PIECE)
		cut->length = KEPT_PIECE;
	return true;
}

static uint32_t count_pieces(const struct kept *kept)
{
	struct cut cut = {0};
	uint32_t total = 0;

	while (cut_next(kept, &cut))
		total++;
	return total;
}

bool kept_print(const struct kept *kept, uint32_t from, uint32_t to, log_write_fn *write,
		void *ctx)
{
	uint32_t key = crc32_add(0, kept->bytes, kept->length);
	uint32_t total = count_pieces(kept);
	struct cut cut = {0};
	char line[KEPT_PIECE + 64];

	if (!kept->length || kept->overrun)
		return false;
	for (uint32_t n = 1; n <= to && cut_next(kept, &cut); n++) {
		static const size_t head = sizeof("# = 01234567 ") - 1;
		int length;

		if (n < from)
			continue;
		length = snprintf(line + head, sizeof(line) - head,
				  "%08" PRIx32 " %" PRIu32 " %" PRIu32 " %c%.*s", key, n,
				  total, cut.ends_line ? '=' : '+', (int)cut.length,
				  kept->bytes + cut.at);
		snprintf(line, head, "# = %08" PRIx32,
			 crc32_add(0, line + head, (size_t)length));
		line[head - 1] = ' ';
		line[head + (size_t)length] = '\n';
		write(ctx, line, head + (size_t)length + 1);
	}
	return true;
}

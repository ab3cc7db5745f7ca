/* pieces.c - take single lines by their own checksums until a text is whole. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "protocol/pieces.h"
#include "protocol/crc32.h"
#include "protocol/scan.h"

#include <stdlib.h>
#include <string.h>

void pieces_free(struct pieces *pieces)
{
	free(pieces->list);
	*pieces = (struct pieces){0};
}

/* false: no memory. */
static bool begin(struct pieces *pieces, uint32_t key, uint32_t total)
{
	pieces_free(pieces);
	pieces->list = calloc(total, sizeof(*pieces->list));
	pieces->key = key;
	pieces->total = pieces->list ? total : 0;
	return pieces->list != NULL;
}

enum pieces_got pieces_take(struct pieces *pieces, const char *line)
{
	char *at = (char *)line;
	uint32_t crc, key, n, total;
	size_t length;

	if (!scan_literal(&at, "# = ") || !scan_crc(&at, &crc) ||
	    !scan_literal(&at, " ") || crc != crc32_add(0, at, strlen(at)))
		return PIECES_NONE;
	if (!scan_crc(&at, &key) || !scan_literal(&at, " ") || !scan_u32(&at, &n) ||
	    !scan_literal(&at, " ") || !scan_u32(&at, &total) ||
	    !scan_literal(&at, " ") || (*at != '=' && *at != '+'))
		return PIECES_NONE;
	length = strlen(at + 1);
	if (!n || n > total || total > PIECES_MAX || length > KEPT_PIECE)
		return PIECES_NONE;
	if ((key != pieces->key || total != pieces->total) && !begin(pieces, key, total))
		return PIECES_NONE;

	struct piece *piece = &pieces->list[n - 1];

	if (piece->is_here)
		return PIECES_SOME;
	piece->is_here = true;
	piece->ends_line = *at == '=';
	piece->length = (unsigned char)length;
	memcpy(piece->text, at + 1, length);
	return ++pieces->here == total ? PIECES_ALL : PIECES_SOME;
}

void pieces_missing(const struct pieces *pieces, uint32_t *from, uint32_t *to)
{
	*from = 0;
	*to = 0;
	for (uint32_t n = 1; n <= pieces->total; n++) {
		if (pieces->list[n - 1].is_here)
			continue;
		if (*from && n - *to > PIECES_GAP)
			break;
		if (!*from)
			*from = n;
		*to = n;
	}
}

char *pieces_text(const struct pieces *pieces, size_t *length)
{
	char *text = malloc((size_t)pieces->total * (KEPT_PIECE + 1) + 1);
	size_t n = 0;

	if (!text)
		return NULL;
	for (uint32_t i = 0; i < pieces->total; i++) {
		const struct piece *piece = &pieces->list[i];

		memcpy(text + n, piece->text, piece->length);
		n += piece->length;
		if (piece->ends_line)
			text[n++] = '\n';
	}
	text[n] = '\0';
	*length = n;
	if (crc32_add(0, text, n) == pieces->key)
		return text;
	free(text);
	return NULL;
}

/* scan.c - take words and numbers off the front of a line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "protocol/scan.h"

#include <string.h>

bool scan_literal(char **at, const char *literal)
{
	size_t n = strlen(literal);

	if (strncmp(*at, literal, n))
		return false;
	*at += n;
	return true;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

bool scan_u64(char **at, uint64_t *out)
{
	const char *c = *at;
	uint64_t value = 0;

	if (!is_digit(*c))
		return false;
	for (; is_digit(*c); c++) {
		uint64_t digit = (uint64_t)(*c - '0');

		if (value > (UINT64_MAX - digit) / 10)
			return false;
		value = value * 10 + digit;
	}
	*at += c - *at;
	*out = value;
	return true;
}

bool scan_u32(char **at, uint32_t *out)
{
	char *end = *at;
	uint64_t value;

	if (!scan_u64(&end, &value) || value > UINT32_MAX)
		return false;
	*at = end;
	*out = (uint32_t)value;
	return true;
}

bool scan_crc(char **at, uint32_t *out)
{
	static const char digits[] = "0123456789abcdef";
	uint32_t value = 0;

	for (int i = 0; i < 8; i++) {
		char c = (*at)[i];
		const char *digit = c ? strchr(digits, c) : NULL;

		if (!digit)
			return false;
		value = value << 4 | (uint32_t)(digit - digits);
	}
	*at += 8;
	*out = value;
	return true;
}

char *scan_word(char **at)
{
	char *word = *at;
	size_t n = strcspn(word, " ");

	if (!n)
		return NULL;
	*at += n;
	if (**at)
		*(*at)++ = '\0';
	return word;
}

bool scan_key_u64(char *line, const char *key, uint64_t *out)
{
	size_t n = strlen(key);
	char *at = line;

	while ((at = strchr(at, ' '))) {
		at++;
		if (!strncmp(at, key, n) && at[n] == '=') {
			char *number = at + n + 1;

			return scan_u64(&number, out) && (!*number || *number == ' ');
		}
	}
	return false;
}

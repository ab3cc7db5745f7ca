/* format.c - numbers as people read them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/format.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void format_count(char out[FORMAT_MAX], uint64_t count)
{
	char digits[FORMAT_MAX];
	int n = snprintf(digits, sizeof(digits), "%" PRIu64, count);

	for (int i = 0; i < n; i++) {
		*out++ = digits[i];
		if (i < n - 1 && (n - 1 - i) % 3 == 0)
			*out++ = ' ';
	}
	*out = '\0';
}

/* Scales value to less than 1000 and says by what; the limit is where "%.0f" rounds up. */
static const char *scale(double *value)
{
	static const char *const unit[] = {"", "k", "M", "G", "T", "P", "E"};
	size_t i = 0;

	while (*value >= 999.5 && i < sizeof(unit) / sizeof(unit[0]) - 1) {
		*value /= 1000;
		i++;
	}
	return unit[i];
}

static int decimals(double value)
{
	return value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
}

void format_short(char out[FORMAT_MAX], double value)
{
	const char *unit = scale(&value);

	snprintf(out, FORMAT_MAX, "%.*f%s", *unit ? decimals(value) : 0, value, unit);
}

void format_rate(char out[FORMAT_MAX], uint64_t count, uint64_t microseconds)
{
	if (!microseconds) {
		strcpy(out, "-");
		return;
	}
	double rate = (double)count * 1e6 / (double)microseconds;
	const char *unit = scale(&rate);

	snprintf(out, FORMAT_MAX, "%.*f %s/s", decimals(rate), rate, unit);
}

void format_seconds(char out[FORMAT_MAX], double seconds)
{
	unsigned long whole = (unsigned long)(seconds + 0.5);

	if (whole >= 120)
		snprintf(out, FORMAT_MAX, "%lu min %lu s", whole / 60, whole % 60);
	else
		snprintf(out, FORMAT_MAX, "%.*f s", seconds < 9.95 ? 1 : 0, seconds);
}

/* mix.c - one variant per thread: which compiled code runs as which thread. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/mix.h"

#include <stdio.h>
#include <string.h>

/* Does name ("c11" or "c11.gcc", length bytes) mean this variant? */
static bool variant_named(const struct variant *v, const char *name, size_t length)
{
	size_t dialect = strlen(v->dialect);

	if (length < dialect || memcmp(name, v->dialect, dialect))
		return false;
	if (length == dialect)
		return true;
	return name[dialect] == '.' && length - dialect - 1 == strlen(v->toolchain) &&
	       !memcmp(name + dialect + 1, v->toolchain, length - dialect - 1);
}

static const struct variant *variant_find(const struct test *test, const char *name,
					  size_t length)
{
	for (const struct variant *v = __start_litmus_variants;
	     v < __stop_litmus_variants; v++)
		if (v->test == test && variant_named(v, name, length))
			return v;
	return NULL;
}

/* Part i of a list separated by ':', repeated for ever. */
static const char *part(const char *text, size_t length, unsigned i, size_t *part_length)
{
	const char *at = text;

	for (;;) {
		const char *colon = memchr(at, ':', length - (size_t)(at - text));

		*part_length =
			colon ? (size_t)(colon - at) : length - (size_t)(at - text);
		if (!i--)
			return at;
		at = colon ? colon + 1 : text;
	}
}

/* How many parts a list separated by ':' has. */
static unsigned part_count(const char *text, size_t length)
{
	unsigned count = 1;

	for (size_t i = 0; i < length; i++)
		count += text[i] == ':';
	return count;
}

bool mix_known(const char *text, size_t length, char *missing)
{
	unsigned count = part_count(text, length);

	for (unsigned i = 0; i < count; i++) {
		size_t n;
		const char *name = part(text, length, i, &n);
		const struct variant *v = __start_litmus_variants;

		while (v < __stop_litmus_variants && !variant_named(v, name, n))
			v++;
		if (v == __stop_litmus_variants) {
			snprintf(missing, MIX_NAME_MAX, "%.*s", (int)n, name);
			return false;
		}
	}
	return true;
}

bool mix_resolve(struct mix *mix, const struct test *test, const char *text,
		 size_t length, char *missing)
{
	bool uniform = true;
	size_t used = 0, first_length = 0, n;
	const char *first = NULL;

	for (unsigned t = 0; t < test->threads; t++) {
		const char *name = part(text, length, t, &n);
		const struct variant *v = variant_find(test, name, n);

		if (!v) {
			snprintf(missing, MIX_NAME_MAX, "%.*s", (int)n, name);
			return false;
		}
		mix->threads[t] = v->threads[t];
		if (!t) {
			first = name;
			first_length = n;
		}
		uniform = uniform && n == first_length && !memcmp(name, first, n);
	}
	for (unsigned t = 0; t < (uniform ? 1 : test->threads); t++) {
		const char *name = part(text, length, t, &n);
		int written = snprintf(mix->name + used, sizeof(mix->name) - used,
				       "%s%.*s", t ? ":" : "", (int)n, name);

		used += (size_t)written;
		if (used >= sizeof(mix->name))
			used = sizeof(mix->name) - 1;
	}
	return true;
}

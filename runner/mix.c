/* mix.c - one variant per thread: which compiled code runs as which thread. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/mix.h"

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

static bool is_usual(const struct variant *v)
{
	return !strcmp(v->toolchain, mix_usual_toolchain(v->dialect));
}

/* A dialect alone means its usual toolchain, else the first that the image has. */
static const struct variant *variant_find(const struct test *test, const char *name,
					  size_t length)
{
	const struct variant *found = NULL;

	for (const struct variant *v = __start_litmus_variants;
	     v < __stop_litmus_variants; v++)
		if (v->test == test && variant_named(v, name, length) &&
		    (!found || (is_usual(v) && !is_usual(found))))
			found = v;
	return found;
}

/* Appends text to a name of MIX_NAME_MAX bytes, as far as there is room. */
static void name_add(char *name, const char *text, size_t length)
{
	size_t used = strlen(name);
	size_t room = MIX_NAME_MAX - 1 - used;

	if (length > room)
		length = room;
	memcpy(name + used, text, length);
	name[used + length] = '\0';
}

static void name_add_variant(char *name, const struct variant *v)
{
	name_add(name, v->dialect, strlen(v->dialect));
	if (is_usual(v))
		return;
	name_add(name, ".", 1);
	name_add(name, v->toolchain, strlen(v->toolchain));
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

static bool is_all(const char *item, size_t length)
{
	return length == 3 && !memcmp(item, "all", 3);
}

bool mix_known(const char *text, size_t length, char *missing)
{
	const char *at = text, *end = text + length;

	if (is_all(text, length))
		return true;
	for (;;) {
		const struct variant *v = __start_litmus_variants;
		size_t n = 0;

		while (at + n < end && at[n] != ':' && at[n] != '/')
			n++;
		while (v < __stop_litmus_variants && !variant_named(v, at, n))
			v++;
		if (v == __stop_litmus_variants) {
			*missing = '\0';
			name_add(missing, at, n);
			return false;
		}
		if (at + n == end)
			return true;
		at += n + 1;
	}
}

bool mix_resolve(struct mix *mix, const struct test *test, const char *text,
		 size_t length, char *missing)
{
	const struct variant *variants[TEST_MAX_THREADS] = {NULL};
	bool uniform = true;

	mix->needs = 0;
	mix->has_perpetual = true;
	mix->name[0] = '\0';
	for (unsigned t = 0; t < test->threads; t++) {
		size_t n;
		const char *name = part(text, length, t, &n);
		const struct variant *v = variant_find(test, name, n);

		if (!v) {
			*missing = '\0';
			name_add(missing, name, n);
			return false;
		}
		variants[t] = v;
		mix->threads[t] = v->threads[t];
		mix->has_perpetual = mix->has_perpetual && v->perpetual;
		mix->perpetual[t] = v->perpetual ? v->perpetual[t] : NULL;
		mix->needs |= v->needs;
		uniform = uniform && v == variants[0];
	}
	for (unsigned t = 0; t < (uniform ? 1 : test->threads); t++) {
		if (t)
			name_add(mix->name, ":", 1);
		name_add_variant(mix->name, variants[t]);
	}
	return true;
}

/* --- mix=all and mix=a/b --- */

/* The variants among which an item splits the threads of a test. */
struct choice {
	const struct test *test;
	const char *item;
	size_t length;
	unsigned count;
};

/* Appends the name of variant i of the choice; false: there is none. */
static bool choice_name(const struct choice *choice, unsigned i, char *name)
{
	const char *at = choice->item, *end = at + choice->length;

	if (is_all(at, choice->length)) {
		for (const struct variant *v = __start_litmus_variants;
		     v < __stop_litmus_variants; v++)
			if (v->test == choice->test && !i--) {
				if (name)
					name_add_variant(name, v);
				return true;
			}
		return false;
	}
	for (; i; i--) {
		at = memchr(at, '/', (size_t)(end - at));
		if (!at)
			return false;
		at++;
	}
	if (name) {
		const char *slash = memchr(at, '/', (size_t)(end - at));

		name_add(name, at, (size_t)((slash ? slash : end) - at));
	}
	return true;
}

/* Threads whose bit is set take one, the others other. */
static void name_split(const struct choice *choice, unsigned one, unsigned other,
		       uint32_t bits, char *text)
{
	for (unsigned t = 0; t < choice->test->threads; t++) {
		if (t)
			name_add(text, ":", 1);
		choice_name(choice, bits >> t & 1 ? one : other, text);
	}
}

bool mix_expand(char *text, const struct test *test, const char *item, size_t length,
		unsigned index, bool *capped)
{
	struct choice choice = {.test = test, .item = item, .length = length};
	/* With one thread nothing can be split. */
	uint64_t splits = (UINT64_C(1) << test->threads) - 2, place;

	text[0] = '\0';
	*capped = false;
	if (!is_all(item, length) && !memchr(item, '/', length)) {
		name_add(text, item, length);
		return !index;
	}
	while (choice_name(&choice, choice.count, NULL))
		choice.count++;
	if (index < choice.count)
		return choice_name(&choice, index, text);
	place = index - choice.count;
	for (unsigned i = 0; i < choice.count; i++)
		for (unsigned j = i + 1; j < choice.count; j++, place -= splits)
			if (place < splits) {
				*capped = index >= MIX_EXPAND_MAX;
				/* From bit pattern 1 on: thread 0 takes the first. */
				name_split(&choice, i, j, (uint32_t)(place + 1), text);
				return !*capped;
			}
	return false;
}

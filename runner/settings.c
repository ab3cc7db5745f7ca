/* settings.c - what a run is asked to do: the words of bootargs. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "runner/settings.h"
#include "lib/glob.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define ITERATIONS_MAX (UINT64_C(1) << 48)
#define SHARDS_MAX 65536u
#define CORES_MAX 512u
#define NOISE_MAX_S 30u /* an image that is silent for a minute hangs */
#define EVERY_MAX_S 3600u
#define CORE_ITEM_MAX 64u /* bytes of one item of cores= */

/* A decimal or 0x number with k, M or G behind it (thousands); false: it is not one. */
static bool parse_number(const char *text, uint64_t *number)
{
	unsigned base = 10;
	const char *at = text;
	uint64_t n = 0, scale = 1;

	if (at[0] == '0' && (at[1] == 'x' || at[1] == 'X')) {
		base = 16;
		at += 2;
	}
	for (const char *first = at;; at++) {
		const char *digits = "0123456789abcdef";
		const char *digit = *at ? memchr(digits, *at | 0x20, base) : NULL;
		uint64_t value;

		if (!digit || (*at < '0')) {
			if (at == first)
				return false;
			break;
		}
		value = (uint64_t)(digit - digits);
		if (n > (UINT64_MAX - value) / base)
			return false;
		n = n * base + value;
	}
	if (base == 10 && *at)
		switch (*at++) {
		case 'k':
			scale = 1000;
			break;
		case 'M':
			scale = 1000000;
			break;
		case 'G':
			scale = 1000000000;
			break;
		default:
			return false;
		}
	if (*at || n > UINT64_MAX / scale)
		return false;
	*number = n * scale;
	return true;
}

/* The wrong word is copied first: the sentence takes its place in text. */
static const char *complain(struct settings *s, const char *word, const char *expected)
{
	char copy[80];

	snprintf(copy, sizeof(copy), "%.79s", word);
	snprintf(s->text, sizeof(s->text), "bootargs: found '%s', expected %s", copy,
		 expected);
	return s->text;
}

/* Which of the words is it? -1: none. */
static int find_word(const char *word, const char *(*name)(int i), int count)
{
	for (int i = 0; i < count; i++)
		if (!strcmp(word, name(i)))
			return i;
	return -1;
}

static const char *scheme_word(int i)
{
	return scheme_name((enum scheme)i);
}

static const char *layout_word(int i)
{
	return layout_name((enum layout)i);
}

static const char *cache_word(int i)
{
	return ownership_name((enum ownership)i);
}

static const char *map_word(int i)
{
	return placing_name((enum placing)i);
}

static const char *late_word(int i)
{
	return lateness_name((enum lateness)i);
}

static const char *end_word(int i)
{
	static const char *const words[] = {"off", "reboot", "park"};

	return words[i];
}

/* no and yes are the words for it. */
static bool set_bool(const char *value, const char *no, const char *yes, bool *set)
{
	*set = !strcmp(value, yes);
	return *set || !strcmp(value, no);
}

/* Sets one number after a look at its range. */
static bool set_u32(const char *value, uint32_t least, uint32_t most, uint32_t *number)
{
	uint64_t n;

	if (!parse_number(value, &n) || n < least || n > most)
		return false;
	*number = (uint32_t)n;
	return true;
}

/* "100ms" or "5s", up to most seconds, in microseconds. */
static bool set_time(const char *value, uint32_t most, uint64_t *us)
{
	char number[16];
	size_t digits = strspn(value, "0123456789");
	bool seconds = !strcmp(value + digits, "s");
	uint32_t n;

	if (digits >= sizeof(number) || (!seconds && strcmp(value + digits, "ms")))
		return false;
	memcpy(number, value, digits);
	number[digits] = '\0';
	if (!set_u32(number, 1, seconds ? most : most * 1000, &n))
		return false;
	*us = (uint64_t)n * (seconds ? 1000000 : 1000);
	return true;
}

/* "2/8": the second of eight shares. */
static bool set_shard(struct settings *s, const char *value)
{
	char first[16];
	const char *slash = strchr(value, '/');

	if (!slash || (size_t)(slash - value) >= sizeof(first))
		return false;
	memcpy(first, value, (size_t)(slash - value));
	first[slash - value] = '\0';
	return set_u32(slash + 1, 1, SHARDS_MAX, &s->shards) &&
	       set_u32(first, 1, s->shards, &s->shard);
}

/* "3" or "2-5": false where it is neither. */
static bool parse_places(const char *text, uint32_t *first, uint32_t *last)
{
	char start[CORE_ITEM_MAX];
	const char *dash = strchr(text, '-');

	if (!dash)
		return set_u32(text, 0, CORES_MAX - 1, first) && (*last = *first, true);
	snprintf(start, sizeof(start), "%.*s", (int)(dash - text), text);
	return set_u32(start, 0, CORES_MAX - 1, first) &&
	       set_u32(dash + 1, *first, CORES_MAX - 1, last);
}

/* A list of places, ranges of them, and globs over kinds. */
static bool is_core_list(const char *list)
{
	char text[CORE_ITEM_MAX];
	const char *item;
	size_t length;

	while ((item = settings_next_item(&list, &length))) {
		uint32_t first, last;

		if (!length || length >= sizeof(text))
			return false;
		snprintf(text, sizeof(text), "%.*s", (int)length, item);
		if (*text >= '0' && *text <= '9' && !parse_places(text, &first, &last))
			return false;
	}
	return true;
}

bool settings_item_wants_core(const char *item, size_t length, unsigned place,
			      const char *name)
{
	char text[CORE_ITEM_MAX];
	uint32_t first, last;

	snprintf(text, sizeof(text), "%.*s", (int)length, item);
	if (parse_places(text, &first, &last))
		return place >= first && place <= last;
	return glob_match(text, name);
}

bool settings_wants_core(const struct settings *settings, unsigned place,
			 const char *name)
{
	const char *list = settings->core_list, *item;
	size_t length;

	if (!*list)
		return true;
	while ((item = settings_next_item(&list, &length)))
		if (settings_item_wants_core(item, length, place, name))
			return true;
	return false;
}

/* One number is how many, anything else which. */
static bool set_cores(struct settings *s, const char *value)
{
	bool number = set_u32(value, 1, CORES_MAX, &s->cores);

	if (!number &&
	    (strspn(value, "0123456789") == strlen(value) || !is_core_list(value)))
		return false;
	if (!number)
		s->cores = 0;
	s->core_list = number ? "" : value;
	return true;
}

static const char automatic[] = "auto";

/* The first letter decides about most, and costs a simulator less than a call. */
#define IS(text)                                                                         \
	(*word == *(text) && length == sizeof(text) - 1 && !memcmp(word, text, length))

/*
 * One word name=value about the tuning, name of length bytes. False: it is none of them.
 * *expected: NULL, or what the value should have been.
 */
static bool set_tuning(struct tuning *tuning, const char *word, size_t length,
		       const char **expected)
{
	const char *value = word + length + 1;
	int choice = 0;

	*expected = NULL;
	if (IS("scheme")) {
		choice = find_word(value, scheme_word, SCHEME_COUNT);
		tuning->scheme = (enum scheme)choice;
		*expected =
			"scheme=auto, deadline, sync, batch, user, turns or perpetual";
	} else if (IS("layout")) {
		choice = find_word(value, layout_word, LAYOUT_COUNT);
		tuning->layout = (enum layout)choice;
		*expected = "layout=auto, own, pairs, same, packed, page or random";
	} else if (IS("cache")) {
		choice = find_word(value, cache_word, CACHE_COUNT);
		tuning->cache = (enum ownership)choice;
		*expected = "cache=auto, reader, writer, shared or absent";
	} else if (IS("map")) {
		choice = find_word(value, map_word, MAP_COUNT);
		tuning->map = (enum placing)choice;
		*expected = "map=auto, near, rotated or spread";
	} else if (IS("late")) {
		choice = find_word(value, late_word, LATE_COUNT);
		tuning->late = (enum lateness)choice;
		*expected = "late=auto, off or on";
	} else if (IS("k")) {
		choice = set_u32(value, 1, TUNING_K_MAX, &tuning->k) - 1;
		*expected = "k=1..4096";
	} else if (IS("n")) {
		choice = set_u32(value, 1, TUNING_INSTANCES_MAX, &tuning->instances) - 1;
		*expected = "n=1..65536";
	} else if (IS("period")) {
		choice = set_u32(value, 1, TUNING_NS_MAX, &tuning->period) - 1;
		*expected = "period=1..100000 (ns)";
	} else if (IS("skew")) {
		choice = set_u32(value, 0, TUNING_NS_MAX, &tuning->skew) - 1;
		*expected = "skew=0..100000 (ns)";
	} else {
		return false;
	}
	if (choice >= 0)
		*expected = NULL;
	return true;
}

/* One word name=value. */
static const char *parse_word(struct settings *s, char *word)
{
	char *value = strchr(word, '=');
	size_t length = value ? (size_t)(value - word) : 0;
	const char *expected;
	int choice;

	if (!strcmp(word, automatic)) {
		s->automatic = true;
		return NULL;
	}
	if (!value || !value[1])
		return complain(s, word, "name=value");
	value++;
	if (set_tuning(&s->tuning, word, length, &expected)) {
		if (expected)
			return complain(s, word, expected);
	} else if (IS("tests")) {
		s->tests = value;
	} else if (IS("mix")) {
		s->mix = value;
	} else if (IS("iters")) {
		if (!parse_number(value, &s->iterations) || !s->iterations ||
		    s->iterations > ITERATIONS_MAX)
			return complain(s, word, "iters=1..2^48 (10000, 100k, 1M, 1G)");
	} else if (IS("tune")) {
		if (!set_bool(value, "off", "on", &s->tune))
			return complain(s, word, "tune=on or off");
	} else if (IS("seed")) {
		if (!parse_number(value, &s->seed))
			return complain(s, word, "seed=a number (7, 0x1234)");
	} else if (IS("cores")) {
		if (!set_cores(s, value))
			return complain(s, word,
					"cores=1..512, or a list (0,2-3,cortex-a53)");
	} else if (IS("host")) {
		if (!set_u32(value, 0, UINT32_MAX, &s->host))
			return complain(s, word,
					"host=the number of the host's processors");
	} else if (IS("shard")) {
		if (!set_shard(s, value))
			return complain(s, word, "shard=i/n with 1 <= i <= n <= 65536");
	} else if (IS("noise")) {
		if (!set_time(value, NOISE_MAX_S, &s->noise_us))
			return complain(s, word, "noise=1ms..30s");
	} else if (IS("every")) {
		if (!set_time(value, EVERY_MAX_S, &s->every_us))
			return complain(s, word, "every=1ms..3600s");
	} else if (IS("tso")) {
		if (!set_bool(value, "0", "1", &s->tso))
			return complain(s, word, "tso=0 or 1");
	} else if (IS("brief")) {
		if (!set_bool(value, "0", "1", &s->brief))
			return complain(s, word, "brief=0 or 1");
	} else if (IS("controls")) {
		if (!set_bool(value, "off", "on", &s->controls))
			return complain(s, word, "controls=on or off");
	} else if (IS("end")) {
		choice = find_word(value, end_word, SETTINGS_PARK + 1);
		if (choice < 0)
			return complain(s, word, "end=off, reboot or park");
		s->end = (enum settings_end)choice;
	} else {
		return complain(
			s, word,
			"tests= mix= iters= tune= scheme= layout= cache= map= late= "
			"k= n= period= skew= seed= cores= host= shard= noise= every= "
			"controls= "
			"tso= brief= end= auto");
	}
	return NULL;
}

#undef IS

/* What a simulator can do, unless it was asked for something else. */
static void be_brief(struct settings *s)
{
	s->tune = false;
	if (!s->tuning.instances)
		s->tuning.instances = 256;
	if (!s->tuning.k)
		s->tuning.k = 4;
}

/* A loader puts words of its own before ours: where "--" stands, ours follow it. */
static const char *own_words(const char *bootargs)
{
	const char *mark = strstr(bootargs, " -- ");

	if (!strncmp(bootargs, "-- ", 3))
		return bootargs + 3;
	return mark ? mark + 4 : bootargs;
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n';
}

/* The first word in text, and with *end the byte behind it; NULL: there is none. */
static const char *next_word(const char *text, const char **end)
{
	while (is_blank(*text))
		text++;
	*end = text;
	while (**end && !is_blank(**end))
		++*end;
	return *end == text ? NULL : text;
}

const char *settings_parse(struct settings *s, const char *bootargs)
{
	char *word = s->text;
	const char *end;

	memset(s, 0, offsetof(struct settings, text));
	s->tests = "*";
	s->mix = "";
	s->core_list = "";
	s->iterations = 100000;
	s->tune = true;
	s->tuning.skew = SKEW_AUTO;
	s->shard = 1;
	s->shards = 1;
	bootargs = own_words(bootargs);
	if (strlen(bootargs) >= sizeof(s->text))
		return complain(s, bootargs, "at most 4095 bytes of bootargs");
	strcpy(s->text, bootargs);
	while ((word = (char *)next_word(word, &end))) {
		char *cut = word + (end - word);
		bool last = !*cut;
		const char *trouble;

		*cut = '\0';
		trouble = parse_word(s, word);
		if (trouble)
			return trouble;
		if (last)
			break;
		word = cut + 1;
	}
	if (s->brief)
		be_brief(s);
	return NULL;
}

bool settings_automatic(const char *bootargs)
{
	const char *word = own_words(bootargs), *end;

	for (; (word = next_word(word, &end)); word = end)
		if (end - word == sizeof(automatic) - 1 &&
		    !memcmp(word, automatic, sizeof(automatic) - 1))
			return true;
	return false;
}

const char *settings_next_item(const char **list, size_t *length)
{
	const char *item = *list;

	if (!*item)
		return NULL;
	*length = strcspn(item, ",");
	*list = item + *length + (item[*length] == ',');
	return item;
}

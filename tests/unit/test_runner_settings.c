/* test_runner_settings.c - the words of the bootargs. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "runner/settings.h"

#include <stdio.h>
#include <string.h>

static struct settings settings;

static void accept(const char *bootargs)
{
	const char *trouble = settings_parse(&settings, bootargs);

	if (trouble)
		fail_msg("'%s': %s", bootargs, trouble);
}

/* The sentence must name both what was found and what was expected. */
static void refuse(const char *bootargs, const char *found, const char *expected)
{
	const char *trouble = settings_parse(&settings, bootargs);
	char sentence[256];

	if (!trouble)
		fail_msg("'%s' was accepted", bootargs);
	assert_ptr_equal(trouble, settings.text);
	snprintf(sentence, sizeof(sentence), "bootargs: found '%s', expected %s", found,
		 expected);
	assert_memory_equal(trouble, sentence, strlen(sentence));
}

static void assert_defaults(void)
{
	assert_string_equal(settings.tests, "*");
	assert_string_equal(settings.mix, "");
	assert_int_equal(settings.iterations, 100000);
	assert_int_equal(settings.tuning.scheme, SCHEME_AUTO);
	assert_int_equal(settings.tuning.layout, LAYOUT_AUTO);
	assert_int_equal(settings.tuning.k, 0);
	assert_int_equal(settings.tuning.instances, 0);
	assert_int_equal(settings.tuning.period, 0);
	assert_int_equal(settings.tuning.skew, SKEW_AUTO);
	assert_int_equal(settings.tuning.cache, CACHE_AUTO);
	assert_int_equal(settings.tuning.map, MAP_AUTO);
	assert_int_equal(settings.tuning.late, LATE_AUTO);
	assert_true(settings.tune);
	assert_int_equal(settings.seed, 0);
	assert_int_equal(settings.cores, 0);
	assert_int_equal(settings.host, 0);
	assert_int_equal(settings.end, SETTINGS_OFF);
}

static void test_nothing_said(void **state)
{
	(void)state;
	accept("");
	assert_defaults();
	accept(" \t\n  ");
	assert_defaults();
}

static void test_every_word(void **state)
{
	char bootargs[] = "tests=SB*,@smoke mix=lkmm,c11:lkmm iters=7 scheme=sync\t"
			  "layout=page k=8 n=512 period=300 skew=70 cache=writer "
			  "map=spread late=on tune=off seed=9 cores=3  "
			  "host=2 end=park\n";

	(void)state;
	accept(bootargs);
	memset(bootargs, '#', sizeof(bootargs) - 1); /* the settings keep a copy */
	assert_string_equal(settings.tests, "SB*,@smoke");
	assert_string_equal(settings.mix, "lkmm,c11:lkmm");
	assert_int_equal(settings.iterations, 7);
	assert_int_equal(settings.tuning.scheme, SCHEME_SYNC);
	assert_int_equal(settings.tuning.layout, LAYOUT_PAGE);
	assert_int_equal(settings.tuning.k, 8);
	assert_int_equal(settings.tuning.instances, 512);
	assert_int_equal(settings.tuning.period, 300);
	assert_int_equal(settings.tuning.skew, 70);
	assert_int_equal(settings.tuning.cache, CACHE_WRITER);
	assert_int_equal(settings.tuning.map, MAP_SPREAD);
	assert_int_equal(settings.tuning.late, LATE_ON);
	assert_false(settings.tune);
	assert_int_equal(settings.seed, 9);
	assert_int_equal(settings.cores, 3);
	assert_int_equal(settings.host, 2);
	assert_int_equal(settings.end, SETTINGS_PARK);
}

static void test_each_choice(void **state)
{
	static const char *const schemes[SCHEME_COUNT] = {
		"auto", "deadline", "sync", "batch", "user", "turns", "perpetual"};
	static const char *const layouts[LAYOUT_COUNT] = {
		"auto", "own", "pairs", "same", "packed", "page", "random"};
	static const char *const caches[CACHE_COUNT] = {"auto", "reader", "writer",
							"shared", "absent"};
	static const char *const maps[MAP_COUNT] = {"auto", "near", "rotated", "spread"};
	static const char *const ends[] = {"off", "reboot", "park"};
	char word[32];

	(void)state;
	for (int i = 0; i < SCHEME_COUNT; i++) {
		snprintf(word, sizeof(word), "scheme=%s", schemes[i]);
		accept(word);
		assert_int_equal(settings.tuning.scheme, i);
	}
	for (int i = 0; i < LAYOUT_COUNT; i++) {
		snprintf(word, sizeof(word), "layout=%s", layouts[i]);
		accept(word);
		assert_int_equal(settings.tuning.layout, i);
	}
	for (int i = 0; i < CACHE_COUNT; i++) {
		snprintf(word, sizeof(word), "cache=%s", caches[i]);
		accept(word);
		assert_int_equal(settings.tuning.cache, i);
	}
	for (int i = 0; i < MAP_COUNT; i++) {
		snprintf(word, sizeof(word), "map=%s", maps[i]);
		accept(word);
		assert_int_equal(settings.tuning.map, i);
	}
	for (int i = SETTINGS_OFF; i <= SETTINGS_PARK; i++) {
		snprintf(word, sizeof(word), "end=%s", ends[i]);
		accept(word);
		assert_int_equal(settings.end, i);
	}
	refuse("scheme=synch", "scheme=synch",
	       "scheme=auto, deadline, sync, batch, user, turns or perpetual");
	refuse("scheme=SYNC", "scheme=SYNC", "scheme=");
	refuse("layout=lines", "layout=lines",
	       "layout=auto, own, pairs, same, packed, page");
	refuse("cache=mine", "cache=mine",
	       "cache=auto, reader, writer, shared or absent");
	refuse("map=far", "map=far", "map=auto, near, rotated or spread");
	refuse("late=1", "late=1", "late=auto, off or on");
	refuse("tune=1", "tune=1", "tune=on or off");
	refuse("end=halt", "end=halt", "end=off, reboot or park");
}

static void test_numbers(void **state)
{
	static const struct {
		const char *text;
		uint64_t value;
	} cases[] = {
		{"0", 0},
		{"7", 7},
		{"0012", 12},
		{"10k", 10000},
		{"3M", 3000000},
		{"2G", UINT64_C(2000000000)},
		{"0k", 0},
		{"0x10", 16},
		{"0XfF", 255},
		{"0xDEADbeef12345678", UINT64_C(0xdeadbeef12345678)},
		{"0xffffffffffffffff", UINT64_MAX},
		{"18446744073709551609", UINT64_MAX - 6},
		{"18446744073709551615", UINT64_MAX},
		{"18446744073709551k", UINT64_C(18446744073709551000)},
	};
	char word[64];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(word, sizeof(word), "seed=%s", cases[i].text);
		accept(word);
		assert_int_equal(settings.seed, cases[i].value);
	}
}

static void test_no_numbers(void **state)
{
	static const char *const cases[] = {
		"k",
		"0x",
		"0xk",
		"x1",
		"1kk",
		"1K",
		"1m",
		"1g",
		"-1",
		"+1",
		"1.5",
		"1e6",
		"0x1k",
		"1x",
		"0x1g",
		"1,2",
		"1\x11",
		"\x11",
		"a",
		"0x1G",
		"0x1\x11",
		"1\xb1",
		"18446744073709551616",
		"18446744073709551620",
		"99999999999999999999",
		"0x10000000000000000",
		"18446744073709552k",
		"18446744073710M",
	};
	char word[64];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		snprintf(word, sizeof(word), "seed=%s", cases[i]);
		refuse(word, word, "seed=a number");
	}
}

static void test_ranges(void **state)
{
	static const char *const bad_noise[] = {"noise=0s", "noise=31s", "noise=30001ms",
						"noise=1",  "noise=1us", "noise=1sec",
						"noise=ms", "noise=-1s", "noise=1.5s"};
	static const char *const bad_shards[] = {
		"shard=0/8", "shard=9/8",     "shard=1/0", "shard=2",
		"shard=/8",  "shard=1/65537", "shard=a/b", "shard=1/"};
	static const struct {
		const char *name;
		uint64_t least;
		uint64_t most;
	} cases[] = {
		{"iters", 1, UINT64_C(1) << 48}, {"k", 1, 4096},      {"n", 1, 65536},
		{"period", 1, 100000},           {"skew", 0, 100000}, {"cores", 1, 512},
		{"host", 0, UINT32_MAX},
	};
	char word[64], expected[16];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const unsigned long long least = cases[i].least, most = cases[i].most;

		snprintf(expected, sizeof(expected), "%s=", cases[i].name);
		snprintf(word, sizeof(word), "%s=%llu", cases[i].name, least);
		accept(word);
		snprintf(word, sizeof(word), "%s=%llu", cases[i].name, most);
		accept(word);
		snprintf(word, sizeof(word), "%s=%llu", cases[i].name, most + 1);
		refuse(word, word, expected);
		if (!least)
			continue;
		snprintf(word, sizeof(word), "%s=%llu", cases[i].name, least - 1);
		refuse(word, word, expected);
	}
	accept("shard=2/8");
	assert_int_equal(settings.shard, 2);
	assert_int_equal(settings.shards, 8);
	accept("shard=65536/65536");
	for (size_t i = 0; i < sizeof(bad_shards) / sizeof(bad_shards[0]); i++)
		refuse(bad_shards[i], bad_shards[i],
		       "shard=i/n with 1 <= i <= n <= 65536");
	accept("");
	assert_int_equal(settings.noise_us, 0);
	accept("noise=1ms");
	assert_int_equal(settings.noise_us, 1000);
	accept("noise=30s");
	assert_int_equal(settings.noise_us, 30000000);
	for (size_t i = 0; i < sizeof(bad_noise) / sizeof(bad_noise[0]); i++)
		refuse(bad_noise[i], bad_noise[i], "noise=1ms..30s");
	assert_int_equal(settings.every_us, 0);
	accept("every=1ms");
	assert_int_equal(settings.every_us, 1000);
	accept("every=3600s");
	assert_int_equal(settings.every_us, UINT64_C(3600000000));
	refuse("every=3601s", "every=3601s", "every=1ms..3600s");
	refuse("every=0s", "every=0s", "every=1ms..3600s");
	refuse("every=10", "every=10", "every=1ms..3600s");
	accept("controls=on");
	assert_true(settings.controls);
	accept("controls=on controls=off");
	assert_false(settings.controls);
	refuse("controls=1", "controls=1", "controls=on or off");
	accept("tso=1");
	assert_true(settings.tso);
	accept("brief=1");
	assert_true(settings.brief);
	assert_false(settings.tune);
	assert_int_equal(settings.tuning.instances, 256);
	accept("brief=1 n=64");
	assert_int_equal(settings.tuning.instances, 64);
	refuse("brief=yes", "brief=yes", "brief=0 or 1");
	accept("tso=1 tso=0");
	assert_false(settings.tso);
	refuse("tso=yes", "tso=yes", "tso=0 or 1");
	accept("host=4294967295");
	assert_int_equal(settings.host, UINT32_MAX);
	accept("iters=281474976710656");
	assert_int_equal(settings.iterations, UINT64_C(1) << 48);
}

static void test_not_a_word(void **state)
{
	static const char all[] =
		"tests= mix= iters= tune= scheme= layout= cache= map= late= "
		"k= n= period= skew= seed= cores= host= shard= noise= every= controls= "
		"tso= "
		"brief= end= auto";

	(void)state;
	refuse("tests", "tests", "name=value");
	refuse("tests=", "tests=", "name=value");
	refuse("k=1 quiet", "quiet", "name=value");
	refuse("=SB", "=SB", all);
	refuse("Tests=SB", "Tests=SB", all);
	refuse("test=SB", "test=SB", all);
	refuse("testss=SB", "testss=SB", all);
	refuse("kk=1", "kk=1", all);
	refuse("root=/dev/vda iters=0", "root=/dev/vda", all);
}

static void test_wrong_word_is_cut(void **state)
{
	char word[200], found[80];

	(void)state;
	memset(word, 'w', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	memset(found, 'w', sizeof(found) - 1);
	found[sizeof(found) - 1] = '\0';
	refuse(word, found, "name=value");
}

static void test_length(void **state)
{
	static char bootargs[SETTINGS_TEXT_MAX + 1] = "tests=";

	(void)state;
	memset(bootargs + 6, 'x', SETTINGS_TEXT_MAX - 1 - 6);
	accept(bootargs);
	assert_int_equal(strlen(settings.tests), SETTINGS_TEXT_MAX - 1 - 6);
	bootargs[SETTINGS_TEXT_MAX - 1] = 'x';
	assert_non_null(settings_parse(&settings, bootargs));
	assert_non_null(strstr(settings.text, "expected at most 4095 bytes"));
}

static void test_later_one_wins(void **state)
{
	(void)state;
	accept("k=1 tests=SB iters=5 k=2 tests=MP scheme=user scheme=auto iters=6");
	assert_int_equal(settings.tuning.k, 2);
	assert_string_equal(settings.tests, "MP");
	assert_int_equal(settings.iterations, 6);
	assert_int_equal(settings.tuning.scheme, SCHEME_AUTO);
	accept("end=park"); /* and nothing is left of an earlier reading */
	assert_int_equal(settings.tuning.k, 0);
	assert_string_equal(settings.tests, "*");
}

/* What a Raspberry Pi's loader makes of "-- seed=7" in cmdline.txt. */
static void test_words_of_the_loader(void **state)
{
	(void)state;
	accept("coherent_pool=1M 8250.nr_uarts=1 quiet  vc_mem.mem_size=0x40000000  -- "
	       "seed=7");
	assert_int_equal(settings.seed, 7);
	accept("-- seed=8");
	assert_int_equal(settings.seed, 8);
	accept("quiet -- ");
	assert_defaults();
	refuse("quiet seed=7", "quiet", "name=value");
	refuse("seed=7--", "seed=7--", "seed=a number");
	refuse("-- quiet", "quiet", "name=value");
}

/* items: what the list must give, each in angle brackets. */
static void check_items(const char *list, const char *items)
{
	char got[128] = "";
	const char *item;
	size_t length, used = 0;

	while ((item = settings_next_item(&list, &length)))
		used += (size_t)snprintf(got + used, sizeof(got) - used, "<%.*s>",
					 (int)length, item);
	assert_string_equal(got, items);
	assert_null(settings_next_item(&list, &length));
}

static void test_items(void **state)
{
	(void)state;
	check_items("", "");
	check_items("SB", "<SB>");
	check_items("SB*,@smoke,MP", "<SB*><@smoke><MP>");
	check_items("SB,", "<SB>");
	check_items(",SB", "<><SB>");
	check_items("SB,,MP", "<SB><><MP>");
	check_items(",", "<>");
}

/* Which of eight cores, cortex-a53 and from 4 on cortex-a72, a list wants: bit n, core n. */
static unsigned wanted(const char *word)
{
	unsigned set = 0;

	accept(word);
	assert_int_equal(settings.cores, 0);
	for (unsigned place = 0; place < 8; place++)
		if (settings_wants_core(&settings, place,
					place < 4 ? "cortex-a53" : "cortex-a72"))
			set |= 1u << place;
	return set;
}

static void test_core_lists(void **state)
{
	static const char *const bad[] = {"cores=0",     "cores=2-1",   "cores=1-",
					  "cores=1-x",   "cores=,1",    "cores=1,,",
					  "cores=1,512", "cores=0-512", "cores=1x"};

	(void)state;
	assert_int_equal(wanted(""), 0xff);
	assert_int_equal(wanted("cores=0,2"), 0x05);
	assert_int_equal(wanted("cores=2-2"), 0x04);
	assert_int_equal(wanted("cores=1-2,5-6"), 0x66);
	assert_int_equal(wanted("cores=cortex-a53"), 0x0f);
	assert_int_equal(wanted("cores=*a72"), 0xf0);
	assert_int_equal(wanted("cores=0,cortex-a72"), 0xf1); /* across */
	assert_int_equal(wanted("cores=u74-mc"), 0);
	assert_int_equal(wanted("cores=2 cores=0-1"), 0x03); /* a later one wins */
	accept("cores=0-1 cores=2");
	assert_int_equal(settings.cores, 2);
	assert_true(settings_wants_core(&settings, 7, ""));
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		refuse(bad[i], bad[i], "cores=1..512, or a list");
}

static void test_automatic(void **state)
{
	(void)state;
	assert_true(settings_automatic("auto"));
	assert_true(settings_automatic("mix=lkmm colour=red\tauto iters=1k"));
	assert_true(settings_automatic("quiet -- auto"));
	assert_false(settings_automatic(""));
	assert_false(settings_automatic("tests=auto automatic aut scheme=auto"));
	assert_false(settings_automatic("auto -- mix=lkmm"));
	assert_null(settings_parse(&settings, "iters=1k auto mix=c11"));
	assert_string_equal(settings.mix, "c11");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_said),
		cmocka_unit_test(test_automatic),
		cmocka_unit_test(test_every_word),
		cmocka_unit_test(test_each_choice),
		cmocka_unit_test(test_numbers),
		cmocka_unit_test(test_no_numbers),
		cmocka_unit_test(test_ranges),
		cmocka_unit_test(test_core_lists),
		cmocka_unit_test(test_not_a_word),
		cmocka_unit_test(test_wrong_word_is_cut),
		cmocka_unit_test(test_length),
		cmocka_unit_test(test_later_one_wins),
		cmocka_unit_test(test_words_of_the_loader),
		cmocka_unit_test(test_items),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

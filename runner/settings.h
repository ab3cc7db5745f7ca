/* settings.h - what a run is asked to do: the words of bootargs. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_SETTINGS_H
#define RUNNER_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "runner/tuning.h"

enum settings_end { SETTINGS_OFF, SETTINGS_REBOOT, SETTINGS_PARK };

enum { SETTINGS_TEXT_MAX = 4096 }; /* bytes of bootargs with the NUL */

struct settings {
	const char *tests;     /* globs over ids, "@suite", comma-separated */
	const char *mix;       /* mixes, comma-separated; "" for the default */
	uint64_t iterations;   /* of each test and mix, 1..2^48 */
	bool tune;             /* what tuning leaves open is chosen by trial */
	struct tuning tuning;  /* SCHEME_AUTO, LAYOUT_AUTO, 0, SKEW_AUTO: not given */
	uint64_t seed;         /* 0: take one from the machine */
	uint32_t cores;        /* use at most so many; 0: all */
	const char *core_list; /* or just these: "0,2-3,cortex-a53"; "" for all */
	uint32_t host;         /* processors of an emulator's host; 0: a real machine */
	uint32_t shard;        /* of shards, 1..shards: which share of the runs */
	uint32_t shards;       /* 1: all runs */
	uint64_t noise_us;     /* measure the cores' noise for so long; 0: do not */
	uint64_t every_us;     /* print what a test has so far so often; 0: never */
	bool automatic;        /* nobody is asked what to run */
	bool brief;            /* a simulator: no more than tests need before they run */
	bool controls;         /* run the controls of each test beside it */
	bool tso;              /* what is underneath reorders no more than TSO */
	enum settings_end end;
	char text[SETTINGS_TEXT_MAX]; /* what the strings above point into */
};

/*
 * Reads bootargs: blank-separated words name=value, and auto; a later one wins. Words
 * before a word "--", if there is one, are the loader's own and not read. Returns NULL, or
 * what is wrong and what was expected, as a sentence that lives in settings->text.
 */
const char *settings_parse(struct settings *settings, const char *bootargs);

/* Do they have the word auto, whatever may be wrong with others? */
bool settings_automatic(const char *bootargs);

/*
 * Does the list of cores= want this one? place: among all cores that can run tests, in the
 * order of the machine's own list; name: its kind there, "cortex-a53". One item alone: settings_next_item().
 */
bool settings_wants_core(const struct settings *settings, unsigned place,
			 const char *name);
bool settings_item_wants_core(const char *item, size_t length, unsigned place,
			      const char *name);

/* The next item of a comma-separated list; NULL at the end. *list moves on. */
const char *settings_next_item(const char **list, size_t *length);

#endif

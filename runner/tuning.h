/* tuning.h - how the threads of a test meet, and on what memory: what a job is run with. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_TUNING_H
#define RUNNER_TUNING_H

#include <stdint.h>

#include "runner/layout.h"
#include "runner/ownership.h"
#include "runner/placement.h"
#include "runner/scheme.h"

/* Is the address of one location, another one in each batch, known late? */
enum lateness { LATE_AUTO, LATE_OFF, LATE_ON, LATE_COUNT };

/* Members may differ from job to job, but not within one. No padding: it is compared. */
struct tuning {
	enum scheme scheme;
	enum layout layout;
	enum ownership cache;
	enum placing map;
	enum lateness late;
	uint32_t k;         /* instances a pace; divides instances */
	uint32_t instances; /* of a batch */
	uint32_t period;    /* SCHEME_DEADLINE: ns from a pace to the next; else 0 */
	uint32_t skew;      /* ns, see scheme.h */
};

#define SKEW_AUTO UINT32_MAX /* a skew that was not given; 0 is one */

/* Bounds of the words k=, n=, period= and skew=. */
enum {
	TUNING_K_MAX = 4096,
	TUNING_INSTANCES_MAX = 65536,
	TUNING_NS_MAX = 100000,
};

/* What decides which tunings are possible, and which promise something. */
struct circumstances {
	struct tuning wanted; /* by the user: what is AUTO in it, or 0, may be chosen */
	uint32_t capacity;    /* instances that a batch may have */
	uint32_t groups;
	bool share;         /* threads share processors */
	bool turns;         /* SCHEME_TURNS is possible */
	bool has_clock;     /* one that SCHEME_DEADLINE can go by */
	bool clock_is_fine; /* and it is fine */
	uint32_t trip_ns;   /* a cache line from core to core and back; 0: not known */
};

/* What was asked for, or the default. */
enum scheme tuning_scheme(const struct circumstances *circumstances);

/*
 * Puts what was asked for into tuning, then fills in what is still AUTO or 0, and makes k
 * divide the instances. False: its scheme is not possible.
 */
bool tuning_complete(struct tuning *tuning, const struct circumstances *circumstances);

/* "on"; the word of the arguments and the log. */
const char *lateness_name(enum lateness lateness);

enum { TUNING_WORDS_MAX = 160 }; /* bytes with the NUL */

/* The words of bootargs that ask for it: "scheme=sync layout=own k=4 …". */
void tuning_words(char out[TUNING_WORDS_MAX], const struct tuning *tuning);

#endif

/* search.h - what each job of a session is run with: a race of tunings, then the winner. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_SEARCH_H
#define RUNNER_SEARCH_H

#include "runner/tuner.h"

/*
 * First the tunings race in three heats: ways to pace; then, paced by the winner, layouts,
 * caches and placements; then what is near the winner of that. The winner runs the rest,
 * but for a share of EXPLORE_SHARE in time, which goes to random tunings. Core 0 only.
 */
enum heat { HEAT_PACE, HEAT_PLACE, HEAT_NEAR, HEAT_OVER };

enum job_kind { JOB_SAMPLE, JOB_TUNED, JOB_RANDOM };

enum {
	SEARCH_NS_MAX = 2000000000, /* for all heats, however busy the machine is */
	EXPLORE_SHARE = 8,
	EXPLORE_NS = 5000000, /* a job with a random tuning */
};

struct job_plan {
	enum job_kind kind;
	struct tuning tuning;
	uint64_t nanoseconds;  /* how long it should take */
	uint64_t iteration_ps; /* what an iteration may take; 0: not known */
};

struct search {
	struct circumstances circumstances;
	enum heat heat;
	struct tuning best;
	uint64_t best_ps; /* what an iteration took with it; 0: not known */
	uint64_t last_ps; /* and with any tuning, in the last job */
	bool by_target;   /* the target was seen in a heat */
	bool cut;         /* samples were shorter than they should be, for the budget */
	bool finished;    /* all heats came to their end, and none was cut */
	bool explores;    /* false: nothing but best is run */
	bool has_proven;  /* the target of a control was seen most with this: */
	struct tuning proven;
	uint64_t random;    /* state */
	uint64_t budget;    /* iterations for the heats */
	uint64_t sampled;   /* iterations of them so far */
	uint64_t sample_ns; /* and time */
	uint64_t explored;  /* iterations with random tunings */
	uint32_t samples;
	struct job_plan plan; /* of the present job */
	struct tuner tuner;   /* of the present heat; set once there is one */
};

/*
 * first: the tuning to begin with, complete. tune: else it runs every job. budget: iterations
 * that the heats may take; where that ends them early, the best so far has won.
 */
void search_init(struct search *search, const struct circumstances *circumstances,
		 const struct tuning *first, bool tune, uint64_t budget, uint64_t seed);

/*
 * Begins the heats again, with the best so far as the first: the machine has changed. They
 * may take budget iterations more. Nothing where nothing is to be tuned.
 */
void search_again(struct search *search, const struct circumstances *circumstances,
		  uint64_t budget);

/* Plans the next job; valid until the next call. */
const struct job_plan *search_next(struct search *search);

/* What the job of the last plan showed. */
void search_learn(struct search *search, const struct sample *sample);

/*
 * What showed most of a control's target wins if no heat sees that of the test. Before the
 * first job.
 */
void search_prove(struct search *search, const struct tuning *proven);

/* Ends the heats: the best so far has won. */
void search_end(struct search *search);

#endif

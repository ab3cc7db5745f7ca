/* placement.h - which core runs which thread of which group. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef RUNNER_PLACEMENT_H
#define RUNNER_PLACEMENT_H

/* The threads of all groups take the first groups * threads cores, each one. */
enum placing {
	MAP_AUTO,    /* the default */
	MAP_NEAR,    /* the threads of a group on neighbours, in their order */
	MAP_ROTATED, /* likewise, the first thread last */
	MAP_SPREAD,  /* the threads of a group as far from each other as can be */
	MAP_COUNT,
};

/* "near"; the word of the arguments and the log. */
const char *placing_name(enum placing placing);

/* The core, below groups * threads. */
unsigned placing_core(enum placing placing, unsigned groups, unsigned threads,
		      unsigned group, unsigned thread);

#endif

/* survey_absorb.h - take what one survey says into another. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_SURVEY_ABSORB_H
#define HOST_BARELITMUS_SURVEY_ABSORB_H

#include "host/barelitmus/survey.h"

struct absorbed {
	uint64_t runs;    /* that were not known */
	uint64_t results; /* the same */
};

/*
 * Takes all of "src" into "main", and adds what was new to absorbed. Whatever is in both
 * must be the same there, and the order in which surveys are taken in makes no difference.
 * The caller holds a transaction, and gives it up where this returns -1, after saying what
 * contradicts what (from is where "src" comes from) or what is wrong.
 */
int survey_absorb(struct survey *survey, const char *from, struct absorbed *absorbed);

#endif

/* report_number.c - how a report writes what was seen. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/report_number.h"
#include "host/barelitmus/interval.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

void number_share(char out[NUMBER_MAX], const struct tally *tally)
{
	double share = (double)tally->seen / (double)tally->n;

	if (!tally->n)
		strcpy(out, "-");
	else if (!tally->seen)
		strcpy(out, "0");
	else if (share < 0.000995)
		snprintf(out, NUMBER_MAX, "%.1e", share);
	else
		snprintf(out, NUMBER_MAX, "%.*f %%",
			 share < 0.0995   ? 2
			 : share < 0.9995 ? 1
					  : 0,
			 100 * share);
}

void number_bound(char out[NUMBER_MAX], const struct tally *tally)
{
	if (tally->independent)
		snprintf(out, NUMBER_MAX, "<%.1e",
			 interval_of(0, tally->independent).high);
	else
		strcpy(out, "no bound");
}

void number_controls(char out[NUMBER_MAX], const struct tally *tally)
{
	if (tally->controls_ran)
		snprintf(out, NUMBER_MAX, "%" PRIu64 "/%" PRIu64, tally->controls_seen,
			 tally->controls_ran);
	else
		strcpy(out, "no controls");
}

void number_interval(char out[NUMBER_MAX], const struct tally *tally)
{
	struct interval interval = interval_of(tally->seen, tally->n);

	if (!tally->n)
		strcpy(out, "-");
	else if (!tally->seen)
		number_bound(out, tally);
	else if (tally->independent < tally->n)
		strcpy(out, "no bound"); /* neighbours of a perpetual run depend */
	else
		snprintf(out, NUMBER_MAX, "%.2e..%.2e", interval.low, interval.high);
}

int number_heat(const struct tally *tally)
{
	static const double limits[] = {1e-6, 1e-4, 1e-2, 1e-1};
	double share = (double)tally->seen / (double)tally->n;
	int heat = 1;

	if (!tally->seen)
		return 0;
	for (int i = 0; i < 4; i++)
		heat += share >= limits[i];
	return heat;
}

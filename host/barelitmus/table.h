/* table.h - the results of a run as a table and a closing line. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_TABLE_H
#define HOST_BARELITMUS_TABLE_H

#include "host/barelitmus/evidence.h"

#include <stdio.h>

/*
 * A headline, the image's notes and errors, a line for each run in the order of the log,
 * what was skipped and why, and the sources of known deviations. ASCII; as narrow as the
 * names allow. From the evidence, unless it is NULL: a "*" at results whose code lost a
 * dependency, a line for each of these, and why outcomes of mixes can be seen.
 */
void table_print(struct results *results, const struct evidence *evidence,
		 const char *platform, double seconds, FILE *out);

/* "virt-arm64: 36 runs: 35 pass, 1 known; log in build/log/virt-arm64.log" */
void table_print_summary(const struct results *results, const char *platform,
			 const char *log_path, FILE *out);

#endif

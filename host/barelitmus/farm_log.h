/* farm_log.h - what a board sent, from the log of a job of LAVA. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_FARM_LOG_H
#define HOST_BARELITMUS_FARM_LOG_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Lines of the job's log. */
struct farm_log {
	uint64_t target; /* that the board sent */
	uint64_t others; /* that LAVA wrote */
	uint64_t broken; /* that are no entry of such a log */
};

/*
 * Reads a log of LAVA, a line of YAML an entry: what lava-run prints, or what "lavacli jobs
 * logs --raw" gives. Writes the lines of the board, each with an LF. 0, or -1 with errno
 * where reading or writing fails; what is no entry is only counted.
 */
int farm_log_read(FILE *in, FILE *out, struct farm_log *log);

#endif

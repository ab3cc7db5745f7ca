/* survey_merge.c - make one survey of many. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/command.h"
#include "host/barelitmus/survey_absorb.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
	"usage: barelitmus merge OUT.db IN.db ...\n"
	"\n"
	"Takes surveys into one, which is made where there is none: each whole, or "
	"nothing "
	"of\n"
	"it (and of those behind it) where it contradicts the others. Their order makes "
	"no difference to what query,\n"
	"export and compare say.\n"
	"\n"
	"Exit status: 0 done; 2 wrong usage, no survey, or a contradiction.\n";

/* One transaction each, for SQLite attaches nothing inside of one. */
static int merge_one(struct survey *survey, const char *path, struct absorbed *absorbed)
{
	int result = -1;

	if (!survey_attach(survey, path) && !survey_run(survey, "BEGIN")) {
		result = survey_absorb(survey, path, absorbed);
		if (!result)
			result = survey_run(survey, "COMMIT");
		if (!sqlite3_get_autocommit(survey->db))
			survey_run(survey, "ROLLBACK");
	}
	return survey_detach(survey) ? -1 : result;
}

int command_merge(int argc, char **argv)
{
	struct absorbed absorbed = {0};
	struct survey survey;
	int result;

	if (argc > 1 && !strcmp(argv[1], "--help")) {
		fputs(help, stdout);
		return EXIT_HOLDS;
	}
	if (argc < 3 || argv[1][0] == '-') {
		fputs("barelitmus merge: expected OUT.db IN.db ... (see barelitmus merge "
		      "--help)\n",
		      stderr);
		return EXIT_MISUSE;
	}
	result = survey_open(&survey, argv[1], true);
	for (int i = 2; !result && i < argc; i++)
		result = merge_one(&survey, argv[i], &absorbed);
	survey_close(&survey);
	if (result)
		return EXIT_MISUSE;
	printf("%s: %" PRIu64 " new runs, %" PRIu64 " new results\n", argv[1],
	       absorbed.runs, absorbed.results);
	return EXIT_HOLDS;
}

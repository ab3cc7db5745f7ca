/* survey_filter.c - which results of a survey a command is to use. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/survey_filter.h"

const char *const survey_verdicts[SURVEY_VERDICTS] = {
	"FORBIDDEN", "broken", "fault", "hang", "known", "pass", "skip"};

bool filter_take(struct survey_filter *filter, int option, const char *value)
{
	switch (option) {
	case FILTER_TEST:
		filter->test = value;
		return true;
	case FILTER_MIX:
		filter->mix = value;
		return true;
	case FILTER_BOARD:
		filter->board = value;
		return true;
	case FILTER_IMAGE:
		filter->image = value;
		return true;
	default:
		return false;
	}
}

sqlite3_stmt *filter_prepare(const struct survey_filter *filter, struct survey *survey,
			     const char *sql)
{
	const char *const globs[] = {filter->test, filter->mix, filter->board,
				     filter->image};
	sqlite3_stmt *statement = survey_prepare(survey, sql);

	for (int i = 0; statement && i < 4; i++)
		sqlite3_bind_text(statement, i + 1, globs[i] ? globs[i] : "*", -1,
				  SQLITE_TRANSIENT);
	return statement;
}

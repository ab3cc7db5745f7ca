/* survey_reader.h - take a log into a survey as it comes. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_SURVEY_READER_H
#define HOST_BARELITMUS_SURVEY_READER_H

#include "host/barelitmus/survey_absorb.h"
#include "protocol/parse.h"

/* What a log had; nothing of it is trusted that is not whole. */
struct import_count {
	struct absorbed absorbed;
	uint64_t runs;     /* boots */
	uint64_t results;  /* tests with a line that counts */
	uint64_t controls; /* beside them */
	uint64_t damaged;  /* blocks and lines */
	uint64_t unended;  /* runs without a whole END */
};

enum { SURVEY_STATEMENTS = 14 };

/* Private, but for count and watch. */
struct survey_reader {
	parse_fn *watch; /* is shown each event first; NULL: nobody is */
	void *watch_ctx;
	struct survey *survey;
	const char *path;
	const char *board;
	bool is_quiet;
	struct import_count count;
	struct parser parser;
	sqlite3_stmt *statements[SURVEY_STATEMENTS];
	char imported[32]; /* now */
	int64_t run;       /* its id in src; 0: none that could be taken */
	bool open;         /* the run has no whole END yet */
	bool over;         /* it has an END */
	bool failed;       /* said what is wrong */
	bool finishing;    /* what is damaged now is only unfinished */
	uint32_t running_seq;
	char running_id[LOG_ID_MAX];
};

/*
 * Begins: path is where the log comes from, board the user's name of the machine, NULL:
 * its platform's. Unless it is quiet, the first damages are named on stderr. All of these
 * return 0, or -1 after saying what is wrong; whatever comes of it, it is to be closed.
 * Until then the survey is used by nothing else in this process.
 */
int survey_reader_open(struct survey_reader *reader, struct survey *survey,
		       const char *path, const char *board, bool is_quiet);

/* Takes any number of bytes. */
int survey_reader_feed(struct survey_reader *reader, const char *bytes, size_t n);

/* All results that are whole by now are in the survey, also after a kill or a crash. */
int survey_reader_commit(struct survey_reader *reader);

/* No more bytes will come: what is unfinished is damaged. To be followed by a commit. */
void survey_reader_finish(struct survey_reader *reader);

/* Gives up what has not been committed. */
int survey_reader_close(struct survey_reader *reader);

#endif

/* survey_sample.h - logs in files, and surveys of them, for the tests of the survey. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef TESTS_UNIT_SURVEY_SAMPLE_H
#define TESTS_UNIT_SURVEY_SAMPLE_H

#include "host/barelitmus/survey.h"
#include "tests/unit/log_sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A log of a run with so many tests "T<n>", from the first on: their counts grow with n. */
static inline void sample_run(struct sink *sink, uint32_t nonce, uint32_t first,
			      uint32_t count)
{
	struct log_machine machine = {.nonce = nonce,
				      .version = "0.1",
				      .arch = "arm64",
				      .platform = "virt-arm64",
				      .cores = 4,
				      .host = 2,
				      .clock_hz = 62500000};
	struct log log;

	log_init(&log, sink_write, sink);
	log_boot(&log, &machine);
	log_note(&log, "args iters=10k");
	log_note(&log, "toolchain gcc: 12.2; -O2");
	log_start(&log);
	log_plan(&log, count);
	for (uint32_t i = 0; i < count; i++) {
		uint64_t counts[2] = {first + i, 1000};
		char name[32], id[LOG_ID_MAX];

		snprintf(name, sizeof(name), "T%u", (unsigned)(first + i));
		log_id(id, name, "lkmm");
		struct log_result result = sample_result(i + 1, id, counts, V_PASS);

		result.name = name;
		log_result(&log, &result);
	}
	log_end(&log, 0);
}

static inline void sample_file(const char *path, const char *bytes, size_t n)
{
	FILE *file = fopen(path, "w");

	if (!file || fwrite(bytes, 1, n, file) != n || fclose(file))
		abort();
}

/* A run as above, in the file. */
static inline void sample_log(const char *path, uint32_t nonce, uint32_t first,
			      uint32_t count)
{
	struct sink sink = {0};

	sample_run(&sink, nonce, first, count);
	sample_file(path, sink.bytes, sink.length);
	free(sink.bytes);
}

/* The one number that a query has as its answer. */
static inline int64_t sample_ask(struct survey *survey, const char *sql)
{
	sqlite3_stmt *statement = survey_prepare(survey, sql);
	int64_t number;

	if (!statement || survey_step(survey, statement) != 1)
		abort();
	number = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	return number;
}

/* The same of s.db, which nobody has open. */
static inline int64_t ask(const char *sql)
{
	struct survey survey;
	int64_t number;

	assert_int_equal(survey_open(&survey, "s.db", false), 0);
	number = sample_ask(&survey, sql);
	survey_close(&survey);
	return number;
}

#endif

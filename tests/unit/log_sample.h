/* log_sample.h - logs for the tests of the log: a sink, and a run with one of each. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef TESTS_UNIT_LOG_SAMPLE_H
#define TESTS_UNIT_LOG_SAMPLE_H

#include "protocol/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What a log wrote, with a NUL behind it. */
struct sink {
	char *bytes;
	size_t length;
	size_t size;
};

static inline void sink_write(void *ctx, const char *bytes, size_t n)
{
	struct sink *sink = ctx;

	if (sink->length + n + 1 > sink->size) {
		sink->size = 2 * (sink->length + n + 1);
		sink->bytes = realloc(sink->bytes, sink->size);
		if (!sink->bytes)
			abort();
	}
	memcpy(sink->bytes + sink->length, bytes, n);
	sink->length += n;
	sink->bytes[sink->length] = '\0';
}

/* A histogram of two rows: counts[0] matches, counts[1] does not. */
static inline void sample_state(struct log *log, const void *ctx, size_t i)
{
	const uint64_t *counts = ctx;

	log_state_begin(log, counts[i], i == 0);
	log_state_value(log, "0:r0", (int64_t)i - 1);
	log_state_name(log, "1:r1", "x");
	log_state_end(log, LOG_UNLABELLED);
}

/* The same with labels. */
static inline void sample_labelled(struct log *log, const void *ctx, size_t i)
{
	const uint64_t *counts = ctx;

	log_state_begin(log, counts[i], i == 0);
	log_state_value(log, "0:r0", (int64_t)i);
	log_state_end(log, i ? LOG_SC : LOG_WEAK);
}

static inline struct log_result sample_result(uint32_t seq, const char *id,
					      const uint64_t counts[2],
					      enum log_verdict verdict)
{
	return (struct log_result){
		.seq = seq,
		.id = id,
		.name = "SB+once",
		.mix = "lkmm",
		.quantifier = LOG_EXISTS,
		.condition = "exists (0:r0=-1 /\\ 1:r1=x)",
		.info = "Orig=PodWR Fre\nHash=00ff\n",
		.tuning = "scheme=sync layout=line k=4 n=1024",
		.tuning_by = "target",
		.samples = 70,
		.sampled = 600000,
		.explored = 5000000,
		.groups = 2,
		.iterations = counts[0] + counts[1],
		.seed = 7,
		.microseconds = 1234567,
		.round_trip_ns = 92,
		.phases = {.reset_us = 1000,
			   .run_us = 7000,
			   .wait_us = 20,
			   .count_us = 1980},
		.matching = counts[0],
		.others = counts[1],
		.verdict = verdict,
		.expected = verdict == V_PASS ? "Sometimes" : "Never",
		.source = verdict == V_PASS ? NULL : "lkmm",
		.known_by = verdict == V_KNOWN ? "issue 4872" : NULL,
		.state = sample_state,
		.ctx = counts,
		.state_count = 2,
	};
}

/* A control beside test 1. */
static inline void sample_control(struct log *log, const char *name,
				  const uint64_t counts[2], enum log_needs needs)
{
	char id[LOG_ID_MAX];
	struct log_result result = sample_result(1, id, counts, V_PASS);

	log_id(id, name, "lkmm");
	result.name = name;
	result.info = "";
	result.expected = "none";
	log_control(log, &result, "SB+once[lkmm]", "swap", needs);
}

/* What a test has so far. */
static inline void sample_partial(struct log *log, uint32_t seq, const uint64_t counts[2])
{
	struct log_result result = sample_result(seq, "SB+once[lkmm]", counts, V_PASS);

	log_partial(log, &result);
}

static inline void sample_machine(struct log *log, struct sink *sink)
{
	static const struct log_machine machine = {
		.nonce = 0x0badcafe,
		.version = "0.1",
		.arch = "arm64",
		.platform = "virt-arm64",
		.cores = 4,
		.host = 2,
		.clock_hz = 62500000,
	};

	log_init(log, sink_write, sink);
	log_boot(log, &machine);
}

static inline void sample_boot(struct log *log, struct sink *sink, uint32_t plan)
{
	sample_machine(log, sink);
	log_start(log);
	log_plan(log, plan);
}

#endif

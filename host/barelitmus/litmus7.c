/* litmus7.c - litmus7 of the herdtools as another contender. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/litmus7.h"
#include "host/barelitmus/memory.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum {
	SIZE = 100000, /* iterations of a run: litmus7's default */
	RUNS_MAX = 100000,
	BUILD_SECONDS = 120,
	RUN_SECONDS = 120,
	OPTIONS_MAX = 24,
};

static const struct {
	const char *name;
	const char *text;
} sets[LITMUS7_COUNT] = {
	[LITMUS7_DEFAULT] = {"litmus7", ""},
	[LITMUS7_BEST] = {"litmus7-best",
			  "-barrier timebase -delay 256 -affinity incr1 -launch fixed "
			  "-thread cached -preload no"},
};

const char *litmus7_name(enum litmus7_options options)
{
	return sets[options].name;
}

const char *litmus7_text(enum litmus7_options options)
{
	return sets[options].text;
}

bool litmus7_read(const char *text, struct bench_sample *sample)
{
	uint64_t positive = 0, negative = 0;
	double seconds = 0;
	bool counted = false;

	for (; *text; text += strcspn(text, "\n"), text += *text == '\n') {
		if (sscanf(text, "Positive: %" SCNu64 ", Negative: %" SCNu64, &positive,
			   &negative) == 2)
			counted = true;
		sscanf(text, "Time %*s %lf", &seconds);
	}
	if (!counted || !(seconds > 0) || seconds > 1e6)
		return false;
	*sample = (struct bench_sample){
		.iterations = positive + negative,
		.target = positive,
		.microseconds = (uint64_t)(seconds * 1e6 + 0.5),
	};
	return true;
}

/* Runs a command and keeps what it prints; 0, or -1 after showing how that ended. */
static int run_command(char *const argv[], double seconds,
		       const volatile sig_atomic_t *interrupted, char **output)
{
	enum herd_end end = herd_ask(argv, seconds, interrupted, output);

	if (end == HERD_DONE)
		return 0;
	fprintf(stderr, "barelitmus bench: %s%s: %.2000s\n", argv[0],
		end == HERD_TIMEOUT  ? " took too long"
		: end == HERD_SIGNAL ? " was stopped"
				     : " failed",
		*output ? *output : "");
	return -1;
}

/* The blank-separated words of text, behind argv[count]; their number in all. */
static size_t add_words(char *argv[OPTIONS_MAX], size_t count, char *text)
{
	for (char *at = strtok(text, " "); at; at = strtok(NULL, " "))
		argv[count++] = at;
	return count;
}

int litmus7_build(const char *litmus7, enum litmus7_options options, const char *test,
		  const char *directory, const volatile sig_atomic_t *interrupted)
{
	char *words = memory_copy(sets[options].text), *output = NULL;
	char *argv[OPTIONS_MAX] = {(char *)litmus7};
	char *make[] = {"make", "-C", (char *)directory, NULL};
	size_t count = add_words(argv, 1, words);
	int status = -1;

	argv[count++] = "-o";
	argv[count++] = (char *)directory;
	argv[count] = (char *)test;
	if (mkdir(directory, 0777) && errno != EEXIST) {
		fprintf(stderr, "barelitmus bench: %s: %s\n", directory, strerror(errno));
		goto out;
	}
	if (run_command(argv, BUILD_SECONDS, interrupted, &output))
		goto out;
	free(output);
	status = run_command(make, BUILD_SECONDS, interrupted, &output);
out:
	free(output);
	free(words);
	return status;
}

/* "<directory>/SB.exe" for ".../SB.litmus", to be freed. */
static char *program_path(const char *directory, const char *test)
{
	const char *slash = strrchr(test, '/'), *name = slash ? slash + 1 : test;
	size_t size = strlen(directory) + strlen(name) + 8;
	char *path = memory_zeroed(size, 1);

	snprintf(path, size, "%s/%.*s.exe", directory, (int)strcspn(name, "."), name);
	return path;
}

int litmus7_run(const char *directory, const char *test, uint64_t iterations,
		struct bench_sample *sample, const volatile sig_atomic_t *interrupted)
{
	uint64_t runs = iterations / SIZE;
	char size_text[32], runs_text[32], *program, *output = NULL;
	char *argv[] = {NULL, "-q", "-s", size_text, "-r", runs_text, NULL};
	int status;

	if (!runs)
		runs = 1;
	if (runs > RUNS_MAX)
		runs = RUNS_MAX;
	snprintf(size_text, sizeof(size_text), "%d", SIZE);
	snprintf(runs_text, sizeof(runs_text), "%" PRIu64, runs);
	program = program_path(directory, test);
	argv[0] = program;
	status = run_command(argv, RUN_SECONDS, interrupted, &output);
	if (!status && !litmus7_read(output, sample)) {
		fprintf(stderr,
			"barelitmus bench: %s: expected the log of a litmus7 test, "
			"found: "
			"%.2000s\n",
			program, output);
		status = -1;
	}
	free(output);
	free(program);
	return status;
}

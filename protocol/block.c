/* block.c - read one test's block of the log and check that it agrees with itself. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "protocol/block.h"
#include "protocol/scan.h"

#include <stdlib.h>
#include <string.h>

/* A cursor over the lines of a block. */
struct lines {
	char *next; /* NULL at the end */
};

static char *lines_take(struct lines *lines)
{
	char *line = lines->next;

	if (!line || !*line)
		return NULL;
	char *end = strchr(line, '\n');

	if (end)
		*end++ = '\0';
	lines->next = end;
	return line;
}

/* The rest of the next line behind prefix, or NULL. */
static char *lines_expect(struct lines *lines, const char *prefix)
{
	char *line = lines_take(lines);

	return line && scan_literal(&line, prefix) ? line : NULL;
}

static bool lines_expect_whole(struct lines *lines, const char *text)
{
	char *rest = lines_expect(lines, text);

	return rest && !*rest;
}

static bool scan_name(char **at, const char *name)
{
	char *word = scan_word(at);

	return word && !strcmp(word, name);
}

static const char *read_settings(struct block *block, struct lines *lines)
{
	char *words = lines_expect(lines, "# run");

	if (!words || *words != ' ' ||
	    !scan_key_u64(words, "iterations", &block->iterations) ||
	    !scan_key_u64(words, "filtered", &block->filtered) ||
	    !scan_key_u64(words, "us", &block->microseconds) ||
	    !scan_key_u64(words, "trip", &block->round_trip_ns))
		return "no good # run line";
	block->settings = words + 1;
	return NULL;
}

static bool read_phases(struct log_phases *phases, char *words)
{
	return scan_key_u64(words, "reset", &phases->reset_us) &&
	       scan_key_u64(words, "run", &phases->run_us) &&
	       scan_key_u64(words, "wait", &phases->wait_us) &&
	       scan_key_u64(words, "count", &phases->count_us);
}

/* "<seen>/<ran>" */
static bool scan_share(char **at, uint32_t *seen, uint32_t *ran)
{
	return scan_u32(at, seen) && scan_literal(at, "/") && scan_u32(at, ran) &&
	       *seen <= *ran;
}

static bool read_sensitivity(struct block *block, char *line)
{
	struct log_sensitivity *s = &block->sensitivity;
	uint32_t all_seen;
	uint32_t all_ran;

	if (!scan_share(&line, &all_seen, &all_ran) || !scan_literal(&line, " mutants"))
		return false;
	for (int n = 0; n < LOG_NEEDS; n++) {
		if (!scan_literal(&line, " ") ||
		    !scan_literal(&line, log_needs_word((enum log_needs)n)) ||
		    !scan_literal(&line, "=") ||
		    !scan_share(&line, &s->seen[n], &s->ran[n]) || s->ran[n] > all_ran ||
		    s->seen[n] > all_seen)
			return false;
		all_ran -= s->ran[n];
		all_seen -= s->seen[n];
	}
	if (all_seen || all_ran || !scan_literal(&line, " rate=") ||
	    !scan_u64(&line, &block->rate) || strcmp(line, "/s"))
		return false;
	block->has_sensitivity = true;
	return true;
}

static const char *read_test(struct block *block, struct lines *lines)
{
	char *line = lines_take(lines);

	for (; line && scan_literal(&line, "# "); line = lines_take(lines)) {
		if (scan_literal(&line, "phases") && !read_phases(&block->phases, line))
			return "no good # phases line";
		if (scan_literal(&line, "sensitivity ") && !read_sensitivity(block, line))
			return "no good # sensitivity line";
	}
	if (!line || !scan_literal(&line, "Test "))
		return "no Test line";
	block->name = scan_word(&line);
	block->kind = line;
	if (!block->name || (strcmp(line, "Allowed") && strcmp(line, "Forbidden") &&
			     strcmp(line, "Required")))
		return "no good Test line";
	return NULL;
}

/* Cuts " # sc" off a state; false where the word is no label. */
static bool read_label(struct block_row *row, char *state)
{
	char *comment = strstr(state, " # ");

	if (!comment)
		return true;
	*comment = '\0';
	for (int l = LOG_SC; l < LOG_LABELS; l++) {
		if (!strcmp(comment + 3, log_label_word((enum log_label)l)))
			row->label = (enum log_label)l;
	}
	return row->label != LOG_UNLABELLED;
}

static bool read_row(struct block_row *row, char *line)
{
	if (!scan_u64(&line, &row->count))
		return false;
	line += strspn(line, " ");
	row->matches = *line == '*';
	if (!scan_literal(&line, row->matches ? "*>" : ":>"))
		return false;
	row->state = line;
	if (!read_label(row, line))
		return false;
	size_t n = strlen(line);

	return n == 0 || line[n - 1] == ';';
}

/* A row takes more than 4 bytes of text, which bounds what a false count can ask for. */
static bool rows_fit(uint64_t count, const char *text)
{
	return count <= strlen(text) / 4;
}

static const char *read_histogram(struct block *block, struct lines *lines)
{
	char *line = lines_expect(lines, "Histogram (");
	uint64_t count;

	if (!line || !scan_u64(&line, &count) || strcmp(line, " states)") ||
	    !lines->next || !rows_fit(count, lines->next))
		return "no good Histogram line";
	block->rows = calloc(count ? count : 1, sizeof(*block->rows));
	if (!block->rows)
		return "histogram too large for the memory";
	block->row_count = count;
	for (size_t i = 0; i < count; i++) {
		line = lines_take(lines);
		if (!line || !read_row(&block->rows[i], line))
			return "no good state line";
	}
	return NULL;
}

static const char *read_witnesses(struct block *block, struct lines *lines)
{
	char *line = lines_take(lines);

	if (!line || (strcmp(line, "Ok") && strcmp(line, "No")))
		return "no Ok or No line where the states end";
	block->validated = !strcmp(line, "Ok");
	if (!lines_expect_whole(lines, "") || !lines_expect_whole(lines, "Witnesses"))
		return "no Witnesses line";
	line = lines_expect(lines, "Positive: ");
	if (!line || !scan_u64(&line, &block->positive) ||
	    !scan_literal(&line, ", Negative: ") || !scan_u64(&line, &block->negative) ||
	    *line)
		return "no good Positive line";
	return NULL;
}

/* From the condition to the Observation: header lines of the test, of any number. */
static const char *read_observation(struct block *block, struct lines *lines)
{
	char *line;

	while ((line = lines_take(lines)) && !scan_literal(&line, "Observation ")) {
		if (scan_literal(&line, "Condition "))
			block->condition = line;
		else if (scan_literal(&line, "Hash="))
			block->hash = line;
	}
	if (!line || !scan_name(&line, block->name))
		return "no good Observation line";
	const char *word = scan_word(&line);

	if (!word || !scan_u64(&line, &block->seen) || !scan_literal(&line, " ") ||
	    !scan_u64(&line, &block->others) || *line)
		return "no good Observation line";
	if (strcmp(word, !block->seen ? "Never" : block->others ? "Sometimes" : "Always"))
		return "the word and the counts of the Observation differ";
	return NULL;
}

static const char *read_time(struct block *block, struct lines *lines)
{
	char *line = lines_expect(lines, "Time ");
	uint64_t seconds;
	uint64_t hundredths;

	if (!line || !scan_name(&line, block->name) || !scan_u64(&line, &seconds) ||
	    !scan_literal(&line, ".") || !scan_u64(&line, &hundredths) || *line)
		return "no good Time line";
	if (!lines_expect_whole(lines, ""))
		return "no empty line behind Time";
	return NULL;
}

bool block_verdict(const char *word, enum log_verdict *out)
{
	for (int i = 0; i < VERDICT_COUNT; i++) {
		if (!strcmp(word, log_verdict_word((enum log_verdict)i))) {
			*out = (enum log_verdict)i;
			return true;
		}
	}
	return false;
}

static bool is_expectation(const char *word)
{
	return !strcmp(word, "Never") || !strcmp(word, "Sometimes") ||
	       !strcmp(word, "Always") || !strcmp(word, "none");
}

/* A test without labels has no such line. */
static const char *read_labels(struct block *block, char *words)
{
	block->has_labels = true;
	for (int l = LOG_SC; l < LOG_LABELS; l++) {
		if (!scan_key_u64(words, log_label_word((enum log_label)l),
				  &block->labelled[l]))
			return "no good # labels line";
	}
	return NULL;
}

static const char *read_verdict(struct block *block, struct lines *lines)
{
	char *line = lines_take(lines);
	const char *word = NULL;
	uint64_t seen;

	if (line && scan_literal(&line, "# labels")) {
		word = read_labels(block, line);
		if (word)
			return word;
		line = lines_take(lines);
	}
	if (line && scan_literal(&line, "# verdict "))
		word = scan_word(&line);
	if (!word || !block_verdict(word, &block->verdict) || block->verdict == V_SKIP)
		return "no good # verdict line";
	if (block->verdict == V_KNOWN) {
		if (!scan_literal(&line, "by=") || !(block->known_by = scan_word(&line)))
			return "a known deviation without its source";
	}
	if (!scan_literal(&line, "expected=") || !(block->expected = scan_word(&line)) ||
	    !is_expectation(block->expected) ||
	    (scan_literal(&line, "source=") && !(block->source = scan_word(&line))) ||
	    !scan_literal(&line, "seen=") || !scan_u64(&line, &seen) || *line)
		return "no good # verdict line";
	if (seen != block->seen)
		return "the verdict and the Observation differ";
	return lines_take(lines) ? "lines behind the verdict" : NULL;
}

static bool add_u64(uint64_t *sum, uint64_t value)
{
	*sum += value;
	return *sum >= value;
}

static const char *check_rows(const struct block *block)
{
	uint64_t seen = 0;
	uint64_t others = 0;

	for (size_t i = 0; i < block->row_count; i++) {
		const struct block_row *row = &block->rows[i];

		if (!add_u64(row->matches ? &seen : &others, row->count))
			return "the counts overflow";
	}
	if (seen != block->seen || others != block->others)
		return "the histogram and the Observation differ";
	if (!add_u64(&seen, others) || !add_u64(&seen, block->filtered) ||
	    seen != block->iterations)
		return "the counts do not add up to the iterations";
	return NULL;
}

static const char *check_labels(const struct block *block)
{
	uint64_t labelled[LOG_LABELS] = {0};

	for (size_t i = 0; i < block->row_count; i++)
		labelled[block->rows[i].label] += block->rows[i].count;
	for (int l = LOG_SC; l < LOG_LABELS; l++) {
		if (labelled[l] != block->labelled[l])
			return "the labels of the states and the # labels line differ";
	}
	return NULL;
}

static const char *check_condition(const struct block *block)
{
	bool exists = !strcmp(block->kind, "Allowed");
	bool inverted = !strcmp(block->kind, "Forbidden");
	bool validated = exists     ? block->seen > 0
			 : inverted ? block->seen == 0
				    : block->others == 0;

	if (block->positive != (inverted ? block->others : block->seen) ||
	    block->negative != (inverted ? block->seen : block->others))
		return "the witnesses and the Observation differ";
	if (block->validated != validated)
		return "Ok or No does not follow from the counts";
	if (block->verdict == V_PASS && block->seen && !strcmp(block->expected, "Never"))
		return "a pass that saw what must never be seen";
	return NULL;
}

const char *block_parse(struct block *block, char *text)
{
	static const char *(*const read[])(struct block *, struct lines *) = {
		read_settings,    read_test, read_histogram, read_witnesses,
		read_observation, read_time, read_verdict,
	};
	struct lines lines = {.next = text};
	const char *wrong = NULL;

	memset(block, 0, sizeof(*block));
	for (size_t i = 0; !wrong && i < sizeof(read) / sizeof(read[0]); i++)
		wrong = read[i](block, &lines);
	if (!wrong)
		wrong = check_rows(block);
	if (!wrong)
		wrong = check_labels(block);
	if (!wrong)
		wrong = check_condition(block);
	if (wrong)
		block_free(block);
	return wrong;
}

void block_free(struct block *block)
{
	free(block->rows);
	block->rows = NULL;
	block->row_count = 0;
}

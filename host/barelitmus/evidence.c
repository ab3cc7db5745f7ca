/* evidence.c - what the image's own code says of the results of a run. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/evidence.h"
#include "host/barelitmus/memory.h"
#include "host/barelitmus/unordered.h"

#include <stdlib.h>
#include <string.h>

/* One thing that is true of a thread of a test in some variants. */
struct fact {
	const char *test;
	unsigned int thread;
	char *text;
	char *variants; /* with commas between */
};

struct facts {
	struct fact *facts;
	size_t count, capacity;
};

static bool has_word(const char *list, const char *word)
{
	size_t n = strlen(word);

	for (const char *at = list; (at = strstr(at, word)); at += n)
		if ((at == list || at[-1] == ' ') && (!at[n] || at[n] == ','))
			return true;
	return false;
}

static void facts_add(struct facts *facts, const char *test, unsigned int thread,
		      const char *text, const char *variant)
{
	for (size_t i = 0; i < facts->count; i++) {
		struct fact *fact = &facts->facts[i];
		char *longer, *all;

		if (fact->thread != thread || strcmp(fact->test, test) ||
		    strcmp(fact->text, text))
			continue;
		if (has_word(fact->variants, variant))
			return;
		longer = memory_join(fact->variants, ", ");
		all = memory_join(longer, variant);
		free(longer);
		free(fact->variants);
		fact->variants = all;
		return;
	}
	facts->facts = memory_grow(facts->facts, facts->count, &facts->capacity,
				   sizeof(*facts->facts));
	facts->facts[facts->count++] =
		(struct fact){test, thread, memory_copy(text), memory_copy(variant)};
}

static void facts_free(struct facts *facts)
{
	for (size_t i = 0; i < facts->count; i++) {
		free(facts->facts[i].text);
		free(facts->facts[i].variants);
	}
	free(facts->facts);
}

/* --- code --- */

bool evidence_read(struct evidence *evidence, const char *image, const char *dependencies,
		   char error[SPECIMENS_ERROR])
{
	memset(evidence, 0, sizeof(*evidence));
	if (!specimens_read(&evidence->specimens, image, NULL, error))
		return false;
	if (dependencies)
		evidence->list = dependency_list_read(dependencies, error);
	return evidence->list || !dependencies;
}

void evidence_free(struct evidence *evidence)
{
	specimens_free(&evidence->specimens);
	dependency_list_free(evidence->list);
}

/* The result's test and mix in the image; NULL: the image has no such code. */
static const struct test *find_mix(const struct evidence *evidence,
				   const struct result *result, struct specimen_mix *mix)
{
	const struct image *image = &evidence->specimens.image;
	const struct test *test = image_find(image, result->test);

	return test && specimens_mix(mix, image, test, result->mix) ? test : NULL;
}

static bool follow(struct body *body, const struct evidence *evidence,
		   const struct test *test, const struct specimen_mix *mix,
		   unsigned int thread)
{
	const struct function *function = specimens_function(
		&evidence->specimens.code, mix->variants[thread]->threads[thread]);

	return function &&
	       body_follow(body, &evidence->specimens.image, function, test, thread);
}

/* --- dependencies --- */

/* What is reported of one thread of one result. */
struct losses {
	struct facts *facts; /* NULL: they are only counted */
	const char *test, *variant;
	unsigned int thread;
	size_t count;
};

static void add_loss(void *context, const char *text)
{
	struct losses *losses = context;

	losses->count++;
	if (losses->facts)
		facts_add(losses->facts, losses->test, losses->thread, text,
			  losses->variant);
}

static size_t find_lost(const struct evidence *evidence, const struct result *result,
			struct facts *facts)
{
	struct losses losses = {.facts = facts, .test = result->test};
	struct specimen_mix mix;
	const struct test *test = find_mix(evidence, result, &mix);

	for (unsigned int t = 0; test && evidence->list && t < test->threads; t++) {
		struct body body = {0};

		if (!dependency_list_has(evidence->list, test, t))
			continue;
		losses.thread = t;
		losses.variant = mix.variants[t]->name;
		if (follow(&body, evidence, test, &mix, t))
			dependency_list_compare(evidence->list, &body, add_loss, &losses);
		body_free(&body);
	}
	return losses.count;
}

void evidence_mark(const struct evidence *evidence, struct results *results)
{
	for (size_t i = 0; i < results->count; i++) {
		struct result *result = &results->results[i];

		result->lost = result->counted && find_lost(evidence, result, NULL);
	}
}

void evidence_print_lost(const struct evidence *evidence, const struct results *results,
			 FILE *out)
{
	struct facts facts = {0};

	for (size_t i = 0; i < results->count; i++)
		if (results->results[i].lost)
			find_lost(evidence, &results->results[i], &facts);
	for (size_t i = 0; i < facts.count; i++)
		fprintf(out, "* %s, P%u by %s: %s\n", facts.facts[i].test,
			facts.facts[i].thread, facts.facts[i].variants,
			facts.facts[i].text);
	facts_free(&facts);
}

/* --- order --- */

static const char machine[] =
	"the code of all threads orders all that it accesses: what was seen is the "
	"machine's";

/* The pairs of these kinds that the threads of a mix leave unordered. */
static enum unordered_found find_unordered(const struct evidence *evidence,
					   const struct result *result, unsigned kinds,
					   struct facts *facts)
{
	enum unordered_found all = UNORDERED_NONE;
	struct specimen_mix mix;
	const struct test *test = find_mix(evidence, result, &mix);

	if (!test)
		return UNORDERED_UNKNOWN;
	for (unsigned int t = 0; t < test->threads; t++) {
		enum unordered_found found = UNORDERED_UNKNOWN;
		char text[UNORDERED_TEXT];
		struct body body = {0};

		if (follow(&body, evidence, test, &mix, t))
			found = unordered_find(&body, kinds, text);
		body_free(&body);
		if (found == UNORDERED_SOME)
			facts_add(facts, result->test, t, text, mix.variants[t]->name);
		if (found == UNORDERED_SOME || all == UNORDERED_NONE)
			all = found;
	}
	return all;
}

/* An outcome that store buffers explain needs no more than a load before a store. */
static void add_why(const struct evidence *evidence, const struct result *result,
		    struct facts *facts)
{
	enum unordered_found found = UNORDERED_NONE;

	if (result->label == LOG_TSO)
		found = find_unordered(evidence, result, ORDER_WR, facts);
	if (found != UNORDERED_SOME)
		found = find_unordered(evidence, result, ORDER_ALL, facts);
	if (found == UNORDERED_NONE)
		facts_add(facts, result->test, TEST_MAX_THREADS, machine, result->mix);
}

static bool needs_why(const struct result *result, bool in_matrix)
{
	if (!result->counted || !result->seen ||
	    (result->label != LOG_TSO && result->label != LOG_WEAK) ||
	    result->in_matrix != in_matrix)
		return false;
	return in_matrix || result->verdict != V_PASS || strchr(result->mix, ':');
}

void evidence_print_why(const struct evidence *evidence, const struct result *results,
			size_t count, bool in_matrix, FILE *out)
{
	struct facts facts = {0};

	for (size_t i = 0; i < count; i++)
		if (needs_why(&results[i], in_matrix))
			add_why(evidence, &results[i], &facts);
	for (size_t i = 0; i < facts.count; i++) {
		const struct fact *fact = &facts.facts[i];

		if (fact->thread == TEST_MAX_THREADS)
			fprintf(out, "why: %s[%s]: %s\n", fact->test, fact->variants,
				fact->text);
		else
			fprintf(out, "why: %s, P%u by %s: not ordered: %s\n", fact->test,
				fact->thread, fact->variants, fact->text);
	}
	facts_free(&facts);
}

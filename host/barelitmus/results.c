/* results.c - what one run said, gathered from the events of its log. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/results.h"
#include "host/barelitmus/memory.h"

#include <stdlib.h>
#include <string.h>

void results_init(struct results *results)
{
	memset(results, 0, sizeof(*results));
}

static void list_add(struct text_list *list, const char *text)
{
	if (list->total++ >= RESULTS_TEXTS)
		return;
	list->texts = memory_grow(list->texts, list->count, &list->capacity,
				  sizeof(*list->texts));
	list->texts[list->count++] = memory_copy(text);
}

static void list_free(struct text_list *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->texts[i]);
	free(list->texts);
}

void results_free(struct results *results)
{
	for (size_t i = 0; i < results->count; i++) {
		free(results->results[i].test);
		free(results->results[i].mix);
		free(results->results[i].reason);
		free(results->results[i].scheme);
	}
	free(results->results);
	for (size_t i = 0; i < results->control_count; i++) {
		free(results->controls[i].id);
		free(results->controls[i].of);
	}
	free(results->controls);
	list_free(&results->notes);
	list_free(&results->errors);
	free(results->platform);
	free(results->damage);
	results_init(results);
}

static void set_text(char **slot, const char *text)
{
	free(*slot);
	*slot = text ? memory_copy(text) : NULL;
}

/* "<test>[<mix>]": the last '[' begins the mix. */
static struct result *result_add(struct results *results, uint32_t seq, const char *id)
{
	const char *mix = strrchr(id, '[');
	size_t n = mix ? (size_t)(mix - id) : strlen(id);
	size_t mix_n = mix ? strcspn(mix + 1, "]") : 0;

	results->results = memory_grow(results->results, results->count,
				       &results->capacity, sizeof(struct result));
	struct result *result = &results->results[results->count++];

	memset(result, 0, sizeof(*result));
	result->seq = seq;
	result->test = memory_text(id, n);
	result->mix = memory_text(mix ? mix + 1 : "", mix_n);
	return result;
}

static bool result_has_id(const struct result *result, const char *id)
{
	char own[LOG_ID_MAX];

	log_id(own, result->test, result->mix);
	return !strcmp(own, id);
}

static struct result *result_find(struct results *results, const char *id)
{
	for (size_t i = results->count; i-- > 0;) {
		if (result_has_id(&results->results[i], id))
			return &results->results[i];
	}
	return NULL;
}

/* The result of a test that came to grief; a line about it may have come already. */
static struct result *result_get(struct results *results, uint32_t seq, const char *id)
{
	struct result *result = result_find(results, id);

	return result ? result : result_add(results, seq, id);
}

static void begin(struct results *results, const struct parse_event *event)
{
	unsigned restarts = results->restarts + event->boot.again;

	results_free(results);
	results->booted = true;
	results->restarts = restarts;
	results->cores = event->boot.cores;
	results->host = event->boot.host;
	set_text(&results->platform, event->boot.platform);
}

/* What the block of a test says; result has no numbers yet. */
static void take_counts(struct result *result, const struct block *block)
{
	const char *scheme = strstr(block->settings, "scheme=");

	result->counted = true;
	result->verdict = block->verdict;
	result->iterations = block->iterations;
	result->seen = block->seen;
	result->others = block->others;
	result->microseconds = block->microseconds;
	result->round_trip_ns = block->round_trip_ns;
	result->phases = block->phases;
	result->has_sensitivity = block->has_sensitivity;
	result->sensitivity = block->sensitivity;
	strncpy(result->expected, block->expected, sizeof(result->expected) - 1);
	if (block->source)
		strncpy(result->source, block->source, sizeof(result->source) - 1);
	for (size_t i = 0; i < block->row_count; i++)
		if (block->rows[i].matches && block->rows[i].label > result->label)
			result->label = block->rows[i].label;
	set_text(&result->reason, block->known_by);
	if (scheme) {
		scheme += strlen("scheme=");
		result->scheme = memory_text(scheme, strcspn(scheme, " "));
	}
}

static void add_control(struct results *results, const struct parse_event *event)
{
	results->controls =
		memory_grow(results->controls, results->control_count,
			    &results->control_capacity, sizeof(struct control));
	results->controls[results->control_count++] = (struct control){
		.id = memory_copy(event->id),
		.of = memory_copy(event->control.of),
		.needs = event->control.needs,
		.iterations = event->block->iterations,
		.seen = event->block->seen,
		.microseconds = event->block->microseconds,
	};
}

static void add_damage(struct results *results, const struct parse_event *event)
{
	struct result *result;

	if (!event->id) {
		results->damaged_lines++;
		if (!results->damage)
			set_text(&results->damage, event->text);
		return;
	}
	result = result_get(results, event->seq, event->id);
	result->damaged = true;
	result->counted = false;
	set_text(&result->reason, event->text);
}

static void add_record(struct results *results, const struct parse_event *event)
{
	list_add(&results->errors, event->text);
	if (!strcmp(event->id, "-"))
		return;
	struct result *result = result_get(results, results->running_seq, event->id);

	result->damaged = false;
	if (event->kind == PARSE_HANG) /* of a trap there may be partial counts already */
		result->counted = false;
	result->verdict = event->kind == PARSE_TRAP ? V_FAULT : V_HANG;
}

/* A hang's own line may come before the one that counts it. */
static void add_lost(struct results *results, const struct parse_event *event)
{
	struct result *result = result_get(results, event->seq, event->id);

	result->seq = event->seq;
	result->verdict = event->verdict;
	if (event->block)
		take_counts(result, event->block);
}

static void add_skip(struct results *results, const struct parse_event *event)
{
	struct result *result = result_add(results, event->seq, event->id);

	result->verdict = V_SKIP;
	set_text(&result->reason, event->text);
}

static void set_running(struct results *results, const struct parse_event *event)
{
	results->running_seq = event->seq;
	strncpy(results->running_id, event->id, sizeof(results->running_id) - 1);
}

void results_event(void *ctx, const struct parse_event *event)
{
	struct results *results = ctx;

	switch (event->kind) {
	case PARSE_BOOT:
		begin(results, event);
		break;
	case PARSE_PLAN:
		results->plan = event->plan;
		break;
	case PARSE_NOTE:
		list_add(&results->notes, event->text);
		break;
	case PARSE_ERROR:
		list_add(&results->errors, event->text);
		break;
	case PARSE_PROGRESS:
		set_running(results, event);
		break;
	case PARSE_RESULT:
		take_counts(result_add(results, event->seq, event->id), event->block);
		break;
	case PARSE_CONTROL:
		add_control(results, event);
		break;
	case PARSE_SKIP:
		add_skip(results, event);
		break;
	case PARSE_LOST:
		add_lost(results, event);
		break;
	case PARSE_TRAP:
	case PARSE_HANG:
		add_record(results, event);
		break;
	case PARSE_DAMAGED:
		add_damage(results, event);
		break;
	case PARSE_ASKED:
	case PARSE_AGAIN:
		break;
	case PARSE_END:
		results->ended = true;
		results->rc = event->end.rc;
		results->intact = event->end.intact;
		results->missing = event->end.missing;
		break;
	}
	/* a test that has but partial counts may be what the machine was doing to its end */
	if (event->seq && event->seq == results->running_seq &&
	    event->kind != PARSE_PROGRESS && !(event->kind == PARSE_LOST && event->block))
		results->running_seq = 0;
}

void results_hang(struct results *results)
{
	struct result *result;

	if (!results->running_seq)
		return;
	result = result_get(results, results->running_seq, results->running_id);
	result->verdict = V_HANG;
	result->damaged = false;
}

size_t results_count(const struct results *results, enum log_verdict verdict)
{
	size_t count = 0;

	for (size_t i = 0; i < results->count; i++) {
		const struct result *result = &results->results[i];

		count += !result->damaged && result->verdict == verdict;
	}
	return count;
}

size_t results_damaged(const struct results *results)
{
	size_t count = 0;

	for (size_t i = 0; i < results->count; i++)
		count += results->results[i].damaged;
	return count;
}

bool results_hold(const struct results *results)
{
	if (!results->ended || results->rc || !results->intact || results->missing ||
	    results->restarts || results->damaged_lines || !results->count)
		return false;
	for (size_t i = 0; i < results->count; i++) {
		if (results->results[i].damaged ||
		    !log_verdict_holds(results->results[i].verdict))
			return false;
	}
	return true;
}

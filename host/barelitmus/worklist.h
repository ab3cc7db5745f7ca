/* worklist.h - the tests that a board is to run, and what has become of them. */
/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOST_BARELITMUS_WORKLIST_H
#define HOST_BARELITMUS_WORKLIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum work_state { WORK_WAITING, WORK_DONE, WORK_GIVEN_UP };

/* A test in a mix. */
struct work {
	char *id; /* "<test>[<mix>]" */
	enum work_state state;
	uint32_t planned;   /* its number in the plan; 0: only an earlier log knows it */
	unsigned failures;  /* it hung, or the board was reset in it */
	unsigned losses;    /* it ran, and nothing whole came of it */
	uint32_t failed_in; /* nonce of the run that it failed in last */
};

/* Start with zeros. */
struct worklist {
	struct work *items;
	size_t count;
	size_t capacity;
	uint32_t planned;
};

enum { WORK_NONE = -1 };

void worklist_free(struct worklist *list);

/* The place of a test in the list, which it is added to where it is not; or WORK_NONE. */
size_t worklist_place(struct worklist *list, const char *id);
int64_t worklist_find(const struct worklist *list, const char *id);

/*
 * Reads the answer to "plan <words>" (protocol/README.md): from now on these tests, in
 * this order, are to run. false: the text is not that answer, and nothing has changed.
 */
bool worklist_plan(struct worklist *list, const char *words, const char *text);

/* How many of the plan are in this state. */
size_t worklist_count(const struct worklist *list, enum work_state state);

/*
 * Up to max tests that wait and have the same mix, as run takes them in one line; their
 * places go to chunk. How many there are.
 */
size_t worklist_next(const struct worklist *list, size_t max, size_t *chunk);

/*
 * The line "run tests=- mix=… <words> tests=… " for them: of a run that begins before the
 * line is whole, because another byte has become CR, either no test is known or all words
 * are right. How many of the count it has room for,
 * with size bytes: at least one.
 */
size_t worklist_line(const struct worklist *list, const size_t *chunk, size_t count,
		     const char *words, char *line, size_t size);

/* Is this such a run, as the line "# args …" in the text of its log tells? */
bool worklist_is_run(const char *words, const char *text);

#endif

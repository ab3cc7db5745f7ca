/* worklist.c - read a plan, and cut it into runs. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/worklist.h"
#include "host/barelitmus/memory.h"
#include "protocol/crc32.h"
#include "protocol/log.h"
#include "protocol/scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void worklist_free(struct worklist *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i].id);
	free(list->items);
	*list = (struct worklist){0};
}

int64_t worklist_find(const struct worklist *list, const char *id)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->items[i].id, id))
			return (int64_t)i;
	return WORK_NONE;
}

size_t worklist_place(struct worklist *list, const char *id)
{
	int64_t place = worklist_find(list, id);

	if (place != WORK_NONE)
		return (size_t)place;
	list->items = memory_grow(list->items, list->count, &list->capacity,
				  sizeof(*list->items));
	list->items[list->count] = (struct work){.id = memory_text(id, strlen(id))};
	return list->count++;
}

/* The next line of a text, which it is cut off from; NULL at the end. */
static char *cut_line(char **text)
{
	char *line = *text;
	char *end = strchr(line, '\n');

	if (!end)
		return NULL;
	*end = '\0';
	*text = end + 1;
	return line;
}

static void plan_item(struct worklist *list, const char *id)
{
	size_t place = worklist_place(list, id);
	struct work *work = &list->items[place];

	if (!work->planned)
		work->planned = ++list->planned;
}

/* Those of the plan first, in its order. */
static int by_plan(const void *first, const void *second)
{
	uint32_t a = ((const struct work *)first)->planned - 1;
	uint32_t b = ((const struct work *)second)->planned - 1;

	return (a > b) - (a < b);
}

static bool is_id(const char *id)
{
	const char *mix = strchr(id, '[');

	return mix && mix > id && id[strlen(id) - 1] == ']' && strlen(id) < LOG_ID_MAX &&
	       !strpbrk(id, " ,*?");
}

bool worklist_plan(struct worklist *list, const char *words, const char *text)
{
	char *copy = memory_copy(text);
	char *at = copy;
	char *line = cut_line(&at);
	bool good = line && scan_literal(&line, "plan ") && !strcmp(line, words);

	while (good && (line = cut_line(&at)) && scan_literal(&line, "run "))
		good = is_id(line);
	good = good && line && scan_literal(&line, "list-end ");
	free(copy);
	if (!good)
		return false;
	copy = memory_copy(text);
	at = copy;
	while ((line = cut_line(&at)))
		if (scan_literal(&line, "run "))
			plan_item(list, line);
	free(copy);
	if (list->count)
		qsort(list->items, list->count, sizeof(*list->items), by_plan);
	return true;
}

size_t worklist_count(const struct worklist *list, enum work_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++)
		count += list->items[i].planned && list->items[i].state == state;
	return count;
}

size_t worklist_next(const struct worklist *list, size_t max, size_t *chunk)
{
	const char *mix = NULL;
	size_t count = 0;

	for (size_t i = 0; i < list->count && count < max; i++) {
		const struct work *work = &list->items[i];
		const char *its = strrchr(work->id, '[');

		if (!work->planned || work->state != WORK_WAITING)
			continue;
		if (!mix)
			mix = its;
		if (!strcmp(mix, its))
			chunk[count++] = i;
	}
	return count;
}

size_t worklist_line(const struct worklist *list, const size_t *chunk, size_t count,
		     const char *words, char *line, size_t size)
{
	const char *mix = strrchr(list->items[chunk[0]].id, '[');
	size_t used = 0;
	size_t n = (size_t)snprintf(
		line, size, "run tests=- mix=%.*s%s%s tests=", (int)strlen(mix) - 2,
		mix + 1, *words ? " " : "", words);

	for (; used < count; used++) {
		const char *id = list->items[chunk[used]].id;
		size_t length = (size_t)(strrchr(id, '[') - id);

		if (used && n + length + sizeof(", ") > size)
			break;
		n += (size_t)snprintf(line + n, size - n, "%s%.*s", used ? "," : "",
				      (int)length, id);
	}
	/* Behind the last blank a CR that has become another byte is a wrong word. */
	snprintf(line + n, size - n, " ");
	return used;
}

bool worklist_is_run(const char *words, const char *text)
{
	const char *args = strstr(text, "\n# args ");
	size_t length = strlen(words);

	if (!args)
		return false;
	args = strstr(args, "tests=- mix=");
	args = args ? strchr(args + strlen("tests=- "), ' ') : NULL;
	if (args && length)
		args = strncmp(args + 1, words, length) ? NULL : args + 1 + length;
	return args && !strncmp(args, " tests=", strlen(" tests="));
}

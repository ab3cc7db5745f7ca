/* frame.c - what the generated functions of C and of Rust have in common. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/frame.h"
#include "host/litmusc/type.h"

#include <string.h>

const struct variable *frame_param(const struct variable *variable)
{
	while (variable && (variable->location < 0 || !variable->is_used))
		variable = variable->next;
	return variable;
}

const struct variable *frame_param_of(const struct thread *thread, int location)
{
	const struct variable *param = frame_param(thread->variables);

	while (param->location != location)
		param = frame_param(param->next);
	return param;
}

struct type frame_param_type(const struct litmus *litmus, const struct variable *param)
{
	return type_pointer_to(litmus->locations[param->location].type);
}

/*
 * More copies than one spare a short body the overhead of the loop; long ones and those that
 * wait for others gain nothing, and each copy is compiled once per variant.
 */
unsigned int frame_copies(const struct thread *thread)
{
	if (frame_uses_rcu(thread) || thread->accesses > 6)
		return 1;
	return thread->accesses <= 3 ? 4 : 2; /* 4: the runner's default group */
}

bool frame_uses_rcu(const struct thread *thread)
{
	return thread->reads_rcu || thread->waits_rcu;
}

void list_add(struct list *list, const char *what)
{
	enum { COLUMNS = 90 };
	struct text *out = list->out;
	size_t line = out->length;

	while (line > 0 && out->data[line - 1] != '\n')
		line--;
	text_add(out, "%s", list->is_empty ? "" : ",");
	if (out->length - line + strlen(what) + 4 > COLUMNS)
		text_add(out, "%s", list->new_line);
	else
		text_add(out, "%s", list->is_empty ? "" : " ");
	text_add(out, "%s", what);
	list->is_empty = false;
}

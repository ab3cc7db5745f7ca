/* names.c - ids of tests, and names that are safe in C. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/names.h"

#include <ctype.h>
#include <string.h>

/* What C, Rust, the headers or the frame of a generated function already mean by a name. */
static bool is_reserved(const char *name)
{
	static const char *const words[] = {
		/* the frame */
		"args", "base", "log", "rcu", "stride", "group", "left", "late", "STEP",
		"VARIANT", "DIALECT", "TOOLCHAIN",
		/* C and its GNU dialect */
		"asm", "auto", "break", "case", "char", "const", "continue", "default",
		"do", "double", "else", "enum", "extern", "float", "for", "goto", "if",
		"inline", "int", "linux", "long", "register", "restrict", "return",
		"short", "signed", "sizeof", "static", "struct", "switch", "typedef",
		"typeof", "union", "unix", "unsigned", "void", "volatile", "while",
		/* Rust */
		"Self", "abstract", "as", "async", "await", "become", "box", "crate",
		"dyn", "final", "fn", "impl", "in", "let", "loop", "macro", "match",
		"mod", "move", "mut", "override", "priv", "pub", "ref", "self", "super",
		"trait", "try", "type", "unsafe", "unsized", "use", "virtual", "where",
		"yield",
		/* headers */
		"NULL", "bool", "errno", "false", "main", "offsetof", "true"};
	size_t length = strlen(name);

	if (strncmp(name, "v_", 2) == 0) /* what names_choose_locals() puts in front */
		return false;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(name, words[i]) == 0)
			return true;
	}
	/* _Bool, the __x of a macro, INT64_C, types, whatever may be called. */
	return name[0] == '_' || strncmp(name, "INT", 3) == 0 ||
	       strncmp(name, "UINT", 4) == 0 || strncmp(name, "SPECIMEN", 8) == 0 ||
	       (length > 2 && strcmp(name + length - 2, "_t") == 0) ||
	       primitive_find(name);
}

static bool is_taken(const struct thread *thread, const struct variable *for_whom,
		     const char *name)
{
	if (is_reserved(name))
		return true;
	for (struct variable *v = thread->variables; v; v = v->next) {
		if (v != for_whom && v->c_name && strcmp(v->c_name, name) == 0)
			return true;
	}
	return false;
}

void names_choose_locals(struct litmus *litmus)
{
	for (unsigned int t = 0; t < litmus->thread_count; t++) {
		struct thread *thread = &litmus->threads[t];

		for (struct variable *v = thread->variables; v; v = v->next) {
			v->c_name = v->name;
			while (is_taken(thread, v, v->c_name))
				v->c_name = arena_format(litmus->source->arena, "v_%s",
							 v->c_name);
		}
	}
}

/* Characters that an id may have; the log and the bootargs rely on it. */
static const char *id_from(struct arena *arena, const char *name)
{
	char *id = arena_copy(arena, name, strlen(name));

	for (char *c = id; *c; c++) {
		if (!isalnum((unsigned char)*c) && !strchr("_/.+:~[]-", *c))
			*c = '_';
	}
	return id;
}

/* Only capitals begin a symbol as they are: the firmware's own names are lower case. */
static const char *symbol_from(struct arena *arena, const char *id)
{
	bool as_it_is = isupper((unsigned char)*id) && !is_reserved(id);
	char *symbol = arena_format(arena, "%s%s", as_it_is ? "" : "t_", id);

	for (char *c = symbol; *c; c++) {
		if (!isalnum((unsigned char)*c))
			*c = '_';
	}
	return symbol;
}

static bool has_id(struct litmus *const *tests, size_t count, const char *id)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(tests[i]->id, id) == 0)
			return true;
	}
	return false;
}

static bool has_symbol(struct litmus *const *tests, size_t count, const char *symbol)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(tests[i]->symbol, symbol) == 0)
			return true;
	}
	return false;
}

/* How many of the tests have this name? */
static unsigned int count_name(struct litmus *const *tests, size_t count,
			       const char *name)
{
	unsigned int same = 0;

	for (size_t i = 0; i < count; i++)
		same += strcmp(tests[i]->ast->name, name) == 0;
	return same;
}

static void choose_id(struct litmus *const *tests, size_t i, FILE *messages)
{
	struct litmus *litmus = tests[i];
	struct arena *arena = litmus->source->arena;
	const char *name = id_from(arena, litmus->ast->name);
	unsigned int number = count_name(tests, i + 1, litmus->ast->name);

	litmus->id = name;
	if (number < 2)
		number = 2; /* another name that looks the same in an id */
	while (has_id(tests, i, litmus->id))
		litmus->id = arena_format(arena, "%s~%u", name, number++);
	if (litmus->id != name)
		fprintf(messages, "litmusc: note: %s has the id %s: another test is %s\n",
			litmus->path, litmus->id, name);
}

static void choose_symbol(struct litmus *const *tests, size_t i)
{
	struct litmus *litmus = tests[i];
	struct arena *arena = litmus->source->arena;
	const char *symbol = symbol_from(arena, litmus->id);
	unsigned int number = 1;

	litmus->symbol = symbol;
	while (has_symbol(tests, i, litmus->symbol))
		litmus->symbol = arena_format(arena, "%s_%u", symbol, ++number);
}

void names_choose_ids(struct litmus *const *tests, size_t count, FILE *messages)
{
	for (size_t i = 0; i < count; i++) {
		choose_id(tests, i, messages);
		choose_symbol(tests, i);
	}
}

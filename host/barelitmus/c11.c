/* c11.c - write a kernel litmus test with what C11 has. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/c11.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A location is the first argument: as an lvalue "*x" where that is how Linux has it. */
static const struct call {
	const char *name;
	bool takes_lvalue;
	unsigned int arguments;
	const char *function;
	const char *order;
} calls[] = {
	{"READ_ONCE", true, 1, "atomic_load_explicit", "relaxed"},
	{"WRITE_ONCE", true, 2, "atomic_store_explicit", "relaxed"},
	{"smp_load_acquire", false, 1, "atomic_load_explicit", "acquire"},
	{"smp_store_release", false, 2, "atomic_store_explicit", "release"},
	{"xchg", false, 2, "atomic_exchange_explicit", "seq_cst"},
	{"xchg_relaxed", false, 2, "atomic_exchange_explicit", "relaxed"},
	{"xchg_acquire", false, 2, "atomic_exchange_explicit", "acquire"},
	{"xchg_release", false, 2, "atomic_exchange_explicit", "release"},
	{"smp_mb", false, 0, "atomic_thread_fence", "seq_cst"},
	{"smp_rmb", false, 0, "atomic_thread_fence", "acquire"},
	{"smp_wmb", false, 0, "atomic_thread_fence", "release"},
};

/* What may stand before a '(' and is no call. */
static const char *const keywords[] = {"if", "exists", "forall", "filter", "not"};

/* Types of the kernel that only its own primitives can read. */
static const char *const types[] = {"atomic_t", "atomic64_t", "atomic_long_t",
				    "spinlock_t", "srcu_struct"};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

struct translation {
	FILE *out;
	char *why; /* "": all is well so far */
};

static void fail(struct translation *t, const char *word, size_t length, const char *what)
{
	if (!*t->why)
		snprintf(t->why, C11_WHY_MAX, "%.*s %s", (int)length, word, what);
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static size_t word_length(const char *at, const char *end)
{
	size_t length = 0;

	while (at + length < end && is_word(at[length]))
		length++;
	return length;
}

static bool equals(const char *at, size_t length, const char *word)
{
	return strlen(word) == length && !strncmp(at, word, length);
}

static bool is_one_of(const char *at, size_t length, const char *const *words,
		      size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (equals(at, length, words[i]))
			return true;
	}
	return false;
}

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && isspace((unsigned char)*at))
		at++;
	return at;
}

/* Behind the comment that begins at at, or at itself where none does: "(*x" is none. */
static const char *skip_comment(const char *at, const char *end)
{
	const char *closing, *found;

	if (strncmp(at, "/*", 2) != 0 && strncmp(at, "//", 2) != 0)
		return at;
	closing = at[1] == '*' ? "*/" : "\n";
	found = strstr(at + 2, closing);
	return found && found < end ? found + strlen(closing) : end;
}

/* From behind a '(' or ',' to the ',' or ')' that ends the argument; NULL: there is none. */
static const char *argument_end(const char *at, const char *end)
{
	unsigned int depth = 0;

	for (; at < end; at++) {
		if (!depth && (*at == ',' || *at == ')'))
			return at;
		depth += *at == '(';
		depth -= *at == ')';
	}
	return NULL;
}

static void translate(struct translation *t, const char *at, const char *end);

/* An argument; that of a location is "x" or, where Linux has an lvalue, "*x". */
static void translate_location(struct translation *t, const struct call *call,
			       const char *at, const char *end)
{
	at = skip_blanks(at, end);
	if (call->takes_lvalue) {
		if (at == end || *at != '*')
			fail(t, call->name, strlen(call->name), "of a variable");
		else
			at++;
	}
	translate(t, at, end);
}

/* The arguments from behind the '('; returns what stands behind the ')'. */
static const char *translate_call(struct translation *t, const struct call *call,
				  const char *at, const char *end)
{
	fprintf(t->out, "%s(", call->function);
	for (unsigned int i = 0; i < call->arguments; i++) {
		const char *stop = argument_end(at, end);

		if (!stop || (*stop == ')') != (i + 1 == call->arguments)) {
			fail(t, call->name, strlen(call->name),
			     "with another number of arguments");
			return end;
		}
		if (i == 0)
			translate_location(t, call, at, stop);
		else
			translate(t, at, stop);
		fputs(", ", t->out);
		at = stop + 1;
	}
	if (!call->arguments) {
		at = skip_blanks(at, end);
		if (at == end || *at++ != ')')
			fail(t, call->name, strlen(call->name), "with an argument");
	}
	fprintf(t->out, "memory_order_%s)", call->order);
	return at;
}

static const struct call *find_call(const char *at, size_t length)
{
	for (size_t i = 0; i < COUNT(calls); i++) {
		if (equals(at, length, calls[i].name))
			return &calls[i];
	}
	return NULL;
}

static bool is_thread(const char *at, size_t length)
{
	return length > 1 && *at == 'P' && strspn(at + 1, "0123456789") == length - 1;
}

/* A word, and if it is a call all of it; returns what stands behind. */
static const char *translate_word(struct translation *t, const char *at, const char *end)
{
	size_t length = word_length(at, end);
	const char *next = skip_blanks(at + length, end);
	const struct call *call = find_call(at, length);

	if (call && next < end && *next == '(')
		return translate_call(t, call, next + 1, end);
	if (is_one_of(at, length, types, COUNT(types)))
		fail(t, at, length, "has no counterpart");
	else if (next < end && *next == '(' && !is_thread(at, length) &&
		 !is_one_of(at, length, keywords, COUNT(keywords)) &&
		 !isdigit((unsigned char)*at))
		fail(t, at, length, "has no counterpart");
	fwrite(at, 1, length, t->out);
	return at + length;
}

static void translate(struct translation *t, const char *at, const char *end)
{
	while (at < end && !*t->why) {
		const char *behind = skip_comment(at, end);

		if (behind > at) {
			putc('\n', t->out);
			at = behind;
		} else if (is_word(*at)) {
			at = translate_word(t, at, end);
		} else {
			putc(*at++, t->out);
		}
	}
}

char *c11_translate(const char *text, char *why)
{
	struct translation t = {.why = why};
	const char *threads = strstr(text, "\nP0");
	char *c11 = NULL;
	size_t size;

	*why = '\0';
	t.out = open_memstream(&c11, &size);
	if (!t.out) {
		perror("barelitmus");
		exit(1);
	}
	if (!threads)
		fail(&t, "P0", 2, "begins no line");
	else
		fwrite(text, 1, (size_t)(threads - text), t.out);
	if (threads)
		translate(&t, threads, threads + strlen(threads));
	fclose(t.out);
	if (!*why)
		return c11;
	free(c11);
	return NULL;
}

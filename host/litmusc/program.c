/* program.c - litmusc as a whole: compile all tests, then write all files. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/program.h"

#include "host/litmusc/controls.h"
#include "host/litmusc/depend.h"
#include "host/litmusc/emit.h"
#include "host/litmusc/emit_rust.h"
#include "host/litmusc/enumerate.h"
#include "host/litmusc/inputs.h"
#include "host/litmusc/names.h"
#include "host/litmusc/output.h"
#include "host/litmusc/parallel.h"
#include "host/litmusc/verdicts.h"

#include <ctype.h>
#include <string.h>

struct program {
	const struct options *options;
	FILE *messages;
	struct arena arena;
	struct inputs inputs;
	struct litmus **tests; /* those that compile */
	size_t count, failed;
	struct litmus **mutants;
	size_t mutant_count;
	struct output *outputs;
	size_t output_count;
	size_t without_rust; /* tests */
};

static int find_inputs(struct program *program)
{
	const struct options *options = program->options;
	int result = 0;

	for (size_t i = 0; i < options->input_count; i++) {
		if (inputs_add(&program->inputs, options->inputs[i])) {
			fprintf(program->messages, "litmusc: %s\n",
				program->inputs.error);
			result = -1;
		}
	}
	return result;
}

/* tests.txt has a test per line. */
static bool is_printable(const char *path)
{
	while (*path && !iscntrl((unsigned char)*path))
		path++;
	return *path == '\0';
}

static const char *compile(struct program *program, const char *path)
{
	struct source *source = arena_alloc(&program->arena, sizeof(*source));
	struct litmus *litmus = NULL;

	source->arena = &program->arena;
	if (!is_printable(path))
		return arena_format(&program->arena,
				    "%s: a control character in the path", path);
	if (!source_read(source, path))
		litmus = litmus_compile(source);
	if (litmus)
		program->tests[program->count++] = litmus;
	return litmus ? NULL : source->error;
}

static int compile_all(struct program *program)
{
	bool keep_going = program->options->keep_going;

	program->tests = arena_alloc(&program->arena,
				     program->inputs.count * sizeof(*program->tests));
	for (size_t i = 0; i < program->inputs.count; i++) {
		const char *error = compile(program, program->inputs.list[i].path);

		if (error) {
			fprintf(program->messages, "litmusc: %s%s\n",
				keep_going ? "left out " : "", error);
			program->failed++;
		}
	}
	if (program->failed && keep_going)
		fprintf(program->messages, "litmusc: left out %zu of %zu tests\n",
			program->failed, program->inputs.count);
	if (!program->count)
		return -1;
	return program->failed && !keep_going ? -1 : 0;
}

static int apply_suites(struct program *program)
{
	const struct options *options = program->options;
	unsigned int wrong = 0;

	for (size_t i = 0; i < options->suite_count; i++)
		wrong += suite_apply(&options->suites[i], program->tests, program->count,
				     &program->arena, options->keep_going,
				     program->messages);
	return wrong ? -1 : 0;
}

static int apply_verdicts(struct program *program)
{
	const char *path = program->options->verdicts;

	return path ? verdicts_apply(path, program->tests, program->count,
				     &program->arena, program->messages)
		    : 0;
}

/* The sets of all tests. */
struct enumeration {
	struct litmus *const *tests;
	struct outcomes (*sets)[2]; /* of each test: SC, TSO */
};

static void enumerate_one(void *context, size_t i)
{
	struct enumeration *e = context;

	enumerate_both(e->tests[i], &e->sets[i][0], &e->sets[i][1]);
}

/* Says which tests' outcomes will have no label. */
static void enumerate_all(struct program *program)
{
	struct enumeration e = {.tests = program->tests};
	size_t unknown = 0;

	e.sets = arena_alloc(&program->arena, program->count * sizeof(*e.sets) + 1);
	parallel_each(program->count, enumerate_one, &e);
	for (size_t i = 0; i < program->count; i++) {
		struct litmus *litmus = program->tests[i];

		litmus_allow(litmus, &e.sets[i][0], &e.sets[i][1]);
		if (litmus->allowed.tso_known)
			continue;
		fprintf(program->messages,
			"litmusc: note: %s: the outcomes of %s are not known\n",
			litmus->path, litmus->allowed.sc_known ? "TSO" : "SC and TSO");
		unknown++;
	}
	if (unknown)
		fprintf(program->messages,
			"litmusc: note: %zu of %zu tests get no labels, or not all\n",
			unknown, program->count);
}

static struct text *new_output(struct program *program, const char *name)
{
	struct output *output = &program->outputs[program->output_count++];

	strcpy(output->name, name);
	return &output->text;
}

/* Tests or mutants that are compiled together. */
struct group {
	struct litmus *const *tests;
	size_t count;
};

static size_t group_count(const struct program *program)
{
	size_t size = program->options->group;

	return (program->count + size - 1) / size;
}

static struct group group_of_tests(const struct program *program, size_t number)
{
	size_t size = program->options->group, from = number * size;
	size_t left = program->count - from;

	return (struct group){program->tests + from, left < size ? left : size};
}

static bool is_in(const struct group *group, const struct litmus *test)
{
	size_t i = 0;

	while (i < group->count && group->tests[i] != test)
		i++;
	return i < group->count;
}

/*
 * The mutants that were made for the tests of a group. They come in the order of the
 * tests: those of earlier groups are before from.
 */
static struct group group_of_mutants(const struct program *program,
				     const struct group *tests, size_t from)
{
	struct group group = {program->mutants + from, 0};

	while (from + group.count < program->mutant_count &&
	       is_in(tests, group.tests[group.count]->control_of))
		group.count++;
	return group;
}

/* The C files of a group of tests, or of their mutants: "g003" and "c003". */
static void make_group(struct program *program, char kind, size_t number,
		       const struct group *group, struct text *makefile)
{
	char name[40];

	text_add(makefile, " %c%03zu", kind, number);
	snprintf(name, sizeof(name), "%c%03zu.tests.c", kind, number);
	emit_tests(new_output(program, name), group->tests, group->count);
	snprintf(name, sizeof(name), "%c%03zu.threads.c", kind, number);
	emit_threads(new_output(program, name), group->tests, group->count);
}

/* And the Rust file, which mutants do not have. */
static void make_rust(struct program *program, size_t number, const struct group *group)
{
	char name[40];

	snprintf(name, sizeof(name), "g%03zu.threads.rs", number);
	program->without_rust +=
		emit_rust(new_output(program, name), group->tests, group->count);
}

static void make_tests(struct program *program, struct text *makefile)
{
	text_add(makefile, "LITMUS_GROUPS :=");
	for (size_t i = 0; i < group_count(program); i++) {
		struct group tests = group_of_tests(program, i);

		make_group(program, 'g', i, &tests, makefile);
		make_rust(program, i, &tests);
	}
}

/* A group for each of tests: what changes one of these concerns no other mutants. */
static void make_mutants(struct program *program, struct text *makefile)
{
	size_t from = 0;

	text_add(makefile, "\nCONTROL_GROUPS :=");
	for (size_t i = 0; i < group_count(program); i++) {
		struct group tests = group_of_tests(program, i);
		struct group mutants = group_of_mutants(program, &tests, from);

		if (mutants.count)
			make_group(program, 'c', i, &mutants, makefile);
		from += mutants.count;
	}
}

static void make_list(struct program *program)
{
	struct text *list = new_output(program, "tests.txt");

	for (size_t i = 0; i < program->count; i++) {
		const struct litmus *litmus = program->tests[i];

		text_add(list, "%s\t%u\t%s\t%s\n", litmus->id, litmus->thread_count,
			 litmus->suites, litmus->path);
	}
}

static void make_dependencies(struct program *program)
{
	struct text *list = new_output(program, "dependencies.txt");

	text_add(list, "# id, thread, kind, from, to\n");
	for (size_t i = 0; i < program->count; i++)
		depend_list(list, program->tests[i]);
}

/* What each mutant needs, and of which tests it is a control. */
static void make_controls(struct program *program)
{
	struct text *list = new_output(program, "controls.txt");

	text_add(list, "# test, control, needs, change\n");
	for (size_t i = 0; i < program->count; i++) {
		const struct litmus *litmus = program->tests[i];

		for (unsigned int c = 0; c < litmus->control_count; c++)
			text_add(list, "%s\t%s\t%s\t%s\n", litmus->id,
				 litmus->controls[c]->id,
				 needs_word(litmus->controls[c]->needs),
				 litmus->controls[c]->change);
	}
}

static int write_files(struct program *program)
{
	enum { LISTS = 4, FILES = 5 }; /* in all, and of a group */
	struct text *makefile;

	program->outputs =
		arena_alloc(&program->arena, (LISTS + FILES * group_count(program)) *
						     sizeof(*program->outputs));
	make_list(program);
	make_dependencies(program);
	make_controls(program);
	makefile = new_output(program, "groups.mk");
	make_tests(program, makefile);
	make_mutants(program, makefile);
	text_add(makefile, "\n");
	if (program->without_rust)
		fprintf(program->messages,
			"litmusc: note: %zu of %zu tests have no Rust variant: "
			"primitives/README.md says why\n",
			program->without_rust, program->count);
	return output_write(program->options->directory, program->outputs,
			    program->output_count, program->messages);
}

int program_run(const struct options *options, FILE *messages)
{
	struct program program = {.options = options, .messages = messages};
	int result = EXIT_WRONG_INPUT;

	program.inputs.arena = &program.arena;
	if (find_inputs(&program) || compile_all(&program))
		goto out;
	names_choose_ids(program.tests, program.count, messages);
	if (apply_suites(&program) || apply_verdicts(&program))
		goto out;
	enumerate_all(&program);
	if (options->controls)
		program.mutant_count =
			controls_make(program.tests, program.count, options->controls,
				      &program.arena, &program.mutants);
	if (write_files(&program))
		goto out;
	result = 0;
out:
	for (size_t i = 0; i < program.output_count; i++)
		text_free(&program.outputs[i].text);
	inputs_free(&program.inputs);
	arena_free(&program.arena);
	return result;
}

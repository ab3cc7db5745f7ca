/* asm.c - barelitmus asm: the threads of an image as litmus tests in assembly. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/asm_check.h"
#include "host/barelitmus/command.h"
#include "host/barelitmus/export.h"
#include "host/barelitmus/memory.h"
#include "host/barelitmus/specimens.h"
#include "lib/glob.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct asm_options {
	const char *image, *mixes, *objdump, *folder, *dependencies;
	bool checks, lists;
	char **rest; /* tests, or files to check */
	int count;
};

struct asm_counts {
	unsigned int tried, exported, absent;
};

/* What the tests are made of. */
struct asm_input {
	struct specimens specimens;
	struct dependency_list *list; /* NULL: not asked for */
};

__attribute__((format(printf, 1, 2))) static int misuse(const char *format, ...)
{
	va_list arguments;

	fputs("barelitmus asm: ", stderr);
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	return EXIT_MISUSE;
}

static void print_usage(void)
{
	puts("usage: barelitmus asm [OPTION ...] TEST ...\n"
	     "       barelitmus asm --check FILE ...\n"
	     "       barelitmus asm --variants [--image FILE]\n\n"
	     "Writes the compiled threads of tests (globs over their ids) as litmus "
	     "tests in\n"
	     "assembly, which herd7 reads; docs/asm.md has their form.\n\n"
	     "  --image FILE    the image's ELF file (build/own/arm64/barelitmus.elf)\n"
	     "  --mix MIX,...   a variant, or one for each thread: lkmm.gcc:c11.gcc "
	     "(lkmm)\n"
	     "  --objdump PROG  for the image's architecture (<arch>-linux-gnu-objdump)\n"
	     "  --dependencies FILE  of litmusc: say which of them the compilers "
	     "removed\n"
	     "  -o FOLDER       a file for each test instead of standard output\n"
	     "  --check         read such files back: 0 where all are well-formed, 1 "
	     "else\n"
	     "  --variants      list those of the image");
}

/* Reads argv into options; EXIT_HOLDS where they are good. */
static int read_options(struct asm_options *options, int argc, char **argv)
{
	const struct {
		const char *name, **value;
	} known[] = {{"--image", &options->image},
		     {"--mix", &options->mixes},
		     {"--objdump", &options->objdump},
		     {"--dependencies", &options->dependencies},
		     {"-o", &options->folder}};
	int i;

	for (i = 1; i < argc && argv[i][0] == '-'; i++) {
		size_t k = 0;

		if (!strcmp(argv[i], "--check") || !strcmp(argv[i], "--variants")) {
			options->checks |= argv[i][2] == 'c';
			options->lists |= argv[i][2] == 'v';
			continue;
		}
		while (k < sizeof(known) / sizeof(known[0]) &&
		       strcmp(argv[i], known[k].name))
			k++;
		if (k == sizeof(known) / sizeof(known[0]))
			return misuse("unknown option %s (see --help)", argv[i]);
		if (++i == argc)
			return misuse("%s needs a value", known[k].name);
		*known[k].value = argv[i];
	}
	options->rest = argv + i;
	options->count = argc - i;
	if (!options->count && !options->lists)
		return misuse("no %s given", options->checks ? "file" : "test");
	return EXIT_HOLDS;
}

/* --- writing --- */

/* A whole file or none. */
static bool write_file(const char *path, const char *text)
{
	char *new = memory_join(path, ".new");
	FILE *out = fopen(new, "w");
	bool good = out && fputs(text, out) >= 0 && !fflush(out) && !fsync(fileno(out));

	if (out && fclose(out))
		good = false;
	good = good && !rename(new, path);
	if (!good) {
		fprintf(stderr, "barelitmus asm: %s: %s\n", path, strerror(errno));
		unlink(new);
	}
	free(new);
	return good;
}

static bool deliver(const struct asm_options *options, const struct test *test,
		    const char *mix, const char *text)
{
	char *name, *folder, *base, *path;
	bool good;

	if (!options->folder) {
		fputs(text, stdout);
		return true;
	}
	name = export_name(test, mix);
	folder = memory_join(options->folder, "/");
	base = memory_join(folder, name);
	path = memory_join(base, ".litmus");
	good = write_file(path, text);
	free(name);
	free(folder);
	free(base);
	free(path);
	return good;
}

/* --- exporting --- */

/* The comments about dependencies, to be seen without opening the test. */
static void say_losses(const struct test *test, const char *mix, const char *text)
{
	for (const char *line = text; (line = strstr(line, "(* P")); line++)
		fprintf(stderr, "%s[%s]: %.*s\n", test->id, mix,
			(int)(strstr(line, " *)") - line - 3), line + 3);
}

static bool export_mix(const struct asm_options *options, const struct asm_input *input,
		       const struct test *test, const char *text,
		       struct asm_counts *counts)
{
	char reason[EXPORT_REASON], *exported = NULL;
	struct specimen_mix mix;
	bool good = true;

	if (!specimens_mix(&mix, &input->specimens.image, test, text)) {
		fprintf(stderr, "%s[%s]: no variant %s\n", test->id, text, mix.name);
		counts->absent++;
		return true;
	}
	counts->tried++;
	exported = export_test(&input->specimens, test, &mix, input->list, reason);
	if (!exported) {
		fprintf(stderr, "%s[%s]: not exported: %s\n", test->id, text, reason);
		return true;
	}
	counts->exported++;
	say_losses(test, mix.name, exported);
	good = deliver(options, test, mix.name, exported);
	free(exported);
	return good;
}

static bool is_named(const struct asm_options *options, const struct test *test)
{
	for (int i = 0; i < options->count; i++)
		if (glob_match(options->rest[i], test->id))
			return true;
	return false;
}

/* All tests that are named, in one mix. */
static int export_tests(const struct asm_options *options, const struct asm_input *input,
			const char *mix)
{
	const struct image *image = &input->specimens.image;
	struct asm_counts counts = {0};

	for (size_t i = 0; i < image->test_count; i++) {
		if (is_named(options, image->tests[i]) &&
		    !export_mix(options, input, image->tests[i], mix, &counts))
			return EXIT_FAILS;
	}
	if (!counts.tried && !counts.absent)
		return misuse("the image has no such test");
	fprintf(stderr, "asm: %s: %u of %u exported", mix, counts.exported, counts.tried);
	if (counts.absent)
		fprintf(stderr, ", %u without such a variant", counts.absent);
	fputc('\n', stderr);
	return counts.exported ? EXIT_HOLDS : EXIT_FAILS;
}

static int export_all(const struct asm_options *options, const struct asm_input *input)
{
	const char *mixes = options->mixes;
	int status = EXIT_HOLDS;
	char *mix;

	if (!specimens_know(&input->specimens.image, mixes, "asm"))
		return EXIT_MISUSE;
	while (status != EXIT_MISUSE && (mix = specimens_next_mix(&mixes))) {
		int one = export_tests(options, input, mix);

		status = one > status ? one : status;
		free(mix);
	}
	return status;
}

static int run_export(const struct asm_options *options)
{
	struct asm_input input = {0};
	int status = EXIT_MISUSE;
	char error[SPECIMENS_ERROR];

	if (!specimens_read(&input.specimens, options->image, options->objdump, error)) {
		misuse("%s", error);
		goto out;
	}
	if (options->lists) {
		specimens_print_variants(&input.specimens.image, stdout);
		status = EXIT_HOLDS;
		goto out;
	}
	if (options->dependencies) {
		input.list = dependency_list_read(options->dependencies, error);
		if (!input.list) {
			misuse("%s", error);
			goto out;
		}
	}
	if (options->folder && mkdir(options->folder, 0777) && errno != EEXIST) {
		misuse("%s: %s", options->folder, strerror(errno));
		goto out;
	}
	status = export_all(options, &input);
out:
	dependency_list_free(input.list);
	specimens_free(&input.specimens);
	return status;
}

/* --- checking --- */

static int run_check(const struct asm_options *options)
{
	int bad = 0;

	for (int i = 0; i < options->count; i++) {
		char error[ASM_CHECK_ERROR];

		if (asm_check_file(options->rest[i], error))
			continue;
		fprintf(stderr, "%s: %s\n", options->rest[i], error);
		bad++;
	}
	printf("asm: %d of %d well-formed\n", options->count - bad, options->count);
	return bad ? EXIT_FAILS : EXIT_HOLDS;
}

int command_asm(int argc, char **argv)
{
	struct asm_options options = {.image = "build/own/arm64/barelitmus.elf",
				      .mixes = "lkmm"};
	int status;

	if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))) {
		print_usage();
		return EXIT_HOLDS;
	}
	status = read_options(&options, argc, argv);
	if (status != EXIT_HOLDS)
		return status;
	return options.checks ? run_check(&options) : run_export(&options);
}

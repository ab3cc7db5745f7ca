/* model.c - barelitmus model: ask herd7 what a memory model says of tests. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/c11.h"
#include "host/barelitmus/command.h"
#include "host/barelitmus/command_line.h"
#include "host/barelitmus/export.h"
#include "host/barelitmus/file.h"
#include "host/barelitmus/oracle.h"
#include "host/barelitmus/process.h"
#include "host/litmusc/inputs.h"
#include "lib/glob.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char help[] =
	"usage: barelitmus model [OPTION ...] FILE|DIR ...\n"
	"       barelitmus model --asm [OPTION ...] TEST ...\n"
	"\n"
	"Asks herd7 about each test, and writes what 'litmusc --verdicts' and\n"
	"'make VERDICTS=' read.\n"
	"\n"
	"  -o FILE            where the verdicts go (default: to the terminal)\n"
	"  --model lkmm       the Linux-kernel memory model, for the mix lkmm (default)\n"
	"  --model rc11       C11 as rc11.cat has it, for the mix c11: of each test "
	"that\n"
	"                     has only what C11 has too, as the dialect c11 puts it\n"
	"  --asm              the model of an image's architecture, for mixes: of the "
	"compiled\n"
	"                     threads of its tests TEST (globs over ids), docs/asm.md\n"
	"  --image FILE       with --asm: the image's ELF file\n"
	"                     (default: build/own/arm64/barelitmus.elf)\n"
	"  --mix MIX,...      with --asm: as in barelitmus asm (default: lkmm)\n"
	"  -I DIR             where the model is: the kernel's tools/memory-model "
	"(default:\n"
	"                     LKMM=), or else another folder than herd7's own\n"
	"  --cache DIR        where answers are kept (default: build/model)\n"
	"  --timeout SECONDS  for one test (default: 60)\n"
	"  --help             this text\n"
	"\n"
	"herd7 is looked for in PATH; HERD7= names another.\n"
	"Exit status: 0 every test has its verdict, or no model; 1 of one herd7 has "
	"none;\n"
	"2 wrong usage, or something is missing; 128 + n signal n, and nothing is "
	"written.\n";

struct model {
	struct arena arena;
	struct inputs inputs; /* files */
	struct oracle oracle;
	bool is_asm;
	const char *image, *mixes; /* of --asm */
	char **tests;              /* globs, up to NULL */
	struct specimens specimens;
	const char *output; /* NULL: stdout */
};

static volatile sig_atomic_t interrupted;

static void on_signal(int number)
{
	interrupted = number;
}

static const struct command_line command_line;

static int misuse(const char *what, const char *about)
{
	return command_line_misuse(&command_line, what, about);
}

/* --- what was asked for --- */

enum option_code {
	OPTION_MODEL = 1,
	OPTION_CACHE,
	OPTION_TIMEOUT,
	OPTION_ASM,
	OPTION_IMAGE,
	OPTION_MIX,
};

static const struct option long_options[] = {
	{"model", required_argument, NULL, OPTION_MODEL},
	{"cache", required_argument, NULL, OPTION_CACHE},
	{"timeout", required_argument, NULL, OPTION_TIMEOUT},
	{"asm", no_argument, NULL, OPTION_ASM},
	{"image", required_argument, NULL, OPTION_IMAGE},
	{"mix", required_argument, NULL, OPTION_MIX},
	{"help", no_argument, NULL, OPTION_HELP},
	{NULL, 0, NULL, 0},
};

static int take_model(struct model *model, const char *name)
{
	bool is_rc11 = !strcmp(name, "rc11");

	model->oracle.model = is_rc11 ? ORACLE_RC11 : ORACLE_LKMM;
	if (!is_rc11 && strcmp(name, "lkmm") != 0)
		return misuse("expected --model lkmm or rc11, found ", name);
	return 0;
}

static int take_option(void *context, int option)
{
	struct model *model = context;

	switch (option) {
	case 'o':
		model->output = optarg;
		return 0;
	case 'I':
		model->oracle.directory = optarg;
		return 0;
	case OPTION_CACHE:
		model->oracle.cache = optarg;
		return 0;
	case OPTION_MODEL:
		return take_model(model, optarg);
	case OPTION_ASM:
		model->is_asm = true;
		return 0;
	case OPTION_IMAGE:
		model->image = optarg;
		return 0;
	case OPTION_MIX:
		model->mixes = optarg;
		return 0;
	default:
		return command_line_seconds(&command_line, optarg,
					    &model->oracle.timeout);
	}
}

static const struct command_line command_line = {
	.name = "model",
	.help = help,
	.letters = ":o:I:",
	.options = long_options,
	.take = take_option,
};

/* 0; 1 where only help was asked for; -1 after saying what is wrong. */
static int read_options(struct model *model, int argc, char **argv)
{
	int asked;

	asked = command_line_read(&command_line, argc, argv, model);
	if (asked)
		return asked;
	if (optind == argc)
		return misuse("no test given", "");
	model->tests = argv + optind;
	for (; !model->is_asm && optind < argc; optind++) {
		if (inputs_add(&model->inputs, argv[optind])) {
			fprintf(stderr, "barelitmus model: %s\n", model->inputs.error);
			return -1;
		}
	}
	return 0;
}

/* --- all tests --- */

static int take_file(struct model *model, const char *path)
{
	size_t size;
	char *text = file_read(path, SIZE_MAX, &size);
	char *c11 = NULL;
	char why[C11_WHY_MAX];
	struct question question = {path, text, true, NULL};
	int result = 0;

	if (!text)
		return oracle_complain(path, strerror(errno));
	if (model->oracle.model == ORACLE_RC11) {
		c11 = c11_translate(text, why);
		question = (struct question){path, c11, false, "c11"};
	}
	if (question.text)
		result = oracle_ask(&model->oracle, &question);
	else
		oracle_pass(&model->oracle, &question, why);
	free(c11);
	free(text);
	return result;
}

static bool is_asked(const struct model *model, const struct test *test)
{
	for (char **glob = model->tests; *glob; glob++)
		if (glob_match(*glob, test->id))
			return true;
	return false;
}

/* The compiled threads of one test; the answer is one about this architecture. */
static int take_mix(struct model *model, const struct test *test, const char *text)
{
	const struct image *image = &model->specimens.image;
	const char *arch = image->arch == IMAGE_ARM64 ? "arm64" : "riscv64";
	char reason[EXPORT_REASON] = "the image lacks such a variant of it";
	char *exported = NULL;
	struct question question = {.path = test->path};
	struct specimen_mix mix;
	int result = 0;

	if (specimens_mix(&mix, image, test, text))
		exported = export_test(&model->specimens, test, &mix, NULL, reason);
	question.text = exported;
	question.mix =
		arena_format(&model->arena, "%s@%s", exported ? mix.name : text, arch);
	if (exported)
		result = oracle_ask(&model->oracle, &question);
	else
		oracle_pass(&model->oracle, &question, reason);
	free(exported);
	return result;
}

static int take_image(struct model *model)
{
	const struct image *image = &model->specimens.image;
	const char *mixes = model->mixes;
	int failed = 0;
	char *mix;

	while (!failed && (mix = specimens_next_mix(&mixes))) {
		for (size_t i = 0; !failed && i < image->test_count; i++) {
			if (!is_asked(model, image->tests[i]))
				continue;
			model->oracle.asked++;
			failed = take_mix(model, image->tests[i], mix);
		}
		free(mix);
	}
	if (!failed && !model->oracle.asked)
		return misuse("the image has no such test", "");
	return failed;
}

static int take_files(struct model *model)
{
	for (size_t i = 0; i < model->inputs.count; i++) {
		const char *path = model->inputs.list[i].path;

		if (strpbrk(path, "\t\r\n"))
			return oracle_complain(path, "a tab or a line's end in its name");
		model->oracle.asked++;
		if (take_file(model, path))
			return -1;
	}
	return 0;
}

static int take_tests(struct model *model)
{
	oracle_write_header(&model->oracle);
	return model->is_asm ? take_image(model) : take_files(model);
}

static int write_rows(const struct model *model, const char *rows, size_t size)
{
	if (!model->output)
		return fwrite(rows, 1, size, stdout) == size && !fflush(stdout)
			       ? 0
			       : oracle_complain("standard output", strerror(errno));
	return file_replace(model->output, rows, size)
		       ? oracle_complain(model->output, strerror(errno))
		       : 0;
}

static void print_summary(const struct oracle *oracle)
{
	fprintf(stderr,
		"barelitmus model: %u tests: %u answered (%u of them kept from before), "
		"%u racy, %u not answered, %u without a model\n",
		oracle->asked, oracle->verdicts, oracle->kept, oracle->racy,
		oracle->failed, oracle->none);
}

static int read_image(struct model *model)
{
	char error[SPECIMENS_ERROR];

	if (!specimens_read(&model->specimens, model->image, NULL, error))
		return misuse(error, "");
	model->oracle.model = model->specimens.image.arch == IMAGE_ARM64 ? ORACLE_ARM64
									 : ORACLE_RISCV64;
	return specimens_know(&model->specimens.image, model->mixes, "model") ? 0 : -1;
}

static int run(struct model *model)
{
	struct oracle *oracle = &model->oracle;
	char *rows = NULL;
	size_t size = 0;
	int status = EXIT_MISUSE;

	if ((model->is_asm && read_image(model)) || oracle_open(oracle))
		return EXIT_MISUSE;
	oracle->rows = open_memstream(&rows, &size);
	if (!oracle->rows) {
		oracle_complain("rows", strerror(errno));
		return EXIT_MISUSE;
	}
	process_on_signals(on_signal);
	int failed = take_tests(model);

	if (fclose(oracle->rows))
		failed = oracle_complain("rows", strerror(errno));
	if (interrupted)
		status = 128 + interrupted;
	else if (!failed && !write_rows(model, rows, size))
		status = oracle->failed ? EXIT_FAILS : EXIT_HOLDS;
	if (!failed)
		print_summary(oracle);
	free(rows);
	return status;
}

int command_model(int argc, char **argv)
{
	struct model model = {.image = "build/own/arm64/barelitmus.elf", .mixes = "lkmm"};
	int asked, status;

	model.oracle = (struct oracle){.arena = &model.arena,
				       .cache = "build/model",
				       .timeout = 60,
				       .interrupted = &interrupted};
	model.inputs.arena = &model.arena;
	asked = read_options(&model, argc, argv);
	if (!model.oracle.directory && !model.is_asm && model.oracle.model == ORACLE_LKMM)
		model.oracle.directory = getenv("LKMM");
	if (asked)
		status = asked < 0 ? EXIT_MISUSE : EXIT_HOLDS;
	else
		status = run(&model);
	specimens_free(&model.specimens);
	inputs_free(&model.inputs);
	arena_free(&model.arena);
	return status;
}

/* atlas_command.c - barelitmus atlas: the instructions of all primitives, compared. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/atlas.h"
#include "host/barelitmus/atlas_html.h"
#include "host/barelitmus/command.h"
#include "host/barelitmus/fates.h"
#include "host/barelitmus/findings.h"
#include "host/barelitmus/memory.h"
#include "host/barelitmus/arm.h"
#include "host/barelitmus/x86_64.h"
#include "lib/glob.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CLAIMS = 8 };

struct options {
	const char *format;
	const char *html;
	const char *objdump[ARCH_COUNT];
	const char *check[CLAIMS];
	size_t check_count;
	const char *claims[CLAIMS]; /* VARIANT=FILE */
	size_t claim_count;
	const char *images[ARCH_COUNT];
	size_t image_count;
	const char *dependencies; /* of the tests in the images */
	const char *primitives;   /* a glob */
	bool findings;
};

static const char usage[] =
	"usage: barelitmus atlas [OPTION ...] ARCH/VARIANT.o ...\n"
	"\n"
	"Shows what each object, compiled from primitives/probe.c, has for each "
	"primitive: its\n"
	"instructions and the order that they give. The last folder of a path is the\n"
	"architecture (arm64, riscv64, x86_64, arm), its name the variant: "
	"build/atlas/arm64/c11.gcc.o.\n"
	"\n"
	"  -p, --primitives=GLOB  only these in the table\n"
	"  -f, --findings         the findings alone\n"
	"      --format=tsv       machine-readable: architecture, primitive, width, "
	"variants,\n"
	"                         instructions\n"
	"  -o, --output=FILE      also write a page of HTML\n"
	"      --image=FILE       an image's ELF file, with --dependencies: what its "
	"code "
	"has of\n"
	"                         the dependencies of the tests\n"
	"      --dependencies=FILE  those of the tests, as litmusc lists them\n"
	"      --check=FILE       compare with what --format=tsv printed once; TAP\n"
	"      --mapping=ARCH:VARIANT=FILE  compare with a table of primitives/mapping/; "
	"TAP\n"
	"      --objdump=ARCH=COMMAND       default: aarch64-linux-gnu-objdump,\n"
	"                         riscv64-linux-gnu-objdump, x86_64-linux-gnu-objdump,\n"
	"                         arm-none-eabi-objdump\n"
	"\n"
	"Exit: 0, 1 where a check fails, 2 for wrong usage or input.\n";

static int misuse(const char *what, const char *expected)
{
	fprintf(stderr, "barelitmus atlas: found %s, expected %s\n", what, expected);
	return EXIT_MISUSE;
}

/* --- objects --- */

/* "…/arm64/lkmm.gcc.o": the variant, to be freed, or NULL. */
static char *split_path(const char *path, enum arch *arch)
{
	const char *base = strrchr(path, '/');
	const char *folder = base;
	size_t n = strlen(path);

	if (!base || n < 3 || strcmp(path + n - 2, ".o"))
		return NULL;
	while (folder > path && folder[-1] != '/')
		folder--;
	char *name = memory_text(folder, (size_t)(base - folder));

	*arch = arch_of(name);
	free(name);
	if (*arch == ARCH_COUNT)
		return NULL;
	return memory_text(base + 1, strlen(base + 1) - 2);
}

static int add_object(struct atlas atlases[ARCH_COUNT], const struct options *options,
		      const char *path)
{
	enum arch arch;
	char *variant = split_path(path, &arch);
	struct disassembly disassembly;
	int rc = EXIT_HOLDS;

	if (!variant)
		return misuse(path, "<folders>/<architecture>/<variant>.o");
	if (!disassembly_read(&disassembly, options->objdump[arch], path, "probe_")) {
		fprintf(stderr, "barelitmus atlas: %s\n", disassembly.error);
		rc = EXIT_MISUSE;
	} else if (!disassembly.function_count) {
		rc = misuse(path, "an object with functions probe_*");
	} else {
		for (size_t i = 0; i < disassembly.function_count; i++) {
			if (arch == ARCH_X86_64)
				x86_64_rewrite(&disassembly.functions[i]);
			else if (arch == ARCH_ARM)
				arm_rewrite(&disassembly.functions[i]);
		}
		atlas_add(&atlases[arch], variant, &disassembly);
	}
	disassembly_free(&disassembly);
	free(variant);
	return rc;
}

/* --- the terminal --- */

static void print_variants(const struct atlas *atlas, const struct row *row, size_t j,
			   FILE *out)
{
	fputs(atlas->variants[j], out);
	for (size_t k = j + 1; k < atlas->variant_count; k++) {
		if (!row_differs(row, j, k))
			fprintf(out, " %s", atlas->variants[k]);
	}
}

static void print_row(const struct atlas *atlas, const struct row *row, FILE *out)
{
	char name[80], order[96];

	snprintf(name, sizeof(name), "%s%s%s", row->name, *row->width == '-' ? "" : " ",
		 *row->width == '-' ? "" : row->width);
	for (size_t j = 0; j < atlas->variant_count; j++) {
		if (!row->cells[j].text || row_repeats(row, j))
			continue;
		ordering_text(&row->cells[j].ordering, order, sizeof(order));
		fprintf(out, "%-34s %s\n%-34s   %s\n%-34s   ", name, row->cells[j].text,
			"", order, "");
		print_variants(atlas, row, j, out);
		fputc('\n', out);
		*name = '\0';
	}
}

static void print_table(const struct atlas *atlas, const char *primitives, FILE *out)
{
	fprintf(out, "%s: %zu primitives, %zu variants\n", arch_name(atlas->arch),
		atlas->row_count, atlas->variant_count);
	for (size_t i = 0; i < atlas->row_count; i++) {
		if (glob_match(primitives, atlas->rows[i].name))
			print_row(atlas, &atlas->rows[i], out);
	}
}

static void print_findings(const struct atlas *atlas, const struct findings *findings,
			   FILE *out)
{
	for (int kind = 0; kind < FINDING_KINDS; kind++) {
		bool any = false;

		for (size_t i = 0; i < findings->count; i++) {
			const struct finding *finding = &findings->findings[i];

			if (finding->kind != (enum finding_kind)kind)
				continue;
			if (!any)
				fprintf(out, "\n%s: %s\n", arch_name(atlas->arch),
					finding_kind_text(finding->kind));
			any = true;
			fprintf(out, "- %s: %s%s%s%s\n", finding->subject, finding->text,
				finding->shape ? "; shown by " : "",
				finding->shape ? finding->shape : "", "");
		}
	}
}

/* --- checks --- */

static int worse(int rc, int differences)
{
	if (differences < 0 || rc == EXIT_MISUSE)
		return EXIT_MISUSE;
	return differences ? EXIT_FAILS : rc;
}

/* "arm64:lkmm.gcc=FILE" */
static int check_claim(const struct atlas atlases[ARCH_COUNT], const char *claim,
		       int *number)
{
	const char *colon = strchr(claim, ':');
	const char *equals = colon ? strchr(colon, '=') : NULL;
	int differences = -1;

	if (!equals) {
		misuse(claim, "ARCH:VARIANT=FILE");
		return -1;
	}
	char *name = memory_text(claim, (size_t)(colon - claim));
	char *variant = memory_text(colon + 1, (size_t)(equals - colon) - 1);
	enum arch arch = arch_of(name);

	if (arch == ARCH_COUNT)
		misuse(name, "arm64, riscv64, x86_64 or arm");
	else
		differences = atlas_check_mapping(&atlases[arch], variant, equals + 1,
						  number, stdout);
	free(name);
	free(variant);
	return differences;
}

/* The file says in its first field which architecture it is of. */
static int check_record(const struct atlas atlases[ARCH_COUNT], const char *path,
			int *number)
{
	const char *base = strrchr(path, '/');
	char *name =
		memory_text(base ? base + 1 : path, strcspn(base ? base + 1 : path, "."));
	enum arch arch = arch_of(name);

	free(name);
	if (arch == ARCH_COUNT) {
		misuse(path, "<architecture>.tsv");
		return -1;
	}
	return atlas_check(&atlases[arch], path, number, stdout);
}

static int run_checks(const struct atlas atlases[ARCH_COUNT],
		      const struct options *options)
{
	int number = 0, rc = EXIT_HOLDS;

	for (size_t i = 0; i < options->claim_count; i++)
		rc = worse(rc, check_claim(atlases, options->claims[i], &number));
	for (size_t i = 0; i < options->check_count; i++)
		rc = worse(rc, check_record(atlases, options->check[i], &number));
	printf("1..%d\n", number);
	return rc;
}

/* --- output --- */

/* All or nothing: the page appears under its name when it is whole. */
static int write_html(const struct atlas atlases[ARCH_COUNT],
		      const struct findings *findings, const struct fates *fates,
		      const char *path)
{
	char *partial = memory_join(path, ".new");
	FILE *out = fopen(partial, "w");
	int rc = EXIT_HOLDS;

	if (out) {
		atlas_html_begin(out);
		for (int a = 0; a < ARCH_COUNT; a++) {
			if (atlases[a].variant_count)
				atlas_html_arch(&atlases[a], &findings[a],
						fates[a].fates ? &fates[a] : NULL, out);
		}
		atlas_html_end(out);
	}
	bool good = out && !fflush(out) && !fsync(fileno(out));

	good = out && !fclose(out) && good;
	if (!good || rename(partial, path)) {
		fprintf(stderr, "barelitmus atlas: %s: %s\n", path, strerror(errno));
		unlink(partial);
		rc = EXIT_MISUSE;
	}
	free(partial);
	return rc;
}

/* Each image is of the architecture that it says. */
static int read_fates(struct fates fates[ARCH_COUNT], const struct options *options)
{
	for (size_t i = 0; i < options->image_count; i++) {
		char error[SPECIMENS_ERROR];
		struct fates one;
		bool good = fates_read(&one, options->images[i], NULL,
				       options->dependencies, error);
		struct fates *place =
			&fates[one.specimens.image.arch == IMAGE_ARM64 ? ARCH_ARM64
								       : ARCH_RISCV64];

		if (good && !place->fates) {
			*place = one;
			continue;
		}
		fprintf(stderr, "barelitmus atlas: %s\n",
			good ? "two images of one architecture" : error);
		fates_free(&one);
		return EXIT_MISUSE;
	}
	return EXIT_HOLDS;
}

static int show_all(const struct atlas atlases[ARCH_COUNT],
		    const struct fates fates[ARCH_COUNT], const struct options *options)
{
	struct findings findings[ARCH_COUNT] = {{0}};
	int rc = EXIT_HOLDS;

	for (int a = 0; a < ARCH_COUNT; a++) {
		const struct atlas *atlas = &atlases[a];

		if (!atlas->variant_count)
			continue;
		if (!strcmp(options->format, "tsv")) {
			atlas_print_tsv(atlas, stdout);
			continue;
		}
		findings_collect(&findings[a], atlas);
		if (!options->findings)
			print_table(atlas, options->primitives, stdout);
	}
	for (int a = 0; a < ARCH_COUNT; a++) {
		print_findings(&atlases[a], &findings[a], stdout);
		if (fates[a].fates)
			fates_print(&fates[a], arch_name((enum arch)a), stdout);
	}
	if (options->html)
		rc = write_html(atlases, findings, fates, options->html);
	for (int a = 0; a < ARCH_COUNT; a++)
		findings_free(&findings[a]);
	return rc;
}

static int show(const struct atlas atlases[ARCH_COUNT], const struct options *options)
{
	struct fates fates[ARCH_COUNT] = {{.list = NULL}};
	int rc = read_fates(fates, options);

	if (rc == EXIT_HOLDS)
		rc = show_all(atlases, fates, options);
	for (int a = 0; a < ARCH_COUNT; a++)
		fates_free(&fates[a]);
	return rc;
}

/* --- arguments --- */

static int set_objdump(struct options *options, const char *argument)
{
	const char *equals = strchr(argument, '=');
	char *name = memory_text(argument, equals ? (size_t)(equals - argument) : 0);
	enum arch arch = arch_of(name);

	free(name);
	if (arch == ARCH_COUNT)
		return misuse(argument, "--objdump=ARCH=COMMAND, ARCH being arm64, "
					"riscv64, x86_64 or arm");
	options->objdump[arch] = equals + 1;
	return EXIT_HOLDS;
}

static int add_claim(const char *claims[CLAIMS], size_t *count, const char *claim)
{
	if (*count == CLAIMS)
		return misuse(claim, "at most 8 of its kind");
	claims[(*count)++] = claim;
	return EXIT_HOLDS;
}

static int add_image(struct options *options, const char *path)
{
	if (options->image_count == ARCH_COUNT)
		return misuse(path, "an image for each architecture");
	options->images[options->image_count++] = path;
	return EXIT_HOLDS;
}

static int parse(struct options *options, int argc, char **argv)
{
	static const struct option long_options[] = {
		{"format", required_argument, NULL, 'F'},
		{"output", required_argument, NULL, 'o'},
		{"primitives", required_argument, NULL, 'p'},
		{"findings", no_argument, NULL, 'f'},
		{"image", required_argument, NULL, 'i'},
		{"dependencies", required_argument, NULL, 'd'},
		{"check", required_argument, NULL, 'c'},
		{"mapping", required_argument, NULL, 'm'},
		{"objdump", required_argument, NULL, 'O'},
		{"help", no_argument, NULL, 'h'},
		{0},
	};
	int rc = EXIT_HOLDS;

	for (int c; rc == EXIT_HOLDS &&
		    (c = getopt_long(argc, argv, "o:p:fh", long_options, NULL)) != -1;) {
		if (c == 'F')
			options->format = optarg;
		else if (c == 'o')
			options->html = optarg;
		else if (c == 'p')
			options->primitives = optarg;
		else if (c == 'f')
			options->findings = true;
		else if (c == 'i')
			rc = add_image(options, optarg);
		else if (c == 'd')
			options->dependencies = optarg;
		else if (c == 'c')
			rc = add_claim(options->check, &options->check_count, optarg);
		else if (c == 'm')
			rc = add_claim(options->claims, &options->claim_count, optarg);
		else if (c == 'O')
			rc = set_objdump(options, optarg);
		else
			return fputs(usage, c == 'h' ? stdout : stderr),
			       c == 'h' ? -1 : EXIT_MISUSE;
	}
	if (rc == EXIT_HOLDS && strcmp(options->format, "table") &&
	    strcmp(options->format, "tsv"))
		rc = misuse(options->format, "--format=table or tsv");
	if (rc == EXIT_HOLDS && options->image_count && !options->dependencies)
		rc = misuse("--image alone", "--dependencies=FILE with it");
	if (rc == EXIT_HOLDS && optind == argc)
		rc = misuse("no object", "<architecture>/<variant>.o ...");
	return rc;
}

int command_atlas(int argc, char **argv)
{
	struct options options = {
		.format = "table",
		.primitives = "*",
		.objdump = {"aarch64-linux-gnu-objdump", "riscv64-linux-gnu-objdump",
			    "x86_64-linux-gnu-objdump", "arm-none-eabi-objdump"},
	};
	struct atlas atlases[ARCH_COUNT] = {{.arch = ARCH_ARM64},
					    {.arch = ARCH_RISCV64},
					    {.arch = ARCH_X86_64},
					    {.arch = ARCH_ARM}};
	int rc = parse(&options, argc, argv);

	for (int i = optind; rc == EXIT_HOLDS && i < argc; i++)
		rc = add_object(atlases, &options, argv[i]);
	if (rc == EXIT_HOLDS)
		rc = options.check_count || options.claim_count
			     ? run_checks(atlases, &options)
			     : show(atlases, &options);
	for (int a = 0; a < ARCH_COUNT; a++)
		atlas_free(&atlases[a]);
	return rc < 0 ? EXIT_HOLDS : rc;
}

/* specimens.c - the compiled threads of an image: its tables, and its code. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/specimens.h"
#include "host/barelitmus/memory.h"

#include <stdio.h>
#include <string.h>

bool specimens_read(struct specimens *specimens, const char *path, const char *objdump,
		    char error[SPECIMENS_ERROR])
{
	static const char *const objdumps[] = {
		[IMAGE_ARM64] = "aarch64-linux-gnu-objdump",
		[IMAGE_RISCV64] = "riscv64-linux-gnu-objdump"};
	struct image *image = &specimens->image;

	memset(specimens, 0, sizeof(*specimens));
	if (!image_read(image, path)) {
		snprintf(error, SPECIMENS_ERROR, "%s: %s", path, image->error);
		return false;
	}
	if (disassembly_read(&specimens->code, objdump ? objdump : objdumps[image->arch],
			     path, ""))
		return true;
	snprintf(error, SPECIMENS_ERROR, "%s", specimens->code.error);
	return false;
}

void specimens_free(struct specimens *specimens)
{
	disassembly_free(&specimens->code);
	image_free(&specimens->image);
}

static const struct function *function_of(const struct disassembly *code,
					  uint64_t address)
{
	for (size_t i = 0; i < code->function_count; i++)
		if (code->functions[i].insns[0].address == address)
			return &code->functions[i];
	return NULL;
}

const struct function *specimens_function(const struct disassembly *code,
					  uint64_t address)
{
	const struct function *function = function_of(code, address);
	const struct function *other;

	if (!function || !function->insns[0].has_target)
		return function;
	other = function_of(code, function->insns[0].target);
	return other ? other : function;
}

bool specimens_mix(struct specimen_mix *mix, const struct image *image,
		   const struct test *test, const char *text)
{
	const char *part = text;
	bool again = false; /* the threads outnumber the parts */

	*mix->name = '\0';
	for (unsigned int t = 0; t < test->threads; t++) {
		size_t length = strcspn(part, ":"), used = strlen(mix->name);

		mix->variants[t] = image_variant(image, test, part, length);
		if (!mix->variants[t]) {
			snprintf(mix->name, MIX_NAME, "%.*s", (int)length, part);
			return false;
		}
		if (!again)
			snprintf(mix->name + used, MIX_NAME - used, "%s%s", t ? ":" : "",
				 mix->variants[t]->name);
		part += length;
		again = again || !*part;
		part = *part ? part + 1 : text;
	}
	return true;
}

char *specimens_next_mix(const char **at)
{
	size_t length = strcspn(*at, ",");
	char *mix = *at[0] ? memory_text(*at, length) : NULL;

	*at += length;
	*at += **at == ',';
	return mix;
}

void specimens_print_variants(const struct image *image, FILE *out)
{
	for (size_t i = 0; i < image->variant_count; i++) {
		size_t before = 0;

		while (strcmp(image->variants[before].name, image->variants[i].name))
			before++;
		if (before == i)
			fprintf(out, " %s", image->variants[i].name);
	}
	fputc('\n', out);
}

static bool know_variant(const struct image *image, const char *part, size_t length)
{
	for (size_t i = 0; i < image->test_count; i++)
		if (image_variant(image, image->tests[i], part, length))
			return true;
	return false;
}

bool specimens_know(const struct image *image, const char *mixes, const char *command)
{
	for (const char *part = mixes;; part++) {
		size_t length = strcspn(part, ":,");

		if (!know_variant(image, part, length)) {
			fprintf(stderr,
				"barelitmus %s: no variant %.*s in the image, which has",
				command, (int)length, part);
			specimens_print_variants(image, stderr);
			return false;
		}
		part += length;
		if (!*part)
			return true;
	}
}

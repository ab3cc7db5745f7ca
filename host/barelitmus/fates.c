/* fates.c - what became of the tests' dependencies in each variant of an image. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/fates.h"
#include "host/barelitmus/memory.h"

#include <stdlib.h>
#include <string.h>

static void list_variants(struct fates *fates)
{
	const struct image *image = &fates->specimens.image;

	fates->variants = memory_zeroed(image->variant_count + 1, sizeof(char *));
	for (size_t i = 0; i < image->variant_count; i++) {
		const char *name = image->variants[i].name;
		size_t v = 0;

		while (v < fates->variant_count && strcmp(fates->variants[v], name))
			v++;
		if (v == fates->variant_count)
			fates->variants[fates->variant_count++] = name;
	}
}

static enum dependency_fate find_fate(const struct fates *fates,
				      const struct dependency_entry *entry,
				      const char *variant)
{
	const struct specimens *specimens = &fates->specimens;
	const struct test *test = image_find(&specimens->image, entry->id);
	const struct image_variant *code = NULL;
	enum dependency_fate fate = FATE_UNKNOWN;
	const struct function *function;
	struct dependencies found;
	struct body body = {0};

	if (test && entry->thread < test->threads)
		code = image_variant(&specimens->image, test, variant, strlen(variant));
	if (!code)
		return FATE_ABSENT;
	function = specimens_function(&specimens->code, code->threads[entry->thread]);
	if (function &&
	    body_follow(&body, &specimens->image, function, test, entry->thread)) {
		dependencies_find(&found, &body);
		fate = dependency_fate(entry, test, &found);
	}
	body_free(&body);
	return fate;
}

bool fates_read(struct fates *fates, const char *image, const char *objdump,
		const char *list, char error[SPECIMENS_ERROR])
{
	memset(fates, 0, sizeof(*fates));
	if (!specimens_read(&fates->specimens, image, objdump, error))
		return false;
	fates->list = dependency_list_read(list, error);
	if (!fates->list)
		return false;
	list_variants(fates);
	fates->fates = memory_zeroed(fates->list->count * fates->variant_count + 1,
				     sizeof(*fates->fates));
	for (size_t i = 0; i < fates->list->count; i++)
		for (size_t v = 0; v < fates->variant_count; v++)
			fates->fates[i * fates->variant_count + v] = find_fate(
				fates, &fates->list->entries[i], fates->variants[v]);
	return true;
}

void fates_free(struct fates *fates)
{
	specimens_free(&fates->specimens);
	dependency_list_free(fates->list);
	free(fates->variants);
	free(fates->fates);
}

bool fates_differ(const struct fates *fates, size_t i)
{
	for (size_t v = 0; v < fates->variant_count; v++) {
		enum dependency_fate fate = fates->fates[i * fates->variant_count + v];

		if (fate != FATE_KEPT && fate != FATE_ABSENT)
			return true;
	}
	return false;
}

void fates_name(const struct fates *fates, size_t i, char *text, size_t size)
{
	const struct dependency_entry *entry = &fates->list->entries[i];

	snprintf(text, size, "%s, P%u: %s from [%s] to [%s]", entry->id, entry->thread,
		 dependency_kind_name(entry), entry->from, entry->to);
}

/* The variants of one fate, or that it is the fate in all that have the test. */
static void print_variants(const struct fates *fates, size_t i, enum dependency_fate fate,
			   FILE *out)
{
	const enum dependency_fate *row = &fates->fates[i * fates->variant_count];
	size_t others = 0;
	const char *separator = " in ";

	for (size_t v = 0; v < fates->variant_count; v++)
		others += row[v] != fate && row[v] != FATE_ABSENT;
	if (!others) {
		fprintf(out, "%s in all", dependency_fate_text(fate));
		return;
	}
	fputs(dependency_fate_text(fate), out);
	for (size_t v = 0; v < fates->variant_count; v++) {
		if (row[v] != fate)
			continue;
		fprintf(out, "%s%s", separator, fates->variants[v]);
		separator = ", ";
	}
}

void fates_print(const struct fates *fates, const char *arch, FILE *out)
{
	char name[300];

	fprintf(out, "\n%s: dependencies of the tests: %zu, in %zu variants\n", arch,
		fates->list->count, fates->variant_count);
	for (size_t i = 0; i < fates->list->count; i++) {
		const enum dependency_fate *row = &fates->fates[i * fates->variant_count];
		const char *separator = ": ";

		if (!fates_differ(fates, i))
			continue;
		fates_name(fates, i, name, sizeof(name));
		fprintf(out, "- %s", name);
		for (int fate = FATE_KEPT + 1; fate < FATE_ABSENT; fate++) {
			size_t v = 0;

			while (v < fates->variant_count &&
			       row[v] != (enum dependency_fate)fate)
				v++;
			if (v == fates->variant_count)
				continue;
			fputs(separator, out);
			print_variants(fates, i, (enum dependency_fate)fate, out);
			separator = "; ";
		}
		fputc('\n', out);
	}
}

/* atlas.c - what each compiler made of each primitive, in each dialect. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/atlas.h"
#include "host/barelitmus/memory.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const char prefix[] = "probe_";

/* "probe_xchg_acquire_32" is xchg_acquire of 32 bits. */
static void split_name(const char *function, char **name, char **width)
{
	static const char *const widths[] = {"8", "16", "32", "64"};
	const char *from = function + sizeof(prefix) - 1;
	const char *last = strrchr(from, '_');

	for (size_t i = 0; last && i < sizeof(widths) / sizeof(widths[0]); i++) {
		if (strcmp(last + 1, widths[i]))
			continue;
		*name = memory_text(from, (size_t)(last - from));
		*width = memory_copy(widths[i]);
		return;
	}
	*name = memory_copy(from);
	*width = memory_copy("-");
}

const struct row *atlas_row(const struct atlas *atlas, const char *name,
			    const char *width)
{
	for (size_t i = 0; i < atlas->row_count; i++) {
		if (!strcmp(atlas->rows[i].name, name) &&
		    !strcmp(atlas->rows[i].width, width))
			return &atlas->rows[i];
	}
	return NULL;
}

/* An array of cells for as many variants as there is room. */
static struct cell *cells_grow(struct cell *cells, size_t count, size_t capacity)
{
	size_t none = 0;

	if (count == 0)
		cells = NULL;
	while (none < capacity)
		cells = memory_grow(cells, none, &none, sizeof(*cells));
	memset(cells + count, 0, (capacity - count) * sizeof(*cells));
	return cells;
}

static void add_column(struct atlas *atlas, const char *variant)
{
	size_t before = atlas->variant_capacity;

	atlas->variants = memory_grow(atlas->variants, atlas->variant_count,
				      &atlas->variant_capacity, sizeof(*atlas->variants));
	atlas->variants[atlas->variant_count++] = memory_copy(variant);
	for (size_t i = 0; before != atlas->variant_capacity && i < atlas->row_count; i++)
		atlas->rows[i].cells =
			cells_grow(atlas->rows[i].cells, before, atlas->variant_capacity);
}

static const struct row *add_row(struct atlas *atlas, char *name, char *width)
{
	atlas->rows = memory_grow(atlas->rows, atlas->row_count, &atlas->row_capacity,
				  sizeof(*atlas->rows));
	struct row *row = &atlas->rows[atlas->row_count++];

	*row = (struct row){name, width, cells_grow(NULL, 0, atlas->variant_capacity)};
	return row;
}

void atlas_add(struct atlas *atlas, const char *variant, const struct disassembly *from)
{
	add_column(atlas, variant);
	for (size_t i = 0; i < from->function_count; i++) {
		const struct function *function = &from->functions[i];
		char *name, *width;

		if (strncmp(function->name, prefix, sizeof(prefix) - 1))
			continue;
		split_name(function->name, &name, &width);
		const struct row *row = atlas_row(atlas, name, width);

		if (!row) {
			row = add_row(atlas, name, width);
		} else {
			free(name);
			free(width);
		}
		struct cell *cell = &row->cells[atlas->variant_count - 1];

		cell->text = sequence_text(atlas->arch, function);
		sequence_read(&cell->sequence, atlas->arch, function);
		sequence_ordering(&cell->sequence, &cell->ordering);
	}
}

void atlas_free(struct atlas *atlas)
{
	for (size_t i = 0; i < atlas->row_count; i++) {
		for (size_t j = 0; j < atlas->variant_count; j++) {
			free(atlas->rows[i].cells[j].text);
			sequence_free(&atlas->rows[i].cells[j].sequence);
		}
		free(atlas->rows[i].name);
		free(atlas->rows[i].width);
		free(atlas->rows[i].cells);
	}
	for (size_t j = 0; j < atlas->variant_count; j++)
		free(atlas->variants[j]);
	free(atlas->rows);
	free(atlas->variants);
}

size_t variant_dialect(const char *variant)
{
	return strcspn(variant, ".");
}

static const char *variant_toolchain(const char *variant)
{
	const char *dot = strchr(variant, '.');

	return dot ? dot + 1 : "";
}

bool variant_same_flavour(const char *a, const char *b)
{
	const char *x = strchr(variant_toolchain(a), '-');
	const char *y = strchr(variant_toolchain(b), '-');

	return !strcmp(x ? x : "", y ? y : "");
}

bool row_differs(const struct row *row, size_t a, size_t b)
{
	const char *x = row->cells[a].text, *y = row->cells[b].text;

	return !x || !y ? x != y : strcmp(x, y) != 0;
}

bool row_repeats(const struct row *row, size_t column)
{
	size_t first = 0;

	while (first < column && row_differs(row, first, column))
		first++;
	return first < column;
}

void atlas_print_tsv(const struct atlas *atlas, FILE *out)
{
	for (size_t i = 0; i < atlas->row_count; i++) {
		const struct row *row = &atlas->rows[i];

		for (size_t j = 0; j < atlas->variant_count; j++) {
			if (!row->cells[j].text || row_repeats(row, j))
				continue;
			fprintf(out, "%s\t%s\t%s\t%s", arch_name(atlas->arch), row->name,
				row->width, atlas->variants[j]);
			for (size_t k = j + 1; k < atlas->variant_count; k++) {
				if (!row_differs(row, j, k))
					fprintf(out, ",%s", atlas->variants[k]);
			}
			fprintf(out, "\t%s\n", row->cells[j].text);
		}
	}
}

/* --- comparing --- */

/* One line of a record or a mapping; the texts point into line. */
struct entry {
	char *line;
	char *name, *width, *variants, *text;
};

struct entries {
	size_t count, capacity;
	struct entry *entries;
};

static void entries_free(struct entries *entries)
{
	for (size_t i = 0; i < entries->count; i++)
		free(entries->entries[i].line);
	free(entries->entries);
}

static bool split_record(struct entry *entry, const char *arch)
{
	char *field = entry->line;
	char **const to[] = {&entry->name, &entry->width, &entry->variants, &entry->text};

	for (size_t i = 0; i < sizeof(to) / sizeof(to[0]); i++) {
		field = strchr(field, '\t');
		if (!field)
			return false;
		*field++ = '\0';
		*to[i] = field;
	}
	return !strcmp(entry->line, arch);
}

/* "primitive   width   instructions, in order" */
static bool split_mapping(struct entry *entry, const char *arch)
{
	(void)arch;
	entry->name = entry->line;
	entry->width = entry->line + strcspn(entry->line, " ");
	if (!*entry->width)
		return false;
	*entry->width++ = '\0';
	entry->width += strspn(entry->width, " ");
	entry->text = entry->width + strcspn(entry->width, " ");
	if (!*entry->text)
		return false;
	*entry->text++ = '\0';
	entry->text += strspn(entry->text, " ");
	return *entry->name && *entry->text;
}

static bool read_entries(struct entries *entries, const char *path, const char *arch,
			 bool (*split)(struct entry *, const char *),
			 const char *expected)
{
	FILE *in = fopen(path, "r");
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	bool good = true;

	if (!in) {
		fprintf(stderr, "barelitmus: %s: %s\n", path, strerror(errno));
		return false;
	}
	for (int number = 1; good && (n = getline(&line, &size, in)) >= 0; number++) {
		line[strcspn(line, "\n")] = '\0';
		if (!*line || *line == '#')
			continue;
		entries->entries =
			memory_grow(entries->entries, entries->count, &entries->capacity,
				    sizeof(*entries->entries));
		struct entry *entry = &entries->entries[entries->count++];

		*entry = (struct entry){.line = memory_copy(line)};
		good = split(entry, arch);
		if (!good)
			fprintf(stderr, "barelitmus: %s:%d: found \"%s\", expected %s\n",
				path, number, line, expected);
	}
	free(line);
	fclose(in);
	return good;
}

/* Is the variant one of a list with commas? */
static bool listed(const char *list, const char *variant)
{
	size_t n = strlen(variant);

	for (const char *at = list; *at; at += strcspn(at, ","), at += *at == ',') {
		if (strcspn(at, ",") == n && !strncmp(at, variant, n))
			return true;
	}
	return false;
}

static const char *find_text(const struct entries *entries, const struct row *row,
			     const char *variant)
{
	for (size_t i = 0; i < entries->count; i++) {
		const struct entry *entry = &entries->entries[i];

		if (!strcmp(entry->name, row->name) &&
		    !strcmp(entry->width, row->width) &&
		    (!variant || listed(entry->variants, variant)))
			return entry->text;
	}
	return NULL;
}

static int compare_variant(const struct atlas *atlas, const struct entries *entries,
			   size_t variant, FILE *out)
{
	int differences = 0;

	for (size_t i = 0; i < atlas->row_count; i++) {
		const struct row *row = &atlas->rows[i];
		const char *recorded = find_text(entries, row, atlas->variants[variant]);
		const char *built = row->cells[variant].text;

		if ((!recorded && !built) ||
		    (recorded && built && !strcmp(recorded, built)))
			continue;
		differences++;
		if (out)
			fprintf(out, "# %s %s\n#  -%s\n#  +%s\n", row->name, row->width,
				recorded ? recorded : "(not there)",
				built ? built : "(not there)");
	}
	for (size_t i = 0; i < entries->count; i++) {
		const struct entry *entry = &entries->entries[i];

		if (!listed(entry->variants, atlas->variants[variant]) ||
		    atlas_row(atlas, entry->name, entry->width))
			continue;
		differences++;
		if (out)
			fprintf(out, "# %s %s\n#  -%s\n#  +(not there)\n", entry->name,
				entry->width, entry->text);
	}
	return differences;
}

static bool is_built(const struct atlas *atlas, const char *variant, size_t n)
{
	for (size_t i = 0; i < atlas->variant_count; i++) {
		if (strlen(atlas->variants[i]) == n &&
		    !strncmp(atlas->variants[i], variant, n))
			return true;
	}
	return false;
}

/* Each recorded variant that no object has, once. */
static void print_absent(const struct atlas *atlas, const struct entries *entries,
			 int *number, FILE *out)
{
	char **seen = NULL;
	size_t count = 0, capacity = 0;

	for (size_t i = 0; i < entries->count; i++) {
		const char *at = entries->entries[i].variants;

		for (size_t n; *at; at += n, at += *at == ',') {
			size_t k = 0;

			n = strcspn(at, ",");
			while (k < count &&
			       (strlen(seen[k]) != n || strncmp(seen[k], at, n)))
				k++;
			if (k < count || is_built(atlas, at, n))
				continue;
			seen = memory_grow(seen, count, &capacity, sizeof(*seen));
			seen[count++] = memory_text(at, n);
			fprintf(out, "ok %d - atlas %s %.*s # SKIP not built\n",
				++*number, arch_name(atlas->arch), (int)n, at);
		}
	}
	for (size_t k = 0; k < count; k++)
		free(seen[k]);
	free(seen);
}

int atlas_check(const struct atlas *atlas, const char *path, int *number, FILE *out)
{
	struct entries entries = {0};
	int total = 0;

	if (!read_entries(&entries, path, arch_name(atlas->arch), split_record,
			  "architecture, primitive, width, variants, instructions")) {
		entries_free(&entries);
		return -1;
	}
	for (size_t j = 0; j < atlas->variant_count; j++) {
		int differences = compare_variant(atlas, &entries, j, NULL);

		fprintf(out, "%sok %d - atlas %s %s\n", differences ? "not " : "",
			++*number, arch_name(atlas->arch), atlas->variants[j]);
		if (differences)
			compare_variant(atlas, &entries, j, out);
		total += differences;
	}
	print_absent(atlas, &entries, number, out);
	entries_free(&entries);
	return total;
}

static void print_claim(const char *title, const struct row *row, const char *claimed,
			const char *built, int number, FILE *out)
{
	bool good = claimed && built && !strcmp(claimed, built);

	fprintf(out, "%sok %d - %s %s%s%s\n", good ? "" : "not ", number, title,
		row->name, *row->width == '-' ? "" : " ",
		*row->width == '-' ? "" : row->width);
	if (!good)
		fprintf(out, "#   table: %s\n#   probe: %s\n",
			claimed ? claimed : "(missing)", built ? built : "(missing)");
}

/* A primitive that is there twice would hide one of the two. */
static bool has_twice(const struct entries *entries, const char *path)
{
	for (size_t i = 0; i < entries->count; i++) {
		for (size_t j = 0; j < i; j++) {
			const struct entry *a = &entries->entries[i];
			const struct entry *b = &entries->entries[j];

			if (strcmp(a->name, b->name) || strcmp(a->width, b->width))
				continue;
			fprintf(stderr, "barelitmus: %s: %s %s: listed twice\n", path,
				a->name, a->width);
			return true;
		}
	}
	return false;
}

int atlas_check_mapping(const struct atlas *atlas, const char *variant, const char *path,
			int *number, FILE *out)
{
	struct entries entries = {0};
	char *start = memory_join(arch_name(atlas->arch), " ");
	char *title = memory_join(start, variant);
	size_t column = 0;
	int bad = -1;

	while (column < atlas->variant_count && strcmp(atlas->variants[column], variant))
		column++;
	if (!read_entries(&entries, path, NULL, split_mapping,
			  "primitive, width, instructions") ||
	    has_twice(&entries, path))
		goto out;
	if (column == atlas->variant_count || !entries.count) {
		fprintf(stderr, "barelitmus: %s: %s\n", path,
			entries.count ? "no object of its variant" : "no primitives");
		goto out;
	}
	bad = 0;
	for (size_t i = 0; i < entries.count; i++) {
		const struct entry *entry = &entries.entries[i];
		struct row claim = {.name = entry->name, .width = entry->width};
		const struct row *row = atlas_row(atlas, entry->name, entry->width);
		const char *built = row ? row->cells[column].text : NULL;

		print_claim(title, &claim, entry->text, built, ++*number, out);
		bad += !built || strcmp(entry->text, built);
	}
	for (size_t i = 0; i < atlas->row_count; i++) {
		const struct row *row = &atlas->rows[i];

		if (!row->cells[column].text || find_text(&entries, row, NULL))
			continue;
		print_claim(title, row, NULL, row->cells[column].text, ++*number, out);
		bad++;
	}
out:
	entries_free(&entries);
	free(start);
	free(title);
	return bad;
}

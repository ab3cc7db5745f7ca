/* atlas_html.c - an atlas as one page that needs nothing else. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/atlas_html.h"
#include "host/barelitmus/page.h"
#include "host/barelitmus/page_files.h"

#include <string.h>

static const char intro[] =
	"<p>What each compiler made of each primitive, in each dialect, and the order "
	"that these\n"
	"instructions give by the Armv8 model, RVWMO and TSO. Findings follow from the "
	"instructions and\n"
	"the primitives' names, by rule. Instructions on registers alone are left out; a "
	"branch\n"
	"names the listed instruction it goes to.</p>\n"
	"<nav aria-label=\"Architectures\"><a href=\"#arm64\">arm64</a>"
	"<a href=\"#riscv64\">riscv64</a><a href=\"#x86_64\">x86_64</a>"
	"<a href=\"#arm\">arm</a></nav>\n"
	"<p>Colours: <span class=\"full\">full barrier</span>,\n"
	"<span class=\"part\">some order</span>, <span class=\"none\">no order</span>,\n"
	"<span class=\"weak\">less than the name promises</span>,\n"
	"<span class=\"unknown\">not known</span>. Each cell also says it in words.\n"
	"<span class=\"mark\">compilers differ</span> another compiler emits other "
	"instructions for\n"
	"the same dialect; <span class=\"mark\">other order</span> or\n"
	"<span class=\"mark\">other side</span> than in the first column.</p>\n";

void atlas_html_begin(FILE *out)
{
	page_begin(out, "Atlas of primitives", atlas_css);
	fputs(intro, out);
}

void atlas_html_end(FILE *out)
{
	page_end(out, NULL);
}

/* --- findings --- */

static void print_findings(const struct findings *findings, FILE *out)
{
	for (int kind = 0; kind < FINDING_KINDS; kind++) {
		bool open = false;

		for (size_t i = 0; i < findings->count; i++) {
			const struct finding *finding = &findings->findings[i];

			if (finding->kind != (enum finding_kind)kind)
				continue;
			if (!open)
				fprintf(out, "<h4>%s</h4>\n<ul>\n",
					finding_kind_text(finding->kind));
			open = true;
			fputs("<li><strong>", out);
			page_text(out, finding->subject);
			fputs("</strong>: ", out);
			page_text(out, finding->text);
			if (finding->shape) {
				fputs("; shown by <strong>", out);
				page_text(out, finding->shape);
				fputs("</strong>", out);
			}
			fputs("</li>\n", out);
		}
		if (open)
			fputs("</ul>\n", out);
	}
}

/* --- tables over variants --- */

static void print_head(const char *const *variants, size_t count, const char *first,
		       FILE *out)
{
	fprintf(out, "<thead><tr><th scope=\"col\">%s</th>", first);
	for (size_t j = 0; j < count; j++) {
		fputs("<th scope=\"col\">", out);
		page_text(out, variants[j]);
		fputs("</th>", out);
	}
	fputs("</tr></thead>\n<tbody>\n", out);
}

static void print_idioms(const struct atlas *atlas, FILE *out)
{
	page_open_table(out, "two accesses of one thread", " class=\"brief\"");
	fputs("<caption>Two accesses of one thread, both by the variant of the column, "
	      "with no "
	      "fence between. The weak outcome of a test of two threads is forbidden "
	      "where "
	      "both its threads are ordered: one thread that is not suffices to allow "
	      "it, "
	      "whatever its partner is.</caption>\n",
	      out);
	print_head((const char *const *)atlas->variants, atlas->variant_count, "accesses",
		   out);
	for (size_t i = 0; i < IDIOMS; i++) {
		const struct idiom *idiom = &idioms[i];

		fprintf(out, "<tr><th scope=\"row\">%s; %s<br>(%s)</th>", idiom->first,
			idiom->second, idiom->shape);
		for (size_t j = 0; j < atlas->variant_count; j++)
			fputs(idiom_ordered(atlas, idiom, j, j)
				      ? "<td class=\"full\">ordered</td>"
				      : "<td class=\"none\">not ordered</td>",
			      out);
		fputs("</tr>\n", out);
	}
	page_close_table(out);
}

static bool same_side(const struct cell *a, const struct cell *b)
{
	const unsigned sides = PLACE_LEADING | PLACE_INSIDE | PLACE_TRAILING;

	return (a->ordering.places & sides) == (b->ordering.places & sides);
}

static void print_sides(const struct atlas *atlas, FILE *out)
{
	page_open_table(out, "fences on other sides", " class=\"brief\"");
	fputs("<caption>Primitives whose fences are on another side of the access, of "
	      "those that "
	      "both variants have.</caption>\n",
	      out);
	print_head((const char *const *)atlas->variants, atlas->variant_count, "variant",
		   out);
	for (size_t a = 0; a < atlas->variant_count; a++) {
		fputs("<tr><th scope=\"row\">", out);
		page_text(out, atlas->variants[a]);
		fputs("</th>", out);
		for (size_t b = 0; b < atlas->variant_count; b++) {
			size_t both = 0, other = 0;

			for (size_t i = 0; i < atlas->row_count; i++) {
				const struct cell *cells = atlas->rows[i].cells;

				if (!cells[a].text || !cells[b].text)
					continue;
				both++;
				other += !same_side(&cells[a], &cells[b]);
			}
			fprintf(out, "<td class=\"%s\">%zu of %zu</td>",
				other ? "part" : "none", other, both);
		}
		fputs("</tr>\n", out);
	}
	page_close_table(out);
}

/* --- the primitives --- */

static const char *cell_class(const struct row *row, const struct cell *cell)
{
	struct demand demand = demand_of(row->name);
	struct demand missing = demand_missing(&demand, &cell->ordering);

	if (!cell->ordering.known)
		return "unknown";
	if (missing.through | missing.acquire | missing.release)
		return "weak";
	if (cell->ordering.through == ORDER_ALL)
		return "full";
	return cell->ordering.places ? "part" : "none";
}

static bool compilers_differ(const struct atlas *atlas, const struct row *row, size_t j)
{
	const char *variant = atlas->variants[j];
	size_t n = variant_dialect(variant);

	for (size_t k = 0; k < atlas->variant_count; k++) {
		if (variant_same_flavour(variant, atlas->variants[k]) &&
		    variant_dialect(atlas->variants[k]) == n &&
		    !strncmp(atlas->variants[k], variant, n) && row_differs(row, j, k))
			return true;
	}
	return false;
}

static void print_marks(const struct atlas *atlas, const struct row *row, size_t j,
			FILE *out)
{
	const struct cell *cell = &row->cells[j], *reference = &row->cells[0];

	if (compilers_differ(atlas, row, j))
		fputs("<span class=\"mark\">compilers differ</span>", out);
	if (!reference->text)
		return;
	if (!same_side(cell, reference))
		fputs("<span class=\"mark\">other side</span>", out);
	if (!ordering_same(&cell->ordering, &reference->ordering))
		fputs("<span class=\"mark\">other order</span>", out);
}

/* Equal neighbours share a cell. */
static size_t print_cell(const struct atlas *atlas, const struct row *row, size_t j,
			 FILE *out)
{
	const struct cell *cell = &row->cells[j];
	size_t span = 1;
	char order[96];

	while (j + span < atlas->variant_count && !row_differs(row, j, j + span))
		span++;
	if (!cell->text) {
		fprintf(out,
			"<td class=\"absent\" colspan=\"%zu\">not in this dialect</td>",
			span);
		return span;
	}
	ordering_text(&cell->ordering, order, sizeof(order));
	const char *class = cell_class(row, cell);

	fprintf(out, "<td class=\"%s\" colspan=\"%zu\"><code>", class, span);
	page_text(out, cell->text);
	fputs("</code><small>", out);
	page_text(out, order);
	fputs(strcmp(class, "weak") ? "" : "; less than its name promises", out);
	fputs("</small>", out);
	print_marks(atlas, row, j, out);
	fputs("</td>", out);
	return span;
}

/* A primitive is in the first group that has a prefix of its name. */
static const struct group {
	const char *title;
	const char *prefixes[6];
	bool open;
} groups[] = {
	{"Fences", {"barrier", "smp_mb", "smp_rmb", "smp_wmb"}, true},
	{"Loads and stores", {"READ_ONCE", "WRITE_ONCE", "smp_load", "smp_store"}, true},
	{"Exchanges", {"xchg", "cmpxchg"}, true},
	{"atomic_long_t", {"atomic_long_"}, false},
	{"atomic64_t", {"atomic64_"}, false},
	{"atomic_t", {"atomic_"}, true},
	{"Locks, RCU and the rest", {""}, true},
};

enum { GROUPS = sizeof(groups) / sizeof(groups[0]) };

static size_t group_of(const char *name)
{
	for (size_t g = 0; g < GROUPS; g++) {
		for (size_t p = 0; groups[g].prefixes[p]; p++) {
			const char *prefix = groups[g].prefixes[p];

			if (!strncmp(name, prefix, strlen(prefix)))
				return g;
		}
	}
	return GROUPS - 1;
}

static void print_group(const struct atlas *atlas, size_t g, FILE *out)
{
	size_t count = 0;

	for (size_t i = 0; i < atlas->row_count; i++)
		count += group_of(atlas->rows[i].name) == g;
	if (!count)
		return;
	fprintf(out, "<details%s><summary>%s (%zu)</summary>\n",
		groups[g].open ? " open" : "", groups[g].title, count);
	page_open_table(out, groups[g].title, "");
	print_head((const char *const *)atlas->variants, atlas->variant_count,
		   "primitive", out);
	for (size_t i = 0; i < atlas->row_count; i++) {
		const struct row *row = &atlas->rows[i];

		if (group_of(row->name) != g)
			continue;
		fputs("<tr><th scope=\"row\">", out);
		page_text(out, row->name);
		if (*row->width != '-')
			fprintf(out, " %s", row->width);
		fputs("</th>", out);
		for (size_t j = 0; j < atlas->variant_count;)
			j += print_cell(atlas, row, j, out);
		fputs("</tr>\n", out);
	}
	page_close_table(out);
	fputs("</details>\n", out);
}

static void print_fate(enum dependency_fate fate, FILE *out)
{
	static const char *const classes[] = {
		[FATE_KEPT] = "full",    [FATE_GONE] = "weak",
		[FATE_ADDRESS] = "part", [FATE_DATA] = "part",
		[FATE_CONTROL] = "part", [FATE_UNKNOWN] = "unknown",
		[FATE_ABSENT] = "absent"};

	fprintf(out, "<td class=\"%s\">%s</td>", classes[fate],
		dependency_fate_text(fate));
}

static void print_fates(const struct fates *fates, const char *arch, FILE *out)
{
	fprintf(out,
		"<h3 id=\"%s-dependencies\">Dependencies</h3>\n"
		"<p>What each compiler left of the dependencies between the accesses of "
		"the tests,\nfrom what a load returns to another access.</p>\n",
		arch);
	page_open_table(out, "dependencies", " class=\"brief\"");
	print_head(fates->variants, fates->variant_count, "test, thread, dependency",
		   out);
	for (size_t i = 0; i < fates->list->count; i++) {
		char name[300];

		fates_name(fates, i, name, sizeof(name));
		fputs("<tr><th scope=\"row\">", out);
		page_text(out, name);
		fputs("</th>", out);
		for (size_t v = 0; v < fates->variant_count; v++)
			print_fate(fates->fates[i * fates->variant_count + v], out);
		fputs("</tr>\n", out);
	}
	page_close_table(out);
}

void atlas_html_arch(const struct atlas *atlas, const struct findings *findings,
		     const struct fates *fates, FILE *out)
{
	const char *arch = arch_name(atlas->arch);

	fprintf(out,
		"<h2 id=\"%s\">%s</h2>\n<nav aria-label=\"%s\">"
		"<a href=\"#%s-order\">order within a thread</a>"
		"<a href=\"#%s-sides\">sides</a>",
		arch, arch, arch, arch, arch);
	if (fates)
		fprintf(out, "<a href=\"#%s-dependencies\">dependencies</a>", arch);
	fprintf(out,
		"<a href=\"#%s-primitives\">primitives</a></nav>\n"
		"<h3>Findings</h3>\n",
		arch);
	print_findings(findings, out);
	fprintf(out, "<h3 id=\"%s-order\">Order within a thread</h3>\n", arch);
	print_idioms(atlas, out);
	fprintf(out, "<h3 id=\"%s-sides\">Sides</h3>\n", arch);
	print_sides(atlas, out);
	if (fates)
		print_fates(fates, arch, out);
	fprintf(out, "<h3 id=\"%s-primitives\">Primitives</h3>\n", arch);
	for (size_t g = 0; g < GROUPS; g++)
		print_group(atlas, g, out);
}

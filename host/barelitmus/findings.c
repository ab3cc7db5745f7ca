/* findings.c - what stands out in an atlas: derived from the instructions alone. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/findings.h"
#include "host/barelitmus/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ORDER_ACQUIRE = ORDER_RR | ORDER_RW, ORDER_RELEASE = ORDER_RW | ORDER_WW };

/* --- demands --- */

static bool ends(const char *text, const char *with)
{
	size_t n = strlen(text), m = strlen(with);

	return n >= m && !strcmp(text + n - m, with);
}

/* Linux: an atomic operation that returns a value, without a suffix, is fully ordered. */
static bool is_full_rmw(const char *name)
{
	static const char *const parts[] = {"xchg",         "fetch_",    "_return",
					    "_and_test",    "_negative", "_add_unless",
					    "_inc_not_zero"};

	if (ends(name, "_relaxed"))
		return false;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (strstr(name, parts[i]))
			return true;
	}
	return false;
}

/*
 * smp_mb__after_spinlock() and its like complete an order that the primitive before them may
 * already have: alone they promise nothing.
 */
struct demand demand_of(const char *name)
{
	static const struct {
		const char *name;
		struct demand demand;
	} named[] = {
		{"smp_mb", {.through = ORDER_ALL}},
		{"smp_memb", {.through = ORDER_ALL}},
		{"smp_mb__before_atomic", {.through = ORDER_ALL}},
		{"smp_mb__after_atomic", {.through = ORDER_ALL}},
		{"smp_rmb", {.through = ORDER_RR}},
		{"smp_wmb", {.through = ORDER_WW}},
		{"smp_store_mb", {.through = ORDER_ALL}},
		{"rcu_assign_pointer", {.release = ORDER_RELEASE}},
		{"spin_lock", {.acquire = ORDER_ACQUIRE}},
		{"spin_trylock", {.acquire = ORDER_ACQUIRE}},
		{"spin_unlock", {.release = ORDER_RELEASE}},
		{"synchronize_rcu", {.through = ORDER_ALL}},
		{"synchronize_rcu_expedited", {.through = ORDER_ALL}},
		{"synchronize_srcu", {.through = ORDER_ALL}},
		{"synchronize_srcu_expedited", {.through = ORDER_ALL}},
	};

	for (size_t i = 0; i < sizeof(named) / sizeof(named[0]); i++) {
		if (!strcmp(name, named[i].name))
			return named[i].demand;
	}
	if (ends(name, "_acquire"))
		return (struct demand){.acquire = ORDER_ACQUIRE};
	if (ends(name, "_release"))
		return (struct demand){.release = ORDER_RELEASE};
	if (is_full_rmw(name))
		return (struct demand){.through = ORDER_ALL};
	return (struct demand){0};
}

struct demand demand_missing(const struct demand *demand, const struct ordering *ordering)
{
	return (struct demand){
		.through = demand->through & ~ordering->through,
		.acquire = demand->acquire & ~ordering->acquire,
		.release = demand->release & ~ordering->release,
	};
}

static bool demands_any(const struct demand *demand)
{
	return demand->through | demand->acquire | demand->release;
}

/* --- texts --- */

struct words {
	char *text;
	size_t length, capacity;
};

__attribute__((format(printf, 2, 3))) static void say(struct words *words,
						      const char *format, ...)
{
	va_list arguments;
	char piece[4096];

	va_start(arguments, format);
	int n = vsnprintf(piece, sizeof(piece), format, arguments);
	va_end(arguments);
	size_t length = (size_t)n < sizeof(piece) ? (size_t)n : sizeof(piece) - 1;

	while (words->length + length + 1 > words->capacity)
		words->text =
			memory_grow(words->text, words->capacity, &words->capacity, 1);
	memcpy(words->text + words->length, piece, length + 1);
	words->length += length;
}

static void add(struct findings *findings, enum finding_kind kind, char *subject,
		char *text, const char *shape)
{
	findings->findings =
		memory_grow(findings->findings, findings->count, &findings->capacity,
			    sizeof(*findings->findings));
	findings->findings[findings->count++] =
		(struct finding){kind, subject, text, shape ? memory_copy(shape) : NULL};
}

/* Names of chosen variants, a dialect of which all are chosen as "c11.*". */
static char *variant_list(const struct atlas *atlas, const bool *chosen)
{
	struct words words = {0};
	const char *separator = "";

	for (size_t j = 0; j < atlas->variant_count; j++) {
		const char *variant = atlas->variants[j];
		size_t n = variant_dialect(variant);
		bool all = true, first = true;
		size_t of_dialect = 0;

		for (size_t k = 0; k < atlas->variant_count; k++) {
			if (variant_dialect(atlas->variants[k]) != n ||
			    strncmp(atlas->variants[k], variant, n))
				continue;
			of_dialect++;
			all &= chosen[k];
			first &= k >= j;
		}
		if (!chosen[j] || (all && !first))
			continue;
		if (all && of_dialect > 1)
			say(&words, "%s%.*s.*", separator, (int)n, variant);
		else
			say(&words, "%s%s", separator, variant);
		separator = ", ";
	}
	return words.text;
}

/* Distinct names of chosen rows, up to a few. */
static void say_rows(struct words *words, const struct atlas *atlas, const bool *chosen)
{
	enum { SHOWN = 8 };
	size_t names = 0;

	for (size_t i = 0; i < atlas->row_count; i++) {
		const char *name = atlas->rows[i].name;
		size_t k = 0;

		while (k < i && (!chosen[k] || strcmp(atlas->rows[k].name, name)))
			k++;
		if (!chosen[i] || k < i)
			continue;
		if (names++ < SHOWN)
			say(words, "%s%s", names > 1 ? ", " : "", name);
	}
	if (names > SHOWN)
		say(words, " and %zu more", names - SHOWN);
}

static const char *missing_words(const struct demand *missing)
{
	if (missing->release)
		return "no release: accesses before it may come after its store";
	if (missing->acquire)
		return "no acquire: accesses behind it may come before its load";
	switch (missing->through) {
	case ORDER_WR:
		return "not a full barrier: a load behind it may pass a store before it";
	case ORDER_RR:
		return "loads around it are not ordered";
	case ORDER_WW:
		return "stores around it are not ordered";
	default:
		return "not a full barrier: accesses before and behind it may swap";
	}
}

/* The shape in which a missing order shows with a partner that keeps its own. */
static const char *missing_shape(const struct demand *missing)
{
	if (missing->release)
		return missing->release & ORDER_WW ? "MP, its writer" : "LB";
	if (missing->acquire)
		return missing->acquire & ORDER_RR ? "MP, its reader" : "LB";
	if (missing->through & ORDER_WR)
		return "SB";
	if (missing->through & ORDER_RR)
		return "MP, its reader";
	return missing->through & ORDER_WW ? "MP, its writer" : "LB";
}

/* --- rules --- */

/* What each cell misses, row by row. */
struct misses {
	const struct atlas *atlas;
	struct demand *missing;
};

static bool misses_fill(struct misses *misses, const struct atlas *atlas)
{
	size_t variants = atlas->variant_count;

	misses->atlas = atlas;
	misses->missing =
		memory_zeroed(atlas->row_count * variants + 1, sizeof(*misses->missing));
	for (size_t i = 0; misses->missing && i < atlas->row_count; i++) {
		struct demand demand = demand_of(atlas->rows[i].name);

		for (size_t j = 0; j < variants; j++) {
			const struct cell *cell = &atlas->rows[i].cells[j];

			if (cell->text && cell->ordering.known)
				misses->missing[i * variants + j] =
					demand_missing(&demand, &cell->ordering);
		}
	}
	return misses->missing;
}

static const struct demand *missing_in(const struct misses *misses, size_t row,
				       size_t variant)
{
	return &misses->missing[row * misses->atlas->variant_count + variant];
}

/* A variant of which no primitive that should order anything does: that is its design, not a mistake. */
static bool is_unordered(const struct atlas *atlas, size_t variant)
{
	for (size_t i = 0; i < atlas->row_count; i++) {
		const struct cell *cell = &atlas->rows[i].cells[variant];
		struct demand demand = demand_of(atlas->rows[i].name);

		if (demands_any(&demand) && cell->text && cell->ordering.places)
			return false;
	}
	return true;
}

static bool same_demand(const struct demand *a, const struct demand *b)
{
	return a->through == b->through && a->acquire == b->acquire &&
	       a->release == b->release;
}

/* Do two variants miss the same in the same rows? */
static bool same_misses(const struct misses *misses, size_t a, size_t b,
			const struct demand *missing)
{
	for (size_t i = 0; i < misses->atlas->row_count; i++) {
		if (same_demand(missing_in(misses, i, a), missing) !=
		    same_demand(missing_in(misses, i, b), missing))
			return false;
	}
	return true;
}

/* One finding for a set of missing orders of a variant, and of those that miss it alike. */
static void weak_finding(struct findings *findings, const struct misses *misses,
			 size_t variant, const struct demand *missing)
{
	const struct atlas *atlas = misses->atlas;
	bool *variants = memory_zeroed(atlas->variant_count + 1, sizeof(*variants));
	bool *rows = memory_zeroed(atlas->row_count + 1, sizeof(*rows));
	struct words words = {0};
	const char *example = NULL;

	for (size_t j = 0; variants && j < atlas->variant_count; j++) {
		variants[j] = !is_unordered(atlas, j) &&
			      same_misses(misses, variant, j, missing);
		if (variants[j] && j < variant)
			goto out; /* told with that one */
	}
	for (size_t i = 0; rows && i < atlas->row_count; i++) {
		rows[i] = same_demand(missing_in(misses, i, variant), missing);
		if (rows[i] && !example)
			example = atlas->rows[i].cells[variant].text;
	}
	if (!example)
		goto out;
	say_rows(&words, atlas, rows);
	say(&words, " (%s): %s", example, missing_words(missing));
	add(findings, FINDING_WEAK, variant_list(atlas, variants), words.text,
	    missing_shape(missing));
out:
	free(variants);
	free(rows);
}

static void find_weak(struct findings *findings, const struct misses *misses,
		      size_t variant)
{
	if (is_unordered(misses->atlas, variant))
		return;
	for (size_t i = 0; i < misses->atlas->row_count; i++) {
		const struct demand *missing = missing_in(misses, i, variant);
		bool told = false;

		for (size_t k = 0; k < i && !told; k++)
			told = same_demand(missing, missing_in(misses, k, variant));
		if (demands_any(missing) && !told)
			weak_finding(findings, misses, variant, missing);
	}
}

const struct idiom idioms[IDIOMS] = {
	{"WRITE_ONCE", "READ_ONCE", EVENT_STORE, EVENT_LOAD, "SB"},
	{"WRITE_ONCE", "smp_load_acquire", EVENT_STORE, EVENT_LOAD, "SB"},
	{"smp_store_release", "READ_ONCE", EVENT_STORE, EVENT_LOAD, "SB"},
	{"smp_store_release", "smp_load_acquire", EVENT_STORE, EVENT_LOAD, "SB"},
	{"smp_store_mb", "READ_ONCE", EVENT_STORE, EVENT_LOAD, "SB"},
	{"xchg", "READ_ONCE", EVENT_STORE, EVENT_LOAD, "SB"},
	{"WRITE_ONCE", "xchg", EVENT_STORE, EVENT_LOAD, "SB"},
	{"WRITE_ONCE", "WRITE_ONCE", EVENT_STORE, EVENT_STORE, "MP, its writer"},
	{"WRITE_ONCE", "smp_store_release", EVENT_STORE, EVENT_STORE, "MP, its writer"},
	{"WRITE_ONCE", "xchg", EVENT_STORE, EVENT_STORE, "MP, its writer"},
	{"READ_ONCE", "READ_ONCE", EVENT_LOAD, EVENT_LOAD, "MP, its reader"},
	{"smp_load_acquire", "READ_ONCE", EVENT_LOAD, EVENT_LOAD, "MP, its reader"},
	{"READ_ONCE", "WRITE_ONCE", EVENT_LOAD, EVENT_STORE, "LB"},
	{"READ_ONCE", "smp_store_release", EVENT_LOAD, EVENT_STORE, "LB"},
};

static bool cells_ordered(const struct idiom *idiom, const struct cell *first,
			  const struct cell *second)
{
	return sequence_between(&first->sequence, &second->sequence, idiom->a, idiom->b);
}

bool idiom_ordered(const struct atlas *atlas, const struct idiom *idiom, size_t x,
		   size_t y)
{
	const struct row *first = atlas_row(atlas, idiom->first, "32");
	const struct row *second = atlas_row(atlas, idiom->second, "32");

	return first && second &&
	       cells_ordered(idiom, &first->cells[x], &second->cells[y]);
}

enum { LOSS_FIRST = 1, LOSS_SECOND = 2 }; /* whose variant alone orders the pair */

/* What a pair loses, but by variants that order nothing anyway, with the first access by x and the second by y, as loss[x * count + y]. */
static unsigned char *pair_losses(const struct atlas *atlas, const struct idiom *idiom,
				  const bool *unordered)
{
	size_t count = atlas->variant_count;
	unsigned char *loss = memory_zeroed(count * count + 1, 1);
	const struct row *firsts = atlas_row(atlas, idiom->first, "32");
	const struct row *seconds = atlas_row(atlas, idiom->second, "32");

	for (size_t i = 0; loss && firsts && seconds && i < count * count; i++) {
		const struct cell *first = &firsts->cells[i / count];
		const struct cell *second = &seconds->cells[i % count];

		if (!first->ordering.known || !second->ordering.known ||
		    unordered[i / count] || unordered[i % count] ||
		    cells_ordered(idiom, first, second))
			continue;
		if (cells_ordered(idiom, first, &seconds->cells[i / count]))
			loss[i] |= LOSS_FIRST;
		if (cells_ordered(idiom, &firsts->cells[i % count], second))
			loss[i] |= LOSS_SECOND;
	}
	return loss;
}

/* Do x and other lose the same with the same partners? */
static bool same_losses(const unsigned char *loss, size_t count, size_t x, size_t other,
			unsigned char which)
{
	for (size_t y = 0; y < count; y++) {
		if ((loss[x * count + y] == which) != (loss[other * count + y] == which))
			return false;
	}
	return true;
}

static void mix_finding(struct findings *findings, const struct atlas *atlas,
			const struct idiom *idiom, const unsigned char *loss, size_t x,
			unsigned char which)
{
	static const char *const why[] = {
		[LOSS_FIRST] = "the fence of the first's dialect is at the second access",
		[LOSS_SECOND] =
			"the fence of the second's dialect is at the first access",
		[LOSS_FIRST | LOSS_SECOND] = "each alone has it, on another side",
	};
	size_t count = atlas->variant_count;
	bool *firsts = memory_zeroed(count + 1, sizeof(*firsts));
	bool *seconds = memory_zeroed(count + 1, sizeof(*seconds));
	bool any = false, told = false;

	for (size_t j = 0; firsts && seconds && j < count; j++) {
		firsts[j] = same_losses(loss, count, x, j, which);
		seconds[j] = loss[x * count + j] == which;
		any |= seconds[j];
		told |= firsts[j] && j < x;
	}
	if (any && !told) {
		struct words words = {0}, subject = {0};
		char *first = variant_list(atlas, firsts);
		char *second = variant_list(atlas, seconds);

		say(&subject, "%s of %s, %s of %s", idiom->first, first, idiom->second,
		    second);
		say(&words, "not ordered: %s", why[which]);
		add(findings, FINDING_MIX, subject.text, words.text, idiom->shape);
		free(first);
		free(second);
	}
	free(firsts);
	free(seconds);
}

static void find_mixes(struct findings *findings, const struct atlas *atlas)
{
	bool *unordered = memory_zeroed(atlas->variant_count + 1, sizeof(*unordered));

	for (size_t j = 0; unordered && j < atlas->variant_count; j++)
		unordered[j] = is_unordered(atlas, j);
	for (size_t p = 0; unordered && p < IDIOMS; p++) {
		unsigned char *loss = pair_losses(atlas, &idioms[p], unordered);

		for (unsigned char which = 3; loss && which > 0; which--) {
			for (size_t x = 0; x < atlas->variant_count; x++)
				mix_finding(findings, atlas, &idioms[p], loss, x, which);
		}
		free(loss);
	}
	free(unordered);
}

static void find_calls(struct findings *findings, const struct atlas *atlas,
		       size_t variant)
{
	bool *rows = memory_zeroed(atlas->row_count + 1, sizeof(*rows));
	bool any = false;
	struct words words = {0};

	for (size_t i = 0; rows && i < atlas->row_count; i++) {
		const struct cell *cell = &atlas->rows[i].cells[variant];

		rows[i] = cell->text && !cell->ordering.known;
		any |= rows[i];
	}
	if (any) {
		say_rows(&words, atlas, rows);
		say(&words, ": a call or too many paths, its order is not known");
		add(findings, FINDING_CALL,
		    memory_text(atlas->variants[variant],
				strlen(atlas->variants[variant])),
		    words.text, NULL);
	}
	free(rows);
}

/* One dialect by two compilers with the same flavour. */
static void compare_toolchains(struct findings *findings, const struct atlas *atlas,
			       size_t a, size_t b)
{
	bool *rows = memory_zeroed(atlas->row_count + 1, sizeof(*rows));
	size_t differ = 0, order = 0, both = 0;
	struct words words = {0};

	for (size_t i = 0; rows && i < atlas->row_count; i++) {
		const struct row *row = &atlas->rows[i];

		if (!row->cells[a].text || !row->cells[b].text)
			continue;
		both++;
		differ += row_differs(row, a, b);
		rows[i] =
			!ordering_same(&row->cells[a].ordering, &row->cells[b].ordering);
		order += rows[i];
	}
	if (differ) {
		struct words subject = {0};

		say(&subject, "%s, %s", atlas->variants[a], atlas->variants[b]);
		say(&words, "other instructions in %zu of %zu, another order in %zu",
		    differ, both, order);
		if (order) {
			say(&words, ": ");
			say_rows(&words, atlas, rows);
		}
		add(findings, FINDING_TOOLCHAIN, subject.text, words.text, NULL);
	}
	free(rows);
}

static void find_toolchains(struct findings *findings, const struct atlas *atlas)
{
	for (size_t a = 0; a < atlas->variant_count; a++) {
		for (size_t b = a + 1; b < atlas->variant_count; b++) {
			const char *x = atlas->variants[a], *y = atlas->variants[b];
			size_t n = variant_dialect(x);

			if (n == variant_dialect(y) && !strncmp(x, y, n) &&
			    variant_same_flavour(x, y))
				compare_toolchains(findings, atlas, a, b);
		}
	}
}

static void find_unordered(struct findings *findings, const struct atlas *atlas)
{
	bool *chosen = memory_zeroed(atlas->variant_count + 1, sizeof(*chosen));
	bool any = false;
	struct words words = {0};

	for (size_t j = 0; chosen && j < atlas->variant_count; j++) {
		chosen[j] = is_unordered(atlas, j);
		any |= chosen[j];
	}
	if (any) {
		say(&words, "no fence and no ordered access in any primitive");
		add(findings, FINDING_UNORDERED, variant_list(atlas, chosen), words.text,
		    NULL);
	}
	free(chosen);
}

void findings_collect(struct findings *findings, const struct atlas *atlas)
{
	struct misses misses;

	if (!misses_fill(&misses, atlas))
		return;
	for (size_t j = 0; j < atlas->variant_count; j++)
		find_weak(findings, &misses, j);
	free(misses.missing);
	find_mixes(findings, atlas);
	for (size_t j = 0; j < atlas->variant_count; j++)
		find_calls(findings, atlas, j);
	find_toolchains(findings, atlas);
	find_unordered(findings, atlas);
}

void findings_free(struct findings *findings)
{
	for (size_t i = 0; i < findings->count; i++) {
		free(findings->findings[i].subject);
		free(findings->findings[i].text);
		free(findings->findings[i].shape);
	}
	free(findings->findings);
}

const char *finding_kind_text(enum finding_kind kind)
{
	static const char *const texts[FINDING_KINDS] = {
		[FINDING_WEAK] = "weaker than its name says",
		[FINDING_MIX] = "order lost where two variants meet in one thread",
		[FINDING_CALL] = "hidden calls",
		[FINDING_TOOLCHAIN] = "compilers differ",
		[FINDING_UNORDERED] = "unordered by design",
	};

	return texts[kind];
}

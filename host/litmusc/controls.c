/* controls.c - mutants of tests, whose target must be seen before a zero means anything. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/litmusc/controls.h"

#include "host/litmusc/emit.h"
#include "host/litmusc/enumerate.h"
#include "host/litmusc/mutate.h"
#include "host/litmusc/names.h"
#include "host/litmusc/parallel.h"
#include "runner/condition.h"

#include <stdlib.h>
#include <string.h>

enum { STATES = 5000 }; /* of one under one model: of a large test there are many */

/* A mutant that a test could have as a control. */
struct candidate {
	const struct litmus *test;
	struct mutation mutation;
	struct outcomes sc, tso;
	enum test_needs needs;
	bool good; /* it compiles, and what it needs is known */
	bool taken;
};

/* The candidates of one test, from first on. */
struct family {
	size_t first, count;
};

struct maker {
	struct arena *arena;
	struct candidate *candidates;
	struct litmus **mutants;
	uint64_t *shapes; /* of the mutants: a hash of all but their names */
	size_t candidate_count, mutant_count;
};

/* --- what a mutant needs --- */

const char *needs_word(enum test_needs needs)
{
	static const char *const words[] = {"sc", "tso", "weak"};

	return words[needs];
}

/* Where a test demands something of all outcomes its target is one that breaks it. */
static bool is_inverted(const struct litmus *litmus)
{
	return litmus->ast->quantifier == TEST_FORALL;
}

static bool shows_target(const struct litmus *litmus, const int64_t *values,
			 unsigned int count)
{
	for (unsigned int o = 0; o < count; o++) {
		if (condition_holds(litmus->condition.ops, litmus->condition.count,
				    values + (size_t)o * litmus->item_count) !=
		    is_inverted(litmus))
			return true;
	}
	return false;
}

static bool is_eligible(const struct litmus *test)
{
	const struct allowed *allowed = &test->allowed;

	return allowed->sc_known && !test->is_racy &&
	       !shows_target(test, allowed->values, allowed->sc);
}

static bool some_model_forbids(const struct litmus *test)
{
	enum test_expect forbidden = is_inverted(test) ? EXPECT_ALWAYS : EXPECT_NEVER;
	const struct ast *ast = test->ast;
	unsigned int i = 0;

	while (i < ast->result_count && ast->results[i].expect != forbidden)
		i++;
	return i < ast->result_count;
}

/* A mutant that needs no less than the test itself would show nothing new. */
static bool needs_less(const struct litmus *test, enum test_needs needs)
{
	const struct allowed *allowed = &test->allowed;

	if (needs == NEEDS_SC || some_model_forbids(test))
		return true;
	return needs == NEEDS_TSO && allowed->tso_known &&
	       !shows_target(test,
			     allowed->values + (size_t)allowed->sc * test->item_count,
			     allowed->tso);
}

/* Many mutants are tried and few are kept: each is compiled in an arena of its own. */
static void try_candidate(void *context, size_t i)
{
	struct candidate *candidate = (struct candidate *)context + i;
	struct arena arena = {0};
	struct source source = *candidate->test->source;
	struct litmus *mutant;

	source.arena = &arena;
	mutant = litmus_compile_changed(&source, &candidate->mutation);
	if (mutant) {
		struct outcomes *sc = &candidate->sc, *tso = &candidate->tso;

		*sc = enumerate(mutant, MODEL_SC, STATES);
		if (sc->known)
			*tso = enumerate(mutant, MODEL_TSO, STATES);
		candidate->needs = shows_target(mutant, sc->values, sc->count) ? NEEDS_SC
				   : shows_target(mutant, tso->values, tso->count)
					   ? NEEDS_TSO
					   : NEEDS_WEAK;
		candidate->good = sc->known && tso->known &&
				  needs_less(candidate->test, candidate->needs);
	}
	arena_free(&arena);
}

/* --- which of them --- */

enum { KINDS = 3 };

static unsigned int kind_of(const struct candidate *candidate)
{
	switch (candidate->mutation.kind) {
	case MUTATION_SWAP:
		return 0;
	case MUTATION_FENCE:
	case MUTATION_FENCES:
		return 1;
	case MUTATION_WEAKEN:
		break;
	}
	return 2;
}

static const char *kind_word(unsigned int kind)
{
	static const char *const words[KINDS] = {"swap", "fence", "weaken"};

	return words[kind];
}

/* The one of a kind that needs least, and no more than most; NULL: there is none left. */
static struct candidate *least(struct candidate *candidates, size_t count,
			       unsigned int kind, enum test_needs most)
{
	struct candidate *best = NULL;

	for (size_t i = 0; i < count; i++) {
		struct candidate *candidate = &candidates[i];

		if (candidate->good && !candidate->taken && kind_of(candidate) == kind &&
		    candidate->needs <= most && (!best || candidate->needs < best->needs))
			best = candidate;
	}
	return best;
}

/* Kinds in turn; those for weak machines alone only where there is room for them. */
static struct candidate *take_next(struct candidate *candidates, size_t count,
				   unsigned int turn)
{
	for (int needs = NEEDS_TSO; needs <= NEEDS_WEAK; needs++) {
		for (unsigned int i = 0; i < KINDS; i++) {
			struct candidate *candidate =
				least(candidates, count, (turn + i) % KINDS,
				      (enum test_needs)needs);

			if (candidate) {
				candidate->taken = true;
				return candidate;
			}
		}
	}
	return NULL;
}

/* --- the mutants --- */

static uint64_t hash(const char *text)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

	for (; *text; text++)
		hash = (hash ^ (unsigned char)*text) * UINT64_C(0x100000001b3);
	return hash;
}

/* What would be written for the test, if all names were replaced by numbers. */
static uint64_t shape_of(struct litmus *litmus, struct arena *arena)
{
	struct litmus *plain = arena_alloc(arena, sizeof(*plain));
	struct ast ast = *litmus->ast;
	struct text text = {0};
	uint64_t shape;

	*plain = *litmus;
	ast.name = ast.info = "";
	ast.result_count = 0;
	plain->ast = &ast;
	plain->id = plain->path = plain->suites = plain->text = "";
	plain->symbol = "T";
	for (unsigned int l = 0; l < plain->location_count; l++)
		plain->locations[l].name = arena_format(arena, "l%u", l);
	for (unsigned int i = 0; i < plain->item_count; i++)
		plain->items[i].name = arena_format(arena, "i%u", i);
	for (unsigned int t = 0; t < plain->thread_count; t++) {
		unsigned int number = 0;

		for (struct variable *v = plain->threads[t].variables; v; v = v->next)
			v->c_name = arena_format(arena, "v%u", number++);
	}
	emit_tests(&text, &plain, 1);
	emit_threads(&text, &plain, 1);
	shape = hash(text.data);
	text_free(&text);
	names_choose_locals(litmus);
	return shape;
}

/* "forall (c)" becomes "exists (not (c))". */
static void invert(struct litmus *mutant, struct arena *arena)
{
	struct ops *condition = &mutant->condition;
	struct cond_op *ops = arena_alloc(arena, (condition->count + 1) * sizeof(*ops));

	memcpy(ops, condition->ops, condition->count * sizeof(*ops));
	ops[condition->count++] = (struct cond_op){.code = COND_NOT};
	condition->ops = ops;
	mutant->ast->quantifier = TEST_EXISTS;
	mutant->text = arena_format(arena, "exists (not %s)", strchr(mutant->text, '('));
}

static void name_mutant(struct maker *maker, struct litmus *mutant,
			const struct candidate *candidate)
{
	const struct litmus *test = candidate->test;
	char *symbol;

	mutant->id =
		arena_format(maker->arena, "%s~%s", test->id, candidate->mutation.label);
	symbol = arena_format(maker->arena, "m%zu_%s_%s", strlen(test->symbol),
			      test->symbol, candidate->mutation.label);
	for (char *c = symbol; *c; c++)
		*c = *c == '-' ? '_' : *c;
	mutant->symbol = symbol;
	mutant->ast->name = mutant->id;
	mutant->ast->info = "";
	mutant->ast->result_count = 0; /* no model was asked about it */
	mutant->control_of = test;
	mutant->change = kind_word(kind_of(candidate));
	mutant->needs = candidate->needs;
}

/* The mutant of a candidate: one that is there already, or a new one. */
static const struct litmus *make_mutant(struct maker *maker, struct candidate *candidate)
{
	struct litmus *mutant =
		litmus_compile_changed(candidate->test->source, &candidate->mutation);
	struct arena scratch = {0};
	uint64_t shape;
	size_t i = 0;

	if (is_inverted(mutant))
		invert(mutant, maker->arena);
	shape = shape_of(mutant, &scratch);
	arena_free(&scratch);
	while (i < maker->mutant_count && maker->shapes[i] != shape)
		i++;
	if (i < maker->mutant_count)
		return maker->mutants[i];
	name_mutant(maker, mutant, candidate);
	litmus_allow(mutant, &candidate->sc, &candidate->tso);
	candidate->sc.values = candidate->tso.values = NULL;
	maker->shapes[i] = shape;
	maker->mutants[maker->mutant_count++] = mutant;
	return mutant;
}

static void choose(struct maker *maker, struct litmus *test, const struct family *family,
		   unsigned int most)
{
	struct candidate *candidates = maker->candidates + family->first, *candidate;

	test->controls = arena_alloc(maker->arena, most * sizeof(*test->controls));
	while (test->control_count < most &&
	       (candidate = take_next(candidates, family->count, test->control_count)))
		test->controls[test->control_count++] = make_mutant(maker, candidate);
}

static struct family *list_candidates(struct maker *maker, struct litmus *const *tests,
				      size_t count)
{
	struct family *families = arena_alloc(maker->arena, count * sizeof(*families));
	struct mutation list[MUTATION_MAX];
	size_t room = 0;

	for (size_t t = 0; t < count; t++) {
		families[t].first = maker->candidate_count;
		if (!is_eligible(tests[t]))
			continue;
		families[t].count = mutation_list(tests[t], list);
		if (families[t].first + families[t].count > room) {
			struct candidate *old = maker->candidates;

			room = 2 * room + MUTATION_MAX;
			maker->candidates =
				arena_alloc(maker->arena, room * sizeof(*old));
			if (old)
				memcpy(maker->candidates, old,
				       families[t].first * sizeof(*old));
		}
		for (size_t i = 0; i < families[t].count; i++)
			maker->candidates[maker->candidate_count++] =
				(struct candidate){.test = tests[t], .mutation = list[i]};
	}
	return families;
}

size_t controls_make(struct litmus *const *tests, size_t count, unsigned int most,
		     struct arena *arena, struct litmus ***mutants)
{
	struct maker maker = {.arena = arena};
	struct family *families = list_candidates(&maker, tests, count);

	maker.mutants = arena_alloc(arena, count * most * sizeof(struct litmus *) + 1);
	maker.shapes = arena_alloc(arena, count * most * sizeof(uint64_t) + 1);
	parallel_each(maker.candidate_count, try_candidate, maker.candidates);
	for (size_t t = 0; t < count; t++)
		choose(&maker, tests[t], &families[t], most);
	for (size_t i = 0; i < maker.candidate_count; i++) {
		free(maker.candidates[i].sc.values);
		free(maker.candidates[i].tso.values);
	}
	*mutants = maker.mutants;
	return maker.mutant_count;
}

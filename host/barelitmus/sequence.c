/* sequence.c - a primitive's instructions: as a text, and what they order. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/sequence.h"
#include "host/barelitmus/memory.h"
#include "host/barelitmus/x86_64.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Instructions on registers alone. All others count: a list of those that matter would let an
 * unknown one pass unseen.
 */
static const char harmless[] =
	" ret nop mov movk movz movn add adds sub subs and ands orr eor bic bics neg mvn "
	"cmp cmn"
	" ccmp cset csetm csel csinc cinc csinv csneg lsl lsr asr bfi bfxil ubfx "
	"ubfiz sbfx"
	" sxtb sxth sxtw uxtb uxth uxtw orn eon mul madd"
	" mv li andi addi addiw sll slli slliw sllw srl sra srli srliw srai sraiw sraw"
	" sext.w sext.b sext.h zext.b zext.h zext.w addw subw neg negw not xor xori or "
	"ori seqz"
	" snez slt slti sltu sltiu sltz sgtz srlw lui ";

static const char *const arch_names[ARCH_COUNT] = {
	[ARCH_ARM64] = "arm64",
	[ARCH_RISCV64] = "riscv64",
	[ARCH_X86_64] = "x86_64",
};

enum arch arch_of(const char *name)
{
	enum arch arch = 0;

	while (arch < ARCH_COUNT && strcmp(name, arch_names[arch]))
		arch++;
	return arch;
}

const char *arch_name(enum arch arch)
{
	return arch_names[arch];
}

static const char *mnemonic_of(const struct insn *insn)
{
	return strncmp(insn->mnemonic, "c.", 2) ? insn->mnemonic : insn->mnemonic + 2;
}

static bool is_harmless(const struct insn *insn)
{
	char word[32];

	snprintf(word, sizeof(word), " %s ", mnemonic_of(insn));
	return strstr(harmless, word);
}

static bool begins(const char *text, const char *with)
{
	return !strncmp(text, with, strlen(with));
}

static bool ends(const char *text, const char *with)
{
	size_t n = strlen(text), m = strlen(with);

	return n >= m && !strcmp(text + n - m, with);
}

static bool is_fence(const char *mnemonic)
{
	return begins(mnemonic, "fence") || begins(mnemonic, "dmb") ||
	       begins(mnemonic, "dsb") || begins(mnemonic, "isb");
}

static bool is_branch(const char *mnemonic)
{
	return begins(mnemonic, "b") || begins(mnemonic, "cb") ||
	       begins(mnemonic, "tb") || begins(mnemonic, "j") ||
	       begins(mnemonic, "call") || begins(mnemonic, "tail");
}

/* --- the text --- */

struct buffer {
	char *text;
	size_t length, capacity;
};

static void append(struct buffer *buffer, const char *text)
{
	size_t n = strlen(text);

	while (buffer->length + n + 1 > buffer->capacity)
		buffer->text =
			memory_grow(buffer->text, buffer->capacity, &buffer->capacity, 1);
	memcpy(buffer->text + buffer->length, text, n + 1);
	buffer->length += n;
}

/* The number of the first listed instruction at or behind index, "end" behind the last. */
static void append_place(struct buffer *buffer, const struct function *function,
			 size_t index)
{
	size_t number = 1;
	char text[24];
	bool end = true;

	for (size_t i = 0; i < function->count; i++) {
		if (is_harmless(&function->insns[i]))
			continue;
		number += i < index;
		end &= i < index;
	}
	snprintf(text, sizeof(text), "%zu", number);
	append(buffer, end ? "end" : text);
}

static void append_branch(struct buffer *buffer, enum arch arch,
			  const struct function *function, size_t i)
{
	const struct insn *insn = &function->insns[i];
	const char *mnemonic = mnemonic_of(insn);
	const char *symbol = insn->symbol;
	char letter[3] = {' ', *insn->operands, '\0'};

	append(buffer, mnemonic);
	if (arch == ARCH_ARM64 && (begins(mnemonic, "cb") || begins(mnemonic, "tb")))
		append(buffer, letter);
	append(buffer, " ");
	if (insn->has_target && function_at(function, insn->target) < function->count) {
		append_place(buffer, function, function_at(function, insn->target));
		return;
	}
	/* The address of a far call is in the auipc before. */
	if (!symbol && i)
		symbol = function->insns[i - 1].symbol;
	append(buffer, symbol ? symbol : "outside");
}

/* The register before the address, or the last operand. */
static char data_register(const char *operands)
{
	const char *field = operands;

	for (const char *comma; (comma = strchr(field, ',')) && comma[1] != '[';)
		field = comma + 1;
	return *field;
}

static void append_insn(struct buffer *buffer, enum arch arch,
			const struct function *function, size_t i)
{
	const struct insn *insn = &function->insns[i];
	const char *mnemonic = mnemonic_of(insn);
	char letter[3] = {' ', data_register(insn->operands), '\0'};

	if (is_fence(mnemonic)) {
		append(buffer, mnemonic);
		append(buffer, *insn->operands ? " " : "");
		append(buffer, insn->operands);
	} else if (!strcmp(mnemonic, "prfm")) {
		size_t n = strcspn(insn->operands, ",");
		char *hint = memory_text(insn->operands, n);

		append(buffer, "prfm ");
		append(buffer, hint);
		free(hint);
	} else if (is_branch(mnemonic)) {
		append_branch(buffer, arch, function, i);
	} else {
		append(buffer, mnemonic);
		if (arch == ARCH_ARM64 && letter[1])
			append(buffer, letter);
	}
}

char *sequence_text(enum arch arch, const struct function *function)
{
	struct buffer buffer = {0};

	for (size_t i = 0; i < function->count; i++) {
		if (is_harmless(&function->insns[i]))
			continue;
		append(&buffer, buffer.length ? "; " : "");
		append_insn(&buffer, arch, function, i);
	}
	if (!buffer.length)
		append(&buffer, "none");
	return buffer.text;
}

/* --- events --- */

/* "rw,w" of RISC-V, where i and o stand for devices. */
static unsigned fence_sets(const char *operands)
{
	const char *comma = strchr(operands, ',');
	unsigned sets = 0;

	if (!comma)
		return ORDER_ALL;
	bool before_r = memchr(operands, 'r', (size_t)(comma - operands));
	bool before_w = memchr(operands, 'w', (size_t)(comma - operands));
	bool after_r = strchr(comma, 'r');
	bool after_w = strchr(comma, 'w');

	sets |= before_r && after_r ? ORDER_RR : 0;
	sets |= before_r && after_w ? ORDER_RW : 0;
	sets |= before_w && after_r ? ORDER_WR : 0;
	sets |= before_w && after_w ? ORDER_WW : 0;
	return sets;
}

/* Arm ARM, B2.3.7: LD orders loads before everything, ST stores before stores. */
static unsigned dmb_sets(const char *operands)
{
	if (ends(operands, "ld"))
		return ORDER_RR | ORDER_RW;
	return ends(operands, "st") ? ORDER_WW : ORDER_ALL;
}

/*
 * The A extension's chapter of the RISC-V manual: LR.rl and SC.aq, each without the other bit,
 * need not order more than without.
 */
static bool event_riscv64(const char *mnemonic, const char *operands, struct event *event)
{
	bool aq = ends(mnemonic, ".aq") || ends(mnemonic, ".aqrl");
	bool rl = ends(mnemonic, ".rl") || ends(mnemonic, ".aqrl");

	if (!strcmp(mnemonic, "fence.tso"))
		*event = (struct event){.kind = EVENT_FENCE,
					.fence = ORDER_RR | ORDER_RW | ORDER_WW};
	else if (!strcmp(mnemonic, "fence"))
		*event = (struct event){.kind = EVENT_FENCE,
					.fence = fence_sets(operands)};
	else if (begins(mnemonic, "amo"))
		*event = (struct event){.kind = EVENT_BOTH, .acquire = aq, .release = rl};
	else if (begins(mnemonic, "lr."))
		*event = (struct event){.kind = EVENT_LOAD,
					.acquire = aq,
					.release = rl && aq,
					.exclusive = true};
	else if (begins(mnemonic, "sc."))
		*event = (struct event){.kind = EVENT_STORE,
					.acquire = aq && rl,
					.release = rl,
					.exclusive = true};
	else if (begins(mnemonic, "l"))
		*event = (struct event){.kind = EVENT_LOAD};
	else if (begins(mnemonic, "s"))
		*event = (struct event){.kind = EVENT_STORE};
	else
		return false;
	return true;
}

/* An atomic instruction of Armv8.1: its name, then a, l or al for its order, then b or h. */
static bool event_lse(const char *mnemonic, struct event *event)
{
	static const char *const names[] = {"ldadd", "ldclr", "ldeor", "ldset", "swp",
					    "cas",   "stadd", "stclr", "steor", "stset"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!begins(mnemonic, names[i]))
			continue;
		const char *order = mnemonic + strlen(names[i]);

		*event = (struct event){.kind = EVENT_BOTH,
					.acquire = *order == 'a',
					.release = *order && strchr(order, 'l')};
		return true;
	}
	return false;
}

static bool event_arm64(const char *mnemonic, const char *operands, struct event *event)
{
	if (begins(mnemonic, "dmb") || begins(mnemonic, "dsb"))
		*event = (struct event){.kind = EVENT_FENCE, .fence = dmb_sets(operands)};
	else if (event_lse(mnemonic, event))
		return true;
	else if (begins(mnemonic, "ldapr"))
		*event = (struct event){
			.kind = EVENT_LOAD, .acquire = true, .weak_acquire = true};
	else if (begins(mnemonic, "ldar"))
		*event = (struct event){.kind = EVENT_LOAD, .acquire = true};
	else if (begins(mnemonic, "ldax") || begins(mnemonic, "ldx"))
		*event = (struct event){.kind = EVENT_LOAD,
					.acquire = mnemonic[2] == 'a',
					.exclusive = true};
	else if (begins(mnemonic, "stlx") || begins(mnemonic, "stx"))
		*event = (struct event){.kind = EVENT_STORE,
					.release = mnemonic[2] == 'l',
					.exclusive = true};
	else if (begins(mnemonic, "stlr"))
		*event = (struct event){.kind = EVENT_STORE, .release = true};
	else if (begins(mnemonic, "ld"))
		*event = (struct event){.kind = EVENT_LOAD};
	else if (begins(mnemonic, "st"))
		*event = (struct event){.kind = EVENT_STORE};
	else
		return false;
	return true;
}

/* --- paths --- */

struct walk {
	enum arch arch;
	const struct function *function;
	bool *visited;
	struct path path;
	struct sequence *sequence;
	bool failed;
	size_t steps;
};

static bool is_jump(const char *mnemonic)
{
	return !strcmp(mnemonic, "b") || !strcmp(mnemonic, "j") ||
	       !strcmp(mnemonic, "jmp");
}

static void walk_from(struct walk *walk, size_t i);

static void walk_end(struct walk *walk)
{
	struct sequence *sequence = walk->sequence;

	if (sequence->count == PATH_MAX) {
		walk->failed = true;
		return;
	}
	sequence->paths = memory_grow(sequence->paths, sequence->count,
				      &sequence->capacity, sizeof(*sequence->paths));
	sequence->paths[sequence->count++] = walk->path;
}

static void walk_branch(struct walk *walk, size_t i)
{
	const struct insn *insn = &walk->function->insns[i];
	size_t to = insn->has_target ? function_at(walk->function, insn->target)
				     : walk->function->count;

	/* A call: nobody knows what that orders. */
	if (to == walk->function->count) {
		walk->failed = true;
		return;
	}
	if (!is_jump(mnemonic_of(insn)))
		walk_from(walk, i + 1);
	walk_from(walk, to);
}

static void walk_add(struct walk *walk, struct event event)
{
	if (walk->path.count == EVENT_MAX)
		walk->failed = true;
	else
		walk->path.events[walk->path.count++] = event;
}

static void walk_x86_64(struct walk *walk, const struct insn *insn)
{
	struct event events[X86_64_EVENTS];
	size_t n = x86_64_events(insn->mnemonic, events);

	for (size_t i = 0; i < n; i++)
		walk_add(walk, events[i]);
}

/*
 * The Armv8 model: an atomic instruction reads with its acquire and writes with its release;
 * with both, its write is also ordered before what is behind it.
 */
static void walk_event(struct walk *walk, const struct insn *insn)
{
	struct event event;
	bool known = walk->arch == ARCH_ARM64
			     ? event_arm64(mnemonic_of(insn), insn->operands, &event)
			     : event_riscv64(mnemonic_of(insn), insn->operands, &event);

	if (!known)
		return;
	if (walk->arch != ARCH_ARM64 || event.kind != EVENT_BOTH) {
		walk_add(walk, event);
		return;
	}
	walk_add(walk, (struct event){.kind = EVENT_LOAD,
				      .acquire = event.acquire,
				      .exclusive = true});
	walk_add(walk, (struct event){.kind = EVENT_STORE,
				      .release = event.release,
				      .exclusive = true});
	if (event.acquire && event.release)
		walk_add(walk, (struct event){.kind = EVENT_FENCE,
					      .fence = ORDER_ALL,
					      .implied = true});
}

/* Back to something visited is a retry: another path has what comes of it. */
static void walk_from(struct walk *walk, size_t i)
{
	enum { MAX_STEPS = 100000 };
	const struct function *function = walk->function;
	size_t count = walk->path.count;

	if (walk->failed || i >= function->count || walk->visited[i])
		return;
	if (++walk->steps == MAX_STEPS) {
		walk->failed = true;
		return;
	}
	const struct insn *insn = &function->insns[i];
	const char *mnemonic = mnemonic_of(insn);

	walk->visited[i] = true;
	if (!strcmp(mnemonic, "ret")) {
		walk_end(walk);
	} else if (!is_harmless(insn) && is_branch(mnemonic)) {
		walk_branch(walk, i);
	} else {
		if (walk->arch == ARCH_X86_64)
			walk_x86_64(walk, insn);
		else if (!is_harmless(insn))
			walk_event(walk, insn);
		walk_from(walk, i + 1);
	}
	walk->path.count = count;
	walk->visited[i] = false;
}

static bool path_has(const struct path *path, unsigned kinds)
{
	for (size_t i = 0; i < path->count; i++) {
		if (path->events[i].kind != EVENT_FENCE && path->events[i].kind & kinds)
			return true;
	}
	return false;
}

static void keep_stores(struct sequence *sequence)
{
	bool stores = false;
	size_t kept = 0;

	for (size_t i = 0; i < sequence->count; i++)
		stores |= path_has(&sequence->paths[i], EVENT_STORE);
	for (size_t i = 0; stores && i < sequence->count; i++) {
		if (path_has(&sequence->paths[i], EVENT_STORE))
			sequence->paths[kept++] = sequence->paths[i];
	}
	sequence->count = stores ? kept : sequence->count;
}

void sequence_read(struct sequence *sequence, enum arch arch,
		   const struct function *function)
{
	struct walk walk = {.arch = arch, .function = function, .sequence = sequence};

	*sequence = (struct sequence){0};
	walk.visited = memory_zeroed(function->count + 1, sizeof(*walk.visited));
	walk.failed = !walk.visited;
	if (arch == ARCH_X86_64)
		walk_add(&walk, x86_64_tso());
	walk_from(&walk, 0);
	free(walk.visited);
	if (walk.failed)
		sequence->count = 0;
	keep_stores(sequence);
}

void sequence_free(struct sequence *sequence)
{
	free(sequence->paths);
	sequence->paths = NULL;
	sequence->count = 0;
}

/* --- order --- */

/* Are an access of kind a before a fence and one of kind b behind it ordered by it? */
static bool fence_orders(unsigned fence, enum event_kind a, enum event_kind b)
{
	return (fence & ORDER_RR && a & EVENT_LOAD && b & EVENT_LOAD) ||
	       (fence & ORDER_RW && a & EVENT_LOAD && b & EVENT_STORE) ||
	       (fence & ORDER_WR && a & EVENT_STORE && b & EVENT_LOAD) ||
	       (fence & ORDER_WW && a & EVENT_STORE && b & EVENT_STORE);
}

/*
 * Are accesses i and j of one path ordered by one rule of the Armv8 model or of RVWMO? In the
 * latter an AMO is one operation that has both annotations.
 */
static bool step_orders(const struct event *events, size_t i, size_t j)
{
	const struct event *a = &events[i], *b = &events[j];

	if (a->acquire || b->release)
		return true;
	if (a->release && b->acquire && !b->weak_acquire)
		return true;
	if (a->exclusive && b->exclusive && a->kind == EVENT_LOAD &&
	    b->kind == EVENT_STORE)
		return true;
	for (size_t k = i + 1; k < j; k++) {
		if (events[k].kind == EVENT_FENCE &&
		    fence_orders(events[k].fence, a->kind, b->kind))
			return true;
	}
	return false;
}

enum { LONG_MAX_EVENTS = 2 * EVENT_MAX + 2 };

/* Is access i ordered before access j, by any chain of rules? */
static bool path_orders(const struct event *events, size_t i, size_t j)
{
	bool reached[LONG_MAX_EVENTS] = {false};

	reached[i] = true;
	for (size_t to = i + 1; to <= j; to++) {
		if (events[to].kind == EVENT_FENCE)
			continue;
		for (size_t from = i; from < to && !reached[to]; from++)
			reached[to] = reached[from] && step_orders(events, from, to);
	}
	return reached[j];
}

/* Kinds as an ORDER_ bit. */
static unsigned order_bit(enum event_kind a, enum event_kind b)
{
	if (a == EVENT_LOAD)
		return b == EVENT_LOAD ? ORDER_RR : ORDER_RW;
	return b == EVENT_LOAD ? ORDER_WR : ORDER_WW;
}

/* Some access of the path with one of these kinds that is ordered behind first or before last. */
static bool some_ordered(const struct event *events, size_t count, unsigned kinds,
			 bool behind_first)
{
	for (size_t i = 1; i + 1 < count; i++) {
		if (events[i].kind == EVENT_FENCE || !(events[i].kind & kinds))
			continue;
		if (behind_first ? path_orders(events, 0, i)
				 : path_orders(events, i, count - 1))
			return true;
	}
	return false;
}

static void path_ordering(const struct path *path, struct ordering *ordering)
{
	static const enum event_kind kinds[] = {EVENT_LOAD, EVENT_STORE};
	struct event events[EVENT_MAX + 2] = {{0}};
	size_t count = path->count + 2;
	struct ordering now = {0};

	memcpy(events + 1, path->events, path->count * sizeof(*events));
	for (int b = 0; b < 2; b++) {
		for (int a = 0; a < 2; a++) {
			events[0].kind = kinds[b];
			events[count - 1].kind = kinds[a];
			if (path_orders(events, 0, count - 1))
				now.through |= order_bit(kinds[b], kinds[a]);
		}
		events[count - 1].kind = kinds[b];
		if (some_ordered(events, count, EVENT_LOAD, false))
			now.acquire |= order_bit(EVENT_LOAD, kinds[b]);
		if (some_ordered(events, count, EVENT_STORE, false))
			now.trailing |= order_bit(EVENT_STORE, kinds[b]);
		events[0].kind = kinds[b];
		if (some_ordered(events, count, EVENT_STORE, true))
			now.release |= order_bit(kinds[b], EVENT_STORE);
	}
	ordering->through &= now.through;
	ordering->acquire &= now.acquire;
	ordering->release &= now.release;
	ordering->trailing &= now.trailing;
}

static unsigned path_places(const struct path *path)
{
	size_t first = path->count, last = 0;
	unsigned places = 0;

	for (size_t i = 0; i < path->count; i++) {
		const struct event *event = &path->events[i];

		if (event->kind == EVENT_FENCE)
			continue;
		first = i < first ? i : first;
		last = i;
		places |= event->acquire ? PLACE_ACQUIRE : 0;
		places |= event->release ? PLACE_RELEASE : 0;
	}
	for (size_t i = 0; i < path->count; i++) {
		if (path->events[i].kind != EVENT_FENCE || path->events[i].implied)
			continue;
		if (first == path->count)
			places |= PLACE_ALONE;
		else
			places |= i < first  ? PLACE_LEADING
				  : i > last ? PLACE_TRAILING
					     : PLACE_INSIDE;
	}
	return places;
}

void sequence_ordering(const struct sequence *sequence, struct ordering *ordering)
{
	*ordering = (struct ordering){.known = sequence->count > 0};
	if (!ordering->known)
		return;
	ordering->through = ORDER_ALL;
	ordering->acquire = ORDER_RR | ORDER_RW;
	ordering->release = ORDER_RW | ORDER_WW;
	ordering->trailing = ORDER_WR | ORDER_WW;
	for (size_t i = 0; i < sequence->count; i++) {
		const struct path *path = &sequence->paths[i];

		path_ordering(path, ordering);
		ordering->places |= path_places(path);
		ordering->has_load |= path_has(path, EVENT_LOAD);
		ordering->has_store |= path_has(path, EVENT_STORE);
	}
}

bool ordering_same(const struct ordering *a, const struct ordering *b)
{
	return a->known == b->known && a->through == b->through &&
	       a->acquire == b->acquire && a->release == b->release &&
	       a->trailing == b->trailing;
}

/* From an access of kind a in the first to one of kind b in the second, of one pair of paths. */
static bool pair_ordered(const struct path *first, const struct path *second,
			 enum event_kind a, enum event_kind b)
{
	struct event events[LONG_MAX_EVENTS];

	memcpy(events, first->events, first->count * sizeof(*events));
	memcpy(events + first->count, second->events, second->count * sizeof(*events));
	for (size_t i = 0; i < first->count; i++) {
		for (size_t j = first->count; j < first->count + second->count; j++) {
			if (events[i].kind != EVENT_FENCE && events[i].kind & a &&
			    events[j].kind != EVENT_FENCE && events[j].kind & b &&
			    path_orders(events, i, j))
				return true;
		}
	}
	return false;
}

bool sequence_between(const struct sequence *first, const struct sequence *second,
		      enum event_kind a, enum event_kind b)
{
	for (size_t i = 0; i < first->count; i++) {
		for (size_t j = 0; j < second->count; j++) {
			if (!pair_ordered(&first->paths[i], &second->paths[j], a, b))
				return false;
		}
	}
	return first->count && second->count;
}

/* --- in words --- */

static const char *order_word(const struct ordering *ordering)
{
	bool acquire = ordering->acquire == (ORDER_RR | ORDER_RW);
	bool release = ordering->release == (ORDER_RW | ORDER_WW);

	if (!ordering->known)
		return "unknown";
	if (ordering->through == ORDER_ALL)
		return "full";
	if (!ordering->has_load && !ordering->has_store) {
		switch (ordering->through) {
		case 0:
			return "no order";
		case ORDER_RR | ORDER_RW:
			return "loads before all";
		case ORDER_RW | ORDER_WW:
			return "all before stores";
		case ORDER_WW:
			return "stores before stores";
		case ORDER_RR:
			return "loads before loads";
		default:
			return "all but store-load";
		}
	}
	acquire &= ordering->has_load;
	release &= ordering->has_store;
	if (acquire && release)
		return "acquire and release";
	if (acquire || release)
		return acquire ? "acquire" : "release";
	return "no order";
}

void ordering_text(const struct ordering *ordering, char *text, size_t size)
{
	static const struct {
		unsigned place;
		const char *words;
	} places[] = {
		{PLACE_LEADING, "leading fence"},
		{PLACE_INSIDE, "fence inside"},
		{PLACE_TRAILING, "trailing fence"},
	};
	const char *separator = ": ";
	size_t n = (size_t)snprintf(text, size, "%s", order_word(ordering));

	for (size_t i = 0; i < sizeof(places) / sizeof(places[0]) && n < size; i++) {
		if (!(ordering->places & places[i].place))
			continue;
		n += (size_t)snprintf(text + n, size - n, "%s%s", separator,
				      places[i].words);
		separator = ", ";
	}
	if (ordering->places & (PLACE_ACQUIRE | PLACE_RELEASE) && n < size)
		snprintf(text + n, size - n, "%sinstruction (%s%s)", separator,
			 ordering->places & PLACE_ACQUIRE ? "a" : "",
			 ordering->places & PLACE_RELEASE ? "r" : "");
}

/* sequence.c - a primitive's instructions: as a text, and what they order. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/sequence.h"
#include "host/barelitmus/arm.h"
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
	[ARCH_ARM] = "arm",
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
	const struct flow *flow;
	bool *visited;
	struct path path;
	struct sequence *sequence;
	bool failed;
	size_t steps;
};

static bool is_branching(const struct insn *insn)
{
	return !is_harmless(insn) && is_branch(mnemonic_of(insn));
}

static bool is_jump(const char *mnemonic)
{
	return !strcmp(mnemonic, "b") || !strcmp(mnemonic, "j") ||
	       !strcmp(mnemonic, "jmp");
}

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

static void walk_add(struct walk *walk, size_t node, struct event event)
{
	event.node = node;
	if (walk->path.count == EVENT_MAX)
		walk->failed = true;
	else
		walk->path.events[walk->path.count++] = event;
}

static void walk_x86_64(struct walk *walk, size_t i)
{
	struct event events[X86_64_EVENTS];
	size_t n = x86_64_events(walk->flow[i].insn->mnemonic, events);

	for (size_t k = 0; k < n; k++)
		walk_add(walk, i, events[k]);
}

/*
 * The Armv8 model: an atomic instruction reads with its acquire and writes with its release;
 * with both, its write is also ordered before what is behind it.
 */
static void walk_event(struct walk *walk, size_t i)
{
	const struct insn *insn = walk->flow[i].insn;
	struct event event;
	static bool (*const read[ARCH_COUNT])(const char *, const char *,
					      struct event *) = {
		[ARCH_ARM64] = event_arm64,
		[ARCH_RISCV64] = event_riscv64,
		[ARCH_ARM] = arm_event,
	};

	if (!read[walk->arch](mnemonic_of(insn), insn->operands, &event))
		return;
	if (walk->arch != ARCH_ARM64 || event.kind != EVENT_BOTH) {
		walk_add(walk, i, event);
		return;
	}
	walk_add(walk, i,
		 (struct event){.kind = EVENT_LOAD,
				.acquire = event.acquire,
				.exclusive = true});
	walk_add(walk, i,
		 (struct event){.kind = EVENT_STORE,
				.release = event.release,
				.exclusive = true});
	if (event.acquire && event.release)
		walk_add(walk, i,
			 (struct event){.kind = EVENT_FENCE,
					.fence = ORDER_ALL,
					.implied = true});
}

/* Back to something visited is a retry: another path has what comes of it. */
static void walk_from(struct walk *walk, size_t i)
{
	enum { MAX_STEPS = 100000 };
	const struct flow *flow = &walk->flow[i];
	size_t count = walk->path.count;

	if (walk->failed || walk->visited[i])
		return;
	if (++walk->steps == MAX_STEPS || flow->is_call) {
		walk->failed = true;
		return;
	}
	walk->visited[i] = true;
	if (flow->insn && walk->arch == ARCH_X86_64 && !is_branching(flow->insn))
		walk_x86_64(walk, i);
	else if (flow->insn && !is_harmless(flow->insn) && !is_branching(flow->insn))
		walk_event(walk, i);
	for (unsigned n = 0; n < flow->nexts; n++) {
		if (flow->next[n] == (size_t)FLOW_END)
			walk_end(walk);
		else
			walk_from(walk, flow->next[n]);
	}
	walk->path.count = count;
	walk->visited[i] = false;
}

void sequence_follow(struct sequence *sequence, enum arch arch, const struct flow *flow,
		     size_t count, size_t entry)
{
	struct walk walk = {.arch = arch, .flow = flow, .sequence = sequence};

	*sequence = (struct sequence){0};
	walk.visited = memory_zeroed(count + 1, sizeof(*walk.visited));
	if (arch == ARCH_X86_64)
		walk_add(&walk, entry, x86_64_tso());
	walk_from(&walk, entry);
	free(walk.visited);
	if (walk.failed)
		sequence->count = 0;
}

/* --- primitives --- */

static struct flow flow_of(const struct function *function, size_t i)
{
	const struct insn *insn = &function->insns[i];
	struct flow flow = {.insn = insn};
	size_t to =
		insn->has_target ? function_at(function, insn->target) : function->count;

	if (!strcmp(mnemonic_of(insn), "ret")) {
		flow.next[flow.nexts++] = (size_t)FLOW_END;
		return flow;
	}
	bool is_jumping = is_branching(insn);

	if (i + 1 < function->count && !(is_jumping && is_jump(mnemonic_of(insn))))
		flow.next[flow.nexts++] = i + 1;
	if (is_jumping) {
		flow.is_call = to == function->count;
		flow.next[flow.nexts++] = to;
	}
	return flow;
}

bool path_has(const struct path *path, unsigned kinds)
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
	struct flow *flow = memory_zeroed(function->count + 1, sizeof(*flow));

	for (size_t i = 0; i < function->count; i++)
		flow[i] = flow_of(function, i);
	sequence_follow(sequence, arch, flow, function->count, 0);
	free(flow);
	keep_stores(sequence);
}

void sequence_free(struct sequence *sequence)
{
	free(sequence->paths);
	sequence->paths = NULL;
	sequence->count = 0;
}

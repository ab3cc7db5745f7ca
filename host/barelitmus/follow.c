/* follow.c - follow a thread function with made-up arguments, and keep one body. */
/* SPDX-License-Identifier: BSD-2-Clause */
#include "host/barelitmus/follow.h"
#include "host/barelitmus/memory.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Of the made-up arguments: enough bodies for any unrolled loop, and a loop more. */
enum { GROUPS = 2, GROUP_BODIES = 8 };

/* The top byte of an address tells the kind of place; the image itself is at 0. */
#define PLACE_SHIFT 56
#define LOCATION_SHIFT 40
#define STRIDE (UINT64_C(1) << 24)
#define BASE(kind) ((uint64_t)(kind) << PLACE_SHIFT)
#define STACK_TOP (BASE(PLACE_STACK) + (UINT64_C(1) << 20))

enum { SLOTS = 64 };

/* What the stack holds at an address. */
struct slot {
	uint64_t address;
	unsigned int width;
	struct value value;
};

struct state {
	struct value regs[REGS];
	unsigned int slots;
	struct slot slot[SLOTS];
};

bool body_fail(struct body *body, size_t at, const char *format, ...)
{
	const struct insn *insn = &body->function->insns[at];
	int length =
		snprintf(body->error, sizeof(body->error), "%s%s%s: ", insn->mnemonic,
			 *insn->operands ? " " : "", insn->operands);
	va_list arguments;

	if (length < 0 || (size_t)length >= sizeof(body->error))
		return false;
	va_start(arguments, format);
	vsnprintf(body->error + length, sizeof(body->error) - (size_t)length, format,
		  arguments);
	va_end(arguments);
	return false;
}

struct place place_of(const struct body *body, uint64_t bits)
{
	struct place place = {.kind = (enum place_kind)(bits >> PLACE_SHIFT)};
	uint64_t rest = bits & (BASE(1) - 1), step = STRIDE;

	if (place.kind > PLACE_STACK)
		place.kind = PLACE_NONE;
	if (place.kind == PLACE_LOCATION) {
		place.number = (unsigned int)(rest >> LOCATION_SHIFT);
		rest &= (UINT64_C(1) << LOCATION_SHIFT) - 1;
	} else if (place.kind == PLACE_LOG) {
		step = body->test->log_size[body->thread];
	} else if (place.kind == PLACE_RCU) {
		place.number = (unsigned int)(rest / TEST_RCU_APART);
		place.instance = BODY_INSTANCE; /* there is only one */
		place.offset = rest % TEST_RCU_APART;
		return place;
	} else {
		place.offset = rest;
		return place;
	}
	place.instance = step ? (unsigned int)(rest / step) : 0;
	place.offset = step ? rest % step : rest;
	return place;
}

/* --- the stack --- */

static void slot_write(struct state *state, uint64_t address, unsigned int width,
		       struct value value)
{
	unsigned int kept = 0;

	for (unsigned int i = 0; i < state->slots; i++) {
		const struct slot *slot = &state->slot[i];

		if (slot->address + slot->width <= address ||
		    address + width <= slot->address)
			state->slot[kept++] = *slot;
	}
	if (value.known && kept < SLOTS)
		state->slot[kept++] = (struct slot){address, width, value};
	state->slots = kept;
}

static struct value slot_read(const struct state *state, uint64_t address,
			      unsigned int width)
{
	for (unsigned int i = 0; i < state->slots; i++) {
		const struct slot *slot = &state->slot[i];

		if (slot->address == address && slot->width >= width)
			return slot->value;
	}
	return (struct value){0};
}

/* --- what memory holds before anything runs --- */

static struct value args_read(uint64_t offset)
{
	const uint64_t numbers = offsetof(struct thread_args, stride);
	struct value value = {.known = true};

	if (offset < numbers)
		value.bits = BASE(PLACE_LOCATION) + (offset / 8 << LOCATION_SHIFT);
	else if (offset == numbers)
		value.bits = STRIDE;
	else if (offset == offsetof(struct thread_args, log))
		value.bits = BASE(PLACE_LOG);
	else if (offset == offsetof(struct thread_args, rcu))
		value.bits = BASE(PLACE_RCU);
	else if (offset == offsetof(struct thread_args, groups))
		value.bits = GROUPS;
	else if (offset == offsetof(struct thread_args, k))
		value.bits = GROUP_BODIES;
	else if (offset >= offsetof(struct thread_args, late))
		value.bits = 0; /* no address is late */
	else
		value.known = false;
	return value;
}

static struct value memory_read(const struct body *body, const struct state *state,
				uint64_t address, unsigned int width)
{
	struct place place = place_of(body, address);
	struct value value = {0};
	const void *bytes;

	switch (place.kind) {
	case PLACE_ARGS:
		return args_read(place.offset);
	case PLACE_STACK:
		return slot_read(state, address, width);
	case PLACE_NONE:
		bytes = image_at(body->image, address, width);
		value.known = bytes;
		if (bytes)
			memcpy(&value.bits, bytes, width);
		return value;
	default:
		return value;
	}
}

/* --- steps --- */

static void reg_write(struct state *state, unsigned int reg, struct value value)
{
	if (reg != REG_ZERO)
		state->regs[reg] = value;
}

static struct value read_reg(const struct state *state, const struct operand *operand)
{
	struct value value = state->regs[operand->reg];

	if (operand->is_word)
		value.bits = (uint32_t)value.bits;
	return value;
}

static const struct operand *memory_operand(const struct operation *operation)
{
	for (unsigned int i = 0; i < operation->count; i++)
		if (operation->operands[i].kind == OPERAND_MEMORY)
			return &operation->operands[i];
	return NULL;
}

static struct value access_address(const struct operand *memory,
				   const struct state *state)
{
	struct value base = state->regs[memory->reg], index = state->regs[memory->index];

	if (memory->index_word)
		index.bits = (uint64_t)(int64_t)(int32_t)index.bits;
	base.known &= index.known;
	base.bits += index.bits << memory->shift;
	base.bits += memory->after ? 0 : (uint64_t)memory->number;
	return base;
}

static void run_access(struct body *body, struct step *step, struct state *state)
{
	const struct operation *operation = &step->operation;
	const struct operand *memory = memory_operand(operation);
	struct value address = access_address(memory, state);
	bool plain = operation->is_load != operation->is_store;
	unsigned int registers = 0;

	step->address = address;
	for (unsigned int i = 0; i < operation->count; i++) {
		const struct operand *operand = &operation->operands[i];
		uint64_t at = address.bits + registers * operation->width;
		struct value value = {0};

		if (operand->kind != OPERAND_REG)
			continue;
		registers++;
		if (operation->is_store && address.known && operand->reads && plain &&
		    place_of(body, at).kind == PLACE_STACK)
			slot_write(state, at, operation->width, read_reg(state, operand));
		if (operand->writes && operation->is_load && plain && address.known)
			value = memory_read(body, state, at, operation->width);
		if (operand->writes)
			reg_write(state, operand->reg, value);
	}
	if (memory->steps) {
		address.bits += memory->after ? (uint64_t)memory->number : 0;
		address.local = false;
		reg_write(state, memory->reg, address);
	}
}

static void run_compute(const struct body *body, const struct step *step, size_t at,
			struct state *state)
{
	const struct operation *operation = &step->operation;
	struct value flags = {0};
	struct value value =
		body->image->arch == IMAGE_ARM64
			? operation_result_arm64(operation, state->regs, &flags)
			: operation_result_riscv64(operation, state->regs,
						   body->function->insns[at].address);

	for (unsigned int i = 0; i < operation->count; i++)
		if (operation->operands[i].writes)
			reg_write(state, operation->operands[i].reg, value);
	if (operation->writes_flags)
		state->regs[REG_FLAGS] = flags;
}

/*
 * Procedure calls keep x19..x29 and sp; s0..s11, sp, gp and tp. There is only that of the
 * pace, which returns 0 in x0 or a0.
 */
static void run_call(const struct body *body, struct state *state)
{
	unsigned int result = body->image->arch == IMAGE_ARM64 ? 0 : 10;

	for (unsigned int reg = 0; reg < REGS; reg++) {
		bool keeps = body->image->arch == IMAGE_ARM64
				     ? reg >= 19 && reg <= REG_SP && reg != 30
				     : (reg >= 2 && reg <= 4) || reg == 8 || reg == 9 ||
					       (reg >= 18 && reg <= 27);

		if (!keeps && reg != REG_ZERO)
			state->regs[reg] = (struct value){.known = reg == result};
	}
}

static void add_next(struct step *step, size_t next)
{
	step->next[step->nexts++] = next;
}

/* The possible successors, as indices of instructions. */
static bool find_nexts(struct body *body, struct step *step, size_t at)
{
	const struct operation *operation = &step->operation;
	size_t count = body->function->count;
	size_t target = function_at(body->function, operation->target);
	struct value taken = {.known = true, .bits = operation->kind == OPERATION_JUMP};

	step->nexts = 0;
	if (operation->kind == OPERATION_OTHER)
		return body_fail(body, at, "not followed");
	if (operation->kind == OPERATION_BRANCH)
		taken = body->image->arch == IMAGE_ARM64
				? operation_taken_arm64(operation, step->state->regs)
				: operation_taken_riscv64(operation, step->state->regs);
	if (!taken.known || !taken.bits)
		add_next(step, at + 1);
	if (!taken.known || taken.bits)
		add_next(step, target);
	for (unsigned int i = 0; i < step->nexts; i++)
		if (step->next[i] >= count)
			return body_fail(body, at, "leaves its function");
	return true;
}

/* Into what is known where two ways meet; true where that changes it. */
static bool value_merge(struct value *to, struct value from)
{
	struct value old = *to;

	if (!to->known)
		return false;
	to->known = from.known && from.bits == old.bits;
	to->local = to->known && old.local && from.local;
	return to->known != old.known || to->local != old.local;
}

static bool state_merge(struct state *to, const struct state *from)
{
	bool changed = false;

	for (unsigned int reg = 0; reg < REGS; reg++)
		changed |= value_merge(&to->regs[reg], from->regs[reg]);
	for (unsigned int i = to->slots; i-- > 0;) {
		struct slot *slot = &to->slot[i];
		struct value other = slot_read(from, slot->address, slot->width);

		if (!value_merge(&slot->value, other) || slot->value.known)
			continue;
		*slot = to->slot[--to->slots];
		changed = true;
	}
	return changed;
}

static bool is_boundary(const struct body *body, size_t at)
{
	return image_is_boundary(body->image, body->function->insns[at].address);
}

/* Instructions that are still to be followed, each at most once. */
struct pending {
	size_t *at;
	bool *is_in;
	size_t count;
};

static void pending_add(struct pending *pending, size_t at)
{
	if (pending->is_in[at])
		return;
	pending->is_in[at] = true;
	pending->at[pending->count++] = at;
}

static void reach(struct body *body, struct pending *pending, size_t at,
		  const struct state *state)
{
	struct step *step = &body->steps[at];

	if (!step->state) {
		step->state = memory_zeroed(1, sizeof(*state));
		*step->state = *state;
		pending_add(pending, at);
	} else if (state_merge(step->state, state)) {
		pending_add(pending, at);
	}
}

static bool run_step(struct body *body, size_t at, struct state *state, bool is_body)
{
	struct step *step = &body->steps[at];

	*state = *step->state;
	if (!find_nexts(body, step, at))
		return false;
	switch (step->operation.kind) {
	case OPERATION_ACCESS:
		run_access(body, step, state);
		break;
	case OPERATION_COMPUTE:
		run_compute(body, step, at, state);
		break;
	case OPERATION_CALL:
		if (is_body)
			return body_fail(body, at, "a call");
		run_call(body, state);
		break;
	default:
		break;
	}
	return true;
}

/*
 * Follows from a state before an instruction to all boundaries that it reaches. The first
 * of them, with the state there, is *end. Only the steps of the body are to keep theirs.
 */
static bool explore(struct body *body, size_t start, const struct state *state,
		    bool is_body, size_t *end, struct state *at_end)
{
	size_t count = body->function->count;
	struct pending pending = {.at = memory_zeroed(count, sizeof(size_t)),
				  .is_in = memory_zeroed(count, sizeof(bool))};
	struct state after;
	bool good = true;

	*end = count;
	reach(body, &pending, start, state);
	while (good && pending.count) {
		size_t at = pending.at[--pending.count];
		struct step *step = &body->steps[at];

		pending.is_in[at] = false;
		good = run_step(body, at, &after, is_body);
		for (unsigned int i = 0; good && i < step->nexts; i++) {
			size_t next = step->next[i];

			if (!is_boundary(body, next)) {
				reach(body, &pending, next, &after);
				continue;
			}
			if (*end == count)
				*at_end = after;
			*end = next < *end ? next : *end;
			step->next[i] = (size_t)STEP_END;
		}
	}
	free(pending.at);
	free(pending.is_in);
	return good;
}

static void forget(struct body *body)
{
	for (size_t i = 0; i < body->function->count; i++) {
		free(body->steps[i].state);
		body->steps[i].state = NULL;
	}
}

static bool find_body(struct body *body)
{
	static struct state state, end;
	size_t at;

	memset(&state, 0, sizeof(state));
	state.regs[REG_ZERO].known = true;
	state.regs[body->image->arch == IMAGE_ARM64 ? REG_SP : 2] =
		(struct value){true, false, STACK_TOP};
	state.regs[body->image->arch == IMAGE_ARM64 ? 0 : 10] =
		(struct value){true, false, BASE(PLACE_ARGS)};
	if (!explore(body, 0, &state, false, &body->entry, &end))
		return false;
	forget(body);
	if (body->entry == body->function->count)
		return body_fail(body, 0, "no mark where a body ends");
	for (unsigned int reg = 0; reg < REGS; reg++)
		end.regs[reg].local = false;
	if (!explore(body, body->entry, &end, true, &at, &state))
		return false;
	return at < body->function->count ||
	       body_fail(body, body->entry, "no mark where the second body ends");
}

/* --- what of it matters --- */

struct value body_value(const struct step *step, unsigned int reg)
{
	return step->state->regs[reg];
}

bool body_is_verbatim(const struct step *step, unsigned int reg)
{
	struct value value = body_value(step, reg);

	return reg == REG_ZERO || !value.known || value.local;
}

static bool gives_up(const struct body *body, const struct step *step)
{
	return step->operation.kind == OPERATION_ACCESS && step->address.known &&
	       step->address.bits == body->image->gave_up;
}

/* A wait without end is what a test means; so no way leads to where it has an end. */
static void cut_dead(struct body *body)
{
	bool changed = true;

	for (size_t i = 0; i < body->function->count; i++)
		body->steps[i].is_dead =
			body->steps[i].state && gives_up(body, &body->steps[i]);
	while (changed) {
		changed = false;
		for (size_t i = 0; i < body->function->count; i++) {
			struct step *step = &body->steps[i];
			unsigned int alive = 0;

			if (!step->state || step->is_dead)
				continue;
			for (unsigned int n = 0; n < step->nexts; n++)
				if (step->next[n] == (size_t)STEP_END ||
				    !body->steps[step->next[n]].is_dead)
					step->next[alive++] = step->next[n];
			step->nexts = alive;
			step->is_dead = !alive;
			changed |= !alive;
		}
	}
}

/* Only what can still be reached stays. */
static void cut_unreached(struct body *body)
{
	size_t count = body->function->count;
	struct pending pending = {.at = memory_zeroed(count, sizeof(size_t)),
				  .is_in = memory_zeroed(count, sizeof(bool))};

	pending_add(&pending, body->entry);
	while (pending.count) {
		const struct step *step = &body->steps[pending.at[--pending.count]];

		for (unsigned int n = 0; n < step->nexts; n++)
			if (step->next[n] != (size_t)STEP_END)
				pending_add(&pending, step->next[n]);
	}
	for (size_t i = 0; i < count; i++) {
		if (pending.is_in[i] || !body->steps[i].state)
			continue;
		free(body->steps[i].state);
		body->steps[i].state = NULL;
	}
	free(pending.at);
	free(pending.is_in);
}

static bool has_effect(const struct body *body, const struct step *step)
{
	enum place_kind place;

	switch (step->operation.kind) {
	case OPERATION_FENCE:
		return true;
	case OPERATION_BRANCH:
		return step->nexts > 1;
	case OPERATION_ACCESS:
		place = place_of(body, step->address.bits).kind;
		return !step->address.known || place == PLACE_LOCATION ||
		       place == PLACE_LOG || place == PLACE_RCU;
	default:
		return false;
	}
}

static uint64_t bit(unsigned int reg)
{
	return UINT64_C(1) << reg;
}

static uint64_t reads_verbatim(const struct step *step)
{
	const struct operation *operation = &step->operation;
	uint64_t regs = operation->reads_flags ? bit(REG_FLAGS) : 0;

	for (unsigned int i = 0; i < operation->count; i++) {
		const struct operand *operand = &operation->operands[i];
		bool is_memory = operand->kind == OPERAND_MEMORY;

		/* What is read and written at once must be this register. */
		if ((operand->reads || (is_memory && !step->address.known)) &&
		    (operand->writes || body_is_verbatim(step, operand->reg)))
			regs |= bit(operand->reg);
		if (is_memory && !step->address.known &&
		    body_is_verbatim(step, operand->index))
			regs |= bit(operand->index);
	}
	return regs & ~bit(REG_ZERO);
}

static uint64_t writes(const struct step *step)
{
	const struct operation *operation = &step->operation;
	uint64_t regs = operation->writes_flags ? bit(REG_FLAGS) : 0;

	for (unsigned int i = 0; i < operation->count; i++)
		if (operation->operands[i].writes)
			regs |= bit(operation->operands[i].reg);
	return regs & ~bit(REG_ZERO);
}

static uint64_t live_before(const struct step *step)
{
	if (!step->kept)
		return step->live;
	return (step->live & ~writes(step)) | reads_verbatim(step);
}

/* Keeps what has an effect and, backwards, what computes a register that it reads. */
static void keep_needed(struct body *body)
{
	bool changed = true;

	while (changed) {
		changed = false;
		for (size_t i = body->function->count; i-- > 0;) {
			struct step *step = &body->steps[i];
			uint64_t live = 0;
			bool kept;

			if (!step->state)
				continue;
			for (unsigned int n = 0; n < step->nexts; n++)
				if (step->next[n] != (size_t)STEP_END)
					live |= live_before(&body->steps[step->next[n]]);
			kept = has_effect(body, step) ||
			       (step->operation.kind == OPERATION_COMPUTE &&
				(writes(step) & live));
			changed |= live != step->live || kept != step->kept;
			step->live = live;
			step->kept = kept;
		}
	}
}

uint64_t body_reads_before(const struct body *body)
{
	return live_before(&body->steps[body->entry]);
}

uint64_t body_writes(const struct step *step)
{
	return step->kept ? writes(step) : 0;
}

bool body_follow(struct body *body, const struct image *image,
		 const struct function *function, const struct test *test,
		 unsigned int thread)
{
	*body = (struct body){
		.function = function,
		.image = image,
		.test = test,
		.thread = thread,
		.steps = memory_zeroed(function->count, sizeof(struct step))};
	for (size_t i = 0; i < function->count; i++) {
		if (image->arch == IMAGE_ARM64)
			operation_read_arm64(&body->steps[i].operation,
					     &function->insns[i]);
		else
			operation_read_riscv64(&body->steps[i].operation,
					       &function->insns[i]);
	}
	if (!find_body(body))
		return false;
	cut_dead(body);
	cut_unreached(body);
	keep_needed(body);
	return true;
}

void body_free(struct body *body)
{
	if (!body->steps)
		return;
	forget(body);
	free(body->steps);
}
